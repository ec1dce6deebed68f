import LabRecords

/// The tables at the end of a summary.
extension DriftSummary {
  /// The worst equation of each policy, with the bits that it loses alone, in a step and in the free run.
  static func equations(_ figures: DriftFigures) -> TextTable? {
    let worst = figures.runs.compactMap { run in run.equations.worst.map { (run, $0) } }
    guard !worst.isEmpty else { return nil }
    let meanings = worst.map { _, equation -> Paint.Meaning? in
      switch equation.verdict {
      case .ordinary, .unmeasured: nil
      case .own, .notFinite: .alarm
      case .inherited, .grown: .warn
      }
    }
    return TextTable(columns: [
      .init("bits lost by", worst.map(\.0.record.policy)), .init("worst in", worst.map(\.1.record.quantity)),
      .init("alone", worst.map { EquationFigures.bits($0.1.alone) }, isNumber: true),
      .init("one step", worst.map { EquationFigures.bits($0.1.step) }, isNumber: true),
      .init("free run", worst.map { EquationFigures.bits($0.1.free) }, isNumber: true),
      .init("of", worst.map { String($0.1.holds) }, isNumber: true, rank: 0),
      .init("why", worst.map(\.1.word), meanings: meanings),
    ])
  }

  /// The trials of the search that nothing beats, the smallest first.
  static func search(_ figures: DriftFigures) -> TextTable? {
    guard let search = figures.search, !search.front.isEmpty else { return nil }
    let front = search.front
    return TextTable(columns: [
      .init("search", front.map(\.record.policy)),
      .init("B/param", front.map { Numbers.fixed($0.record.bytesPerParameter, 2) }, isNumber: true),
      .init("state", front.map { Numbers.fixed($0.record.stateBytesPerParameter, 2) }, isNumber: true, rank: 0),
      .init("\(figures.lead) bits", front.map { $0.record.bits.map { Numbers.fixed($0) } ?? "NaN" }, isNumber: true),
      .init(
        "budget \(Numbers.bits(search.record.budget))",
        front.map { $0.isChosen ? "chosen" : $0.record.isWithin ? "within" : "short" },
        meanings: front.map { $0.isChosen ? .good : $0.record.isWithin ? nil : .warn }),
    ])
  }
}
