internal import Foundation
public import LabRecords

/// Validations of several ports as one page of Markdown: facts, each with the case that shows it.
public enum SurveyPage {
  /// A table of all, and a section for each that isn't CAME.
  public static func markdown(_ records: [(title: String, record: ValidationRecord)]) -> String {
    let rows = records.map { title, record in
      let asked = record.cases.filter { $0.verdict != .unsupported }
      let good = asked.count { [.conforms, .unusual].contains($0.verdict) }
      return
        "| \(cell(title)) | \(cell(record.port.source ?? "")) | \(record.verdict.mark) \(record.verdict.word) | \(good) of \(asked.count) | "
        + "\(cell(finding(record))) |"
    }
    let dates = Set(records.map { String($0.record.made.prefix(10)) }).sorted()
    let tools = Set(records.map(\.record.tool)).sorted()
    var lines = [
      "# Public ports of CAME, validated", "",
      "Made by \(Numbers.list(tools)) on \(Numbers.list(dates)). Each port was run as its users run it, on a processor, and every number it shows held",
      "against the exact result and the error that correct arithmetic may make. What stands here is what a case shows; what was only read",
      "in somebody's source is not repeated. Versions and commits are those of that day.", "",
      "| port | source | verdict | cases within bounds | what it agrees with |", "| --- | --- | --- | --- | --- |",
    ]
    lines += rows
    for (title, record) in records where record.verdict == .differs || !record.remarks.isEmpty {
      lines += ["", "## \(title)", ""] + section(record)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func finding(_ record: ValidationRecord) -> String {
    if record.diagnoses.isEmpty { return record.verdict == .differs ? "see below" : "CAME" }
    return record.diagnoses.map { diagnosis in
      guard diagnosis.isExplained, let best = diagnosis.matches.first else {
        return "\(diagnosis.scope.map { "\($0): " } ?? "")no known mistake"
      }
      return "\(diagnosis.scope.map { "\($0): " } ?? "")`\(best.id)`, \(Numbers.fixed(best.digits)) digits"
    }.joined(separator: "; ")
  }

  private static func section(_ record: ValidationRecord) -> [String] {
    let figures = ValidationFigures(record)
    var lines = [([figures.tally] + figures.diagnosis).joined(separator: " ")]
    for reason in figures.reasons(.failed) {
      lines += ["", "No answer to \(Numbers.count(reason.count, "case", "cases")): \(cell(reason.text))"]
    }
    lines += record.remarks.flatMap { ["", $0] }
    guard let minimal = record.minimal else { return lines }
    lines += [
      "", "The smallest case that shows it:", "", "```python", minimal.python.trimmingCharacters(in: .newlines), "```",
    ]
    if let wrong = minimal.wrong.first, let test = test(wrong) { lines += ["", test] }
    return lines
  }

  /// What a test of the port's own would have had to do.
  private static func test(_ wrong: WrongNumberRecord) -> String? {
    guard let shown = Double(wrong.shown), let exact = Double(wrong.exact) else { return nil }
    let step = wrong.step == 1 ? "one step" : "\(wrong.step) steps"
    let opening = "A test sees this that takes \(step) of such a case and looks at \(wrong.quantity)"
    let off = ((shown - exact) / exact).magnitude
    guard off <= 1 else { return "\(opening), which is \(wrong.shown) and should be \(wrong.exact)." }
    return "\(opening) with a relative tolerance under \(String(format: "%.1g", off))."
  }

  /// Text in a table's cell.
  private static func cell(_ text: String) -> String {
    text.replacingOccurrences(of: "|", with: "\\|").split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
