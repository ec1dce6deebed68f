/// What moves: the lines, their markers, and their names.
extension LineChart {
  /// One policy: its pieces of line, its markers, and what it has in the lane.
  func drawn(_ index: Int) -> Markup {
    let line = lines[index]
    let children =
      [.element("title", [:], [.text(line.hover)])] + thin(line) + strokes(line) + markers(line) + ringed(line)
      + fallen(index)
    return .element("g", ["class": Attribute(line.style.color)], children)
  }

  /// The names of the lines that last to the end, at their ends, pushed apart where they would overlap.
  var endLabels: [Markup] {
    let right = layout.width - layout.right
    let ends = lines.compactMap { line in line.values.last?.flatMap { value in (line, y.position(value)) } }
    let places = spread(ends.map(\.1), apart: layout.font * 1.25, within: (layout.top - 4)...(laneTop + 4))
    return zip(ends, places).map { end, place in
      let text = label(end.0.endLabel, right + 20, place + layout.font * 0.35, "end", anchor: "start")
      let leader = rule("leader", right + 7, end.1, right + 17, place)
      return .element("g", ["class": Attribute(end.0.style.color)], [leader, text])
    }
  }

  private func place(_ line: Line, _ step: Int) -> (x: Double, y: Double)? {
    line.values.element(at: step - 1)?.map { (x.position(Double(step)), y.position($0)) }
  }

  /// The second line, behind the first.
  private func thin(_ line: Line) -> [Markup] {
    line.local.indices.split { line.local[$0] == nil }.filter { $0.count > 1 }.map { stretch in
      let places = stretch.compactMap { step in
        line.local[step].map { (x: x.position(Double(step + 1)), y: y.position($0)) }
      }
      let points = thinned(places).map { point($0.x, $0.y) }
      return .element("polyline", ["class": "local", "points": Attribute(points.joined(separator: " "))])
    }
  }

  private func strokes(_ line: Line) -> [Markup] {
    line.values.indices.split { line.values[$0] == nil }.filter { $0.count > 1 }.map { stretch in
      let points = thinned(stretch.compactMap { place(line, $0 + 1) }).map { point($0.x, $0.y) }
      return line.style.line(points.joined(separator: " "))
    }
  }

  /// A marker at the end of each piece and some way apart before; neighbors in the record are out of step.
  private func markers(_ line: Line) -> [Markup] {
    let gap = (layout.width - layout.left - layout.right) / 5
    return line.values.indices.split { line.values[$0] == nil }.flatMap { piece -> [Markup] in
      let places = piece.compactMap { place(line, $0 + 1) }
      guard let end = places.last else { return [] }
      var next = layout.left + gap * (0.35 + 0.17 * Double(line.style.index % 5))
      let between = places.filter { at in
        guard at.x >= next, at.x < end.x - gap / 3 else { return false }
        while next <= at.x { next += gap }
        return true
      }
      return (between + [end]).map { line.style.marker($0.x, $0.y, radius: layout.marker) }
    }
  }

  private func ringed(_ line: Line) -> [Markup] {
    guard let step = line.ring, let at = place(line, step) else { return [] }
    return [
      .element(
        "circle",
        ["class": "ring", "cx": Attribute(at.x), "cy": Attribute(at.y), "r": Attribute(layout.marker * 2)])
    ]
  }

  /// The way down into the lane, the cross where it lands, and the bar for as long as it stays there.
  private func fallen(_ index: Int) -> [Markup] {
    let line = lines[index]
    let laneY = laneY(of: index)
    return line.notFinite.enumerated().flatMap { order, stretch -> [Markup] in
      let from = x.position(Double(stretch.lowerBound))
      let to = stretch.upperBound >= steps ? layout.width - layout.right : x.position(Double(stretch.upperBound))
      var marks = [rule("held", from, laneY, max(to, from), laneY)]
      if let before = place(line, stretch.lowerBound - 1) {
        marks.insert(rule("drop", before.x, before.y, from, laneY), at: 0)
      }
      if layout.labels, order == 0 {
        marks.append(laneName(line.laneLabel, beside: from, at: laneY - layout.font * 0.4))
      }
      return marks + [PolicyStyle.cross(from, laneY, radius: layout.marker)]
    }
  }

  /// The name of a fallen line: after its cross where there is room, else before it, else at the end of the lane.
  private func laneName(_ text: String, beside cross: Double, at height: Double) -> Markup {
    let room = 9 + width(of: text)
    let right = layout.width - layout.right
    if cross + room <= right { return label(text, cross + 9, height, "end", anchor: "start") }
    return label(text, cross - room >= layout.left ? cross - 9 : right, height, "end", anchor: "end")
  }
}

/// Moves positions as little as needed so that they're `apart` from one another and stay within the limits.
///
/// The result is in the order of the input. Where there isn't room for all, the last go past the upper limit.
func spread(_ wanted: [Double], apart: Double, within limits: ClosedRange<Double>) -> [Double] {
  let order = wanted.indices.sorted { wanted[$0] < wanted[$1] }
  var places = order.map { max(wanted[$0], limits.lowerBound) }
  for index in places.indices.dropFirst() {
    places[index] = max(places[index], places[index - 1] + apart)
  }
  var ceiling = limits.upperBound
  for index in places.indices.reversed() {
    places[index] = max(min(places[index], ceiling), limits.lowerBound)
    ceiling = places[index] - apart
  }
  for index in places.indices.dropFirst() {
    places[index] = max(places[index], places[index - 1] + apart)
  }
  var result = wanted
  for (place, index) in zip(places, order) { result[index] = place }
  return result
}
