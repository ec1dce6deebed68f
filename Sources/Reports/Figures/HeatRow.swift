/// One quantity under one policy, its steps gathered into stretches that a picture has room for.
struct HeatRow {
  /// What a stretch shows: the worst of its steps.
  enum Cell: Equatable {
    /// The color of the fewest bits that are right in it.
    case level(Int)
    /// NaN or infinite at a step of it.
    case notFinite
    /// There is no error to speak of in all of it.
    case undefined
  }

  /// A picture has no more columns than this.
  static let most = 100

  let series: SeriesFigures
  let cells: [Cell]

  /// - Parameter steps: The steps of the whole record; a series that is shorter has nothing to show after its end.
  init(_ series: SeriesFigures, steps: Int) {
    self.series = series
    let columns = min(Self.most, steps)
    cells = (0..<columns).map { column in
      let stretch = series.agreement[
        min(
          series.agreement.count, column * steps / columns)..<min(
            series.agreement.count, (column + 1) * steps / columns)]
      if stretch.contains(.notFinite) { return .notFinite }
      return stretch.compactMap(\.bits).min().map { .level(HeatScale.level($0)) } ?? .undefined
    }
  }

  /// The unbroken runs of equal cells, in order.
  var runs: [(cell: Cell, columns: Range<Int>)] {
    cells.indices.reduce(into: []) { runs, column in
      if let last = runs.last, last.cell == cells[column] {
        runs[runs.count - 1].columns = last.columns.lowerBound..<(column + 1)
      } else {
        runs.append((cells[column], column..<(column + 1)))
      }
    }
  }

  /// For those who can't see the colors: `R: 11.0 bits at the end, fewest 10.2 at step 3`.
  var spoken: String {
    let bits = series.agreement.map(\.bits)
    let worst = bits.indices.filter { bits[$0] != nil }.min { (bits[$0] ?? 0) < (bits[$1] ?? 0) }
    let fewest = worst.flatMap { step in bits[step].map { ", fewest \(Numbers.fixed($0)) at step \(step + 1)" } } ?? ""
    let gap = series.notFinite.isEmpty || series.notFiniteFrom != nil ? "" : ", \(series.notFiniteNote)"
    return "\(series.symbol): \(series.spokenEnding) at the end\(series.last?.bits == nil ? "" : fewest)\(gap)"
  }
}
