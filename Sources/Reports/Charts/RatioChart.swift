import Foundation
import LabRecords

/// Every case as a dot over its quantity, by its worst error over the bound, with the bound drawn at 1.
struct RatioChart {
  private let columns: [(quantity: String, cases: [(name: String, ratio: Double)])]
  private let width = 720.0
  private let height = 300.0
  private let margin = (left: 64.0, right: 16.0, top: 20.0, bottom: 34.0)
  /// Powers of ten at the lower and the upper edge.
  private let lowest: Double
  private let highest: Double

  init(_ figures: ValidationFigures, quantities: [String]) {
    columns = quantities.map { quantity in
      (
        quantity,
        figures.record.cases.compactMap { item in
          item.quantities.first { $0.quantity == quantity }.map { (item.name, $0.ratio ?? .infinity) }
        }
      )
    }
    let ratios = columns.flatMap(\.cases).map(\.ratio).filter { $0 > 0 && $0.isFinite }
    lowest = -3
    highest = max(1, min(12, (log10(ratios.max() ?? 1)).rounded(.up)))
  }

  /// The chart; empty if there is nothing to show.
  var svg: String {
    guard columns.contains(where: { !$0.cases.isEmpty }) else { return "" }
    var parts = grid + [bound]
    for (index, column) in columns.enumerated() { parts += dots(index, column) }
    return Markup.element(
      "svg",
      [
        "viewBox": "0 0 \(Int(width)) \(Int(height))", "role": "img", "class": "ratios",
        "aria-label": "Worst error of each case over its bound, by quantity; the bound is at 1.",
      ], parts
    ).source
  }

  private var grid: [Markup] {
    let step = highest - lowest > 9 ? 3.0 : 1.0
    let ticks = stride(from: lowest, through: highest, by: step)
    return ticks.flatMap { power in
      [
        line(y(power), "tick"),
        label(margin.left - 8, y(power) + 4, power == lowest ? "≤ 0.001" : Numbers.short(pow(10, power)), "end"),
      ]
    } + columns.enumerated().map { label(x(Double($0) + 0.5), height - 10, $1.quantity, "middle") }
  }

  private var bound: Markup { line(y(0), "bound") }

  /// Spread sideways in the order of the cases, so that no dot hides another.
  private func dots(_ index: Int, _ column: (quantity: String, cases: [(name: String, ratio: Double)])) -> [Markup] {
    column.cases.enumerated().map { place, item in
      let share = (Double(place) + 0.5) / Double(column.cases.count)
      let power = item.ratio == 0 ? lowest : max(lowest, min(highest, log10(item.ratio)))
      let title = Markup.element(
        "title", [:], [.text("\(item.name), \(column.quantity): \(Numbers.short(item.ratio))")])
      let center = (x(Double(index) + 0.1 + 0.8 * share), y(power.isFinite ? power : highest))
      if item.ratio > 1 {
        let side = 3.2
        let path =
          "M\(Attribute.tenths(center.0 - side)) \(Attribute.tenths(center.1 - side))l\(2 * side) \(2 * side)m0 \(-2 * side)l\(-2 * side) \(2 * side)"
        return .element("path", ["d": "\(path)", "class": "out"], [title])
      }
      return .element(
        "circle", ["cx": Attribute(center.0), "cy": Attribute(center.1), "r": "2.4", "class": "in"], [title])
    }
  }

  private func x(_ column: Double) -> Double {
    margin.left + column / Double(columns.count) * (width - margin.left - margin.right)
  }

  private func y(_ power: Double) -> Double {
    height - margin.bottom - (power - lowest) / (highest - lowest) * (height - margin.top - margin.bottom)
  }

  private func line(_ y: Double, _ style: String) -> Markup {
    .element(
      "line",
      [
        "x1": Attribute(margin.left), "x2": Attribute(width - margin.right), "y1": Attribute(y), "y2": Attribute(y),
        "class": Attribute(style),
      ])
  }

  private func label(_ x: Double, _ y: Double, _ text: String, _ anchor: String) -> Markup {
    .element("text", ["x": Attribute(x), "y": Attribute(y), "text-anchor": Attribute(anchor)], [.text(text)])
  }
}
