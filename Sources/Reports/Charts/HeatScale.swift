/// The scale of bits that are right, in steps of color that are the same in every report.
///
/// They are narrow where formats end (4, 8, 11 and 24 bits) and wide past them, so that two digits that are lost show in
/// Float16 as well as in Float. The colors are in the style sheet; their lightness rises with the bits without a turn, so
/// that they keep their order in grey and for any color vision.
enum HeatScale {
  /// Where the levels begin, in bits; the last has no end.
  static let edges = [0, 1, 2, 4, 6, 8, 10, 12, 16, 20, 24, 40]

  /// The level of a number of bits, from 0.
  static func level(_ bits: Double) -> Int {
    edges.lastIndex { Double($0) <= bits } ?? 0
  }

  /// The colors side by side, the bits with which each begins beneath, and what a stripe means.
  static var legend: Markup {
    let (width, height, row) = (26.0, 14.0, 30.0)
    let boxes = edges.enumerated().flatMap { level, edge -> [Markup] in
      let left = 1 + Double(level) * width
      return [
        bar("b\(level)", from: left, to: left + width, at: height / 2 + 1),
        .element("text", ["class": "tick", "x": Attribute(left), "y": Attribute(row)], [.text("\(edge)")]),
      ]
    }
    return .element(
      "svg",
      [
        "class": "scale", "viewBox": "0 0 320 34", "font-size": "11", "role": "img",
        "aria-label": "Colors for 0 bits right up to 40 and more, at \(edges.map(String.init).joined(separator: ", "))",
      ], boxes)
  }

  /// A stretch of a row, as a thick line.
  static func bar(_ kind: String, from left: Double, to right: Double, at y: Double) -> Markup {
    .element("path", ["class": Attribute(kind), "d": "M\(point(left, y))L\(point(right, y))"])
  }
}
