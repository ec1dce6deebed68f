extension Dual: ExpressibleByIntegerLiteral {
  @inlinable public init(integerLiteral value: Base.IntegerLiteralType) { self.init(Base(integerLiteral: value)) }
}

/// What a number is, told of its value; a number made of it keeps the slope where that has a meaning.
extension Dual: FloatingPoint {
  public typealias Exponent = Base.Exponent
  public typealias Magnitude = Self
  public typealias Stride = Self

  @inlinable public init(_ x: Int) { self.init(Base(x)) }
  @inlinable public init<Source: BinaryInteger>(_ x: Source) { self.init(Base(x)) }
  @inlinable public init?<Source: BinaryInteger>(exactly x: Source) {
    guard let value = Base(exactly: x) else { return nil }
    self.init(value)
  }
  @inlinable public init(sign: FloatingPointSign, exponent: Exponent, significand: Self) {
    let scale = Base(sign: sign, exponent: exponent, significand: 1)
    self.init(significand.value * scale, slope: significand.slope * scale)
  }
  @inlinable public init(signOf sign: Self, magnitudeOf x: Self) { self = sign.value.sign == x.value.sign ? x : -x }

  @inlinable public static var radix: Int { Base.radix }
  @inlinable public static var nan: Self { Self(.nan) }
  @inlinable public static var signalingNaN: Self { Self(.signalingNaN) }
  @inlinable public static var infinity: Self { Self(.infinity) }
  @inlinable public static var pi: Self { Self(.pi) }
  @inlinable public static var greatestFiniteMagnitude: Self { Self(.greatestFiniteMagnitude) }
  @inlinable public static var leastNormalMagnitude: Self { Self(.leastNormalMagnitude) }
  @inlinable public static var leastNonzeroMagnitude: Self { Self(.leastNonzeroMagnitude) }
  @inlinable public static var ulpOfOne: Self { Self(.ulpOfOne) }
  @inlinable public var ulp: Self { Self(value.ulp) }
  @inlinable public var nextUp: Self { Self(value.nextUp, slope: slope) }
  @inlinable public var sign: FloatingPointSign { value.sign }
  @inlinable public var exponent: Exponent { value.exponent }
  @inlinable public var significand: Self {
    value.isZero || !value.isFinite
      ? Self(value.significand)
      : Self(value.significand, slope: slope / Base(sign: value.sign, exponent: value.exponent, significand: 1))
  }
  @inlinable public var isNormal: Bool { value.isNormal }
  @inlinable public var isSubnormal: Bool { value.isSubnormal }
  @inlinable public var isFinite: Bool { value.isFinite }
  @inlinable public var isZero: Bool { value.isZero }
  @inlinable public var isInfinite: Bool { value.isInfinite }
  @inlinable public var isNaN: Bool { value.isNaN }
  @inlinable public var isSignalingNaN: Bool { value.isSignalingNaN }
  @inlinable public var isCanonical: Bool { value.isCanonical }
  @inlinable public func isEqual(to other: Self) -> Bool { value == other.value }
  @inlinable public func isLess(than other: Self) -> Bool { value < other.value }
  @inlinable public func isLessThanOrEqualTo(_ other: Self) -> Bool { value <= other.value }
  @inlinable public func isTotallyOrdered(belowOrEqualTo other: Self) -> Bool {
    value.isTotallyOrdered(belowOrEqualTo: other.value)
  }
  @inlinable public func distance(to other: Self) -> Self { other - self }
  @inlinable public func advanced(by n: Self) -> Self { self + n }

  // Away from the jumps these subtract a whole multiple of the divisor.
  @inlinable public mutating func formRemainder(dividingBy other: Self) {
    let multiple = (value - value.remainder(dividingBy: other.value)) / other.value
    self = Self(value.remainder(dividingBy: other.value), slope: slope - multiple * other.slope)
  }
  @inlinable public mutating func formTruncatingRemainder(dividingBy other: Self) {
    let rest = value.truncatingRemainder(dividingBy: other.value)
    self = Self(rest, slope: slope - (value - rest) / other.value * other.slope)
  }
  @inlinable public mutating func round(_ rule: FloatingPointRoundingRule) { self = Self(value.rounded(rule)) }
}
