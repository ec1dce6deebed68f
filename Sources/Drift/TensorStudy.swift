internal import CAMECore
internal import Formats
internal import LabRecords

/// What was measured of one tensor under all policies, by policy, quantity and step.
struct TensorStudy {
  /// How many parameters the tensor has.
  let count: Int
  /// Errors of the free runs.
  var measured: [[Quantity: [Measured]]]
  /// Error of θ relative to the way it has come, by policy and step.
  var displacement: [[Measured]]
  /// Cancellation and absorption, by policy.
  var counts: [[Quantity: [StepCounts]]]
  /// Errors of one step from the true state and of each equation alone, by policy and step; `nil` for steps left out.
  var local: [[LocalErrors?]]
  /// What keeping each quantity in its own format changed, by policy.
  var keeping: [[StoredQuantity: [Double]]]
  /// The first step with a NaN or infinity, by policy.
  var failures: [(step: Int, values: FailedStep)?]
  /// The first step whose recorded numbers the storage turned to infinity, 0 for the initial ones, by policy.
  var overflows: [Int?]
  /// What the storage did to the recorded numbers, by policy.
  var inputs: [InputsRecord]

  init(count: Int, policies: Int) {
    self.count = count
    measured = Array(repeating: [:], count: policies)
    displacement = Array(repeating: [], count: policies)
    counts = Array(repeating: [:], count: policies)
    local = Array(repeating: [], count: policies)
    keeping = Array(repeating: [:], count: policies)
    failures = Array(repeating: nil, count: policies)
    overflows = Array(repeating: nil, count: policies)
    inputs = Array(
      repeating: InputsRecord(values: 0, rounded: 0, underflowed: 0, overflowed: 0), count: policies)
  }

  /// Adds what a policy's next step saw.
  mutating func append(_ step: StepOfPolicy, _ local: LocalErrors?, way: Double, policy: Int, number: Int) {
    for (quantity, value) in step.measured { measured[policy][quantity, default: []].append(value) }
    if let θ = step.measured[.θ] { displacement[policy].append(θ.relative(to: way)) }
    for (quantity, value) in step.counts { counts[policy][quantity, default: []].append(value) }
    for (quantity, value) in step.keeping { keeping[policy][quantity, default: []].append(value.change) }
    self.local[policy].append(local)
    if failures[policy] == nil, let failure = step.failure { failures[policy] = (number, failure) }
  }

  /// Parameters that did not move at a step though they should have.
  func stalled(_ policy: Int, step: Int) -> Int { counts[policy][.θ]?[step - 1].absorbed ?? 0 }
}
