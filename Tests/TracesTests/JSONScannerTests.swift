import Testing
import Traces

@Suite struct JSONScannerTests {
  private func string(_ text: String) throws(JSONSyntaxError) -> String {
    var scanner = try JSONScanner(Array(text.utf8))
    let string = try scanner.string()
    try scanner.end()
    return string
  }

  @Test(arguments: [
    (#""""#, ""), (#" "é" "#, "é"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""a\u0000b""#, "a\0b"),
    (#""\u00e9\u00E9""#, "éé"), (#""\ud83d\uDE00!""#, "😀!"), (#""x\uffff""#, "x\u{FFFF}"),
    (#""\ud800\udc00\udbff\udfff""#, "\u{10000}\u{10FFFF}"), ("\"\u{7F}\"", "\u{7F}"),
  ])
  func strings(_ text: String, expected: String) throws {
    #expect(Array(try string(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(arguments: [
    (#""a"#, 2, "\"\\\"\"", "the end"),
    (#"a"#, 0, "a string", "\"a\""),
    (#""\x""#, 2, "an escape: one of \"\\/bfnrtu", "\"x\""),
    (#""\"#, 2, "an escape: one of \"\\/bfnrtu", "the end"),
    (#""\u12g4""#, 5, "a hexadecimal digit", "\"g\""),
    (#""\u12"#, 5, "a hexadecimal digit", "the end"),
    (#""\ud800""#, 3, "a whole surrogate pair", "half of one"),
    (#""\ud800\n""#, 3, "a whole surrogate pair", "half of one"),
    (#""\ud800\u0041""#, 3, "a whole surrogate pair", "half of one"),
    (#""\udc00\ud800""#, 3, "a whole surrogate pair", "half of one"),
    (#""\udc00\udc00""#, 3, "a whole surrogate pair", "half of one"),
    ("\"a\u{1F}\"", 2, "an escape instead of a control character", "the byte 0x1F"),
    ("\"a\n\"", 2, "an escape instead of a control character", "the byte 0x0A"),
    ("\"a\" ,", 4, "the end", "\",\""),
  ])
  func malformedStrings(_ text: String, offset: Int, expected: String, found: String) {
    do throws(JSONSyntaxError) {
      Issue.record("read \(try string(text))")
    } catch {
      #expect(error.offset == offset)
      #expect(error.expected == expected)
      #expect(error.found == found)
    }
  }

  @Test(arguments: [
    "0", "-0", "12", "1.50", "1e-30", "1E+05", "-0.0e0", "123456789012345678901234567890", "1e999999999",
  ])
  func numbersStayText(_ text: String) throws {
    var scanner = try JSONScanner(Array(" \(text) ".utf8))
    #expect(try scanner.number() == text)
    try scanner.end()
  }

  @Test(arguments: ["", "-", "+1", ".5", "1.", "1e", "1e+", "01", "0x1", "NaN", "Infinity", "1_000", "--1", "١"])
  func malformedNumbers(_ text: String) throws {
    #expect(throws: JSONSyntaxError.self) {
      var scanner = try JSONScanner(Array(text.utf8))
      _ = try scanner.number()
      try scanner.end()
    }
  }

  @Test(arguments: [
    "[1,]", "[,1]", "[1 2]", "{\"a\" 1}", "{\"a\":1,}", "{\"a\":}", "{a:1}", "{1:1}", "[1", "{\"a\":1", "tru", "nulL",
    "[1}", "{\"a\":1]", "\u{FEFF}1", "[1]]", "'a'", "/**/1", "\u{A0}1", "\u{C}1",
  ])
  func malformedValues(_ text: String) throws {
    #expect(throws: JSONSyntaxError.self) {
      var scanner = try JSONScanner(Array(text.utf8))
      try scanner.skipValue()
      try scanner.end()
    }
  }

  @Test(arguments: [#" { "a" : [ 1 , true,false , null, "x", {} , [ ] ] , "b":-1e5 } "#, "\t[\r\n]", "0", #""""#])
  func values(_ text: String) throws {
    var scanner = try JSONScanner(Array(text.utf8))
    try scanner.skipValue()
    try scanner.end()
  }

  /// One level more than the limit is refused, and a million levels don't reach the end of the stack.
  @Test func depth() throws {
    func skip(_ depth: Int) throws(JSONSyntaxError) {
      let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      var scanner = try JSONScanner(Array(text.utf8))
      try scanner.skipValue()
      try scanner.end()
    }
    try skip(JSONScanner.depthLimit + 1)
    let tooDeep = JSONSyntaxError(
      offset: JSONScanner.depthLimit + 1, expected: "at most \(JSONScanner.depthLimit) levels", found: "\"[\"")
    #expect(throws: tooDeep) { try skip(JSONScanner.depthLimit + 2) }
    #expect(throws: tooDeep) { try skip(1_000_000) }
  }

  /// Overlong forms, surrogates, and scalars beyond Unicode aren't UTF-8; the error says where.
  @Test(
    arguments: [[0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xFF]] as [[UInt8]])
  func notUTF8(_ bytes: [UInt8]) {
    let hex = String(bytes[0], radix: 16, uppercase: true)
    #expect(throws: JSONSyntaxError(offset: 2, expected: "UTF-8", found: "the byte 0x\(hex)")) {
      _ = try JSONScanner(Array("é".utf8) + bytes)
    }
  }
}
