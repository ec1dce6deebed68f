/// Finds places for labels beside points, so that no label lies on another or on a point.
struct LabelPlaces {
  /// A rectangle that is taken.
  struct Box {
    var left: Double
    var top: Double
    var width: Double
    var height: Double

    /// How large the part is that both cover.
    func overlap(_ other: Box) -> Double {
      let across = min(left + width, other.left + other.width) - max(left, other.left)
      let down = min(top + height, other.top + other.height) - max(top, other.top)
      return max(0, across) * max(0, down)
    }
  }

  /// Labels stay in here if they can.
  let frame: Box
  private(set) var taken: [Box]

  init(frame: Box, taken: [Box]) {
    self.frame = frame
    self.taken = taken
  }

  /// The box for a label of the given size beside a point: of many places the nearest that is free, else the freest.
  mutating func place(width: Double, height: Double, beside point: (x: Double, y: Double), gap: Double) -> Box {
    let candidates = [1.0, 2, 3.2, 4.6].flatMap { ring in
      [(-1, -1.2), (1, 0.2), (1, -0.5), (-1, -0.5), (1, -1.2), (0, -1.6), (-1, 0.2), (0, 0.7)].map {
        (side: Double, rise: Double) in
        let left = side > 0 ? point.x + gap * ring : side < 0 ? point.x - gap * ring - width : point.x - width / 2
        return Box(left: left, top: point.y + rise * height * ring, width: width, height: height)
      }
    }
    func cost(_ box: Box) -> Double {
      let outside = width * height - box.overlap(frame)
      return taken.reduce(4 * outside) { $0 + $1.overlap(box) }
    }
    let best = candidates.first { cost($0) < 0.01 } ?? candidates.min { cost($0) < cost($1) } ?? candidates[0]
    taken.append(best)
    return best
  }
}
