import Formats
import RealModule
import Testing

/// What the package ml_dtypes computes; Fixtures/make-ml-dtypes.py recorded it.
@Suite("Emulated arithmetic and ml_dtypes")
struct RecordedArithmeticTests {
  /// The code of a number of 8 bits, any NaN as 0x7f.
  private func code<Layout, let bits: Int>(_ x: Double, _ exactly: Exactly<Layout, bits>) -> UInt8 {
    guard !x.isNaN else { return 0x7f }
    let exponent = x.isInfinite ? 16 : max(x.exponent, Layout.minExponent)
    let unit = Double(sign: .plus, exponent: exponent - bits + 1, significand: 1)
    let fraction = x.isInfinite ? 1 << (bits - 1) : Int(x.magnitude / unit)
    let n = (exponent - Layout.minExponent) << (bits - 1) + fraction
    return UInt8(n) | (x.sign == .minus ? 0x80 : 0)
  }

  /// ml_dtypes has NaN where E4M3 overflows; here it saturates.
  private func theirs<Layout>(_ x: Emulated<Layout>, exact: Double) -> Double {
    !Layout.hasInfinity && exact.magnitude > 464 ? .nan : Double(x)
  }

  private func check<Layout, let bits: Int>(_ exactly: Exactly<Layout, bits>, _ fixture: inout Fixture) {
    typealias Number = Emulated<Layout>
    let numbers = fixture.floats(256).map(Double.init)
    for n in 0...exactly.last {
      #expect(numbers[n] == exactly.number(n) && isSame(numbers[n + 128], -exactly.number(n)))
      #expect(code(numbers[n], exactly) == n)
    }
    let operations: [(String, (Number, Number) -> Number, (Double, Double) -> Double)] = [
      ("+", { $0 + $1 }, { $0 + $1 }), ("-", { $0 - $1 }, { $0 - $1 }), ("*", { $0 * $1 }, { $0 * $1 }),
      ("/", { $0 / $1 }, { $0 / $1 }),
    ]
    for (name, f, exact) in operations {
      for a in numbers {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for b in numbers {
          let result = code(theirs(f(Number(a), Number(b)), exact: exact(a, b)), exactly)
          hash = (hash ^ UInt64(result)) &* 0x100_0000_01b3
        }
        #expect(hash == fixture.next(), "\(Layout.formatTitle): \(a) \(name) some number")
      }
    }
    for a in numbers {
      #expect(code(theirs(Number(a).squareRoot(), exact: 0), exactly) == fixture.next(), "\(Layout.formatTitle): √\(a)")
    }
  }

  private func bfloat16(_ code: UInt16) -> BFloat16 { BFloat16(Double(Float(bitPattern: UInt32(code) << 16))) }
  private func code(_ x: BFloat16) -> UInt16 {
    x.isNaN ? 0x7fff : UInt16(truncatingIfNeeded: Float(x).bitPattern >> 16)
  }

  @Test("All pairs of 8 bits, pairs of BFloat16 and conversions agree, but for overflow of E4M3")
  func agrees() throws {
    var fixture = try Fixture("ml-dtypes.bin")
    check(Exactly<E5M2Layout, 3>(E5M2.self), &fixture)
    check(Exactly<E4M3Layout, 4>(E4M3.self), &fixture)
    for _ in 0..<6000 {
      let (a, b) = (bfloat16(fixture.next()), bfloat16(fixture.next()))
      for x in [a + b, a - b, a * b, a / b, a.squareRoot()] { #expect(code(x) == fixture.next(), "\(a), \(b)") }
    }
    var casts = 0
    while !fixture.isAtEnd {
      let x = Double(fixture.float())
      #expect(code(BFloat16(x)) == fixture.next(), "\(x)")
      #expect(code(theirs(E5M2(x), exact: x), Exactly<E5M2Layout, 3>(E5M2.self)) == fixture.next(), "\(x)")
      #expect(code(theirs(E4M3(x), exact: x), Exactly<E4M3Layout, 4>(E4M3.self)) == fixture.next(), "\(x)")
      casts += 1
    }
    #expect(casts == 3990)
  }
}
