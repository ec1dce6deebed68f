public import PropertyKit
public import Testing

/// Cases that another process runs: what a trap would end is not the test.
///
/// See ``checkTraps(_:named:cases:seed:sourceLocation:file:_:)``.
public struct CaseReplay: Codable, Sendable {
  private let seed: UInt64
  private let numbers: Range<Int>
  /// One case by its choices, instead of those of the seed.
  private let choices: String?

  init(seed: UInt64, numbers: Range<Int>) {
    self.seed = seed
    self.numbers = numbers
    choices = nil
  }

  init(choices: String) {
    seed = 0
    numbers = 0..<0
    self.choices = choices
  }

  /// Runs the cases. Expectations work; a trap ends the process.
  public func run<Value>(_ generator: Generator<Value>, _ property: (Value) throws -> Void) throws {
    try withoutActuallyEscaping(property) { property in
      let test = Property(generator) { value in
        do { try property(value) } catch { return .failed(cause: "\(error)") }
        return .holds
      }
      if let choices {
        try checkThrown(test.replay(TestCase(text: choices).choices)?.verdict)
      } else {
        for number in numbers { try generator.value(ofCase: number, seed: seed).map { try property($0) } }
      }
    }
  }

  private func checkThrown(_ verdict: Verdict?) throws {
    if let cause = verdict?.failure { throw CaseFailure(description: cause) }
  }
}

private struct CaseFailure: Error, CustomStringConvertible { let description: String }

/// Checks that no value of a generator makes the property trap: an index out of range, an overflow, a failed precondition.
///
/// The cases run in another process, an exit test, which only the test itself can write; it calls back here:
///
///     static let indices = Generator<Int>.integers(in: 0...1000)
///     @Test func neverTraps() async {
///       await checkTraps(Self.indices) { cases in
///         await #expect(processExitsWith: .success) { [cases = cases as CaseReplay] in
///           try cases.run(Self.indices) { index in _ = lookUp(index) }
///         }
///       }
///     }
///
/// The first case that traps is found by bisection and made simple, at one process, about 15 ms, an evaluation.
@discardableResult
public func checkTraps<Value>(
  _ generator: Generator<Value>, named name: String? = nil, cases: Int? = nil, seed: UInt64? = nil,
  sourceLocation: SourceLocation = #_sourceLocation, file: String = #filePath,
  _ exitTest: (CaseReplay) async throws -> Void
) async -> Outcome<Value> {
  await scopedAsync(named: name, cases: cases, seed: seed, sourceLocation, file) { checker in
    let (sink, settings, regressions) = (checker.sink, checker.settings, checker.regressions())
    func exits(_ replay: CaseReplay) async -> Bool {
      sink.beginCase()
      do { try await exitTest(replay) } catch { return false }
      return !sink.hasErrors
    }
    func run(_ settings: Settings, _ regressions: [[Choice]]) async -> Outcome<TestCase> {
      await Rendezvous<TestCase>.run(generator.testCases, settings, regressions) { testCase in
        await exits(CaseReplay(choices: testCase.text)) ? .holds : .failed(cause: "trap")
      }
    }
    sink.beginCounting()
    var outcome: Outcome<TestCase>
    var known = settings
    known.cases = 1
    let all = CaseReplay(seed: settings.seed, numbers: 0..<settings.cases)
    if !regressions.isEmpty, case let found = await run(known, regressions), found.simplest != nil {
      outcome = found
    } else if await exits(all) {
      outcome = Outcome(settings, cases: settings.cases)
    } else {
      // Everything before `good` exits; something in good..<bad doesn't.
      var (good, bad) = (0, settings.cases)
      while good + 1 < bad {
        let middle = good + (bad - good) / 2
        if await exits(CaseReplay(seed: settings.seed, numbers: good..<middle)) { good = middle } else { bad = middle }
      }
      var failing = settings
      failing.shrinkEvaluations = 1000
      failing.cases = 1
      let first = generator.testCase(ofCase: good, seed: settings.seed)
      outcome = await run(failing, first.map { [$0.choices] } ?? [])
    }
    // A case that was drawn can be drawn again.
    let reported = outcome.map { generator.value(of: $0)! }
    await checker.report(reported) { simplest in
      do { try await exitTest(CaseReplay(choices: simplest.testCase.text)) } catch {}
    }
    return reported
  }
}
