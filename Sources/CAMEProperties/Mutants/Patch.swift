internal import CAMECore
internal import Formats

/// What a mutant does otherwise than the reference. Everything that isn't set is the reference's.
struct Patch<Scalar: Refereed>: Sendable {
  typealias Rewrite = @Sendable (Moment<Scalar>) -> Tensor<Scalar>

  /// Quantities that are computed in another way; in a rewrite, `x` is what the reference computes.
  private(set) var rewrites: [Quantity: Rewrite] = [:]
  /// What happens to state and parameter once the step is done.
  var afterwards: (@Sendable (inout CAMEState<Scalar>, inout Tensor<Scalar>, Moment<Scalar>) -> Void)?
  /// The hyperparameters that are used for those that are given.
  var hyperparameters: (@Sendable (CAMEHyperparameters) throws -> CAMEHyperparameters)?
  /// When constants are rounded.
  var rounding: HyperparameterRounding?
  /// The shape as which a tensor is treated; as many elements in the same order.
  var shape: (@Sendable ([Int]) -> [Int])?
  /// The state at the beginning.
  var start: (@Sendable (inout CAMEState<Scalar>) -> Void)?
  /// What restoring makes of a saved tensor.
  var restoring: (@Sendable (_ name: String, Tensor<Scalar>) -> Tensor<Scalar>)?
  /// What a refused gradient does to the state.
  var refusing: (@Sendable (inout CAMEState<Scalar>) -> Void)?
  /// Memory that all tensors of one optimizer share, by shape.
  var sharesStateByShape = false

  subscript(quantity: Quantity) -> Rewrite {
    get { rewrites[quantity] ?? { $0.x } }
    set { rewrites[quantity] = newValue }
  }

  /// Two quantities by the same rewrite.
  subscript(a: Quantity, b: Quantity) -> Rewrite {
    get { self[a] }
    set { (self[a], self[b]) = (newValue, newValue) }
  }
}

/// The reference with a patch, as an implementation under test.
struct Patched<Scalar: Refereed>: CAMEImplementation {
  struct State {
    var came: CAMEState<Scalar>
    /// What a mutant remembers beyond CAME's state.
    var notes = Notes<Scalar>()
  }

  let hyperparameters: CAMEHyperparameters
  let came: CAME<Scalar>
  let patch: Patch<Scalar>
  let shared: SharedStates<Scalar>?

  init(_ hyperparameters: CAMEHyperparameters, _ patch: Patch<Scalar>) throws {
    self.hyperparameters = try patch.hyperparameters?(hyperparameters) ?? hyperparameters
    self.patch = patch
    came = CAME(self.hyperparameters, rounding: patch.rounding ?? Reference<Scalar>.rounding)
    shared = patch.sharesStateByShape ? SharedStates() : nil
  }

  func initialState(shape: [Int]) throws -> State {
    var state = try came.initialState(shape: patch.shape?(shape) ?? shape)
    patch.start?(&state)
    return State(came: state)
  }

  func step(_ parameter: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout State) throws {
    guard gradient.shape == parameter.shape else {
      patch.refusing?(&state.came)
      throw ShapeRefused(expected: parameter.shape, got: gradient.shape)
    }
    if let known = shared?[parameter.shape] { state.came = known }
    let (shape, given) = (parameter.shape, state.came.m.shape)
    var θ = try Tensor(shape: given, values: parameter.values)
    let moment = Moment(
      k: came.coefficients, came: came, before: state.came, θBefore: θ,
      gradient: try Tensor(shape: given, values: gradient.values), notes: state.notes)
    came.step(&θ, gradient: moment.gradient, state: &state.came) { quantity, x in
      if let rewrite = patch.rewrites[quantity] {
        moment.x = x
        x = rewrite(moment)
      }
      moment.seen[quantity] = x
    }
    patch.afterwards?(&state.came, &θ, moment)
    parameter = try Tensor(shape: shape, values: θ.values)
    shared?[parameter.shape] = state.came
  }

  func named(_ state: State) -> [String: Tensor<Scalar>]? { state.came.named }

  func state(named tensors: [String: Tensor<Scalar>], step: Int, shape: [Int]) throws -> State? {
    let restored = patch.restoring.map { restoring in Dictionary(uniqueKeysWithValues: tensors.map { ($0, restoring($0, $1)) }) }
    let state = try CAMEState(named: restored ?? tensors, step: step, shape: patch.shape?(shape) ?? shape)
    return State(came: state)
  }

  var refusesWrongShapes: Bool { true }
}

/// What a mutant remembers from step to step beyond CAME's state.
final class Notes<Scalar: Refereed> {
  var tensors: [String: Tensor<Scalar>] = [:]
}

/// States that tensors of one shape share by mistake.
final class SharedStates<Scalar: Refereed>: @unchecked Sendable {
  // One run uses an instance, in one thread.
  private var states: [[Int]: CAMEState<Scalar>] = [:]

  subscript(shape: [Int]) -> CAMEState<Scalar>? {
    get { states[shape] }
    set { states[shape] = newValue }
  }
}
