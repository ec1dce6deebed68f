/// What else than finite numbers a generator of reals makes.
public struct SpecialReals: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let nan = SpecialReals(rawValue: 1)
  /// ∞ and −∞.
  public static let infinity = SpecialReals(rawValue: 2)
}

extension Generator where Value: FloatingPoint & Sendable {
  /// Numbers of any radix-2 format: Float16, Float, Double, MPFR, or one of your own.
  ///
  /// Without a range every finite number may come; with `including`, NaN or infinity as well. `constants` are numbers that
  /// mean something to the code under test, such as its ε: they and their neighbours are drawn one time in six.
  ///
  /// Numbers shrink in the order of ``Dyadic``: to fewest significant bits, then to an exponent near 0.
  ///
  /// - Precondition: the bounds aren't NaN and are finite.
  public static func reals(
    _ type: Value.Type = Value.self, in range: ClosedRange<Value>? = nil, including special: SpecialReals = [],
    constants: [Value] = []
  ) -> Generator {
    var kinds = RealKind.standard
    if !constants.isEmpty { kinds.append((4, .constants(constants.map { Dyadic($0) }))) }
    return reals(in: range, kinds: kinds, including: special)
  }

  /// Numbers drawn in one way only.
  public static func reals(
    _ type: Value.Type = Value.self, in range: ClosedRange<Value>? = nil, drawn kind: RealKind
  ) -> Generator {
    reals(in: range, kinds: [(1, kind)], including: [])
  }

  private static func reals(
    in range: ClosedRange<Value>?, kinds: [(weight: Int, kind: RealKind)], including special: SpecialReals
  ) -> Generator {
    let format = RealFormat(Value.self)
    let domain = RealDomain(
      format: format, lower: range.map { Dyadic($0.lowerBound) } ?? -format.greatest,
      upper: range.map { Dyadic($0.upperBound) } ?? format.greatest, allowsNaN: special.contains(.nan),
      allowsInfinity: special.contains(.infinity))
    // A table with one entry a unit of weight: one index draws a kind.
    let table = kinds.flatMap { Array(repeating: $0.kind, count: $0.weight) }
    return Generator { (source) throws(Rejection) in
      try source.real(domain) { random, size in
        if !special.isEmpty, random.chance(1, in: 12) {
          let isNaN = special.contains(.nan) && (!special.contains(.infinity) || random.chance(1, in: 2))
          return isNaN ? .nan : Dyadic.infinity.with(isNegative: random.chance(1, in: 2))
        }
        return domain.draw(table[random.below(table.count)], &random, size: size)
      }.exactValue(in: format)
    }
  }

  /// Pairs x, y with y near −x: they cancel to a few ulps of x, or exactly.
  ///
  /// `ulps` bounds how many. x and −y lie in the range.
  public static func cancellingPairs(
    _ type: Value.Type = Value.self, in range: ClosedRange<Value>? = nil, ulps: Int = 8
  ) -> Generator<(Value, Value)> {
    demand(ulps >= 0, "A number of ulps can't be negative, but it is \(ulps).")
    return zip(reals(in: range), Generator<Int>.integers(in: -ulps...ulps, even: true)).map { x, steps in
      var y = x
      for _ in 0..<abs(steps) { y = steps > 0 ? y.nextUp : y.nextDown }
      if !y.isFinite || range?.contains(y) == false { y = x }
      return (x, -y)
    }
  }
}

/// The numbers that a source text mentions, such as `1e-30`, `0x1p-24` or `65504`: they are where code decides, and good
/// `constants` for a generator.
///
/// Comments and strings count too; a number that many digits of one name precede (`x12`) doesn't.
public func minedConstants(source: String) -> [Double] {
  var found: [Double] = []
  var token = ""
  func finish() {
    let text = token.filter { $0 != "_" }
    if let first = text.first, first.isNumber {
      // `3.method` mentions 3.
      let number = Double(text) ?? Double(text.prefix { $0 != "." }) ?? 0
      if number.isFinite, number != 0, !found.contains(number) { found.append(number) }
    }
    token = ""
  }
  for character in source {
    let isExponentSign =
      (character == "-" || character == "+") && (token.first?.isNumber ?? false)
      && (token.hasPrefix("0x") ? token.last == "p" : token.last?.lowercased() == "e")
    let isPoint = character == "." && !token.contains(".") && (token.first?.isNumber ?? false)
    if character.isLetter || character.isNumber || character == "_" || isPoint || isExponentSign {
      token.append(character)
    } else {
      finish()
    }
  }
  finish()
  return found
}
