public import LabRecords

/// One drift run as a page of text for a terminal.
public enum DriftSummary {
  /// The result in a sentence, what happened in three, a table of the policies, for each that has them the causes and
  /// their cures, and tables of the worst equations and of the search where the record has them.
  ///
  ///     print(DriftSummary.text(record, width: 80, color: false))
  ///
  /// - Parameters:
  ///   - width: The cells of a line, at least 60; no line is longer.
  ///   - color: Whether to use ANSI colors. Without them there is no control character but the line feed.
  public static func text(_ record: DriftRecord, width: Int, color: Bool) -> String {
    precondition(width >= 60, "A summary needs 60 cells, but got \(width).")
    let figures = DriftFigures(record)
    let paint = Paint(color: color)
    var blocks = [
      (figures.headline + ".").wrapped(to: width).map { paint($0, .strong) }
    ]
    if !figures.story.isEmpty { blocks.append(figures.story.flatMap { $0.wrapped(to: width) }) }
    blocks.append(subject(figures).wrapped(to: width).map { paint($0, .soft) })
    if !figures.runs.isEmpty { blocks.append(table(figures, width).lines(width: width, paint: paint)) }
    blocks += figures.runs.map { causes($0, figures, width, paint) }.filter { !$0.isEmpty }
    blocks += [equations(figures), search(figures)].compactMap { $0?.lines(width: width, paint: paint) }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// The result of the run in one sentence, the same as on the page, without a full stop.
  public static func headline(_ record: DriftRecord) -> String { DriftFigures(record).headline }

  private static func subject(_ figures: DriftFigures) -> String {
    let workload = figures.record.workload
    return [
      workload.name, Numbers.count(figures.steps, "step", "steps"),
      Numbers.count(workload.parameters, "parameter", "parameters"), "compared with \(figures.record.reference)",
      Numbers.duration(figures.record.seconds),
    ].joined(separator: " · ")
  }

  private static func table(_ figures: DriftFigures, _ width: Int) -> TextTable {
    let runs = figures.runs
    let meanings = runs.map { run -> Paint.Meaning? in
      switch run.fate {
      case .ruined: .alarm
      case .loses: .warn
      case .holds: .good
      }
    }
    return TextTable(columns: [
      .init("policy", runs.map(\.record.policy)),
      .init(
        "\(figures.lead) bits", runs.map { $0.bits == nil ? $0.lead.ending : "\($0.lead.ending)/\($0.lead.holds)" },
        meanings: meanings, isNumber: true),
      .init("over steps", runs.map { Sparkline.text($0.lead, cells: 12) }, meanings: meanings, rank: 0),
      .init("parts first", runs.map { $0.record.firstToPart.map(figures.place) ?? "–" }),
      .init(
        "NaN or ∞", runs.map { $0.record.firstNonFinite.map(figures.place) ?? "–" },
        meanings: runs.map { $0.record.firstNonFinite == nil ? nil : .alarm }),
      .init(
        "B/param", runs.map { Numbers.fixed($0.record.stateBytesPerParameter, 2) }, isNumber: true, rank: 1),
    ])
  }

  private static func causes(_ run: RunFigures, _ figures: DriftFigures, _ width: Int, _ paint: Paint) -> [String] {
    guard !run.record.findings.isEmpty else { return [] }
    var lines = "\(run.record.policy): \(run.record.title)".wrapped(to: width).map { paint($0, .strong) }
    for finding in run.record.findings {
      lines += item(finding.fatal ? "✕" : "•", finding.sentence, width, paint, finding.fatal ? .alarm : nil)
      if let cure = finding.cure { lines += item(" ", "Cure: \(cure)", width, paint, .good) }
      if let tried = finding.tried { lines += item(" ", tried, width, paint, .good) }
    }
    if let cure = figures.cure(of: run) {
      let (verb, result) = figures.relief(by: cure)
      lines += item("→", "\(verb) \(cure.record.policy): \(result).", width, paint, .good)
    }
    return lines
  }

  private static func item(
    _ mark: String, _ text: String, _ width: Int, _ paint: Paint, _ meaning: Paint.Meaning?
  ) -> [String] {
    text.wrapped(to: width - 4).enumerated().map { index, line in
      let lead = index == 0 ? "  \(mark) " : "    "
      return meaning.map { paint(lead + line, $0) } ?? lead + line
    }
  }
}
