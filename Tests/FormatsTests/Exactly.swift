import BigRealModule
import Formats

/// Wide enough to hold every sum of a product and a number of BFloat16, and so of the narrower formats, exactly.
typealias Wide = BigReal<16, 1023>

/// What an operation must give, found without any of the code under test and without rounding in Double.
///
/// Normal results are MPFR's in `bits` bits. The others are found among the numbers of the format, listed from their
/// definition, by comparing the exact result, which ``Wide`` holds, with the
/// numbers and the middles between them.
struct Exactly<Layout: FloatLayout, let bits: Int> {
  typealias Short = BigReal<1, bits>

  /// Both are in the type since one can't be computed from the other there.
  init(_: Emulated<Layout>.Type) { precondition(bits == Layout.precision) }

  let leastNormal = Double(sign: .plus, exponent: Layout.minExponent, significand: 1)
  /// How many positive numbers there are: the n-th one, from n = 0 for zero, has n as its code.
  let last =
    Layout.hasInfinity
    ? (Layout.maxExponent - Layout.minExponent + 2) << (bits - 1) - 1
    : (Layout.maxExponent - Layout.minExponent + 2) << (bits - 1) - 2

  /// The number with the code `n`; past `last`, what would come there.
  func number(_ n: Int) -> Double {
    let (exponent, fraction) = (n >> (bits - 1), n & (1 << (bits - 1) - 1))
    let significand = exponent == 0 ? fraction : fraction + 1 << (bits - 1)
    return Double(
      sign: .plus, exponent: max(exponent, 1) - 1 + Layout.minExponent - bits + 1, significand: Double(significand))
  }

  /// Overflow: an infinity, or the last number.
  var limit: Double { Layout.hasInfinity ? .infinity : number(last) }

  /// The number nearest to a result |r|, given the sign of |r| − y for any y; ties to even.
  func nearest(_ compare: (Wide) -> Int) -> Double {
    var (low, high) = (0, last + 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if compare(Wide(number(middle))) >= 0 { low = middle } else { high = middle }
    }
    let order = compare((Wide(number(low)) + Wide(number(low + 1))) / 2)
    let n = order > 0 || (order == 0 && low % 2 == 1) ? low + 1 : low
    return n > last ? limit : number(n)
  }

  func nearest(_ exact: Wide) -> Double {
    let magnitude = exact.magnitude
    let result = nearest { magnitude == $0 ? 0 : magnitude < $0 ? -1 : 1 }
    return exact.sign == .minus ? -result : result
  }

  private func saturated(_ x: Double) -> Double { x.isInfinite ? (x < 0 ? -limit : limit) : x }

  /// What MPFR says in `bits` bits, unless it says something about another format.
  private func bounded(_ r: Short, else slow: () -> Double) -> Double {
    let magnitude = Double(r.magnitude)
    if magnitude > number(last) { return r < 0 ? -limit : limit }
    return magnitude >= leastNormal || magnitude == 0 ? Double(r) : slow()
  }

  /// 0 to 3: sum, difference, product, quotient.
  func result(_ operation: Int, _ a: Double, _ b: Double) -> Double {
    guard a.isFinite, b.isFinite, a != 0, b != 0 else {
      // Exact, or the same in every format.
      return saturated([a + b, a - b, a * b, a / b][operation])
    }
    switch operation {
    case 0: return bounded(Short(a) + Short(b)) { nearest(Wide(a) + Wide(b)) }
    case 1: return bounded(Short(a) - Short(b)) { nearest(Wide(a) - Wide(b)) }
    case 2: return bounded(Short(a) * Short(b)) { nearest(Wide(a) * Wide(b)) }
    default:
      return bounded(Short(a) / Short(b)) {
        let (n, d) = (Wide(a).magnitude, Wide(b).magnitude)
        let magnitude = nearest { y in n == y * d ? 0 : n < y * d ? -1 : 1 }
        return (a < 0) == (b < 0) ? magnitude : -magnitude
      }
    }
  }

  func root(_ a: Double) -> Double {
    guard a.isFinite, a > 0 else { return saturated(a.squareRoot()) }
    let exact = Wide(a)
    return nearest { y in exact == y * y ? 0 : exact < y * y ? -1 : 1 }
  }

  /// a·b + c.
  func fused(_ a: Double, _ b: Double, _ c: Double) -> Double {
    guard a.isFinite, b.isFinite, c.isFinite else { return saturated(a * b + c) }
    let exact = Wide(a) * Wide(b) + Wide(c)
    // A sum of zeros has the sign that Double gives it: a·b + c is exact there.
    return exact.isZero ? a * b + c : nearest(exact)
  }
}

/// The same number, the sign of a zero included, or both NaN.
func isSame(_ x: Double, _ y: Double) -> Bool { x.bitPattern == y.bitPattern || (x.isNaN && y.isNaN) }

/// SplitMix64: the same numbers in every run.
struct Draws: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// A number of a format by its code; a quarter has but a few bits, which makes ties, and one in 64 is special.
  mutating func number<Layout, let bits: Int>(_ exactly: Exactly<Layout, bits>) -> Double {
    let draw = next()
    var n = Int(draw >> 8 & 0xff_ffff_ffff) % (exactly.last + 1)
    if draw & 3 == 0 { n &= -1 << Int(draw >> 2 & 31) % bits }
    var x = exactly.number(n)
    if draw >> 48 & 63 == 0 { x = [0, exactly.limit, .nan, exactly.number(exactly.last)][Int(draw >> 54 & 3)] }
    return draw >> 63 == 0 ? x : -x
  }

  /// A number near `x`, so that sums cancel and quotients stay in range.
  mutating func number<Layout, let bits: Int>(near x: Double, _ exactly: Exactly<Layout, bits>) -> Double {
    let y = number(exactly)
    guard x.isFinite, y.isFinite, x != 0, y != 0 else { return y }
    let exponent = x.exponent + Int(next() % UInt64(2 * bits + 4)) - bits - 2
    let z = Double(sign: .plus, exponent: exponent, significand: y.significand)
    guard z >= exactly.leastNormal, z <= exactly.number(exactly.last) else { return y }
    return y < 0 ? -z : z
  }
}
