internal import CAMECore
internal import RealModule

/// ½ mean (x w − y)².
struct LeastSquares<Scalar: Real & Sendable>: Objective {
  let x, y: [Scalar]

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func evaluate(at θ: [Tensor<Scalar>]) -> Evaluated<Scalar> {
    let (w, columns, rows) = (θ[0].values, θ[0].count, Scalar(y.count))
    var (loss, gradient): (Scalar, [Scalar]) = (0, Array(repeating: 0, count: columns))
    for i in y.indices {
      var residual = -y[i]
      for j in 0..<columns { residual += x[i * columns + j] * w[j] }
      loss += residual * residual
      for j in 0..<columns { gradient[j] += residual * x[i * columns + j] }
    }
    return Evaluated(value: loss / (2 * rows), gradient: [θ[0].filled(gradient.map { $0 / rows })])
  }
}

/// mean log(1 + e^−z) + ½ λ ‖w‖², where z is x w times the sign of the row.
struct LogisticLoss<Scalar: Real & Sendable>: Objective {
  let x, signs: [Scalar]
  let λ: Scalar

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func evaluate(at θ: [Tensor<Scalar>]) -> Evaluated<Scalar> {
    let (w, columns, rows) = (θ[0].values, θ[0].count, Scalar(signs.count))
    var (loss, gradient): (Scalar, [Scalar]) = (0, Array(repeating: 0, count: columns))
    for i in signs.indices {
      var z: Scalar = 0
      for j in 0..<columns { z += x[i * columns + j] * w[j] }
      z *= signs[i]
      // e^−|z| never overflows.
      let small = Scalar.exp(z > 0 ? -z : z)
      loss += Scalar.log(onePlus: small) + (z > 0 ? 0 : -z)
      let slope = (z > 0 ? small : 1) / (1 + small) * -signs[i]
      for j in 0..<columns { gradient[j] += slope * x[i * columns + j] }
    }
    var squares: Scalar = 0
    for j in 0..<columns {
      squares += w[j] * w[j]
      gradient[j] = gradient[j] / rows + λ * w[j]
    }
    return Evaluated(value: loss / rows + λ * squares / 2, gradient: [θ[0].filled(gradient)])
  }
}

/// mean (log Σ e^z − z of the label) + ½ λ ‖W‖², where z = x W.
struct SoftmaxLoss<Scalar: Real & Sendable>: Objective {
  let x: [Scalar]
  let labels: [Int]
  let classes: Int
  let λ: Scalar

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func evaluate(at θ: [Tensor<Scalar>]) -> Evaluated<Scalar> {
    let (w, rows) = (θ[0].values, Scalar(labels.count))
    var (loss, gradient): (Scalar, [Scalar]) = (0, Array(repeating: 0, count: w.count))
    x.withUnsafeBufferPointer { x in
      w.withUnsafeBufferPointer { w in
        gradient.withUnsafeMutableBufferPointer { gradient in loss = total(x, w, gradient) }
      }
    }
    var squares: Scalar = 0
    for j in w.indices {
      squares += w[j] * w[j]
      gradient[j] = gradient[j] / rows + λ * w[j]
    }
    return Evaluated(value: loss / rows + λ * squares / 2, gradient: [θ[0].filled(gradient)])
  }

  /// Σ of the losses; adds Σ xᵀ (p − y) to the gradient.
  @inline(__always)
  private func total(
    _ x: UnsafeBufferPointer<Scalar>, _ w: UnsafeBufferPointer<Scalar>, _ gradient: UnsafeMutableBufferPointer<Scalar>
  ) -> Scalar {
    let columns = w.count / classes
    var loss: Scalar = 0
    var z = [Scalar](repeating: 0, count: classes)
    for i in labels.indices {
      for k in 0..<classes { z[k] = 0 }
      for j in 0..<columns {
        let x = x[i &* columns &+ j]
        for k in 0..<classes { z[k] += x * w[j &* classes &+ k] }
      }
      var top = z[0]
      for k in 1..<classes where z[k] > top { top = z[k] }
      loss += top - z[labels[i]]
      var sum: Scalar = 0
      for k in 0..<classes {
        z[k] = Scalar.exp(z[k] - top)
        sum += z[k]
      }
      loss += Scalar.log(sum)
      for k in 0..<classes { z[k] /= sum }
      z[labels[i]] -= 1
      for j in 0..<columns {
        let x = x[i &* columns &+ j]
        for k in 0..<classes { gradient[j &* classes &+ k] += x * z[k] }
      }
    }
    return loss
  }
}

extension Tensor {
  /// A tensor of the same shape with other values.
  func filled(_ values: [Scalar]) -> Self {
    var result = self
    for i in values.indices { result[i] = values[i] }
    return result
  }
}
