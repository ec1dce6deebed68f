/// What a property says of one case.
public enum Verdict: Hashable, Sendable {
  case holds
  /// The case doesn't meet what the property assumes.
  case discarded
  /// The property fails. `cause` tells failures of different kinds apart, so that shrinking doesn't slip from one to
  /// another; it is usually the place of the expectation that failed.
  case failed(cause: String)
  /// How near the case comes to failing: an error over its bound. Above 1, or NaN, the property fails.
  case scored(Double)

  /// `holds`, or a failure without a cause.
  public init(_ holds: Bool) { self = holds ? .holds : .failed(cause: "") }

  /// The cause, if the property fails.
  public var failure: String? {
    switch self {
    case .holds, .discarded: nil
    case .failed(let cause): cause
    case .scored(let score): score <= 1 ? nil : "score above 1"
    }
  }

  /// NaN counts as the worst score there is.
  var score: Double? {
    guard case .scored(let score) = self else { return nil }
    return score.isNaN ? .infinity : score
  }
}
