/// Lays out the text of a check: paragraphs, marked items and labelled fields, none wider than asked.
struct CheckLines {
  let width: Int
  let paint: Paint

  /// Wrapped text in one color.
  func paragraph(_ text: String, _ meaning: Paint.Meaning?) -> [String] {
    text.wrapped(to: width).map { painted($0, meaning) }
  }

  /// Text after a mark.
  func item(_ mark: String, _ text: String, _ meaning: Paint.Meaning?) -> [String] {
    text.wrapped(to: width - 2).enumerated().map { index, line in
      painted((index == 0 ? "\(mark) " : "  ") + line, meaning)
    }
  }

  /// Text four cells in.
  func indented(_ text: String, _ meaning: Paint.Meaning? = nil) -> [String] {
    text.wrapped(to: width - 4).map { painted("    \($0)", meaning) }
  }

  /// Text beside its label; nothing if there is no text.
  ///
  /// The lines of a command end in a backslash, so that it can be copied whole. Past `limit` lines the rest is left out.
  func field(
    _ label: String, _ text: String, _ meaning: Paint.Meaning? = nil, isCommand: Bool = false, limit: Int = .max
  ) -> [String] {
    var lines = text.wrapped(to: width - 16)
    if lines.count > limit {
      let left = lines.count - limit + 1
      lines = lines.prefix(limit - 1) + ["… and \(Numbers.count(left, "more line", "more lines")), in the record"]
    }
    return lines.enumerated().map { index, line in
      let lead = paint(index == 0 ? "    \(label.padded(to: 10))" : String(repeating: " ", count: 14), .soft)
      return lead + painted(line, meaning) + (isCommand && index < lines.count - 1 ? " \\" : "")
    }
  }

  private func painted(_ text: String, _ meaning: Paint.Meaning?) -> String {
    meaning.map { paint(text, $0) } ?? text
  }
}
