import BigRealModule
import Testing

@testable import PropertyKit

/// A format that numbers are drawn of, by name.
struct NamedFormat: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let format: RealFormat

  static let e4m3 = RealFormat(precision: 4, leastNormalExponent: -6, greatest: Dyadic(448), hasInfinity: false)
  static let e5m2 = RealFormat(precision: 3, leastNormalExponent: -14, greatest: Dyadic(57344))

  static let all = [
    NamedFormat(testDescription: "Float16", format: RealFormat(Float16.self)),
    NamedFormat(testDescription: "Float", format: RealFormat(Float.self)),
    NamedFormat(testDescription: "Double", format: RealFormat(Double.self)),
    NamedFormat(testDescription: "BigReal113", format: RealFormat(BigReal113.self)),
    NamedFormat(
      testDescription: "BFloat16",
      format: RealFormat(precision: 8, leastNormalExponent: -126, greatest: Dyadic(0x1.fep127 as Double))),
    NamedFormat(testDescription: "FP8 E4M3", format: e4m3), NamedFormat(testDescription: "FP8 E5M2", format: e5m2),
  ]

  /// Ranges that are wide, narrow, one-sided, away from zero, of one number or two; at most those of binary128.
  var domains: [RealDomain] {
    let ulp = Dyadic.power(1 - format.precision)
    let top = format.greatestExponent <= 16_383 ? format.greatest : .power(16_383)
    let bottom = Dyadic.power(max(format.leastExponent, -16_494))
    let upper: [Dyadic] = [.one, Dyadic(1.5), .one.adding(ulp), top, top.scaled(by: -1), bottom, .power(3)]
    return [RealDomain(format), RealDomain(format: format, lower: .negativeZero, upper: .zero)]
      + upper.flatMap { x in
        // Down to 0, x itself, to 1 where it is less, both sides, and the same under 0.
        let lower = x < .one ? x : Dyadic.one
        return [
          (Dyadic.zero, x), (x, x), (lower, x), (-x, x), (-x, .negativeZero), (-x, -lower), (-x, -x), (-bottom, x),
        ]
        .map { RealDomain(format: format, lower: $0, upper: $1) }
      }
  }
}

private let kinds: [RealKind] =
  RealKind.standard.map(\.kind) + [.constants([.one, Dyadic(-3), .power(-12), Dyadic(1e30), .nan, .infinity, .zero])]

@Suite("Real numbers are drawn from the range asked for, and held by their format")
struct RealGeneratorTests {
  @Test("Every kind, in every format and range", arguments: NamedFormat.all)
  func bounds(_ named: NamedFormat) {
    var random = RandomStream(seed: 1)
    var failures = Failures()
    let format = named.format
    for domain in named.domains {
      for kind in kinds {
        for k in 0..<30 {
          let x = domain.draw(kind, &random, size: k * 3)
          let isIn = x.isFinite && domain.lower <= x && x <= domain.upper
          let isHeld =
            x.isZero
            || x.significantBits <= format.precision && x.magnitude <= format.greatest
              && x.exponent - (format.hasSubnormals ? x.significantBits - 1 : 0) >= format.leastExponent
          failures.add(unless: isIn && isHeld, "\(x) of \(domain), \(kind)")
        }
      }
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test("A range of one number gives it, and of two neighbours both", arguments: NamedFormat.all)
  func tiny(_ named: NamedFormat) {
    var random = RandomStream(seed: 2)
    let ulp = Dyadic.power(1 - named.format.precision)
    for sign in [false, true] {
      let (one, next) = (Dyadic.one.with(isNegative: sign), Dyadic.one.adding(ulp).with(isNegative: sign))
      let domain = RealDomain(format: named.format, lower: min(one, next), upper: max(one, next))
      // Each kind that spreads, and 2^−60 that one of the two doesn't come.
      for kind in [RealKind.ordinals, .exponents, .even, .powersOfTwo] {
        #expect(Set((0..<60).map { _ in domain.draw(kind, &random, size: 50) }) == [one, next])
      }
    }
  }

  @Test("A range beyond the exponents of binary128") func far() async {
    await #expect(processExitsWith: .success) {
      var random = RandomStream(seed: 1)
      let format = RealFormat(BigReal113.self)
      for exponent in [20_000, -20_000] {
        let domain = RealDomain(format: format, lower: .power(exponent), upper: .power(exponent + 1))
        for kind in kinds { precondition(domain.contains(domain.draw(kind, &random, size: 50))) }
      }
    }
  }

  private func checkSpecial<Scalar: FloatingPoint & Sendable>(_ type: Scalar.Type, count: Int = 6000) {
    for special: SpecialReals in [[], .nan, .infinity, [.nan, .infinity]] {
      let drawn = Generator<Scalar>.reals(including: special).values(count, seed: 5)
      #expect(drawn.count == count)
      #expect(drawn.contains(where: \.isNaN) == special.contains(.nan))
      #expect(drawn.contains { $0.isInfinite && $0 > 0 } == special.contains(.infinity))
      #expect(drawn.contains { $0.isInfinite && $0 < 0 } == special.contains(.infinity))
      // A binomial share of one in 12.
      let share = Double(drawn.count { !$0.isFinite }) / Double(count)
      let bound = Chance.deviations * (1.0 / 12 * 11 / 12 / Double(count)).squareRoot()
      #expect(special.isEmpty ? share == 0 : (share - 1.0 / 12).magnitude <= bound)
    }
  }

  @Test("NaN and the infinities only where they are asked for, and then they come") func special() {
    checkSpecial(Float16.self)
    checkSpecial(Float.self)
    checkSpecial(Double.self)
    checkSpecial(BigReal113.self, count: 1000)
  }

  private func checkRecording<Scalar: FloatingPoint & Sendable>(_ type: Scalar.Type, count: Int = 2000) throws {
    let generator = Generator<Scalar>.reals(including: [.nan, .infinity], constants: [3, -Scalar.ulpOfOne])
    let source = ChoiceSource()
    for k in 0..<count {
      source.begin(seed: UInt64(k), size: k % 101)
      let drawn = Dyadic(try generator.draw(from: source))
      source.beginRecording(seed: UInt64(k), size: k % 101)
      let recorded = Dyadic(try generator.draw(from: source))
      guard drawn == recorded, source.testCase.choices == [.real(drawn)] else {
        Issue.record("case \(k) is \(drawn), but recorded as \(recorded): \(source.testCase.text)")
        return
      }
    }
  }

  @Test("What is drawn at random is drawn again while recording") func recording() throws {
    try checkRecording(Float16.self)
    try checkRecording(Float.self)
    try checkRecording(Double.self)
    try checkRecording(BigReal113.self, count: 500)
  }

  @Test("The simplest number of a range, by trying every Float16") func simplest() {
    var random = RandomStream(seed: 3)
    let order = (UInt16.min...UInt16.max).map { Float16(bitPattern: $0) }.filter(\.isFinite)
      .map { (number: Dyadic($0), value: Float($0)) }.sorted { $0.number.isSimpler(than: $1.number) }
    var failures = Failures()
    for k in 0..<3000 {
      let a = Float16(bitPattern: UInt16(random.below(0x7C00) | random.below(2) << 15))
      // Any other, or one nearby.
      let near = a.bitPattern &+ UInt16(random.below(1 + 1 << random.below(12)))
      let b =
        k % 2 == 0
        ? Float16(bitPattern: UInt16(random.below(0x7C00) | random.below(2) << 15)) : Float16(bitPattern: near)
      guard b.isFinite else { continue }
      let (lower, upper) = (Float(min(a, b)), Float(max(a, b)))
      let domain = RealDomain(format: RealFormat(Float16.self), lower: Dyadic(lower), upper: Dyadic(upper))
      let expected = order.first { lower <= $0.value && $0.value <= upper }!.number
      failures.add(unless: domain.simplest == expected, "\(domain.simplest) of \(domain), not \(expected)")
    }
    #expect(failures.isEmpty, "\(failures)")
  }
}
