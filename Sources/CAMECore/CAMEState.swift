public import RealModule

/// What CAME remembers of one parameter tensor: n·m + 2(n + m) numbers a matrix, 2n a vector.
@frozen
public struct CAMEState<Scalar> {
  /// t: how many steps were taken.
  public var step: Int
  /// m: the momentum, in the shape of the parameter.
  public var m: Tensor<Scalar>
  /// The second moment, and for matrices the instability.
  public var moments: Moments

  /// Tensors of two or more dimensions are factored over their last two; vectors and scalars are not.
  @frozen
  public enum Moments {
    case factored(Factors)
    /// v: the second moment, in the shape of the parameter; there is no confidence step.
    case whole(v: Tensor<Scalar>)
  }

  /// The factors of a batch of n × m matrices.
  @frozen
  public struct Factors {
    /// r: row factor of the second moment, [..., n].
    public var r: Tensor<Scalar>
    /// c: column factor of the second moment, [..., m].
    public var c: Tensor<Scalar>
    /// R: row factor of the instability, [..., n].
    public var R: Tensor<Scalar>
    /// C: column factor of the instability, [..., m].
    public var C: Tensor<Scalar>

    @inlinable
    init(r: Tensor<Scalar>, c: Tensor<Scalar>, R: Tensor<Scalar>, C: Tensor<Scalar>) {
      (self.r, self.c, self.R, self.C) = (r, c, R, C)
    }
  }
}

extension CAMEState: Equatable where Scalar: Equatable {}
extension CAMEState.Moments: Equatable where Scalar: Equatable {}
extension CAMEState.Factors: Equatable where Scalar: Equatable {}
extension CAMEState: Sendable where Scalar: Sendable {}
extension CAMEState.Moments: Sendable where Scalar: Sendable {}
extension CAMEState.Factors: Sendable where Scalar: Sendable {}

extension CAMEState where Scalar: Real {
  /// All zeros, as every run starts.
  ///
  /// - Throws: ``TensorError`` if a length is negative or the product overflows.
  public init(shape: [Int]) throws(TensorError) {
    step = 0
    m = try Tensor(repeating: 0, shape: shape)
    if shape.count < 2 {
      moments = .whole(v: m)
    } else {
      let r = try Tensor<Scalar>(repeating: 0, shape: shape.dropLast())
      let c = try Tensor<Scalar>(repeating: 0, shape: shape.dropLast(2) + shape.suffix(1))
      moments = .factored(Factors(r: r, c: c, R: r, C: c))
    }
  }
}

/// Saving and restoring.
extension CAMEState {
  /// The tensors under the names that the official code gives them.
  public var named: [String: Tensor<Scalar>] {
    switch moments {
    case .factored(let s):
      [
        "exp_avg": m, "exp_avg_sq_row": s.r, "exp_avg_sq_col": s.c, "exp_avg_res_row": s.R, "exp_avg_res_col": s.C,
      ]
    case .whole(let v): ["exp_avg": m, "exp_avg_sq": v]
    }
  }

  /// The state of a parameter of `shape` from tensors under their official names.
  ///
  /// - Throws: ``StateError`` if one is missing, not known, or has another shape than the parameter asks for.
  public init(named tensors: [String: Tensor<Scalar>], step: Int, shape: [Int]) throws(StateError) {
    let row = Array(shape.dropLast())
    let column = Array(shape.dropLast(2) + shape.suffix(1))
    let expected =
      shape.count < 2
      ? ["exp_avg": shape, "exp_avg_sq": shape]
      : [
        "exp_avg": shape, "exp_avg_sq_row": row, "exp_avg_sq_col": column, "exp_avg_res_row": row,
        "exp_avg_res_col": column,
      ]
    guard step >= 0 else { throw .negativeStep(step) }
    for name in tensors.keys.sorted() where expected[name] == nil {
      throw .unknown(name: name, expected: expected.keys.sorted())
    }
    func tensor(_ name: String) throws(StateError) -> Tensor<Scalar> {
      guard let tensor = tensors[name] else { throw .missing(name: name) }
      guard tensor.shape == expected[name] else {
        throw .shape(name: name, expected: expected[name] ?? [], got: tensor.shape)
      }
      return tensor
    }
    self.step = step
    m = try tensor("exp_avg")
    if shape.count < 2 {
      moments = .whole(v: try tensor("exp_avg_sq"))
    } else {
      moments = .factored(
        Factors(
          r: try tensor("exp_avg_sq_row"), c: try tensor("exp_avg_sq_col"), R: try tensor("exp_avg_res_row"),
          C: try tensor("exp_avg_res_col")))
    }
  }
}

/// Tensors that are no state of CAME.
public enum StateError: Error, Equatable, Sendable, CustomStringConvertible {
  case missing(name: String)
  case unknown(name: String, expected: [String])
  case shape(name: String, expected: [Int], got: [Int])
  case negativeStep(Int)

  public var description: String {
    switch self {
    case .missing(let name): "The state has no \(name)."
    case .unknown(let name, let expected):
      "The state has \(name), but only \(expected.joined(separator: ", ")) belong to it."
    case .shape(let name, let expected, let got): "\(name) must have the shape \(expected), but has \(got)."
    case .negativeStep(let step): "A state counts its steps from 0, but got \(step)."
    }
  }
}
