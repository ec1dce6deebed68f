#if MPFR
  import BigRealModule
  import Foundation
  import RealModule
  import PropertyKit
  import Testing

  @Suite("Text")
  struct TextTests {
    @Test(
      "Known numbers are written as one would",
      arguments: [
        ("0.1", "0.1"), ("1", "1.0"), ("-2.50", "-2.5"), ("1e-30", "1e-30"), ("123456789", "123456789.0"),
        ("1e22", "1e+22"), ("1e21", "1e+21"), ("1e20", "100000000000000000000.0"), ("0.001", "0.001"),
        ("0.0001", "0.0001"), ("0.00001", "1e-5"), ("-0", "-0.0"), ("inf", "inf"), ("-Infinity", "-inf"),
        ("NaN", "nan"), ("0x1.8p3", "12.0"), ("0xFF", "255.0"), ("+.5", "0.5"), ("5.", "5.0"),
      ])
    func known(_ text: String, _ written: String) throws {
      #expect(try #require(BigReal127(text)).description == written)
      #expect(try #require(BigReal511(text)).description == written)
    }

    @Test(
      "Anything else is nil",
      arguments: [
        "", "-", ".", "e5", "1e", "1e+", "0x", "0x.p1", "1.2.3", " 1", "1 ", "1_000", "1,5", "--1", "infinit", "nan(1)",
        "@inf@", "1@5", "0b11", "0x1p", "1e5.5", "１", "0x1e+-3", "#1",
      ])
    func malformed(_ text: String) {
      #expect(BigReal127(text) == nil)
    }

    @Test("Hexadecimal is exact, as C writes it")
    func hexadecimal() {
      #expect(BigReal127(12).hexDescription == "0x1.8p+3")
      #expect(BigReal127(1).hexDescription == "0x1p+0")
      #expect((-BigReal53(0.1)).hexDescription == "-0x1.999999999999ap-4")
      #expect(BigReal127(0).hexDescription == "0x0p+0")
      #expect((2 - BigReal127.ulpOfOne).hexDescription == "0x1.fffffffffffffffffffffffffffffffcp+0")
    }

    @Test("Every number reads back from its decimal, its hexadecimal and its JSON, and no shorter decimal would do")
    func roundTrips() throws {
      try check(BigReal53.self)
      try check(BigReal113.self)
      try check(BigReal127.self)
      try check(BigReal255.self)
      try check(BigReal511.self)
    }

    @Test("Next to a power of two, where the numbers under it are closer, the decimal is as short as Double's")
    func powersOfTwo() {
      for exponent in -1022...1023 {
        let x = Double(sign: .plus, exponent: exponent, significand: 1)
        for y in [x.nextDown, x, x.nextUp] where y.isNormal {
          #expect(digits(BigReal53(y).description) == digits(y.description), "\(y)")
          #expect(Double(BigReal53(y).description) == y)
        }
      }
    }

    /// The digits of a decimal without the zeros around them.
    private func digits(_ text: String) -> String {
      let digits = text.split(separator: "e")[0].filter { $0 != "." && $0 != "-" }.drop { $0 == "0" }
      return String(digits.reversed().drop { $0 == "0" }.reversed())
    }

    @Test("Text that is no number is no JSON of one, and what isn't finite is")
    func json() throws {
      for text in ["\"1.2.3\"", "\"\"", "1.5", "null"] {
        let json = Data(text.utf8)
        #expect(throws: DecodingError.self) { _ = try JSONDecoder().decode(BigReal127.self, from: json) }
      }
      let odd = [BigReal127.infinity, -.infinity, .nan, -BigReal127(0)]
      let read = try JSONDecoder().decode([BigReal127].self, from: JSONEncoder().encode(odd))
      #expect(read[0] == .infinity && read[1] == -.infinity && read[2].isNaN)
      #expect(read[3].isZero && read[3].sign == .minus)
    }

    private func check<let l: Int, let b: Int>(_ type: BigReal<l, b>.Type) throws {
      let numbers = zip(operands(type), Generator<Int>.integers(in: -400...400))
      for i in 0..<200 {
        let (near, scale) = numbers.value(ofCase: i, seed: UInt64(b))!
        let x = BigReal<l, b>(sign: near.sign, exponent: near.exponent + scale, significand: near.significand)
        #expect(BigReal<l, b>(x.description) == x, "\(x.description)")
        #expect(BigReal<l, b>(x.hexDescription) == x, "\(x.hexDescription)")
        #expect(try JSONDecoder().decode([BigReal<l, b>].self, from: JSONEncoder().encode([x])) == [x])
        if b == 53 { #expect(Double(x.description) == Double(x)) }
        let digits = x.magnitude.description.split(separator: "e")[0].filter { $0.isNumber }.drop { $0 == "0" }
        if digits.count > 3, !x.description.hasSuffix(".0") {
          // Dropping the last digit, rounded either way, gives another number.
          let exponent = x.magnitude.description.split(separator: "e").dropFirst().first.map(String.init) ?? "0"
          let mantissa = x.magnitude.description.split(separator: "e")[0].dropLast()
          #expect(BigReal<l, b>("\(mantissa)e\(exponent)") != x.magnitude)
        }
      }
    }

    @Test("A number in hexadecimal is rounded once when it is read")
    func rounding() {
      #expect(BigReal53("0x1.00000000000008p0") == 1)
      #expect(BigReal53("0x1.000000000000080000000000000000000000001p0") == BigReal53(1).nextUp)
      #expect(BigReal53("9007199254740993") == 9007199254740992)
      #expect(BigReal53("9007199254740993.00000000000000000000000000000000000000000001") == 9007199254740994)
    }
  }
#endif
