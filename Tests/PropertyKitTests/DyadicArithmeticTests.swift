import Testing

@testable import PropertyKit

@Suite("Sums, products and comparisons of dyadic numbers are those of integers")
struct DyadicArithmeticTests {
  @Test("Sums, also where nearly everything cancels") func sums() {
    var random = RandomStream(seed: 1)
    var failures = Failures()
    for k in 0..<100_000 {
      let a = Int128(random.short(bits: 126)) * (k % 2 == 0 ? 1 : -1)
      let other = Int128(random.short(bits: 126))
      let b = k % 3 == 0 ? -a : k % 3 == 1 ? other >> 60 - a : other
      let sum = Dyadic(exactly: a, scale: -50).adding(Dyadic(exactly: b, scale: -50))
      failures.add(unless: sum == Dyadic(exactly: a + b, scale: -50), "\(a) + \(b) became \(sum)")
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test("Sums of numbers that lie far from each other, across words") func farSums() {
    for distance in 1...300 {
      let far = Dyadic.power(distance).adding(.one)
      var words = [UInt64](repeating: 0, count: distance / 64)
      if distance < 64 {
        #expect(far == Dyadic(isNegative: false, exponent: distance, high: 1 << 63 | 1 << UInt64(63 - distance)))
      } else {
        words[words.count - 1] = 1 << UInt64(63 - distance % 64)
        #expect(far == Dyadic(isNegative: false, exponent: distance, high: 1 << 63, low: words))
      }
      // A run of ones, as long.
      let ones = Dyadic.power(distance).adding(-.one)
      #expect(ones.significantBits == distance && ones.exponent == distance - 1)
      #expect(ones.adding(.one) == .power(distance))
      #expect((-ones).adding(.power(distance)) == .one)
    }
    #expect(Dyadic.zero.adding(.one) == .one && Dyadic.one.adding(.zero) == .one)
  }

  @Test("Products with a fraction of 64 bits") func products() {
    var random = RandomStream(seed: 2)
    var failures = Failures()
    for k in 0..<100_000 {
      let (x, t) = (UInt64(random.short(bits: 64)), k % 5 == 0 ? .max : UInt64(random.short(bits: 64)))
      let product = x.multipliedFullWidth(by: t)
      let expected = Dyadic(exactly: UInt128(product.high) << 64 | UInt128(product.low), scale: -64)
      let found = Dyadic(exactly: UInt128(x)).multiplied(byFraction: t)
      failures.add(unless: found == expected, "\(x) · \(t) became \(found)")
      // (2^64 h + x) t = 2^64 h t + x t, of 192 bits.
      let h = UInt64(random.short(bits: 64))
      let long = Dyadic(exactly: UInt128(h) << 64 | UInt128(x)).multiplied(byFraction: t)
      let parts = Dyadic(exactly: UInt128(h)).multiplied(byFraction: t).scaled(by: 64).adding(expected)
      failures.add(unless: long == parts, "(\(h) · 2^64 + \(x)) · \(t) became \(long)")
    }
    #expect(failures.isEmpty, "\(failures)")
    #expect(Dyadic(-3).multiplied(byFraction: 1 << 63) == Dyadic(-1.5))
    #expect(Dyadic.one.multiplied(byFraction: 0) == .zero)
  }

  @Test("Less than means what it does for Doubles and for integers") func comparison() {
    var random = RandomStream(seed: 3)
    var failures = Failures()
    func near(_ x: Double) -> Double {
      switch random.below(6) {
      case 0: x
      case 1: -x
      case 2: x.nextUp
      case 3: x * 2
      case 4: [0, -0.0, .infinity, -.infinity][random.below(4)]
      default: Double(bitPattern: random.pattern())
      }
    }
    for _ in 0..<100_000 {
      let x = Double(bitPattern: random.pattern())
      let y = near(x)
      guard !x.isNaN, !y.isNaN else { continue }
      failures.add(unless: (Dyadic(x) < Dyadic(y)) == (x < y), "\(x) < \(y)")
      failures.add(unless: (Dyadic(y) < Dyadic(x)) == (y < x), "\(y) < \(x)")
      let a = Int128(truncatingIfNeeded: random.short(bits: 127)) * (random.chance(1, in: 2) ? 1 : -1)
      let b = random.chance(1, in: 3) ? a : a ^ Int128(truncatingIfNeeded: random.short(bits: 64))
      failures.add(unless: (Dyadic(exactly: a) < Dyadic(exactly: b)) == (a < b), "\(a) < \(b)")
    }
    #expect(failures.isEmpty, "\(failures)")
    #expect(Dyadic.infinity < .nan && !(Dyadic.nan < .nan) && !(Dyadic.nan < .infinity) && -Dyadic.infinity < .nan)
    #expect(!(Dyadic.negativeZero < .zero) && !(Dyadic.zero < .negativeZero))
  }
}
