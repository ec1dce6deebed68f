import LabRecords

/// What the chart is about: the trials, their front, and their names.
extension ParetoChart {
  /// From each trial of the front across to the next, and up to it.
  private var corners: [(x: Double, y: Double)] {
    let places = search.front.filter { $0.record.bits != nil }.map(place)
    guard let first = places.first, let last = places.last else { return [] }
    let steps = zip(places, places.dropFirst()).flatMap { here, next in [(next.x, here.y), (next.x, next.y)] }
    return [first] + steps + [(end, last.y)]
  }

  var front: [Markup] {
    corners.isEmpty
      ? []
      : [
        .element(
          "polyline",
          ["class": "front", "points": Attribute(corners.map { point($0.x, $0.y) }.joined(separator: " "))])
      ]
  }

  var points: [Markup] {
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
  var labels: [Markup] {
    let size = layout.font
    var places = LabelPlaces(
      frame: .init(left: Self.left, top: Self.top - size, width: end - Self.left, height: laneTop - Self.top + size),
      taken: search.trials.map(place).map { .init(left: $0.x - 5, top: $0.y - 5, width: 10, height: 10) }
        + zip(corners, corners.dropFirst()).map { from, to in
          .init(
            left: min(from.x, to.x) - 1.5, top: min(from.y, to.y) - 1.5, width: abs(to.x - from.x) + 3,
            height: abs(to.y - from.y) + 3)
        } + [
          .init(
            left: Self.left, top: y.position(search.record.budget) - 5 - size, width: size * 8, height: size + 5)
        ])
    let named = search.trials.filter(\.isChosen) + search.front.filter { !$0.isChosen }
    return named.filter { $0.record.bits != nil }.flatMap { trial -> [Markup] in
      let number = trial.number.map(String.init) ?? ""
      let at = place(trial)
      guard trial.isChosen else {
        let box = places.place(
          width: Double(number.count) * size * 0.6, height: size * 1.1, beside: at, gap: 7)
        return [text(number, box.left, box.top + size * 0.9, "note", "start")]
      }
      let name = "\(number) \(trial.record.policy.clipped(to: layout.letters))"
      let box = places.place(width: Double(name.count) * size * 0.6, height: size * 1.1, beside: at, gap: 10)
      return [
        rule(
          "chosen", at.x, at.y, min(max(at.x, box.left), box.left + box.width),
          min(max(at.y, box.top), box.top + box.height)),
        text(name, box.left, box.top + size * 0.9, "end chosen", "start"),
      ]
    }
  }
}
