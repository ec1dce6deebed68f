public import RealModule

/// Lion: the sign of an average.
///
///     c_t = β1 m_{t−1} + (1 − β1) g_t
///     θ_t = (1 − ηλ) θ_{t−1} − η sign(c_t)
///     m_t = β2 m_{t−1} + (1 − β2) g_t
///
/// Libraries agree, apart from the default of λ: 0 in the authors' code, 0.001 in optax. The sign of 0 is 0.
///
/// Reference: Chen et al., *Symbolic Discovery of Optimization Algorithms*, NeurIPS 2023, Program 1.
public struct Lion<Scalar: Real & Sendable>: StatefulRule {
  public static var title: String { "Lion" }

  /// η; assign to follow a schedule.
  public var learningRate: Scalar
  public let first: Decay<Scalar>
  public let second: Decay<Scalar>
  public let weightDecay: Scalar

  /// - Throws: ``HyperparameterError`` that names the constant, its value and what was expected.
  public init(
    learningRate: ExactDecimal = 0.0001, beta1: ExactDecimal = 0.9, beta2: ExactDecimal = 0.99,
    weightDecay: ExactDecimal = 0, rounding: HyperparameterRounding = .throughDouble
  ) throws(HyperparameterError) {
    try Checked.notNegative("learningRate", learningRate)
    try Checked.decay("beta1", beta1)
    try Checked.decay("beta2", beta2)
    try Checked.notNegative("weightDecay", weightDecay)
    self.learningRate = rounding.constant(learningRate)
    (first, second) = (Decay(beta1, rounding), Decay(beta2, rounding))
    self.weightDecay = rounding.constant(weightDecay)
  }

  public func parts(ofShape shape: [Int]) -> [StatePart] { [StatePart("exp_avg", shape)] }

  @inlinable
  public func step(
    _ θ: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout NamedState<Scalar>, tap: StepTap<Scalar>? = nil,
    storing: ((Scalar) -> Scalar)? = nil
  ) {
    check(θ, gradient, state)
    let (η, kept) = (learningRate, 1 - learningRate * weightDecay)
    let g = tapped(.g, gradient, tap)
    var c = state["exp_avg"]
    first.average(&c, g)
    let sign = c.map { (x: Scalar) -> Scalar in x > 0 ? 1 : x < 0 ? -1 : x }  // NaN passes through
    let update = tapped(.update, sign, tap)
    if weightDecay != 0 { write(&θ, with: θ, storing) { θ, _ in kept * θ } }
    write(&θ, with: update, storing) { $0 - η * $1 }
    θ = tapped(.θ, θ, tap)
    second.average(&state["exp_avg"], g)
    state["exp_avg"] = tapped(.m, state["exp_avg"], tap)
    state.step += 1
  }
}
