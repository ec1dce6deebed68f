import PropertyKit

/// What a failing property says of itself.
struct Summary {
  let text: String

  init<Value>(_ outcome: Outcome<Value>, _ simplest: Counterexample<Value>, property: String, note: String?) {
    var lines: [String] = []
    if let number = simplest.number {
      let shown = number + 1
      lines.append("Falsified by case \(shown), made simple in \(simplest.evaluations) evaluations.")
    } else {
      lines.append(
        "Falsified by a case that was known before or searched for, simple after \(simplest.evaluations) evaluations.")
    }
    lines.append("simplest: " + Self.short(exactText(simplest.value)) + Self.scored(simplest.score))
    if let worst = outcome.worst {
      lines.append("   worst: " + Self.short(exactText(worst.value)) + Self.scored(worst.score))
    }
    lines.append("as found: " + Self.short(exactText(simplest.original)))
    if !outcome.otherCauses.isEmpty { lines.append("it also fails at " + outcome.otherCauses.joined(separator: ", ")) }
    lines.append(Self.repeatLine(outcome.seed))
    if let note { lines.append(note) }
    text = lines.joined(separator: "\n")
  }

  static func repeatLine(_ seed: UInt64) -> String { "repeat with PROPERTY_SEED=0x\(String(seed, radix: 16))" }

  private static func scored(_ score: Double?) -> String {
    guard let score else { return "" }
    return "  (score \(score))"
  }

  private static func short(_ text: String) -> String {
    text.count <= 2000 ? text : "\(text.prefix(2000))… (\(text.count) characters; the attachment has all choices)"
  }
}
