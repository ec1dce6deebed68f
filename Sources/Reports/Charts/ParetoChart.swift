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

    static let wide = Layout(id: "search-wide", width: 660, height: 400, font: 13, letters: 44)
    static let narrow = Layout(id: "search-narrow", width: 340, height: 340, font: 12, letters: 26)
  }

  private static let (left, right, top, lane, bottom) = (40.0, 16.0, 28.0, 26.0, 44.0)

  private var hasRuined: Bool { search.trials.contains { $0.record.bits == nil } }
  private var laneTop: Double { layout.height - Self.bottom - (hasRuined ? Self.lane : 0) }
  private var end: Double { layout.width - Self.right }

  private var x: Scale {
    let bytes = search.trials.map(\.record.bytesPerParameter)
    let (least, most) = (bytes.min() ?? 0, bytes.max() ?? 1)
    let margin = max(0.25, (most - least) * 0.05)
    return Scale(spacing: .linear, domain: max(0, least - margin)...(most + margin), start: Self.left, end: end)
  }

  private var y: Scale {
    let most = ([search.record.budget] + search.trials.compactMap(\.record.bits)).max() ?? 1
    return Scale(spacing: .linear, domain: 0...max(1, most * 1.12), start: laneTop, end: Self.top)
  }

  private func place(_ trial: SearchFigures.Trial) -> (x: Double, y: Double) {
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
      ] + axes + budget + front + points + labels)
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
    let columns = x.ticks(apart: layout.font * 3).dropFirst().flatMap { bytes -> [Markup] in
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
      text("right bits of \(lead)", 0, layout.font, "tick", "start"),
      text("bytes a parameter, state and parameters", end, layout.height - 6, "tick", "end"),
    ]
  }

  private var budget: [Markup] {
    let at = y.position(search.record.budget)
    return [
      rule("guide", Self.left, at, end, at),
      text("budget: \(Numbers.bits(search.record.budget))", Self.left + 5, at - 5, "note", "start"),
    ]
  }

  /// From each trial of the front across to the next, and up to it.
  private var front: [Markup] {
    let places = search.front.filter { $0.record.bits != nil }.map(place)
    guard let first = places.first else { return [] }
    var points = [point(first.x, first.y)]
    for (here, next) in zip(places, places.dropFirst()) {
      points += [point(next.x, here.y), point(next.x, next.y)]
    }
    points.append(point(end, places[places.count - 1].y))
    return [.element("polyline", ["class": "front", "points": Attribute(points.joined(separator: " "))])]
  }

  private var points: [Markup] {
    search.trials.map { trial in
      let at = place(trial)
      let note = Markup.element("title", [:], [.text(SearchFigures.spoken(trial))])
      if trial.record.bits == nil {
        return .element("g", ["class": "trial"], [note, PolicyStyle.cross(at.x, at.y, radius: 4)])
      }
      let kind = trial.isChosen ? "chosen" : trial.record.isWithin ? "within" : "short"
      return .element(
        "g", ["class": "trial"],
        [
          note,
          .element(
            "circle",
            [
              "class": Attribute(kind), "cx": Attribute(at.x), "cy": Attribute(at.y),
              "r": Attribute(trial.isChosen ? 6.5 : trial.number != nil ? 4.5 : 3.2),
            ]),
        ])
    }
  }

  /// The number of each trial of the front; the chosen one has its name too, and goes first because it is the longest.
  private var labels: [Markup] {
    let size = layout.font
    var places = LabelPlaces(
      frame: .init(left: Self.left, top: Self.top - size, width: end - Self.left, height: laneTop - Self.top + size),
      taken: search.trials.map(place).map { .init(left: $0.x - 5, top: $0.y - 5, width: 10, height: 10) }
        + [
          .init(
            left: Self.left, top: y.position(search.record.budget) - 5 - size, width: size * 8, height: size + 5)
        ])
    let named = search.trials.filter(\.isChosen) + search.front.filter { !$0.isChosen }
    return named.filter { $0.record.bits != nil }.map { trial in
      let number = trial.number.map(String.init) ?? ""
      let name = trial.isChosen ? "\(number) \(trial.record.policy.clipped(to: layout.letters))" : number
      let box = places.place(
        width: Double(name.count) * size * 0.6, height: size * 1.1, beside: place(trial), gap: trial.isChosen ? 10 : 7)
      return text(name, box.left, box.top + size * 0.9, trial.isChosen ? "end chosen" : "note", "start")
    }
  }

  private func rule(_ kind: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Markup {
    .element(
      "line",
      ["class": Attribute(kind), "x1": Attribute(x1), "y1": Attribute(y1), "x2": Attribute(x2), "y2": Attribute(y2)])
  }

  private func text(_ text: String, _ x: Double, _ y: Double, _ kind: String, _ anchor: String) -> Markup {
    .element(
      "text",
      ["class": Attribute(kind), "x": Attribute(x), "y": Attribute(y), "text-anchor": Attribute(anchor)], [.text(text)])
  }
}
