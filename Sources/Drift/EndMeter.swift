internal import CAMECore
internal import Formats
internal import RealModule
internal import Synchronization

/// How the run of a policy ended.
struct RunEnd: Sendable {
  /// The right bits of Δθ at the last step in the worst tensor and in the median one; bits past the precision that the
  /// parameters are kept in are not counted.
  let worst, median: Double
  /// The share of the true way that the parameters have come, in the mean of the tensors: 0 for ones that stood still, 1 on
  /// average for ones whose rounding is right on average.
  let advance: Double
}

#if MPFR
  /// Runs policies without looking at their steps, and says how right the displacement Δθ is at the end.
  ///
  /// A run costs a small part of a measured one, so that dozens of policies can be tried; the truth is computed once for each
  /// kind of storage.
  final class EndMeter: Sendable {
    private let study: DriftStudy
    private let truths: Mutex<[String: [TrueEnd]]>

    /// A meter for the workload, the constants and the steps of a study; its policies don't matter. What is `known` of the
    /// truth, by the name of the input group, isn't computed again.
    init(_ study: DriftStudy, known: [String: [TrueEnd]] = [:]) {
      self.study = study
      truths = Mutex(known)
    }

    /// How each policy's run ends; `nil` for one that ended in NaN or infinity.
    func measure(_ policies: [Policy]) throws -> [RunEnd?] {
      let tensors = study.workload.shapes.indices
      for policy in policies { try prepare(policy) }
      let ends = try parallel(policies.count * tensors.count, threads: study.threads) { i in
        try end(policies[i / tensors.count], tensor: i % tensors.count)
      }
      return policies.indices.map { i in
        let ends = ends[i * tensors.count..<(i + 1) * tensors.count]
        let errors = ends.map(\.error).sorted { a, b in b.isNaN || a < b }
        guard ends.allSatisfy(\.error.isFinite), let worst = errors.last else { return nil }
        func bits(_ error: Double) -> Double {
          min(ErrorMeasure.bitsOfAgreement(relativeError: error), policies[i].parameterBits)
        }
        return RunEnd(
          worst: bits(worst), median: bits(errors[(errors.count - 1) / 2]),
          advance: ends.reduce(0) { $0 + $1.advance } / Double(ends.count))
      }
    }

    /// ‖Δθ − truth‖ / ‖truth‖ of one tensor, and the share of the true way: the projection of Δθ on it.
    private func end(_ policy: Policy, tensor: Int) throws -> (error: Double, advance: Double) {
      let group = group(policy)
      guard let truth = truths.withLock({ $0[group.name]?[tensor] }) else { preconditionFailure("Prepared before.") }
      let run = policy.run(
        try initial(tensor, group), study.hyperparameters, seed: study.seed, tensor: tensor)
      for step in 1...study.steps { run.blind(try source(tensor, step: step, group)) }
      let θ = Tensor(run.parameter().map(\.high))
      // Expansions of a narrow format are Doubles; of a wide one, what Double rounds away is far under what is asked.
      let error = Measured(θ, truth: truth.θ, ulp: UlpScale(Double.self))
      let relative = error.distance == 0 ? 0 : error.distance / truth.way
      return (relative, truth.advance(θ.values))
    }

    private func prepare(_ policy: Policy) throws {
      let group = group(policy)
      guard truths.withLock({ $0[group.name] }) == nil else { return }
      let tensors = study.workload.shapes.count
      let inner = max(1, study.threads / tensors)
      let ends = try parallel(tensors, threads: study.threads) { tensor in
        let initial = try self.initial(tensor, group)
        let truth = Reference.bits127.truth(initial, study.hyperparameters, threads: inner)
        for step in 1...study.steps { truth.blind(try source(tensor, step: step, group)) }
        return TrueEnd(θ: truth.parameter(), start: initial.values)
      }
      truths.withLock { $0[group.name] = ends }
    }

    private func group(_ policy: Policy) -> InputGroup {
      guard let group = InputGroup.groups(of: [policy], study.workload).first else {
        preconditionFailure("One policy is one group.")
      }
      return group
    }

    private func initial(_ tensor: Int, _ group: InputGroup) throws -> Tensor<Float> {
      let initial = try study.workload.initial(tensor, seed: study.seed)
      return group.rounding.map { initial.map($0) } ?? initial
    }

    private func source(_ tensor: Int, step: Int, _ group: InputGroup) throws -> GradientSource {
      if case .objective(let objective, _) = study.workload { return .objective(objective) }
      guard let gradient = try study.workload.gradient(tensor, step: step) else {
        preconditionFailure("A recording has gradients.")
      }
      return .recorded(group.rounding.map { gradient.map($0) } ?? gradient)
    }
  }
#endif

extension Policy {
  /// The significant bits that the parameters are kept in; those of the arithmetic where codes have no fixed number.
  var parameterBits: Double {
    Double(stored[.θ].map { $0.significantBits ?? arithmetic.significantBits } ?? storage.significantBits)
  }
}
