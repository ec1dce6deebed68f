/// A number as a sum of three Doubles, each at most half an ulp of the one before: 159 significant bits.
///
/// Wide enough to hold what Float16, Float, Double and MPFR up to 127 bits compute, and to take differences of them
/// without arbitrary precision. Parts under 2^−1074 are lost, which costs accuracy for numbers under about 1e−260.
/// Reference: Shewchuk, *Adaptive Precision Floating-Point Arithmetic*, Discrete & Computational Geometry 18, 1997.
@frozen
public struct Expansion: Equatable, Sendable, BitwiseCopyable {
  /// The nearest Double; not finite if the number isn't.
  public let high: Double
  /// What is left, to the nearest Double.
  public let middle: Double
  /// What is then left.
  public let low: Double

  /// The parts, which must not overlap.
  @inlinable
  public init(high: Double, middle: Double, low: Double) {
    self.high = high
    self.middle = middle
    self.low = low
  }

  /// A Double as it is.
  @inlinable
  public init(_ x: Double) {
    self.init(high: x, middle: 0, low: 0)
  }

  @inlinable public var isFinite: Bool { high.isFinite }
  @inlinable public var isZero: Bool { high == 0 }

  /// The difference as a Double.
  ///
  /// Error Bounds: a few units of 2^−53 of the difference, however much of the operands cancels, as long as both hold
  /// their numbers exactly.
  @inlinable
  public static func - (a: Expansion, b: Expansion) -> Double {
    // high − high is exact when the two are close (Sterbenz); the middle parts then cancel against it, so what their
    // difference rounds away is kept.
    let high = a.high - b.high
    let middle = a.middle - b.middle
    let back = middle - a.middle
    let lost = (a.middle - (middle - back)) - (b.middle + back)
    return ((high + middle) + lost) + (a.low - b.low)
  }

  /// a + b rounded, and what rounding lost, for |a| ≥ |b| or a = 0.
  ///
  /// Reference: Dekker, *A Floating-Point Technique for Extending the Available Precision*, 1971.
  @inlinable @inline(__always)
  static func sum(_ a: Double, _ b: Double) -> (Double, Double) {
    let sum = a + b
    return (sum, b - (sum - a))
  }

  /// The number rounded to odd: towards zero, and then to the neighbour with an odd significand unless it was exact.
  @inlinable
  public var roundedToOdd: Double {
    guard high.isFinite, middle != 0 else { return high }
    let isPast = (middle < 0) == (high > 0)
    let truncated = isPast ? (high > 0 ? high.nextDown : high.nextUp) : high
    return Double(bitPattern: truncated.bitPattern | 1)
  }
}
