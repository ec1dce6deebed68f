/// A table of fixed-width columns that gives up columns, then letters, until it fits.
struct TextTable {
  /// A column, its cells from top to bottom.
  struct Column {
    let title: String
    let cells: [String]
    let meanings: [Paint.Meaning?]
    let isNumber: Bool
    /// The column with the lowest rank is the first to go; those without stay.
    let rank: Int?

    init(
      _ title: String, _ cells: [String], meanings: [Paint.Meaning?]? = nil, isNumber: Bool = false, rank: Int? = nil
    ) {
      self.title = title
      self.cells = cells.map(\.printable)
      self.meanings = meanings ?? cells.map { _ in nil }
      self.isNumber = isNumber
      self.rank = rank
    }

    var width: Int { ([title] + cells).map(\.displayWidth).max() ?? 0 }
  }

  let columns: [Column]
  private static let gap = "  "

  /// The lines of the table, none wider than `width`.
  func lines(width: Int, paint: Paint) -> [String] {
    var shown = columns
    while total(shown) > width,
      let victim = shown.indices.filter({ shown[$0].rank != nil })
        .min(by: { (shown[$0].rank ?? 0) < (shown[$1].rank ?? 0) })
    {
      shown.remove(at: victim)
    }
    var widths = shown.map(\.width)
    while widths.reduce(0, +) + Self.gap.count * (widths.count - 1) > width,
      let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > 1
    {
      widths[widest] -= 1
    }
    let head = row(shown, widths) { ($0.title, .soft) }
    return [painted(head, paint)]
      + (shown.first?.cells.indices.map { index in
        painted(row(shown, widths) { ($0.cells[index], $0.meanings[index]) }, paint)
      } ?? [])
  }

  private func total(_ columns: [Column]) -> Int {
    columns.reduce(Self.gap.count * (columns.count - 1)) { $0 + $1.width }
  }

  private func row(
    _ columns: [Column], _ widths: [Int], _ cell: (Column) -> (String, Paint.Meaning?)
  ) -> [(String, Paint.Meaning?)] {
    zip(columns, widths).map { column, width in
      let (text, meaning) = cell(column)
      return (text.truncated(to: width).padded(to: width, leading: column.isNumber), meaning)
    }
  }

  private func painted(_ cells: [(String, Paint.Meaning?)], _ paint: Paint) -> String {
    var cells = cells
    if let last = cells.popLast() {
      cells.append((last.0.trimmingEnd, last.1))
    }
    return cells.map { text, meaning in meaning.map { paint(text, $0) } ?? text }.joined(separator: Self.gap)
  }
}

extension String {
  /// Without the spaces at its end.
  fileprivate var trimmingEnd: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
