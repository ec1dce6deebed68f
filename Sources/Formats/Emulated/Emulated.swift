/// Arithmetic in a narrow binary format, every operation the exact result rounded once to nearest, ties to even.
///
/// A number is carried in a Double, always one that the format has. An operation is Double's, rounded to the format:
///
///     let third = BFloat16(1) / 3        // 0.333984375
///
/// **Why rounding twice is rounding once.** The second rounding could go wrong only where the first one lands on the
/// middle m of two numbers of the format while the exact result r ≠ m lies beside it. m has at most p + 1 bits, fewer
/// among the subnormal numbers. Let A, B be p-bit and M (p + 1)-bit integers.
///
/// - A *product* has at most 2p ≤ 53 bits: Double holds it, and nothing is rounded twice.
/// - A *sum* of numbers whose exponents differ by less than 53 − p is held as well. Otherwise the smaller term is under
///   an eighth of the larger one's last bit, while the larger one is a quarter of it or more from every m: again an
///   eighth remains, far more than Double's rounding. In the subnormal range sums are exact in the format itself: both
///   terms are multiples of its least number.
/// - A *quotient* a/b ≠ m differs from m by |a − m·b|/|b|, and a − m·b is a multiple of the smaller of the units of a
///   and m·b. So |r − m| > |r|·2^−(2p + 1), which is more than Double's 2^−53·|r| for 2p + 1 ≤ 51. Nothing was said
///   about where m lies, so it holds among the subnormal numbers, where M is only smaller.
/// - A *root*: |√a − m| = |a − m²|/(√a + m), where a ≠ m² differ by at least the smaller of their units. That makes more
///   than 2^(e − 2p − 2) for 2^e ≤ √a, and Double's error is at most 2^(e − 53): again 2p + 2 ≤ 52.
///
/// So p ≤ 25, Figueroa's condition 53 ≥ 2p + 2. Double itself must not underflow or overflow on the way: the product of
/// two least numbers, 2^(2·minExponent − 2p + 2), must be a Double, so minExponent − p + 1 ≥ −537; the product of two
/// greatest must be finite, so maxExponent ≤ 511. A quotient beyond Double's range is far beyond the format's on the
/// same side, and rounds to the same.
///
/// A *fused multiply–add* is a sum of an exact product and a third number, with up to 3p bits and any gap between them:
/// there the argument fails, and 53 bits are not enough. So the error of Double's sum (TwoSum) decides its last bit:
/// round to odd, after which the second rounding is right (Boldo, Melquiond, 2008).
///
/// *Remainders* are exact. *Elementary functions* are Double's, rounded: right unless Double's error reaches across the
/// middle of two numbers, which no more than about one argument in 2^(52 − p) comes near.
///
/// Reference: Figueroa, *When Is Double Rounding Innocuous?*, ACM SIGNUM Newsletter 30, 1995.
@frozen
public struct Emulated<Layout: FloatLayout>: Sendable, BitwiseCopyable {
  /// The number, which is one of the format.
  @usableFromInline var value: Double

  /// A number of the format.
  @inlinable @inline(__always)
  init(exact value: Double) { self.value = value }

  /// The number nearest to `x`, ties to even.
  @inlinable @inline(__always)
  public init(_ x: Double) { value = Layout.quantizer.nearest(x) }

  /// The number nearest to the exact result of which `x` is the rounding and `rest` the rest.
  @inlinable @inline(__always)
  init(_ x: Double, rest: Double) {
    // An inexact even significand belongs to the odd neighbour on the side of the rest. A NaN of a rest says that x
    // isn't finite.
    let isMoved = (rest > 0 || rest < 0) && x.bitPattern & 1 == 0
    let isAway = (rest > 0) == (x > 0)
    let odd = isAway ? x.bitPattern &+ 1 : x.bitPattern &- 1
    self.init(isMoved ? Double(bitPattern: odd) : x)
  }
}

extension Emulated {
  @inlinable @inline(__always)
  public static func + (a: Self, b: Self) -> Self { Self(a.value + b.value) }
  @inlinable @inline(__always)
  public static func - (a: Self, b: Self) -> Self { Self(a.value - b.value) }
  @inlinable @inline(__always)
  public static func * (a: Self, b: Self) -> Self { Self(a.value * b.value) }
  @inlinable @inline(__always)
  public static func / (a: Self, b: Self) -> Self { Self(a.value / b.value) }
  @inlinable @inline(__always)
  public static func += (a: inout Self, b: Self) { a = a + b }
  @inlinable @inline(__always)
  public static func -= (a: inout Self, b: Self) { a = a - b }
  @inlinable @inline(__always)
  public static func *= (a: inout Self, b: Self) { a = a * b }
  @inlinable @inline(__always)
  public static func /= (a: inout Self, b: Self) { a = a / b }
  @inlinable @inline(__always)
  public static prefix func - (a: Self) -> Self { Self(exact: -a.value) }
  @inlinable @inline(__always)
  public mutating func negate() { value.negate() }

  @inlinable @inline(__always)
  public mutating func formSquareRoot() { self = Self(value.squareRoot()) }

  /// self + a·b with one rounding.
  @inlinable @inline(__always)
  public mutating func addProduct(_ a: Self, _ b: Self) {
    let product = a.value * b.value
    let sum = value + product
    let back = sum - value
    self = Self(sum, rest: (value - (sum - back)) + (product - back))
  }

  @inlinable
  public mutating func formRemainder(dividingBy other: Self) {
    value = value.remainder(dividingBy: other.value)
  }
  @inlinable
  public mutating func formTruncatingRemainder(dividingBy other: Self) {
    value = value.truncatingRemainder(dividingBy: other.value)
  }
  @inlinable
  public mutating func round(_ rule: FloatingPointRoundingRule) { self = Self(value.rounded(rule)) }
}
