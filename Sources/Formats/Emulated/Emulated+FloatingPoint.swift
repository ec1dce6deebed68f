extension Emulated: Equatable, Comparable, Hashable {
  @inlinable @inline(__always)
  public static func == (a: Self, b: Self) -> Bool { a.value == b.value }
  @inlinable @inline(__always)
  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
  /// Equal numbers hash alike: both zeros are one.
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension Emulated: FloatingPoint {
  public typealias Exponent = Int
  public typealias Magnitude = Self
  public typealias Stride = Self

  @inlinable public static var radix: Int { 2 }
  @inlinable public static var nan: Self { Self(exact: .nan) }
  @inlinable public static var signalingNaN: Self { Self(exact: .signalingNaN) }
  /// What overflow gives: the greatest number in a format without infinity.
  @inlinable public static var infinity: Self { Self(exact: Layout.hasInfinity ? .infinity : Layout.greatest) }
  @inlinable public static var greatestFiniteMagnitude: Self { Self(exact: Layout.greatest) }
  @inlinable public static var leastNormalMagnitude: Self { Self(exact: Layout.quantizer.leastNormal) }
  @inlinable public static var leastNonzeroMagnitude: Self {
    Self(exact: Layout.quantizer.leastNormal * Layout.quantizer.unit)
  }
  @inlinable public static var ulpOfOne: Self { Self(exact: Layout.quantizer.unit) }
  /// π rounded towards zero, as for every `FloatingPoint` type.
  @inlinable public static var pi: Self { Self(exact: Layout.quantizer.split(Double.pi).low) }

  /// The weight of the last bit; NaN where there is none.
  @inlinable public var ulp: Self {
    guard isFinite else { return .nan }
    return Self(exact: Layout.quantizer.power(under: value.magnitude) * Layout.quantizer.unit)
  }

  /// `significand · 2^exponent`, rounded once and negated for `.minus`.
  @inlinable
  public init(sign: FloatingPointSign, exponent: Int, significand: Self) {
    self.init(Double(sign: sign, exponent: exponent, significand: significand.value))
  }

  @inlinable
  public init(signOf sign: Self, magnitudeOf magnitude: Self) {
    self.init(exact: Double(signOf: sign.value, magnitudeOf: magnitude.value))
  }

  @inlinable public var sign: FloatingPointSign { value.sign }
  /// The exponent as if there were no least: subnormal numbers have ones under `leastNormalMagnitude`'s.
  @inlinable public var exponent: Int { value.exponent }
  @inlinable public var significand: Self { Self(exact: value.significand) }
  @inlinable public var magnitude: Self { Self(exact: value.magnitude) }

  @inlinable public var nextUp: Self {
    guard isFinite else { return value < 0 ? -.greatestFiniteMagnitude : self }
    if value >= 0 { return Self(value + ulp.value) }
    // From a power of two, the step towards zero is half the step away from it, but among the least numbers.
    let magnitude = value.magnitude
    let isPower = magnitude.significandBitPattern == 0 && magnitude > Layout.quantizer.leastNormal
    return Self(exact: -(magnitude - (isPower ? ulp.value / 2 : ulp.value)))
  }
  @inlinable public var nextDown: Self { -((-self).nextUp) }

  @inlinable public func isEqual(to other: Self) -> Bool { value == other.value }
  @inlinable public func isLess(than other: Self) -> Bool { value < other.value }
  @inlinable public func isLessThanOrEqualTo(_ other: Self) -> Bool { value <= other.value }
  @inlinable public func isTotallyOrdered(belowOrEqualTo other: Self) -> Bool {
    value.isTotallyOrdered(belowOrEqualTo: other.value)
  }

  @inlinable public var isZero: Bool { value == 0 }
  @inlinable public var isFinite: Bool { value.isFinite }
  @inlinable public var isInfinite: Bool { value.isInfinite }
  @inlinable public var isNaN: Bool { value.isNaN }
  @inlinable public var isSignalingNaN: Bool { value.isSignalingNaN }
  @inlinable public var isNormal: Bool { isFinite && value.magnitude >= Layout.quantizer.leastNormal }
  @inlinable public var isSubnormal: Bool { value != 0 && value.magnitude < Layout.quantizer.leastNormal }
  @inlinable public var isCanonical: Bool { true }

  @inlinable public var floatingPointClass: FloatingPointClassification {
    guard isSubnormal else { return value.floatingPointClass }
    return value < 0 ? .negativeSubnormal : .positiveSubnormal
  }

  @inlinable public func distance(to other: Self) -> Self { other - self }
  @inlinable public func advanced(by n: Self) -> Self { self + n }
}

extension Emulated: CustomStringConvertible {
  /// The number as a Double prints it.
  public var description: String { value.description }
}
