public import RealModule

/// Adam.
///
///     m_t = β1 m_{t−1} + (1 − β1) g_t
///     v_t = β2 v_{t−1} + (1 − β2) g_t²
///     θ_t = θ_{t−1} − η m̂_t / (√v̂_t + ε)      m̂ = m/(1 − β1ᵗ), v̂ = v/(1 − β2ᵗ)
///
/// Libraries disagree about ε: TensorFlow adds it to √v before the correction (the paper's ε̂), PyTorch and optax after it, as
/// here. Weight decay is the classic one, λθ added to the gradient; ``AdamW`` decouples it.
///
/// Reference: Kingma, Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015, Algorithm 1.
public struct Adam<Scalar: Real & Sendable>: StatefulRule {
  public static var title: String { "Adam" }

  /// η; assign to follow a schedule.
  public var learningRate: Scalar
  public let first: Decay<Scalar>
  public let second: Decay<Scalar>
  public let epsilon: Scalar
  public let weightDecay: Scalar

  /// - Throws: ``HyperparameterError`` that names the constant, its value and what was expected.
  public init(
    learningRate: ExactDecimal = 0.001, beta1: ExactDecimal = 0.9, beta2: ExactDecimal = 0.999,
    epsilon: ExactDecimal = 1e-8, weightDecay: ExactDecimal = 0, rounding: HyperparameterRounding = .throughDouble
  ) throws(HyperparameterError) {
    try Checked.notNegative("learningRate", learningRate)
    try Checked.decay("beta1", beta1)
    try Checked.decay("beta2", beta2)
    try Checked.notNegative("epsilon", epsilon)
    try Checked.notNegative("weightDecay", weightDecay)
    (self.learningRate, self.epsilon) = (rounding.constant(learningRate), rounding.constant(epsilon))
    (first, second) = (Decay(beta1, rounding), Decay(beta2, rounding))
    self.weightDecay = rounding.constant(weightDecay)
  }

  public func parts(ofShape shape: [Int]) -> [StatePart] {
    [StatePart("exp_avg", shape), StatePart("exp_avg_sq", shape)]
  }

  @inlinable
  public func step(
    _ θ: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout NamedState<Scalar>, tap: StepTap<Scalar>? = nil,
    storing: ((Scalar) -> Scalar)? = nil
  ) {
    check(θ, gradient, state)
    let (λ, η) = (weightDecay, learningRate)
    var g = tapped(.g, gradient, tap)
    if λ != 0 { g = Evaluation().map(g, θ) { $0 + λ * $1 } }
    let update = adaptive(g, &state, tap)
    write(&θ, with: update, storing) { $0 - η * $1 }
    θ = tapped(.θ, θ, tap)
  }

  /// m̂ / (√v̂ + ε), with the averages brought up to date and the step counted.
  @inlinable
  func adaptive(_ g: Tensor<Scalar>, _ state: inout NamedState<Scalar>, _ tap: StepTap<Scalar>?) -> Tensor<Scalar> {
    state.step += 1
    first.average(&state["exp_avg"], g)
    state["exp_avg"] = tapped(.m, state["exp_avg"], tap)
    second.average(&state["exp_avg_sq"], g.map { $0 * $0 })
    state["exp_avg_sq"] = tapped(.v, state["exp_avg_sq"], tap)
    let (ε, c1, c2) = (epsilon, first.correction(state.step), second.correction(state.step))
    let update = Evaluation().map(state["exp_avg"], state["exp_avg_sq"]) { ($0 / c1) / (($1 / c2).squareRoot() + ε) }
    return tapped(.update, update, tap)
  }
}
