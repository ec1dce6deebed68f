extension StorageFormat: CustomStringConvertible {
  /// Reads `FORMAT[xBLOCK][:ROUNDING]`.
  ///
  /// - Throws: ``StorageFormatError``, which says what could stand where.
  public init(_ text: String) throws(StorageFormatError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var rounding = RoundingMode.nearest
    if parts.count == 2 {
      guard let mode = RoundingMode(rawValue: parts[1]) else { throw .unknownRounding(parts[1]) }
      rounding = mode
    }
    if let code = Self.code(named: parts[0]) {
      self.init(code: code, block: code.defaultBlock, rounding: rounding)
      return
    }
    guard let x = parts[0].lastIndex(of: "x"), let code = Self.code(named: String(parts[0][..<x])) else {
      throw .unknownFormat(parts[0])
    }
    let digits = parts[0][parts[0].index(after: x)...]
    guard digits.first != "0", digits.allSatisfy({ ("0"..."9").contains($0) }), let block = Int(digits) else {
      throw .badBlock(String(digits))
    }
    guard code.canScale else { throw .noBlocks(code.name) }
    self.init(code: code, block: block, rounding: rounding)
  }

  /// The shortest text that reads back.
  public var name: String {
    let blocks = block == code.defaultBlock ? "" : block.map { "x\($0)" } ?? ""
    return code.name + blocks + (rounding == .nearest ? "" : ":\(rounding.rawValue)")
  }

  public var description: String { name }

  /// The format in words.
  public var title: String {
    let blocks = block.map { " in blocks of \($0) with a scale" } ?? ""
    switch rounding {
    case .nearest: return code.title + blocks
    case .towardZero: return code.title + blocks + ", rounded towards zero"
    case .stochastic: return code.title + blocks + ", rounded stochastically"
    }
  }

  /// What can stand first in the text.
  public static var codeNames: [String] { Formats.all.map(\.name) + CodeMap.allCases.map(\.rawValue) }
  /// What of it can be followed by a block.
  public static var scalableNames: [String] { codeNames.filter { code(named: $0)?.canScale == true } }

  private static func code(named name: String) -> Code? {
    if let map = CodeMap(rawValue: name) { return .share(map) }
    func stored<F: NumberFormat>(_ format: F) -> StoredNumber { StoredNumber(F.Scalar.self) }
    return Formats.all.first { $0.name == name }.map { .number(stored($0)) }
  }
}

extension StorageFormat.Code {
  var name: String {
    switch self {
    case .number(let number): number.name
    case .share(let map): map.rawValue
    }
  }
  var title: String {
    switch self {
    case .number(let number): number.title
    case .share(let map): map.title
    }
  }
  var defaultBlock: Int? {
    if case .share(let map) = self { map.defaultBlock } else { nil }
  }
  var canScale: Bool {
    if case .number(let number) = self { number.isScalable } else { true }
  }
}

/// Text that is no ``StorageFormat``.
public enum StorageFormatError: Error, Equatable, Sendable, CustomStringConvertible {
  case unknownFormat(String)
  case unknownRounding(String)
  /// What follows the x is not a number of numbers.
  case badBlock(String)
  /// A format whose own exponents reach as far as a scale's.
  case noBlocks(String)

  public var description: String {
    switch self {
    case .unknownFormat(let name):
      "There is no storage format \"\(name)\"; there are \(StorageFormat.codeNames.joined(separator: ", "))."
    case .unknownRounding(let name):
      """
      There is no rounding "\(name)"; there are \(RoundingMode.allCases.map(\.rawValue).joined(separator: ", ")).
      """
    case .badBlock(let digits):
      "A block is a positive number of numbers, as in e4m3x256, and not \"\(digits)\"."
    case .noBlocks(let name):
      """
      A scale per block does nothing for \(name); it serves \(StorageFormat.scalableNames.joined(separator: ", ")).
      """
    }
  }
}
