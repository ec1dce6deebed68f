#if MPFR
  import BigRealModule
  import Dispatch
  import RealModule
  import Synchronization
  import Testing

  @Suite("Special values and the rest of FloatingPoint")
  struct SpecialValueTests {
    typealias T = BigReal127

    @Test("The number is its limbs and two words, with nothing elsewhere")
    func layout() {
      #expect(MemoryLayout<BigReal53>.size == 24)
      #expect(MemoryLayout<BigReal127>.size == 32)
      #expect(MemoryLayout<BigReal255>.stride == 48)
      #expect(MemoryLayout<BigReal511>.stride == 80)
    }

    @Test("Comparison and hashing follow IEEE 754")
    func comparison() {
      let (zero, negativeZero) = (T(0), -T(0))
      #expect(zero == negativeZero)
      #expect(zero.hashValue == negativeZero.hashValue)
      #expect(Set([zero, negativeZero, T(1), T("1.0")!, T(2) / 2]).count == 2)
      let odd = T("nan")!
      let same = odd
      #expect(odd != same)
      #expect(!(odd < 1) && !(odd > 1) && !(odd <= same))
      #expect(!(T(1) < 1) && T(1) <= 1 && !(negativeZero < zero) && negativeZero <= zero && T(1) < 2 && !(T(2) <= 1))
      #expect(-T.infinity < -T.greatestFiniteMagnitude && T.greatestFiniteMagnitude < T.infinity)
      let ascending = [-T.infinity, -1, negativeZero, zero, T.leastNonzeroMagnitude, 1, .infinity, .nan]
      for i in ascending.indices {
        for j in ascending.indices {
          #expect(ascending[i].isTotallyOrdered(belowOrEqualTo: ascending[j]) == (i <= j), "\(i), \(j)")
        }
      }
    }

    @Test("Neighbours and ulps fit together")
    func neighbours() {
      for x in [T(1), T(2).nextDown, T(3) / 7, -T(5), T.pow(2, -5000)] {
        #expect(x.nextUp.nextDown == x)
        #expect(x.nextUp > x && x.nextDown < x)
        #expect(x.magnitude.nextUp - x.magnitude == x.ulp)
        #expect((x + x.ulp / 4) == x)
        #expect(T(sign: x.sign, exponent: x.exponent, significand: x.significand) == x)
        #expect(x.significand >= 1 && x.significand < 2)
      }
      #expect(T(signOf: -1, magnitudeOf: 3) == -3 && T(signOf: 1, magnitudeOf: -3) == 3)
      #expect(T(signOf: -T(0), magnitudeOf: .infinity) == -.infinity)
      #expect(T(1).ulp == T.ulpOfOne)
      #expect(T.ulpOfOne == T.pow(2, -126))
      #expect(T(0).ulp == T.leastNonzeroMagnitude)
      #expect(T(0).nextUp == T.leastNonzeroMagnitude)
      #expect(T.infinity.ulp.isNaN)
      #expect(T.leastNormalMagnitude.ulp == T.leastNonzeroMagnitude)
      #expect(T(0).exponent == Int.min && T.nan.exponent == Int.max)
    }

    @Test("Every rounding rule, on both signs")
    func rounding() {
      let rules: [(FloatingPointRoundingRule, [Int])] = [
        (.toNearestOrEven, [2, 4, -2, -4, 3, -3]), (.toNearestOrAwayFromZero, [3, 4, -3, -4, 3, -3]),
        (.towardZero, [2, 3, -2, -3, 2, -2]), (.up, [3, 4, -2, -3, 3, -2]), (.down, [2, 3, -3, -4, 2, -3]),
        (.awayFromZero, [3, 4, -3, -4, 3, -3]),
      ]
      let numbers: [T] = [T(5) / 2, T(7) / 2, -T(5) / 2, -T(7) / 2, T(14) / 5, -T(14) / 5]
      for (rule, expected) in rules {
        for (x, y) in zip(numbers, expected) { #expect(x.rounded(rule) == T(y), "\(x) by \(rule)") }
      }
    }

    @Test("Remainders")
    func remainders() {
      #expect(T(7).remainder(dividingBy: 4) == -1)
      #expect(T(7).truncatingRemainder(dividingBy: 4) == 3)
      #expect(T(-7).truncatingRemainder(dividingBy: 4) == -3)
      #expect(T(1).remainder(dividingBy: 0).isNaN)
    }

    @Test("Powers and roots at the edges, as swift-numerics defines them")
    func powers() {
      #expect(T.pow(0, T(0)).isNaN)
      #expect(T.pow(-2, T(2)).isNaN)
      #expect(T.pow(.nan, T(0)).isNaN)
      #expect(T.pow(1, T.nan) == 1)
      #expect(T.pow(0, T(2)) == 0)
      #expect(T.pow(-2, 3) == -8)
      #expect(T.pow(0, 0) == 1)
      #expect(T.root(-8, 3) == -2)
      #expect(T.root(-8, 2).isNaN)
      #expect(T.root(8, 0).isNaN)
      #expect(T.log(0) == -.infinity)
      #expect(T.log(-1).isNaN)
      #expect(T(-1).squareRoot().isNaN)
      #expect((-T(0)).squareRoot().sign == .minus)
      #expect(T.signGamma(T(-1) / 2) == .minus)
    }

    @Test("Arithmetic with zeros, infinities and NaN")
    func special() {
      let (inf, zero) = (T.infinity, T(0))
      #expect((inf - inf).isNaN && (inf * zero).isNaN && (zero / zero).isNaN && (inf / inf).isNaN)
      #expect(1 / zero == inf && 1 / -zero == -inf)
      #expect((1 / -inf).sign == .minus)
      #expect((zero + -zero).sign == .plus && (-zero + -zero).sign == .minus)
      #expect((-zero * 5).sign == .minus)
      #expect((T.nan + 1).isNaN && (1 * T.nan).isNaN)
      #expect(inf + 1 == inf && -inf + -1 == -inf)
      let classes: [(T, FloatingPointClassification)] = [
        (zero, .positiveZero), (-zero, .negativeZero), (1, .positiveNormal), (-1, .negativeNormal),
        (inf, .positiveInfinity), (-inf, .negativeInfinity), (.nan, .quietNaN),
      ]
      for (x, expected) in classes { #expect(x.floatingPointClass == expected) }
    }

    @Test("Powers and roots have the special values that swift-numerics gives Double")
    func sameAsDouble() {
      func agree(_ a: BigReal53, _ b: Double) -> Bool {
        let a = Double(a)
        if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
        return a.sign == b.sign && (a == b || (a - b).magnitude < 1e-12)
      }
      let values = [.nan, .infinity, -.infinity, 0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5]
      for x in values {
        for y in values {
          #expect(agree(.pow(BigReal53(x), BigReal53(y)), .pow(x, y)), "pow(\(x), \(y))")
          #expect(agree(.atan2(y: BigReal53(x), x: BigReal53(y)), .atan2(y: x, x: y)), "atan2(\(x), \(y))")
          #expect(agree(.hypot(BigReal53(x), BigReal53(y)), .hypot(x, y)), "hypot(\(x), \(y))")
        }
        for n in [Int.min, -3, -2, -1, 0, 1, 2, 3, Int.max] {
          #expect(agree(.pow(BigReal53(x), n), .pow(x, n)), "pow(\(x), \(n))")
        }
        // IEEE 754's even root of −0 is +0; swift-numerics' is −0.
        for n in [-3, -1, 1, 2, 3, 4] where x != 0 || n % 2 != 0 {
          #expect(agree(.root(BigReal53(x), n), .root(x, n)), "root(\(x), \(n))")
        }
        #expect(BigReal53.signGamma(BigReal53(x)) == Double.signGamma(x))
      }
    }

    @Test("Constants")
    func constants() {
      #expect(T.pi.description.hasPrefix("3.1415926535897932384626433832795028841"))
      #expect(T.pi < BigReal255.pi.rounded127 && BigReal255(T.pi) < BigReal255.pi)
      #expect(T.sin(T.pi) > 0)
    }

    @Test("Threads compute the same")
    func threads() {
      let expected = (1...200).map { T.exp(T($0) / 7) }
      let different = Mutex(0)
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        let got = (1...200).map { T.exp(T($0) / 7) }
        if got != expected { different.withLock { $0 += 1 } }
      }
      #expect(different.withLock { $0 } == 0)
    }
  }

  extension BigReal255 {
    /// The next number of 127 bits that isn't less.
    fileprivate var rounded127: BigReal127 {
      let x = BigReal127(self)
      return BigReal255(x) < self ? x.nextUp : x
    }
  }
#endif
