import LabRecords

/// A family of properties as a part of the table.
struct CheckFamilyModel {
  /// A property.
  struct Row {
    let anchor: String
    let property: String
    let statement: String
    let formula: String
    let details: [DriftPageModel.Fact]
    let cells: [Cell]
    /// Nil where properties were not run for their own sake.
    let cases: String?
    /// The mutants it notices, where there were any.
    let noticed: String?
    let isIdle: Bool
  }

  /// A property in a format.
  struct Cell {
    let text: String
    /// The class that tints the cell: `r0` (never near the bound) to `r4` (at it), `fails`, `doubt`, or empty.
    let tint: String
    let hover: String
  }

  let family: String
  let rows: [Row]

  static func anchor(_ index: Int) -> String { "property-\(index + 1)" }

  /// The families in the order in which they first appear.
  static func all(_ figures: CheckFigures) -> [CheckFamilyModel] {
    var order: [String] = []
    for property in figures.properties where !order.contains(property.record.family) {
      order.append(property.record.family)
    }
    return order.map { family in
      CheckFamilyModel(
        family: family,
        rows: figures.properties.filter { $0.record.family == family }.map { Row($0, figures) })
    }
  }
}

extension CheckFamilyModel.Row {
  fileprivate init(_ property: CheckedProperty, _ figures: CheckFigures) {
    let record = property.record
    anchor = CheckFamilyModel.anchor(property.index)
    self.property = record.id
    statement = record.statement
    formula = record.formula
    details = [
      ("Bound", record.bound), ("Source", record.source),
      ("Theorems", record.theorems.map { "\($0.name): \($0.words)" }.joined(separator: "; ")),
      ("Shapes", record.shapes.joined(separator: ", ")), ("Needs", record.needs.joined(separator: ", ")),
      ("Kept", record.kept ?? ""),
    ].filter { !$0.1.isEmpty }.map { DriftPageModel.Fact(label: $0.0, value: $0.1) }
    cells =
      figures.hasResults
      ? zip(figures.formats, property.results).map { CheckFamilyModel.Cell(property, $0, $1, figures) } : []
    let counts = property.tried.map(\.cases)
    let (least, most) = (Numbers.grouped(counts.min() ?? 0), Numbers.grouped(counts.max() ?? 0))
    cases = figures.hasResults ? (counts.isEmpty ? "–" : least == most ? most : "\(least)–\(most)") : nil
    let kills = figures.mutants.map { $0.properties.first { $0.id == record.id }?.noticed ?? 0 }
    noticed = kills.map(Numbers.grouped)
    isIdle = kills == 0
  }
}

extension CheckFamilyModel.Cell {
  fileprivate init(
    _ property: CheckedProperty, _ format: String, _ result: PropertyResultRecord?, _ figures: CheckFigures
  ) {
    let place = "\(property.record.id) in \(format)"
    guard let result, result.skipped == nil else {
      (text, tint) = ("–", "")
      hover = "\(place): \(result?.skipped.map { "skipped, \($0)" } ?? "not tried")"
      return
    }
    let ratio = property.record.isScored ? result.worst.map(Numbers.ratio) : nil
    let plain = ratio ?? (property.record.isScored ? "holds" : "exact")
    if result.counterexample != nil {
      (text, tint) = (ratio.map { "✕ \($0)" } ?? "✕", "fails")
    } else if result.problem != nil {
      (text, tint) = ("? \(plain)", "doubt")
    } else {
      (text, tint) = (plain, property.record.isScored ? result.worst.map(Self.tint) ?? "" : "exact")
    }
    let facts = [
      "\(Numbers.count(result.cases, "case", "cases"))",
      result.discards > 0 ? "\(Numbers.grouped(result.discards)) discarded" : nil,
      result.failureRateBound.map { "fails in at most 1 of \(Numbers.oneIn($0))" },
      Numbers.duration(result.seconds), result.problem,
    ]
    hover = "\(place): \(facts.compactMap(\.self).joined(separator: ", "))"
  }

  /// Five shades by nearness to the bound.
  private static func tint(_ ratio: Double) -> String {
    ratio < CheckFigures.slackRatio ? "r0" : ratio < 0.1 ? "r1" : ratio < 0.5 ? "r2" : ratio < 0.9 ? "r3" : "r4"
  }
}
