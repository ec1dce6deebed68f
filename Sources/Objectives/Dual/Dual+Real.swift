public import RealModule

/// The elementary functions with their derivatives.
///
/// Edge Cases: the derivatives of Γ and log Γ need ψ, which `Real` doesn't have; their slope is NaN unless that of the argument
/// is 0.
extension Dual: Real {
  @inlinable public static func exp(_ x: Self) -> Self {
    let y = Base.exp(x.value)
    return x.chained(y, y)
  }
  @inlinable public static func expMinusOne(_ x: Self) -> Self {
    x.chained(.expMinusOne(x.value), .exp(x.value))
  }
  @inlinable public static func exp2(_ x: Self) -> Self {
    let y = Base.exp2(x.value)
    return x.chained(y, y * .log(2))
  }
  @inlinable public static func exp10(_ x: Self) -> Self {
    let y = Base.exp10(x.value)
    return x.chained(y, y * .log(10))
  }
  @inlinable public static func log(_ x: Self) -> Self { x.chained(.log(x.value), 1 / x.value) }
  @inlinable public static func log(onePlus x: Self) -> Self { x.chained(.log(onePlus: x.value), 1 / (1 + x.value)) }
  @inlinable public static func log2(_ x: Self) -> Self { x.chained(.log2(x.value), 1 / (x.value * .log(2))) }
  @inlinable public static func log10(_ x: Self) -> Self { x.chained(.log10(x.value), 1 / (x.value * .log(10))) }

  @inlinable public static func sin(_ x: Self) -> Self { x.chained(.sin(x.value), .cos(x.value)) }
  @inlinable public static func cos(_ x: Self) -> Self { x.chained(.cos(x.value), -.sin(x.value)) }
  @inlinable public static func tan(_ x: Self) -> Self {
    let y = Base.tan(x.value)
    return x.chained(y, 1 + y * y)
  }
  @inlinable public static func asin(_ x: Self) -> Self {
    x.chained(.asin(x.value), 1 / ((1 - x.value) * (1 + x.value)).squareRoot())
  }
  @inlinable public static func acos(_ x: Self) -> Self {
    x.chained(.acos(x.value), -1 / ((1 - x.value) * (1 + x.value)).squareRoot())
  }
  @inlinable public static func atan(_ x: Self) -> Self { x.chained(.atan(x.value), 1 / (1 + x.value * x.value)) }
  @inlinable public static func atan2(y: Self, x: Self) -> Self {
    let square = x.value * x.value + y.value * y.value
    return Self(.atan2(y: y.value, x: x.value), slope: (x.value * y.slope - y.value * x.slope) / square)
  }

  @inlinable public static func sinh(_ x: Self) -> Self { x.chained(.sinh(x.value), .cosh(x.value)) }
  @inlinable public static func cosh(_ x: Self) -> Self { x.chained(.cosh(x.value), .sinh(x.value)) }
  @inlinable public static func tanh(_ x: Self) -> Self {
    let y = Base.tanh(x.value)
    return x.chained(y, (1 - y) * (1 + y))
  }
  @inlinable public static func asinh(_ x: Self) -> Self {
    x.chained(.asinh(x.value), 1 / (x.value * x.value + 1).squareRoot())
  }
  @inlinable public static func acosh(_ x: Self) -> Self {
    x.chained(.acosh(x.value), 1 / ((x.value - 1) * (x.value + 1)).squareRoot())
  }
  @inlinable public static func atanh(_ x: Self) -> Self {
    x.chained(.atanh(x.value), 1 / ((1 - x.value) * (1 + x.value)))
  }

  @inlinable public static func sqrt(_ x: Self) -> Self { x.squareRoot() }
  @inlinable public static func root(_ x: Self, _ n: Int) -> Self {
    let y = Base.root(x.value, n)
    return x.chained(y, y / (Base(n) * x.value))
  }
  /// x^y; the slope of a constant exponent needs no logarithm, so the base may be negative where y is whole.
  @inlinable public static func pow(_ x: Self, _ y: Self) -> Self {
    let power = Base.pow(x.value, y.value)
    let inBase = x.slope == 0 ? 0 : x.slope * y.value * .pow(x.value, y.value - 1)
    let inExponent = y.slope == 0 ? 0 : y.slope * power * .log(x.value)
    return Self(power, slope: inBase + inExponent)
  }
  @inlinable public static func pow(_ x: Self, _ n: Int) -> Self {
    n == 0 ? Self(1) : x.chained(.pow(x.value, n), Base(n) * .pow(x.value, n - 1))
  }
  @inlinable public static func hypot(_ x: Self, _ y: Self) -> Self {
    let length = Base.hypot(x.value, y.value)
    return Self(length, slope: (x.value * x.slope + y.value * y.slope) / length)
  }

  @inlinable public static func erf(_ x: Self) -> Self {
    x.chained(.erf(x.value), 2 * .exp(-x.value * x.value) / .sqrt(.pi))
  }
  @inlinable public static func erfc(_ x: Self) -> Self {
    x.chained(.erfc(x.value), -2 * .exp(-x.value * x.value) / .sqrt(.pi))
  }
  @inlinable public static func gamma(_ x: Self) -> Self {
    Self(.gamma(x.value), slope: x.slope == 0 ? 0 : .nan)
  }
  @inlinable public static func logGamma(_ x: Self) -> Self {
    Self(.logGamma(x.value), slope: x.slope == 0 ? 0 : .nan)
  }
  @inlinable public static func signGamma(_ x: Self) -> FloatingPointSign { Base.signGamma(x.value) }
}
