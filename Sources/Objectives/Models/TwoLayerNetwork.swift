internal import CAMECore
public import RealModule

/// ½ mean (W₂ tanh(W₁ x + b) − y)², where a network of the same size gave the answers y: the least value is 0.
public struct TwoLayerNetwork: Problem {
  public let inputs, hidden, outputs, cases: Int

  public init(inputs: Int = 4, hidden: Int = 8, outputs: Int = 2, cases: Int = 64) {
    (self.inputs, self.hidden, self.outputs, self.cases) = (inputs, hidden, outputs, cases)
  }

  public var name: String { "network" }
  public var summary: String { "a network of \(inputs), \(hidden) and \(outputs) learning from one of its size" }
  public var shapes: [[Int]] { [[hidden, inputs], [hidden], [outputs, hidden]] }
  public var minimum: KnownMinimum? {
    KnownMinimum(0, at: teacher.flatMap { $0 }, source: "the network that gave the answers")
  }

  /// Random weights up to ½.
  public func start(seed: UInt64) -> [[Double]] { weights(seed: seed, stream: 3, reach: 0.5) }

  /// The network that gives the answers: weights up to 1, of 8 bits.
  private var teacher: [[Double]] {
    weights(seed: 0, stream: 6, reach: 1).map { $0.map { ($0 * 256).rounded() / 256 } }
  }

  private func weights(seed: UInt64, stream: Int, reach: Double) -> [[Double]] {
    shapes.indices.map { part in
      (0..<shapes[part].reduce(1, *)).map {
        (2 * Draws(seed: seed).fraction($0, stream: stream + part) - 1) * reach
      }
    }
  }

  public func objective<Scalar: Real & Sendable>(in type: Scalar.Type) -> any Objective<Scalar> {
    let x = (0..<cases * inputs).map { ((4 * Draws(seed: 0).fraction($0, stream: 9) - 2) * 64).rounded() / 64 }
    var loss = NetworkLoss<Scalar>(x: x.map { number($0) }, y: [], hidden: hidden, outputs: outputs, inputs: inputs)
    // The answers in the format's own arithmetic, so that they are met exactly at the teacher's weights.
    loss.y = (0..<cases).flatMap { loss.answer($0, tensors(teacher)).output }
    return loss
  }
}

struct NetworkLoss<Scalar: Real & Sendable>: Objective {
  let x: [Scalar]
  var y: [Scalar]
  let hidden, outputs, inputs: Int

  /// What the network says of a case, and its hidden layer.
  @inline(__always)
  func answer(_ row: Int, _ θ: [Tensor<Scalar>]) -> (hidden: [Scalar], output: [Scalar]) {
    let inner = (0..<hidden).map { i in
      var sum = θ[1][i]
      for j in 0..<inputs { sum += θ[0][i * inputs + j] * x[row * inputs + j] }
      return Scalar.tanh(sum)
    }
    let output = (0..<outputs).map { k in
      var sum: Scalar = 0
      for i in 0..<hidden { sum += θ[2][k * hidden + i] * inner[i] }
      return sum
    }
    return (inner, output)
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func evaluate(at θ: [Tensor<Scalar>]) -> Evaluated<Scalar> {
    let rows = y.count / outputs
    var loss: Scalar = 0
    var gradient = θ.map { $0.map { _ in Scalar.zero } }
    for row in 0..<rows {
      let (inner, output) = answer(row, θ)
      var back = inner.map { _ in Scalar.zero }
      for k in 0..<outputs {
        let residual = output[k] - y[row * outputs + k]
        loss += residual * residual
        for i in 0..<hidden {
          gradient[2][k * hidden + i] += residual * inner[i]
          back[i] += residual * θ[2][k * hidden + i]
        }
      }
      for i in 0..<hidden {
        let slope = back[i] * (1 - inner[i] * inner[i])
        gradient[1][i] += slope
        for j in 0..<inputs { gradient[0][i * inputs + j] += slope * x[row * inputs + j] }
      }
    }
    let count = Scalar(rows)
    return Evaluated(value: loss / (2 * count), gradient: gradient.map { $0.map { $0 / count } })
  }
}
