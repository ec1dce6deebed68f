/// How values from a file are shown in messages: in full if short, and with nothing that a terminal would obey.
package enum Wording {
  /// The longest text, in characters, that a message shows in full.
  static let limit = 80

  /// A text in double quotes, with control characters escaped.
  package static func quoted(_ text: String) -> String {
    text.unicodeScalars.count <= limit
      ? text.debugDescription
      : "\(String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))).debugDescription)…"
  }

  /// A text without quotes, for one that is known to be harmless, such as a number.
  package static func clipped(_ text: String) -> String {
    text.utf8.count <= limit ? text : "\(text.prefix(limit))…"
  }

  /// One byte: the character if it is printable ASCII, otherwise its value.
  package static func byte(_ byte: UInt8?) -> String {
    guard let byte else { return "the end" }
    guard (0x21...0x7E).contains(byte) else {
      return "the byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
    }
    return byte == UInt8(ascii: "\"") ? "'\"'" : "\"\(Character(Unicode.Scalar(byte)))\""
  }
}
