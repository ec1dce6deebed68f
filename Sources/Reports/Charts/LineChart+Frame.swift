/// What stands still: axes, ticks, guides and the lane.
extension LineChart {
  /// Everything behind the lines, back to front.
  var frame: [Markup] { grid + lane + guideLines + stepAxis }

  private var right: Double { layout.width - layout.right }

  private var grid: [Markup] {
    let isClear = { (value: Double) in !isLoss || laneTop - y.position(value) >= layout.font }
    let ticks = y.ticks(apart: layout.font * 1.7).filter(isClear).flatMap { value in
      let at = y.position(value)
      let name = isLoss && value > 0 ? "−\(Numbers.fixed(value, 0))" : Numbers.fixed(value, 0)
      return [
        rule("grid", layout.left, at, right, at),
        label(name, layout.left - 8, at + layout.font * 0.35, "tick", anchor: "end"),
      ]
    }
    return layout.labels ? ticks + [label("bits right", 0, layout.font, "tick", anchor: "start")] : ticks
  }

  private var lane: [Markup] {
    guard laneRows > 0 else { return [] }
    let base = layout.labels ? floor - 2 : (laneTop + floor) / 2 + layout.font * 0.35
    return [
      .element(
        "rect",
        [
          "class": "lane", "x": Attribute(layout.left), "y": Attribute(laneTop),
          "width": Attribute(right - layout.left),
          "height": Attribute(floor - laneTop),
        ]),
      label("NaN", layout.left - 8, base, "tick alarm", anchor: "end"),
    ]
  }

  private var guideLines: [Markup] {
    guides.map { guide in
      let at = y.position(guide.value)
      return rule("guide", layout.left, at, right, at)
    }
  }

  /// The names of the guides; one that lies close above another moves to the right of its neighbor's.
  var guideNames: [Markup] {
    var below = (y: Double.infinity, end: layout.left)
    return guides.map { guide in
      let at = y.position(guide.value)
      let start = below.y - at < layout.font * 1.1 ? below.end + 12 : layout.left + 4
      below = (at, start + width(of: guide.label))
      return label(guide.label, start, at - 4, "note", anchor: "start")
    }
  }

  /// About how wide a text is; SVG can't be asked before it is drawn.
  func width(of text: String) -> Double { Double(text.count) * layout.font * 0.57 }

  private var stepAxis: [Markup] {
    let ticks = x.ticks(apart: layout.font * 2.4).flatMap { value in
      let at = x.position(value)
      return [
        rule("axis", at, floor, at, floor + 4),
        label(Numbers.fixed(value, 0), at, floor + 5 + layout.font, "tick", anchor: "middle"),
      ]
    }
    let name = stepSpacing == .logarithmic ? "step (logarithmic)" : "step"
    let title = label(name, right, floor + 8 + layout.font * 2.2, "tick", anchor: "end")
    return [rule("axis", layout.left, floor, right, floor)] + ticks + (layout.labels ? [title] : [])
  }

  func rule(_ kind: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Markup {
    .element(
      "line",
      [
        "class": Attribute(kind), "x1": Attribute(x1), "y1": Attribute(y1), "x2": Attribute(x2), "y2": Attribute(y2),
      ])
  }

  func label(_ text: String, _ x: Double, _ y: Double, _ kind: String, anchor: String) -> Markup {
    .element(
      "text",
      [
        "class": Attribute(kind), "x": Attribute(x), "y": Attribute(y), "text-anchor": Attribute(anchor),
      ], [.text(text)])
  }
}
