import Foundation

/// The course of a quantity in a few characters.
enum Sparkline {
  private static let levels = Array("▁▂▃▄▅▆▇█")

  /// One character a stretch of steps, the height of its worst bits; `×` where it is NaN.
  ///
  /// Many steps are cut into stretches of equal ratio, as on a logarithmic axis, so that the first steps stay visible.
  static func text(_ series: SeriesFigures, cells: Int) -> String {
    let agreement = series.agreement
    guard !agreement.isEmpty else { return "" }
    let edges = edges(steps: agreement.count, cells: cells)
    return String(
      zip(edges, edges.dropFirst()).map { from, to in
        let stretch = agreement[from..<to]
        if stretch.contains(.notFinite) { return "×" }
        guard let bits = stretch.compactMap(\.bits).min() else { return "·" }
        let share = min(1, bits / Double(max(1, series.holds)))
        return levels[min(levels.count - 1, Int(share * Double(levels.count)))]
      })
  }

  /// The indices at which the stretches begin, and the end.
  private static func edges(steps: Int, cells: Int) -> [Int] {
    guard steps > cells else { return Array(0...steps) }
    return (1...cells).reduce(into: [0]) { edges, cell in
      let last = edges[edges.count - 1]
      let even = Int(pow(Double(steps), Double(cell) / Double(cells)).rounded())
      edges.append(min(max(even, last + 1), steps - (cells - cell)))
    }
  }
}
