import LabRecords

/// The table of every quantity under every policy.
struct MatrixModel {
  /// A quantity.
  struct Row {
    let symbol: String
    let name: String
    let cells: [Cell]
  }

  /// A quantity under one policy.
  struct Cell {
    let bits: String
    let ulps: String
    /// When it went wrong, if it did.
    let turn: String?
    /// The class that tints the cell: `s0` (nothing lost) to `s4`, `nan`, or empty.
    let tint: String
    /// What a pointer that rests on the cell is told.
    let hover: String
  }

  let policies: [String]
  let rows: [Row]

  init(_ figures: DriftFigures) {
    policies = figures.runs.map(\.record.policy)
    rows = figures.record.quantities.enumerated().map { index, quantity in
      Row(
        symbol: quantity.symbol, name: quantity.name,
        cells: figures.runs.map { Cell($0.series[index], $0, figures) })
    }
  }
}

extension MatrixModel.Cell {
  init(_ series: SeriesFigures, _ run: RunFigures, _ figures: DriftFigures) {
    bits = series.ending
    ulps = series.worstUlps.map { "\(Numbers.short($0)) ulp" } ?? ""
    turn = series.turn
    tint = Self.tint(series)
    let tensors = run.record.series.first { $0.quantity == series.symbol }?.worstTensor
    let worst = figures.tensorName(tensors?.last ?? nil).map { ", worst tensor \($0)" } ?? ""
    hover = "\(series.symbol) under \(run.record.policy)\(worst)"
  }

  /// Five shades by the share of digits that is lost, a third of them being the step from `s1` to `s2`.
  private static func tint(_ series: SeriesFigures) -> String {
    switch series.last {
    case .notFinite?: return "nan"
    case .right(let bits, _)?:
      let lost = 1 - bits / Double(max(1, series.holds))
      return lost < 1.0 / 6 ? "s0" : lost < 1.0 / 3 ? "s1" : lost < 1.0 / 2 ? "s2" : lost < 3.0 / 4 ? "s3" : "s4"
    case .undefined?, nil: return ""
    }
  }
}
