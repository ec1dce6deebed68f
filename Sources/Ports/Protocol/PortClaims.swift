/// What a port says of itself: what it takes, what it can do, and to which rules of rounding it wants to be held.
public struct PortClaims: Equatable, Sendable {
  public var name = ""
  public var version = ""
  /// The types of parameters and gradients that it takes.
  public var formats: [ElementType] = [.f32]
  /// The numbers of dimensions that it takes.
  public var ranks = [0, 1, 2, 3, 4]
  /// Whether one optimizer takes several parameters.
  public var takesMany = true
  /// Whether it can start from a given state.
  public var starts = false
  /// Whether it can save its state and load it.
  public var reloads = false
  /// Whether a gradient of a wrong shape is an error.
  public var refuses = false
  /// Whether row and column factors are sums instead of means.
  public var holdsSums = false
  /// In which it computes and keeps its state; nil for Float, or Double where parameters are Doubles.
  public var arithmetic: ElementType?
  public var reduction = Reduction.any
  /// The largest error of its reciprocal square root, in ulps.
  public var rsqrtUlps = 1.5
  /// Whether subnormal numbers are taken for zero.
  public var flushes = false
  /// Whether the same case has the same answer, bit for bit.
  public var isRepeatable = true
  /// Whether 1 − β is formed in the arithmetic rather than in Double.
  public var roundsConstantsFirst = false

  /// The order of sums.
  public enum Reduction: Equatable, Sendable {
    case any
    /// Pairwise, down to single terms.
    case tree
    /// Pairwise over blocks of so many terms, which are added one after the other.
    case blocks(Int)
  }

  public init(name: String) { self.name = name }

  /// The format in which a case with parameters of this type is computed.
  public func arithmetic(for element: ElementType) -> ElementType { arithmetic ?? (element == .f64 ? .f64 : .f32) }

  /// Why it can't take a case; nil if it can.
  public func obstacle(_ question: PortCase) -> String? {
    if !formats.contains(question.element) { return "it takes no \(question.element.title)" }
    if let other = question.parameters.first(where: { !ranks.contains($0.shape.count) }) {
      return "it takes no tensors of \(other.shape.count) dimension\(other.shape.count == 1 ? "" : "s")"
    }
    if question.parameters.count > 1, !takesMany { return "it takes one parameter at a time" }
    if question.startStep != nil, !starts { return "it can't start from a given state" }
    if !question.reloads.isEmpty, !reloads { return "it can't save its state and load it" }
    if !question.refused.isEmpty, !refuses { return "it doesn't refuse gradients of a wrong shape" }
    return nil
  }
}

/// What is wrong with what a port says.
public struct PortMessageError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The key; nil if the text as a whole is wrong.
  public let key: String?
  public let found: String
  public let expected: String

  public var description: String {
    key.map { "\"\($0)\" is \(found), but must be \(expected)." } ?? "It is \(found), but must be \(expected)."
  }
}
