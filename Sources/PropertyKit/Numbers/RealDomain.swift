/// The real numbers that a choice may take.
public struct RealDomain: Hashable, Sendable, CustomStringConvertible {
  public let format: RealFormat
  public let lower: Dyadic
  public let upper: Dyadic
  public let allowsNaN: Bool
  public let allowsInfinity: Bool
  /// The simplest number of the domain.
  public let simplest: Dyadic

  /// The numbers of the format in lower…upper, and NaN or the infinities where asked for.
  ///
  /// - Precondition: the bounds are numbers of the format, in order, and neither is NaN.
  public init(
    format: RealFormat, lower: Dyadic, upper: Dyadic, allowsNaN: Bool = false, allowsInfinity: Bool = false
  ) {
    demand(
      lower.kind != .nan && upper.kind != .nan, "The bounds of a range of reals must be numbers, but one is NaN.")
    demand(lower <= upper, "A range of reals needs lower ≤ upper, but its bounds are \(lower) and \(upper).")
    demand(
      lower.isFinite && upper.isFinite,
      "The bounds of a range of reals must be finite; ask for infinities by including them.")
    self.format = format
    self.lower = lower
    self.upper = upper
    self.allowsNaN = allowsNaN
    self.allowsInfinity = allowsInfinity
    simplest = Self.simplest(from: lower, through: upper)
  }

  /// Every finite number of the format.
  public init(_ format: RealFormat, allowsNaN: Bool = false, allowsInfinity: Bool = false) {
    self.init(
      format: format, lower: -format.greatest, upper: format.greatest, allowsNaN: allowsNaN,
      allowsInfinity: allowsInfinity)
  }

  public func contains(_ x: Dyadic) -> Bool {
    switch x.kind {
    case .nan: allowsNaN
    case .infinite: allowsInfinity
    // −0 lies in every range that holds 0.
    case .zero: !(upper < .zero || lower > .zero)
    case .finite: lower <= x && x <= upper
    }
  }

  public var description: String { "\(lower)…\(upper)" }

  private static func simplest(from lower: Dyadic, through upper: Dyadic) -> Dyadic {
    if lower <= .zero && upper >= .zero { return .zero }
    if upper < .zero { return -simplest(from: -upper, through: -lower) }
    // A power of two, if there is one: the one whose exponent is nearest to 0.
    let least = lower.significantBits == 1 ? lower.exponent : lower.exponent + 1
    if least <= upper.exponent { return .power(min(max(least, 0), upper.exponent)) }
    // Both ends lie between two powers of two: the fewest bits with which the lower end, rounded up, is still in.
    return (2...lower.significantBits).lazy.map { lower.rounded(toBits: $0, .awayFromZero) }.first { $0 <= upper }
      ?? lower
  }
}
