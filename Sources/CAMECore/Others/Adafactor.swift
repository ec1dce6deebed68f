public import RealModule

/// Adafactor: Adam with a factored second moment, a bounded update and steps relative to the parameter.
///
///     β̂_t = 1 − t^−0.8
///     r_t = β̂_t r_{t−1} + (1 − β̂_t) rowmean(g_t² + ε1)      c_t likewise; v_t = r_t c_t / mean(r_t), whole for vectors
///     û_t = u_t / max(1, RMS(u_t)/d)                          u_t = g_t / √v_t
///     α_t = max(ε2, RMS(θ_{t−1})) ρ_t                         ρ_t = min(η, 1/√t), η = 0.01
///     θ_t = θ_{t−1} − α_t û_t
///
/// Libraries disagree. T5's code, fairseq, Transformers and pytorch_optimizer do as here; PyTorch's own adds no ε1, clamps v at ε1²
/// and the mean of r at ε1; optax takes η for ρ and scales by it. Without the relative step α = η, as in CAME's comparisons.
/// Momentum, off by default, averages α û.
///
/// Reference: Shazeer, Stern, *Adafactor: Adaptive Learning Rates with Sublinear Memory Cost*, ICML 2018, Algorithms 4 and 6.
public struct Adafactor<Scalar: Real & Sendable>: StatefulRule {
  public static var title: String { "Adafactor" }

  /// η; assign to follow a schedule.
  public var learningRate: Scalar
  /// Whether steps are relative to the parameter's root mean square, and fall as 1/√t.
  public let isRelative: Bool
  /// β1 of the momentum; nil for none.
  public let momentum: Decay<Scalar>?
  /// β2 where it is fixed; nil for 1 − t^−0.8.
  public let second: Decay<Scalar>?
  public let epsilon1, epsilon2, clipThreshold: Scalar
  /// λ, decoupled: θ loses λ α of itself.
  public let weightDecay: Scalar
  @usableFromInline let rounding: HyperparameterRounding

  /// - Throws: ``HyperparameterError`` that names the constant, its value and what was expected.
  public init(
    learningRate: ExactDecimal = 0.01, relative: Bool = true, beta1: ExactDecimal? = nil, beta2: ExactDecimal? = nil,
    epsilon1: ExactDecimal = 1e-30, epsilon2: ExactDecimal = 0.001, clipThreshold: ExactDecimal = 1,
    weightDecay: ExactDecimal = 0, rounding: HyperparameterRounding = .throughDouble
  ) throws(HyperparameterError) {
    try Checked.notNegative("learningRate", learningRate)
    if let beta1 { try Checked.decay("beta1", beta1) }
    if let beta2 { try Checked.decay("beta2", beta2) }
    try Checked.notNegative("epsilon1", epsilon1)
    try Checked.notNegative("epsilon2", epsilon2)
    try Checked.positive("clipThreshold", clipThreshold)
    try Checked.notNegative("weightDecay", weightDecay)
    (self.learningRate, isRelative) = (rounding.constant(learningRate), relative)
    momentum = beta1.map { Decay($0, rounding) }
    second = beta2.map { Decay($0, rounding) }
    (self.epsilon1, self.epsilon2) = (rounding.constant(epsilon1), rounding.constant(epsilon2))
    (self.clipThreshold, self.weightDecay) = (rounding.constant(clipThreshold), rounding.constant(weightDecay))
    self.rounding = rounding
  }

  public func parts(ofShape shape: [Int]) -> [StatePart] {
    let averages =
      shape.count < 2
      ? [StatePart("exp_avg_sq", shape)]
      : [
        StatePart("exp_avg_sq_row", Array(shape.dropLast())),
        StatePart("exp_avg_sq_col", Array(shape.dropLast(2)) + shape.suffix(1)),
      ]
    return (momentum == nil ? [] : [StatePart("exp_avg", shape)]) + averages
  }

  /// 1 − β̂_t = t^−0.8, through Double where constants are.
  @usableFromInline
  func weight(_ t: Int) -> Scalar {
    if let second { return second.complement }
    if rounding == .throughDouble { return nearest(Double.pow(Double(t), -0.8)) }
    return Scalar.pow(Scalar(t), -(4 / Scalar(5)))
  }

  @inlinable
  public func step(
    _ θ: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout NamedState<Scalar>, tap: StepTap<Scalar>? = nil,
    storing: ((Scalar) -> Scalar)? = nil
  ) {
    check(θ, gradient, state)
    state.step += 1
    let with = Evaluation()
    let g = tapped(.g, gradient, tap)
    let (ε1, w) = (epsilon1, weight(state.step))
    func average(_ name: String, _ quantity: Quantity, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
      let β = second?.β ?? 1 - w
      with.update(&state[name], with: y) { β * $0 + w * $1 }
      state[name] = tapped(quantity, state[name], tap)
      return state[name]
    }
    let squares = g.map { $0 * $0 + ε1 }
    let quotient: Tensor<Scalar>
    if θ.shape.count < 2 {
      quotient = with.map(g, average("exp_avg_sq", .v, squares)) { $0 * (1 / $1.squareRoot()) }
    } else {
      let (n, m) = (Scalar(θ.rows), Scalar(θ.columns))
      let r = average("exp_avg_sq_row", .r, with.rowSums(squares).map { $0 / m })
      let c = average("exp_avg_sq_col", .c, with.columnSums(squares).map { $0 / n })
      let means = with.totals(r, length: θ.rows).map { $0 / n }
      quotient = with.map(g, rows: r, columns: c) { g, r, c, batch in
        1 / (r / means[batch]).squareRoot() * (1 / c.squareRoot()) * g
      }
    }
    let u = tapped(.u, quotient, tap)
    let excess = with.rootMeanSquare(u) / clipThreshold
    let scale = excess < 1 ? 1 : excess  // a NaN must pass through, and does
    let û = tapped(.û, u.map { $0 / scale }, tap)

    let α = isRelative ? relativeStep(state.step, with.rootMeanSquare(θ)) : learningRate
    var update = û.map { α * $0 }
    if let momentum {
      momentum.average(&state["exp_avg"], update)
      state["exp_avg"] = tapped(.m, state["exp_avg"], tap)
      update = state["exp_avg"]
    }
    update = tapped(.update, update, tap)
    if weightDecay != 0 {
      let kept = 1 - weightDecay * α
      write(&θ, with: θ, storing) { θ, _ in kept * θ }
    }
    write(&θ, with: update, storing) { $0 - $1 }
    θ = tapped(.θ, θ, tap)
  }

  /// max(ε2, RMS(θ)) min(η, 1/√t).
  @inlinable
  func relativeStep(_ t: Int, _ rms: Scalar) -> Scalar {
    max(epsilon2, rms) * min(learningRate, 1 / Scalar(t).squareRoot())
  }
}
