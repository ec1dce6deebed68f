internal import Foundation
public import PropertyKit
public import Testing

/// Checks that a statement holds of all values of a generator, where saying so needs `await`.
///
/// The values are drawn on a thread of their own; the property runs in the task of the test.
@discardableResult
public func check<Value: Sendable>(
  _ generator: Generator<Value>, named name: String? = nil, cases: Int? = nil, seed: UInt64? = nil,
  sourceLocation: SourceLocation = #_sourceLocation, file: String = #filePath,
  awaiting property: @Sendable (Value) async throws -> Void
) async -> Outcome<Value> {
  await scopedAsync(named: name, cases: cases, seed: seed, sourceLocation, file) { checker in
    let (sink, regressions) = (checker.sink, checker.regressions())
    sink.beginCounting()
    let outcome = await Rendezvous<Value>.run(generator, checker.settings, regressions) { value in
      sink.beginCase()
      do { try await property(value) } catch { return .failed(cause: sink.cause ?? "\(error)") }
      return sink.cause.map { .failed(cause: $0) } ?? .holds
    }
    await checker.report(outcome) { counterexample in
      do { try await property(counterexample.value) } catch  where !error.isRecordedExpectation {
        Issue.record(error, sourceLocation: sourceLocation)
      } catch {}
    }
    return outcome
  }
}

/// Lets the engine, which waits for each verdict, and a property that must be awaited meet.
enum Rendezvous<Value: Sendable> {
  private final class Answer: @unchecked Sendable {
    var verdict = Verdict.holds
    let isThere = DispatchSemaphore(value: 0)
  }

  static func run(
    _ generator: Generator<Value>, _ settings: Settings, _ regressions: [[Choice]],
    _ test: (Value) async -> Verdict
  ) async -> Outcome<Value> {
    let (values, continuation) = AsyncStream<Value>.makeStream()
    let answer = Answer()
    nonisolated(unsafe) var outcome: Outcome<Value>?
    let thread = Thread {
      outcome = Property(generator) { value in
        continuation.yield(value)
        answer.isThere.wait()
        return answer.verdict
      }.run(settings, regressions: regressions)
      continuation.finish()
    }
    thread.stackSize = 8 << 20
    thread.start()
    for await value in values {
      answer.verdict = await test(value)
      answer.isThere.signal()
    }
    return outcome!
  }
}

func scopedAsync<Result>(
  named name: String?, cases: Int?, seed: UInt64?, _ location: SourceLocation, _ file: String,
  _ body: (Checker) async -> Result
) async -> Result {
  guard let test = Test.current else { preconditionFailure("A property is checked outside of a test, at \(location).") }
  let sink = IssueSink()
  let checker = Checker(test, named: name, cases: cases, seed: seed, sink: sink, location, file: file)
  nonisolated(unsafe) var result: Result?
  await withoutActuallyEscaping(body) { body in
    nonisolated(unsafe) let body = body
    // It throws only what the closure throws, and that throws nothing.
    try? await sink.handler.provideScope(for: test, testCase: Test.Case.current) { result = await body(checker) }
  }
  return result!
}
