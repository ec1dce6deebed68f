internal import CAMECore
public import RealModule

/// ½ Σ aᵢ (θ − t)ᵢ² over a matrix, with curvatures from 1/κ to 1, along the axes or along the rows of a Hadamard matrix.
///
/// The target and all constants are dyadic with few bits, so that the function and its minimum are the same in every format and
/// what a run leaves over is the doing of its arithmetic.
public struct Quadratic: Problem {
  /// log₂ κ: a whole number.
  public let conditionExponent: Int
  /// Whether curvatures lie along the columns of a Hadamard matrix instead of the axes.
  public let isRotated: Bool
  /// Rows and columns; powers of two.
  public let rows, columns: Int

  public init(conditionExponent: Int, rotated: Bool = false, rows: Int = 8, columns: Int = 8) {
    (self.conditionExponent, isRotated, self.rows, self.columns) = (conditionExponent, rotated, rows, columns)
  }

  public var name: String { "quadratic-2^\(conditionExponent)" + (isRotated ? "-rotated" : "") }
  public var summary: String {
    "½ Σ a (θ − t)² of condition 2^\(conditionExponent), " + (isRotated ? "its axes rotated" : "along its axes")
  }
  public var shapes: [[Int]] { [[rows, columns]] }
  public var minimum: KnownMinimum? { KnownMinimum(0, at: target, source: "closed form") }

  /// aᵢ: powers of two from 2^−log₂κ to 1.
  public var curvatures: [Double] {
    let n = rows * columns
    return (0..<n).map { i in
      Double(sign: .plus, exponent: -(n == 1 ? 0 : (i * conditionExponent + (n - 1) / 2) / (n - 1)), significand: 1)
    }
  }

  /// t: multiples of 1/32 between 1 and 2 in magnitude, signs in turn.
  public var target: [Double] {
    (0..<rows * columns).map { i in
      let magnitude = 1 + Double((i * 19 + 7) % 32) / 32
      return i / 3 % 2 == 0 ? magnitude : -magnitude
    }
  }

  /// Zeros, or for another seed up to ¼ away from them.
  public func start(seed: UInt64) -> [[Double]] {
    [(0..<rows * columns).map { Draws(seed: seed).signed($0) / 4 }]
  }

  public func objective<Scalar: Real & Sendable>(in type: Scalar.Type) -> any Objective<Scalar> {
    QuadraticFunction<Scalar>(
      a: curvatures.map { number($0) }, target: target.map { number($0) }, isRotated: isRotated)
  }
}

struct QuadraticFunction<Scalar: Real & Sendable>: Objective {
  let a, target: [Scalar]
  let isRotated: Bool

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func evaluate(at θ: [Tensor<Scalar>]) -> Evaluated<Scalar> {
    var away = target.indices.map { θ[0][$0] - target[$0] }
    if isRotated { rotate(&away) }
    var value: Scalar = 0
    for i in a.indices {
      let slope = a[i] * away[i]
      value += slope * away[i] / 2
      away[i] = slope
    }
    if isRotated { rotate(&away) }
    var gradient = θ[0]
    for i in away.indices { gradient[i] = away[i] }
    return Evaluated(value: value, gradient: [gradient])
  }

  /// x ← H x / √n, its own inverse: the fast Walsh–Hadamard transform.
  ///
  /// - Precondition: n is a power of four, so that √n is a power of two.
  private func rotate(_ x: inout [Scalar]) {
    let n = x.count
    var half = 1
    while half < n {
      for start in stride(from: 0, to: n, by: 2 * half) {
        for i in start..<(start + half) { (x[i], x[i + half]) = (x[i] + x[i + half], x[i] - x[i + half]) }
      }
      half *= 2
    }
    let scale = Scalar.sqrt(Scalar(n))
    for i in x.indices { x[i] /= scale }
  }
}
