#if MPFR
  public import CMPFR
  public import RealModule

  /// The elementary functions, each correctly rounded.
  extension BigReal: Real {
    @inlinable public static func exp(_ x: Self) -> Self { unary(x, cmpfr_exp) }
    @inlinable public static func exp2(_ x: Self) -> Self { unary(x, cmpfr_exp2) }
    @inlinable public static func exp10(_ x: Self) -> Self { unary(x, cmpfr_exp10) }
    @inlinable public static func expMinusOne(_ x: Self) -> Self { unary(x, cmpfr_expm1) }
    @inlinable public static func log(_ x: Self) -> Self { unary(x, cmpfr_log) }
    @inlinable public static func log2(_ x: Self) -> Self { unary(x, cmpfr_log2) }
    @inlinable public static func log10(_ x: Self) -> Self { unary(x, cmpfr_log10) }
    @inlinable public static func log(onePlus x: Self) -> Self { unary(x, cmpfr_log1p) }

    @inlinable public static func cos(_ x: Self) -> Self { unary(x, cmpfr_cos) }
    @inlinable public static func sin(_ x: Self) -> Self { unary(x, cmpfr_sin) }
    @inlinable public static func tan(_ x: Self) -> Self { unary(x, cmpfr_tan) }
    @inlinable public static func acos(_ x: Self) -> Self { unary(x, cmpfr_acos) }
    @inlinable public static func asin(_ x: Self) -> Self { unary(x, cmpfr_asin) }
    @inlinable public static func atan(_ x: Self) -> Self { unary(x, cmpfr_atan) }
    @inlinable public static func atan2(y: Self, x: Self) -> Self { binary(y, x, cmpfr_atan2) }

    @inlinable public static func cosh(_ x: Self) -> Self { unary(x, cmpfr_cosh) }
    @inlinable public static func sinh(_ x: Self) -> Self { unary(x, cmpfr_sinh) }
    @inlinable public static func tanh(_ x: Self) -> Self { unary(x, cmpfr_tanh) }
    @inlinable public static func acosh(_ x: Self) -> Self { unary(x, cmpfr_acosh) }
    @inlinable public static func asinh(_ x: Self) -> Self { unary(x, cmpfr_asinh) }
    @inlinable public static func atanh(_ x: Self) -> Self { unary(x, cmpfr_atanh) }

    /// x to the power y for x ≥ 0; NaN for negative x, for NaN, and for 0 to the power 0, as swift-numerics defines it.
    @inlinable public static func pow(_ x: Self, _ y: Self) -> Self {
      guard x >= 0, !(x == 0 && y == 0) else { return .nan }
      return binary(x, y, cmpfr_pow)
    }
    @inlinable public static func pow(_ x: Self, _ n: Int) -> Self { unary(x) { cmpfr_pow_si($0, $1, n, $2) } }
    @inlinable public static func sqrt(_ x: Self) -> Self { unary(x, cmpfr_sqrt) }
    /// The n-th root; NaN for n = 0 and for even roots of negative numbers.
    @inlinable public static func root(_ x: Self, _ n: Int) -> Self { unary(x) { cmpfr_rootn_si($0, $1, n, $2) } }
    @inlinable public static func hypot(_ x: Self, _ y: Self) -> Self { binary(x, y, cmpfr_hypot) }

    @inlinable public static func erf(_ x: Self) -> Self { unary(x, cmpfr_erf) }
    @inlinable public static func erfc(_ x: Self) -> Self { unary(x, cmpfr_erfc) }
    @inlinable public static func gamma(_ x: Self) -> Self { unary(x, cmpfr_gamma) }
    /// log |Γ(x)|.
    @inlinable public static func logGamma(_ x: Self) -> Self { unary(x, cmpfr_lgamma) }
  }
#endif
