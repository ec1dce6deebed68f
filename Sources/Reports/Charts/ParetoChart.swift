import LabRecords

/// The trials of a search: bytes a parameter across, right bits upwards, and the front that no trial is beyond.
struct ParetoChart {
  let search: SearchFigures
  let lead: String
  let layout: Layout

  struct Layout {
    let id: String
    let width: Double
    let height: Double
    let font: Double
    /// How many letters of the chosen policy there is room for.
    let letters: Int

    static let wide = Layout(id: "search-wide", width: 560, height: 400, font: 12.5, letters: 34)
    static let narrow = Layout(id: "search-narrow", width: 340, height: 340, font: 12, letters: 26)
  }

  static let (left, right, top, lane, bottom) = (40.0, 16.0, 28.0, 26.0, 44.0)

  private var hasRuined: Bool { search.trials.contains { $0.record.bits == nil } }
  var laneTop: Double { layout.height - Self.bottom - (hasRuined ? Self.lane : 0) }
  var end: Double { layout.width - Self.right }

  /// Sizes that differ by less than half have room enough on a linear axis.
  private var x: Scale {
    let bytes = search.trials.map(\.record.bytesPerParameter)
    let (least, most) = (bytes.min() ?? 1, bytes.max() ?? 2)
    let isWide = least >= 1 && most > 2 * least
    let domain = isWide ? max(1, least / 1.12)...(most * 1.12) : max(0, least - 0.25)...(most + 0.25)
    return Scale(spacing: isWide ? .logarithmic : .linear, domain: domain, start: Self.left, end: end)
  }

  /// A square root once the most accurate trial would press the budget to the floor.
  var y: Scale {
    let bits = [search.record.budget] + search.trials.compactMap(\.record.bits)
    let most = bits.max() ?? 1
    return Scale(
      spacing: most > 4 * search.record.budget ? .squareRoot : .linear, domain: 0...max(1, most * 1.12),
      start: laneTop, end: Self.top)
  }

  /// Round sizes that keep their distance, the smallest first.
  private var sizes: [Double] {
    let x = x
    let round = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128, 256]
    let candidates = x.spacing == .linear ? Array(x.ticks(apart: 0).dropFirst()) : round.filter(x.domain.contains)
    return candidates.reduce(into: []) { sizes, size in
      if sizes.last.map({ x.position(size) - x.position($0) >= layout.font * 2.6 }) ?? true { sizes.append(size) }
    }
  }

  func place(_ trial: SearchFigures.Trial) -> (x: Double, y: Double) {
    (
      x.position(trial.record.bytesPerParameter),
      trial.record.bits.map { y.position(max(0, $0)) } ?? laneTop + Self.lane / 2
    )
  }

  /// The chart as an `svg` element; what it shows is told in words and stands in the table beside it.
  var markup: Markup {
    let ruined = search.trials.count { $0.record.bits == nil }
    return .element(
      "svg",
      [
        "viewBox": "0 0 \(Attribute.tenths(layout.width)) \(Attribute.tenths(layout.height))", "role": "img",
        "aria-labelledby": "\(layout.id)-title \(layout.id)-desc", "font-size": Attribute(layout.font),
      ],
      [
        .element(
          "title", ["id": "\(layout.id)-title"], [.text("Bytes a parameter and right bits of \(lead), a trial")]),
        .element(
          "desc", ["id": "\(layout.id)-desc"],
          [
            .text(
              "\(search.resultSentence(lead: lead)) \(search.front.count) trials are on the front, \(ruined) were ruined. "
                + "The table has them all.")
          ]),
      ] + axes + budget + front + labels + points)
  }

  private var axes: [Markup] {
    let rows = y.ticks(apart: layout.font * 2).flatMap { bits -> [Markup] in
      let at = y.position(bits)
      return [
        rule("grid", Self.left, at, end, at),
        text(Numbers.fixed(bits, 0), Self.left - 7, at + layout.font * 0.35, "tick", "end"),
      ]
    }
    let floor = layout.height - Self.bottom
    let columns = sizes.flatMap { bytes -> [Markup] in
      let at = x.position(bytes)
      return [
        rule("axis", at, floor, at, floor + 4),
        text(Numbers.plain(bytes), at, floor + layout.font + 5, "tick", "middle"),
      ]
    }
    let lane: [Markup] =
      hasRuined
      ? [
        .element(
          "rect",
          [
            "class": "lane", "x": Attribute(Self.left), "y": Attribute(laneTop), "width": Attribute(end - Self.left),
            "height": Attribute(Self.lane),
          ]),
        text("NaN", Self.left - 7, laneTop + Self.lane / 2 + layout.font * 0.35, "tick alarm", "end"),
      ] : []
    return rows + lane + columns + [
      rule("axis", Self.left, floor, end, floor),
      text(
        "right bits of \(lead)\(y.spacing == .linear ? "" : " (square root)")", 0, layout.font, "tick", "start"),
      text(
        "bytes a parameter\(x.spacing == .linear ? "" : " (logarithmic)")", end, layout.height - 6, "tick", "end"),
    ]
  }

  private var budget: [Markup] {
    let at = y.position(search.record.budget)
    return [
      rule("guide", Self.left, at, end, at),
      text("budget: \(Numbers.bits(search.record.budget))", Self.left + 5, at - 5, "note", "start"),
    ]
  }

  func rule(_ kind: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Markup {
    .element(
      "line",
      ["class": Attribute(kind), "x1": Attribute(x1), "y1": Attribute(y1), "x2": Attribute(x2), "y2": Attribute(y2)])
  }

  func text(_ text: String, _ x: Double, _ y: Double, _ kind: String, _ anchor: String) -> Markup {
    .element(
      "text",
      ["class": Attribute(kind), "x": Attribute(x), "y": Attribute(y), "text-anchor": Attribute(anchor)], [.text(text)])
  }
}
