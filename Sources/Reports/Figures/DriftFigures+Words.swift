import LabRecords

/// The sentences that both the page and the terminal begin with.
extension DriftFigures {
  /// The result of the run in one sentence, without a full stop.
  var headline: String {
    guard !runs.isEmpty else { return "No policy was run" }
    guard steps > 0 else { return "No step was run" }
    let ruined = runs.filter { $0.fate == .ruined }
    if let first = ruined.min(by: { ($0.ruinedAt ?? .max) < ($1.ruinedAt ?? .max) }) {
      return "\(ruinedClause(ruined, first: first)); \(rescueClause(first, alone: ruined.count == 1))"
    }
    let losing = runs.filter { $0.fate == .loses }
    if let worst = losing.min(by: { ($0.bits ?? 0) < ($1.bits ?? 0) }) {
      let clause = "\(worst.spoken) keeps only \(kept(worst)) of \(lead) after \(Numbers.count(steps, "step", "steps"))"
      return cure(of: worst).map { "\(clause); \($0.spoken) keeps \(bits($0))" } ?? clause
    }
    return holdingClause
  }

  /// What happened in about three sentences, for a reader who stops there.
  var story: [String] {
    guard !runs.isEmpty, steps > 0 else { return [] }
    let workload = record.workload
    var sentences = [
      "\(Numbers.spelled(runs.count, "policy", "policies")) took the same \(Numbers.count(steps, "step", "steps")) of "
        + "\(workload.name) (\(Numbers.count(workload.parameters, "parameter", "parameters")) in "
        + "\(Numbers.count(record.tensors.count, "tensor", "tensors"))), each compared, quantity by quantity, "
        + "with \(record.reference), fed the very same rounded inputs."
    ]
    for run in runs where run.fate == .ruined {
      let cause = run.record.findings.first(where: \.fatal)?.sentence ?? run.record.outcome
      sentences.append("\(run.spoken) is ruined: \(cause)")
    }
    let losing = runs.filter { $0.fate == .loses }
    if let worst = losing.min(by: { ($0.bits ?? 0) < ($1.bits ?? 0) }) {
      let others = losing.count == 1 ? "" : "\(Numbers.spelled(losing.count, "policy loses", "policies lose")) digits. "
      let finite = losing.count + runs.count { $0.fate == .holds } < runs.count ? "Of those that stay finite, " : ""
      let start = worst.record.firstToPart.map { ", and parts first at \($0.quantity) in step \($0.step)" } ?? ""
      sentences.append(
        "\(others)\(finite)\(worst.spoken) loses most: it ends with \(kept(worst)) of \(lead)\(start).")
    }
    let holding = runs.filter { $0.fate == .holds && $0.bits != nil }
    if !holding.isEmpty {
      let each = holding.map { "\(kept($0)) in \($0.spoken)" }
      let count = Numbers.spelled(holding.count, "policy holds", "policies hold")
      sentences.append("\(count): \(lead) keeps \(Numbers.list(each)).")
    }
    return sentences
  }

  /// How the lead quantity ended, as in `NaN from step 1` or `20.8 of 24 bits`.
  func ending(_ run: RunFigures) -> String {
    if let step = run.lead.notFiniteFrom { return "NaN from step \(step)" }
    if run.fate == .ruined { return run.ruinedAt.map { "ruined at step \($0)" } ?? "ruined" }
    return kept(run)
  }

  /// Where something was first seen, as in `R, step 1`.
  func place(_ event: DriftEventRecord) -> String {
    "\(event.quantity), step \(event.step)"
  }

  /// The name of the tensor of an event.
  func tensorName(_ index: Int?) -> String? {
    index.flatMap { record.tensors.element(at: $0)?.name }
  }

  private func kept(_ run: RunFigures) -> String {
    switch run.lead.last {
    case .right(_, exact: true)?: "all \(run.lead.holds) bits"
    case .right(let bits, _)?: "\(Numbers.fixed(bits)) of \(run.lead.holds) bits"
    case .notFinite?: "no finite value"
    case .undefined?, nil: "no measure"
    }
  }

  private func bits(_ run: RunFigures) -> String {
    run.bits.map { "\(Numbers.fixed($0)) bits" } ?? "no measure"
  }

  private func ruinedClause(_ ruined: [RunFigures], first: RunFigures) -> String {
    let step = first.ruinedAt.map { " at step \($0)" } ?? ""
    let ends = first.lead.notFiniteFrom == nil ? ("is ruined", "are ruined") : ("ends in NaN", "end in NaN")
    switch ruined.count {
    case 1: return "\(first.spoken) \(ends.0)\(step)"
    case 2...3: return "\(Numbers.list(ruined.map(\.spoken))) \(ends.1), the first\(step)"
    default: return "\(ruined.count) of \(runs.count) policies \(ends.1), the first, \(first.spoken),\(step)"
    }
  }

  private func rescueClause(_ failing: RunFigures, alone: Bool) -> String {
    if alone, let cure = cure(of: failing) {
      let how =
        cure.record.arithmetic == failing.record.arithmetic
        ? "\(cure.record.policy)" : "with \(cure.record.arithmetic) inside it"
      return "\(how) stays finite and keeps \(bits(cure))"
    }
    let best = cure(of: failing) ?? runs.filter { $0.fate != .ruined }.max { ($0.bits ?? 0) < ($1.bits ?? 0) }
    return best.map { "\($0.spoken) stays finite and keeps \(bits($0))" } ?? "no policy of this run stays finite"
  }

  private var holdingClause: String {
    let measured = runs.filter { $0.bits != nil }
    guard let worst = measured.min(by: { share($0) < share($1) }) else { return "Nothing could be measured" }
    let after = "after \(Numbers.count(steps, "step", "steps"))"
    if measured.count == 1 { return "\(worst.spoken) holds: \(kept(worst)) of \(lead) are right \(after)" }
    return "All \(runs.count) policies hold: even \(worst.spoken) keeps \(kept(worst)) of \(lead) \(after)"
  }

  private func share(_ run: RunFigures) -> Double { (run.bits ?? 0) / Double(run.lead.holds) }
}
