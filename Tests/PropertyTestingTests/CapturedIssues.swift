import PropertyKit
import Synchronization
import Testing

/// The issues that `body` records, which then don't count for the test.
func issues(_ body: @escaping @Sendable () async -> Void) async -> [Issue] {
  let captured = Mutex<[Issue]>([])
  let handler = IssueHandlingTrait.compactMapIssues { issue in
    captured.withLock { $0.append(issue) }
    return nil
  }
  try? await handler.provideScope(for: Test.current!, testCase: Test.Case.current) { await body() }
  return captured.withLock { $0 }
}

/// The outcome of a property whose issues don't count for the test.
func issuesAndOutcome<Value>(_ body: @escaping @Sendable () async -> Outcome<Value>) async -> Outcome<Value>? {
  nonisolated(unsafe) var outcome: Outcome<Value>?
  _ = await issues { outcome = await body() }
  return outcome
}

extension Issue {
  var text: String { comments.map(\.rawValue).joined(separator: "\n") }
}
