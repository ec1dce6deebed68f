import PropertyKit
import PropertyTesting
import Testing

/// A counter that wraps around at 5, though its model doesn't.
private struct CounterMachine: StateMachine {
  enum Command: Sendable { case up, down }
  var initialModel: Int { 0 }
  func makeSystem() -> Int { 0 }
  func commands(in model: Int) -> Generator<Command> { .one(of: .up, .down) }
  func isPossible(_ command: Command, in model: Int) -> Bool { command == .up || model > 0 }
  func apply(_ command: Command, to model: inout Int) { model += command == .up ? 1 : -1 }
  func run(_ command: Command, on system: inout Int, before: Int, after: Int) -> Verdict {
    system = (system + (command == .up ? 1 : 4)) % 5
    return system == after ? .holds : .failed(cause: "\(system) instead of \(after)")
  }
}

@Suite("A machine inside of a test", .properties(regressions: .off))
struct MachineTests {
  @Test("The shortest sequence of commands is reported")
  func shortest() async throws {
    let found = await issues { await check(CounterMachine(), cases: 1000) }
    let text = try #require(found.first).text
    #expect(found.count == 1)
    #expect(text.contains("The system and its model differ: 0 instead of 5"))
    #expect(text.contains("simplest: [up, up, up, up, up]\n"))
  }
}
