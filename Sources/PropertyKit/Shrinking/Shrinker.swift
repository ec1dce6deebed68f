/// Makes a failing case as simple as it can, by taking simpler choices and seeing whether they still fail.
///
/// The simplest case has the fewest choices, and among those the one whose first differing choice is the simplest. A pass is
/// one way to propose simpler choices; passes are repeated until none of them finds anything. What was tried is
/// remembered, by the choices that were really taken, so that passes may overlap without costing evaluations.
final class Shrinker {
  /// Draws a case again and tests it, if its choices are worth it; the case if it still fails.
  typealias Evaluate = (_ replay: Replay, _ isWorthwhile: (TestCase) -> Bool) -> TestCase?

  private(set) var best: TestCase
  /// How often the property was run.
  private(set) var evaluations = 0
  private let limit: Int
  private let passes: [ShrinkPass]
  private let evaluate: Evaluate
  private var seen: Set<[Choice]>
  private var structure: Structure?
  private var current = ""
  /// How many evaluations each pass took, and how many of them were simpler.
  private(set) var tally: [String: (evaluations: Int, successes: Int)] = [:]

  init(_ failing: TestCase, limit: Int, passes: [ShrinkPass] = ShrinkPass.all, evaluate: @escaping Evaluate) {
    best = failing
    self.limit = limit
    self.passes = passes
    self.evaluate = evaluate
    seen = [failing.choices]
  }

  var isExhausted: Bool { evaluations >= limit }
  var choices: [Choice] { best.choices }
  /// The arrays and recursions of the best case.
  var nodes: Structure {
    if let structure { return structure }
    let made = Structure(best)
    structure = made
    return made
  }

  /// Runs all passes until none of them makes the case simpler.
  func run() {
    var before: [Choice] = []
    while before != choices && !isExhausted {
      before = choices
      for pass in passes where !isExhausted {
        current = pass.name
        pass.run(self)
      }
    }
  }

  /// Takes the choices if they fail too and are simpler.
  @discardableResult
  func attempt(_ choices: [Choice]) -> Bool {
    guard TestCase.isSimpler(choices, than: best.choices), seen.insert(choices).inserted else { return false }
    return attempt(Replay(choices), isNew: { $0 == choices })
  }

  /// Takes the best case with the choices of some spans replaced, if it is simpler and fails too.
  @discardableResult
  func attempt(replacing spans: [(span: Span, choices: [Choice])]) -> Bool {
    attempt(Replay(choices, replacing: spans), isNew: { _ in false })
  }

  /// Takes the alternatives and, apart from them, the other choices, if they are simpler and fail too.
  @discardableResult
  func attempt(alternatives: [Choice], others: [Choice]) -> Bool {
    var replay = Replay(others)
    replay.alternatives = alternatives
    return attempt(replay, isNew: { _ in false })
  }

  private func attempt(_ replay: Replay, isNew: ([Choice]) -> Bool) -> Bool {
    if isExhausted { return false }
    let failing = evaluate(replay) { drawn in
      guard TestCase.isSimpler(drawn.choices, than: best.choices) else { return false }
      guard isNew(drawn.choices) || seen.insert(drawn.choices).inserted else { return false }
      evaluations += 1
      tally[current, default: (0, 0)].evaluations += 1
      return true
    }
    guard let failing else { return false }
    tally[current, default: (0, 0)].successes += 1
    best = failing
    structure = nil
    return true
  }

  /// Takes the choices with some of them replaced.
  @discardableResult
  func attempt(replacing changes: [(Int, Choice)]) -> Bool {
    var candidate = choices
    for (index, choice) in changes {
      guard index < candidate.count else { return false }
      candidate[index] = choice
    }
    return attempt(candidate)
  }
}

/// One way to make a case simpler.
struct ShrinkPass: Sendable {
  let name: String
  let run: @Sendable (Shrinker) -> Void

  /// All passes, in the order in which they pay. Those that couple an index with a length come last: early, they take
  /// the case apart in many small steps.
  static let all: [ShrinkPass] = [
    .simplest, .simplestLeaves, .deleteElements, .simplestSpans, .descend, .mergeArrays, .lowerAlternatives,
    .lowerDuplicates, .lowerIntegers, .shrinkReals, .cropMatrices, .zeroMatrices, .flattenMatrices, .lowerPairs,
    .scaleReals,
    .shiftReals, .sortElements, .swapSpans, .redistribute, .foldElements, .deleteCoupled, .reshape, .sweepPowers,
  ]
}

/// Where the arrays and recursions of a case are.
struct Structure {
  struct Array {
    let span: Span
    let elements: [Span]
  }

  private(set) var arrays: [Array] = []
  private(set) var recursions: [Span] = []

  init(_ testCase: TestCase) {
    for (number, span) in testCase.spans.enumerated() {
      switch span.label {
      case .array:
        let inside = testCase.spans[(number + 1)...].prefix { $0.depth > span.depth }
        arrays.append(Array(span: span, elements: inside.filter { $0.depth == span.depth + 1 && $0.label == .element }))
      case .recursion: recursions.append(span)
      default: break
      }
    }
  }
}
