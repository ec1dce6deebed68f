import CAMECore
import PropertyKit
import RealModule

extension RandomStream {
  /// A Float of either sign, its magnitude spread evenly over 2^exponents.
  mutating func float(exponents: ClosedRange<Int> = -12...0) -> Float {
    let magnitude = Float(sign: .plus, exponent: Int.random(in: exponents, using: &self), significand: 1)
    return Float.random(in: 1..<2, using: &self) * magnitude * (Bool.random(using: &self) ? 1 : -1)
  }

  /// A tensor of such Floats, which every format from Float up holds exactly.
  mutating func tensor<Scalar: Real>(_ shape: [Int], exponents: ClosedRange<Int> = -12...0) throws -> Tensor<Scalar> {
    let values = (0..<shape.reduce(1, *)).map { _ in float(exponents: exponents) }
    // A Float is an integer of 24 bits times a power of two.
    return try Tensor(
      shape: shape,
      values: values.map { x in
        guard x != 0 else { return 0 }
        return Scalar(Int(x / x.ulp)) * Scalar.pow(2, Int(x.ulp.exponent))
      })
  }
}

/// The shapes that every test of a step goes through: no dimension to four, thin, odd, prime, more than a block.
let shapes: [[Int]] = [
  [], [1], [7], [65], [1, 1], [1, 9], [9, 1], [2, 3], [17, 31], [64, 64], [130, 67], [5, 6, 7], [3, 4, 2, 2],
  [1, 5000],
]

let defaults = try! CAMEHyperparameters(learningRate: 2e-3, weightDecay: 1e-2)
