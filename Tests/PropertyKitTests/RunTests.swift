import Testing

@testable import PropertyKit

@Suite("Running a property")
struct RunTests {
  private let numbers = Generator<Int>.integers(in: 0...1_000_000)

  @Test("The same seed gives the same outcome, another seed other cases") func determinism() {
    func values(_ seed: UInt64) -> [Int] {
      var seen: [Int] = []
      _ = Property(numbers) { n in
        seen.append(n)
        return .holds
      }.run(Settings(seed: seed))
      return seen
    }
    #expect(values(1) == values(1))
    #expect(values(1) != values(2))
    #expect(values(1).count == 100)
  }

  @Test("A case that is recorded is the case that was drawn") func recording() {
    let all = zip(
      numbers.array(count: 0...9), Generator<Double>.reals(), Generator<Matrix<Float>>.matrices(),
      Tree.generator(depth: 4),
      numbers.optional(), numbers.filter { $0 % 3 == 0 })
    let source = ChoiceSource()
    for k in 0..<300 {
      source.begin(seed: UInt64(k), size: k % 101)
      let drawn = try? all.draw(from: source)
      source.beginRecording(seed: UInt64(k), size: k % 101)
      let recorded = try? all.draw(from: source)
      let choices = source.testCase.choices
      #expect(drawn.map { exactText($0) } == recorded.map { exactText($0) })
      guard recorded != nil else { continue }
      source.begin(Replay(choices))
      let replayed = try? all.draw(from: source)
      #expect(replayed.map { exactText($0) } == drawn.map { exactText($0) })
      #expect(source.testCase.choices == choices)
    }
  }

  @Test("A counterexample is reported as it was found too, with its number and the evaluations") func counterexample()
    throws
  {
    var evaluations = 0
    var isShrinking = false
    let outcome = Property(numbers) { n in
      if isShrinking { evaluations += 1 }
      isShrinking = isShrinking || n >= 500
      return Verdict(n < 500)
    }.run(Settings(seed: 3))
    let simplest = try #require(outcome.simplest)
    #expect(simplest.value == 500)
    #expect(simplest.original >= 500)
    #expect(
      numbers.value(ofCase: try #require(simplest.number), seed: 3) == simplest.original)
    // One run more describes the simplest case.
    #expect(simplest.evaluations == evaluations - 1)
  }

  @Test("Without evaluations the case is reported as it was found") func noShrinking() throws {
    var settings = Settings(seed: 3)
    settings.shrinkEvaluations = 0
    let simplest = try #require(Property(numbers) { Verdict($0 < 500) }.run(settings).simplest)
    #expect(simplest.value == simplest.original)
  }

  @Test("Shrinking keeps to one cause, and reports the others") func causes() {
    let large = Property(numbers) { n in
      n > 700 ? .failed(cause: "large") : n > 300 ? .failed(cause: "middle") : .holds
    }.run(Settings(seed: 2))
    #expect(large.simplest?.cause == "large" ? large.simplest?.value == 701 && large.otherCauses == ["middle"] : false)
  }

  @Test("Known counterexamples run before any case") func regressions() {
    var first: Int?
    let known: [[Choice]] = [[5], [77]]
    let outcome = Property(numbers) { n in
      first = first ?? n
      return Verdict(n < 42)
    }.run(Settings(seed: 1), regressions: known)
    #expect(first == 5)
    #expect(outcome.simplest?.value == 42 && outcome.simplest?.original == 77 && outcome.simplest?.number == nil)
    #expect(outcome.cases == 0)
  }

  @Test("Small cases come first") func sizes() {
    let lists = numbers.array(count: 0...50)
    var counts: [Int] = []
    _ = Property(lists) { list in
      counts.append(list.count)
      return .holds
    }.run(Settings(seed: 5))
    // Up to 2 + size/2 elements.
    #expect(counts[..<10].allSatisfy { $0 <= 6 })
    #expect(counts[50...].contains { $0 > 10 })
  }

  @Test("A property that holds says how rare a failure is") func bound() throws {
    var settings = Settings(seed: 1)
    settings.cases = 10_000
    let bound = try #require(Property(numbers) { _ in .holds }.run(settings).failureRateBound)
    // 1 − 0.05^(1/10000).
    #expect((bound - 2.995283e-4).magnitude < 1e-9)
  }
}

@Suite("A run that says little is an error with its numbers")
struct HealthTests {
  private let numbers = Generator<Int>.integers(in: 0...1_000_000)

  @Test("Too many discards") func discards() {
    let outcome = Property(numbers.filter("is 12345", tries: 2) { $0 == 12345 }) { _ in .holds }.run(Settings(seed: 1))
    guard case .tooManyDiscards(1101, 0, 100, let reason) = outcome.problem else {
      Issue.record("\(String(describing: outcome.problem))")
      return
    }
    #expect(reason == "is 12345 refused 2 values in a row")
    #expect("\(outcome.problem!)".contains("1101 cases were discarded and only 0 of 100 counted"))
  }

  @Test("Too slow") func slow() {
    var settings = Settings(seed: 1)
    settings.timeLimit = .milliseconds(30)
    let clock = ContinuousClock()
    let outcome = Property(numbers) { _ in
      let start = clock.now
      while clock.now - start < .milliseconds(20) {}
      return .holds
    }.run(settings)
    guard case .tooSlow(let elapsed, let cases, 100) = outcome.problem else {
      Issue.record("\(String(describing: outcome.problem))")
      return
    }
    #expect(elapsed > .milliseconds(30) && cases < 100)
  }

  @Test("A generator without end") func endless() {
    @Sendable func endless() -> Generator<Int> {
      Generator<Int>.integers(in: 0...9, even: true).flatMap { _ in endless() }
    }
    let outcome = Property(endless()) { _ in .holds }.run(
      Settings(seed: 1).with {
        $0.cases = 1; $0.discardsPerCase = 0
      })
    guard case .tooManyDiscards(_, 0, 1, let reason) = outcome.problem else {
      Issue.record("\(String(describing: outcome.problem))")
      return
    }
    #expect(reason == "a generator draws itself more than 1000 deep")
  }

  @Test("A share that isn't reached, one that is, and one that takes more cases to decide") func cover() {
    func problem(_ share: Double, of probability: Double) -> (HealthProblem?, Int) {
      let outcome = Property(Generator<Bool>.booleans(true: probability).cover("true", atLeast: share) { $0 }) { _ in
        .holds
      }
      .run(Settings(seed: 4))
      return (outcome.problem, outcome.cases)
    }
    guard case (.notCovered("true", 0.5, let found), _) = problem(0.5, of: 0.1) else {
      Issue.record("0.1 is not 0.5")
      return
    }
    #expect(found.interval.contains(0.1))
    #expect(problem(0.1, of: 0.9) == (nil, 100))
    let (undecided, cases) = problem(0.45, of: 0.45)
    #expect(cases == 800)
    guard case .undecided = undecided else {
      Issue.record("\(String(describing: undecided))")
      return
    }
  }

  @Test("Labels are counted over the cases that hold, and not while shrinking") func labels() {
    let labelled = numbers.classify("even") { $0 % 2 == 0 }.label { $0 < 10 ? "small" : nil }
    let outcome = Property(labelled) { _ in .holds }.run(Settings(seed: 1))
    let even = outcome.statistics.share(of: "even")
    #expect(even.of == 100 && even.count > 20 && even.interval.contains(0.5))
    #expect(outcome.statistics.labels["small", default: 0] > 0)
    let failing = Property(labelled) { Verdict($0 < 1000) }.run(Settings(seed: 1))
    #expect(failing.statistics.cases == failing.cases)
  }
}

extension Settings {
  fileprivate func with(_ change: (inout Settings) -> Void) -> Settings {
    var settings = self
    change(&settings)
    return settings
  }
}
