#if MPFR
  import BigRealModule
  import PropertyKit
  import PropertyTesting
  import RealModule
  import Testing

  /// Numbers of a precision in ±[1, 32), with the significands where rounding goes wrong: all bits, few bits, long runs of
  /// ones or zeros, ties.
  func operands<let l: Int, let b: Int>(_: BigReal<l, b>.Type) -> Generator<BigReal<l, b>> {
    .any(of: .reals(in: 1...32), Generator.reals(in: 1...32).map { -$0 })
  }

  @Suite("Arithmetic, against exact integers")
  struct ArithmeticTests {
    @Test("53 bits") func bits53() async { await check(BigReal53.self) }
    @Test("64 bits: no spare bit in the limb") func bits64() async { await check(BigReal<1, 64>.self) }
    @Test("65 bits: one bit in the upper limb") func bits65() async { await check(BigReal<2, 65>.self) }
    @Test("113 bits") func bits113() async { await check(BigReal113.self) }
    @Test("127 bits") func bits127() async { await check(BigReal127.self) }
    @Test("128 bits") func bits128() async { await check(BigReal<2, 128>.self) }
    @Test("255 bits") func bits255() async { await check(BigReal255.self) }
    @Test("511 bits") func bits511() async { await check(BigReal511.self) }
    @Test("577 bits: more limbs than are added inline") func bits577() async { await check(BigReal<10, 577>.self) }

    /// Sum, difference, product, quotient, root and fused product-sum are the exact result rounded once.
    private func check<let l: Int, let b: Int>(_ type: BigReal<l, b>.Type) async {
      // Differences of exponents from none to past the precision, and every place around 64 and the precision.
      let gaps = [0, 1, 2, 3, 30, 60, 62, 63, 64, 65, b - 2, b - 1, b, b + 1, b + 2, 2 * b].flatMap { [$0, -$0] }
      let cases = zip(operands(type), zip(operands(type), .one(of: gaps)), zip(operands(type), .one(of: 0, -b)))
      await PropertyTesting.check(cases, cases: 1500) { x, scaled, addend in
        func scale(_ x: BigReal<l, b>, _ exponent: Int) -> BigReal<l, b> {
          BigReal(sign: x.sign, exponent: x.exponent + exponent, significand: x.significand)
        }
        let (y, z) = (scale(scaled.0, scaled.1), scale(addend.0, addend.1))
        let (dx, dy) = (Dyadic(x), Dyadic(y))
        func expect(_ name: String, _ got: BigReal<l, b>, _ exact: Dyadic) {
          let right = exact.rounded(to: b)
          let isRight = got.isZero ? right.isZero : Dyadic(got) == right
          #expect(isRight, "\(x.hexDescription) \(name) \(y.hexDescription) gave \(got.hexDescription)")
        }
        expect("+", x + y, dx + dy)
        expect("−", x - y, dx + -dy)
        expect("·", x * y, dx * dy)
        expect("fma", z.addingProduct(x, y), Dyadic(z) + dx * dy)
        // Near the end of the product, where it cancels.
        expect("fma", (-(x * y)).addingProduct(x, y), Dyadic(-(x * y)) + dx * dy)

        // |q − x/y| ≤ ½ ulp, as |qy − x| ≤ ½ ulp·|y|, and a tie has an even q.
        let q = x / y
        let half = Dyadic(q.ulp) * Dyadic(isNegative: false, words: [1], exponent: -1)
        let isQuotient = isNearest(Dyadic(q) * dy + -dx, half * Dyadic(y.magnitude), q)
        #expect(isQuotient, "\(x.hexDescription) / \(y.hexDescription) gave \(q.hexDescription)")
        // (r − ½ ulp)² ≤ x ≤ (r + ½ ulp)²; a root is never a tie.
        for a in [x.magnitude, x * x, (x * x).nextUp, (x * x).nextDown] {
          let r = a.squareRoot()
          let step = Dyadic(r.ulp) * Dyadic(isNegative: false, words: [1], exponent: -1)
          let (low, high) = (Dyadic(r) + -step, Dyadic(r) + step)
          let isRoot = (low * low + -Dyadic(a)).signum <= 0 && (high * high + -Dyadic(a)).signum >= 0
          #expect(isRoot, "√\(a.hexDescription) gave \(r.hexDescription)")
        }
      }
    }

    private func isNearest<let l: Int, let b: Int>(_ error: Dyadic, _ half: Dyadic, _ q: BigReal<l, b>) -> Bool {
      let magnitude = Dyadic(isNegative: false, words: error.words, exponent: error.exponent)
      let side = (magnitude + -half).signum
      let significand = Dyadic(q.significand)
      let isEven = !significand.bit(1 - b - significand.exponent)
      // Under a power of two the spacing halves, so half an ulp on that side is already two candidates away.
      return side < 0 || (side == 0 && isEven)
    }

    @Test("53 bits are what the hardware computes in Double")
    func hardware() async {
      // Products and quotients of these neither overflow nor get subnormal.
      let magnitudes = Generator<Double>.reals(in: 0x1p-300...0x1p300)
      let doubles = Generator<Double>.any(of: magnitudes, magnitudes.map { -$0 })
      await PropertyTesting.check(zip(doubles, doubles, doubles), cases: 20_000) { x, y, z in
        let (a, b, c) = (BigReal53(x), BigReal53(y), BigReal53(z))
        #expect(Double(a + b) == x + y)
        #expect(Double(a - b) == x - y)
        #expect(Double(a * b) == x * y)
        #expect(Double(a / b) == x / y)
        #expect(Double(a.magnitude.squareRoot()) == x.magnitude.squareRoot())
        #expect(Double(c.addingProduct(a, b)) == z.addingProduct(x, y))
      }
    }

    @Test("An operation in place is the operation")
    func inPlace() {
      let (x, y) = (BigReal511(3).squareRoot(), -BigReal511(5).squareRoot())
      var (sum, difference, product, quotient) = (x, x, x, x)
      sum += y
      difference -= y
      product *= y
      quotient /= y
      #expect(sum == x + y && difference == x - y && product == x * y && quotient == x / y)
    }

    @Test("A result may be its own operand")
    func aliasing() {
      for x in [BigReal127(3).squareRoot(), -BigReal127(5).squareRoot()] {
        var y = x
        y += y
        #expect(y == 2 * x)
        y = x
        y -= y
        #expect(y.isZero && y.sign == .plus)
        y = x
        y *= y
        #expect(y == x * x)
        y = x
        y /= y
        #expect(y == 1)
        y = x
        y.addProduct(y, y)
        #expect(y == x.addingProduct(x, x))
      }
    }

    @Test("Exponents go to ±2³⁰, past which there is infinity and zero")
    func range() {
      let greatest = BigReal127.greatestFiniteMagnitude
      let least = BigReal127.leastNonzeroMagnitude
      #expect(greatest + greatest == .infinity)
      #expect(greatest * 2 == .infinity)
      #expect(greatest * greatest == .infinity)
      #expect(-greatest - greatest == -.infinity)
      #expect((least * least).isZero)
      #expect((least * -least).sign == .minus)
      // There is nothing under the least number but zero, halfway to which a difference is a tie.
      #expect((4 * least * 9 / 8 - 4 * least).isZero)
      #expect(4 * least * 19 / 16 - 4 * least == least)
      #expect(greatest.nextUp == .infinity)
      #expect(least.nextDown.isZero)
      #expect(greatest / 2 + greatest / 2 == greatest)
      #expect(greatest.exponent == -least.exponent - 1 || greatest.exponent == -least.exponent - 2)
    }
  }
#endif
