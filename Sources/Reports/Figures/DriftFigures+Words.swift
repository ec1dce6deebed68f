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
    if let worst = losing.min(by: { leftAtParting($0) < leftAtParting($1) }) {
      let clause = "\(worst.spoken) parts from the truth\(parting(worst))"
      return cure(of: worst).map { "\(clause); \($0.spoken) does not" } ?? clause
    }
    return holdingClause
  }

  /// How the lead quantity ended, as in `NaN from step 1` or `20.8 of 24 bits`.
  func ending(_ run: RunFigures) -> String {
    if let step = run.lead.notFiniteFrom { return "NaN from step \(step)" }
    if run.fate == .ruined { return run.ruinedAt.map { "ruined at step \($0)" } ?? "ruined" }
    return kept(run)
  }

  /// What another policy of the record did for a failing one, as in `Cured here by` and `no quantity parts`.
  func relief(by cure: RunFigures) -> (verb: String, result: String) {
    guard let event = cure.record.firstToPart, cure.fate == .loses else {
      return ("Cured here by", "no quantity parts")
    }
    return ("Kept finite here by", "it parts at \(place(event))")
  }

  /// Where something was first seen, as in `R, step 1`.
  func place(_ event: DriftEventRecord) -> String {
    "\(event.quantity), step \(event.step)"
  }

  /// What was still right there, as in `12.6 bits`; an error above 100 % leaves 0.
  func bitsLeft(_ event: DriftEventRecord) -> String? {
    event.bitsLeft.map { "\(Numbers.fixed($0 > 0 ? $0 : 0)) bits" }
  }

  /// The name of the tensor of an event.
  func tensorName(_ index: Int?) -> String? {
    index.flatMap { record.tensors.element(at: $0)?.name }
  }

  /// What is right of the lead quantity at the end, as in `20.8 of 24 bits`.
  func kept(_ run: RunFigures) -> String {
    switch run.lead.last {
    case .right(_, exact: true)?: "all \(run.lead.holds) bits"
    case .right(let bits, _)?: "\(Numbers.fixed(bits)) of \(run.lead.holds) bits"
    case .notFinite?: "no finite value"
    case .undefined?, nil: "no measure"
    }
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
      return "\(how) \(survives(cure))"
    }
    let best = cure(of: failing) ?? runs.filter { $0.fate != .ruined }.max { ($0.bits ?? 0) < ($1.bits ?? 0) }
    return best.map { "\($0.spoken) \(survives($0))" } ?? "no policy of this run stays finite"
  }

  private func survives(_ run: RunFigures) -> String {
    guard let bits = run.bits else { return "stays finite" }
    return bits < 1
      ? "stays finite, but not one bit of \(lead) is right in its worst tensor"
      : "stays finite and keeps \(Numbers.fixed(bits)) bits of \(lead)"
  }

  /// Where a run parted, as in ` at R in step 1 (12.6 bits right)`.
  private func parting(_ run: RunFigures) -> String {
    guard let event = run.record.firstToPart else { return "" }
    let left = bitsLeft(event).map { " (\($0) right)" } ?? ""
    return " at \(event.quantity) in step \(event.step)\(left)"
  }

  private func leftAtParting(_ run: RunFigures) -> Double { run.record.firstToPart?.bitsLeft ?? .infinity }

  private var holdingClause: String {
    let holding = runs.count == 1 ? "\(runs[0].spoken) holds" : "All \(runs.count) policies hold"
    let measured = runs.flatMap(\.series).compactMap(\.last)
    let isExact = measured.allSatisfy { if case .right(_, exact: true) = $0 { true } else { false } }
    let span = Numbers.count(steps, "step", "steps")
    return isExact
      ? "\(holding): not one bit is wrong after \(span)"
      : "\(holding): no quantity loses a third of its digits in \(span)"
  }
}
