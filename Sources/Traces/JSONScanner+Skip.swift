extension JSONScanner {
  /// How deep arrays and objects may nest in a value that is skipped.
  package static let depthLimit = 64

  /// Reads one value of any kind and forgets it.
  ///
  /// Edge Cases: equal keys inside the value go unnoticed; it is not used.
  ///
  /// - Throws: ``JSONSyntaxError`` if the value isn't JSON or nests deeper than ``depthLimit``.
  package mutating func skipValue(depth: Int = 0) throws(JSONSyntaxError) {
    skipWhitespace()
    guard depth <= Self.depthLimit else { throw unexpected("at most \(Self.depthLimit) levels") }
    var isFirst = true
    switch next {
    case UInt8(ascii: "{"):
      try beginObject()
      while try nextKey(isFirst: &isFirst) != nil { try skipValue(depth: depth + 1) }
    case UInt8(ascii: "["):
      try beginArray()
      while try nextElement(isFirst: &isFirst) { try skipValue(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try skipWord("true")
    case UInt8(ascii: "f"): try skipWord("false")
    case UInt8(ascii: "n"): try skipWord("null")
    default: _ = try number()
    }
  }

  private mutating func skipWord(_ word: String) throws(JSONSyntaxError) {
    for byte in word.utf8 {
      guard next == byte else { throw unexpected(word) }
      advance()
    }
  }
}
