public import RealModule

/// Gradient descent with momentum.
///
///     m_t = μ m_{t−1} + (1 − τ) g_t        m_1 = g_1
///     θ_t = θ_{t−1} − η m_t                or, after Nesterov, θ_{t−1} − η (g_t + μ m_t)
///
/// Libraries disagree about the place of η: Sutskever's form (and TensorFlow's) has v_t = μ v_{t−1} − η g_t, which is another way
/// once η changes. This is PyTorch's. Weight decay is the classic one, λθ added to the gradient.
///
/// Reference: Sutskever, Martens, Dahl, Hinton, *On the importance of initialization and momentum in deep learning*, ICML 2013.
public struct SGD<Scalar: Real & Sendable>: StatefulRule {
  public static var title: String { "SGD" }

  /// η; assign to follow a schedule.
  public var learningRate: Scalar
  public let momentum: Scalar
  public let dampening: Scalar
  public let weightDecay: Scalar
  public let isNesterov: Bool

  /// - Throws: ``HyperparameterError`` for a negative constant, or Nesterov's form without momentum or with dampening.
  public init(
    learningRate: ExactDecimal, momentum: ExactDecimal = 0, dampening: ExactDecimal = 0, weightDecay: ExactDecimal = 0,
    nesterov: Bool = false, rounding: HyperparameterRounding = .throughDouble
  ) throws(HyperparameterError) {
    try Checked.notNegative("learningRate", learningRate)
    try Checked.decay("momentum", momentum)
    try Checked.notNegative("weightDecay", weightDecay)
    if nesterov, momentum == 0 {
      throw HyperparameterError(name: "momentum", value: momentum, expected: "more than zero for Nesterov's form")
    }
    if nesterov, dampening != 0 {
      throw HyperparameterError(name: "dampening", value: dampening, expected: "zero for Nesterov's form")
    }
    (self.learningRate, self.momentum) = (rounding.constant(learningRate), rounding.constant(momentum))
    (self.dampening, self.weightDecay) = (rounding.complement(dampening), rounding.constant(weightDecay))
    isNesterov = nesterov
  }

  public func parts(ofShape shape: [Int]) -> [StatePart] {
    momentum == 0 ? [] : [StatePart("momentum_buffer", shape)]
  }

  @inlinable
  public func step(
    _ θ: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout NamedState<Scalar>, tap: StepTap<Scalar>? = nil,
    storing: ((Scalar) -> Scalar)? = nil
  ) {
    check(θ, gradient, state)
    let with = Evaluation()
    var g = tapped(.g, gradient, tap)
    let (μ, η, λ, rest) = (momentum, learningRate, weightDecay, dampening)
    if λ != 0 { g = with.map(g, θ) { $0 + λ * $1 } }
    var update = g
    if μ != 0 {
      let m = state.step == 0 ? g : with.map(state["momentum_buffer"], g) { μ * $0 + rest * $1 }
      state["momentum_buffer"] = tapped(.m, m, tap)
      update = state["momentum_buffer"]
      if isNesterov { update = with.map(g, update) { $0 + μ * $1 } }
    }
    update = tapped(.update, update, tap)
    write(&θ, with: update, storing) { $0 - η * $1 }
    θ = tapped(.θ, θ, tap)
    state.step += 1
  }
}
