public import RealModule

/// CAME: Adam's adaptivity from factored second moments, steadied by a confidence in each update.
///
/// Read this file first: ``step(_:gradient:state:tap:storing:)`` is Algorithm 2 of the paper, line by line. Inside it
/// the names are the paper's; the letters stand for whole matrices.
///
///     let came = CAME<Float>(try CAMEHyperparameters(learningRate: 2e-4))
///     var state = try came.initialState(shape: θ.shape)
///     came.step(&θ, gradient: g, state: &state)
///
/// Reference: Luo, Ren, Zheng, Jiang, Jiang, You, *CAME: Confidence-guided Adaptive Memory Efficient Optimization*,
/// ACL 2023, Algorithm 2; where the paper is silent (vectors, batches, weight decay), the authors' `came-pytorch` 0.1.3.
@frozen
public struct CAME<Scalar: Real & Sendable>: UpdateRule {
  /// The constants in the format of the arithmetic.
  public internal(set) var coefficients: CAMECoefficients<Scalar>
  /// Sums as in the paper, or means as in the official code.
  public let form: CAMEForm
  /// The order of sums and the number of threads; the latter never changes a bit.
  public let evaluation: Evaluation
  /// Sums in a wider format than `Scalar`; in `Scalar` itself if there are none.
  public let wideSums: WideSums<Scalar>?

  /// CAME with constants rounded as `rounding` says.
  public init(
    _ hyperparameters: CAMEHyperparameters, rounding: HyperparameterRounding = .throughDouble,
    form: CAMEForm = .means, evaluation: Evaluation = Evaluation(), wideSums: WideSums<Scalar>? = nil
  ) {
    self.init(
      coefficients: CAMECoefficients(hyperparameters, rounding: rounding), form: form, evaluation: evaluation,
      wideSums: wideSums)
  }

  /// CAME with constants that are rounded already.
  public init(
    coefficients: CAMECoefficients<Scalar>, form: CAMEForm = .means, evaluation: Evaluation = Evaluation(),
    wideSums: WideSums<Scalar>? = nil
  ) {
    self.coefficients = coefficients
    self.form = form
    self.evaluation = evaluation
    self.wideSums = wideSums
  }

  /// One step of Algorithm 2.
  ///
  /// Edge Cases: a zero gradient from the zero state leaves the parameter as it is (apart from decay) as long as ε₁ and
  /// ε₂ are not zero in the format. A NaN or an infinity in one element of the gradient reaches the whole tensor and
  /// stays in its state.
  ///
  /// > Warning: The paper applies the confidence step to every parameter; the official code, and so this one, leaves
  /// > it out for vectors and scalars, whose first step is then a hundred times shorter.
  ///
  /// - Precondition: `parameter`, `gradient` and `state` have the same shape.
  /// - Complexity: eleven passes over the tensor and five temporaries of its size; use it to be believed, not to be fast.
  @inlinable
  public func step(
    _ θ: inout Tensor<Scalar>, gradient g: Tensor<Scalar>, state: inout CAMEState<Scalar>,
    tap: StepTap<Scalar>? = nil, storing: ((Scalar) -> Scalar)? = nil
  ) {
    demand(g.shape == θ.shape, "The parameter has the shape \(θ.shape), but the gradient has \(g.shape).")
    demand(accepts(state, shape: θ.shape), "The state does not belong to a parameter of shape \(θ.shape).")
    let (k, with) = (coefficients, evaluation)
    let g = tapped(.g, g, tap)

    // r_t = β2 r_{t−1} + (1 − β2)(g_t² + ε1) 1_m
    // c_t = β2 c_{t−1} + (1 − β2) 1_nᵀ (g_t² + ε1)
    // v_t = r_t c_t / (1_nᵀ r_t)
    // u_t = g_t / √v_t
    let g² = with.map(g) { $0 * $0 + k.ε1 }
    let quotient: Tensor<Scalar>
    switch state.moments {
    case .factored(var s):
      average(&s.r, k.β2, k.oneMinusβ2, rowTerm(g²))
      average(&s.c, k.β2, k.oneMinusβ2, columnTerm(g²))
      s.r = tapped(.r, s.r, tap)
      s.c = tapped(.c, s.c, tap)
      quotient = overRoot(g, rows: s.r, columns: s.c, as: (.v, .inverseRootV), tap)
      state.moments = .factored(s)
    case .whole(var v):
      average(&v, k.β2, k.oneMinusβ2, g²)
      v = tapped(.v, v, tap)
      quotient = with.map(g, v) { (1 / $1.squareRoot()) * $0 }
      state.moments = .whole(v: v)
    }
    let u = tapped(.u, quotient, tap)

    // û_t = u_t / max(1, RMS(u_t)/d), over the whole tensor
    let rms = tapped(.rms, Tensor(unchecked: [rootMeanSquare(u)], shape: []), tap)
    let excess = rms[0] / k.d
    let scale = excess < 1 ? 1 : excess  // a NaN must pass through, and does
    let û = tapped(.û, with.map(u) { $0 / scale }, tap)

    // m_t = β1 m_{t−1} + (1 − β1) û_t
    average(&state.m, k.β1, k.oneMinusβ1, û)
    state.m = tapped(.m, state.m, tap)

    // U_t = (û_t − m_t)²
    // R_t = β3 R_{t−1} + (1 − β3)(U_t + ε2) 1_m
    // C_t = β3 C_{t−1} + (1 − β3) 1_nᵀ (U_t + ε2)
    // S_t = R_t C_t / (1_nᵀ R_t)
    var update = state.m
    if case .factored(var s) = state.moments {
      let U = tapped(.U, with.map(û, state.m) { ($0 - $1) * ($0 - $1) + k.ε2 }, tap)
      average(&s.R, k.β3, k.oneMinusβ3, rowTerm(U))
      average(&s.C, k.β3, k.oneMinusβ3, columnTerm(U))
      s.R = tapped(.R, s.R, tap)
      s.C = tapped(.C, s.C, tap)
      update = overRoot(state.m, rows: s.R, columns: s.C, as: (.S, .inverseRootS), tap)
      state.moments = .factored(s)
    }
    update = tapped(.update, update, tap)

    // θ_t = θ_{t−1} − η m_t / √S_t, after the decoupled decay θ_{t−1} − λη θ_{t−1}
    if k.λη != 0 {
      with.update(&θ, with: θ) { θ, _ in θ - k.λη * θ }
      if let storing { with.update(&θ, with: θ) { θ, _ in storing(θ) } }
    }
    with.update(&θ, with: update) { θ, update in θ - k.η * update }
    if let storing { with.update(&θ, with: θ) { θ, _ in storing(θ) } }
    θ = tapped(.θ, θ, tap)
    state.step += 1
  }
}
