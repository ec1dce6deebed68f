public import CAMECore
public import Formats

/// Which format holds what: gradients and parameters, the arithmetic, each quantity that is kept between steps, and the sums.
///
/// Written `STORAGE[/ARITHMETIC][@ROUNDING][,QUANTITY=FORMAT]…`: `float16` is Float16 throughout, `float16/float` what the
/// official code does with half-precision models, `float@direct` a port that forms `1 − β` in Float, and
/// `bfloat16/float,param=bfloat16:stochastic,m=dynamic8` a model in BFloat16 whose parameters are rounded at random and whose
/// momentum is kept in eight bits. Some have names; see ``presets``.
public struct Policy: Sendable {
  /// The format of gradients, and of parameters where ``stored`` has no other.
  public let storage: any NumberFormat
  /// The format of the arithmetic, and of the state where ``stored`` has no other.
  public let arithmetic: any NumberFormat
  /// When hyperparameters are rounded.
  public let rounding: HyperparameterRounding
  /// What is kept otherwise than ``storage`` and ``arithmetic`` say.
  public var stored: [StoredQuantity: StorageFormat]
  /// The format of the sums if it is wider than the arithmetic.
  public let sums: SumFormat?

  /// A wider format that the row and column sums, their totals and Σu² are added in.
  public enum SumFormat: String, CaseIterable, Sendable {
    case float, double

    /// The name in text.
    public var title: String { self == .float ? "Float" : "Double" }
    var significantBits: Int { self == .float ? Float.significantBits : Double.significantBits }
  }

  /// A policy; constants go through Double as in PyTorch unless the arithmetic is wider than Double.
  ///
  /// - Throws: ``PolicyError`` if the arithmetic can't hold what is stored, or the sums can't hold the arithmetic.
  public init(
    storage: any NumberFormat, arithmetic: any NumberFormat, rounding: HyperparameterRounding? = nil,
    stored: [StoredQuantity: StorageFormat] = [:], sums: SumFormat? = nil
  ) throws(PolicyError) {
    guard arithmetic.significantBits >= storage.significantBits else {
      throw .narrower(storage: storage.name, arithmetic: arithmetic.name)
    }
    if let sums, sums.significantBits < arithmetic.significantBits {
      throw .narrowSums(sums: sums.rawValue, arithmetic: arithmetic.name)
    }
    self.storage = storage
    self.arithmetic = arithmetic
    self.rounding = rounding ?? .usual(significantBits: arithmetic.significantBits)
    self.stored = stored
    self.sums = sums?.rawValue == arithmetic.name ? nil : sums
  }

  /// The format of the parameters, in words.
  var parameterTitle: String { stored[.θ]?.title ?? storage.title }

  /// Bytes that the parameters, or with `isState` the state, of tensors of `shapes` take.
  func bytes(shapes: [[Int]], isState: Bool) -> Double {
    var bytes = 0.0
    for shape in shapes {
      for quantity in StoredQuantity.allCases where (quantity != .θ) == isState {
        let count = quantity.count(shape: shape)
        if let format = stored[quantity] {
          bytes += format.bytes(count: count)
        } else {
          bytes += Double(count * (quantity == .θ ? storage : arithmetic).bytes)
        }
      }
    }
    return bytes
  }
}

/// Text or formats that make no policy.
public enum PolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  case malformed(String)
  case unknownFormat(UnknownFormat)
  case unknownRounding(String)
  case unknownQuantity(String)
  case twice(String)
  case storage(quantity: String, reason: String)
  case unknownSums(String)
  case narrower(storage: String, arithmetic: String)
  case narrowSums(sums: String, arithmetic: String)

  public var description: String {
    switch self {
    case .malformed(let text):
      "\"\(text)\" is not a policy; write STORAGE[/ARITHMETIC][@ROUNDING][,QUANTITY=FORMAT]…, as in "
        + "float16/float@double,m=dynamic8, or one of the names \(Policy.presets.map(\.name).joined(separator: ", "))."
    case .unknownFormat(let error): error.description
    case .unknownRounding(let text):
      "There is no rounding \"\(text)\"; there are "
        + HyperparameterRounding.allCases.map(\.rawValue).joined(separator: ", ") + "."
    case .unknownQuantity(let text):
      "There is no quantity \"\(text)\" to keep; there are "
        + (StoredQuantity.allCases.map(\.rawValue) + ["state", "factors", "sum"]).joined(separator: ", ") + "."
    case .twice(let text): "The policy says twice how \(text) is kept."
    case .storage(let quantity, let reason): "\(quantity) can't be kept so: \(reason)"
    case .unknownSums(let text):
      "Sums can't be added in \"\(text)\"; they can in "
        + Policy.SumFormat.allCases.map(\.rawValue).joined(separator: ", ") + "."
    case .narrower(let storage, let arithmetic):
      "The arithmetic \(arithmetic) is narrower than the storage \(storage); write the storage first."
    case .narrowSums(let sums, let arithmetic):
      "Sums in \(sums) are narrower than the arithmetic \(arithmetic)."
    }
  }
}
