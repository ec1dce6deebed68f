public import RealModule

/// When a hyperparameter is rounded to the format of the arithmetic, and how `1 − β` is formed.
///
/// The naïve choice, ``inFormat``, is the largest source of drift in ports: Float(0.9999) is 0.99989998340606…, and
/// `1 − 0.9999` formed from it is off by 1.7e-4 of its value, so that R and C keep 12 bits of 24.
public enum HyperparameterRounding: String, CaseIterable, Sendable {
  /// Rounded straight into the format; `1 − β` and `λη` are then computed in it.
  case inFormat = "direct"
  /// Rounded to Double, `1 − β` and `λη` computed in Double, then all rounded to the format: what PyTorch does.
  case throughDouble = "double"
  /// `1 − β` and `λη` computed exactly in decimal, then everything rounded once.
  case exactComplement = "exact"
}

/// The constants of a step in the format of its arithmetic.
@frozen
public struct CAMECoefficients<Scalar: Real> {
  public let β1, oneMinusβ1: Scalar
  public let β2, oneMinusβ2: Scalar
  public let β3, oneMinusβ3: Scalar
  public let ε1, ε2: Scalar
  /// The clip threshold.
  public let d: Scalar
  /// The learning rate.
  public let η: Scalar
  /// Weight decay times learning rate.
  public let λη: Scalar

  /// The constants of `hyperparameters`, rounded as `rounding` says.
  public init(_ hyperparameters: CAMEHyperparameters, rounding: HyperparameterRounding) {
    let h = hyperparameters
    func value(_ x: ExactDecimal) -> Scalar {
      rounding == .throughDouble ? nearest(x.rounded(to: Double.self)) : x.rounded()
    }
    func complement(_ x: ExactDecimal) -> Scalar {
      switch rounding {
      case .inFormat: 1 - x.rounded(to: Scalar.self)
      case .throughDouble: nearest(1 - x.rounded(to: Double.self))
      case .exactComplement: x.complement.rounded()
      }
    }
    (β1, oneMinusβ1) = (value(h.beta1), complement(h.beta1))
    (β2, oneMinusβ2) = (value(h.beta2), complement(h.beta2))
    (β3, oneMinusβ3) = (value(h.beta3), complement(h.beta3))
    (ε1, ε2) = (value(h.epsilon1), value(h.epsilon2))
    (d, η) = (value(h.clipThreshold), value(h.learningRate))
    λη =
      switch rounding {
      case .inFormat: h.weightDecay.rounded(to: Scalar.self) * h.learningRate.rounded(to: Scalar.self)
      case .throughDouble: nearest(h.weightDecay.rounded(to: Double.self) * h.learningRate.rounded(to: Double.self))
      case .exactComplement: (h.weightDecay * h.learningRate).rounded()
      }
  }
}

extension CAMECoefficients: Sendable where Scalar: Sendable {}
