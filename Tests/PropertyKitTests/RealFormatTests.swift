import BigRealModule
import Testing

@testable import PropertyKit

@Suite("Formats of 8 and 16 bits hold what their fields say, and round to it")
struct RealFormatTests {
  /// The numbers from 0 up, found from an exponent's field and `fraction` bits behind it: the code is the place.
  private func numbers(fraction: Int, bias: Int, codes: Int) -> [Double] {
    (0..<codes).map { code in
      let (field, rest) = (code >> fraction, Double(code & (1 << fraction - 1)) / Double(1 << fraction))
      return Double(sign: .plus, exponent: max(field, 1) - bias, significand: field == 0 ? rest : 1 + rest)
    }
  }

  /// The nearest of the numbers, the one with the even code where two are as near; past the last, `overflow`.
  private func nearest(_ x: Double, _ numbers: [Double], overflow: Double) -> Double {
    let above = numbers.firstIndex { $0 >= x.magnitude } ?? numbers.count
    guard above > 0 else { return x }
    let next = above < numbers.count ? numbers[above] : 2 * numbers[above - 1] - numbers[above - 2]
    let (down, up) = (x.magnitude - numbers[above - 1], next - x.magnitude)
    let isUp = up < down || up == down && above % 2 == 0
    let rounded = isUp ? above < numbers.count ? next : overflow : numbers[above - 1]
    return x < 0 ? -rounded : rounded
  }

  private func check(_ format: RealFormat, _ numbers: [Double], overflow: Double) {
    var random = RandomStream(seed: 1)
    var failures = Failures()
    for number in numbers { failures.add(unless: format.holds(Dyadic(-number)), "-\(number) isn't held") }
    for (number, next) in zip(numbers, numbers.dropFirst() + [2 * numbers.last!]) {
      let middle = (number + next) / 2
      let between = number + random.unit() * (next - number)
      for x in [number, middle, middle.nextUp, middle.nextDown, between, -middle, -between] {
        let (found, expected) = (Dyadic(x).rounded(to: format), nearest(x, numbers, overflow: overflow))
        failures.add(unless: found == Dyadic(expected), "\(x) became \(found), not \(expected)")
        failures.add(unless: format.holds(Dyadic(x)) == (expected == x), "whether \(x) is held")
      }
    }
    #expect(failures.isEmpty, "\(failures)")
    #expect(format.greatest == Dyadic(numbers.last!))
    #expect(Dyadic.power(format.leastExponent) == Dyadic(numbers[1]))
  }

  @Test("FP8 E4M3, which has no infinity, and one number less than its fields would hold") func e4m3() {
    check(NamedFormat.e4m3, numbers(fraction: 3, bias: 7, codes: 127), overflow: 448)
    #expect(Dyadic(1_000_000).rounded(to: NamedFormat.e4m3) == Dyadic(448))
    #expect(!NamedFormat.e4m3.holds(.infinity) && NamedFormat.e4m3.holds(.nan))
  }

  @Test("FP8 E5M2") func e5m2() {
    check(NamedFormat.e5m2, numbers(fraction: 2, bias: 15, codes: 31 << 2), overflow: .infinity)
    #expect(Dyadic(-1_000_000).rounded(to: NamedFormat.e5m2) == -.infinity)
    #expect(NamedFormat.e5m2.holds(.infinity))
  }

  @Test("BFloat16 is the upper half of a Float, rounded") func bFloat16() {
    var random = RandomStream(seed: 2)
    var failures = Failures()
    let format = RealFormat(precision: 8, leastNormalExponent: -126, greatest: Dyadic(0x1.fep127 as Double))
    for k in 0..<50_000 {
      // Any bits, or a tie.
      var bits = UInt32(truncatingIfNeeded: random.next())
      if k % 4 == 0 { bits = bits & ~0xFFFF | 0x8000 }
      let x = Float(bitPattern: bits)
      guard x.isFinite else { continue }
      let rounded = Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & ~0xFFFF)
      let found = Dyadic(x).rounded(to: format)
      failures.add(unless: found == Dyadic(rounded), "\(x) became \(found), not \(rounded)")
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test("Read off a type") func types() {
    #expect(RealFormat(Float.self) == .float && RealFormat(Double.self) == .double)
    #expect(RealFormat(Float16.self) == RealFormat(precision: 11, leastNormalExponent: -14, greatest: Dyadic(65504)))
    #expect(RealFormat.float.greatest == Dyadic(Float.greatestFiniteMagnitude))
    #expect(RealFormat.double.greatest == Dyadic(Double.greatestFiniteMagnitude))
    #expect(RealFormat.double.leastExponent == -1074 && RealFormat.double.greatestExponent == 1023)
    let wide = RealFormat(BigReal113.self)
    #expect(wide.precision == 113 && !wide.hasSubnormals && wide.hasInfinity)
    #expect(wide.leastExponent == wide.leastNormalExponent && wide.greatest.significantBits == 113)
    #expect(Dyadic.power(wide.leastExponent - 1).rounded(to: wide) == .zero)
    #expect(wide.holds(.power(wide.leastExponent)) && !wide.holds(.power(wide.greatestExponent + 1)))
  }
}
