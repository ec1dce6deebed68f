/// A statement about all values of a generator.
///
///     let outcome = Property(Generator.integers()) { Verdict($0 &+ 1 > $0) }.run(Settings(seed: 1))
///     outcome.simplest?.value  // Int.max
///
/// Inside of a test, `check` of `PropertyTesting` runs a property with `#expect`; this is the engine beneath it.
public struct Property<Value> {
  public let generator: Generator<Value>
  let test: (Value) -> Verdict

  public init(_ generator: Generator<Value>, _ test: @escaping (Value) -> Verdict) {
    self.generator = generator
    self.test = test
  }

  /// Runs the property on the regressions, then on cases of the seed until one fails, and makes that one simple.
  ///
  /// The same settings give the same outcome.
  public func run(_ settings: Settings, regressions: [[Choice]] = []) -> Outcome<Value> {
    var run = Run(self, settings)
    run.start(regressions)
    return run.outcome
  }

  /// The value that choices make, and what the property says of it; nil if the generator refuses the choices.
  public func replay(_ choices: [Choice]) -> (value: Value, testCase: TestCase, verdict: Verdict)? {
    let source = ChoiceSource()
    source.begin(Replay(choices))
    guard let value = try? generator.run(source) else { return nil }
    return (value, source.testCase, test(value))
  }
}

extension Generator {
  /// The value of one case of a run; nil if its generator gives it up.
  public func value(ofCase number: Int, seed: UInt64) -> Value? {
    let source = ChoiceSource()
    source.begin(seed: RandomStream.seed(run: seed, case: number), size: Settings.size(ofCase: number))
    return try? run(source)
  }

  /// The cases of this generator instead of their values, for a property that runs elsewhere.
  ///
  /// Only a case that is taken from choices has them: one drawn at random is empty.
  public var testCases: Generator<TestCase> {
    let run = run
    return Generator<TestCase> { (source) throws(Rejection) in
      _ = try run(source)
      return source.testCase
    }
  }

  /// The value that choices make; nil if the generator refuses them.
  public func value(of testCase: TestCase) -> Value? {
    let source = ChoiceSource()
    source.begin(Replay(testCase.choices))
    return try? run(source)
  }

  /// The choices of one case of a run; nil if the generator gives it up.
  public func testCase(ofCase number: Int, seed: UInt64) -> TestCase? {
    let source = ChoiceSource()
    source.beginRecording(seed: RandomStream.seed(run: seed, case: number), size: Settings.size(ofCase: number))
    return (try? run(source)).map { _ in source.testCase }
  }
}

/// One run of a property.
struct Run<Value> {
  private let property: Property<Value>
  private let settings: Settings
  private let source = ChoiceSource()
  private(set) var outcome: Outcome<Value>

  init(_ property: Property<Value>, _ settings: Settings) {
    demand(settings.cases >= 1, "A property needs at least 1 case, not \(settings.cases).")
    self.property = property
    self.settings = settings
    outcome = Outcome(settings: settings)
  }

  mutating func start(_ regressions: [[Choice]]) {
    for choices in regressions {
      guard let (value, testCase, verdict) = property.replay(choices), let cause = verdict.failure else { continue }
      shrink(testCase, value, number: nil, cause: cause)
      return
    }
    guard let found = runCases() else {
      outcome.problem = outcome.problem ?? outcome.statistics.problem(isLast: true)
      return
    }
    if found.isFailing { shrink(found.testCase, found.value, number: found.number, cause: found.cause) }
    if found.isScored { searchForWorst() }
  }

  private struct Found {
    let testCase: TestCase
    let value: Value
    let number: Int
    let cause: String
    let isFailing: Bool
    let isScored: Bool
  }

  /// Runs cases until one fails; nil if none does and none has a score.
  private mutating func runCases() -> Found? {
    let clock = ContinuousClock()
    let start = clock.now
    // Where cases are fast, the clock is read less and less often.
    var (nextCheck, step) = (1, 1)
    var (number, wanted) = (0, settings.cases)
    var last: (number: Int, value: Value)?
    source.labels = CaseLabels()
    defer { source.labels = nil }
    while outcome.cases < wanted {
      source.begin(seed: RandomStream.seed(run: settings.seed, case: number), size: Settings.size(ofCase: number))
      number += 1
      let verdict: Verdict
      do throws(Rejection) {
        let value = try property.generator.run(source)
        verdict = property.test(value)
        if case .scored = verdict, last == nil { last = (number - 1, value) }
      } catch {
        source.rejection = error.description
        verdict = .discarded
      }
      if verdict == .discarded {
        outcome.discards += 1
        if outcome.discards > settings.discardsPerCase * wanted + 100 {
          outcome.problem = .tooManyDiscards(
            discards: outcome.discards, cases: outcome.cases, wanted: wanted, reason: source.rejection)
          return nil
        }
        clearLabels()
        continue
      }
      outcome.cases += 1
      countLabels()
      if let cause = verdict.failure {
        return record(number - 1, cause: cause, isFailing: true, isScored: verdict.score != nil)
      }
      if outcome.cases >= nextCheck {
        let elapsed = clock.now - start
        if elapsed > settings.timeLimit, outcome.cases < wanted {
          outcome.problem = .tooSlow(elapsed: elapsed, cases: outcome.cases, wanted: wanted)
          return nil
        }
        step = elapsed / outcome.cases * step < .milliseconds(20) ? step * 2 : 1
        nextCheck = outcome.cases + step
      }
      if outcome.cases == wanted, wanted < 8 * settings.cases, outcome.statistics.isUndecided { wanted *= 2 }
    }
    guard let last else { return nil }
    return record(last.number, cause: "", isFailing: false, isScored: true)
  }

  private mutating func countLabels() {
    outcome.statistics.countCase()
    guard let labels = source.labels, !labels.labels.isEmpty || !labels.covered.isEmpty else { return }
    outcome.statistics.count(labels)
    source.labels = CaseLabels()
  }

  private func clearLabels() {
    if let labels = source.labels, !labels.labels.isEmpty || !labels.covered.isEmpty { source.labels = CaseLabels() }
  }

  /// Draws a case of the run again and writes its choices down.
  private func record(_ number: Int, cause: String, isFailing: Bool, isScored: Bool) -> Found? {
    source.labels = nil
    source.beginRecording(
      seed: RandomStream.seed(run: settings.seed, case: number), size: Settings.size(ofCase: number))
    guard let value = try? property.generator.run(source) else {
      preconditionFailure(
        "Case \(number) of seed \(settings.seed) can't be drawn twice: its generator isn't determined by its choices.")
    }
    return Found(
      testCase: source.testCase, value: value, number: number, cause: cause, isFailing: isFailing, isScored: isScored)
  }

  // MARK: The simplest case and the worst

  private mutating func shrink(_ testCase: TestCase, _ value: Value, number: Int?, cause: String) {
    var others: Set<String> = []
    let (best, evaluations) = Self.shrink(testCase, property, source, limit: settings.shrinkEvaluations) { verdict in
      if let other = verdict.failure, other != cause { others.insert(other) }
      return verdict.failure == cause
    }
    outcome.otherCauses = others.sorted()
    outcome.simplest = counterexample(best, original: value, number: number, evaluations: evaluations)
  }

  /// Makes a case simple for as long as `isInteresting` holds of what the property says.
  static func shrink(
    _ testCase: TestCase, _ property: Property<Value>, _ source: ChoiceSource, limit: Int,
    passes: [ShrinkPass] = ShrinkPass.all, _ isInteresting: (Verdict) -> Bool
  ) -> (TestCase, evaluations: Int) {
    withoutActuallyEscaping(isInteresting) { isInteresting in
      let shrinker = Shrinker(testCase, limit: limit, passes: passes) { replay, isWorthwhile in
        source.begin(replay)
        guard let value = try? property.generator.run(source) else { return nil }
        let drawn = source.testCase
        return isWorthwhile(drawn) && isInteresting(property.test(value)) ? drawn : nil
      }
      shrinker.run()
      return (shrinker.best, shrinker.evaluations)
    }
  }

  private mutating func searchForWorst() {
    guard settings.searchEvaluations > 0 else { return }
    var search = Search(property, source, seed: settings.seed)
    if let simplest = outcome.simplest { search.add(simplest.testCase) }
    guard let worst = search.run(evaluations: settings.searchEvaluations) else { return }
    // As simple as it can be without getting any better.
    let (tidy, _) = Self.shrink(worst.testCase, property, source, limit: 500) { ($0.score ?? 0) >= worst.score }
    guard let original = property.replay(worst.testCase.choices)?.value else { return }
    outcome.worst = counterexample(tidy, original: original, number: nil, evaluations: search.evaluations)
    if outcome.simplest == nil, worst.score > 1 {
      shrink(worst.testCase, original, number: nil, cause: Verdict.scored(worst.score).failure ?? "")
    }
  }

  private func counterexample(_ testCase: TestCase, original: Value, number: Int?, evaluations: Int) -> Counterexample<
    Value
  > {
    guard let (value, _, verdict) = property.replay(testCase.choices) else {
      preconditionFailure("A case can't be drawn twice: its generator isn't determined by its choices.")
    }
    return Counterexample(
      value: value, testCase: testCase, original: original, number: number, cause: verdict.failure ?? "",
      score: verdict.score, evaluations: evaluations)
  }
}
