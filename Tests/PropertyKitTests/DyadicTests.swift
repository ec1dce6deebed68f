import BigRealModule
import Testing

@testable import PropertyKit

@Suite("Dyadic numbers are exact, and round as the hardware does")
struct DyadicTests {
  /// What is wrong with `x` on its way in and back; nil if nothing is.
  private func fault<F: BinaryFloatingPoint>(_ x: F) -> String? {
    let number = Dyadic(x)
    let back: F = number.value()
    guard !x.isNaN else { return number == .nan && back.isNaN ? nil : "\(x) became \(number)" }
    guard back == x, back.sign == x.sign else { return "\(x) came back as \(back)" }
    guard x.isFinite, !x.isZero else { return number.isFinite == x.isFinite ? nil : "\(x) became \(number)" }
    // From the fields: an integer times a power of two.
    let (field, bits) = (UInt128(x.significandBitPattern), F.significandBitCount)
    let exact = Dyadic(
      exactly: x.isNormal ? field | 1 << UInt128(bits) : field,
      scale: Int((x.isNormal ? x : F.leastNormalMagnitude).exponent) - bits, isNegative: x < 0)
    return number == exact ? nil : "\(x) became \(number)"
  }

  @Test("Every Float16 goes in and comes back, bit for bit") func everyHalf() {
    var failures = Failures()
    for pattern in UInt16.min...UInt16.max {
      let fault = fault(Float16(bitPattern: pattern))
      failures.add(unless: fault == nil, fault ?? "")
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test("So do Floats and Doubles: any bits, subnormal numbers, zeros and infinities") func natives() {
    var random = RandomStream(seed: 1)
    var failures = Failures()
    for _ in 0..<200_000 {
      let bits = random.pattern()
      // The fields of a Float: the sign, 8 of the 11 bits of the exponent, 23 bits.
      let float = Float(
        bitPattern: UInt32(bits >> 63) << 31 | UInt32(bits >> 52 & 0xFF) << 23 | UInt32(bits >> 29 & 0x7F_FFFF))
      let fault = fault(Double(bitPattern: bits)) ?? fault(float)
      failures.add(unless: fault == nil, fault ?? "")
    }
    for x in [0, 0x1p-1074, 0x1p-1022, Double.leastNormalMagnitude.nextDown, .infinity, .greatestFiniteMagnitude] {
      #expect(fault(x) == nil)
      #expect(fault(-x) == nil)
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test("So do numbers of 127 and 255 bits, word for word") func multiplePrecision() {
    var random = RandomStream(seed: 2)
    for k in 0..<500 {
      let (a, b) = (UInt128(random.next() | 1 << 63) << 64 | UInt128(random.next()), UInt128(random.next()))
      let exponent = k % 4 == 0 ? random.integer(in: -(1 << 29)...1 << 29) : random.integer(in: -1000...1000)
      let words = [UInt64(a >> 64), UInt64(truncatingIfNeeded: a), UInt64(truncatingIfNeeded: b)]
      let short = BigReal127(a >> 1) * BigReal127(sign: .plus, exponent: exponent - 126, significand: 1)
      let number = Dyadic(-short)
      #expect(number == Dyadic(isNegative: true, exponent: exponent, high: words[0], low: [words[1] & ~1]))
      #expect(number.value(as: BigReal127.self) == -short)
      let long =
        (BigReal255(a) * BigReal255(sign: .plus, exponent: 64, significand: 1) + BigReal255(b))
        * BigReal255(sign: .plus, exponent: exponent - 191, significand: 1)
      #expect(Dyadic(long) == Dyadic(isNegative: false, exponent: exponent, high: words[0], low: [words[1], words[2]]))
      #expect(Dyadic(long).value(as: BigReal255.self) == long)
    }
  }

  /// Counts the Doubles near middles of neighbours in a narrower format that round otherwise than by hardware.
  private func check<F: BinaryFloatingPoint>(_ type: F.Type, count: Int, _ narrow: (Double) -> F) -> Failures {
    var random = RandomStream(seed: 3)
    var failures = Failures()
    let format = RealFormat(F.self)
    for _ in 0..<count {
      // Exponents from under half the least number to past the greatest.
      let exponent = random.integer(in: format.leastExponent - 2...format.greatestExponent + 1)
      let x = Double(sign: .plus, exponent: exponent, significand: 1 + random.unit())
      let lower = narrow(x)
      // Past the greatest number, the middle to where the next would be.
      let upper =
        lower.nextUp.isInfinite
        ? Double(sign: .plus, exponent: format.greatestExponent + 1, significand: 1)
        : Double(lower.nextUp)
      let middle = lower.isInfinite ? x : Double(lower) + (upper - Double(lower)) / 2
      for y in [x, middle, middle.nextUp, middle.nextDown, -middle] {
        let rounded = Dyadic(y).rounded(to: format)
        failures.add(unless: rounded == Dyadic(narrow(y)), "\(y) became \(rounded), not \(narrow(y))")
      }
    }
    return failures
  }

  @Test("Rounding to Float and Float16: ties, subnormal numbers, and overflow") func narrowing() {
    let floats = check(Float.self, count: 40_000) { Float($0) }
    #expect(floats.isEmpty, "\(floats)")
    let halves = check(Float16.self, count: 40_000) { Float16($0) }
    #expect(halves.isEmpty, "\(halves)")
  }

  @Test("Rounding to Double: integers of 64 and 128 bits with ties, and products under the least normal number")
  func doubles() {
    var random = RandomStream(seed: 4)
    var failures = Failures()
    for _ in 0..<100_000 {
      // Zeros or ones behind few bits: a middle, or next to one.
      let bits = random.short(bits: 128)
      let tail = UInt128(1) << UInt128(random.below(128))
      for n in [bits, bits & ~(tail &- 1) | tail >> 1, (bits | (tail &- 1))] {
        failures.add(unless: Dyadic(exactly: n).double == Double(n), "\(n) became \(Dyadic(exactly: n).double)")
      }
      let x = (1 + random.unit()) * Double(sign: .minus, exponent: random.integer(in: -2...52), significand: 1)
      let product = Dyadic(x).scaled(by: -1074).double
      failures.add(unless: product == x * 0x1p-1074 && product.sign == .minus, "\(x) · 2^−1074 became \(product)")
    }
    #expect(
      Dyadic.power(1024).double == .infinity && Dyadic(exactly: UInt128(1 << 54) - 1, scale: 970).double == .infinity)
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test("Rounding to a number of bits, in three directions, is that of integers") func bits() {
    var random = RandomStream(seed: 5)
    var failures = Failures()
    for _ in 0..<50_000 {
      let n = random.next() & 1 == 0 ? random.short(bits: 128) : ~random.short(bits: 127)
      let bits = 1 + random.below(128)
      let drop = UInt128(max(0, 128 - n.leadingZeroBitCount - bits))
      let (kept, rest) = (n >> drop, n & ((1 << drop) - 1))
      let half = drop == 0 ? 0 : UInt128(1) << (drop - 1)
      let isNearestUp = rest > half || rest == half && rest > 0 && kept & 1 == 1
      for (direction, isUp) in [
        (Dyadic.Direction.towardZero, false), (.awayFromZero, rest > 0), (.nearestEven, isNearestUp),
      ] {
        let expected = -Dyadic(exactly: isUp ? kept + 1 : kept, scale: Int(drop) - 60)
        let rounded = (-Dyadic(exactly: n, scale: -60)).rounded(toBits: bits, direction)
        failures.add(unless: rounded == expected, "\(n) to \(bits) bits, \(direction): \(rounded), not \(expected)")
      }
    }
    #expect(failures.isEmpty, "\(failures)")
  }
}
