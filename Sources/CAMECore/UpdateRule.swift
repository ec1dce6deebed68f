public import RealModule

/// An optimizer of one tensor: a pure function of parameter, gradient and state.
public protocol UpdateRule<Scalar>: Sendable {
  /// The format of the arithmetic.
  associatedtype Scalar: Real & Sendable
  /// What the rule remembers of one tensor.
  associatedtype State: Equatable, Sendable

  /// The state before the first step.
  ///
  /// - Throws: ``TensorError`` if there is no tensor of that shape.
  func initialState(shape: [Int]) throws(TensorError) -> State

  /// Whether `state` belongs to a tensor of `shape`.
  func accepts(_ state: State, shape: [Int]) -> Bool

  /// One step: `parameter` and `state` become those after it; `tap` is handed every intermediate and may change it.
  ///
  /// `storing` rounds the parameter to its own, narrower format each time it is written.
  func step(
    _ parameter: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout State,
    tap: StepTap<Scalar>?, storing: ((Scalar) -> Scalar)?)

  /// One step of several tensors: as if each were stepped alone, in any order.
  func step(_ parameters: inout [Tensor<Scalar>], gradients: [Tensor<Scalar>], states: inout [State])
}

extension UpdateRule {
  /// One tensor after the other.
  @inlinable
  public func step(_ parameters: inout [Tensor<Scalar>], gradients: [Tensor<Scalar>], states: inout [State]) {
    demand(
      gradients.count == parameters.count && states.count == parameters.count,
      "\(parameters.count) parameters got \(gradients.count) gradients and \(states.count) states.")
    for i in parameters.indices {
      step(&parameters[i], gradient: gradients[i], state: &states[i], tap: nil, storing: nil)
    }
  }
}
