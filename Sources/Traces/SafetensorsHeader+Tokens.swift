/// The scanner's tokens, with its errors as errors of the file.
extension SafetensorsHeader {
  static func json<Value>(_ read: () throws(JSONSyntaxError) -> Value) throws(SafetensorsError) -> Value {
    do throws(JSONSyntaxError) { return try read() } catch { throw .syntax(error) }
  }

  mutating func nextKey(isFirst: inout Bool) throws(SafetensorsError) -> String? {
    try Self.json { () throws(JSONSyntaxError) in try scanner.nextKey(isFirst: &isFirst) }
  }

  mutating func nextElement(isFirst: inout Bool) throws(SafetensorsError) -> Bool {
    try Self.json { () throws(JSONSyntaxError) in try scanner.nextElement(isFirst: &isFirst) }
  }

  mutating func string() throws(SafetensorsError) -> String {
    try Self.json { () throws(JSONSyntaxError) in try scanner.string() }
  }

  mutating func wholeNumber() throws(SafetensorsError) -> Int? {
    try Self.json { () throws(JSONSyntaxError) in try scanner.wholeNumber() }
  }
}
