#if MPFR
  import BigRealModule
  import RealModule
  import Testing

  /// Random and hard operands of a precision.
  struct Operands {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }

    /// A number near 2^scale with a significand of one of the kinds where rounding goes wrong: random, few bits, long
    /// runs of ones or zeros, a last bit of one.
    mutating func number<let l: Int, let b: Int>(_: BigReal<l, b>.Type, scale: Int) -> BigReal<l, b> {
      typealias T = BigReal<l, b>
      var x = T(1)
      switch next() % 5 {
      case 0, 1:
        x = 0
        for _ in 0...(b / 64) { x = x * T.pow(2, 64) + T(next()) }
      case 2: x = 2 - T.pow(2, -Int(next() % UInt64(b)))
      case 3: x = 1 + T.pow(2, -Int(next() % UInt64(b)))
      default: x = T(next() % 8 + 1) + T.ulpOfOne * T(next() % 4)
      }
      if x.isZero { x = 1 }
      let sign: FloatingPointSign = next() % 2 == 0 ? .plus : .minus
      return T(sign: sign, exponent: scale + Int(next() % 5), significand: x.significand)
    }
  }

  @Suite("Arithmetic, against exact integers")
  struct ArithmeticTests {
    @Test("53 bits") func bits53() { check(BigReal53.self) }
    @Test("64 bits: no spare bit in the limb") func bits64() { check(BigReal<1, 64>.self) }
    @Test("65 bits: one bit in the upper limb") func bits65() { check(BigReal<2, 65>.self) }
    @Test("113 bits") func bits113() { check(BigReal113.self) }
    @Test("127 bits") func bits127() { check(BigReal127.self) }
    @Test("128 bits") func bits128() { check(BigReal<2, 128>.self) }
    @Test("255 bits") func bits255() { check(BigReal255.self) }
    @Test("511 bits") func bits511() { check(BigReal511.self) }
    @Test("577 bits: more limbs than are added inline") func bits577() { check(BigReal<10, 577>.self) }

    /// Sum, difference, product, quotient, root and fused product-sum are the exact result rounded once.
    private func check<let l: Int, let b: Int>(_ type: BigReal<l, b>.Type) {
      var random = Operands(state: UInt64(b))
      var failures: [String] = []
      for i in 0..<1500 {
        // Differences of exponents from none to past the precision, and every place around 64 and the precision.
        let gaps = [0, 1, 2, 3, 30, 60, 62, 63, 64, 65, b - 2, b - 1, b, b + 1, b + 2, 2 * b]
        let gap = gaps[i % gaps.count]
        let x = random.number(type, scale: 0)
        let y = random.number(type, scale: i % 3 == 0 ? gap : -gap)
        let (dx, dy) = (Dyadic(x), Dyadic(y))
        func expect(_ name: String, _ got: BigReal<l, b>, _ exact: Dyadic) {
          let right = exact.rounded(to: b)
          let isRight = got.isZero ? right.isZero : Dyadic(got) == right
          if !isRight { failures.append("\(x.hexDescription) \(name) \(y.hexDescription) gave \(got.hexDescription)") }
        }
        expect("+", x + y, dx + dy)
        expect("−", x - y, dx + -dy)
        expect("·", x * y, dx * dy)
        let z = random.number(type, scale: i % 2 == 0 ? 0 : -b)
        expect("fma", z.addingProduct(x, y), Dyadic(z) + dx * dy)
        // Near the end of the product, where it cancels.
        expect("fma", (-(x * y)).addingProduct(x, y), Dyadic(-(x * y)) + dx * dy)

        // |q − x/y| ≤ ½ ulp, as |qy − x| ≤ ½ ulp·|y|, and a tie has an even q.
        let q = x / y
        let half = Dyadic(q.ulp) * Dyadic(isNegative: false, words: [1], exponent: -1)
        if !isNearest(Dyadic(q) * dy + -dx, half * Dyadic(y.magnitude), q) {
          failures.append("\(x.hexDescription) / \(y.hexDescription) gave \(q.hexDescription)")
        }
        // (r − ½ ulp)² ≤ x ≤ (r + ½ ulp)²; a root is never a tie.
        for a in [x.magnitude, x * x, (x * x).nextUp, (x * x).nextDown] {
          let r = a.squareRoot()
          let step = Dyadic(r.ulp) * Dyadic(isNegative: false, words: [1], exponent: -1)
          let (low, high) = (Dyadic(r) + -step, Dyadic(r) + step)
          if (low * low + -Dyadic(a)).signum > 0 || (high * high + -Dyadic(a)).signum < 0 {
            failures.append("√\(a.hexDescription) gave \(r.hexDescription)")
          }
        }
      }
      #expect(failures.isEmpty, "\(failures.count) wrong, the first: \(failures.first ?? "")")
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
    func hardware() {
      var random = Operands(state: 1)
      for _ in 0..<20_000 {
        func double() -> Double {
          let bits = random.next()
          let exponent = Int(bits >> 53 % 600) - 300
          return Double(
            sign: bits & 1 == 0 ? .plus : .minus, exponent: exponent % 300,
            significand: Double(bitPattern: 0x3FF0_0000_0000_0000 | random.next() >> 12))
        }
        let (x, y, z) = (double(), double(), double())
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
