/// A way to draw real numbers. Every one of them finds failures that the others don't.
public enum RealKind: Hashable, Sendable {
  /// Every number of the format in the range as likely as any other: even over the ordinals.
  case ordinals
  /// Every power of two in the range as likely as any other, with a random significand.
  case exponents
  /// Even over the range, as a real interval.
  case even
  /// Few decimal digits: 0.1, −42.7, 1e−5.
  case decimals
  /// An integer of few bits times a power of two near 1.
  case dyadics
  /// A power of two, or the number one ulp above or below it.
  case powersOfTwo
  /// 2^e ± 2^(e−k): a long run of zeros or ones, on which rounding carries far or is nearly a tie.
  case runs
  /// Zero of either sign, the least and the greatest numbers, the least normal one, subnormal numbers, the ends of the
  /// range and their neighbours.
  case extremes
  /// Half an ulp beyond a number of half the precision: where sums and products meet ties.
  case ties
  /// One of the numbers, its negative, its reciprocal power of two or a neighbour of it.
  case constants([Dyadic])

  /// What is drawn where nothing else is said, each with its weight.
  static let standard: [(weight: Int, kind: RealKind)] = [
    (4, .even), (3, .exponents), (2, .ordinals), (3, .decimals), (3, .dyadics), (3, .powersOfTwo), (2, .runs),
    (2, .extremes),
    (1, .ties),
  ]
}

extension RealDomain {
  /// The exponents of numbers between which kinds spread: those of the range, at most those of binary128.
  private var exponents: ClosedRange<Int> {
    let (smaller, larger) = (Swift.min(lower.magnitude, upper.magnitude), Swift.max(lower.magnitude, upper.magnitude))
    let most = larger.exponent
    let least =
      contains(.zero) ? Swift.min(format.leastExponent, most) : Swift.max(format.leastExponent, smaller.exponent)
    return Swift.max(least, Swift.min(-16_494, most))...Swift.min(most, Swift.max(16_383, least))
  }

  /// Exponents around 1 two times in three, otherwise all there are: near 1 most sums meet.
  private func usualExponents(_ random: inout RandomStream) -> ClosedRange<Int> {
    let all = exponents
    let (least, most) = (Swift.max(all.lowerBound, -40), Swift.min(all.upperBound, 40))
    return random.chance(1, in: 3) || least > most ? all : least...most
  }

  /// A number of the domain drawn in the way of `kind`; one that lies outside is drawn again.
  func draw(_ kind: RealKind, _ random: inout RandomStream, size: Int) -> Dyadic {
    for _ in 0..<16 {
      let number = candidate(kind, &random, size: size).rounded(to: format)
      if contains(number) && number.isFinite { return number }
      if contains(-number) && number.isFinite { return -number }
    }
    // A narrow range: even over it always succeeds.
    return even(&random)
  }

  private func candidate(_ kind: RealKind, _ random: inout RandomStream, size: Int) -> Dyadic {
    switch kind {
    case .ordinals: return ordinal(&random)
    case .exponents: return spread(usualExponents(&random), &random)
    case .even: return even(&random)
    case .decimals:
      // Up to 10^8 a power of ten is exact, and the quotient is rounded once.
      let (number, power) = (Double(random.integer(in: 0...999)), random.integer(in: -8...4))
      let ten = (0..<abs(power)).reduce(1.0) { ten, _ in ten * 10 }
      return signed(Dyadic(power < 0 ? number / ten : number * ten), &random)
    case .dyadics:
      let bits = 1 + random.below(2 + size / 12)
      let integer = UInt(random.next() >> UInt64(64 - bits))
      return signed(Dyadic(integer: integer, scale: random.integer(in: -8...2)), &random)
    case .powersOfTwo:
      return signed(neighbour(of: .power(random.integer(in: usualExponents(&random))), &random), &random)
    case .runs:
      let power = Dyadic.power(random.integer(in: usualExponents(&random)))
      let run = power.scaled(by: -1 - random.below(Swift.max(1, format.precision)))
      return signed(power.adding(random.chance(1, in: 2) ? run : -run), &random)
    case .extremes: return extreme(&random)
    case .ties:
      let bits = Swift.max(1, format.precision / 2)
      let number = Dyadic(
        isNegative: false, exponent: random.integer(in: -4...4), high: 1 << 63 | random.next() >> 1
      ).rounded(toBits: Swift.min(bits, 63), .towardZero)
      // The last bit of a number of `bits`, and the bit after it.
      let last = number.exponent - bits
      return signed(random.chance(1, in: 2) ? .power(last) : number.adding(.power(last)), &random)
    case .constants(let numbers):
      guard !numbers.isEmpty else { return .zero }
      let number = numbers[random.below(numbers.count)].rounded(to: format)
      switch random.below(4) {
      case 0: return signed(neighbour(of: number, &random), &random)
      case 1: return signed(.power(-number.exponent), &random)
      default: return signed(number, &random)
      }
    }
  }

  private func signed(_ x: Dyadic, _ random: inout RandomStream) -> Dyadic {
    x.with(isNegative: random.next() >> 63 == 1)
  }

  /// A number with an exponent of the range and a random significand: long, short, or with a long run of ones.
  private func spread(_ exponents: ClosedRange<Int>, _ random: inout RandomStream) -> Dyadic {
    let words = (format.precision - 1) / 64
    return Dyadic(
      isNegative: random.next() >> 63 == 1, exponent: random.integer(in: exponents), high: 1 << 63 | random.next() >> 1,
      low: (0..<words).map { _ in random.next() })
  }

  /// The number, or the next one on either side.
  private func neighbour(of x: Dyadic, _ random: inout RandomStream) -> Dyadic {
    guard x.kind == .finite else { return x }
    let ulp = Dyadic.power(x.exponent - Swift.max(format.bits(atExponent: x.exponent), 1) + 1)
    let magnitude: Dyadic
    switch random.below(3) {
    case 0: return x
    case 1: magnitude = x.magnitude.adding(ulp)
    default:
      // Under a power of two the numbers lie twice as close.
      let isPower = x.significantBits == 1 && format.bits(atExponent: x.exponent - 1) == format.precision
      magnitude = x.magnitude.adding(-(isPower ? ulp.scaled(by: -1) : ulp))
    }
    return magnitude.with(isNegative: x.isNegative)
  }

  /// A number with an even ordinal: all subnormal numbers are together as many as those of one exponent.
  private func ordinal(_ random: inout RandomStream) -> Dyadic {
    let all = exponents
    guard format.hasSubnormals, all.lowerBound < format.leastNormalExponent, format.precision <= 64 else {
      return spread(all, &random)
    }
    let exponent = random.integer(in: Swift.min(format.leastNormalExponent - 1, all.upperBound)...all.upperBound)
    guard exponent < format.leastNormalExponent else { return spread(exponent...exponent, &random) }
    let integer = format.precision == 1 ? 0 : random.next() >> UInt64(65 - format.precision)
    return signed(Dyadic(integer: UInt(integer), scale: format.leastExponent), &random)
  }

  private func extreme(_ random: inout RandomStream) -> Dyadic {
    let leastNormal = Dyadic.power(format.leastNormalExponent)
    switch random.below(9) {
    case 0: return .zero
    case 1: return .negativeZero
    case 2: return signed(.power(format.leastExponent), &random)
    case 3: return signed(neighbour(of: leastNormal, &random), &random)
    case 4: return signed(format.greatest, &random)
    case 5:
      guard format.hasSubnormals, format.precision > 1 else { return signed(leastNormal, &random) }
      return spread(format.leastExponent...format.leastNormalExponent - 1, &random)
    case 6: return neighbour(of: lower, &random)
    case 7: return neighbour(of: upper, &random)
    default: return signed(.one, &random)
    }
  }

  /// lower + t (upper − lower) with t even in [0, 1), rounded.
  private func even(_ random: inout RandomStream) -> Dyadic {
    // The whole of a format is as wide as its largest numbers: spread over a usual range instead.
    let isWide = upper.exponent > 30 && !upper.isZero || lower.exponent > 30 && !lower.isZero
    let isUsual = isWide && contains(.zero)
    let a = isUsual ? Swift.max(lower, Dyadic(-1000)) : lower
    let b = isUsual ? Swift.min(upper, Dyadic(1000)) : upper
    let t = random.next()
    let width = b.adding(-a)
    let number = a.adding(width.multiplied(byFraction: t)).rounded(to: format)
    if contains(number) { return number }
    return contains(a) && a >= lower ? lower : simplest
  }
}
