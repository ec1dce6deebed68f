import BigRealModule
import CAMECore
import Objectives
import RealModule
import Testing

/// Every gradient against derivatives that nobody wrote down.
@Suite("Gradients and dual numbers")
struct GradientTests {
  /// The standard start, one beside it, and the known minimum: where terms vanish, and where they don't.
  private static func points(_ problem: any Problem) -> [[[Double]]] {
    var points = [problem.start(seed: 1), problem.start(seed: 2)]
    if let point = problem.minimum?.point, problem.shapes.count == 1 { points.append([point]) }
    return points
  }

  @Test("of every problem agree with dual numbers to 2^-200 in MPFR at 255 bits", arguments: Problems.all.map(\.name))
  func exact(_ name: String) throws {
    let problem = try Problems.named(name)
    // A few directions of the large ones; all directions of the 35 and of all that are small.
    let stride = max(1, problem.count / 4)
    let isLarge = problem.count > 100
    for point in isLarge ? [problem.start(seed: 1)] : Self.points(problem) {
      let places = isLarge ? Array(Swift.stride(from: 1, to: problem.count, by: stride)) : nil
      let error = problem.gradientError(at: problem.tensors(point) as [Tensor<BigReal255>], places: places)
      #expect(error <= BigReal255(sign: .plus, exponent: -200, significand: 1), "\(name): \(error)")
    }
  }

  /// Each function at a point of its domain, and its derivative as a difference quotient in MPFR.
  @Test("of the elementary functions agree with difference quotients")
  func elementary() {
    typealias B = BigReal255
    typealias D = Dual<B>
    let half = B(1) / 2
    let functions: [(String, (D) -> D)] = [
      ("exp", D.exp), ("expMinusOne", D.expMinusOne), ("exp2", D.exp2), ("exp10", D.exp10), ("log", { D.log($0) }),
      ("log1p", { D.log(onePlus: $0) }), ("log2", D.log2), ("log10", D.log10), ("sin", D.sin), ("cos", D.cos),
      ("tan", D.tan), ("asin", D.asin), ("acos", D.acos), ("atan", D.atan), ("sinh", D.sinh), ("cosh", D.cosh),
      ("tanh", D.tanh), ("asinh", D.asinh), ("acosh", { D.acosh($0 + 1) }), ("atanh", D.atanh), ("sqrt", D.sqrt),
      ("root", { D.root($0, 3) }), ("pow", { D.pow($0, -3) }), ("x^x", { D.pow($0, $0) }), ("erf", D.erf),
      ("erfc", D.erfc), ("atan2", { D.atan2(y: $0, x: 1 - $0 * $0) }), ("hypot", { D.hypot($0, $0 * $0) }),
      ("quotient", { ($0 * $0 - 1) / ($0 + 2) }), ("fma", { D(3).addingProduct($0, $0 * $0) }),
      ("magnitude", { ($0 - 1).magnitude }), ("remainder", { ($0 * 5).truncatingRemainder(dividingBy: $0 + 1) }),
    ]
    let h = B(sign: .plus, exponent: -80, significand: 1)
    for (name, f) in functions {
      let slope = f(D(half, slope: 1)).slope
      let quotient = (f(D(half + h)).value - f(D(half - h)).value) / (2 * h)
      // The quotient is off by h² f‴/6 and by 2⁻²⁵⁵ |f| / h, both under 2⁻¹⁵⁰ here.
      #expect((slope - quotient).magnitude < B(sign: .plus, exponent: -150, significand: 1), "\(name)")
    }
  }

  @Test("are noticed where they are wrong")
  func wrong() throws {
    struct Wrong: Problem {
      let name = "wrong", summary = "", shapes = [[2]]
      let minimum: KnownMinimum? = nil
      func start(seed: UInt64) -> [[Double]] { [[1, 2]] }
      func objective<Scalar: Real & Sendable>(in type: Scalar.Type) -> any Objective<Scalar> { Function() }

      struct Function<Scalar: Real & Sendable>: Objective {
        func evaluate(at θ: [Tensor<Scalar>]) -> Evaluated<Scalar> {
          // ∂/∂y of x y³ is 3 x y², not 2 x y².
          let (x, y) = (θ[0][0], θ[0][1])
          return Evaluated(value: x * y * y * y, gradient: [Tensor([y * y * y, 2 * x * y * y])])
        }
      }
    }
    let error: Double = Wrong().gradientError(at: Wrong().start(in: Double.self))
    #expect(error == 4.0 / 12)
  }
}
