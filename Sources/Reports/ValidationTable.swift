public import LabRecords

/// A validation of a port as a table for other tools.
public enum ValidationTable {
  /// One line a case and quantity, as RFC 4180 has it; a case without numbers has one line of its own.
  public static func csv(_ record: ValidationRecord) -> String {
    let header = [
      "case", "family", "type", "shapes", "steps", "verdict", "quantity", "ratio", "decided", "count", "spread",
      "message",
    ]
    let rows = record.cases.flatMap { item -> [[String]] in
      let start = [
        item.name, item.family, item.type, item.shapes.map { "\($0)" }.joined(separator: " "), "\(item.steps)",
        item.verdict.rawValue,
      ]
      if item.quantities.isEmpty { return [start + ["", "", "", "", "", item.message ?? ""]] }
      return item.quantities.map { quantity in
        start + [
          quantity.quantity, quantity.ratio.map { "\($0)" } ?? "inf", "\(quantity.decided)", "\(quantity.count)",
          quantity.spread.map { "\($0)" } ?? "", item.message ?? "",
        ]
      }
    }
    return CSV.text([header] + rows)
  }
}
