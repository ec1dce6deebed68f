import LabRecords

/// The search for the narrowest policy: its trials in order of size, and which of them matter.
struct SearchFigures {
  /// A trial and what it is called in the chart.
  struct Trial {
    let record: SearchTrialRecord
    /// The number of a trial on the front, from 1 in order of size; the rest have none.
    let number: Int?
    let isChosen: Bool
    let isStart: Bool
  }

  let record: SearchRecord
  /// The smallest first, and of one size the most accurate.
  let trials: [Trial]

  init(_ record: SearchRecord) {
    self.record = record
    let sorted = record.trials.sorted { a, b in
      a.bytesPerParameter != b.bytesPerParameter
        ? a.bytesPerParameter < b.bytesPerParameter : (a.bits ?? -1) > (b.bits ?? -1)
    }
    var number = 0
    trials = sorted.map { trial in
      if trial.isOnFront { number += 1 }
      return Trial(
        record: trial, number: trial.isOnFront ? number : nil, isChosen: trial.policy == record.best,
        isStart: trial.policy == record.start)
    }
  }

  /// Those that no other trial beats in both size and accuracy.
  var front: [Trial] { trials.filter { $0.number != nil } }
  var chosen: Trial? { trials.first(where: \.isChosen) }
  var start: Trial? { trials.first(where: \.isStart) }

  /// A trial for those who can't see its point: `float/bfloat16: 5.08 bytes, 9.3 bits right, within the budget`.
  static func spoken(_ trial: Trial) -> String {
    let bits = trial.record.bits.map { "\(Numbers.fixed($0)) bits right" } ?? "ruined by NaN"
    let budget = trial.record.isWithin ? "within the budget" : "not within the budget"
    return
      "\(trial.record.policy): \(Numbers.fixed(trial.record.bytesPerParameter, 2)) bytes a parameter, \(bits), \(budget)"
  }

  /// What came of it in one sentence.
  func resultSentence(lead: String) -> String {
    let budget = "\(Numbers.bits(record.budget)) of \(lead)"
    let tried = Numbers.count(trials.count, "policy that was tried", "policies that were tried")
    guard let best = record.best else {
      return "Of \(tried) none keeps \(budget) right, not even \(record.start)."
    }
    guard let chosen else { return "Of \(tried) the narrowest to keep \(budget) right is \(best)." }
    let kept = chosen.record.bits.map { " and keeps \(Numbers.fixed($0))" } ?? ""
    return "Of \(tried) the narrowest to keep \(budget) right is \(best): it takes "
      + "\(Numbers.fixed(chosen.record.bytesPerParameter, 2)) bytes a parameter for parameters and state"
      + "\(kept)\(besideStart(chosen))."
  }

  private func besideStart(_ chosen: Trial) -> String {
    if chosen.isStart { return " (it is the one that the search began with)" }
    guard let start else { return "" }
    return ", where \(start.record.policy) takes \(Numbers.fixed(start.record.bytesPerParameter, 2))"
  }
}
