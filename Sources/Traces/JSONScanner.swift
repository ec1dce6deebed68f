/// Reads JSON text token by token, and takes nothing that RFC 8259 doesn't allow.
///
/// The caller says what comes next, so no tree is built: a hostile text can't make it allocate more than the strings it
/// holds, and can't make it recurse. Numbers stay the text they were written as, because `1e-30` is a decimal and no
/// binary format holds it. Foundation's parser gives neither, and it drops all but one of two equal keys in silence.
package struct JSONScanner {
  let bytes: [UInt8]
  /// The offset of the next unread byte.
  package private(set) var position = 0

  /// A scanner at the start of `bytes`.
  ///
  /// - Throws: ``JSONSyntaxError`` if the bytes aren't UTF-8.
  package init(_ bytes: [UInt8]) throws(JSONSyntaxError) {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      let offset = error.byteOffsets.lowerBound
      throw JSONSyntaxError(offset: offset, expected: "UTF-8", found: Wording.byte(bytes[offset]))
    }
    self.bytes = bytes
  }

  /// The next byte, whitespace or not; nil at the end.
  package var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The next byte past whitespace, which this call skips; nil at the end.
  package mutating func peek() -> UInt8? {
    skipWhitespace()
    return next
  }

  /// Takes the opening brace of an object.
  package mutating func beginObject() throws(JSONSyntaxError) {
    try take(UInt8(ascii: "{"))
  }

  /// The next key of the object that is being read, past its colon; nil past the closing brace.
  ///
  /// - Parameter isFirst: True before the first key; this call makes it false.
  package mutating func nextKey(isFirst: inout Bool) throws(JSONSyntaxError) -> String? {
    if skip(UInt8(ascii: "}")) { return nil }
    if !isFirst {
      guard skip(UInt8(ascii: ",")) else { throw unexpected("\",\" or \"}\"") }
    }
    isFirst = false
    let key = try string()
    try take(UInt8(ascii: ":"))
    return key
  }

  /// Takes the opening bracket of an array.
  package mutating func beginArray() throws(JSONSyntaxError) {
    try take(UInt8(ascii: "["))
  }

  /// Whether another element follows in the array that is being read; false past the closing bracket.
  ///
  /// - Parameter isFirst: True before the first element; this call makes it false.
  package mutating func nextElement(isFirst: inout Bool) throws(JSONSyntaxError) -> Bool {
    if skip(UInt8(ascii: "]")) { return false }
    if !isFirst {
      guard skip(UInt8(ascii: ",")) else { throw unexpected("\",\" or \"]\"") }
    }
    isFirst = false
    return true
  }

  /// A number as the text that was written.
  package mutating func number() throws(JSONSyntaxError) -> String {
    skipWhitespace()
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if next == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Takes nothing but whitespace up to the end.
  package mutating func end() throws(JSONSyntaxError) {
    skipWhitespace()
    guard position == bytes.count else { throw unexpected("the end") }
  }

  /// A number without sign, fraction and exponent; nil, with the number taken, if it isn't one or is beyond `Int`.
  ///
  /// Nothing is taken if something else than a number comes next.
  package mutating func wholeNumber() throws(JSONSyntaxError) -> Int? {
    guard let byte = peek(), byte == UInt8(ascii: "-") || Self.isDigit(byte) else { return nil }
    let text = try number()
    return text.utf8.allSatisfy(Self.isDigit) ? Int(text) : nil
  }

  /// What comes next, in words for a message: a number or a string with its value.
  package func following() -> String {
    var ahead = self
    switch ahead.peek() {
    case UInt8(ascii: "{"): return "an object"
    case UInt8(ascii: "["): return "an array"
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return "a boolean"
    case UInt8(ascii: "n"): return "null"
    case UInt8(ascii: "\""): return (try? ahead.string()).map { "the string \(Wording.quoted($0))" } ?? "a string"
    case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      return (try? ahead.number()).map { "the number \(Wording.clipped($0))" } ?? "a number"
    default: return Wording.byte(ahead.next)
    }
  }

  /// The error at this place: something else than `expected` comes next.
  func unexpected(_ expected: String) -> JSONSyntaxError {
    JSONSyntaxError(offset: position, expected: expected, found: Wording.byte(next))
  }

  mutating func advance(by count: Int = 1) {
    position += count
  }

  mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// Takes `byte`, after whitespace, if it comes next.
  mutating func skip(_ byte: UInt8) -> Bool {
    skipWhitespace()
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func take(_ byte: UInt8) throws(JSONSyntaxError) {
    guard skip(byte) else { throw unexpected("\"\(Character(UnicodeScalar(byte)))\"") }
  }

  private mutating func digits() throws(JSONSyntaxError) {
    let start = position
    while let byte = next, Self.isDigit(byte) { position += 1 }
    guard position > start else { throw unexpected("a digit") }
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}

/// The place and the nature of a mistake in JSON text.
public struct JSONSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The offset of the offending byte from the start of the text.
  public let offset: Int
  /// What should have stood there.
  public let expected: String
  /// What stood there.
  public let found: String

  package init(offset: Int, expected: String, found: String) {
    self.offset = offset
    self.expected = expected
    self.found = found
  }

  public var description: String { "expected \(expected) at byte \(offset), but found \(found)" }
}
