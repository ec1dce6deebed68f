import BigRealModule
import Formats
import RealModule
import Testing

@Suite("Expansions")
struct ExpansionTests {
  typealias T = BigReal511

  /// Numbers of 127 bits with every relation to their neighbours: equal, last bit off, far.
  private func pairs() -> [(BigReal127, BigReal127)] {
    var pairs: [(BigReal127, BigReal127)] = []
    for i in 1...300 {
      let x = BigReal127(i).squareRoot() * (i % 2 == 0 ? 1 : -1)
      // 2 − 2⁻ᵏ straddles the places where the high part rounds up and the middle part is negative.
      let y = 2 - BigReal127.pow(2, -(i % 126))
      pairs += [(x, x), (x, x.nextUp), (x, x.nextDown), (x, -x), (x, 3), (y, y.nextUp), (y, y.nextDown), (y, 2)]
      pairs.append((y, BigReal127(Double(y)).nextUp))
    }
    return pairs
  }

  @Test("Three Doubles hold 127 bits exactly")
  func holds() {
    for (a, b) in pairs() {
      for x in [a, b] {
        let e = x.expansion
        #expect(T(e.high) + T(e.middle) + T(e.low) == T(x))
        #expect(BigReal127(nearest: e) == x)
      }
    }
  }

  @Test("The first part is the nearest Double, each next one at most half an ulp of the one before")
  func parts() {
    for (a, b) in pairs() {
      for x in [a, b] {
        let e = x.expansion
        #expect(e.high == Double(x) && e.middle.magnitude <= e.high.ulp / 2 && e.low.magnitude <= e.middle.ulp / 2)
      }
    }
    // Next to the middle of two Doubles, where a bit far below decides.
    for exponent in 60...126 {
      let middle = BigReal127(1) + BigReal127.pow(2, -53)
      for x in [middle + BigReal127.pow(2, -exponent), middle - BigReal127.pow(2, -exponent), middle] {
        #expect(x.expansion.high == Double(x), "2^−\(exponent)")
      }
    }
    // At the ends of Double's range, and past what three normal Doubles hold, MPFR does the same.
    for exponent in [-1074, -1000, -863, -862, -861, 0, 1022, 1023, 1024] {
      let x = BigReal127(sign: .minus, exponent: exponent, significand: BigReal127(2).squareRoot())
      #expect(x.expansion.high == Double(x), "2^\(exponent)")
      guard exponent > -800, exponent < 1024 else { continue }
      let e = x.expansion
      #expect(T(e.high) + T(e.middle) + T(e.low) == T(x), "2^\(exponent)")
    }
    // 255 bits are cut to the 159 that three Doubles hold.
    let third = BigReal255(1) / 3
    let e = third.expansion
    #expect((T(e.high) + T(e.middle) + T(e.low) - T(third)).magnitude <= T(third) * T.pow(2, -157))
  }

  @Test("A difference is right to a few units of 2⁻⁵³, however much cancels")
  func difference() {
    for (a, b) in pairs() {
      let exact = T(a) - T(b)
      let error = (T(a.expansion - b.expansion) - exact).magnitude
      #expect(error <= T(0x1p-51) * exact.magnitude, "\(a) − \(b)")
    }
  }

  @Test("Rounding to Float and Float16 happens once")
  func roundsOnce() {
    // Just past the middle of two Float16s by less than a Double can show beside it.
    let tie = BigReal127(1) + BigReal127.pow(2, -11)
    let past = tie + BigReal127.pow(2, -100)
    let under = tie - BigReal127.pow(2, -100)
    #expect(Float16(nearest: tie.expansion) == 1)
    #expect(Float16(nearest: past.expansion) == Float16(1).nextUp)
    #expect(Float16(nearest: under.expansion) == 1)
    #expect(Float16(nearest: (-past).expansion) == -Float16(1).nextUp)
    for (a, _) in pairs() {
      #expect(Float(nearest: a.expansion) == Float(a))
      #expect(Float16(nearest: a.expansion) == Float16(a))
      #expect(Double(nearest: a.expansion) == Double(a))
    }
  }

  @Test("What isn't finite stays what it is")
  func special() {
    #expect(BigReal127.nan.expansion.high.isNaN)
    #expect(BigReal127(nearest: Expansion(-.infinity)) == -.infinity)
    #expect(Float(nearest: Expansion(.infinity)) == .infinity)
    #expect(BigReal127(0).expansion.isZero)
    #expect(BigReal127(nearest: Expansion(-0.0)).sign == .minus)
  }
}
