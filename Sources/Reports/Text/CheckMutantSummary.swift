import LabRecords

/// The part of a check's summary that tells of the mutants.
struct CheckMutantSummary {
  let blocks: [[String]]

  init(_ figures: CheckFigures, _ mutants: CheckedMutants, _ lines: CheckLines) {
    let properties = Dictionary(figures.properties.map { ($0.record.id, $0.record) }) { first, _ in first }
    blocks = [
      Self.comparison(mutants, lines), Self.survivors(mutants, lines), Self.refuted(mutants, lines),
      Self.idle(mutants, properties, lines),
    ]
  }

  private static func comparison(_ mutants: CheckedMutants, _ lines: CheckLines) -> [String] {
    let total = mutants.total
    let rows: [(name: String, count: CheckedMutants.Count)] =
      [("the catalogue, with some seed", mutants.noticed), ("the catalogue, with every seed", mutants.noticedAlways)]
      + mutants.otherWays.map { ($0.record.name, $0.noticed) }
    func share(_ part: Int, _ whole: Int) -> String { whole == 0 ? "–" : "\(part) of \(whole)" }
    let table = TextTable(columns: [
      .init("  way of testing", rows.map { "  \($0.name)" }),
      .init("all", rows.map { share($0.count.all, total.all) }, isNumber: true),
      .init("known", rows.map { share($0.count.known, total.known) }, isNumber: true),
      .init("held out", rows.map { share($0.count.heldOut, total.heldOut) }, isNumber: true),
    ])
    let note = mutants.otherWays.isEmpty ? "" : " The other ways are stand-ins for what projects do today."
    return lines.paragraph("Mutants noticed.\(note)", .strong) + table.lines(width: lines.width, paint: lines.paint)
  }

  private static func survivors(_ mutants: CheckedMutants, _ lines: CheckLines) -> [String] {
    guard !mutants.survivors.isEmpty else { return [] }
    return lines.paragraph("Survivors.", .strong)
      + mutants.survivors.flatMap { mutant in
        let (id, mistake) = (mutant.record.id, mutant.record.mistake)
        guard let proof = mutant.record.equivalence else {
          return lines.item("✕", "\(id): \(mistake)", .alarm) + lines.indented("Not noticed.", .alarm)
        }
        return lines.item("–", "\(id): \(mistake)", nil) + lines.indented("Nothing can notice it: \(proof)", .soft)
      }
  }

  private static func refuted(_ mutants: CheckedMutants, _ lines: CheckLines) -> [String] {
    guard !mutants.refuted.isEmpty else { return [] }
    return lines.paragraph("Noticed in spite of a proof that nothing can: the proof is wrong.", .strong)
      + mutants.refuted.flatMap { mutant in
        lines.item("✕", "\(mutant.record.id), by \(mutant.quickest?.property ?? "")", .alarm)
          + lines.indented(mutant.record.equivalence ?? "")
      }
  }

  private static func idle(
    _ mutants: CheckedMutants, _ properties: [String: PropertyRecord], _ lines: CheckLines
  ) -> [String] {
    guard !mutants.idle.isEmpty else { return [] }
    return lines.paragraph("Properties that notice nothing, and why they are kept.", .strong)
      + mutants.idle.flatMap { id in
        let kept = properties[id]?.kept
        return lines.item("–", "\(id): \(kept ?? "no reason is given")", kept == nil ? .warn : nil)
      }
  }
}
