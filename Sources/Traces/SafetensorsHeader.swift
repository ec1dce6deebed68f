/// One tensor as a file's header describes it.
public struct SafetensorsEntry: Equatable, Sendable {
  public let name: String
  /// The length of each dimension, outermost first; empty for a scalar.
  public let shape: [Int]
  /// Where its bytes lie, counted from the start of the data.
  public let bytes: Range<Int>
  public let dtype: SafetensorsDType
}

/// The header of a safetensors file, checked on its own: keys, fields, and that each tensor's bytes fit its shape.
struct SafetensorsHeader {
  /// The most bytes a header may have, as in the reference implementation.
  static let lengthLimit = 100_000_000
  /// The most dimensions a tensor may have, as in NumPy and PyTorch.
  static let rankLimit = 64
  /// The most metadata entries; far beyond any use, it bounds what a hostile header makes us allocate.
  static let metadataLimit = 65_536

  private(set) var metadata: [String: String] = [:]
  /// The tensors in the order of the header.
  private(set) var entries: [SafetensorsEntry] = []
  /// The place of each name in `entries`.
  private(set) var index: [String: Int] = [:]

  var scanner: JSONScanner

  /// Reads the header's text and checks it.
  init(_ text: [UInt8]) throws(SafetensorsError) {
    scanner = try Self.json { () throws(JSONSyntaxError) in try JSONScanner(text) }
    guard scanner.next == UInt8(ascii: "{") else { throw .syntax(scanner.unexpected("\"{\"")) }
    try Self.json { () throws(JSONSyntaxError) in try scanner.beginObject() }
    var isFirst = true
    var hasMetadata = false
    while let key = try nextKey(isFirst: &isFirst) {
      if key == "__metadata__" {
        guard !hasMetadata else { throw .duplicateKey(key, tensor: nil) }
        hasMetadata = true
        try readMetadata()
      } else {
        guard index.updateValue(entries.count, forKey: key) == nil else { throw .duplicateKey(key, tensor: nil) }
        entries.append(try readEntry(key))
      }
    }
    while scanner.next == UInt8(ascii: " ") { scanner.advance() }
    guard scanner.next == nil else { throw .syntax(scanner.unexpected("a space or the end")) }
  }

  private mutating func readMetadata() throws(SafetensorsError) {
    let expected = "an object of at most \(Self.metadataLimit) strings"
    guard scanner.skip(UInt8(ascii: "{")) else {
      throw .metadata(key: nil, found: scanner.following(), expected: expected)
    }
    var isFirst = true
    while let key = try nextKey(isFirst: &isFirst) {
      guard scanner.peek() == UInt8(ascii: "\"") else {
        throw .metadata(key: key, found: scanner.following(), expected: "a string")
      }
      guard metadata.count < Self.metadataLimit else {
        throw .metadata(key: nil, found: "longer", expected: expected)
      }
      guard metadata.updateValue(try string(), forKey: key) == nil else {
        throw .duplicateKey(key, tensor: "__metadata__")
      }
    }
  }

  private mutating func readEntry(_ name: String) throws(SafetensorsError) -> SafetensorsEntry {
    guard scanner.skip(UInt8(ascii: "{")) else {
      throw .tensor(name, field: nil, found: scanner.following(), expected: "an object")
    }
    var dtype: SafetensorsDType?
    var shape: [Int]?
    var offsets: [Int]?
    var isFirst = true
    while let key = try nextKey(isFirst: &isFirst) {
      switch SafetensorsError.Field(rawValue: key) {
      case .dtype:
        guard dtype == nil else { throw .duplicateKey(key, tensor: name) }
        dtype = try readDType(name)
      case .shape:
        guard shape == nil else { throw .duplicateKey(key, tensor: name) }
        shape = try readInts(name, .shape, atMost: Self.rankLimit)
      case .dataOffsets:
        guard offsets == nil else { throw .duplicateKey(key, tensor: name) }
        offsets = try readInts(name, .dataOffsets, atMost: 2)
      case nil: throw .unknownField(tensor: name, field: key)
      }
    }
    func missing(_ field: SafetensorsError.Field) -> SafetensorsError {
      .tensor(name, field: field, found: "missing", expected: "present")
    }
    guard let dtype else { throw missing(.dtype) }
    guard let shape else { throw missing(.shape) }
    guard let offsets else { throw missing(.dataOffsets) }
    return try SafetensorsEntry(name: name, shape: shape, offsets: offsets, dtype: dtype)
  }

  private mutating func readDType(_ name: String) throws(SafetensorsError) -> SafetensorsDType {
    let place = scanner
    guard scanner.peek() == UInt8(ascii: "\""), let dtype = SafetensorsDType(rawValue: try string()) else {
      let names = SafetensorsDType.allCases.map(\.rawValue).joined(separator: ", ")
      throw .tensor(name, field: .dtype, found: place.following(), expected: "one of the strings \(names)")
    }
    return dtype
  }

  private mutating func readInts(
    _ name: String, _ field: SafetensorsError.Field, atMost limit: Int
  ) throws(SafetensorsError) -> [Int] {
    func wrong(_ found: String) -> SafetensorsError {
      let expected = "an array of at most \(limit) whole numbers from 0 to \(Int.max)"
      return .tensor(name, field: field, found: found, expected: expected)
    }
    guard scanner.skip(UInt8(ascii: "[")) else { throw wrong(scanner.following()) }
    var values: [Int] = []
    var isFirst = true
    while try nextElement(isFirst: &isFirst) {
      guard values.count < limit else { throw wrong("longer") }
      let place = scanner
      guard let value = try wholeNumber() else { throw wrong("an array with \(place.following())") }
      values.append(value)
    }
    return values
  }
}
