public import RealModule

/// The functions of swift-numerics' `Real` that are audited.
public enum AuditedFunction: String, CaseIterable, Sendable {
  case exp, exp2, exp10, expMinusOne, log, log2, log10
  case logOnePlus = "log(onePlus:)"
  case sin, cos, tan, cosMinusOne, asin, acos, atan
  case sinh, cosh, tanh, asinh, acosh, atanh
  case erf, erfc, gamma, logGamma, sqrt
  case cubeRoot = "root(_:3)"
  case cube = "pow(_:3)"
  case tenth = "pow(_:-10)"
  case sum = "+"
  case difference = "-"
  case product = "*"
  case quotient = "/"
  case pow, atan2, hypot

  /// Whether it has two arguments.
  public var isBinary: Bool {
    switch self {
    case .sum, .difference, .product, .quotient, .pow, .atan2, .hypot: true
    default: false
    }
  }

  /// The function of one argument, or of two.
  @inlinable @inline(__always)
  func callAsFunction<Scalar: Real>(_ x: Scalar, _ y: Scalar) -> Scalar {
    switch self {
    case .exp: .exp(x)
    case .exp2: .exp2(x)
    case .exp10: .exp10(x)
    case .expMinusOne: .expMinusOne(x)
    case .log: .log(x)
    case .log2: .log2(x)
    case .log10: .log10(x)
    case .logOnePlus: .log(onePlus: x)
    case .sin: .sin(x)
    case .cos: .cos(x)
    case .tan: .tan(x)
    case .cosMinusOne: .cosMinusOne(x)
    case .asin: .asin(x)
    case .acos: .acos(x)
    case .atan: .atan(x)
    case .sinh: .sinh(x)
    case .cosh: .cosh(x)
    case .tanh: .tanh(x)
    case .asinh: .asinh(x)
    case .acosh: .acosh(x)
    case .atanh: .atanh(x)
    case .erf: .erf(x)
    case .erfc: .erfc(x)
    case .gamma: .gamma(x)
    case .logGamma: .logGamma(x)
    case .sqrt: .sqrt(x)
    case .cubeRoot: .root(x, 3)
    case .cube: .pow(x, 3)
    case .tenth: .pow(x, -10)
    case .sum: x + y
    case .difference: x - y
    case .product: x * y
    case .quotient: x / y
    case .pow: .pow(x, y)
    case .atan2: .atan2(y: x, x: y)
    case .hypot: .hypot(x, y)
    }
  }
}
