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
  public private(set) var η: Scalar
  /// Weight decay times learning rate.
  public private(set) var λη: Scalar
  /// Weight decay.
  public let λ: Scalar

  /// The constants of `hyperparameters`, rounded as `rounding` says.
  public init(_ hyperparameters: CAMEHyperparameters, rounding: HyperparameterRounding) {
    self.init(
      hyperparameters, constant: rounding.constant, complement: rounding.complement, product: rounding.product)
  }

  /// The constants of `hyperparameters`, rounded by functions: x, 1 − x and x y.
  public init(
    _ hyperparameters: CAMEHyperparameters, constant: (ExactDecimal) -> Scalar, complement: (ExactDecimal) -> Scalar,
    product: (ExactDecimal, ExactDecimal) -> Scalar
  ) {
    let h = hyperparameters
    (β1, oneMinusβ1) = (constant(h.beta1), complement(h.beta1))
    (β2, oneMinusβ2) = (constant(h.beta2), complement(h.beta2))
    (β3, oneMinusβ3) = (constant(h.beta3), complement(h.beta3))
    (ε1, ε2) = (constant(h.epsilon1), constant(h.epsilon2))
    (d, η) = (constant(h.clipThreshold), constant(h.learningRate))
    λη = product(h.weightDecay, h.learningRate)
    λ = constant(h.weightDecay)
  }

  /// Takes another learning rate, as a schedule asks; λη is then their product in the format.
  public mutating func setLearningRate(_ η: Scalar) { (self.η, λη) = (η, λ * η) }
}

extension HyperparameterRounding {
  /// What is taken for arithmetic of so many significant bits: through Double as PyTorch does, unless it is wider than that.
  public static func usual(significantBits: Int) -> Self { significantBits > 53 ? .exactComplement : .throughDouble }

  /// A hyperparameter in the format.
  public func constant<Scalar: Real>(_ x: ExactDecimal) -> Scalar {
    self == .throughDouble ? nearest(x.rounded(to: Double.self)) : x.rounded()
  }

  /// 1 − x in the format.
  public func complement<Scalar: Real>(_ x: ExactDecimal) -> Scalar {
    switch self {
    case .inFormat: 1 - x.rounded(to: Scalar.self)
    case .throughDouble: nearest(1 - x.rounded(to: Double.self))
    case .exactComplement: x.complement.rounded()
    }
  }

  /// x y in the format.
  public func product<Scalar: Real>(_ x: ExactDecimal, _ y: ExactDecimal) -> Scalar {
    switch self {
    case .inFormat: x.rounded(to: Scalar.self) * y.rounded(to: Scalar.self)
    case .throughDouble: nearest(x.rounded(to: Double.self) * y.rounded(to: Double.self))
    case .exactComplement: (x * y).rounded()
    }
  }
}

extension CAMECoefficients: Sendable where Scalar: Sendable {}
