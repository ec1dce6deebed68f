public import RealModule

/// The elementary functions: Double's, rounded to the format.
///
/// Error Bounds: half an ulp, and a unit of 2^−52 or so of the result: whatever Double's function is off.
extension Emulated: Real {
  @inlinable public static func exp(_ x: Self) -> Self { Self(.exp(x.value)) }
  @inlinable public static func exp2(_ x: Self) -> Self { Self(.exp2(x.value)) }
  @inlinable public static func exp10(_ x: Self) -> Self { Self(.exp10(x.value)) }
  @inlinable public static func expMinusOne(_ x: Self) -> Self { Self(.expMinusOne(x.value)) }
  @inlinable public static func log(_ x: Self) -> Self { Self(.log(x.value)) }
  @inlinable public static func log2(_ x: Self) -> Self { Self(.log2(x.value)) }
  @inlinable public static func log10(_ x: Self) -> Self { Self(.log10(x.value)) }
  @inlinable public static func log(onePlus x: Self) -> Self { Self(.log(onePlus: x.value)) }

  @inlinable public static func cos(_ x: Self) -> Self { Self(.cos(x.value)) }
  @inlinable public static func sin(_ x: Self) -> Self { Self(.sin(x.value)) }
  @inlinable public static func tan(_ x: Self) -> Self { Self(.tan(x.value)) }
  @inlinable public static func acos(_ x: Self) -> Self { Self(.acos(x.value)) }
  @inlinable public static func asin(_ x: Self) -> Self { Self(.asin(x.value)) }
  @inlinable public static func atan(_ x: Self) -> Self { Self(.atan(x.value)) }
  @inlinable public static func atan2(y: Self, x: Self) -> Self { Self(.atan2(y: y.value, x: x.value)) }

  @inlinable public static func cosh(_ x: Self) -> Self { Self(.cosh(x.value)) }
  @inlinable public static func sinh(_ x: Self) -> Self { Self(.sinh(x.value)) }
  @inlinable public static func tanh(_ x: Self) -> Self { Self(.tanh(x.value)) }
  @inlinable public static func acosh(_ x: Self) -> Self { Self(.acosh(x.value)) }
  @inlinable public static func asinh(_ x: Self) -> Self { Self(.asinh(x.value)) }
  @inlinable public static func atanh(_ x: Self) -> Self { Self(.atanh(x.value)) }

  /// x to the power y for x ≥ 0; NaN for negative x, for NaN, and for 0 to the power 0, as swift-numerics defines it.
  @inlinable public static func pow(_ x: Self, _ y: Self) -> Self { Self(.pow(x.value, y.value)) }
  @inlinable public static func pow(_ x: Self, _ n: Int) -> Self { Self(.pow(x.value, n)) }
  @inlinable public static func sqrt(_ x: Self) -> Self { x.squareRoot() }
  @inlinable public static func root(_ x: Self, _ n: Int) -> Self { Self(.root(x.value, n)) }
  @inlinable public static func hypot(_ x: Self, _ y: Self) -> Self { Self(.hypot(x.value, y.value)) }

  @inlinable public static func erf(_ x: Self) -> Self { Self(.erf(x.value)) }
  @inlinable public static func erfc(_ x: Self) -> Self { Self(.erfc(x.value)) }
  @inlinable public static func gamma(_ x: Self) -> Self { Self(.gamma(x.value)) }
  /// log |Γ(x)|.
  @inlinable public static func logGamma(_ x: Self) -> Self { Self(.logGamma(x.value)) }
  @inlinable public static func signGamma(_ x: Self) -> FloatingPointSign { Double.signGamma(x.value) }
}
