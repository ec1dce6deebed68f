internal import CAMECore
public import RealModule

/// ½ ‖U Vᵀ − A‖²: the best approximation of a matrix by one of lower rank, whose optimum Eckart and Young give.
///
/// A = H Σ Hᵀ / n with H the Hadamard matrix of n rows and σᵢ = 2^(−i/2) for even i, 0.75 · 2^(−(i−1)/2) for odd: dyadic, so that it is the
/// same in every format. All that is left over at the optimum is ½ Σ σᵢ² of the values past the rank.
///
/// Reference: Eckart, Young, *The approximation of one matrix by another of lower rank*, Psychometrika 1, 1936.
public struct MatrixFactorization: Problem {
  /// n: rows and columns of A, a power of four.
  public let size: Int
  /// Columns of U and V.
  public let rank: Int

  public init(size: Int = 16, rank: Int = 4) { (self.size, self.rank) = (size, rank) }

  public var name: String { "factorization" }
  public var summary: String { "½ ‖U Vᵀ − A‖², A of \(size) × \(size) by rank \(rank)" }
  public var shapes: [[Int]] { [[size, rank], [size, rank]] }

  var singularValues: [Double] {
    (0..<size).map { Double(sign: .plus, exponent: -($0 / 2), significand: $0 % 2 == 0 ? 1 : 0.75) }
  }

  public var minimum: KnownMinimum? {
    KnownMinimum(singularValues.dropFirst(rank).reduce(0) { $0 + $1 * $1 } / 2, source: "Eckart, Young 1936")
  }

  /// Random numbers up to ½; at zero the gradient is zero.
  public func start(seed: UInt64) -> [[Double]] {
    (0..<2).map { part in (0..<size * rank).map { Draws(seed: seed).fraction($0, stream: 1 + part) - 0.5 } }
  }

  public func objective<Scalar: Real & Sendable>(in type: Scalar.Type) -> any Objective<Scalar> {
    var a = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in 0..<size {
        // The sign of H_ik is the parity of the bits that i and k share.
        for k in 0..<size {
          let sign = ((i & k).nonzeroBitCount + (j & k).nonzeroBitCount) % 2 == 0 ? 1.0 : -1
          a[i * size + j] += sign * singularValues[k] / Double(size)
        }
      }
    }
    return FactorizationLoss<Scalar>(a: a.map { number($0) }, size: size)
  }
}

struct FactorizationLoss<Scalar: Real & Sendable>: Objective {
  let a: [Scalar]
  let size: Int

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func evaluate(at θ: [Tensor<Scalar>]) -> Evaluated<Scalar> {
    let (u, v, rank) = (θ[0].values, θ[1].values, θ[0].count / size)
    var loss: Scalar = 0
    var (inU, inV) = (u.map { _ in Scalar.zero }, v.map { _ in Scalar.zero })
    for i in 0..<size {
      for j in 0..<size {
        var residual = -a[i * size + j]
        for k in 0..<rank { residual += u[i * rank + k] * v[j * rank + k] }
        loss += residual * residual
        for k in 0..<rank {
          inU[i * rank + k] += residual * v[j * rank + k]
          inV[j * rank + k] += residual * u[i * rank + k]
        }
      }
    }
    return Evaluated(value: loss / 2, gradient: [θ[0].filled(inU), θ[1].filled(inV)])
  }
}
