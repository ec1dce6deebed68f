/// Looks for the case with the highest score.
///
/// An evolution: the best cases so far are changed, and a change that scores at least as high stays. Numbers move the way in
/// which floating-point errors depend on them: by a power of two of their last place, by exponent, to the value of another
/// number or its negative, where they cancel; so do the elements of matrices.
///
/// Reference: Zou et al., *A Genetic Algorithm for Detecting Significant Floating-Point Inaccuracies*, ICSE 2015, for
/// changing exponents and significands apart from each other.
struct Search<Value> {
  struct Candidate {
    let testCase: TestCase
    let score: Double
  }

  private let property: Property<Value>
  private let source: ChoiceSource
  private let seed: UInt64
  private var random: RandomStream
  private var population: [Candidate] = []
  private(set) var evaluations = 0
  private static var kept: Int { 8 }

  init(_ property: Property<Value>, _ source: ChoiceSource, seed: UInt64) {
    self.property = property
    self.source = source
    self.seed = seed
    random = RandomStream(seed: seed ^ 0x5EA2_C4E5)
  }

  /// Adds a case that is known.
  mutating func add(_ testCase: TestCase) {
    if let candidate = score(testCase.choices) { insert(candidate) }
  }

  /// The case with the highest score found with so many evaluations; nil if no case could be drawn.
  mutating func run(evaluations limit: Int) -> Candidate? {
    var number = 0
    while evaluations < limit / 6, number < limit {
      source.beginRecording(seed: RandomStream.seed(run: ~seed, case: number), size: 100)
      number += 1
      guard let value = try? property.generator.run(source) else { continue }
      let testCase = source.testCase
      evaluations += 1
      if let score = property.test(value).score { insert(Candidate(testCase: testCase, score: score)) }
    }
    var misses = 0
    while evaluations < limit, !population.isEmpty, population[0].score < .infinity, misses < 10 * limit {
      // Twice as often from the better half.
      let parent = population[min(random.below(population.count), random.below(population.count))].testCase
      var child = parent.choices
      if random.chance(1, in: 6) { copyElements(of: parent, in: &child) }
      for _ in 0..<[0, 1, 1, 1, 2, 3][random.below(6)] { mutate(&child) }
      guard child != parent.choices, let candidate = score(child) else {
        misses += 1
        continue
      }
      insert(candidate)
    }
    return population.first
  }

  private mutating func score(_ choices: [Choice]) -> Candidate? {
    source.begin(Replay(choices))
    guard let value = try? property.generator.run(source) else { return nil }
    let testCase = source.testCase
    evaluations += 1
    return property.test(value).score.map { Candidate(testCase: testCase, score: $0) }
  }

  private mutating func insert(_ candidate: Candidate) {
    guard !population.contains(where: { $0.testCase.choices == candidate.testCase.choices }) else { return }
    if population.count >= Self.kept {
      // As good replaces the last: a plateau is crossed by moving on it.
      guard candidate.score >= population[population.count - 1].score else { return }
      population.removeLast()
    }
    let place = population.firstIndex { $0.score <= candidate.score } ?? population.count
    population.insert(candidate, at: place)
  }

  // MARK: Changes

  /// One element of an array over another, at the same two places of every array as long; the numbers of one of them change
  /// sign. Products that belong to those places then cancel.
  private mutating func copyElements(of parent: TestCase, in choices: inout [Choice]) {
    let arrays = Structure(parent).arrays.filter { $0.elements.count > 1 }
    guard !arrays.isEmpty else { return }
    let count = arrays[random.below(arrays.count)].elements.count
    let alike = arrays.filter { $0.elements.count == count }
    let (from, to) = (random.below(count), random.below(count))
    let negated = random.below(alike.count)
    for (number, array) in alike.enumerated() {
      let (source, target) = (array.elements[from], array.elements[to])
      guard source.count == target.count else { continue }
      for offset in 0..<source.count {
        let choice = parent.choices[source.start + offset]
        if case .real(let x) = choice, number == negated {
          choices[target.start + offset] = .real(-x)
        } else {
          choices[target.start + offset] = choice
        }
      }
    }
  }

  private mutating func mutate(_ choices: inout [Choice]) {
    let free = choices.indices.filter {
      if case .integer(_, let domain) = choices[$0] { domain.lower < domain.upper } else { true }
    }
    guard !free.isEmpty else { return }
    let index = free[random.below(free.count)]
    switch choices[index] {
    case .integer(let value, let domain):
      // A step of any size that the domain has, or one of its ends.
      let step = 1 << random.below(max(1, min(62, 64 - domain.lastRank.leadingZeroBitCount)))
      let other =
        switch random.below(8) {
        case 0: 0 &- value
        case 1: random.chance(1, in: 2) ? domain.lower : domain.upper
        case 2...4: value.subtractingReportingOverflow(step).overflow ? value : value - step
        default: value.addingReportingOverflow(step).overflow ? value : value + step
        }
      choices[index] = .integer(domain.clamp(other), domain)
    case .real(let value):
      let others = choices.compactMap { if case .real(let x) = $0 { x } else { nil } }
      choices[index] = .real(moved(value, others))
    case .matrix(let matrix):
      var elements = matrix.elements
      for _ in 0...random.below(3) {
        let place = random.below(elements.count)
        let moved = moved(elements[place], elements).rounded(to: matrix.domain.elements.format)
        if matrix.domain.elements.contains(moved) { elements[place] = moved }
      }
      choices[index] = .matrix(matrix.with(elements: elements))
    }
  }

  private mutating func moved(_ x: Dyadic, _ others: [Dyadic]) -> Dyadic {
    let other = others[random.below(others.count)]
    switch random.below(10) {
    case 0...4:
      // By a power of two of its last place.
      guard x.kind == .finite else { return .one }
      let bits = max(x.significantBits, precision)
      let step = Dyadic.power(x.exponent - bits + 1 + random.below(bits))
      return x.adding(random.chance(1, in: 2) ? step : -step)
    case 5: return x.scaled(by: random.integer(in: -6...6))
    case 6: return -other
    case 7: return other
    case 8: return x.with(isNegative: !x.isNegative)
    default:
      return Dyadic(
        isNegative: random.chance(1, in: 2), exponent: x.exponent + random.integer(in: -3...3),
        high: 1 << 63 | random.next() >> 1)
    }
  }

  /// The most significant bits that a number of the population has: those of its format, most likely.
  private var precision: Int {
    population.reduce(1) { most, candidate in
      candidate.testCase.choices.reduce(most) { most, choice in
        if case .real(let x) = choice { max(most, x.significantBits) } else { most }
      }
    }
  }
}
