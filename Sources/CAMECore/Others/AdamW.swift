public import RealModule

/// Adam with decoupled weight decay.
///
///     θ_t = (1 − ηλ) θ_{t−1} − η m̂_t / (√v̂_t + ε)
///
/// Libraries agree up to rounding: PyTorch multiplies θ first, as here, optax adds λθ to the update. The paper scales λ by the
/// schedule alone and not by η.
///
/// Reference: Loshchilov, Hutter, *Decoupled Weight Decay Regularization*, ICLR 2019, Algorithm 2.
public struct AdamW<Scalar: Real & Sendable>: StatefulRule {
  public static var title: String { "AdamW" }

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
    epsilon: ExactDecimal = 1e-8, weightDecay: ExactDecimal = 0.01, rounding: HyperparameterRounding = .throughDouble
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
    let (η, kept) = (learningRate, 1 - learningRate * weightDecay)
    let update = adam.adaptive(tapped(.g, gradient, tap), &state, tap)
    if weightDecay != 0 { write(&θ, with: θ, storing) { θ, _ in kept * θ } }
    write(&θ, with: update, storing) { $0 - η * $1 }
    θ = tapped(.θ, θ, tap)
  }
}
