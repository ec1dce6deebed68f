import BigRealModule
import CAMECore
import PropertyKit
import RealModule
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
  @Test(
    "Text is read exactly and written shortest",
    arguments: [
      ("0.9999", "0.9999"), ("1e-30", "1e-30"), ("-1.50e-3", "-0.0015"), ("+12", "12"), ("0", "0"), ("-0.0", "0"),
      ("1E4", "10000"), (".5", "0.5"), ("5.", "5"), ("12345678", "1.2345678e7"), ("0.00001", "1e-5"),
      ("100.25", "100.25"), ("65504", "65504"), ("123e-5", "0.00123"),
    ])
  func text(_ text: String, _ written: String) throws {
    let decimal = try ExactDecimal(text)
    #expect(decimal.description == written)
    #expect(try ExactDecimal(written) == decimal)
  }

  @Test(
    "Anything else is refused by name",
    arguments: ["", "-", ".", "1e", "e5", "1.2.3", "0x1", "nan", "inf", " 1", "1 ", "1e+-3", "１", "1e5.0", "--1"])
  func malformed(_ text: String) {
    #expect(throws: DecimalError.malformed(text)) { try ExactDecimal(text) }
  }

  @Test("Powers of ten past the limit are refused", arguments: ["1e10001", "1e-99999"])
  func exponent(_ text: String) {
    #expect(throws: DecimalError.exponent(text)) { try ExactDecimal(text) }
  }

  @Test("A float literal is the decimal that was written")
  func literals() throws {
    let literals: [(ExactDecimal, String)] = [(0.9999, "0.9999"), (1e-30, "1e-30"), (2e-4, "0.0002"), (3, "3")]
    for (literal, text) in literals { #expect(literal == (try ExactDecimal(text))) }
  }

  @Test("Rounding to a format agrees with the standard library's reading of the same text")
  func rounding() throws {
    var random = RandomStream(seed: 1)
    for _ in 0..<20_000 {
      let digits = (0..<Int.random(in: 1...25, using: &random)).map { _ in Int.random(in: 0...9, using: &random) }
      let point = Int.random(in: 0...digits.count, using: &random)
      let power = Int.random(in: -60...45, using: &random)
      let text =
        digits.prefix(point).map(String.init).joined() + "." + digits.dropFirst(point).map(String.init).joined()
      let decimal = try ExactDecimal("\(text)e\(power)")
      let written = "0\(text)0e\(power)"
      #expect(decimal.rounded(to: Double.self) == Double(written)!, "\(written)")
      #expect(decimal.rounded(to: Float.self) == Float(written)!, "\(written)")
      #expect(decimal.rounded(to: Float16.self) == Float16(written)!, "\(written)")
      #expect(decimal.rounded(to: BigReal127.self) == BigReal127(written)!, "\(written)")
    }
  }

  @Test("Ties go to even, and just past a tie goes up")
  func ties() throws {
    #expect(try ExactDecimal("2049").rounded(to: Float16.self) == 2048)
    #expect(try ExactDecimal("2051").rounded(to: Float16.self) == 2052)
    #expect(try ExactDecimal("2049.00000000000000000000000000001").rounded(to: Float16.self) == 2050)
    #expect(try ExactDecimal("65519.999").rounded(to: Float16.self) == 65504)
    #expect(try ExactDecimal("65520").rounded(to: Float16.self) == .infinity)
    #expect(try ExactDecimal("-65520").rounded(to: Float16.self) == -.infinity)
    // Half of the least subnormal, 2⁻²⁵ = 2.98023223876953125e-8, is a tie with zero.
    #expect(try ExactDecimal("2.98023223876953125e-8").rounded(to: Float16.self) == 0)
    #expect(try ExactDecimal("2.98023223876953126e-8").rounded(to: Float16.self) == .leastNonzeroMagnitude)
  }

  @Test("A Double is rounded to a narrower format as the hardware does it")
  func nearestOfDouble() {
    var random = RandomStream(seed: 2)
    for _ in 0..<20_000 {
      let exponent = Int.random(in: -160...130, using: &random)
      let x = Double(sign: .plus, exponent: exponent, significand: Double.random(in: 1..<2, using: &random))
      #expect(nearest(x, in: Float.self) == Float(x))
      #expect(nearest(-x, in: Float16.self) == Float16(-x))
      #expect(nearest(x, in: Double.self) == x)
    }
    #expect(nearest(-0.0, in: Float.self).sign == .minus)
    #expect(nearest(.nan, in: Float.self).isNaN)
    #expect(nearest(-.infinity, in: Float.self) == -.infinity)
  }

  @Test("Complement, product and order are exact")
  func arithmetic() throws {
    #expect(try ExactDecimal("0.9999").complement == ExactDecimal("0.0001"))
    #expect(ExactDecimal(1).complement == 0)
    #expect(ExactDecimal(0).complement == 1)
    #expect(try ExactDecimal("1e-2") * ExactDecimal("-2e-3") == ExactDecimal("-2e-5"))
    let ascending = try ["-2", "-1e-30", "0", "1e-30", "0.1", "0.11", "1", "1e1"].map { try ExactDecimal($0) }
    for (i, a) in ascending.enumerated() {
      for (j, b) in ascending.enumerated() { #expect((a < b) == (i < j), "\(a) < \(b)") }
    }
  }
}
