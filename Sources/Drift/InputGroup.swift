internal import CAMECore
internal import Formats
internal import LabRecords

/// The policies that are fed the same numbers: those with the same storage, and all that hold Float exactly.
struct InputGroup: Sendable {
  /// Indices into the study's policies.
  var policies: [Int]
  /// What the storage makes of a recorded number; `nil` where it holds every Float.
  let rounding: (@Sendable (Float) -> Float)?
  /// The name of that storage, or `exact`.
  let name: String

  /// The groups of `policies`, in order of first appearance; gradients of an objective are not rounded here.
  static func groups(of policies: [Policy], _ workload: Workload) -> [InputGroup] {
    guard case .recording = workload else {
      return [InputGroup(policies: Array(policies.indices), rounding: nil, name: "exact")]
    }
    var names: [String] = []
    var groups: [InputGroup] = []
    for (index, policy) in policies.enumerated() {
      let rounding = Self.rounding(policy.storage)
      let name = rounding == nil ? "exact" : policy.storage.name
      if let known = names.firstIndex(of: name) {
        groups[known].policies.append(index)
      } else {
        names.append(name)
        groups.append(InputGroup(policies: [index], rounding: rounding, name: name))
      }
    }
    return groups
  }

  static func rounding<F: NumberFormat>(_ format: F) -> (@Sendable (Float) -> Float)? {
    let holdsFloat =
      F.Scalar.significantBits >= Float.significantBits
      && Int(F.Scalar.leastNonzeroMagnitude.exponent) <= Int(Float.leastNonzeroMagnitude.exponent)
      && Int(F.Scalar.greatestFiniteMagnitude.exponent) >= Int(Float.greatestFiniteMagnitude.exponent)
    guard !holdsFloat else { return nil }
    return { x in Float(F.Scalar(nearest: Double(x)).expansion.high) }
  }

  /// The tensor as the storage holds it; what happened is added to `record`.
  func rounded(_ x: Tensor<Float>, _ record: inout InputsRecord) -> Tensor<Float> {
    record.values += x.count
    guard let rounding else { return x }
    return x.map { value in
      let result = rounding(value)
      if result != value, !value.isNaN { record.rounded += 1 }
      if result == 0, value != 0 { record.underflowed += 1 }
      if result.isInfinite, value.isFinite { record.overflowed += 1 }
      return result
    }
  }
}
