import CAMECore
import PropertyKit
import PropertyTesting
import Testing

/// An optimizer of a matrix and a vector, driven by everything that happens to one in training.
///
/// The model is the list of steps that led here: what the optimizer holds must be what a fresh one gets to by them, bit for
/// bit, whatever was saved, restored or refused in between.
private struct OptimizerMachine: StateMachine {
  enum Command: Sendable {
    case step(matrix: Matrix<Float>, vector: Matrix<Float>)
    /// Only the matrix has a gradient.
    case partialStep(Matrix<Float>)
    case setLearningRate(thousandths: Int)
    /// A gradient of a wrong shape, which must change nothing.
    case refusedStep
    case save
    case restore
  }

  struct Model {
    struct Step {
      let learningRate: Double
      let matrix: Matrix<Float>
      let vector: Matrix<Float>?
    }
    var steps: [Step] = []
    var learningRate = 0.002
    var saved: [Step]?
  }

  struct System {
    var optimizer: Optimizer<CAME<Float>>
    var parameters = OptimizerMachine.start
    var saved: (parameters: Optimizer<CAME<Float>>.Parameters, states: [String: SavedState])?
  }

  /// A state as it is written to a file: by name.
  struct SavedState {
    let tensors: [String: Tensor<Float>]
    let step: Int
  }

  static let shapes = ["matrix": [3, 4], "vector": [4]]
  static let start = shapes.mapValues { try! Tensor<Float>(repeating: 0.5, shape: $0) }

  /// A mistake, to see that it is found: the state comes back without its count of steps.
  var forgetsStep = false

  static func rule(_ learningRate: Double) -> CAME<Float> {
    CAME(try! CAMEHyperparameters(learningRate: try! ExactDecimal(learningRate.description), weightDecay: 1e-2))
  }

  var initialModel: Model { Model() }
  func makeSystem() throws -> System {
    let group = ParameterGroup(rule: Self.rule(initialModel.learningRate), names: ["matrix", "vector"])
    return System(optimizer: try Optimizer(groups: [group], shapes: Self.shapes))
  }

  func commands(in model: Model) -> Generator<Command> {
    func gradients(_ rows: Int, _ columns: Int) -> Generator<Matrix<Float>> {
      let usual = Generator<Matrix<Float>>.matrices(rows: rows...rows, columns: columns...columns)
      // Gradients of zero, and those that an overflow in the loss scale leaves behind.
      let odd = Generator<Float>.one(of: 0, .infinity, .nan, 1e30, 0x1p-140).map { x in
        Matrix(rows: rows, columns: columns, elements: Array(repeating: x, count: rows * columns))
      }
      return .frequency((4, usual), (1, odd))
    }
    return .any(
      of: zip(gradients(3, 4), gradients(1, 4)).map { .step(matrix: $0, vector: $1) },
      .one(of: .save, .restore, .refusedStep),
      Generator<Int>.integers(in: 1...50).map { .setLearningRate(thousandths: $0) },
      gradients(3, 4).map { .partialStep($0) })
  }

  func isPossible(_ command: Command, in model: Model) -> Bool {
    if case .restore = command { model.saved != nil } else { true }
  }

  func apply(_ command: Command, to model: inout Model) {
    switch command {
    case .step(let matrix, let vector):
      model.steps.append(Model.Step(learningRate: model.learningRate, matrix: matrix, vector: vector))
    case .partialStep(let matrix):
      model.steps.append(Model.Step(learningRate: model.learningRate, matrix: matrix, vector: nil))
    case .setLearningRate(let thousandths): model.learningRate = Double(thousandths) / 1000
    case .refusedStep: break
    case .save: model.saved = model.steps
    case .restore: model.steps = model.saved!
    }
  }

  func run(_ command: Command, on system: inout System, before: Model, after: Model) throws -> Verdict {
    switch command {
    case .step(let matrix, let vector):
      let gradients = try ["matrix": tensor(matrix, [3, 4]), "vector": tensor(vector, [4])]
      try system.optimizer.step(&system.parameters, gradients: gradients)
    case .partialStep(let matrix):
      try system.optimizer.step(&system.parameters, gradients: ["matrix": tensor(matrix, [3, 4])])
    case .setLearningRate: system.optimizer.groups[0].rule = Self.rule(after.learningRate)
    case .refusedStep:
      let wrong = try [
        "matrix": Tensor<Float>(repeating: 1, shape: [3, 4]), "vector": Tensor(repeating: 1, shape: [5]),
      ]
      guard (try? system.optimizer.step(&system.parameters, gradients: wrong)) == nil else {
        return .failed(cause: "a gradient of a wrong shape was taken")
      }
    case .save:
      let states = system.optimizer.states.mapValues { SavedState(tensors: $0.named, step: $0.step) }
      system.saved = (system.parameters, states)
    case .restore:
      let (parameters, states) = system.saved!
      system.parameters = parameters
      var restored: [String: CAMEState<Float>] = [:]
      for (name, state) in states {
        let step = forgetsStep ? 0 : state.step
        restored[name] = try CAMEState(named: state.tensors, step: step, shape: Self.shapes[name]!)
      }
      try system.optimizer.restore(restored)
    }
    return try difference(system, after)
  }

  /// Takes the steps of the model anew, each parameter by itself, and compares all bits.
  private func difference(_ system: System, _ model: Model) throws -> Verdict {
    for (name, shape) in Self.shapes {
      var (parameter, state) = (Self.start[name]!, try Self.rule(1).initialState(shape: shape))
      for step in model.steps {
        guard let gradient = name == "matrix" ? step.matrix : step.vector else { continue }
        Self.rule(step.learningRate).step(
          &parameter, gradient: try tensor(gradient, shape), state: &state, tap: nil, storing: nil)
      }
      let held = system.optimizer.states[name]!
      guard bits(system.parameters[name]!) == bits(parameter) else { return .failed(cause: "the parameter \(name)") }
      guard held.step == state.step else { return .failed(cause: "the steps of \(name)") }
      for (quantity, value) in state.named where bits(held.named[quantity]!) != bits(value) {
        return .failed(cause: "\(quantity) of \(name)")
      }
    }
    return .holds
  }

  private func tensor(_ matrix: Matrix<Float>, _ shape: [Int]) throws -> Tensor<Float> {
    try Tensor(shape: shape, values: matrix.elements)
  }

  /// NaN is one: its sign and payload follow the order of operands, which a compiler may choose.
  private func bits(_ tensor: Tensor<Float>) -> [UInt32] {
    (0..<tensor.count).map { tensor[$0].isNaN ? Float.nan.bitPattern : tensor[$0].bitPattern }
  }
}

@Suite("An optimizer in training, as a machine", .properties(regressions: .off))
struct OptimizerMachineTests {
  @Test("After any steps, saves, restores and refused gradients it holds what its steps alone lead to, bit for bit")
  func holds() async {
    let outcome = await check(OptimizerMachine(), cases: 200)
    #expect(outcome.cases == 200)
  }

  @Test("A restore that forgets the count of steps is found, in three commands")
  func forgets() {
    let machine = OptimizerMachine(forgetsStep: true)
    let outcome = Property(machine.sequences()) { (try? machine.verdict(on: $0)) ?? .failed(cause: "thrown") }
      .run(Settings(seed: 1))
    #expect(outcome.simplest?.value.count == 3)
    #expect(outcome.simplest.map { exactText($0.value) }?.hasSuffix("save, restore]") == true)
  }
}
