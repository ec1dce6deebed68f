import LabRecords

/// One quantity among the small multiples.
struct PanelModel {
  /// Something that begins in this quantity.
  struct Start {
    let swatch: String
    let fatal: Bool
    let text: String
  }

  let symbol: String
  let name: String
  let equation: String
  let chart: String
  let starts: [Start]
  /// Whether anything begins here.
  let isStart: Bool

  init(_ index: Int, _ figures: DriftFigures, _ charts: DriftCharts) {
    let quantity = figures.record.quantities[index]
    symbol = quantity.symbol
    name = quantity.name
    equation = quantity.equation
    chart = charts.small(index).source
    starts = figures.runs.flatMap { run -> [Start] in
      let swatch = PolicyStyle(index: run.index).swatch.source
      let broken = run.record.firstNonFinite.flatMap { event in
        event.quantity == quantity.symbol
          ? Start(swatch: swatch, fatal: true, text: "\(run.record.policy): first NaN or ∞, step \(event.step)") : nil
      }
      let parted = run.record.firstToPart.flatMap { event in
        event.quantity == quantity.symbol
          ? Start(swatch: swatch, fatal: false, text: "\(run.record.policy) parts first here, step \(event.step)") : nil
      }
      return [broken, parted].compactMap(\.self)
    }
    isStart = !starts.isEmpty
  }
}
