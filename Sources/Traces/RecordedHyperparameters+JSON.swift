extension RecordedHyperparameters {
  /// The keys of the JSON, each with how many numbers it holds; more than one stand in an array.
  private static let keys = [("lr", 1), ("eps", 2), ("clip_threshold", 1), ("betas", 3), ("weight_decay", 1)]

  /// Reads the JSON that a run's metadata holds; the numbers stay as they are written.
  ///
  /// - Throws: ``RecordedRunError/hyperparameters(key:found:expected:)`` for a missing, unknown or repeated key too.
  package init(json text: String) throws(RecordedRunError) {
    var numbers: [String: [String]] = [:]
    var scanner = try Self.json { () throws(JSONSyntaxError) in try JSONScanner(Array(text.utf8)) }
    guard scanner.skip(UInt8(ascii: "{")) else {
      throw .hyperparameters(key: nil, found: scanner.following(), expected: "an object")
    }
    var isFirst = true
    while let key = try Self.json({ () throws(JSONSyntaxError) in try scanner.nextKey(isFirst: &isFirst) }) {
      guard let (_, count) = Self.keys.first(where: { $0.0 == key }) else {
        let expected = "one of \(Self.keys.map(\.0).joined(separator: ", "))"
        throw .hyperparameters(key: Wording.quoted(key), found: "a key", expected: expected)
      }
      guard numbers[key] == nil else {
        throw .hyperparameters(key: key, found: "there twice", expected: "there once")
      }
      numbers[key] = try Self.numbers(count, of: key, from: &scanner)
    }
    try Self.json { () throws(JSONSyntaxError) in try scanner.end() }
    for (key, _) in Self.keys where numbers[key] == nil {
      throw .hyperparameters(key: key, found: "missing", expected: "there")
    }
    func number(_ key: String, _ place: Int = 0) -> String { numbers[key]![place] }
    try self.init(
      learningRate: number("lr"), epsilon1: number("eps", 0), epsilon2: number("eps", 1),
      clipThreshold: number("clip_threshold"), beta1: number("betas", 0), beta2: number("betas", 1),
      beta3: number("betas", 2), weightDecay: number("weight_decay"))
  }

  /// One number, or an array of exactly `count` if that is more than one.
  private static func numbers(
    _ count: Int, of key: String, from scanner: inout JSONScanner
  ) throws(RecordedRunError) -> [String] {
    let expected = count == 1 ? "a number" : "an array of \(count) numbers"
    guard count > 1 else { return [try number(of: key, expected: expected, from: &scanner)] }
    guard scanner.skip(UInt8(ascii: "[")) else {
      throw .hyperparameters(key: key, found: scanner.following(), expected: expected)
    }
    var numbers: [String] = []
    var isFirst = true
    while try json({ () throws(JSONSyntaxError) in try scanner.nextElement(isFirst: &isFirst) }) {
      guard numbers.count < count else { throw .hyperparameters(key: key, found: "longer", expected: expected) }
      numbers.append(try number(of: key, expected: expected, from: &scanner))
    }
    guard numbers.count == count else {
      throw .hyperparameters(key: key, found: "an array of \(numbers.count)", expected: expected)
    }
    return numbers
  }

  private static func number(
    of key: String, expected: String, from scanner: inout JSONScanner
  ) throws(RecordedRunError) -> String {
    let place = scanner
    guard let byte = scanner.peek(), byte == UInt8(ascii: "-") || JSONScanner.isDigit(byte) else {
      throw .hyperparameters(key: key, found: place.following(), expected: expected)
    }
    return try json { () throws(JSONSyntaxError) in try scanner.number() }
  }

  private static func json<Value>(_ read: () throws(JSONSyntaxError) -> Value) throws(RecordedRunError) -> Value {
    do throws(JSONSyntaxError) {
      return try read()
    } catch {
      throw .hyperparameters(key: nil, found: "no JSON (\(error))", expected: "an object")
    }
  }
}
