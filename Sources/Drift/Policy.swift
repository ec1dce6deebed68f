public import CAMECore
public import Formats

/// Which format holds what: parameters and gradients in one, arithmetic and state in another, and how constants round.
///
/// Written `STORAGE[/ARITHMETIC][@ROUNDING]`: `float16` is Float16 throughout, `float16/float` what the official code
/// does with half-precision models, `float@direct` a port that forms `1 − β` in Float.
public struct Policy: Sendable {
  /// The format of parameters and gradients.
  public let storage: any NumberFormat
  /// The format of the arithmetic and of the state.
  public let arithmetic: any NumberFormat
  /// When hyperparameters are rounded.
  public let rounding: HyperparameterRounding

  /// The policies of a report when none are named: pure half precision and its cure, `1 − β` in Float and its cure,
  /// Double, and MPFR as a check on the reference; those of them whose formats this build has.
  public static var defaults: [Policy] {
    ["float16", "float16/float", "float@direct", "float", "double", "mpfr127"].compactMap { try? Policy($0) }
  }

  /// A policy; constants go through Double as in PyTorch unless the arithmetic is wider than Double.
  ///
  /// - Throws: ``PolicyError/narrower(storage:arithmetic:)`` if the arithmetic can't hold what is stored.
  public init(
    storage: any NumberFormat, arithmetic: any NumberFormat, rounding: HyperparameterRounding? = nil
  ) throws(PolicyError) {
    guard arithmetic.significantBits >= storage.significantBits else {
      throw .narrower(storage: storage.name, arithmetic: arithmetic.name)
    }
    self.storage = storage
    self.arithmetic = arithmetic
    self.rounding = rounding ?? .usual(significantBits: arithmetic.significantBits)
  }

  /// The policy that `text` writes.
  ///
  /// - Throws: ``PolicyError`` that says which part is wrong and what could stand there.
  public init(_ text: String) throws(PolicyError) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let formats = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, (1...2).contains(formats.count) else { throw .malformed(text) }
    var rounding: HyperparameterRounding?
    if parts.count == 2 {
      rounding = HyperparameterRounding(rawValue: String(parts[1]))
      if rounding == nil { throw .unknownRounding(String(parts[1])) }
    }
    do {
      let storage = try Formats.named(String(formats[0]))
      let arithmetic = formats.count == 2 ? try Formats.named(String(formats[1])) : storage
      try self.init(storage: storage, arithmetic: arithmetic, rounding: rounding)
    } catch let error as PolicyError {
      throw error
    } catch let error as UnknownFormat {
      throw .unknownFormat(error)
    } catch {
      throw .malformed(text)
    }
  }

  /// The shortest text that reads back as this policy.
  public var name: String {
    let formats = storage.name == arithmetic.name ? storage.name : "\(storage.name)/\(arithmetic.name)"
    return rounding == .usual(significantBits: arithmetic.significantBits) ? formats : "\(formats)@\(rounding.rawValue)"
  }

  /// The policy in words.
  public var title: String {
    let formats =
      storage.name == arithmetic.name
      ? "\(storage.title) throughout" : "\(storage.title) parameters and gradients, \(arithmetic.title) inside"
    return rounding == .usual(significantBits: arithmetic.significantBits) ? formats : "\(formats), \(roundingInWords)"
  }

  /// How constants are rounded, in words.
  public var roundingInWords: String {
    switch rounding {
    case .inFormat: "1 − β formed in \(arithmetic.title)"
    case .throughDouble: "constants through Double, as PyTorch does"
    case .exactComplement: "constants rounded once from exact decimals"
    }
  }
}

/// Text or formats that make no policy.
public enum PolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  case malformed(String)
  case unknownFormat(UnknownFormat)
  case unknownRounding(String)
  case narrower(storage: String, arithmetic: String)

  public var description: String {
    switch self {
    case .malformed(let text):
      "\"\(text)\" is not a policy; write STORAGE[/ARITHMETIC][@ROUNDING], as in float16/float@double."
    case .unknownFormat(let error): error.description
    case .unknownRounding(let text):
      "There is no rounding \"\(text)\"; there are "
        + HyperparameterRounding.allCases.map(\.rawValue).joined(separator: ", ") + "."
    case .narrower(let storage, let arithmetic):
      "The arithmetic \(arithmetic) is narrower than the storage \(storage); write the storage first."
    }
  }
}
