import LabRecords

/// The significant bits of one quantity over the steps, as a line in a table: the median, and beneath it its lower bound.
struct SignificanceLine {
  let series: SignificanceFigures.Series
  /// From the bottom to the top of the line, the same for all quantities of a format.
  let range: ClosedRange<Int>

  private static let (width, height, margin) = (150.0, 40.0, 3.0)

  var markup: Markup {
    let symbol = series.record.quantity
    return .element(
      "svg",
      [
        "class": "trend", "viewBox": "0 0 \(Attribute.tenths(Self.width)) \(Attribute.tenths(Self.height))",
        "role": "img",
        "aria-label": "Significant bits of \(symbol) over the steps, of \(range.upperBound)",
      ],
      [
        .element(
          "line",
          [
            "class": "guide", "x1": "0", "x2": Attribute(Self.width), "y1": Attribute(Self.margin),
            "y2": Attribute(Self.margin),
          ]),
        .element(
          "line",
          [
            "class": "axis", "x1": "0", "x2": Attribute(Self.width), "y1": Attribute(Self.height - Self.margin),
            "y2": Attribute(Self.height - Self.margin),
          ]),
      ] + drawn(series.lowerBound, "bound") + drawn(series.median, "median"))
  }

  private func drawn(_ values: [Double?], _ kind: String) -> [Markup] {
    let x = Scale(
      spacing: .linear, domain: 1...Double(max(1, values.count)), start: Self.margin, end: Self.width - Self.margin)
    let y = Scale(
      spacing: .linear, domain: Double(range.lowerBound)...Double(range.upperBound), start: Self.height - Self.margin,
      end: Self.margin)
    return values.indices.split { values[$0] == nil }.map { stretch in
      let places = stretch.compactMap { step in
        values[step].map { (x: x.position(Double(step + 1)), y: y.position($0)) }
      }
      let points = thinned(places).map { point($0.x, $0.y) }
      // A single step is a short dash.
      let drawn = points.count > 1 ? points : points.flatMap { [$0, $0] }
      return .element("polyline", ["class": Attribute(kind), "points": Attribute(drawn.joined(separator: " "))])
    }
  }
}
