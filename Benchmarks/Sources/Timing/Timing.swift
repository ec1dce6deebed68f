/// Nanoseconds of one thing, round by round.
package struct Samples {
  package private(set) var rounds: [Double] = []

  package init() {}

  package mutating func append(_ nanoseconds: Double) { rounds.append(nanoseconds) }

  package var min: Double { rounds.min() ?? .nan }
  package var median: Double { middle(rounds) }
  /// Half the rounds lie within this many nanoseconds of each other.
  package var spread: Double {
    let sorted = rounds.sorted()
    return sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
  }

  /// How many times longer than `other`: the median of the ratios of each round, so that a slow spell of the machine,
  /// which hits both, cancels.
  package func ratio(to other: Samples) -> Double { middle(zip(rounds, other.rounds).map { $0 / $1 }) }
}

private func middle(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

/// The nanoseconds that `body` takes.
@inline(never)
package func nanoseconds(_ body: () -> Void) -> Double {
  let elapsed = ContinuousClock().measure(body).components
  return Double(elapsed.seconds) * 1e9 + Double(elapsed.attoseconds) * 1e-9
}

/// A table of text; the first column is aligned left, the others right.
package struct Table {
  package var rows: [[String]]

  package init(rows: [[String]]) {
    self.rows = rows
  }

  package var text: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + padding : padding + cell.0
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}

extension Double {
  /// The number with `places` decimals.
  package func text(_ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let whole = Int((self * scale).rounded())
    guard places > 0 else { return String(whole) }
    let digits = String(whole.magnitude)
    let padded = String(repeating: "0", count: Swift.max(0, places + 1 - digits.count)) + digits
    return (whole < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }
}
