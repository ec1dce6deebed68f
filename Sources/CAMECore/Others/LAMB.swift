public import RealModule

/// LAMB: Adam whose update has, for each tensor, the norm of the parameter.
///
///     r_t = m̂_t / (√v̂_t + ε) + λ θ_{t−1}
///     θ_t = θ_{t−1} − η (‖θ_{t−1}‖ / ‖r_t‖) r_t         the ratio is 1 where a norm is 0
///
/// Libraries disagree: Apex also clips the norm of the whole gradient, pytorch_optimizer bounds ‖θ‖ by 10 and has a switch for the
/// corrections, which BERT's TensorFlow code leaves out. This is Algorithm 2 with φ the identity.
///
/// Reference: You et al., *Large Batch Optimization for Deep Learning: Training BERT in 76 minutes*, ICLR 2020, Algorithm 2.
public struct LAMB<Scalar: Real & Sendable>: StatefulRule {
  public static var title: String { "LAMB" }

  @usableFromInline var adam: Adam<Scalar>
  /// λ.
  public let weightDecay: Scalar

  /// η; assign to follow a schedule.
  public var learningRate: Scalar {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }

  /// - Throws: ``HyperparameterError`` that names the constant, its value and what was expected.
  public init(
    learningRate: ExactDecimal = 0.001, beta1: ExactDecimal = 0.9, beta2: ExactDecimal = 0.999,
    epsilon: ExactDecimal = 1e-6, weightDecay: ExactDecimal = 0.01, rounding: HyperparameterRounding = .throughDouble
  ) throws(HyperparameterError) {
    try Checked.notNegative("weightDecay", weightDecay)
    adam = try Adam(
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: 0, rounding: rounding)
    self.weightDecay = rounding.constant(weightDecay)
  }

  public func parts(ofShape shape: [Int]) -> [StatePart] { adam.parts(ofShape: shape) }

  @inlinable
  public func step(
    _ θ: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout NamedState<Scalar>, tap: StepTap<Scalar>? = nil,
    storing: ((Scalar) -> Scalar)? = nil
  ) {
    check(θ, gradient, state)
    let (with, λ, η) = (Evaluation(), weightDecay, learningRate)
    let r = with.map(adam.adaptive(tapped(.g, gradient, tap), &state, tap), θ) { $0 + λ * $1 }
    let (kept, moved) = (with.sumOfSquares(θ).squareRoot(), with.sumOfSquares(r).squareRoot())
    let ratio = kept > 0 && moved > 0 ? kept / moved : 1
    write(&θ, with: r, storing) { $0 - η * ratio * $1 }
    θ = tapped(.θ, θ, tap)
  }
}
