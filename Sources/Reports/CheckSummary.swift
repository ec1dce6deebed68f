public import LabRecords

/// One run of the catalogue as text for a terminal.
public enum CheckSummary {
  /// So many failing properties are shown in full; the others are named.
  private static let shownFailures = 10
  /// So many lines of a counterexample are shown.
  private static let shownLines = 12

  /// The result in a sentence, then every failure with a case and a command, slack bounds, and what the mutants showed.
  ///
  ///     print(CheckSummary.text(record, width: 80, color: false), terminator: "")
  ///
  /// - Parameters:
  ///   - width: The cells of a line, at least 60; no line is longer.
  ///   - color: Whether to use ANSI colors. Without them there is no control character but the line feed.
  public static func text(_ record: CheckRecord, width: Int, color: Bool) -> String {
    precondition(width >= 60, "A summary needs 60 cells, but got \(width).")
    let figures = CheckFigures(record)
    let lines = CheckLines(width: width, paint: Paint(color: color))
    var blocks = [
      lines.paragraph(figures.headline + ".", .strong),
      lines.paragraph(figures.subject.joined(separator: " · "), .soft),
    ]
    let wrong = figures.failing + figures.doubtful
    blocks += wrong.prefix(shownFailures).map { failure($0, lines) }
    if wrong.count > shownFailures {
      let rest = wrong.dropFirst(shownFailures)
      blocks.append(lines.paragraph("\(rest.count) more: \(rest.map(\.record.id).joined(separator: ", ")).", nil))
    }
    blocks.append(slack(figures, lines))
    if let mutants = figures.mutants { blocks += CheckMutantSummary(figures, mutants, lines).blocks }
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// The result of the run in one sentence, the same as on the page, without a full stop.
  public static func headline(_ record: CheckRecord) -> String { CheckFigures(record).headline }

  private static func failure(_ property: CheckedProperty, _ lines: CheckLines) -> [String] {
    var block = lines.item("✕", "\(property.record.id): \(property.record.statement)", .alarm)
    block += lines.indented(property.record.formula)
    for result in property.failures {
      guard let example = result.counterexample else { continue }
      let number = example.number.map { "case \(Numbers.grouped($0))" } ?? "found by search"
      let ratio = result.worst.map { ", \(Numbers.ofBound($0))" } ?? ""
      block += lines.field("in", "\(result.format), \(number)\(ratio)", .strong)
      block += lines.field("cause", example.cause)
      block += lines.field("case", example.value, limit: shownLines)
      block += lines.field("verdicts", example.ladder.joined(separator: ", "))
      block += lines.field("replay", example.replay, isCommand: true)
      if let problem = result.problem { block += lines.field("problem", problem, .warn) }
    }
    for result in property.doubts {
      block += lines.field("in", result.format, .strong) + lines.field("problem", result.problem ?? "", .warn)
    }
    return block
  }

  private static func slack(_ figures: CheckFigures, _ lines: CheckLines) -> [String] {
    let slack = figures.slack
    guard !slack.isEmpty else { return [] }
    let title = "Slack: no error comes within a factor of 1,000 of these bounds, in any format."
    let table = TextTable(columns: [
      .init("  property", slack.map { "  \($0.record.id)" }),
      .init("nearest", slack.map { Numbers.ratio($0.nearest?.worst ?? 0) }, isNumber: true),
      .init("in", slack.map(\.nearestPlace)),
    ])
    return lines.paragraph(title, .strong) + table.lines(width: lines.width, paint: lines.paint)
  }

  /// All that is known of one property; `kills` are those by it, or nil if no mutant was tried.
  ///
  /// - Parameter width: The cells of a line, at least 60; no line is longer.
  public static func explanation(_ property: PropertyRecord, kills: [KillRecord]?, width: Int, color: Bool) -> String {
    precondition(width >= 60, "An explanation needs 60 cells, but got \(width).")
    let lines = CheckLines(width: width, paint: Paint(color: color))
    var block = lines.paragraph("\(property.id) (\(property.family))", .strong) + [""]
    block += lines.paragraph(property.statement, nil) + lines.indented(property.formula) + [""]
    block += lines.field("bound", property.bound)
    block += lines.field(
      "measure", property.isScored ? "the ratio to the bound, at most 1" : "holds bit for bit, or not")
    block += lines.field("source", property.source)
    if property.theorems.isEmpty { block += lines.field("theorem", "none") }
    for (index, theorem) in property.theorems.enumerated() {
      block += lines.field(index == 0 ? "theorems" : "", "\(theorem.name): \(theorem.words)")
      block += lines.field("", theorem.statement, .soft)
    }
    block += lines.field("shapes", property.shapes.joined(separator: ", "))
    block += lines.field("needs", property.needs.isEmpty ? "nothing special" : property.needs.joined(separator: ", "))
    if let kept = property.kept { block += lines.field("kept", kept) }
    if let kills {
      let own = kills.filter { $0.property == property.id }.compactMap(CheckKill.init).sorted(by: <)
      block.append("")
      block += lines.paragraph(
        own.isEmpty ? "It notices no mutant." : "It notices \(Numbers.count(own.count, "mutant", "mutants")):",
        own.isEmpty ? .warn : .strong)
      let table = TextTable(columns: [
        .init("  mutant", own.map { "  \($0.mutant)" }), .init("cases", own.map(\.words)),
      ])
      if !own.isEmpty { block += table.lines(width: width, paint: lines.paint) }
    }
    return block.joined(separator: "\n") + "\n"
  }
}
