/// How a policy looks: a color, a dash and a marker that no other of the first sixty policies shares.
///
/// Each of the three is enough to tell neighbors apart, so that neither color vision nor a color printer is needed. The
/// colors themselves are in the style sheet, one set for light and one for dark.
struct PolicyStyle {
  /// The place of the policy in its record, from 0.
  let index: Int

  /// The class that sets the custom property `--c`.
  var color: String { "p\(index % 7)" }

  /// The dash pattern, or `nil` for a solid line.
  var dash: String? {
    [nil, "8 4", "3.5 2.5", "10 3 2 3", "5 3", "14 4"][index % 6]
  }

  /// The marker, centered at a point.
  func marker(_ x: Double, _ y: Double, radius r: Double) -> Markup {
    switch index % 5 {
    case 0:
      return .element("circle", ["class": "mark", "cx": Attribute(x), "cy": Attribute(y), "r": Attribute(r)])
    case 1:
      return polygon(x, y, [(-r, -r), (r, -r), (r, r), (-r, r)], 0.88)
    case 2:
      return polygon(x, y, [(0, -r), (r, r * 0.8), (-r, r * 0.8)], 1.2)
    case 3:
      return polygon(x, y, [(0, -r), (r, 0), (0, r), (-r, 0)], 1.3)
    default:
      return polygon(x, y, [(0, r), (r, -r * 0.8), (-r, -r * 0.8)], 1.2)
    }
  }

  /// The cross that marks a NaN, whoever met it.
  static func cross(_ x: Double, _ y: Double, radius r: Double, kind: String = "cross") -> Markup {
    let path = "M\(point(x - r, y - r))L\(point(x + r, y + r))M\(point(x - r, y + r))L\(point(x + r, y - r))"
    return .element("path", ["class": Attribute(kind), "d": Attribute(path)])
  }

  /// A short piece of the line with its marker, for a legend.
  var swatch: Markup {
    .element(
      "svg", ["class": "swatch \(color)", "viewBox": "0 0 40 14", "aria-hidden": "true"],
      [line("2,7 38,7"), marker(20, 7, radius: 4)])
  }

  /// A polyline in this style.
  func line(_ points: String, _ children: [Markup] = []) -> Markup {
    guard let dash else { return .element("polyline", ["class": "line", "points": Attribute(points)], children) }
    return .element(
      "polyline", ["class": "line", "stroke-dasharray": Attribute(dash), "points": Attribute(points)], children)
  }

  private func polygon(_ x: Double, _ y: Double, _ corners: [(Double, Double)], _ grow: Double) -> Markup {
    let points = corners.map { point(x + $0.0 * grow, y + $0.1 * grow) }.joined(separator: " ")
    return .element("polygon", ["class": "mark", "points": Attribute(points)])
  }
}

/// A point as SVG writes it, rounded to a tenth.
func point(_ x: Double, _ y: Double) -> String {
  "\(Attribute.tenths(x)),\(Attribute.tenths(y))"
}
