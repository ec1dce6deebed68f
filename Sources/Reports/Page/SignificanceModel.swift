import LabRecords

/// How many digits random rounding leaves, a table a format.
struct SignificanceModel {
  struct Format {
    let name: String
    let sentences: [String]
    let bound: String
    /// What the lines reach from and to.
    let reach: String
    let rows: [Row]
  }

  struct Row {
    let symbol: String
    let name: String
    let trend: String
    let median: String
    let bound: String
    let low: String
    let fewest: String
  }

  let formats: [Format]

  /// `nil` where rounding was not made random.
  init?(_ figures: DriftFigures) {
    formats = figures.record.significance.map { record in
      let significance = SignificanceFigures(record)
      return Format(
        name: record.arithmetic, sentences: significance.sentences(lead: figures.lead),
        bound: "\(Numbers.plainPercent(record.probability)) at \(Numbers.plainPercent(record.confidence)) confidence",
        reach: "The lines reach from \(significance.range.lowerBound) to \(significance.range.upperBound) bits.",
        rows: significance.series.map { Row($0, significance.range, figures) })
    }
    if formats.isEmpty { return nil }
  }
}

extension SignificanceModel.Row {
  init(_ series: SignificanceFigures.Series, _ range: ClosedRange<Int>, _ figures: DriftFigures) {
    symbol = series.record.quantity
    name = figures.record.quantities.first { $0.symbol == series.record.quantity }?.name ?? ""
    trend = SignificanceLine(series: series, range: range).markup.source
    func last(_ values: [Double?]) -> String { (values.last ?? nil).map { Numbers.fixed($0) } ?? "–" }
    (median, bound, low) = (last(series.median), last(series.lowerBound), last(series.low))
    fewest = series.fewest.map { "\(Numbers.fixed($0.bits)), step \($0.step)" } ?? "–"
  }
}
