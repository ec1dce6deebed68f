/// Text as a terminal shows it: how many cells it takes, and how it's broken and padded.
extension String {
  /// The number of terminal cells, counting wide characters twice and combining marks not at all.
  var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  /// The text without what a terminal would obey: control characters and changes of direction become U+FFFD.
  var printable: String {
    var safe = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      let obeyed =
        scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
        || scalar.properties.generalCategory == .lineSeparator
        || scalar.properties.generalCategory == .paragraphSeparator
      safe.append(obeyed ? "\u{FFFD}" : scalar)
    }
    return String(safe)
  }

  /// At most `width` cells, the last an ellipsis where something is missing.
  func truncated(to width: Int) -> String {
    guard displayWidth > width else { return self }
    return prefix(cells: width - 1) + "…"
  }

  /// Filled with spaces up to `width` cells.
  func padded(to width: Int, leading: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - displayWidth))
    return leading ? spaces + self : self + spaces
  }

  /// Lines of at most `width` cells, broken at white space, or inside a word that's longer than a line.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(whereSeparator: \.isWhitespace) {
      var rest = String(word).printable
      if !line.isEmpty, line.displayWidth + 1 + rest.displayWidth <= width {
        line += " " + rest
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while rest.displayWidth > width {
        let head = rest.prefix(cells: width)
        lines.append(head)
        rest.removeFirst(head.count)
      }
      line = rest
    }
    return line.isEmpty ? lines : lines + [line]
  }

  private func prefix(cells: Int) -> String {
    var used = 0
    return String(
      prefix { character in
        used += character.displayWidth
        return used <= cells
      })
  }
}

extension Character {
  /// 0, 1 or 2 terminal cells.
  var displayWidth: Int {
    guard let base = unicodeScalars.first(where: { !$0.isZeroWidth }) else { return 0 }
    let isEmoji = base.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}")
    return isEmoji || base.isWide ? 2 : 1
  }
}

extension Unicode.Scalar {
  fileprivate var isZeroWidth: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: true
    default: false
    }
  }

  /// The blocks that East Asian Width calls wide or fullwidth, without the fine print.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
