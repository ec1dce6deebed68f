/// Colors a terminal, or leaves the text as it is.
struct Paint {
  /// What a piece of text means; the color follows.
  enum Meaning: String {
    case strong = "1"
    case soft = "2"
    case alarm = "1;31"
    case warn = "33"
    case good = "32"
  }

  let color: Bool

  func callAsFunction(_ text: String, _ meaning: Meaning) -> String {
    color ? "\u{1B}[\(meaning.rawValue)m\(text)\u{1B}[0m" : text
  }
}
