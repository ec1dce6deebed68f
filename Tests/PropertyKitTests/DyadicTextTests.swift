import Testing

@testable import PropertyKit

@Suite("Dyadic numbers as hexadecimal text")
struct DyadicTextTests {
  /// Numbers of one to three words, with few bits and many, near 1 and far from it, and what isn't finite.
  private let numbers: [Dyadic] = {
    var random = RandomStream(seed: 1)
    let special: [Dyadic] = [.zero, .negativeZero, .one, -.one, .infinity, -.infinity, .nan]
    return special
      + (0..<20_000).map { k in
        let exponent = k % 10 == 0 ? random.integer(in: -(1 << 39)...1 << 39) : random.integer(in: -1100...1100)
        let short = Dyadic(exactly: 1 << 127 | random.short(bits: 127) << UInt128(random.below(127)))
        guard k % 3 == 0 else { return short.with(exponent: exponent).with(isNegative: k % 2 == 0) }
        return Dyadic(
          isNegative: k % 2 == 0, exponent: exponent, high: 1 << 63 | random.next() >> 1,
          low: (0..<random.below(4)).map { _ in random.next() << UInt64(random.below(64)) })
      }
  }()

  @Test("What is written is read back") func roundTrip() {
    var failures = Failures()
    for number in numbers {
      let back = Dyadic(number.description)
      failures.add(unless: back == number, "\(number) came back as \(back?.description ?? "nil")")
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test("Known texts") func known() {
    #expect(Dyadic(0.1).description == "0x1.999999999999ap-4")
    #expect(Dyadic(-1.5).description == "-0x1.8p0")
    #expect(Dyadic(Float.leastNonzeroMagnitude).description == "0x1p-149")
    #expect(Dyadic(exactly: UInt128.max).description == "0x1.fffffffffffffffffffffffffffffffep127")
    #expect([Dyadic.zero, .negativeZero, -.infinity, .nan].map(\.description) == ["0x0p0", "-0x0p0", "-inf", "nan"])
  }

  @Test("Swift reads what is written as the same Double") func swiftReads() {
    var random = RandomStream(seed: 2)
    var failures = Failures()
    for _ in 0..<20_000 {
      let x = Double(bitPattern: random.pattern())
      let read = Double(Dyadic(x).description)
      failures.add(unless: read.map { $0 == x || $0.isNaN && x.isNaN } == true, "\(x) was read as \(read as Any)")
    }
    for number in numbers {
      // Where no Double is exact, both round: to nearest, ties to even.
      let read = Double(number.description)
      failures.add(unless: number.kind == .nan || read == number.double, "\(number) was read as \(read as Any)")
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test("It reads what Swift reads: a point anywhere, zeros on both sides, signs, either case of digits") func reads() {
    var random = RandomStream(seed: 3)
    var failures = Failures()
    for _ in 0..<20_000 {
      var text = ["", "-", "+"][random.below(3)] + "0x" + String(repeating: "0", count: random.below(3))
      let count = random.below(24)
      let point = random.below(count + 2)
      for i in 0...count {
        if i == point { text += "." }
        let digit = String(random.chance(1, in: 3) ? 0 : random.below(16), radix: 16)
        text += random.chance(1, in: 4) ? digit.uppercased() : digit
      }
      text += "p" + ["", "-", "+"][random.below(3)] + "\(random.below(1150))"
      let (dyadic, double) = (Dyadic(text)?.double, Double(text))
      failures.add(
        unless: dyadic != nil && dyadic?.bitPattern == double?.bitPattern,
        "\(text) was read as \(dyadic as Any), and by Swift as \(double as Any)")
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test(
    "What is malformed gives nil",
    arguments: [
      "", "-", "+", "0", "1", "1.5", "0x", "0xp0", "0x.p0", "-0x.p1", "0x1p", "0x1p-", "0x1p+-1", "0x1p1.5",
      "0x1.2.3p0",
      "0x1..p0", "0xgp0", "0x1gp0", "1p0", "1x1p0", " 0x1p0", "0x1p0 ", "0x 1p0", "--0x1p0", "+-0x1p0", "0x-1p0",
      "0x1p0p0",
      "0x1p0x1", "0x1p٣", "0x１p0", "nanx", "in", "infx", "nan nan", "0x1p99999999999999", "0x1p9223372036854775808",
    ])
  func malformed(_ text: String) {
    #expect(Dyadic(text) == nil)
  }

  @Test("An exponent that no Int's magnitude holds gives nil too") func leastExponent() async {
    await #expect(processExitsWith: .success) {
      precondition(Dyadic("0x1p-9223372036854775808") == nil)
    }
  }
}
