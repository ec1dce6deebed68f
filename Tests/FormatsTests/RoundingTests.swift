import BigRealModule
import Formats
import RealModule
import Testing

@Suite("Rounding to a format")
struct RoundingTests {
  /// Doubles that are hard to round: numbers and middles of two, exactly and a Double beside, at any exponent.
  private func hard<Layout, let bits: Int>(_ exactly: Exactly<Layout, bits>, _ count: Int) -> [Double] {
    var draws = Draws(state: 99)
    var result = [0, .infinity, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude]
    for _ in 0..<count {
      let n = Int(draws.next() >> 8) % (exactly.last + 1)
      let (a, b) = (exactly.number(n), exactly.number(n + 1))
      let middle = (a + b) / 2
      result += [a, middle, middle.nextUp, middle.nextDown, a.nextUp, a.nextDown, a + (b - a) / 4]
      result.append(Double(bitPattern: draws.next() & ~(1 << 63)))
    }
    return result.filter { !$0.isNaN } + result.filter { !$0.isNaN }.map { -$0 }
  }

  private func check<Layout, let bits: Int>(_ exactly: Exactly<Layout, bits>) {
    let format = Quantizer(Emulated<Layout>.self)
    let (greatest, limit) = (exactly.number(exactly.last), exactly.limit)
    for x in hard(exactly, 2000) {
      let nearest = x.isFinite && x != 0 ? exactly.nearest(Wide(x)) : x == 0 ? x : x < 0 ? -limit : limit
      #expect(isSame(Double(Emulated<Layout>(x)), nearest), "\(x) in \(Layout.formatTitle)")
      #expect(isSame(format.rounded(x), nearest))
      #expect(isSame(format.rounded(x, .nearest, random: 0), nearest))
      // The neighbours: the nearest number, and the one on the other side of x.
      let truncated = format.rounded(x, .towardZero, random: 0)
      let beyond = format.rounded(x, .stochastic, random: 0)
      #expect(truncated.sign == x.sign && beyond.sign == x.sign)
      #expect(truncated.magnitude <= x.magnitude && beyond.magnitude >= min(x.magnitude, limit))
      if x.magnitude <= greatest {
        #expect([truncated, beyond].contains(nearest))
        #expect(format.rounded(x, .stochastic, random: .max) == truncated)
        let isNumber = nearest == x
        #expect((truncated == beyond) == isNumber)
        // Nothing lies between them.
        let next = Double(Emulated<Layout>(truncated.magnitude).nextUp)
        #expect(beyond.magnitude == (isNumber ? x.magnitude : next))
      } else {
        #expect(truncated.magnitude == (x.isFinite ? greatest : limit))
      }
    }
    for mode in RoundingMode.allCases {
      #expect(format.rounded(.nan, mode, random: 7).isNaN)
      #expect(format.rounded(-.infinity, mode, random: .max) == -limit)
    }
  }

  @Test("To nearest, towards zero, and to the neighbours, at every exponent")
  func neighbours() {
    check(Exactly<BFloat16Layout, 8>(BFloat16.self))
    check(Exactly<Float16Layout, 11>(EmulatedFloat16.self))
    check(Exactly<E5M2Layout, 3>(E5M2.self))
    check(Exactly<E4M3Layout, 4>(E4M3.self))
    check(Exactly<BinaryLayout<24, -126, 127>, 24>(Emulated<BinaryLayout<24, -126, 127>>.self))
    check(Exactly<BinaryLayout<25, -1, 1>, 25>(Emulated<BinaryLayout<25, -1, 1>>.self))
  }

  @Test("Native formats are rounded to as their conversions do; nothing is rounded to formats as precise as Double")
  func native() {
    let (float, double, big) = (Quantizer(Float.self), Quantizer(Double.self), Quantizer(BigReal127.self))
    #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
      let half = Quantizer(Float16.self)
    #endif
    for x in hard(Exactly<BinaryLayout<24, -126, 127>, 24>(Emulated<BinaryLayout<24, -126, 127>>.self), 2000) {
      #expect(isSame(float.rounded(x), Double(Float(x))))
      #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
        #expect(isSame(half.rounded(x), Double(Float16(x))))
      #endif
      for mode in RoundingMode.allCases {
        #expect(isSame(double.rounded(x, mode, random: 0), x))
        #expect(isSame(big.rounded(x, mode, random: 0), x))
      }
    }
    #expect(double.isIdentity && big.isIdentity && !float.isIdentity)
  }

  /// How often `x` is rounded away from zero in `count` draws.
  private func ups(_ x: Double, _ format: Quantizer, count: Int) -> Int {
    let stream = CounterStream(seed: 20_261_123)
    let low = format.rounded(x, .towardZero, random: 0)
    return (0..<count).reduce(0) {
      $0 + (format.rounded(x, .stochastic, random: stream.bits(step: 1, stream: 2, element: $1)) == low ? 0 : 1)
    }
  }

  @Test("Stochastic rounding goes up as often as the distance says, among subnormal numbers too")
  func unbiased() {
    // Hoeffding: P(|ups/n − share| ≥ t) ≤ 2·exp(−2nt²), which at n = 10⁶ and t = 0.0042 is 10⁻¹⁵. The draws are fixed.
    let (count, allowed) = (1_000_000, 0.0042)
    let (bfloat16, e4m3) = (Quantizer(BFloat16.self), Quantizer(E4M3.self))
    let cases: [(Double, Quantizer, Double)] = [
      (1 + 0x1p-7 * 0.25, bfloat16, 0.25), (1 + 0x1p-7 * 0.5, bfloat16, 0.5), (-1 - 0x1p-7 * 0.9, bfloat16, 0.9),
      (2 - 0x1p-7 * 0.125, bfloat16, 0.875), (0x1p-133 * 0.3, bfloat16, 0.3), (0x1p-133 * 5.75, bfloat16, 0.75),
      (0x1p-9 * 0.1, e4m3, 0.1), (-0x1p-9 * 3.01, e4m3, 0.01), (17.5, e4m3, 0.75), (0.1, Quantizer(Float.self), 0.8),
      // Between the greatest number and where the next one would be.
      (0x1.ffp127, bfloat16, 0.5),
    ]
    for (x, format, share) in cases {
      let seen = Double(ups(x, format, count: count)) / Double(count)
      #expect(abs(seen - share) <= allowed, "\(x): \(seen), not \(share)")
    }
  }

  @Test("The share decides to the last of 53 bits, and numbers never move")
  func threshold() {
    let format = Quantizer(BFloat16.self)
    // A share of 2^−45: exactly the 256 least of 2^53 draws.
    let x = 1.0.nextUp
    #expect(format.rounded(x, .stochastic, random: 255 << 11 | 0x7ff) > 1)
    #expect(format.rounded(x, .stochastic, random: 256 << 11) == 1)
    for n in 0..<1000 {
      let number = Double(n) * 0x1p-130
      #expect(format.rounded(Double(BFloat16(number)), .stochastic, random: 0) == Double(BFloat16(number)))
    }
    // 2^128 and what is past it has only one neighbour; E4M3 saturates.
    #expect(format.rounded(0x1p128, .stochastic, random: .max) == .infinity)
    #expect(Quantizer(E4M3.self).rounded(449, .stochastic, random: 0) == 448)
  }
}
