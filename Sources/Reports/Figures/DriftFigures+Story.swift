import LabRecords

/// What happened in three sentences, for a reader who stops there: on the page and in the terminal the same.
extension DriftFigures {
  /// What was run and how it went, what went wrong first and why, and what to do about it; none where nothing was run.
  var story: [String] {
    runs.isEmpty || steps == 0 ? [] : [resultSentence, causeSentence, adviceSentence]
  }

  /// The findings of the run that the story tells of: the earliest that ruined one, else those of the run that lost most.
  var firstWrong: (run: RunFigures, finding: FindingRecord)? {
    let fatal = runs.flatMap { run in run.record.findings.filter(\.fatal).map { (run: run, finding: $0) } }
    if let first = fatal.min(by: { ($0.finding.event?.step ?? .max) < ($1.finding.event?.step ?? .max) }) {
      return first
    }
    let told = runs.filter { !$0.record.findings.isEmpty }.max { a, b in
      a.fate != b.fate ? a.fate < b.fate : a.share > b.share
    }
    return told.flatMap { run in run.record.findings.first.map { (run, $0) } }
  }

  private var resultSentence: String {
    let workload = record.workload
    let span =
      "\(Numbers.count(steps, "step", "steps")) of \(workload.name) "
      + "(\(Numbers.count(workload.parameters, "parameter", "parameters"))) beside \(record.reference)"
    guard runs.count > 1, let best = runs.max(by: isWorse), let worst = runs.min(by: isWorse) else {
      return "\(runs[0].spoken) took \(span), and has \(fared(runs[0])) at the end."
    }
    let count = Numbers.spelled(runs.count, "policy", "policies")
    guard best.fate != .ruined else { return "\(count) took \(span), and every one of them is ruined." }
    let holding = runs.count { $0.fate == .holds }
    let rest =
      holding == runs.count
      ? "all hold" : holding == 0 ? "none holds" : "\(holding) of them \(holding == 1 ? "holds" : "hold")"
    guard isWorse(worst, best) else {
      return "\(count) took \(span), and \(rest): each has \(fared(best)) at the end."
    }
    return "\(count) took \(span), and \(rest): best is \(best.spoken) with \(fared(best)) at the end, "
      + "worst \(worst.spoken) with \(fared(worst))."
  }

  private func isWorse(_ a: RunFigures, _ b: RunFigures) -> Bool {
    let (first, second) = (a.fate == .ruined, b.fate == .ruined)
    if first != second { return first }
    // Of policies that show the same tenth of a bit, one that holds is better than one that lost something on the way.
    let (x, y) = ((10 * (a.bits ?? -1)).rounded(), (10 * (b.bits ?? -1)).rounded())
    return x != y ? x < y : a.fate == .loses && b.fate == .holds
  }

  /// As in `20.8 of 24 bits of Δθ right`.
  private func fared(_ run: RunFigures) -> String {
    if run.lead.last?.bits != nil { return "\(kept(run)) of \(lead) right" }
    return run.lead.notFiniteFrom.map { "\(lead) NaN from step \($0)" } ?? "no finite \(lead)"
  }

  private var causeSentence: String {
    guard let (run, finding) = firstWrong else { return unexplainedSentence }
    // Some sentences begin with the place themselves.
    let isPlaced = finding.sentence.hasPrefix("At step ")
    let place = isPlaced ? "" : finding.event.map { ", at \(self.place($0))" } ?? ""
    return finding.fatal
      ? "What went wrong first is \(run.spoken)\(place): \(finding.sentence)"
      : "No run was ruined by a known cause; what to know first is of \(run.spoken)\(place): \(finding.sentence)"
  }

  private var unexplainedSentence: String {
    let ruined = runs.filter { $0.fate == .ruined }.min { ($0.ruinedAt ?? .max) < ($1.ruinedAt ?? .max) }
    if let ruined {
      return "What went wrong first is \(ruined.spoken), and no known cause explains it: \(ruined.record.outcome)"
    }
    guard let losing = runs.first(where: { $0.fate == .loses }), let event = losing.record.firstToPart else {
      return "Nothing but ordinary rounding was seen."
    }
    return
      "No run was ruined, but \(losing.spoken) parts from the truth at \(place(event)), and no known cause explains it."
  }

  private var adviceSentence: String {
    if let search {
      let result = search.resultSentence(lead: lead)
      guard let (run, _) = firstWrong, run.fate != .holds, let cure = cure(of: run), cure.fate == .holds else {
        return result
      }
      return "\(cure.spoken) cures it; \(result.prefix(1).lowercased())\(result.dropFirst())"
    }
    if let (run, finding) = firstWrong, run.fate != .holds {
      if let cure = cure(of: run) {
        let verb = cure.fate == .holds ? "cures it" : "keeps it finite"
        return "\(cure.spoken) \(verb), at \(price(cure)): it has \(fared(cure))."
      }
      if let cure = finding.cure { return "No policy of this run cures it. What would: \(cure)" }
    }
    let holding = runs.filter { $0.fate == .holds }
    guard let cheapest = holding.min(by: { $0.record.stateBytesPerParameter < $1.record.stateBytesPerParameter }) else {
      return "No policy of this run holds, and none of its findings names a cure."
    }
    return "The cheapest policy that holds is \(cheapest.spoken), at \(price(cheapest)): it has \(fared(cheapest))."
  }

  private func price(_ run: RunFigures) -> String {
    "\(Numbers.fixed(run.record.stateBytesPerParameter, 2)) bytes of state a parameter"
  }
}
