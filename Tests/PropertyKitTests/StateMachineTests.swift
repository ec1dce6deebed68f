import Testing

@testable import PropertyKit

/// A running mean that forgets: the model keeps all numbers, the system a sum and a count.
private struct MeanMachine: StateMachine {
  enum Command: Equatable, Sendable { case add(Int), drop, save, restore }
  struct Model {
    var numbers: [Int] = []
    var saved: [Int]?
  }
  struct System {
    var (sum, count) = (0, 0)
    var saved: (Int, Int)?
  }

  /// Restoring forgets to bring the count back.
  let forgetsCount: Bool

  var initialModel: Model { Model() }
  func makeSystem() -> System { System() }
  func commands(in model: Model) -> Generator<Command> {
    .any(of: Generator<Int>.integers(in: 0...100).map { .add($0) }, .one(of: .drop, .save, .restore))
  }
  func isPossible(_ command: Command, in model: Model) -> Bool {
    switch command {
    case .drop: !model.numbers.isEmpty
    case .restore: model.saved != nil
    default: true
    }
  }
  func apply(_ command: Command, to model: inout Model) {
    switch command {
    case .add(let n): model.numbers.append(n)
    case .drop: model.numbers.removeLast()
    case .save: model.saved = model.numbers
    case .restore: model.numbers = model.saved!
    }
  }
  func run(_ command: Command, on system: inout System, before: Model, after: Model) -> Verdict {
    switch command {
    case .add(let n): (system.sum, system.count) = (system.sum + n, system.count + 1)
    case .drop: (system.sum, system.count) = (system.sum - before.numbers.last!, system.count - 1)
    case .save: system.saved = (system.sum, system.count)
    case .restore: (system.sum, system.count) = (system.saved!.0, forgetsCount ? system.count : system.saved!.1)
    }
    return Verdict(system.sum == after.numbers.reduce(0, +) && system.count == after.numbers.count)
  }
}

@Suite("Sequences of commands against a model")
struct StateMachineTests {
  private func run(_ machine: MeanMachine, seed: UInt64) -> Outcome<[MeanMachine.Command]> {
    Property(machine.sequences()) { (try? machine.verdict(on: $0)) ?? .failed(cause: "thrown") }.run(
      Settings(seed: seed))
  }

  @Test("A system that follows its model holds") func holds() {
    let outcome = run(MeanMachine(forgetsCount: false), seed: 1)
    #expect(outcome.simplest == nil && outcome.cases == 100)
  }

  @Test("One that doesn't is found, and the sequence is the shortest", arguments: 0..<10)
  func shrinks(_ seed: Int) {
    #expect(run(MeanMachine(forgetsCount: true), seed: UInt64(seed)).simplest?.value == [.save, .add(0), .restore])
  }

  @Test("Every command is possible where it stands, also after others were dropped") func possible() throws {
    let machine = MeanMachine(forgetsCount: false)
    var lengths: Set<Int> = []
    _ = Property(machine.sequences()) { commands in
      var model = machine.initialModel
      for command in commands {
        guard machine.isPossible(command, in: model) else { return .failed(cause: "impossible") }
        machine.apply(command, to: &model)
      }
      lengths.insert(commands.count)
      return .holds
    }.run(Settings(seed: 3))
    #expect(lengths.count > 10)
    // Save first, but two commands are dropped before it: restore, then save.
    let replayed = Property(machine.sequences()) { _ in .holds }.replay([2, 1, 2, 1, 1])
    #expect(replayed?.value == [.save])
  }
}
