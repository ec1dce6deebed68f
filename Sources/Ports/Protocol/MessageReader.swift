internal import Traces

/// Reads one object of JSON whose keys are known, and passes over those that aren't.
///
/// It holds no more than the strings of the text, and doesn't recurse.
struct MessageReader {
  private var scanner: JSONScanner

  /// Reads the object and hands each key to `field`, which takes the value, or returns false to pass over it.
  static func read(
    _ text: [UInt8], _ field: (String, inout MessageReader) throws(PortMessageError) -> Bool
  ) throws(PortMessageError) {
    var reader = try Self.syntax { () throws(JSONSyntaxError) in MessageReader(scanner: try JSONScanner(text)) }
    try Self.syntax { () throws(JSONSyntaxError) in try reader.scanner.beginObject() }
    var isFirst = true
    var seen: Set<String> = []
    while let key = try Self.syntax({ () throws(JSONSyntaxError) in try reader.scanner.nextKey(isFirst: &isFirst) }) {
      guard seen.insert(key).inserted else {
        throw PortMessageError(key: Wording.clipped(key), found: "there twice", expected: "there once")
      }
      if try !field(key, &reader) {
        try Self.syntax { () throws(JSONSyntaxError) in try reader.scanner.skipValue() }
      }
    }
    try Self.syntax { () throws(JSONSyntaxError) in try reader.scanner.end() }
  }

  mutating func string(_ key: String) throws(PortMessageError) -> String {
    guard scanner.peek() == UInt8(ascii: "\"") else { throw wrong(key, "a string") }
    return try Self.syntax { () throws(JSONSyntaxError) in try scanner.string() }
  }

  mutating func bool(_ key: String) throws(PortMessageError) -> Bool {
    let isTrue = scanner.peek() == UInt8(ascii: "t")
    guard isTrue || scanner.next == UInt8(ascii: "f") else { throw wrong(key, "true or false") }
    try Self.syntax { () throws(JSONSyntaxError) in try scanner.skipValue() }
    return isTrue
  }

  mutating func wholeNumber(_ key: String, _ range: ClosedRange<Int>) throws(PortMessageError) -> Int {
    let place = self
    let number = try Self.syntax { () throws(JSONSyntaxError) in try scanner.wholeNumber() }
    guard let number, range.contains(number) else {
      throw place.wrong(key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  mutating func number(_ key: String, _ range: ClosedRange<Double>) throws(PortMessageError) -> Double {
    let place = self
    let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
    guard let byte = scanner.peek(), byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    else { throw wrong(key, expected) }
    let text = try Self.syntax { () throws(JSONSyntaxError) in try scanner.number() }
    guard let number = Double(text), range.contains(number) else { throw place.wrong(key, expected) }
    return number
  }

  /// At most `limit` elements.
  mutating func array<Element>(
    _ key: String, limit: Int, _ element: (inout MessageReader) throws(PortMessageError) -> Element
  ) throws(PortMessageError) -> [Element] {
    guard scanner.peek() == UInt8(ascii: "[") else { throw wrong(key, "an array") }
    try Self.syntax { () throws(JSONSyntaxError) in try scanner.beginArray() }
    var elements: [Element] = []
    var isFirst = true
    while try Self.syntax({ () throws(JSONSyntaxError) in try scanner.nextElement(isFirst: &isFirst) }) {
      guard elements.count < limit else {
        throw PortMessageError(key: key, found: "longer", expected: "an array of at most \(limit)")
      }
      elements.append(try element(&self))
    }
    return elements
  }

  /// The one number of an object `{"name": number}`.
  mutating func member(_ key: String, _ name: String, _ range: ClosedRange<Int>) throws(PortMessageError) -> Int {
    let expected = "\"any\", \"tree\" or {\"\(name)\": a whole number}"
    guard scanner.peek() == UInt8(ascii: "{") else { throw wrong(key, expected) }
    try Self.syntax { () throws(JSONSyntaxError) in try scanner.beginObject() }
    var isFirst = true
    let found = try Self.syntax { () throws(JSONSyntaxError) in try scanner.nextKey(isFirst: &isFirst) }
    guard found == name else {
      throw PortMessageError(
        key: key, found: found.map { "an object with \(Wording.quoted($0))" } ?? "an empty object", expected: expected)
    }
    let number = try wholeNumber(key, range)
    guard try Self.syntax({ () throws(JSONSyntaxError) in try scanner.nextKey(isFirst: &isFirst) }) == nil else {
      throw PortMessageError(key: key, found: "an object with more keys", expected: expected)
    }
    return number
  }

  /// Whether a string comes next.
  mutating func isAtString() -> Bool { scanner.peek() == UInt8(ascii: "\"") }

  func wrong(_ key: String, _ expected: String) -> PortMessageError {
    PortMessageError(key: key, found: scanner.following(), expected: expected)
  }

  private static func syntax<Value>(
    _ read: () throws(JSONSyntaxError) -> Value
  ) throws(PortMessageError) -> Value {
    do throws(JSONSyntaxError) {
      return try read()
    } catch {
      throw PortMessageError(key: nil, found: "no object of JSON (\(error))", expected: "one")
    }
  }
}
