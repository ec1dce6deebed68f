internal import CAMECore
internal import Formats

/// What a mutant does otherwise than the reference. Everything that isn't set is the reference's.
struct Patch<Scalar: Refereed>: Sendable {
  typealias Rewrite = @Sendable (Moment<Scalar>) -> Tensor<Scalar>

  /// Quantities that are computed in another way; in a rewrite, `x` is what the reference computes.
  private(set) var rewrites: [Quantity: Rewrite] = [:]
  /// What happens to state and parameter once the step is done.
  var afterwards: (@Sendable (inout CAMEState<Scalar>, inout Tensor<Scalar>, Moment<Scalar>) -> Void)?
  /// What is done to the hyperparameters that are given.
  var hyperparameters: (@Sendable (inout CAMEHyperparameters) -> Void)?
  /// When constants are rounded.
  var rounding: HyperparameterRounding?
  /// The order in which the dimensions of a shape are read, before ``shape``: a permutation of its indices; nil keeps it.
  var axes: (@Sendable ([Int]) -> [Int]?)?
  /// The shape as which a tensor is treated; as many elements in the same order.
  var shape: (@Sendable ([Int]) -> [Int])?
  /// The state at the beginning.
  var start: (@Sendable (inout CAMEState<Scalar>) -> Void)?
  /// What restoring makes of the saved tensors; their names and shapes stay.
  var restoring: (@Sendable ([String: Tensor<Scalar>]) -> [String: Tensor<Scalar>])?
  /// What is taken for a gradient of a wrong shape; nil refuses it.
  var accepting: (@Sendable (_ gradient: Tensor<Scalar>, _ shape: [Int]) -> Tensor<Scalar>?)?
  /// What a refused gradient does to state and parameter.
  var refusing: (@Sendable (inout CAMEState<Scalar>, inout Tensor<Scalar>, CAMECoefficients<Scalar>) -> Void)?
  /// Memory that all tensors of one optimizer share, by shape.
  var sharesStateByShape = false

  subscript(quantity: Quantity) -> Rewrite {
    get { rewrites[quantity] ?? { $0.x } }
    set { rewrites[quantity] = newValue }
  }

  /// Several quantities by the same rewrite, which is told which one it is.
  mutating func each(
    _ quantities: [Quantity], _ rewrite: @escaping @Sendable (Moment<Scalar>, Quantity) -> Tensor<Scalar>
  ) {
    for quantity in quantities { self[quantity] = { rewrite($0, quantity) } }
  }
}

/// The reference with a patch, as an implementation under test.
struct Patched<Scalar: Refereed>: CAMEImplementation {
  struct State {
    var came: CAMEState<Scalar>
    let layout: Layout
    /// What a mutant remembers beyond CAME's state.
    var notes = Notes<Scalar>()
  }

  let came: CAME<Scalar>
  /// λ by itself, which the reference's constants hold only times η.
  let λ: Scalar
  let patch: Patch<Scalar>
  let shared: SharedStates<Scalar>?

  init(_ hyperparameters: CAMEHyperparameters, _ patch: Patch<Scalar>, _ constants: Constants<Scalar>) {
    var hyperparameters = hyperparameters
    patch.hyperparameters?(&hyperparameters)
    self.patch = patch
    came = CAME(coefficients: constants.coefficients(hyperparameters))
    λ = constants.constant(hyperparameters.weightDecay)
    shared = patch.sharesStateByShape ? SharedStates() : nil
  }

  func initialState(shape: [Int]) throws -> State {
    let layout = layout(of: shape)
    var state = try came.initialState(shape: layout.shape)
    patch.start?(&state)
    return State(came: state, layout: layout)
  }

  func step(_ parameter: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout State) throws {
    var gradient = gradient
    if gradient.shape != parameter.shape {
      guard let accepted = patch.accepting?(gradient, parameter.shape) else {
        patch.refusing?(&state.came, &parameter, came.coefficients)
        throw ShapeRefused(expected: parameter.shape, got: gradient.shape)
      }
      gradient = accepted
    }
    if let known = shared?[parameter.shape] { state.came = known }
    let layout = state.layout
    var θ = layout.apply(to: parameter)
    let moment = Moment(
      k: came.coefficients, λ: λ, came: came, before: state.came, θBefore: θ,
      gradient: layout.apply(to: gradient), notes: state.notes)
    came.step(&θ, gradient: moment.gradient, state: &state.came) { quantity, x in
      if let rewrite = patch.rewrites[quantity] {
        moment.x = x
        x = rewrite(moment)
      }
      moment.seen[quantity] = x
    }
    patch.afterwards?(&state.came, &θ, moment)
    parameter = layout.undo(on: θ)
    shared?[parameter.shape] = state.came
  }

  func layout(of shape: [Int]) -> Layout {
    Layout(of: shape, axes: patch.axes?(shape), shape: patch.shape)
  }

  func named(_ state: State) -> [String: Tensor<Scalar>]? {
    var named = state.came.named
    for name in ["exp_avg", "exp_avg_sq"] { named[name] = named[name].map(state.layout.undo) }
    return named
  }

  func state(named tensors: [String: Tensor<Scalar>], step: Int, shape: [Int]) throws -> State? {
    let layout = layout(of: shape)
    var restored = patch.restoring?(tensors) ?? tensors
    for name in ["exp_avg", "exp_avg_sq"] {
      if let x = restored[name], x.shape == shape { restored[name] = layout.apply(to: x) }
    }
    let state = try CAMEState(named: restored, step: step, shape: layout.shape)
    return State(came: state, layout: layout)
  }

  var refusesWrongShapes: Bool { true }
}

/// What a mutant remembers from step to step beyond CAME's state.
final class Notes<Scalar: Refereed> {
  private var tensors: [String: Tensor<Scalar>] = [:]

  subscript(name: String) -> Tensor<Scalar>? {
    get { tensors[name] }
    set { tensors[name] = newValue }
  }

  /// The exponential moving average under this name, which starts from zero, once it has taken in `y`.
  func average(_ name: String, _ β: Scalar, _ w: Scalar, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
    var x = tensors[name] ?? y.map { _ in 0 }
    for i in 0..<x.count { x[i] = β * x[i] + w * y[i] }
    tensors[name] = x
    return x
  }
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
