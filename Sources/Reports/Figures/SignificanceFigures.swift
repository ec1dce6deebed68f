import LabRecords

/// How many digits random rounding leaves of each quantity, in one format.
struct SignificanceFigures {
  /// One quantity.
  struct Series {
    let record: SignificanceSeriesRecord
    /// Shown no less than 0 and no more than the bits of the format.
    let median: [Double?]
    let lowerBound: [Double?]
    let low: [Double?]

    /// The fewest bits of the median element, and the first step that has so few.
    var fewest: (bits: Double, step: Int)? {
      median.enumerated().compactMap { step, bits in bits.map { (bits: $0, step: step + 1) } }.min { $0.bits < $1.bits }
    }
  }

  let record: SignificanceRecord
  let series: [Series]

  /// From the fewest bits of any quantity, rounded down, to those of the format.
  var range: ClosedRange<Int> {
    let fewest = series.flatMap { $0.median + $0.lowerBound }.compactMap(\.self).min() ?? 0
    return min(Int(fewest), record.bits - 1)...record.bits
  }

  init(_ record: SignificanceRecord) {
    self.record = record
    let most = Double(record.bits)
    func shown(_ values: [Double?]) -> [Double?] { values.map { $0.map { min(most, max(0, $0)) } } }
    series = record.series.map {
      Series(record: $0, median: shown($0.median), lowerBound: shown($0.lowerBound), low: shown($0.low))
    }
  }

  /// What was done and what it means, in two sentences.
  ///
  /// - Parameter lead: The quantity that policies are judged by.
  func sentences(lead: String) -> [String] {
    let made =
      "Every result in \(record.arithmetic) was rounded up or down at random, in \(Numbers.count(record.samples, "run", "runs")) "
      + "from seed \(record.seed): digits in which the runs agree are significant, the rest is noise of rounding."
    let judged = series.first { $0.record.quantity == lead }
    let worst = series.filter { $0.record.quantity != lead && $0.median.last.flatMap(\.self) != nil }
      .min { (($0.median.last ?? nil) ?? 0) < (($1.median.last ?? nil) ?? 0) }
    let parts = [judged, worst].compactMap(\.self).compactMap { series -> String? in
      guard let bits = series.median.last.flatMap(\.self) else { return nil }
      let bound =
        (series.lowerBound.last ?? nil).map {
          ", at least \(Numbers.fixed($0)) with probability \(Numbers.plainPercent(record.probability)) "
            + "at \(Numbers.plainPercent(record.confidence)) confidence"
        } ?? ""
      return
        "\(Numbers.fixed(bits)) of \(record.bits) bits of \(series.record.quantity)\(series.record.quantity == judged?.record.quantity ? bound : "")"
    }
    guard !parts.isEmpty else { return [made, "At the last step not one quantity has a significant digit to count."] }
    let fewest = parts.count == 2 ? "; fewest have \(parts[1])" : ""
    return [made, "At the last step the median element has \(parts[0])\(fewest)."]
  }
}
