internal import Foundation
public import LabRecords

/// A validation of a port as text for a terminal.
public enum ValidationSummary {
  /// The verdict in a sentence, the worst of each family and quantity, the diagnosis, the smallest failing case, and what else is
  /// to be said.
  ///
  /// - Parameters:
  ///   - width: The cells of a line, at least 60; no line is longer.
  ///   - color: Whether to use ANSI colors. Without them there is no control character but the line feed.
  public static func text(_ record: ValidationRecord, width: Int, color: Bool) -> String {
    precondition(width >= 60, "A summary needs 60 cells, but got \(width).")
    let figures = ValidationFigures(record)
    let lines = CheckLines(width: width, paint: Paint(color: color))
    var blocks = [
      lines.item(record.verdict.mark, record.summary, record.verdict.meaning)
        + lines.paragraph("\(figures.tally) \(Numbers.duration(record.seconds)).", .soft),
      table(figures, lines), lines.paragraph(figures.diagnosis.joined(separator: " "), nil),
    ]
    if let minimal = record.minimal { blocks.append(self.minimal(minimal, lines)) }
    for (verdict, title) in [(PortVerdict.failed, "No answer"), (.unsupported, "Not supported")] {
      let reasons = figures.reasons(verdict)
      if !reasons.isEmpty { blocks.append(lines.paragraph(title, .strong) + reasons.flatMap { reason($0, lines) }) }
    }
    blocks += record.remarks.map { lines.item("·", $0, .warn) }
    blocks.append(lines.field("repeat", record.command, isCommand: true))
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// One case as it comes in: mark, name, verdict, and the first number out of bounds or why there is none.
  public static func line(_ record: ValidatedCaseRecord, width: Int, color: Bool) -> String {
    let name = "\(record.name.printable.padded(to: 22)) \(record.verdict.word.padded(to: 10))"
    var rest = record.message ?? ""
    if rest.isEmpty, let wrong = record.firstWrong {
      rest =
        "step \(wrong.step), \(wrong.quantity)[\(wrong.place)]: \(wrong.shown), not \(wrong.exact) ± \(wrong.bound)"
    }
    if rest.isEmpty, let unusual = record.quantities.max(by: { ($0.spread ?? 0) < ($1.spread ?? 0) }) {
      rest = "\(unusual.quantity): \(Numbers.short(unusual.spread ?? 0)) of the usual spread"
    }
    let paint = Paint(color: color)
    return
      "\(paint(record.verdict.mark, record.verdict.meaning)) \("\(name) \(rest.printable)".truncated(to: width - 2))"
  }

  /// One line for a README, such as `CAME conformance: conforms (413 of 413 cases, worst error 0.98 of the bound; came-lab 0.1.0, 2026-11-23)`.
  public static func badge(_ record: ValidationRecord) -> String {
    let asked = record.cases.filter { $0.verdict != .unsupported }
    let good = asked.count { [.conforms, .unusual].contains($0.verdict) }
    let worst = asked.flatMap(\.quantities).map { $0.ratio ?? .infinity }.max().map {
      ", worst error \(Numbers.ratio($0)) of the bound"
    }
    return
      "CAME conformance of \(ValidationFigures(record).port): \(record.verdict.word) (\(good) of \(asked.count) cases"
      + "\(worst ?? ""); \(record.tool), \(record.made.prefix(10)))"
  }

  private static func table(_ figures: ValidationFigures, _ lines: CheckLines) -> [String] {
    guard !figures.families.isEmpty else { return [] }
    let shown = ValidationFigures.quantities.filter { quantity in
      figures.families.contains { $0.worst(quantity) != nil }
    }
    var columns = [
      TextTable.Column("cases", figures.families.map { $0.type == "Float" ? $0.name : "\($0.name), \($0.type)" }),
      .init(
        "conform", figures.families.map { "\($0.count(.conforms))/\($0.cases.count)" },
        meanings: figures.families.map { $0.count(.differs) + $0.count(.failed) > 0 ? .alarm : nil }, isNumber: true),
    ]
    for quantity in shown {
      let worst = figures.families.map { $0.worst(quantity) }
      columns.append(
        .init(
          quantity, worst.map { $0.map(cell) ?? "–" },
          meanings: worst.map { ($0 ?? 0) > 1 ? .alarm : nil }, isNumber: true))
    }
    return lines.paragraph("Worst error over what correct arithmetic may make, by family and quantity", .strong)
      + TextTable(columns: columns).lines(width: lines.width, paint: lines.paint)
  }

  /// As short as it can be: nobody compares the digits of an error beyond its bound.
  private static func cell(_ ratio: Double) -> String {
    if ratio <= 1 { return ratio == 0 ? "0" : ratio < 0.01 ? "< 0.01" : Numbers.fixed(ratio, 2) }
    guard ratio >= 1000 else { return "✕ \(Numbers.ratio(ratio))" }
    return ratio.isFinite ? "✕ 10\(Numbers.superscript(Int(log10(ratio))))" : "✕ ∞"
  }

  private static func minimal(_ minimal: MinimalCaseRecord, _ lines: CheckLines) -> [String] {
    lines.paragraph("The smallest case that fails, from \(minimal.from)", .strong)
      + lines.field("case", minimal.text, limit: 12)
      + TextTable(columns: [
        .init("    wrong", minimal.wrong.map { "    step \($0.step), \($0.quantity)[\($0.place)]" }),
        .init("shown", minimal.wrong.map(\.shown)), .init("exact", minimal.wrong.map(\.exact)),
        .init("±", minimal.wrong.map(\.bound), rank: 1),
        .init("its own fault", minimal.wrong.map { $0.isOwnFault.map { $0 ? "yes" : "no" } ?? "?" }, rank: 0),
      ]).lines(width: lines.width, paint: lines.paint)
  }

  private static func reason(
    _ reason: (text: String, count: Int, standardError: String?), _ lines: CheckLines
  ) -> [String] {
    lines.indented("\(Numbers.count(reason.count, "case", "cases")): \(reason.text)")
      + (reason.standardError.map { lines.field("stderr", $0.lastLines(6), .soft) } ?? [])
  }
}

extension String {
  /// The last lines that aren't empty.
  func lastLines(_ count: Int) -> String {
    split(whereSeparator: \.isNewline).suffix(count).joined(separator: " ⏎ ")
  }
}
