import LabRecords

/// The maps of quantity and step, one a policy.
struct HeatModel {
  /// A policy.
  struct Map {
    let swatch: String
    let policy: String
    let note: String
    let chart: String
  }

  let scale: String
  let maps: [Map]
  /// How steps were gathered, if they were.
  let gathered: String

  init(_ figures: DriftFigures) {
    scale = HeatScale.legend.source
    maps = figures.runs.map { run in
      Map(
        swatch: PolicyStyle(index: run.index).swatch.source, policy: run.record.policy,
        note: run.record.bits == run.record.storageBits
          ? "\(run.record.bits) bits" : "\(run.record.bits) bits, \(run.record.storageBits) in storage",
        chart: HeatMap(id: "heat-\(run.index + 1)", run: run, steps: figures.steps).markup.source)
    }
    gathered =
      figures.steps > HeatRow.most
      ? "The \(Numbers.grouped(figures.steps)) steps are gathered into \(HeatRow.most) columns; each shows the worst step in it."
      : "Each column is a step."
  }
}
