/// What a binary floating-point format can hold.
public struct RealFormat: Hashable, Sendable {
  /// p: significant bits, the leading one included.
  public let precision: Int
  /// The exponent of the least normal number.
  public let leastNormalExponent: Int
  /// Whether numbers under the least normal one are held with fewer bits.
  public let hasSubnormals: Bool
  public let hasInfinity: Bool
  /// The greatest finite number.
  public let greatest: Dyadic

  public init(
    precision: Int, leastNormalExponent: Int, greatest: Dyadic, hasSubnormals: Bool = true, hasInfinity: Bool = true
  ) {
    demand(precision >= 1, "A format needs at least 1 significant bit, not \(precision).")
    self.precision = precision
    self.leastNormalExponent = leastNormalExponent
    self.hasSubnormals = hasSubnormals
    self.hasInfinity = hasInfinity
    self.greatest = greatest
  }

  /// The format of a type, read off its constants.
  public init<Scalar: FloatingPoint>(_ type: Scalar.Type) {
    self.init(
      precision: 1 - Int(Scalar.ulpOfOne.exponent), leastNormalExponent: Int(Scalar.leastNormalMagnitude.exponent),
      greatest: Dyadic(Scalar.greatestFiniteMagnitude),
      hasSubnormals: Scalar.leastNonzeroMagnitude < Scalar.leastNormalMagnitude,
      hasInfinity: Scalar.infinity.isInfinite)
  }

  /// The exponent of the least number above 0.
  public var leastExponent: Int { hasSubnormals ? leastNormalExponent - precision + 1 : leastNormalExponent }
  /// The exponent of the greatest number.
  public var greatestExponent: Int { greatest.exponent }

  /// How many significant bits a number with the exponent may have: the precision, fewer under the least normal number,
  /// none or a negative count where only 0 and the least number are near.
  func bits(atExponent exponent: Int) -> Int {
    exponent >= leastNormalExponent ? precision : exponent - leastExponent + 1
  }

  /// Whether the format holds the number exactly.
  public func holds(_ x: Dyadic) -> Bool {
    switch x.kind {
    case .zero, .nan: true
    case .infinite: hasInfinity
    case .finite: x.rounded(to: self) == x
    }
  }
}
