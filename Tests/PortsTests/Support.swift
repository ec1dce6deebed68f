import CAMECore
import CAMEProperties
import Foundation
import Traces

@testable import Ports

/// A port made of a function.
final class FunctionPort: CAMEPort {
  var claims: PortClaims
  let answer: (PortCase) -> PortReply

  init(_ claims: PortClaims, _ answer: @escaping (PortCase) -> PortReply) {
    (self.claims, self.answer) = (claims, answer)
  }

  func reply(to question: PortCase) -> PortReply { answer(question) }
}

/// The lab's own CAME, with claims of one's own.
func reference(_ claim: (inout PortClaims) -> Void = { _ in }) -> FunctionPort {
  let port = LocalPort(Subject<Float>.reference, element: .f32)
  var claims = port.claims
  claim(&claims)
  return FunctionPort(claims) { port.reply(to: $0) }
}

/// The reference, whose answers are changed.
func changed(_ change: @escaping (inout PortAnswer.Shown, PortCase, _ step: Int) -> Void) -> FunctionPort {
  let port = reference()
  return FunctionPort(port.claims) { question in
    guard case .answer(let answer) = port.reply(to: question) else { return port.reply(to: question) }
    let steps = answer.steps.enumerated().map { t, step in
      step.map { shown in
        var shown = shown
        change(&shown, question, t + 1)
        return shown
      }
    }
    return .answer(PortAnswer(steps: steps, refused: answer.refused))
  }
}

/// Cases that aren't large, in Float.
let smallCases = CaseLibrary.cases().filter { $0.question.name != "large" }

/// A folder of its own that goes away with the test.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ports-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// Runs what waits for a process on a thread of its own: a test's thread is one of few that tasks share.
func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Swift.Result { try body() }) }.start()
  }
}

extension PortAnswer {
  /// Every number of it, in order.
  var numbers: [Double] {
    steps.joined().flatMap { shown in
      shown.θ.values + StateKey.allCases.compactMap { shown.state[$0]?.values }.joined()
    }
  }
}
