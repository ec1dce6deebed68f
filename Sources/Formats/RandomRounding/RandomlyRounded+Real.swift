public import RealModule

extension RandomlyRounded: Equatable, Hashable, Comparable {
  @inlinable public static func == (a: Self, b: Self) -> Bool { a.value == b.value }
  @inlinable public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension RandomlyRounded: ExpressibleByIntegerLiteral {
  @inlinable public init(integerLiteral value: Int) { self.init(value: Self.nearest(Double(value)), seed: 0) }
}

extension RandomlyRounded: FloatingPoint {
  public typealias Exponent = Int
  public typealias Magnitude = Self
  public typealias Stride = Self

  @inlinable static func constant(_ x: Double) -> Self { Self(value: x, seed: 0) }
  @inlinable func with(_ x: Double) -> Self { Self(value: x, seed: seed) }
  /// The same number without its randomness, whose spacing and neighbours are those of the layout.
  @inlinable var plain: Emulated<Layout> { Emulated<Layout>(value) }

  @inlinable public static func + (a: Self, b: Self) -> Self { rounded(a.value + b.value, a, b, 1) }
  @inlinable public static func - (a: Self, b: Self) -> Self { rounded(a.value - b.value, a, b, 2) }
  @inlinable public static func * (a: Self, b: Self) -> Self { rounded(a.value * b.value, a, b, 3) }
  @inlinable public static func / (a: Self, b: Self) -> Self { rounded(a.value / b.value, a, b, 4) }
  @inlinable public static func += (a: inout Self, b: Self) { a = a + b }
  @inlinable public static func -= (a: inout Self, b: Self) { a = a - b }
  @inlinable public static func *= (a: inout Self, b: Self) { a = a * b }
  @inlinable public static func /= (a: inout Self, b: Self) { a = a / b }
  @inlinable public func squareRoot() -> Self { Self.rounded(value.squareRoot(), self, 5) }
  @inlinable public mutating func formSquareRoot() { self = squareRoot() }
  @inlinable public mutating func addProduct(_ a: Self, _ b: Self) {
    self = Self.rounded(
      value.addingProduct(a.value, b.value), self, Self(value: a.value - b.value, seed: a.seed | b.seed), 6)
  }
  @inlinable public mutating func formRemainder(dividingBy other: Self) {
    self = with(value.remainder(dividingBy: other.value))
  }
  @inlinable public mutating func formTruncatingRemainder(dividingBy other: Self) {
    self = with(value.truncatingRemainder(dividingBy: other.value))
  }
  @inlinable public mutating func round(_ rule: FloatingPointRoundingRule) { self = with(value.rounded(rule)) }
  @inlinable public static prefix func - (a: Self) -> Self { a.with(-a.value) }

  @inlinable public init(_ x: Int) { self = .constant(Self.nearest(Double(x))) }
  @inlinable public init<Source: BinaryInteger>(_ x: Source) { self = .constant(Emulated<Layout>(x).value) }
  @inlinable public init?<Source: BinaryInteger>(exactly x: Source) {
    guard let exact = Emulated<Layout>(exactly: x) else { return nil }
    self = .constant(exact.value)
  }
  @inlinable public init(sign: FloatingPointSign, exponent: Int, significand: Self) {
    let scaled = Emulated<Layout>(sign: sign, exponent: exponent, significand: significand.plain)
    self.init(value: scaled.value, seed: significand.seed)
  }
  @inlinable public init(signOf sign: Self, magnitudeOf x: Self) {
    self = x.with(Double(signOf: sign.value, magnitudeOf: x.value))
  }

  @inlinable public static var radix: Int { 2 }
  @inlinable public static var nan: Self { constant(.nan) }
  @inlinable public static var signalingNaN: Self { constant(.signalingNaN) }
  @inlinable public static var infinity: Self { constant(Emulated<Layout>.infinity.value) }
  @inlinable public static var pi: Self { constant(Emulated<Layout>.pi.value) }
  @inlinable public static var greatestFiniteMagnitude: Self { constant(Layout.greatest) }
  @inlinable public static var leastNormalMagnitude: Self { constant(Emulated<Layout>.leastNormalMagnitude.value) }
  @inlinable public static var leastNonzeroMagnitude: Self { constant(Emulated<Layout>.leastNonzeroMagnitude.value) }
  @inlinable public static var ulpOfOne: Self { constant(Emulated<Layout>.ulpOfOne.value) }
  @inlinable public var ulp: Self { .constant(plain.ulp.value) }
  @inlinable public var nextUp: Self { with(plain.nextUp.value) }
  @inlinable public var sign: FloatingPointSign { value.sign }
  @inlinable public var exponent: Int { plain.exponent }
  @inlinable public var significand: Self { with(plain.significand.value) }
  @inlinable public var magnitude: Self { with(value.magnitude) }
  @inlinable public var isNormal: Bool { plain.isNormal }
  @inlinable public var isSubnormal: Bool { plain.isSubnormal }
  @inlinable public var isFinite: Bool { value.isFinite }
  @inlinable public var isZero: Bool { value.isZero }
  @inlinable public var isInfinite: Bool { value.isInfinite }
  @inlinable public var isNaN: Bool { value.isNaN }
  @inlinable public var isSignalingNaN: Bool { value.isSignalingNaN }
  @inlinable public var isCanonical: Bool { true }
  @inlinable public func isEqual(to other: Self) -> Bool { value == other.value }
  @inlinable public func isLess(than other: Self) -> Bool { value < other.value }
  @inlinable public func isLessThanOrEqualTo(_ other: Self) -> Bool { value <= other.value }
  @inlinable public func isTotallyOrdered(belowOrEqualTo other: Self) -> Bool {
    value.isTotallyOrdered(belowOrEqualTo: other.value)
  }
  @inlinable public func distance(to other: Self) -> Self { other - self }
  @inlinable public func advanced(by n: Self) -> Self { self + n }
}

/// The elementary functions: Double's result, rounded at random.
extension RandomlyRounded: Real {
  @inlinable static func function(_ x: Self, _ operation: UInt64, _ f: (Double) -> Double) -> Self {
    rounded(f(x.value), x, operation)
  }

  @inlinable public static func exp(_ x: Self) -> Self { function(x, 10, Double.exp) }
  @inlinable public static func exp2(_ x: Self) -> Self { function(x, 11, Double.exp2) }
  @inlinable public static func exp10(_ x: Self) -> Self { function(x, 12, Double.exp10) }
  @inlinable public static func expMinusOne(_ x: Self) -> Self { function(x, 13, Double.expMinusOne) }
  @inlinable public static func log(_ x: Self) -> Self { function(x, 14) { Double.log($0) } }
  @inlinable public static func log2(_ x: Self) -> Self { function(x, 15, Double.log2) }
  @inlinable public static func log10(_ x: Self) -> Self { function(x, 16, Double.log10) }
  @inlinable public static func log(onePlus x: Self) -> Self { function(x, 17) { Double.log(onePlus: $0) } }
  @inlinable public static func cos(_ x: Self) -> Self { function(x, 18, Double.cos) }
  @inlinable public static func sin(_ x: Self) -> Self { function(x, 19, Double.sin) }
  @inlinable public static func tan(_ x: Self) -> Self { function(x, 20, Double.tan) }
  @inlinable public static func acos(_ x: Self) -> Self { function(x, 21, Double.acos) }
  @inlinable public static func asin(_ x: Self) -> Self { function(x, 22, Double.asin) }
  @inlinable public static func atan(_ x: Self) -> Self { function(x, 23, Double.atan) }
  @inlinable public static func cosh(_ x: Self) -> Self { function(x, 24, Double.cosh) }
  @inlinable public static func sinh(_ x: Self) -> Self { function(x, 25, Double.sinh) }
  @inlinable public static func tanh(_ x: Self) -> Self { function(x, 26, Double.tanh) }
  @inlinable public static func acosh(_ x: Self) -> Self { function(x, 27, Double.acosh) }
  @inlinable public static func asinh(_ x: Self) -> Self { function(x, 28, Double.asinh) }
  @inlinable public static func atanh(_ x: Self) -> Self { function(x, 29, Double.atanh) }
  @inlinable public static func erf(_ x: Self) -> Self { function(x, 30, Double.erf) }
  @inlinable public static func erfc(_ x: Self) -> Self { function(x, 31, Double.erfc) }
  @inlinable public static func gamma(_ x: Self) -> Self { function(x, 32, Double.gamma) }
  @inlinable public static func logGamma(_ x: Self) -> Self { function(x, 33, Double.logGamma) }
  @inlinable public static func sqrt(_ x: Self) -> Self { x.squareRoot() }
  @inlinable public static func signGamma(_ x: Self) -> FloatingPointSign { Double.signGamma(x.value) }
  @inlinable public static func pow(_ x: Self, _ y: Self) -> Self { rounded(Double.pow(x.value, y.value), x, y, 34) }
  @inlinable public static func atan2(y: Self, x: Self) -> Self {
    rounded(Double.atan2(y: y.value, x: x.value), y, x, 35)
  }
  @inlinable public static func hypot(_ x: Self, _ y: Self) -> Self {
    rounded(Double.hypot(x.value, y.value), x, y, 36)
  }
  @inlinable public static func pow(_ x: Self, _ n: Int) -> Self {
    function(x, 37 &+ UInt64(truncatingIfNeeded: n) << 8) { Double.pow($0, n) }
  }
  @inlinable public static func root(_ x: Self, _ n: Int) -> Self {
    function(x, 38 &+ UInt64(truncatingIfNeeded: n) << 8) { Double.root($0, n) }
  }
}
