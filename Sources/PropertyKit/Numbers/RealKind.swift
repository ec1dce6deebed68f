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
    let most = Swift.min(larger.exponent, 16_383)
    let least = Swift.max(format.leastExponent, -16_494)
    return (contains(.zero) ? Swift.min(least, most) : Swift.max(least, smaller.exponent))...most
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
    case .ordinals: return spread(exponents, &random)
    case .exponents: return spread(usualExponents(&random), &random)
    case .even: return even(&random)
    case .decimals:
      var number = Double(random.integer(in: 0...999))
      var power = random.integer(in: -8...4)
      while power > 0 { (number, power) = (number * 10, power - 1) }
      while power < 0 { (number, power) = (number / 10, power + 1) }
      return signed(Dyadic(number), &random)
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

  private func neighbour(of x: Dyadic, _ random: inout RandomStream) -> Dyadic {
    guard x.kind == .finite else { return x }
    let ulp = Dyadic.power(x.exponent - Swift.max(format.bits(atExponent: x.exponent), 1) + 1)
    switch random.below(3) {
    case 0: return x
    case 1: return x.adding(ulp)
    default:
      // Under a power of two the numbers lie twice as close.
      let isPower = x.significantBits == 1 && format.bits(atExponent: x.exponent - 1) == format.precision
      return x.adding(-(isPower ? ulp.scaled(by: -1) : ulp))
    }
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
    let (a, b) = isWide && contains(.zero) ? (Dyadic(-1000), Dyadic(1000)) : (lower, upper)
    let t = random.next()
    let width = b.adding(-a)
    let number = a.adding(width.multiplied(byFraction: t)).rounded(to: format)
    if contains(number) { return number }
    return contains(a) && a >= lower ? lower : simplest
  }
}
