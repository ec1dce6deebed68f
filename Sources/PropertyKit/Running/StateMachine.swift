/// A system that is driven by commands and compared with a model.
///
/// The model says which commands are possible and what they do; the system is what is tested. A sequence that fails shrinks
/// as a sequence: commands are dropped, and each is made simpler.
public protocol StateMachine: Sendable {
  associatedtype Command: Sendable
  /// What is expected, in the simplest form that says enough.
  associatedtype Model
  /// What is tested.
  associatedtype System

  var initialModel: Model { get }
  func makeSystem() throws -> System

  /// The commands that make sense now.
  func commands(in model: Model) -> Generator<Command>
  /// Whether a command may be given now. After others were dropped, one may not be possible any more; it is left out then.
  func isPossible(_ command: Command, in model: Model) -> Bool
  /// What the command does to the model.
  func apply(_ command: Command, to model: inout Model)
  /// Gives the command to the system, and says whether it did what the model expects.
  ///
  /// `before` is the model before the command, `after` behind it.
  func run(_ command: Command, on system: inout System, before: Model, after: Model) throws -> Verdict
}

extension StateMachine {
  public func isPossible(_ command: Command, in model: Model) -> Bool { true }

  /// Sequences of commands, each possible where it stands.
  public func sequences(count: ClosedRange<Int> = 0...20) -> Generator<[Command]> {
    let domain = IntegerDomain(count, role: .count)
    return Generator { (source) throws(Rejection) in
      try source.span(.array) { () throws(Rejection) in
        let count = try source.integer(domain) { random, size in
          domain.lower + random.below(Swift.min(domain.upper - domain.lower, 2 + size / 4) + 1)
        }
        var model = initialModel
        var sequence: [Command] = []
        for _ in 0..<count {
          let command = try source.span(.element) { () throws(Rejection) in try commands(in: model).draw(from: source) }
          guard isPossible(command, in: model) else { continue }
          apply(command, to: &model)
          sequence.append(command)
        }
        return sequence
      }
    }
  }

  /// Runs the commands on a new system; the first verdict that isn't that it holds.
  public func verdict(on sequence: [Command]) throws -> Verdict {
    var (model, system) = (initialModel, try makeSystem())
    for command in sequence {
      var after = model
      apply(command, to: &after)
      let verdict = try run(command, on: &system, before: model, after: after)
      if verdict == .discarded || verdict.failure != nil { return verdict }
      model = after
    }
    return .holds
  }
}
