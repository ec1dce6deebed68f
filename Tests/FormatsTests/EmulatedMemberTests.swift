import BigRealModule
import Formats
import RealModule
import Testing

@Suite("Members of emulated formats")
struct EmulatedMemberTests {
  #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
    @Test("Every Float16 has the same neighbours, ulp, parts, class and roundings in the emulation")
    func asNative() {
      typealias Number = EmulatedFloat16
      for code in UInt16.min...UInt16.max {
        let x = Float16(bitPattern: code)
        let y = Number(Double(x))
        func agrees(_ a: Float16, _ b: Number) -> Bool { isSame(Double(a), Double(b)) }
        #expect(agrees(x.nextUp, y.nextUp) && agrees(x.nextDown, y.nextDown) && agrees(x.ulp, y.ulp), "\(x)")
        #expect(agrees(x.magnitude, y.magnitude) && agrees(-x, -y) && x.sign == y.sign)
        #expect(x.isNaN || (Int(x.exponent) == y.exponent && agrees(x.significand, y.significand)), "\(x)")
        #expect(x.isNaN || x.floatingPointClass == y.floatingPointClass)
        #expect(x.isNormal == y.isNormal && x.isSubnormal == y.isSubnormal && x.isZero == y.isZero)
        #expect(x.isFinite == y.isFinite && x.isInfinite == y.isInfinite && x.isNaN == y.isNaN)
        for rule: FloatingPointRoundingRule in [
          .toNearestOrEven, .toNearestOrAwayFromZero, .up, .down, .towardZero, .awayFromZero,
        ] { #expect(agrees(x.rounded(rule), y.rounded(rule)), "\(x)") }
        for exponent in [-40, -14, -1, 0, 1, 14, 40] {
          let native = Float16(sign: .minus, exponent: exponent, significand: x)
          #expect(agrees(native, Number(sign: .minus, exponent: exponent, significand: y)), "\(x)·2^\(exponent)")
        }
        if x.isFinite { #expect(Int(exactly: x).map { Number(exactly: $0) == y } ?? true) }
      }
      #expect(Number.pi == Number(Double(Float16.pi)) && Number.ulpOfOne == Number(Double(Float16.ulpOfOne)))
      #expect(Number.bytes == 2 && Number.formatName == "emulated-float16")
    }
  #endif

  private func walk<Layout, let bits: Int>(_ exactly: Exactly<Layout, bits>) {
    typealias Number = Emulated<Layout>
    var x = -Number.infinity
    var previous = Number.nan
    // From the least number to the greatest, a step at a time, and back.
    var n = -exactly.last - (Layout.hasInfinity ? 1 : 0)
    while n <= exactly.last {
      let expected = n.magnitude > exactly.last ? exactly.limit : exactly.number(Int(n.magnitude))
      if !isSame(Double(x), n <= 0 ? -expected : expected) {
        Issue.record("\(Layout.formatTitle): \(x) is not the number \(n)")
        return
      }
      if !previous.isNaN {
        #expect(x.nextDown == previous && previous < x && previous.isTotallyOrdered(belowOrEqualTo: x))
      }
      (previous, x) = (x, x.nextUp)
      n += 1
    }
    #expect(x == .infinity && Number.greatestFiniteMagnitude == previous)
    #expect(x.nextUp == x)
    #expect(Double(Number.leastNonzeroMagnitude) == exactly.number(1))
    #expect(Double(Number.leastNormalMagnitude) == exactly.leastNormal)
    #expect(Double(Number.ulpOfOne) == Double(Number(1).nextUp) - 1)
    #expect(Double(Number.pi) < .pi && Double(Number.pi.nextUp) > .pi)
    #expect(Number.significantBits == bits)
  }

  @Test("The next number after each is the next one of the format, both ways")
  func neighbours() {
    walk(Exactly<BFloat16Layout, 8>(BFloat16.self))
    walk(Exactly<E5M2Layout, 3>(E5M2.self))
    walk(Exactly<E4M3Layout, 4>(E4M3.self))
    walk(Exactly<BinaryLayout<5, -6, 7>, 5>(Emulated<BinaryLayout<5, -6, 7>>.self))
    walk(Exactly<BinaryLayout<2, 0, 1>, 2>(Emulated<BinaryLayout<2, 0, 1>>.self))
  }

  @Test("E4M3 has no infinity: overflow gives 448, and NaN stays NaN")
  func saturation() {
    #expect(E4M3.infinity == 448 && E4M3.greatestFiniteMagnitude == 448 && !E4M3.infinity.isInfinite)
    #expect(E4M3(448) + 448 == 448 && E4M3(-448) * 448 == -448 && E4M3(1) / 0 == 448 && E4M3(-1) / 0 == -448)
    #expect(E4M3(464) == 448 && E4M3(-Double.infinity) == -448)
    #expect((E4M3(0) / 0).isNaN && E4M3.nan.isNaN && E4M3(Double.nan).isNaN)
    #expect(E4M3.log(0) == -448)
  }

  @Test("An integer past the greatest number overflows")
  func integralOverflow() {
    typealias Short = Emulated<BinaryLayout<5, -6, 3>>
    #expect(Short.greatestFiniteMagnitude == Short(15.5))
    #expect(Short(15.5).rounded() == .infinity && Short(-15.5).rounded(.down) == -.infinity)
    #expect(Short(15.5).rounded(.towardZero) == 15 && Short(14.5).rounded(.toNearestOrEven) == 14)
  }

  @Test("Signs of zeros and NaN are kept, equal numbers hash alike")
  func signs() {
    let (zero, minus) = (BFloat16(0), -BFloat16(0))
    #expect(zero == minus && zero.hashValue == minus.hashValue && minus.sign == .minus)
    #expect(minus.isTotallyOrdered(belowOrEqualTo: zero) && !zero.isTotallyOrdered(belowOrEqualTo: minus))
    #expect(BFloat16(signOf: minus, magnitudeOf: 3) == -3)
    #expect(BFloat16(-1e-300).sign == .minus && BFloat16(-1e-300).isZero)
    #expect((minus + minus).sign == .minus && (zero + minus).sign == .plus && (minus * 3).sign == .minus)
    #expect(BFloat16(Double(signOf: -1, magnitudeOf: .nan)).sign == .minus)
    let none = BFloat16(Double.nan)
    #expect(none != none && !(none < 0) && !(none >= 0))
    #expect(BFloat16.signalingNaN.isSignalingNaN && !BFloat16.nan.isSignalingNaN)
    #expect(BFloat16.minimum(.nan, 2) == 2 && BFloat16.maximum(2, .nan) == 2)
  }

  @Test("Integers of any width are rounded once")
  func integers() {
    let exactly = Exactly<BinaryLayout<25, -126, 511>, 25>(Emulated<BinaryLayout<25, -126, 511>>.self)
    typealias Number = Emulated<BinaryLayout<25, -126, 511>>
    var draws = Draws(state: 5)
    for i in 0..<20_000 {
      // A middle of two numbers, and one more or less, at any width: what rounds twice gets these wrong.
      let width = Int(draws.next() % 64)
      let head = Int128(draws.next() & 0x1ff_ffff | 0x100_0000) << 1 | 1
      let n = (head << width + Int128(i % 3 - 1)) * (i % 2 == 0 ? 1 : -1)
      let exact = exactly.nearest(Wide(n))
      #expect(Double(Number(n)) == exact, "\(n)")
      if let small = Int(exactly: n) { #expect(Double(Number(small)) == exact, "\(n)") }
      if let word = UInt64(exactly: n) { #expect(Double(Number(word)) == exact, "\(n)") }
      #expect((Number(exactly: n) != nil) == (Wide(exact) == Wide(n)), "\(n)")
    }
    for n in [Int.min, .min + 1, -1, 0, 1, .max] { #expect(Double(Number(n)) == exactly.nearest(Wide(n)), "\(n)") }
    #expect(BFloat16(exactly: 257) == nil && BFloat16(exactly: 258) == 258)
    #expect(BFloat16(UInt128.max) == .infinity && E4M3(UInt128.max) == 448)
    #expect(Double(BFloat16(Int128.max)) == 0x1p127 && BFloat16(-7) == -7)
  }

  @Test("Expansions are rounded once")
  func expansions() {
    let tie = BigReal127(1) + BigReal127.pow(2, -8)
    let (past, under) = (tie + BigReal127.pow(2, -100), tie - BigReal127.pow(2, -100))
    #expect(BFloat16(nearest: tie.expansion) == 1 && BFloat16(nearest: under.expansion) == 1)
    #expect(BFloat16(nearest: past.expansion) == BFloat16(1).nextUp)
    #expect(BFloat16(nearest: (-past).expansion) == -BFloat16(1).nextUp)
    #expect(BFloat16(3).expansion == Expansion(3))
  }

  @Test("Elementary functions are correctly rounded: every BFloat16, against MPFR")
  func elementary() {
    typealias Truth = BigReal<2, 113>
    let exactly = Exactly<BFloat16Layout, 8>(BFloat16.self)
    let functions: [(String, (BFloat16) -> BFloat16, (Truth) -> Truth)] = [
      ("exp", { .exp($0) }, { .exp($0) }), ("expMinusOne", { .expMinusOne($0) }, { .expMinusOne($0) }),
      ("log", { .log($0) }, { .log($0) }), ("log2", { .log2($0) }, { .log2($0) }),
      ("onePlus", { .log(onePlus: $0) }, { .log(onePlus: $0) }), ("tanh", { .tanh($0) }, { .tanh($0) }),
      ("atan", { .atan($0) }, { .atan($0) }), ("erf", { .erf($0) }, { .erf($0) }),
      ("cube", { .pow($0, 3) }, { .pow($0, 3) }), ("cube root", { .root($0, 3) }, { .root($0, 3) }),
    ]
    for (name, f, truth) in functions {
      for n in 0...2 * exactly.last {
        let x = n > exactly.last ? -exactly.number(n - exactly.last) : exactly.number(n)
        let value = truth(Truth(x))
        let expected = value.isFinite && !value.isZero ? exactly.nearest(Wide(value)) : Double(value)
        let seen = Double(f(BFloat16(x)))
        if !isSame(seen, expected) && !(seen == 0 && expected == 0) {
          Issue.record("\(name)(\(x)): \(seen), not \(expected)")
        }
      }
    }
    #expect(
      BFloat16.pow(0, 0 as BFloat16).isNaN && BFloat16.pow(-2, 2 as BFloat16).isNaN
        && BFloat16.pow(2, 3 as BFloat16) == 8)
    #expect(BFloat16.atan2(y: 1, x: 1) == BFloat16(0.785) && BFloat16.hypot(3, 4) == 5 && BFloat16.sqrt(9) == 3)
    #expect(BFloat16.gamma(5) == 24 && BFloat16.logGamma(1) == 0 && BFloat16.signGamma(BFloat16(-0.5)) == .minus)
  }
}
