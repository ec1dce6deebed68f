import Testing

@testable import PropertyKit

@Suite("Each way to draw real numbers does what it says")
struct RealKindTests {
  private func draw<Scalar: FloatingPoint & Sendable>(
    _ kind: RealKind, _ range: ClosedRange<Scalar> = -.greatestFiniteMagnitude ... .greatestFiniteMagnitude,
    count: Int = 20_000, size: Int = 100
  ) -> [Scalar] {
    var random = RandomStream(seed: 1)
    let domain = RealDomain(
      format: RealFormat(Scalar.self), lower: Dyadic(range.lowerBound), upper: Dyadic(range.upperBound))
    return (0..<count).map { _ in domain.draw(kind, &random, size: size).value() }
  }

  /// χ² of the numbers over buckets that must be equally likely.
  private func isSpread<T>(_ numbers: [T], over buckets: Int, _ bucket: (T) -> Int) -> Bool {
    var counts = [Int](repeating: 0, count: buckets)
    for x in numbers { counts[bucket(x)] += 1 }
    return Chance.chiSquare(of: counts) <= Chance.chiSquare(degrees: buckets - 1)
  }

  /// Bit patterns, so that zeros differ by their sign.
  private func patterns(_ numbers: some Sequence<Float16>) -> Set<UInt16> {
    Set(numbers.filter(\.isFinite).flatMap { [$0.bitPattern, (-$0).bitPattern] })
  }

  @Test("Ordinals and exponents: every exponent as likely, the leading bits of the significand too, and both signs")
  func exponents() {
    for kind in [RealKind.ordinals, .exponents] {
      let numbers: [Float] = draw(kind, -1023...1023).filter { $0.magnitude >= 0x1p-20 }
      // 30 exponents, −20 … 9; 1023 … 1024 lies outside, which is one number in 1000 of the last.
      #expect(isSpread(numbers, over: 30) { Int($0.exponent) + 20 })
      #expect(isSpread(numbers, over: 8) { Int($0.significandBitPattern >> 20) })
      #expect(isSpread(numbers, over: 2) { $0 < 0 ? 1 : 0 })
    }
  }

  @Test("Ordinals: every Float16 as likely as any other, subnormal or not") func ordinals() {
    let numbers: [Float16] = draw(.ordinals)
    // The sign and the exponent's field: 1024 numbers each.
    #expect(isSpread(numbers, over: 62) { Int($0.exponentBitPattern) + ($0.sign == .minus ? 31 : 0) })
  }

  @Test("Even: like a real interval; the whole of a format between −1000 and 1000") func even() {
    #expect(isSpread(draw(.even, -1.0...3), over: 16) { Int(($0 + 1) * 4) })
    #expect(isSpread(draw(.even, Float16(-5) ... -1), over: 16) { min(15, Int(($0 + 5) * 4)) })
    #expect(isSpread(draw(.even, 0x1p100...0x1.8p100), over: 16) { Int(($0 * 0x1p-100 - 1) * 32) })
    #expect(isSpread(draw(.even) as [Double], over: 16) { Int(($0 + 1000) / 125) })
    #expect(draw(.even, 0...0x1p40).count { $0 == 0 } < 100)
  }

  /// The numbers of `count` that aren't the nearest to k · 10^j, for k ≤ 999 and −8 ≤ j ≤ 4, and how many different there are.
  private func decimals<F: BinaryFloatingPoint & LosslessStringConvertible & Sendable>(_ type: F.Type) -> (
    wrong: [F], Int
  ) {
    let all = Set((0...999).flatMap { k in (-8...4).map { F("\(k)e\($0)")! } })
    let numbers: [F] = draw(.decimals)
    return (numbers.filter { !all.contains($0.magnitude) }, Set(numbers).count)
  }

  @Test("Decimals: the numbers nearest to few decimal digits") func decimals() {
    let (halves, count) = decimals(Float16.self)
    #expect(halves.first == nil && count > 2000)
    #expect(decimals(Float.self).wrong.first == nil)
    let wrong = decimals(Double.self).wrong
    #expect(wrong.first == nil, "and \(wrong.count - 1) more of 20,000")
  }

  @Test("Dyadics: integers of few bits, more as cases grow, times 2^−8 to 2^2", arguments: [0, 50, 100])
  func dyadics(_ size: Int) {
    let numbers = (draw(.dyadics, size: size) as [Double]).map { Dyadic($0) }
    #expect(numbers.map(\.significantBits).max() == 2 + size / 12)
    // The last place of the least, and the first of the greatest.
    let finite = numbers.filter { !$0.isZero }
    #expect(finite.map { $0.exponent - $0.significantBits + 1 }.min() == -8)
    #expect(finite.map(\.exponent).max() == 2 + 1 + size / 12)
    #expect(Set(numbers.map(\.isNegative)) == [true, false])
  }

  @Test("Powers of two and their neighbours, every one of Float16, and nothing else") func powersOfTwo() {
    let powers = (-24...15).map { Float16(sign: .plus, exponent: $0, significand: 1) }
    #expect(patterns(draw(.powersOfTwo)) == patterns(powers.flatMap { [$0, $0.nextUp, $0.nextDown] }))
  }

  @Test("Runs: 2^e ± 2^(e − k), every one of Float16, and nothing else") func runs() {
    let runs = (-24...15).flatMap { e in
      (1...11).flatMap { k in
        [1, -1].map {
          Float16(
            Float(sign: .plus, exponent: e, significand: 1 + $0 * Float(sign: .plus, exponent: -k, significand: 1)))
        }
      }
    }
    #expect(patterns(draw(.runs, count: 60_000)) == patterns(runs))
  }

  @Test("Extremes: zeros, ends of the format and of the range, their neighbours, and subnormal numbers") func extremes()
  {
    let drawn: [Float16] = draw(.extremes)
    let (least, normal, most) = (
      Float16.leastNonzeroMagnitude, Float16.leastNormalMagnitude, Float16.greatestFiniteMagnitude
    )
    let named = patterns([0, least, normal, normal.nextUp, normal.nextDown, most, most.nextDown, 1])
    let missing = named.subtracting(patterns(drawn)).map { Float16(bitPattern: $0) }
    #expect(missing == [])
    #expect(Set(drawn.filter { $0 == 0 }.map(\.sign)) == [.plus, .minus])
    let others = patterns(drawn.filter { !$0.isSubnormal }).subtracting(named).map { Float16(bitPattern: $0) }
    #expect(others == [])
    #expect(Set(drawn.filter(\.isSubnormal).map(\.exponent)) == Set(-24 ... -15))
    let ends = Set([3, Float(3).nextUp, Float(5).nextDown, 5]).subtracting(draw(.extremes, 3...5))
    #expect(ends == [])
    let hasNeighbour = draw(.extremes, Float(-4)...5).contains(Float(-4).nextUp)
    #expect(hasNeighbour)
  }

  private func checkTies<Scalar: FloatingPoint & Sendable>(_ type: Scalar.Type, bits: Int) {
    let numbers = (draw(.ties) as [Scalar]).map { Dyadic($0) }
    // Half an ulp alone, of a number from 1/16 to under 32; or behind the number.
    let alone = numbers.filter { $0.significantBits == 1 }
    #expect(Set(alone.map(\.exponent)) == Set(-4 - bits...4 - bits))
    let behind = numbers.filter { $0.significantBits > 1 }
    #expect(behind.allSatisfy { $0.significantBits == bits + 1 })
    #expect(Set(behind.map(\.exponent)) == Set(-4...4))
    #expect(isSpread(numbers, over: 2) { $0.significantBits == 1 ? 1 : 0 })
    #expect(isSpread(numbers, over: 2) { $0.isNegative ? 1 : 0 })
  }

  @Test("Ties: half an ulp of half the precision, alone or behind a number") func ties() {
    checkTies(Float16.self, bits: 5)
    checkTies(Float.self, bits: 12)
    checkTies(Double.self, bits: 26)
  }

  @Test("Constants: the number, its neighbours, its reciprocal power of two, and their negatives") func constants() {
    func expected(_ x: Float16, _ power: Float16) -> Set<UInt16> { patterns([x, x.nextUp, x.nextDown, power]) }
    for (x, power) in [(0.75, 2), (1, 1), (0x1p-14, 0x1p14), (1000, 0x1p-9), (-0.3, 4)] as [(Float16, Float16)] {
      #expect(patterns(draw(.constants([Dyadic(x)]))) == expected(x, power))
    }
    #expect(patterns(draw(.constants([Dyadic(-1)]))) == expected(-1, 1))
  }
}
