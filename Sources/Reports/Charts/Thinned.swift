/// A line without the points that nobody can see: of those in the same pixel across it keeps the highest and the lowest,
/// and of the whole line the ends.
func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
  var kept: [(x: Double, y: Double)] = []
  var start = 0
  while start < points.count {
    let column = points[start].x.rounded()
    var end = start
    var (low, high) = (start, start)
    while end < points.count, points[end].x.rounded() == column {
      if points[end].y < points[high].y { high = end }
      if points[end].y > points[low].y { low = end }
      end += 1
    }
    var seen: Set = [low, high]
    if start == 0 { seen.insert(0) }
    if end == points.count { seen.insert(end - 1) }
    kept += seen.sorted().map { points[$0] }
    start = end
  }
  return kept
}
