import LabRecords

/// A family of cases as a row of the table, with its cases folded into it.
struct ValidationFamilyModel {
  struct Cell {
    let text: String
    /// The class that tints the cell: `r1` to `r4` by nearness to the bound, `fails`, or empty.
    let tint: String
  }

  struct Case {
    let name: String
    let shapes: String
    let verdict: String
    let tone: String
    let note: String
    let cells: [Cell]
  }

  let name: String
  let aim: String
  let count: String
  let tone: String
  let cells: [Cell]
  let cases: [Case]

  init(_ family: ValidationFigures.Family, _ quantities: [String]) {
    name = family.type == "Float" ? family.name : "\(family.name), \(family.type)"
    aim = family.aim
    count = "\(family.count(.conforms)) of \(family.cases.count)"
    tone =
      family.count(.differs) + family.count(.failed) > 0 ? "ruined" : family.count(.unusual) > 0 ? "loses" : "holds"
    cells = quantities.map { Cell(family.worst($0)) }
    cases = family.cases.map { Case($0, quantities) }
  }
}

extension ValidationFamilyModel.Case {
  fileprivate init(_ record: ValidatedCaseRecord, _ quantities: [String]) {
    name = record.name
    shapes = "\(record.shapes.map { "\($0)" }.joined(separator: ", ")), \(Numbers.count(record.steps, "step", "steps"))"
    (verdict, tone) = ("\(record.verdict.mark) \(record.verdict.word)", record.verdict.tone)
    let wrong = record.firstWrong.map {
      "step \($0.step), \($0.quantity)[\($0.place)]: \($0.shown), not \($0.exact) ± \($0.bound)"
    }
    let unusual = record.verdict == .unusual ? record.quantities.max { ($0.spread ?? 0) < ($1.spread ?? 0) } : nil
    note =
      record.message ?? wrong ?? unusual.map { "\($0.quantity): \(Numbers.short($0.spread ?? 0)) of the usual spread" }
      ?? ""
    cells = quantities.map { quantity in
      ValidationFamilyModel.Cell(record.quantities.first { $0.quantity == quantity }.map { $0.ratio ?? .infinity })
    }
  }
}

extension ValidationFamilyModel.Cell {
  fileprivate init(_ ratio: Double?) {
    guard let ratio else {
      (text, tint) = ("–", "")
      return
    }
    text = (ratio > 1 ? "✕ " : "") + Numbers.ratio(ratio)
    tint = ratio > 1 ? "fails" : ratio < 0.1 ? "r1" : ratio < 0.5 ? "r2" : ratio < 0.9 ? "r3" : "r4"
  }
}
