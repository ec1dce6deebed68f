internal import Foundation

/// What NAME.info.json, which lies beside a run, says of it: only what this module uses, the rest is for people.
struct RunInfo {
  /// What the run is, in a sentence.
  private(set) var what: String?
  private var sha256: String?
  private var byteCount: Int?

  /// Reads the NAME.info.json beside the run at `url`; nil if there is none.
  ///
  /// - Throws: ``RecordedRunError/info(field:found:expected:)``
  init?(besideRun url: URL, named name: String) throws(RecordedRunError) {
    let url = url.deletingLastPathComponent().appendingPathComponent("\(name).info.json")
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let text: Data
    do throws(RegularFile.Failure) {
      text = try RegularFile.read(url)
    } catch {
      throw .info(field: nil, found: "unreadable (\(error.reason))", expected: "readable")
    }
    try self.init(Array(text))
  }

  /// Reads the text of an info.json.
  ///
  /// - Throws: ``RecordedRunError/info(field:found:expected:)``
  init(_ text: [UInt8]) throws(RecordedRunError) {
    var scanner = try Self.json { () throws(JSONSyntaxError) in try JSONScanner(text) }
    guard scanner.skip(UInt8(ascii: "{")) else {
      throw .info(field: nil, found: scanner.following(), expected: "an object")
    }
    var seen: Set<String> = []
    var isFirst = true
    while let key = try Self.json({ () throws(JSONSyntaxError) in try scanner.nextKey(isFirst: &isFirst) }) {
      guard seen.insert(key).inserted else {
        throw .info(field: Wording.quoted(key), found: "there twice", expected: "there once")
      }
      switch key {
      case "what": what = try Self.string(key, from: &scanner)
      case "sha256": sha256 = try Self.string(key, from: &scanner)
      case "bytes":
        let place = scanner
        guard let count = try Self.json({ () throws(JSONSyntaxError) in try scanner.wholeNumber() }) else {
          throw .info(field: key, found: place.following(), expected: "a whole number")
        }
        byteCount = count
      default: try Self.json { () throws(JSONSyntaxError) in try scanner.skipValue() }
      }
    }
    try Self.json { () throws(JSONSyntaxError) in try scanner.end() }
  }

  /// Checks that this describes the file of this size and digest, and not another of the same name.
  ///
  /// - Throws: ``RecordedRunError/info(field:found:expected:)``
  func check(byteCount: Int, sha256: String) throws(RecordedRunError) {
    if let said = self.byteCount, said != byteCount {
      throw .info(field: "bytes", found: "\(said)", expected: "\(byteCount), the size of the file beside it")
    }
    if let said = self.sha256, said != sha256 {
      throw .info(field: "sha256", found: Wording.quoted(said), expected: "\(sha256), that of the file beside it")
    }
  }

  private static func string(_ key: String, from scanner: inout JSONScanner) throws(RecordedRunError) -> String {
    guard scanner.peek() == UInt8(ascii: "\"") else {
      throw .info(field: key, found: scanner.following(), expected: "a string")
    }
    return try json { () throws(JSONSyntaxError) in try scanner.string() }
  }

  private static func json<Value>(_ read: () throws(JSONSyntaxError) -> Value) throws(RecordedRunError) -> Value {
    do throws(JSONSyntaxError) {
      return try read()
    } catch {
      throw .info(field: nil, found: "no JSON (\(error))", expected: "an object")
    }
  }
}
