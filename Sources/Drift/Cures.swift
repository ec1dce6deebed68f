internal import CAMECore
internal import Formats
internal import LabRecords

#if MPFR
  /// Cures for what was found, each of them tried: the policy with the one change that should help is run, and how right Δθ is
  /// at the end is said beside what it was.
  struct Cures {
    let meter: EndMeter
    let steps: Int

    /// Adds to every finding what trying its cure gave; findings without one, and those that were ruined by their inputs, are left.
    func add(to runs: inout [DriftRunRecord], _ results: [PolicyResult]) throws {
      var places: [(run: Int, finding: Int, cure: Policy)] = []
      for (run, result) in results.enumerated() where result.inputOverflow == nil {
        for (finding, record) in runs[run].findings.enumerated() {
          guard let cure = cure(for: record, result), cure.name != result.policy.name else { continue }
          // One change often helps against several causes; it is told of once.
          let isTold = places.contains { $0.run == run && $0.cure.name == cure.name }
          if !isTold { places.append((run, finding, cure)) }
        }
      }
      let ends = try meter.measure(places.map(\.cure) + places.map { results[$0.run].policy })
      for (i, place) in places.enumerated() {
        let kind = runs[place.run].findings[place.finding].kind
        runs[place.run].findings[place.finding].tried = sentence(
          place.cure, kind, before: ends[places.count + i], after: ends[i])
      }
    }

    /// The smallest change of a policy that should help against a cause.
    private func cure(for finding: FindingRecord, _ result: PolicyResult) -> Policy? {
      let policy = result.policy
      let bits = policy.arithmetic.significantBits
      let wider: (any NumberFormat)? =
        bits < Float.significantBits ? Format<Float>() : bits < Double.significantBits ? Format<Double>() : nil
      let place = StoredQuantity.allCases.first { $0.quantity.rawValue == finding.event?.quantity }
      switch finding.kind {
      case .nonFinite, .constantDegenerate:
        return wider.flatMap { try? policy.computing(in: $0) }
      case .underflow, .absorption:
        if place == .θ, let wide = try? StorageFormat("bfloat16:stochastic") { return policy.keeping(.θ, in: wide) }
        guard let place, let kept = policy.stored[place] else { return wider.flatMap { try? policy.computing(in: $0) } }
        if finding.kind == .absorption, kept.rounding == .nearest,
          let random = try? StorageFormat("\(kept.name):stochastic")
        {
          return policy.keeping(place, in: random)
        }
        var cured = policy
        cured.stored[place] = nil
        return cured
      case .constantInexact: return try? policy.rounding(.exactComplement)
      case .stagnation:
        let kept = policy.stored[.θ]?.name ?? policy.storage.name
        guard !kept.contains(":"), let random = try? StorageFormat("\(kept):stochastic") else { return nil }
        // Where the arithmetic has no more bits than the parameters, it has already rounded what is to be rounded at random.
        let isNarrow = bits <= (policy.stored[.θ]?.significantBits ?? policy.storage.significantBits)
        let base = isNarrow ? wider.flatMap { try? policy.computing(in: $0) } : policy
        return base?.keeping(.θ, in: random)
      case .overflow, .cancellation: return nil
      }
    }

    private func sentence(_ cure: Policy, _ kind: FindingRecord.Kind, before: RunEnd?, after: RunEnd?) -> String {
      guard let after else { return "Tried: \(cure.name) ends in NaN or infinity too." }
      guard let before else {
        return "Tried: \(cure.name) stays finite, and Δθ is right to \(rounded(after.worst)) bits at step \(steps)."
      }
      if kind == .stagnation {
        return
          "Tried: with \(cure.name) the parameters have come \(percent(after.advance)) of their true way at step \(steps), in the "
          + "mean of the tensors, in place of \(percent(before.advance)); Δθ is right to \(rounded(after.median)) bits in the median "
          + "tensor in place of \(rounded(before.median))."
      }
      let change = (after.worst - before.worst, after.median - before.median)
      let verdict =
        max(change.0, change.1) > 0.5
        ? "which helps" : min(change.0, change.1) < -0.5 ? "which is worse" : "which changes little"
      return
        "Tried: with \(cure.name), Δθ is right to \(rounded(after.worst)) bits at step \(steps) in the worst tensor and "
        + "\(rounded(after.median)) in the median, in place of \(rounded(before.worst)) and \(rounded(before.median)), \(verdict)."
    }

    private func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
  }
#endif
