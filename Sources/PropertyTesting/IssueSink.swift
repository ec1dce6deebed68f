internal import Synchronization
import Testing

/// Takes the issues that the cases of one property record, so that only the simplest case's are reported.
final class IssueSink: Sendable {
  private enum Mode {
    /// Issues are reported as they come.
    case pass
    /// Issues are counted and kept from the report.
    case count
    /// Issues are counted, and reported with a comment.
    case annotate(String)
  }

  private struct State {
    var mode = Mode.pass
    var cause: String?
  }

  private let state = Mutex(State())
  /// The errors of the case: apart from the rest, since every case asks for it, and most of them record none.
  private let errors = Atomic<Int>(0)

  /// The handler to be put around a test.
  var handler: IssueHandlingTrait { .compactMapIssues { self.handle($0) } }

  private func handle(_ issue: Issue) -> Issue? {
    // An issue from a thread that belongs to no test reaches every running test; it is none of this property's.
    guard Test.current != nil else { return issue }
    return state.withLock { state in
      guard issue.severity >= .error else {
        if case .count = state.mode { return nil }
        return issue
      }
      switch state.mode {
      case .pass: return issue
      case .count:
        errors.add(1, ordering: .relaxed)
        state.cause = state.cause ?? issue.sourceLocation.map { "\($0.fileName):\($0.line):\($0.column)" } ?? ""
        return nil
      case .annotate(let text):
        var annotated = issue
        // Only the first: the summary is long, and all of them are of one case.
        if !hasErrors { annotated.comments.append(Comment(rawValue: text)) }
        errors.add(1, ordering: .relaxed)
        return annotated
      }
    }
  }

  /// Starts to keep issues from the report, until `beginReport` or `pass`.
  func beginCounting() { begin(.count) }

  /// Starts a case. What the case before left must not count for this one.
  func beginCase() { if hasErrors { begin(.count) } }

  /// Starts the one case that is reported.
  func beginReport(_ text: String) { begin(.annotate(text)) }

  /// Lets issues through again.
  func pass() { state.withLock { $0.mode = .pass } }

  private func begin(_ mode: Mode) {
    state.withLock {
      $0.mode = mode
      $0.cause = nil
      errors.store(0, ordering: .relaxed)
    }
  }

  /// The place of the first error of the case, if there was one.
  var cause: String? { hasErrors ? state.withLock { $0.cause ?? "" } : nil }
  var hasErrors: Bool { errors.load(ordering: .relaxed) > 0 }
}

extension Error {
  /// Whether `#require` threw the error, which then is recorded already. Its type isn't public.
  ///
  /// It may arrive as an error in an error: `#require` is generic over what it throws.
  var isRecordedExpectation: Bool { "\(Mirror(reflecting: self).subjectType)" == "ExpectationFailedError" }
}
