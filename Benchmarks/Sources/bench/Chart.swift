import Timing

/// Horizontal bars of wall time, a panel a scene, with the middle half of the rounds as a line over each bar's end.
struct Chart {
  private let results: [Result]
  private static let (width, left, right, bar, gap) = (920.0, 250.0, 110.0, 16.0, 8.0)

  init(_ results: [Result]) { self.results = results }

  var svg: String {
    var (body, top) = ("", 48.0)
    for result in results {
      let (panel, height) = panel(result, top: top)
      body += panel
      top += height
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(Self.width))" height="\(Int(top))" viewBox="0 0 \(Int(Self.width)) \(Int(top))" font-family="system-ui, sans-serif" font-size="13">
      <rect width="100%" height="100%" fill="#ffffff"/>
      <text x="24" y="28" font-size="17" font-weight="600" fill="#1a1c20">Milliseconds a step</text>
      \(body)</svg>

      """
  }

  private func panel(_ result: Result, top: Double) -> (String, Double) {
    let entries = result.scene.entries.filter { result.samples[$0] != nil }
    let longest = entries.map { quartiles($0, result).high }.max() ?? 1
    let scale = (Self.width - Self.left - Self.right) / longest
    var text = "<text x=\"24\" y=\"\(top + 20)\" font-weight=\"600\" fill=\"#1a1c20\">\(result.scene.title)</text>\n"
    var y = top + 34
    for entry in entries {
      let (low, middle, high) = quartiles(entry, result)
      let end = Self.left + middle * scale
      let name = entry.threads == 1 ? entry.name : "two threads"
      text +=
        "<text x=\"\(Self.left - 8)\" y=\"\(y + 12.5)\" text-anchor=\"end\" fill=\"\(entry.threads == 1 ? "#1a1c20" : "#666c78")\">\(name)</text>\n"
      text +=
        "<rect x=\"\(Self.left)\" y=\"\(y)\" width=\"\(max(1, middle * scale))\" height=\"\(Self.bar)\" rx=\"2\" fill=\"\(color(entry))\"/>\n"
      text +=
        "<path d=\"M\(Self.left + low * scale) \(y + 8)H\(Self.left + high * scale)\" stroke=\"#1a1c20\" stroke-width=\"1.5\"/>\n"
      text +=
        "<text x=\"\(max(end, Self.left + high * scale) + 8)\" y=\"\(y + 12.5)\" fill=\"#1a1c20\">\(middle.text(middle < 10 ? 2 : 1))</text>\n"
      y += Self.bar + (entry.threads == 1 ? Self.gap / 2 : Self.gap)
    }
    return (text, y + 22 - top)
  }

  /// The quartiles in milliseconds.
  private func quartiles(_ entry: Entry, _ result: Result) -> (low: Double, middle: Double, high: Double) {
    let sorted = (result.samples[entry]?.wall.rounds ?? []).sorted().map { $0 / 1e6 }
    guard !sorted.isEmpty else { return (0, 0, 0) }
    return (sorted[sorted.count / 4], sorted[sorted.count / 2], sorted[sorted.count * 3 / 4])
  }

  private func color(_ entry: Entry) -> String {
    switch (entry.side, entry.rule) {
    case (.native, "came"): "#2f6fd0"
    case (.portable, "came"): "#8fb4ec"
    case (_, "c"): entry.side == .native ? "#5d8a4a" : "#aecaa0"
    case (_, "triad"): "#c9cdd6"
    case (_, "adamw"): "#c98a2b"
    default: "#b4473a"
    }
  }
}
