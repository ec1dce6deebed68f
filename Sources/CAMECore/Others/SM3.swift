public import RealModule

/// SM3-II: a second moment that is kept by rows, columns and every other dimension.
///
///     ν_t(i) = min over the slices s that hold i of μ_{t−1}(s) + g_t(i)²
///     μ_t(s) = max over the i in s of ν_t(i)
///     θ_t = θ_{t−1} − η m_t,  m_t = β1 m_{t−1} + (1 − β1) g_t / √ν_t
///
/// A slice is what one index of one dimension holds: a row or a column of a matrix. Libraries disagree about what keeps 0/0 away:
/// the authors' code and optax put 0 there (optax adds 10⁻⁸ under the root besides), pytorch_optimizer adds 10⁻³⁰ under the root. Here it is 0.
///
/// Reference: Anil, Gupta, Koren, Singer, *Memory-Efficient Adaptive Optimization*, NeurIPS 2019, Algorithm SM3-II.
public struct SM3<Scalar: Real & Sendable>: StatefulRule {
  public static var title: String { "SM3" }

  /// η; assign to follow a schedule.
  public var learningRate: Scalar
  /// β1; nil for no momentum.
  public let momentum: Decay<Scalar>?

  /// - Throws: ``HyperparameterError`` that names the constant, its value and what was expected.
  public init(
    learningRate: ExactDecimal = 0.1, beta1: ExactDecimal? = 0.9, rounding: HyperparameterRounding = .throughDouble
  ) throws(HyperparameterError) {
    try Checked.notNegative("learningRate", learningRate)
    if let beta1 { try Checked.decay("beta1", beta1) }
    self.learningRate = rounding.constant(learningRate)
    momentum = beta1.map { Decay($0, rounding) }
  }

  public func parts(ofShape shape: [Int]) -> [StatePart] {
    let slices =
      shape.isEmpty
      ? [StatePart("accumulator_0", [])] : shape.indices.map { StatePart("accumulator_\($0)", [shape[$0]]) }
    return (momentum == nil ? [] : [StatePart("momentum_buffer", shape)]) + slices
  }

  @inlinable
  public func step(
    _ θ: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout NamedState<Scalar>, tap: StepTap<Scalar>? = nil,
    storing: ((Scalar) -> Scalar)? = nil
  ) {
    check(θ, gradient, state)
    let (with, η) = (Evaluation(), learningRate)
    let g = tapped(.g, gradient, tap)
    let v = tapped(.v, covered(g, &state), tap)
    var update = with.map(g, v) { (g: Scalar, v: Scalar) -> Scalar in v == 0 ? 0 : g / v.squareRoot() }
    if let momentum {
      momentum.average(&state["momentum_buffer"], update)
      state["momentum_buffer"] = tapped(.m, state["momentum_buffer"], tap)
      update = state["momentum_buffer"]
    }
    update = tapped(.update, update, tap)
    write(&θ, with: update, storing) { $0 - η * $1 }
    θ = tapped(.θ, θ, tap)
    state.step += 1
  }

  /// ν, with the slices brought up to date.
  @inlinable
  func covered(_ g: Tensor<Scalar>, _ state: inout NamedState<Scalar>) -> Tensor<Scalar> {
    var ν = g
    let shape = g.shape.isEmpty ? [1] : g.shape
    var strides = shape
    var stride = 1
    for axis in shape.indices.reversed() { (strides[axis], stride) = (stride, stride * shape[axis]) }
    let old = shape.indices.map { state["accumulator_\($0)"].values }
    var new = old.map { $0.map { _ in Scalar.zero } }
    for i in 0..<g.count {
      let places = shape.indices.map { i / strides[$0] % shape[$0] }
      var least = old[0][places[0]]
      for axis in shape.indices.dropFirst() { least = min(least, old[axis][places[axis]]) }
      ν[i] = least + g[i] * g[i]
      // A NaN must stay, which max would drop.
      for axis in shape.indices {
        let largest = new[axis][places[axis]]
        if !(largest >= ν[i]), !largest.isNaN { new[axis][places[axis]] = ν[i] }
      }
    }
    for axis in shape.indices {
      state["accumulator_\(axis)"] = Tensor(unchecked: new[axis], shape: g.shape.isEmpty ? [] : [shape[axis]])
    }
    return ν
  }
}
