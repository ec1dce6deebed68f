public import LabRecords

/// A comparison in the terminal.
public enum ComparisonSummary {
  /// Regressions first, then what else changed by a tenth of a bit or more, and a sentence that says how it went.
  public static func text(_ record: ComparisonRecord, width: Int, color: Bool) -> String {
    let paint = Paint(color: color)
    let shown = record.rows.filter { $0.isRegression || ($0.lost?.magnitude ?? 0) >= 0.05 || finiteAgain($0) }
    var lines = verdict(record).wrapped(to: width).map { paint($0, record.hasRegressed ? .alarm : .good) }
    if !shown.isEmpty {
      let table = TextTable(columns: [
        .init("policy", shown.map(\.policy)), .init("quantity", shown.map(\.quantity)),
        .init("before", shown.map { bits($0.before) }, isNumber: true),
        .init("after", shown.map { bits($0.after) }, isNumber: true),
        .init("bits", shown.map(change), meanings: shown.map(meaning), isNumber: true),
      ])
      lines += [""] + table.lines(width: width, paint: paint)
    }
    lines += told("Now fatal", record.appeared, width, paint, .alarm)
    lines += told("No longer fatal", record.gone, width, paint, .good)
    for (where_, policies) in [("first", record.onlyBefore), ("second", record.onlyAfter)] where !policies.isEmpty {
      lines += [""] + "Only in the \(where_) record: \(policies.joined(separator: ", ")).".wrapped(to: width)
    }
    return lines.joined(separator: "\n")
  }

  private static func verdict(_ record: ComparisonRecord) -> String {
    let regressions = record.rows.count(where: \.isRegression)
    let won = record.rows.count { ($0.lost ?? 0) < -record.threshold || finiteAgain($0) }
    let compared = Numbers.count(record.rows.count, "quantity", "quantities")
    guard record.hasRegressed else {
      let better = won == 0 ? "none won more either" : "\(won) won more"
      return "No regression: of \(compared), none lost more than \(Numbers.bits(record.threshold)), and \(better)."
    }
    let fatal =
      record.appeared.isEmpty
      ? "" : ", and \(Numbers.count(record.appeared.count, "finding is", "findings are")) fatal now"
    return
      "Regression: of \(compared), \(regressions) lost more than \(Numbers.bits(record.threshold)) or all\(fatal)."
  }

  private static func finiteAgain(_ row: ComparisonRowRecord) -> Bool { row.before == nil && row.after != nil }
  private static func bits(_ bits: Double?) -> String { bits.map { Numbers.fixed($0) } ?? "NaN" }

  private static func change(_ row: ComparisonRowRecord) -> String {
    guard let lost = row.lost else { return "" }
    return (lost > 0 ? "−" : "+") + Numbers.fixed(lost.magnitude)
  }

  private static func meaning(_ row: ComparisonRowRecord) -> Paint.Meaning? {
    row.isRegression ? .alarm : (row.lost ?? 0) < 0 || finiteAgain(row) ? .good : .soft
  }

  private static func told(
    _ title: String, _ findings: [ComparisonFindingRecord], _ width: Int, _ paint: Paint, _ meaning: Paint.Meaning
  ) -> [String] {
    findings.flatMap { finding in
      [""] + "\(title), \(finding.policy): \(finding.sentence)".wrapped(to: width).map { paint($0, meaning) }
    }
  }
}
