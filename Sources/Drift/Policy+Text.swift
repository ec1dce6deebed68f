internal import CAMECore
internal import Formats

/// Policies as they are written at the command line and in records.
extension Policy {
  /// The policy that `text` writes, or that it names.
  ///
  /// - Throws: ``PolicyError`` that says which part is wrong and what could stand there.
  public init(_ text: String) throws(PolicyError) {
    if let preset = Self.presets.first(where: { $0.name == text }) {
      self = try Policy(preset.policy)
      return
    }
    var clauses = text.split(separator: ",", omittingEmptySubsequences: false)
    let head = clauses.removeFirst()
    let parts = head.split(separator: "@", omittingEmptySubsequences: false)
    let formats = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, (1...2).contains(formats.count) else { throw .malformed(text) }
    var rounding: HyperparameterRounding?
    if parts.count == 2 {
      rounding = HyperparameterRounding(rawValue: String(parts[1]))
      if rounding == nil { throw .unknownRounding(String(parts[1])) }
    }
    let storage = try Self.format(formats[0])
    let arithmetic = formats.count == 2 ? try Self.format(formats[1]) : storage
    var stored: [StoredQuantity: StorageFormat] = [:]
    var sums: SumFormat?
    for clause in clauses {
      let sides = clause.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2 else { throw .malformed(text) }
      if sides[0] == "sum" {
        guard sums == nil else { throw .twice("sum") }
        guard let format = SumFormat(rawValue: sides[1]) else { throw .unknownSums(sides[1]) }
        sums = format
        continue
      }
      let format: StorageFormat
      do {
        format = try StorageFormat(sides[1])
      } catch {
        throw .storage(quantity: sides[0], reason: "\(error)")
      }
      for quantity in try Self.quantities(sides[0]) {
        guard stored[quantity] == nil else { throw .twice(quantity.rawValue) }
        stored[quantity] = format
      }
    }
    try self.init(storage: storage, arithmetic: arithmetic, rounding: rounding, stored: stored, sums: sums)
  }

  private static func format(_ name: Substring) throws(PolicyError) -> any NumberFormat {
    do {
      return try Formats.named(String(name))
    } catch {
      throw .unknownFormat(error)
    }
  }

  private static func quantities(_ name: String) throws(PolicyError) -> [StoredQuantity] {
    switch name {
    case "state": return [.m, .r, .c, .v, .R, .C]
    case "factors": return [.r, .c, .R, .C]
    default:
      guard let quantity = StoredQuantity(rawValue: name) else { throw .unknownQuantity(name) }
      return [quantity]
    }
  }

  /// The shortest text that reads back as this policy.
  public var name: String {
    var text = storage.name == arithmetic.name ? storage.name : "\(storage.name)/\(arithmetic.name)"
    if rounding != .usual(significantBits: arithmetic.significantBits) { text += "@\(rounding.rawValue)" }
    for (quantities, format) in clauses { text += ",\(quantities)=\(format.name)" }
    if let sums { text += ",sum=\(sums.rawValue)" }
    return text
  }

  /// The formats of ``stored``, quantities of the same format together where a word says so.
  private var clauses: [(String, StorageFormat)] {
    var rest = stored
    var clauses: [(String, StorageFormat)] = []
    if let parameter = rest.removeValue(forKey: .θ) { clauses.append((StoredQuantity.θ.rawValue, parameter)) }
    for word in ["state", "factors"] {
      guard let quantities = try? Self.quantities(word), let format = rest[quantities[0]],
        quantities.allSatisfy({ rest[$0] == format })
      else { continue }
      clauses.append((word, format))
      for quantity in quantities { rest[quantity] = nil }
    }
    for quantity in StoredQuantity.allCases {
      if let format = rest[quantity] { clauses.append((quantity.rawValue, format)) }
    }
    return clauses
  }

  /// The policy in words.
  public var title: String {
    var words =
      storage.name == arithmetic.name
      ? "\(storage.title) throughout" : "\(storage.title) parameters and gradients, \(arithmetic.title) inside"
    if rounding != .usual(significantBits: arithmetic.significantBits) { words += ", \(roundingInWords)" }
    for (quantities, format) in clauses {
      let what =
        switch quantities {
        case "param": "parameters"
        case "m": "momentum"
        default: quantities
        }
      words += "; \(what) in \(format.title)"
    }
    if let sums { words += "; sums in \(sums.title)" }
    return words
  }

  /// How constants are rounded, in words.
  public var roundingInWords: String {
    switch rounding {
    case .inFormat: "1 − β formed in \(arithmetic.title)"
    case .throughDouble: "constants through Double, as PyTorch does"
    case .exactComplement: "constants rounded once from exact decimals"
    }
  }

  /// The same policy with another format for the arithmetic and the sums added in it.
  func computing(in arithmetic: any NumberFormat) throws(PolicyError) -> Policy {
    try Policy(storage: storage, arithmetic: arithmetic, rounding: nil, stored: stored)
  }

  /// The same policy with other rounding of the constants.
  func rounding(_ rounding: HyperparameterRounding) throws(PolicyError) -> Policy {
    try Policy(storage: storage, arithmetic: arithmetic, rounding: rounding, stored: stored, sums: sums)
  }

  /// The same policy with a quantity kept in another format.
  func keeping(_ quantity: StoredQuantity, in format: StorageFormat) -> Policy {
    var policy = self
    policy.stored[quantity] = format
    return policy
  }
}
