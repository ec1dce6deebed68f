/// A floating-point number as an exact value that belongs to no format: ±1.f · 2^exponent, zero, infinity or NaN.
///
/// Simple numbers come first, by **fewest significant bits, then the smallest magnitude of the exponent, then the smallest
/// significand**. In full, each rule deciding where those before it tie:
///
/// 1. +0, −0, other finite numbers, ∞, NaN;
/// 2. fewer significant bits: the powers of two, then 3 · 2^k, then 5 · 2^k and 7 · 2^k, …;
/// 3. the exponent nearest to 0, a positive one before its negative;
/// 4. the smaller significand;
/// 5. plus before minus.
///
/// So 1 comes before 2, 1/2, 4, …, before 1.5, before 1.25. This order knows nothing of decimal digits: 16 is simpler than
/// 10. It makes the cause of a failure visible in binary, where floating-point failures have their causes: the simplest
/// a, b in ±10⁶ with (a + b) − b ≠ a is 1 and 2^−53.
public struct Dyadic: Hashable, Sendable {
  public enum Kind: UInt8, Hashable, Sendable, Comparable {
    case zero, finite, infinite, nan

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  public let kind: Kind
  public let isNegative: Bool
  /// The power of two of the leading bit; 0 unless finite.
  public let exponent: Int
  /// The leading 64 bits of the significand, the first of them 1; 0 unless finite.
  public let high: UInt64
  /// Further bits, 64 a word, without trailing zero words.
  public let low: [UInt64]

  private init(kind: Kind, isNegative: Bool, exponent: Int = 0, high: UInt64 = 0, low: [UInt64] = []) {
    self.kind = kind
    self.isNegative = isNegative
    self.exponent = exponent
    self.high = high
    self.low = low
  }

  public static let zero = Dyadic(kind: .zero, isNegative: false)
  public static let one = Dyadic(isNegative: false, exponent: 0, high: 1 << 63)
  public static let infinity = Dyadic(kind: .infinite, isNegative: false)
  public static let nan = Dyadic(kind: .nan, isNegative: false)
  static let negativeZero = Dyadic(kind: .zero, isNegative: true)

  /// ±0.`high``low` · 2^(exponent + 1), with the leading bit of `high` set.
  init(isNegative: Bool, exponent: Int, high: UInt64, low: [UInt64] = []) {
    precondition(high >> 63 == 1, "The leading bit of a significand must be 1, but its first word is \(high).")
    kind = .finite
    self.isNegative = isNegative
    self.exponent = exponent
    self.high = high
    if low.last == 0 {
      self.low = Array(low[..<(low.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)])
    } else {
      self.low = low
    }
  }

  /// The integer.
  public init(_ value: Int) { self.init(integer: value.magnitude, isNegative: value < 0) }

  init(integer: UInt, isNegative: Bool = false, scale: Int = 0) {
    guard integer != 0 else {
      self = isNegative ? .negativeZero : .zero
      return
    }
    let shift = integer.leadingZeroBitCount
    self.init(isNegative: isNegative, exponent: 63 - shift + scale, high: UInt64(integer) << UInt64(shift))
  }

  /// 2^exponent.
  public static func power(_ exponent: Int) -> Dyadic { Dyadic(isNegative: false, exponent: exponent, high: 1 << 63) }

  public var isZero: Bool { kind == .zero }
  public var isFinite: Bool { kind <= .finite }

  /// How many bits from the leading one to the last that isn't 0.
  public var significantBits: Int {
    guard kind == .finite else { return 0 }
    return low.isEmpty ? 64 - high.trailingZeroBitCount : 64 * (low.count + 1) - low[low.count - 1].trailingZeroBitCount
  }

  public var magnitude: Dyadic { with(isNegative: false) }

  public static prefix func - (x: Dyadic) -> Dyadic { x.with(isNegative: !x.isNegative) }

  func with(isNegative: Bool) -> Dyadic {
    Dyadic(kind: kind, isNegative: isNegative, exponent: exponent, high: high, low: low)
  }

  /// The number with another exponent.
  func with(exponent: Int) -> Dyadic {
    Dyadic(kind: kind, isNegative: isNegative, exponent: kind == .finite ? exponent : 0, high: high, low: low)
  }

  /// x · 2^k.
  func scaled(by k: Int) -> Dyadic { with(exponent: exponent + k) }
}

extension Dyadic {
  /// Whether `self` comes before `other` in the order at the top of this file.
  public func isSimpler(than other: Dyadic) -> Bool {
    if kind != other.kind { return kind < other.kind }
    let (bits, otherBits) = (significantBits, other.significantBits)
    if bits != otherBits { return bits < otherBits }
    let (size, otherSize) = (abs(exponent), abs(other.exponent))
    if size != otherSize { return size < otherSize }
    if exponent != other.exponent { return exponent > 0 }
    if high != other.high { return high < other.high }
    if low != other.low { return low.lexicographicallyPrecedes(other.low) }
    return !isNegative && other.isNegative
  }
}

extension Dyadic: Comparable {
  /// Whether a < b as numbers. Both zeros are equal in value, and NaN lies above all.
  public static func < (a: Dyadic, b: Dyadic) -> Bool {
    if a.kind == .nan || b.kind == .nan { return a.kind != .nan }
    if a.isZero && b.isZero { return false }
    if a.isZero { return !b.isNegative }
    if b.isZero { return a.isNegative }
    if a.isNegative != b.isNegative { return a.isNegative }
    return a.isNegative ? b.magnitudePrecedes(a) == true : a.magnitudePrecedes(b)
  }

  private func magnitudePrecedes(_ other: Dyadic) -> Bool {
    if kind != other.kind { return kind < other.kind }
    if exponent != other.exponent { return exponent < other.exponent }
    if high != other.high { return high < other.high }
    return low.lexicographicallyPrecedes(other.low)
  }
}
