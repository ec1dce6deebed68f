#if MPFR
  public import CMPFR

  extension BigReal: Equatable, Comparable {
    @inlinable public static func == (a: Self, b: Self) -> Bool { test(a, b, cmpfr_equal_p) }
    @inlinable public static func < (a: Self, b: Self) -> Bool { test(a, b, cmpfr_less_p) }
  }

  extension BigReal: Hashable {
    /// Equal numbers hash alike: both zeros are one.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(isZero ? 0 : exp)
      guard isFinite, !isZero else { return }
      hasher.combine(sgn)
      for i in 0..<limbs { hasher.combine(significandLimbs[i]) }
    }
  }

  extension BigReal: ExpressibleByIntegerLiteral {
    @inlinable public init(integerLiteral value: Int) { self.init(value) }
  }

  extension BigReal: FloatingPoint {
    public typealias Exponent = Int
    public typealias Magnitude = Self
    public typealias Stride = Self

    @inlinable public static var radix: Int { 2 }
    @inlinable public static var zero: Self { Self() }
    @inlinable public static var nan: Self {
      var r = Self()
      r.exp = cmpfr_exponent_of_nan()
      return r
    }
    /// The same as `nan`: MPFR has one NaN, and it is quiet.
    @inlinable public static var signalingNaN: Self { nan }
    @inlinable public static var infinity: Self {
      var r = Self()
      r.exp = cmpfr_exponent_of_infinity()
      return r
    }
    public static var greatestFiniteMagnitude: Self { make(cmpfr_greatest) }
    public static var leastNormalMagnitude: Self { make(cmpfr_least) }
    /// The same as `leastNormalMagnitude`: there are no subnormals.
    public static var leastNonzeroMagnitude: Self { make(cmpfr_least) }
    /// π rounded towards zero, as for every `FloatingPoint` type.
    public static var pi: Self { make(cmpfr_pi) }
    public static var ulpOfOne: Self { Self(sign: .plus, exponent: 1 - bits, significand: 1) }

    /// The weight of the last bit; the least number where that would be under it, NaN where there is none.
    public var ulp: Self {
      guard isFinite else { return .nan }
      guard !isZero else { return .leastNonzeroMagnitude }
      let ulp = Self(sign: .plus, exponent: exponent + 1 - bits, significand: 1)
      return ulp.isZero ? .leastNonzeroMagnitude : ulp
    }

    /// `significand · 2^exponent`, negated for `.minus`.
    public init(sign: FloatingPointSign, exponent: Int, significand: Self) {
      self = Self.unary(significand) { cmpfr_mul_2si($0, $1, exponent, $2) }
      if sign == .minus { sgn = -sgn }
    }

    @inlinable
    public init(signOf sign: Self, magnitudeOf magnitude: Self) {
      self = magnitude
      sgn = sign.sgn
    }

    @inlinable public var sign: FloatingPointSign { sgn < 0 ? .minus : .plus }
    @inlinable public var exponent: Int { isZero ? Int.min : isFinite ? exp - 1 : Int.max }
    @inlinable public var significand: Self {
      var r = magnitude
      if isNormal { r.exp = 1 }
      return r
    }
    @inlinable public var magnitude: Self {
      var r = self
      r.sgn = 1
      return r
    }

    // Sums, differences and products are out of line, each compiled once a precision: inlined into the 64 lanes of a sum
    // they make a function of a megabyte, which takes minutes to compile and runs no faster. A quotient is but a call of
    // MPFR, and a second call around it would cost a fifth of its time at 127 bits.

    @inlinable @inline(never)
    public static func + (a: Self, b: Self) -> Self {
      binary(a, b, fast: cmpfr_try_add, slow: slowSum)
    }
    @inlinable @inline(never)
    public static func - (a: Self, b: Self) -> Self {
      binary(a, b, fast: cmpfr_try_sub, slow: slowDifference)
    }
    @inlinable @inline(never)
    public static func * (a: Self, b: Self) -> Self {
      binary(a, b, fast: cmpfr_try_mul, slow: slowProduct)
    }
    @inlinable @inline(__always)
    public static func / (a: Self, b: Self) -> Self { binary(a, b, cmpfr_div) }
    @inlinable @inline(__always)
    public static func += (a: inout Self, b: Self) { a = a + b }
    @inlinable @inline(__always)
    public static func -= (a: inout Self, b: Self) { a = a - b }
    @inlinable @inline(__always)
    public static func *= (a: inout Self, b: Self) { a = a * b }
    @inlinable @inline(__always)
    public static func /= (a: inout Self, b: Self) { a.update(with: b, cmpfr_div) }
    @inlinable public static prefix func - (a: Self) -> Self {
      var r = a
      r.negate()
      return r
    }
    @inlinable public mutating func negate() { sgn = -sgn }

    public mutating func formRemainder(dividingBy other: Self) { update(with: other, cmpfr_remainder) }
    public mutating func formTruncatingRemainder(dividingBy other: Self) { update(with: other, cmpfr_fmod) }
    @inlinable public mutating func formSquareRoot() { self = squareRoot() }
    @inlinable @inline(never)
    public func squareRoot() -> Self { Self.unary(self, cmpfr_sqrt) }

    /// self + a·b with one rounding.
    @inlinable
    public mutating func addProduct(_ a: Self, _ b: Self) {
      withResult { r in
        a.withOperand { a in b.withOperand { b in _ = cmpfr_fma(r, a, b, Operand(r), bits) } }
      }
    }

    public mutating func round(_ rule: FloatingPointRoundingRule) {
      switch rule {
      case .toNearestOrEven: self = Self.unary(self, cmpfr_roundeven)
      case .toNearestOrAwayFromZero: self = Self.unary(self, cmpfr_round)
      case .towardZero: self = Self.unary(self, cmpfr_trunc)
      case .up: self = Self.unary(self, cmpfr_ceil)
      case .down: self = Self.unary(self, cmpfr_floor)
      case .awayFromZero: self = Self.unary(self, cmpfr_rint_away)
      @unknown default: preconditionFailure("There is no rounding rule \(rule).")
      }
    }

    public var nextUp: Self {
      var r = self
      r.withResult { cmpfr_nextabove($0, bits) }
      return r
    }
    public var nextDown: Self {
      var r = self
      r.withResult { cmpfr_nextbelow($0, bits) }
      return r
    }

    @inlinable public func isEqual(to other: Self) -> Bool { self == other }
    @inlinable public func isLess(than other: Self) -> Bool { self < other }
    @inlinable public func isLessThanOrEqualTo(_ other: Self) -> Bool { Self.test(self, other, cmpfr_lessequal_p) }
    public func isTotallyOrdered(belowOrEqualTo other: Self) -> Bool { Self.test(self, other, cmpfr_total_order_p) }

    @inlinable public var isZero: Bool { exp == cmpfr_exponent_of_zero() }
    @inlinable public var isInfinite: Bool { exp == cmpfr_exponent_of_infinity() }
    @inlinable public var isNaN: Bool { exp == cmpfr_exponent_of_nan() }
    @inlinable public var isFinite: Bool { !isInfinite && !isNaN }
    @inlinable public var isNormal: Bool { isFinite && !isZero }
    @inlinable public var isSubnormal: Bool { false }
    @inlinable public var isSignalingNaN: Bool { false }
    @inlinable public var isCanonical: Bool { true }

    public var floatingPointClass: FloatingPointClassification {
      if isNaN { return .quietNaN }
      if sgn < 0 { return isZero ? .negativeZero : isInfinite ? .negativeInfinity : .negativeNormal }
      return isZero ? .positiveZero : isInfinite ? .positiveInfinity : .positiveNormal
    }

    @inlinable public func distance(to other: Self) -> Self { other - self }
    @inlinable public func advanced(by n: Self) -> Self { self + n }
  }
#endif
