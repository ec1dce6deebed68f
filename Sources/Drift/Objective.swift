package import CAMECore
package import Formats
internal import RealModule

/// A function with a known gradient, whose run goes its own way in each format: the gradient is taken at each policy's own
/// parameters, so that an error comes back through it.
public struct Objective: Sendable {
  /// What is minimised.
  public enum Kind: String, CaseIterable, Sendable {
    /// ½ Σ λᵢθᵢ² with λ from 2⁻²⁰ to 1: a bowl a million times steeper one way than the other.
    case quadratic
    /// Σ 100 (θᵢ₊₁ − θᵢ²)² + (1 − θᵢ)²: a curved valley.
    case rosenbrock

    /// What it is, in a clause.
    var summary: String {
      switch self {
      case .quadratic: "½ Σ λθ² with curvatures λ from 2⁻²⁰ to 1, from a random start"
      case .rosenbrock: "the chained Rosenbrock function, from its usual start (−1.2, 1, −1.2, …)"
      }
    }
  }

  public let kind: Kind
  /// The shape of its only tensor.
  public let shape: [Int]
  let count: Int

  /// - Throws: ``DriftError/shape(_:)`` if it has no elements or a length is negative.
  public init(_ kind: Kind, shape: [Int]) throws(DriftError) {
    guard let tensor = try? Tensor<Float>(repeating: 0, shape: shape), tensor.count > 0 else { throw .shape(shape) }
    (self.kind, self.shape, count) = (kind, shape, tensor.count)
  }

  /// Where a run starts; the quadratic's from `seed`.
  func start(seed: UInt64) -> Tensor<Float> {
    var values: [Float]
    switch kind {
    case .quadratic:
      let stream = CounterStream(seed: seed)
      values = (0..<count).map { i in
        // 23 random bits between −1 and 1.
        Float(Int(stream.bits(step: 0, stream: 0, element: i) >> 41) - 1 << 22) * 0x1p-22
      }
    case .rosenbrock: values = (0..<count).map { $0 % 2 == 0 ? -1.2 : 1 }
    }
    guard let tensor = try? Tensor(shape: shape, values: values) else { preconditionFailure("The count was checked.") }
    return tensor
  }

  /// ∇f(θ) in the arithmetic of θ.
  @inline(__always)
  package func gradient<Scalar: FormatScalar>(at θ: Tensor<Scalar>) -> Tensor<Scalar> {
    var g = θ
    switch kind {
    case .quadratic:
      // Powers of two, so that the function is the same in every format.
      let λ = (0..<21).map { Scalar(sign: .plus, exponent: Scalar.Exponent(-$0), significand: 1) }
      for i in 0..<count { g[i] = λ[i % 21] * θ[i] }
    case .rosenbrock:
      for i in 0..<count {
        var slope: Scalar = 0
        if i + 1 < count { slope = 2 * (θ[i] - 1) - 400 * θ[i] * (θ[i + 1] - θ[i] * θ[i]) }
        if i > 0 { slope += 200 * (θ[i] - θ[i - 1] * θ[i - 1]) }
        g[i] = slope
      }
    }
    return g
  }
}
