import LabRecords

/// The charts of a drift page: a large one of the lead quantity, and a small one a quantity, all on the same axes.
///
/// The large one shows bits that are right, because that is what one asks of a result. The small ones show bits that are
/// lost, because there formats of 11 and of 127 bits begin at the same height, and the one that falls stands out.
struct DriftCharts {
  let figures: DriftFigures

  /// For a wide window: every line is named at its end.
  static let wide = LineChart.Layout(
    width: 1080, height: 460, left: 44, right: 210, top: 40, bottom: 44, row: 25, font: 13, marker: 4, labels: true)
  /// For a telephone: the same at a size at which its letters stay legible, with figures alone at the ends.
  static let narrow = LineChart.Layout(
    width: 360, height: 380, left: 36, right: 52, top: 40, bottom: 44, row: 24, font: 12.5, marker: 3.5, labels: true)
  /// One of many.
  static let small = LineChart.Layout(
    width: 300, height: 162, left: 34, right: 10, top: 8, bottom: 20, row: 8, font: 10.5, marker: 2.6, labels: false)

  /// The lead quantity at full size.
  func main(_ layout: LineChart.Layout, id: String) -> Markup {
    let named = layout.width > 500
    let title = "Bits of \(figures.lead) that agree with the truth, step by step"
    return chart(
      layout, id: id, title: title, summary: figures.runs.map { "\($0.record.policy): \(figures.ending($0))." },
      laneRows: figures.runs.count { !$0.lead.notFinite.isEmpty }, isLoss: false,
      lines: figures.runs.map { run in
        line(run, run.lead, values: run.lead.agreement.map(\.bits), named: named, isSmall: false)
      })
  }

  /// One quantity as a small multiple.
  func small(_ index: Int) -> Markup {
    let symbol = figures.record.quantities[index].symbol
    return chart(
      Self.small, id: "small-\(index)", title: "Bits of \(symbol) that are lost, step by step",
      summary: figures.runs.map { "\($0.record.policy): \($0.series[index].spokenEnding)." },
      laneRows: figures.runs.count { $0.series.contains { !$0.notFinite.isEmpty } }, isLoss: true,
      lines: figures.runs.map { line($0, $0.series[index], values: $0.series[index].lost, named: false, isSmall: true) }
    )
  }

  /// A logarithmic step axis once the first steps would be crowded on a linear one.
  var stepSpacing: Scale.Spacing { figures.steps >= 20 ? .logarithmic : .linear }

  /// A square root once the formats are so far apart that the narrow ones would lie on the floor.
  var bitSpacing: Scale.Spacing {
    let bits = figures.runs.map(\.record.bits)
    guard let least = bits.min(), let most = bits.max() else { return .linear }
    return most > 4 * least ? .squareRoot : .linear
  }

  private func chart(
    _ layout: LineChart.Layout, id: String, title: String, summary: [String], laneRows: Int, isLoss: Bool,
    lines: [LineChart.Line]
  ) -> Markup {
    LineChart(
      id: id, title: title, summary: summary.joined(separator: " "), layout: layout, steps: figures.steps,
      stepSpacing: stepSpacing, top: isLoss ? most(lost: 0.06) : Double(figures.runs.map(\.record.bits).max() ?? 1),
      isLoss: isLoss, valueSpacing: isLoss ? .linear : bitSpacing, guides: isLoss ? [] : guides, lines: lines,
      laneRows: laneRows
    ).markup
  }

  /// The bits that any quantity lost at any step, and a margin.
  private func most(lost margin: Double) -> Double {
    (1 + margin)
      * max(6, figures.runs.flatMap(\.series).flatMap { $0.lost + $0.lostInStep }.compactMap(\.self).max() ?? 0)
  }

  private func line(
    _ run: RunFigures, _ series: SeriesFigures, values: [Double?], named: Bool, isSmall: Bool
  ) -> LineChart.Line {
    let value = series.last?.bits.map { Numbers.fixed($0) } ?? ""
    let name = Self.shortened(run.record.policy)
    let first = run.record.firstToPart
    return LineChart.Line(
      style: PolicyStyle(index: run.index), hover: "\(run.record.policy): \(series.spokenEnding)",
      values: values, local: isSmall ? series.lostInStep : [], notFinite: series.notFinite,
      endLabel: named ? "\(value)  \(name)" : value,
      laneLabel: "\(name): \(series.notFiniteNote)", ring: first?.quantity == series.symbol ? first?.step : nil)
  }

  private var guides: [LineChart.Guide] {
    Set(figures.runs.map(\.record.bits)).sorted().map { bits in
      var names: [String] = []
      for run in figures.runs where run.record.bits == bits && !names.contains(run.record.arithmetic) {
        names.append(run.record.arithmetic)
      }
      let label = names.map(Self.shortened).joined(separator: ", ")
      // `MPFR 127` says it already.
      let isNamedSo = label.hasSuffix(" \(bits)")
      return LineChart.Guide(value: Double(bits), label: isNamedSo ? label : "\(label): \(bits) bits")
    }
  }

  /// A name that fits beside a chart.
  private static func shortened(_ name: String) -> String { name.clipped(to: 20) }
}

extension String {
  /// At most so many letters, the last an ellipsis where something is missing.
  func clipped(to letters: Int) -> String { count > letters ? "\(prefix(letters - 1))…" : self }
}
