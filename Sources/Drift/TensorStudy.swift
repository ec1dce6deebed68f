internal import CAMECore
internal import Formats
internal import LabRecords
internal import Traces

/// The policies that are fed the same numbers: those with the same storage, and all that hold Float exactly.
struct InputGroup: Sendable {
  /// Indices into the study's policies.
  var policies: [Int]
  /// What the storage makes of a recorded number; `nil` where it holds every Float.
  let rounding: (@Sendable (Float) -> Float)?

  /// The groups of `policies`, in order of first appearance.
  static func groups(of policies: [Policy]) -> [InputGroup] {
    var names: [String] = []
    var groups: [InputGroup] = []
    for (index, policy) in policies.enumerated() {
      let rounding = Self.rounding(policy.storage)
      let name = rounding == nil ? "exact" : policy.storage.name
      if let known = names.firstIndex(of: name) {
        groups[known].policies.append(index)
      } else {
        names.append(name)
        groups.append(InputGroup(policies: [index], rounding: rounding))
      }
    }
    return groups
  }

  private static func rounding<F: NumberFormat>(_ format: F) -> (@Sendable (Float) -> Float)? {
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

/// One tensor taken through all steps under all policies, each beside the truth on the same inputs.
struct TensorStudy {
  /// How many parameters the tensor has.
  let count: Int
  /// Errors by policy, quantity and step.
  var measured: [[Quantity: [Measured]]]
  /// Error of θ relative to the way it has come, by policy and step.
  var displacement: [[Measured]]
  /// Parameters that did not move though they should have, by policy and step.
  var stalled: [[Int]]
  /// The first step with a NaN or infinity, by policy.
  var failures: [(step: Int, values: FailedStep)?]
  /// The first step whose recorded numbers the storage turned to infinity, 0 for the initial ones, by policy.
  var overflows: [Int?]
  /// What the storage did to the recorded numbers, by policy.
  var inputs: [InputsRecord]

  #if MPFR
    /// Runs the tensor called `name`; `onStep` is called after each step of each group.
    init(
      of run: RecordedRun, name: String, steps: Int, policies: [Policy], groups: [InputGroup],
      hyperparameters: CAMEHyperparameters, onStep: () -> Void
    ) throws {
      let none = InputsRecord(values: 0, rounded: 0, underflowed: 0, overflowed: 0)
      count = (run.shape(of: name) ?? []).reduce(1, *)
      measured = policies.map { _ in [:] }
      displacement = policies.map { _ in [] }
      stalled = policies.map { _ in [] }
      failures = policies.map { _ in nil }
      overflows = policies.map { _ in nil }
      inputs = policies.map { _ in none }

      for group in groups {
        var record = none
        let initial = group.rounded(try run.initial(name), &record)
        let truth = erase(
          rule: CAME<Truth>(hyperparameters, rounding: .exactComplement), initial: initial,
          storage: UlpScale(Truth.self), storing: nil)
        let runs = group.policies.map { Self.run(policies[$0], initial: initial, hyperparameters) }

        var overflow = record.overflowed > 0 ? 0 : nil as Int?
        for step in 1...steps {
          let gradient = group.rounded(try run.gradient(step: step, name), &record)
          if overflow == nil, record.overflowed > 0 { overflow = step }
          let truths = truth.truth(gradient)
          let way = Self.way(from: initial, to: truths[.θ])
          for (run, policy) in zip(runs, group.policies) {
            let result = run.policy(gradient, truths)
            for (quantity, value) in result.measured { measured[policy][quantity, default: []].append(value) }
            if let θ = result.measured[.θ] { displacement[policy].append(θ.relative(to: way)) }
            stalled[policy].append(result.stalled)
            if failures[policy] == nil, let failure = result.failure { failures[policy] = (step, failure) }
          }
          onStep()
        }
        for policy in group.policies {
          inputs[policy] = record
          overflows[policy] = overflow
        }
      }
    }
  #endif

  /// ‖θ − θ₀‖₂ of the truth.
  private static func way(from initial: Tensor<Float>, to θ: TruthValues?) -> Double {
    guard let θ else { return 0 }
    var squares = 0.0
    for (start, end) in zip(initial.values, θ.values) where end.isFinite {
      let x = (end - Expansion(Double(start))) / θ.scale
      squares += x * x
    }
    return squares.squareRoot() * θ.scale
  }

  private static func run(
    _ policy: Policy, initial: Tensor<Float>, _ hyperparameters: CAMEHyperparameters
  ) -> ErasedRun {
    func open<A: NumberFormat, S: NumberFormat>(_ arithmetic: A, _ storage: S) -> ErasedRun {
      var storing: ((A.Scalar) -> A.Scalar)?
      if policy.storage.name != policy.arithmetic.name {
        storing = { A.Scalar(nearest: S.Scalar(nearest: $0.expansion).expansion) }
      }
      return erase(
        rule: CAME<A.Scalar>(hyperparameters, rounding: policy.rounding), initial: initial,
        storage: UlpScale(S.Scalar.self), storing: storing)
    }
    return open(policy.arithmetic, policy.storage)
  }
}
