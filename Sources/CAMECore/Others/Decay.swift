public import RealModule

/// β of an exponential average, 1 − β, and the bias correction 1 − βᵗ, rounded as a policy says.
///
/// Through Double all three are formed in Double, as PyTorch does, and rounded once.
public struct Decay<Scalar: Real & Sendable>: Sendable {
  public let β: Scalar
  public let complement: Scalar
  private let exact: ExactDecimal
  @usableFromInline let rounding: HyperparameterRounding

  init(_ β: ExactDecimal, _ rounding: HyperparameterRounding) {
    (self.β, complement, exact) = (rounding.constant(β), rounding.complement(β), β)
    self.rounding = rounding
  }

  /// 1 − βᵗ.
  ///
  /// Error Bounds: through Double an ulp of Double over 1 − βᵗ, and half an ulp of the format; otherwise t ulps over 1 − βᵗ.
  public func correction(_ t: Int) -> Scalar {
    if rounding == .throughDouble { return nearest(1 - Double.pow(exact.rounded(to: Double.self), t)) }
    return 1 - Scalar.pow(β, t)
  }

  /// x ← β x + (1 − β) y.
  @inlinable
  func average(_ x: inout Tensor<Scalar>, _ y: Tensor<Scalar>) {
    let (β, w) = (β, complement)
    Evaluation().update(&x, with: y) { β * $0 + w * $1 }
  }
}

/// Checks of hyperparameters that several rules share.
enum Checked {
  static func decay(_ name: String, _ value: ExactDecimal) throws(HyperparameterError) {
    guard value >= 0, value < 1 else {
      throw HyperparameterError(name: name, value: value, expected: "a number from 0 to under 1")
    }
  }

  static func notNegative(_ name: String, _ value: ExactDecimal) throws(HyperparameterError) {
    guard value >= 0 else { throw HyperparameterError(name: name, value: value, expected: "zero or more") }
  }

  static func positive(_ name: String, _ value: ExactDecimal) throws(HyperparameterError) {
    guard value > 0 else { throw HyperparameterError(name: name, value: value, expected: "more than zero") }
  }
}
