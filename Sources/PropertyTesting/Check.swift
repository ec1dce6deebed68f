public import PropertyKit
public import Testing

/// Checks that a statement holds of all values of a generator.
///
///     @Test func sumsCommute() async {
///       await check(zip(Generator.reals(Float.self), .reals())) { a, b in
///         #expect(a + b == b + a)
///       }
///     }
///
/// `#expect` and `#require` work in the property and in every function that it calls; a thrown error fails the case too. Of
/// a property that fails only the simplest case is reported, at the line of the expectation.
///
/// `cases` says how many cases must hold, otherwise `.properties(cases:)` or `PROPERTY_CASES` does, or it is 100. `seed`
/// determines them, by default the name of the test. A `name` tells several properties of one test apart.
@discardableResult
public func check<Value>(
  _ generator: Generator<Value>, named name: String? = nil, cases: Int? = nil, seed: UInt64? = nil,
  sourceLocation: SourceLocation = #_sourceLocation, file: String = #filePath, _ property: (Value) throws -> Void
) async -> Outcome<Value> {
  await scoped(named: name, cases: cases, seed: seed, sourceLocation, file) { checker in
    check(generator, checker, property)
  }
}

/// Checks a property in a test that isn't `async`; the test or its suite needs the trait `.properties`.
@discardableResult
public func check<Value>(
  _ generator: Generator<Value>, named name: String? = nil, cases: Int? = nil, seed: UInt64? = nil,
  sourceLocation: SourceLocation = #_sourceLocation, file: String = #filePath, _ property: (Value) throws -> Void
) -> Outcome<Value>? {
  guard let test = Test.current, let sink = PropertyOptions.current.sink else {
    Issue.record(
      "A property is checked outside of a test, or in one without the trait .properties: add it, or make the test async.",
      sourceLocation: sourceLocation)
    return nil
  }
  let checker = Checker(test, named: name, cases: cases, seed: seed, sink: sink, sourceLocation, file: file)
  return check(generator, checker, property)
}

/// Checks that the error of every value is within its bound, and searches for the value where it comes nearest to it.
///
/// The score is an error over its bound: above 1 the property fails, and its simplest failing value is reported beside its
/// worst. The worst score of one that holds is in the outcome, so that a bound which is far too large shows.
///
/// `searching` says how many evaluations the search for the worst may take.
@discardableResult
public func checkScore<Value>(
  _ generator: Generator<Value>, named name: String? = nil, cases: Int? = nil, seed: UInt64? = nil,
  searching: Int = 1000, sourceLocation: SourceLocation = #_sourceLocation, file: String = #filePath,
  _ score: (Value) throws -> Double
) async -> Outcome<Value> {
  await scoped(named: name, cases: cases, seed: seed, sourceLocation, file) { checker in
    let regressions = checker.regressions()
    checker.sink.beginCounting()
    var settings = checker.settings
    settings.searchEvaluations = searching
    let outcome = withoutActuallyEscaping(score) { score in
      Property(generator) { value in
        checker.sink.beginCase()
        do {
          let score = try score(value)
          return checker.sink.cause.map { .failed(cause: $0) } ?? .scored(score)
        } catch { return .failed(cause: checker.sink.cause ?? "\(error)") }
      }.run(settings, regressions: regressions)
    }
    checker.report(outcome) { counterexample in
      do {
        let score = try score(counterexample.value)
        if !(score <= 1) { checker.record("The error is \(score) times its bound.") }
      } catch  where !error.isRecordedExpectation { Issue.record(error, sourceLocation: sourceLocation) } catch {}
    }
    return outcome
  }
}

/// Checks a property in several number formats. A case that fails in one is tried in all of them, and the report says in
/// which it fails: one that fails in Float16 only is a matter of precision, one that fails in all of them is a mistake.
///
/// The properties return verdicts; a `Rung` holds one in its format.
@discardableResult
public func check(
  across rungs: [Rung], named name: String? = nil, cases: Int? = nil, seed: UInt64? = nil,
  sourceLocation: SourceLocation = #_sourceLocation, file: String = #filePath
) async -> [(format: String, outcome: Outcome<String>, ladder: PrecisionLadder?)] {
  await scoped(named: name, cases: cases, seed: seed, sourceLocation, file) { checker in
    let regressions = checker.regressions()
    return rungs.map { rung in
      let outcome = rung.run(checker.settings, regressions: regressions)
      let ladder = outcome.simplest.map { PrecisionLadder($0.testCase.choices, rungs) }
      checker.report(outcome) { _ in
        checker.record("The property fails in \(rung.format). The same case in each format: \(ladder!).")
      }
      return (rung.format, outcome, ladder)
    }
  }
}

/// Checks a property that comes with its own generator and format, such as one of a catalogue.
///
///     @Test(arguments: mine.properties) func holds(_ property: CAMEProperty) async {
///       await check(property.of(mine))
///     }
///
/// The outcome has the worst score, if the property returns scores.
@discardableResult
public func check(
  _ rung: Rung, named name: String? = nil, cases: Int? = nil, seed: UInt64? = nil, searching: Int = 1000,
  sourceLocation: SourceLocation = #_sourceLocation, file: String = #filePath
) async -> Outcome<String> {
  await scoped(named: name ?? rung.title, cases: cases, seed: seed, sourceLocation, file) { checker in
    var settings = checker.settings
    settings.searchEvaluations = searching
    let outcome = rung.run(settings, regressions: checker.regressions())
    checker.report(outcome) { counterexample in
      let name = [rung.title, rung.claim].compactMap(\.self).joined(separator: ": ")
      checker.record("\(name.isEmpty ? "The property" : name)\nIt fails in \(rung.format): \(counterexample.cause)")
    }
    return outcome
  }
}

/// Checks a system against its model with sequences of commands.
@discardableResult
public func check<Machine: StateMachine>(
  _ machine: Machine, steps: ClosedRange<Int> = 0...20, named name: String? = nil, cases: Int? = nil,
  seed: UInt64? = nil,
  sourceLocation: SourceLocation = #_sourceLocation, file: String = #filePath
) async -> Outcome<[Machine.Command]> {
  await check(
    machine.sequences(count: steps), named: name, cases: cases, seed: seed, sourceLocation: sourceLocation, file: file
  ) { commands in
    if case let verdict = try machine.verdict(on: commands), let cause = verdict.failure {
      Issue.record("The system and its model differ: \(cause)", sourceLocation: sourceLocation)
    }
  }
}

/// Runs a property whose expectations are the sink's.
private func check<Value>(
  _ generator: Generator<Value>, _ checker: Checker, _ property: (Value) throws -> Void
) -> Outcome<Value> {
  let (sink, regressions) = (checker.sink, checker.regressions())
  sink.beginCounting()
  let outcome = withoutActuallyEscaping(property) { property in
    Property(generator) { value in
      sink.beginCase()
      do { try property(value) } catch { return .failed(cause: sink.cause ?? "\(error)") }
      return sink.cause.map { .failed(cause: $0) } ?? .holds
    }.run(checker.settings, regressions: regressions)
  }
  checker.report(outcome) { counterexample in
    do { try property(counterexample.value) } catch  where !error.isRecordedExpectation {
      Issue.record(error, sourceLocation: checker.sourceLocation)
    } catch {}
  }
  return outcome
}

/// Runs `body` with all issues of this test going through a sink: one scope for all cases, since each costs microseconds.
func scoped<Result>(
  named name: String?, cases: Int?, seed: UInt64?, _ location: SourceLocation, _ file: String,
  _ body: (Checker) -> Result
) async -> Result {
  guard let test = Test.current else { preconditionFailure("A property is checked outside of a test, at \(location).") }
  let sink = IssueSink()
  let checker = Checker(test, named: name, cases: cases, seed: seed, sink: sink, location, file: file)
  nonisolated(unsafe) var result: Result?
  await withoutActuallyEscaping(body) { body in
    nonisolated(unsafe) let body = body
    // It throws only what the closure throws, and that throws nothing.
    try? await sink.handler.provideScope(for: test, testCase: Test.Case.current) { result = body(checker) }
  }
  return result!
}
