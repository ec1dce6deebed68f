extension JSONScanner {
  /// A string with its escapes resolved.
  ///
  /// - Throws: ``JSONSyntaxError`` for an unescaped control character, an unknown escape or half of a surrogate pair.
  package mutating func string() throws(JSONSyntaxError) -> String {
    skipWhitespace()
    guard next == UInt8(ascii: "\"") else { throw unexpected("a string") }
    advance()
    var start = position
    var text = ""
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        let rest = plain(from: start)
        advance()
        return text.isEmpty ? rest : text + rest
      case UInt8(ascii: "\\"):
        text += plain(from: start)
        advance()
        text.unicodeScalars.append(try escape())
        start = position
      case 0x00..<0x20:
        throw unexpected("an escape instead of a control character")
      default:
        advance()
      }
    }
    throw unexpected("\"\\\"\"")
  }

  /// The bytes from `start` to here, which `init` found to be UTF-8.
  private func plain(from start: Int) -> String {
    String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// The scalar that an escape stands for, after its backslash.
  private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let scalar: Unicode.Scalar
    switch next {
    case UInt8(ascii: "\""): scalar = "\""
    case UInt8(ascii: "\\"): scalar = "\\"
    case UInt8(ascii: "/"): scalar = "/"
    case UInt8(ascii: "b"): scalar = "\u{8}"
    case UInt8(ascii: "f"): scalar = "\u{C}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "u"):
      advance()
      return try unicodeEscape()
    default: throw unexpected("an escape: one of \"\\/bfnrtu")
    }
    advance()
    return scalar
  }

  /// The scalar of `\uXXXX`, or of a surrogate pair `\uXXXX\uXXXX`, after its first `u`.
  private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let start = position
    let high = try codeUnit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    let half = JSONSyntaxError(offset: start, expected: "a whole surrogate pair", found: "half of one")
    guard UTF16.isLeadSurrogate(UInt16(high)), next == UInt8(ascii: "\\") else { throw half }
    advance()
    guard next == UInt8(ascii: "u") else { throw half }
    advance()
    let low = try codeUnit()
    guard UTF16.isTrailSurrogate(UInt16(low)) else { throw half }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))!
  }

  /// Four hexadecimal digits: 0 to 0xFFFF.
  private mutating func codeUnit() throws(JSONSyntaxError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("a hexadecimal digit")
      }
      unit = unit << 4 + UInt32(digit)
      advance()
    }
    return unit
  }
}
