public import RealModule

/// How far a computed number is from the true one.
public enum ErrorMeasure {
  /// The weight of the last bit that the format has at `x`: 2^(e − p + 1) for 2^e ≤ |x| < 2^(e+1), and the least
  /// number of the format where that is more.
  ///
  /// Edge Cases: at zero it is the least number; at an infinity or NaN it is NaN. Numbers past the range of the format
  /// are measured as if its exponents went on.
  @inlinable
  public static func ulp<Scalar: FormatScalar>(at x: Double, in format: Scalar.Type) -> Double {
    UlpScale(format).ulp(at: x)
  }

  /// |x − truth| in ulps of the format at `truth`: at most ½ when x is the truth correctly rounded.
  ///
  /// Edge Cases: 0 when both are the same infinity or both NaN; infinite when only one of them is finite.
  @inlinable
  public static func ulps<Scalar: FormatScalar>(of x: Scalar, from truth: Expansion) -> Double {
    let value = x.expansion
    guard value.isFinite, truth.isFinite else { return sameNonFinite(value, truth) ? 0 : .infinity }
    let error = (value - truth).magnitude
    return error == 0 ? 0 : error / ulp(at: truth.high, in: Scalar.self)
  }

  /// |x − truth| / |truth|.
  ///
  /// Edge Cases: 0 when both are zero, the same infinity, or both NaN; infinite when only the truth is zero or only one
  /// of them is finite.
  @inlinable
  public static func relative<Scalar: FormatScalar>(of x: Scalar, from truth: Expansion) -> Double {
    let value = x.expansion
    guard value.isFinite, truth.isFinite else { return sameNonFinite(value, truth) ? 0 : .infinity }
    let error = (value - truth).magnitude
    return error == 0 ? 0 : error / truth.high.magnitude
  }

  /// Herbie's bits of error, log₂(ulps + 1): 0 for a correct result, p and more for a useless one.
  ///
  /// Reference: Panchekha, Sanchez-Stern, Wilcox, Tatlock, *Automatically Improving Accuracy for Floating Point
  /// Expressions*, PLDI 2015.
  @inlinable
  public static func bitsOfError<Scalar: FormatScalar>(of x: Scalar, from truth: Expansion) -> Double {
    .log2(ulps(of: x, from: truth) + 1)
  }

  /// Bits that agree for a relative error: −log₂(error), infinite for 0 and never under 0.
  @inlinable
  public static func bitsOfAgreement(relativeError: Double) -> Double {
    relativeError == 0 ? .infinity : max(0, -.log2(relativeError))
  }

  @inlinable
  static func sameNonFinite(_ a: Expansion, _ b: Expansion) -> Bool {
    a.high == b.high || (a.high.isNaN && b.high.isNaN)
  }
}

/// The spacing of a format's numbers, for measuring many errors without asking the type each time.
@frozen
public struct UlpScale: Equatable, Sendable {
  /// p: significant bits.
  public let significantBits: Int
  /// The least nonzero number of the format as a Double; 0 where it is under every Double.
  public let leastNumber: Double

  @inlinable
  public init<Scalar: FormatScalar>(_ format: Scalar.Type) {
    significantBits = Scalar.significantBits
    let exponent = Int(Scalar.leastNonzeroMagnitude.exponent)
    leastNumber = exponent < -1074 ? 0 : Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// The spacing of what a quantizer rounds to.
  public init(_ quantizer: Quantizer) {
    (significantBits, leastNumber) = (quantizer.significantBits, quantizer.leastNumber)
  }

  /// See ``ErrorMeasure/ulp(at:in:)``.
  @inlinable
  public func ulp(at x: Double) -> Double {
    guard x.isFinite else { return .nan }
    guard x != 0 else { return leastNumber }
    let ulp = Double(sign: .plus, exponent: Int(x.exponent) + 1 - significantBits, significand: 1)
    return max(ulp, leastNumber)
  }
}
