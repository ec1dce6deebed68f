/// The intermediates of a step by their names in the paper, in the order in which a step computes them.
public enum Quantity: String, CaseIterable, Sendable, Codable {
  /// The gradient.
  case g
  /// Row factor of the second moment.
  case r
  /// Column factor of the second moment.
  case c
  /// The second moment: factored only in ``CAMEForm/sums``, whole for vectors and scalars.
  case v
  /// The reciprocal root of the factored second moment, as ``CAMEForm/means`` forms it.
  case inverseRootV = "1/√v"
  /// The adaptive update.
  case u
  /// Its root mean square over the whole tensor; a scalar.
  case rms = "RMS(u)"
  /// The clipped update.
  case û
  /// The momentum.
  case m
  /// The instability, with ε₂.
  case U
  /// Row factor of the instability.
  case R
  /// Column factor of the instability.
  case C
  /// The smoothed instability, in ``CAMEForm/sums``.
  case S
  /// The reciprocal root of the smoothed instability, as ``CAMEForm/means`` forms it.
  case inverseRootS = "1/√S"
  /// What the learning rate multiplies: m/√S for matrices, m for vectors and scalars.
  case update
  /// The parameter after the step.
  case θ

  /// The name in words.
  public var name: String {
    switch self {
    case .g: "gradient"
    case .r: "row factor of the second moment"
    case .c: "column factor of the second moment"
    case .v: "second moment"
    case .inverseRootV: "preconditioner"
    case .u: "adaptive update"
    case .rms: "root mean square of the update"
    case .û: "clipped update"
    case .m: "momentum"
    case .U: "instability"
    case .R: "row factor of the instability"
    case .C: "column factor of the instability"
    case .S: "smoothed instability"
    case .inverseRootS: "confidence"
    case .update: "final update"
    case .θ: "parameter"
    }
  }

  /// The equation that defines it, in the means form.
  public var equation: String {
    switch self {
    case .g: "g = ∇f(θ)"
    case .r: "r = β2 r + (1 − β2) rowmean(g² + ε1)"
    case .c: "c = β2 c + (1 − β2) colmean(g² + ε1)"
    case .v: "v = β2 v + (1 − β2)(g² + ε1)"
    case .inverseRootV: "1/√v = 1/√(r / mean(r)) · 1/√c"
    case .u: "u = g / √v"
    case .rms: "RMS(u) = √Σu² / √nm"
    case .û: "û = u / max(1, RMS(u)/d)"
    case .m: "m = β1 m + (1 − β1) û"
    case .U: "U = (û − m)² + ε2"
    case .R: "R = β3 R + (1 − β3) rowmean(U)"
    case .C: "C = β3 C + (1 − β3) colmean(U)"
    case .S: "S = R C / (1ᵀ R)"
    case .inverseRootS: "1/√S = 1/√(R / mean(R)) · 1/√C"
    case .update: "update = m / √S"
    case .θ: "θ = (1 − λη) θ − η · update"
    }
  }
}

/// Receives the intermediates of a step, each as soon as it is computed, and may change it: the step goes on with what it
/// leaves, and keeps that in its state.
///
/// So a tap observes, and is also how an experiment enters the step without a copy of it: a quantity held in a narrower
/// format, replaced by its exact value, or computed with a mistake on purpose.
///
/// Absent, it costs one comparison a quantity; nothing is computed or copied for it alone.
public typealias StepTap<Scalar> = (Quantity, inout Tensor<Scalar>) -> Void
