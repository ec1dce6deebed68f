#if MPFR
  import BigRealModule
  import RealModule
  import PropertyKit
  import Testing

  @Suite("Conversions")
  struct ConversionTests {
    @Test("Every Float16 goes in and comes back, bit for bit")
    func everyHalf() {
      var wrong = 0
      for pattern in UInt16.min...UInt16.max {
        let x = Float16(bitPattern: pattern)
        let back = Float16(BigReal127(x))
        let narrow = Float16(BigReal<1, 11>(x))
        if x.isNaN ? !(back.isNaN && narrow.isNaN) : back.bitPattern != pattern || narrow.bitPattern != pattern {
          wrong += 1
        }
      }
      #expect(wrong == 0)
    }

    /// The middle of `x` and the next number up, just under it, and just past it.
    private func middles<F: BinaryFloatingPoint>(_ x: F) -> (BigReal255, BigReal255, BigReal255) {
      let a = BigReal255(Double(x))
      let b = x == .greatestFiniteMagnitude ? a + BigReal255(Double(x.ulp)) : BigReal255(Double(x.nextUp))
      let middle = (a + b) / 2
      return (middle.nextDown, middle, middle.nextUp)
    }

    private func check<F: BinaryFloatingPoint>(_ x: F, _ convert: (BigReal255) -> F) {
      let up = x == .greatestFiniteMagnitude ? F.infinity : x.nextUp
      let even = x.significandBitPattern & 1 == 0 ? x : up
      let (under, middle, past) = middles(x)
      #expect(convert(under) == x, "just under the middle above \(x)")
      #expect(convert(middle) == even, "the middle above \(x)")
      #expect(convert(past) == up, "just past the middle above \(x)")
      #expect(convert(-past) == -up)
      #expect(convert(-middle) == -even)
    }

    @Test("The middles of neighbours round to even, and what is next to them to its side, with no second rounding")
    func middles() {
      let halves: [Float16] = [0, .leastNonzeroMagnitude, 0x1p-24 * 3, .leastNormalMagnitude, 1, 1.5, 2047, 65504]
      for x in halves { check(x) { Float16($0) } }
      for x in halves.map({ $0.nextDown }) where x >= 0 { check(x) { Float16($0) } }
      let floats: [Float] = [
        0, .leastNonzeroMagnitude, 0x1p-149 * 5, .leastNormalMagnitude, .leastNormalMagnitude.nextDown, 1, 1.75, 3e38,
        .greatestFiniteMagnitude,
      ]
      for x in floats { check(x) { Float($0) } }
      let doubles: [Double] = [
        0x1p-1074, 0x1p-1074 * 7, .leastNormalMagnitude, .leastNormalMagnitude.nextDown, 1, 1.1,
        .greatestFiniteMagnitude,
      ]
      for x in doubles {
        guard x < .greatestFiniteMagnitude else {
          #expect(Double(BigReal255(x) + BigReal255(x.ulp) / 2) == .infinity)
          #expect(Double((BigReal255(x) + BigReal255(x.ulp) / 2).nextDown) == x)
          continue
        }
        check(x) { Double($0) }
      }
    }

    @Test("Doubles and Floats go in exactly, and round once where the precision is less than theirs")
    func natives() {
      var random = RandomStream(seed: 5)
      for _ in 0..<10_000 {
        let x = Double(bitPattern: random.next())
        guard x.isFinite else { continue }
        #expect(Double(BigReal53(x)).bitPattern == x.bitPattern)
        #expect(Double(BigReal127(x)).bitPattern == x.bitPattern)
        #expect(BigReal53(exactly: x) != nil)
        let f = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
        if f.isFinite { #expect(Float(BigReal<1, 24>(f)).bitPattern == f.bitPattern) }
        // A double of every bit, in the range of Float, is rounded as the hardware does.
        let wide = Double(sign: x.sign, exponent: Int(random.next() % 200) - 100, significand: x.significand)
        let narrow = BigReal<1, 24>(wide)
        #expect(Float(narrow) == Float(wide))
        #expect((BigReal<1, 24>(exactly: wide) == nil) == (wide != Double(Float(wide))))
      }
      #expect(BigReal127(exactly: Double.nan) == nil && BigReal127(exactly: BigReal255.nan) == nil)
      #expect(Float(exactly: BigReal127.nan) == nil && Float16(exactly: BigReal127.nan) == nil)
      #expect(BigReal<1, 11>(exactly: Float(2048)) == 2048 && BigReal<1, 11>(exactly: Float(2049)) == nil)
      #expect(BigReal<1, 4>(exactly: Float16(15)) == 15 && BigReal<1, 4>(exactly: Float16(17)) == nil)
      #expect(Double(BigReal127.nan).isNaN)
      #expect(Float(-BigReal127.infinity) == -.infinity)
      #expect(Float16(BigReal127.infinity) == .infinity)
      #expect(Double(-BigReal127(0)).sign == .minus)
      #expect(Double(exactly: BigReal127(1) / 3) == nil)
      #expect(Double(exactly: BigReal127(0.1)) == 0.1)
      #expect(Float(exactly: BigReal127(0.1)) == nil)
      #expect(Float16(exactly: BigReal127(0.5)) == 0.5)
      #expect(Double(exactly: BigReal127.nan) == nil)
    }

    @Test("Between precisions a number is exact or rounded once")
    func precisions() {
      let third = BigReal511(1) / 3
      #expect(BigReal127(third) == BigReal127(1) / 3)
      #expect(BigReal53(third) == BigReal53(1) / 3)
      #expect(BigReal511(BigReal127(third)) != third)
      #expect(BigReal127(exactly: third) == nil)
      #expect(BigReal511(exactly: BigReal127(third)) != nil)
      // 1 + 2⁻⁵³ + 2⁻⁴⁰⁰ is just past a middle at 53 bits; through 127 bits it would become the middle.
      let past = 1 + BigReal511.pow(2, -53) + BigReal511.pow(2, -400)
      #expect(BigReal53(past) == BigReal53(1).nextUp)
      #expect(BigReal53(BigReal127(past)) == 1)
    }

    @Test("Integers of any size")
    func integers() {
      #expect(BigReal127(Int.min) == -BigReal127.pow(2, 63))
      #expect(BigReal127(Int.max) == BigReal127.pow(2, 63) - 1)
      #expect(BigReal127(UInt64.max) == BigReal127.pow(2, 64) - 1)
      #expect(BigReal255(UInt128.max) == BigReal255.pow(2, 128) - 1)
      #expect(BigReal53(exactly: UInt64.max) == nil)
      #expect(BigReal53(UInt64.max) == BigReal53.pow(2, 64))
      #expect(BigReal53(exactly: Int64.min) == -BigReal53.pow(2, 63))
      #expect(BigReal127(exactly: -12345678901234567 as Int64)?.description == "-12345678901234567.0")
      #expect(BigReal127(exactly: 0)?.sign == .plus)
    }
  }
#endif
