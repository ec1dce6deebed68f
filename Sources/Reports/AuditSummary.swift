public import LabRecords

/// An audit in the terminal, and as a table for other tools.
public enum AuditSummary {
  /// For each format the functions that are not always correctly rounded, the worst first, and the names of the others.
  public static func text(_ record: AuditRecord, width: Int, color: Bool) -> String {
    let paint = Paint(color: color)
    var lines = "\(verdict(record)) \(record.library)".wrapped(to: width)
    for format in formats(record) {
      let rows = record.rows.filter { $0.format == format }
      let wrong = rows.filter { $0.wrong > 0 }.sorted { ($0.wrongKind, $0.worstUlps) > ($1.wrongKind, $1.worstUlps) }
      lines += ["", paint("\(format), \(scope(rows))", .strong)]
      if !wrong.isEmpty {
        lines += TextTable(columns: [
          .init("function", wrong.map(\.function)),
          .init(
            "worst ulps", wrong.map { Numbers.fixed($0.worstUlps, 2) }, meanings: wrong.map(meaning), isNumber: true),
          .init("at", wrong.map { $0.worstInput ?? "" }, rank: 2),
          .init("wrong", wrong.map { Numbers.grouped($0.wrong) }, isNumber: true),
          .init("of", wrong.map { Numbers.grouped($0.inputs) }, isNumber: true, rank: 0),
          .init("1 ulp or more", wrong.map { Numbers.grouped($0.unfaithful) }, isNumber: true, rank: 1),
          .init(
            "wrong kind", wrong.map { $0.wrongKindInput.map { input in "at \(input)" } ?? "–" },
            meanings: wrong.map { $0.wrongKind > 0 ? .alarm : nil }),
        ]).lines(width: width, paint: paint)
      }
      let right = rows.filter { $0.wrong == 0 }.map(\.function)
      if !right.isEmpty {
        lines += "Always correctly rounded: \(right.joined(separator: ", ")).".wrapped(to: width).map {
          paint($0, .soft)
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  /// One line a format and function, as RFC 4180 has it.
  public static func csv(_ record: AuditRecord) -> String {
    let header = [
      "format", "function", "inputs", "exhaustive", "wrong", "unfaithful", "wrong_kind", "wrong_kind_input",
      "worst_ulps",
      "worst_input",
    ]
    return CSV.text(
      [header]
        + record.rows.map { row in
          [
            row.format, row.function, String(row.inputs), String(row.isExhaustive), String(row.wrong),
            String(row.unfaithful), String(row.wrongKind), row.wrongKindInput ?? "", String(row.worstUlps),
            row.worstInput ?? "",
          ]
        })
  }

  private static func verdict(_ record: AuditRecord) -> String {
    let worst = record.rows.max { $0.worstUlps < $1.worstUlps }
    let right = record.rows.count { $0.wrong == 0 }
    let opening =
      "\(Numbers.grouped(right)) of \(Numbers.count(record.rows.count, "function", "functions")) are always correctly rounded"
    guard let worst, worst.wrong > 0 else { return "\(opening)." }
    return
      "\(opening); the worst is \(worst.function) in \(worst.format), \(Numbers.fixed(worst.worstUlps, 2)) ulps off at \(worst.worstInput ?? "")."
  }

  private static func formats(_ record: AuditRecord) -> [String] {
    record.rows.reduce(into: []) { names, row in if !names.contains(row.format) { names.append(row.format) } }
  }

  private static func scope(_ rows: [AuditRowRecord]) -> String {
    if let all = rows.first(where: \.isExhaustive) { return "all \(Numbers.grouped(all.inputs)) finite numbers" }
    return "\(Numbers.grouped(rows.map(\.inputs).max() ?? 0)) random inputs"
  }

  private static func meaning(_ row: AuditRowRecord) -> Paint.Meaning? { row.unfaithful > 0 ? .warn : nil }
}
