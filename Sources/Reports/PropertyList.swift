public import LabRecords

/// Lists for a terminal: the properties there are, and what does not hold.
public enum PropertyList {
  /// A family under its name, a property in one line or a few: its name and its statement.
  ///
  /// No line is longer than `width`, at least 60 cells.
  public static func text(_ properties: [PropertyRecord], width: Int, color: Bool) -> String {
    let paint = Paint(color: color)
    let indent = (properties.map(\.id.count).max() ?? 0) + 4
    var lines: [String] = []
    var family = ""
    for property in properties {
      if property.family != family {
        family = property.family
        if !lines.isEmpty { lines.append("") }
        lines.append(paint(family.prefix(1).uppercased() + family.dropFirst(), .strong))
      }
      for (number, line) in property.statement.wrapped(to: max(24, width - indent)).enumerated() {
        let lead = number == 0 ? "  \(property.id)" : ""
        lines.append(lead + String(repeating: " ", count: indent - lead.count) + line)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What one would expect, why it doesn't hold, and a case against it.
  public static func text(_ misbeliefs: [MisbeliefRecord], width: Int, color: Bool) -> String {
    let paint = Paint(color: color)
    return misbeliefs.map { entry in
      var lines = "\(entry.id): \(entry.statement)".wrapped(to: width).map { paint($0, .strong) }
      func add(_ text: String) { lines += text.wrapped(to: width - 4).map { "    " + $0 } }
      add(entry.formula)
      add("Why not: \(entry.reason)")
      add("Against it: \(entry.counterexample ?? "nothing was found")")
      return lines.joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }
}
