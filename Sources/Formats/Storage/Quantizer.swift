/// Rounds Doubles to a binary format of at most 51 bits, without a branch.
///
/// The idea: let q be the distance of the format's numbers around x, a power of two. Adding 2^52·q and taking it away
/// again leaves x rounded to a multiple of q, ties to even, because that is the distance of Doubles from 2^52·q on.
/// With q = 2^(1 − p) times the power of two at or under |x|, but never less than the least number of the format, that
/// one addition serves normal and subnormal numbers alike, and loops of it vectorize.
///
/// What the naïve way gets wrong: adding half of a unit and cutting the bits off rounds ties up and knows no subnormal
/// numbers; going through Float rounds twice.
///
/// Edge Cases: zeros, NaN and the sign of each stay; an infinity stays where the format has one, and is the greatest
/// number where it hasn't.
@frozen
public struct Quantizer: Hashable, Sendable, BitwiseCopyable {
  /// 53 − p, in the place of a Double's exponent: from a power of two to 2^52·q.
  @usableFromInline let lift: UInt64
  /// 2^(1 − p): from a power of two to q.
  @usableFromInline let unit: Double
  /// The least normal number.
  @usableFromInline let leastNormal: Double
  /// The least magnitude that is rounded to `limit`.
  @usableFromInline let overflow: Double
  /// The least magnitude past every number of the format: what the one after `greatest` would be.
  @usableFromInline let beyond: Double
  /// What overflow gives: an infinity, or the greatest number.
  @usableFromInline let limit: Double
  /// Whether every Double is a number of the format.
  public let isIdentity: Bool
  /// The greatest finite number.
  public let greatest: Double

  /// A format with p = `precision` significant bits and exponents from `minExponent` on.
  ///
  /// - Precondition: 2 ≤ p ≤ 51, p − 969 ≤ `minExponent` < 512, `greatest` < 2^1023: then 2^52·q is a Double, and so is
  ///   2^−53·q times any 53 bits.
  @inlinable @inline(__always)
  public init(precision: Int, minExponent: Int, greatest: Double, hasInfinity: Bool) {
    precondition(
      precision >= 2 && precision <= 51 && minExponent >= precision - 969 && minExponent < 512 && greatest < 0x1p1023,
      "Double cannot carry \(precision) bits from 2^\(minExponent) to \(greatest).")
    lift = UInt64(truncatingIfNeeded: 53 &- precision) &<< 52
    unit = Double(bitPattern: UInt64(truncatingIfNeeded: 1024 &- precision) &<< 52)
    leastNormal = Double(bitPattern: UInt64(truncatingIfNeeded: 1023 &+ minExponent) &<< 52)
    let power = Double(bitPattern: greatest.bitPattern & 0x7ff0_0000_0000_0000)
    beyond = greatest + power * unit
    overflow = hasInfinity ? greatest + power * unit / 2 : greatest
    limit = hasInfinity ? .infinity : greatest
    self.greatest = greatest
    isIdentity = false
  }

  /// The format of a scalar type; the identity for formats that hold every Double.
  @inlinable
  public init<Scalar: FormatScalar>(_ format: Scalar.Type) {
    if Scalar.significantBits >= 53 {
      self.init()
    } else {
      self.init(
        precision: Scalar.significantBits, minExponent: Int(Scalar.leastNormalMagnitude.exponent),
        greatest: Scalar.greatestFiniteMagnitude.expansion.high, hasInfinity: Scalar.infinity.isInfinite)
    }
  }

  /// Rounds nothing.
  @inlinable
  public init() {
    (lift, unit, leastNormal, beyond) = (0, 0x1p-52, 0x1p-1022, .infinity)
    (overflow, limit, greatest) = (.infinity, .infinity, .greatestFiniteMagnitude)
    isIdentity = true
  }

  /// p: significant bits, 53 where nothing is rounded.
  public var significantBits: Int { isIdentity ? 53 : 1 - Int(unit.exponent) }

  /// The least number.
  public var leastNumber: Double { isIdentity ? .leastNonzeroMagnitude : leastNormal * unit }

  /// The power of two at or under a magnitude, and the least normal number for what is smaller.
  @inlinable @inline(__always)
  func power(under magnitude: Double) -> Double {
    let power = Double(bitPattern: magnitude.bitPattern & 0x7ff0_0000_0000_0000)
    return power < leastNormal ? leastNormal : power
  }

  /// The nearest number, ties to even; only for formats that round.
  @inlinable @inline(__always)
  func nearest(_ x: Double) -> Double {
    let magnitude = x.magnitude
    // Past the range of Doubles this is no number any more; such an x is over `overflow` or NaN, and NaN stays NaN.
    let magic = Double(bitPattern: power(under: magnitude).bitPattern &+ lift)
    let near = (magnitude + magic) - magic
    let result = magnitude >= overflow ? limit : near
    return Double(bitPattern: result.bitPattern | (x.bitPattern & 0x8000_0000_0000_0000))
  }

  /// The magnitude rounded down, the way from there, and the distance of the format's numbers there.
  @inlinable @inline(__always)
  func split(_ magnitude: Double) -> (low: Double, rest: Double, gap: Double) {
    let power = power(under: magnitude)
    let magic = Double(bitPattern: power.bitPattern &+ lift)
    let near = (magnitude + magic) - magic
    let gap = power * unit
    let low = near > magnitude ? near - gap : near
    // Exact: what is cut off from the bits of a Double is a Double.
    return (low, magnitude - low, gap)
  }
}

extension Quantizer {
  /// A number of the format next to `x`: which, `mode` says.
  ///
  /// Stochastic rounding goes away from zero with the probability |x − a| / |b − a| for the neighbours a and b of x, a
  /// nearer to zero; numbers of the format stay. It compares 53 bits of `random`, which must be uniform, and
  /// independent of `x` and of every other use, with that share.
  ///
  /// Error Bounds: the probability is exact for every |x| that is at least the least normal number, and within 2^−53
  /// under it.
  ///
  /// Edge Cases: stochastic rounding between the greatest number and the one that would come after it goes to infinity
  /// as if infinity stood there; beyond, always. Truncated, no finite number becomes an infinity. A format without
  /// infinity saturates in every mode.
  @inlinable @inline(__always)
  public func rounded(_ x: Double, _ mode: RoundingMode, random: UInt64) -> Double {
    switch mode {
    case .nearest: rounded(x)
    case .towardZero: truncated(x)
    case .stochastic: stochastic(x, random: random)
    }
  }

  /// The nearest number, ties to even.
  @inlinable @inline(__always)
  public func rounded(_ x: Double) -> Double { isIdentity ? x : nearest(x) }

  /// The number nearest to the exact sum of an expansion, ties to even.
  @inlinable
  public func rounded(_ x: Expansion) -> Double { isIdentity ? x.high : nearest(x.roundedToOdd) }

  @inlinable @inline(__always)
  func truncated(_ x: Double) -> Double {
    if isIdentity { return x }
    let magnitude = x.magnitude
    let bounded = magnitude > greatest ? greatest : split(magnitude).low
    return Double(signOf: x, magnitudeOf: magnitude == .infinity ? limit : bounded)
  }

  @inlinable @inline(__always)
  func stochastic(_ x: Double, random: UInt64) -> Double {
    if isIdentity { return x }
    let magnitude = x.magnitude
    let (low, rest, gap) = split(magnitude)
    // 53 bits are a signed integer too, which processors turn into a Double faster.
    let uniform = Double(Int64(truncatingIfNeeded: random >> 11)) * 0x1p-53
    let up = uniform * gap < rest ? low + gap : low
    let bounded = up > greatest ? limit : up
    return Double(signOf: x, magnitudeOf: magnitude >= beyond ? limit : bounded)
  }
}
