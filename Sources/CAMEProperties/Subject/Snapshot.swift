internal import CAMECore
internal import Formats

/// A quantity that an implementation should have shown.
struct NotShown: Error, CustomStringConvertible {
  let name: String

  var description: String { "The state has no \(name)." }
}

extension Snapshot {
  /// The tensor of the state under its official name.
  ///
  /// - Throws: ``NotShown`` if it isn't there or has another length than the parameter asks for, by which a property fails.
  func tensor(_ name: String) throws -> Tensor<Scalar> {
    guard let tensor = state[name] else { throw NotShown(name: name) }
    let count =
      name.hasSuffix("_row") ? θ.batch * θ.rows : name.hasSuffix("_col") ? θ.batch * θ.columns : θ.count
    guard tensor.count == count else { throw NotShown(name: "\(name) of \(count) elements, but of \(tensor.count)") }
    return tensor
  }

  var momentum: Tensor<Scalar> { get throws { try tensor("exp_avg") } }
  /// v of a vector.
  var v: Tensor<Scalar> { get throws { try tensor("exp_avg_sq") } }
  var r: Tensor<Scalar> { get throws { try tensor("exp_avg_sq_row") } }
  var c: Tensor<Scalar> { get throws { try tensor("exp_avg_sq_col") } }
  var R: Tensor<Scalar> { get throws { try tensor("exp_avg_res_row") } }
  var C: Tensor<Scalar> { get throws { try tensor("exp_avg_res_col") } }

  /// Whether all that is held is the same, bit for bit but for the sign and payload of NaN.
  func isSame(as other: Snapshot) -> Bool {
    θ.isSame(as: other.θ) && hasSameState(as: other)
  }

  func hasSameState(as other: Snapshot) -> Bool {
    state.count == other.state.count
      && state.allSatisfy { name, x in other.state[name].map { x.isSame(as: $0) } ?? false }
  }
}

extension Tensor where Scalar: FloatingPoint {
  /// Whether every element is the same number, with −0 apart from 0 and all NaNs one.
  func isSame(as other: Tensor) -> Bool {
    guard shape == other.shape else { return false }
    for i in 0..<count {
      let (x, y) = (self[i], other[i])
      guard x == y ? x != 0 || x.sign == y.sign : x.isNaN && y.isNaN else { return false }
    }
    return true
  }
}
