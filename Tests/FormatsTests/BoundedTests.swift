import BigRealModule
import Formats
import ProofTesting
import PropertyKit
import PropertyTesting
import RealModule
import Testing

/// An expression of a few operations, computed in a format and with bounds.
private struct Expression<Scalar: Refereed> {
  var value: Scalar
  var bounded: Bounded<Scalar>

  init(_ x: Scalar) { (value, bounded) = (x, Bounded(x.exactly)) }

  mutating func apply(_ operation: Int, _ x: Scalar) {
    let other = Bounded<Scalar>(x.exactly)
    switch operation {
    case 0: (value, bounded) = (value + x, bounded + other)
    case 1: (value, bounded) = (value - x, bounded - other)
    case 2: (value, bounded) = (value * x, bounded * other)
    case 3: (value, bounded) = (value / x, bounded / other)
    case 4: (value, bounded) = (value.squareRoot(), bounded.squareRoot())
    case 5: (value, bounded) = (max(1, value), bounded.orOne)
    case 6: (value, bounded) = (value.addingProduct(value, x), bounded + bounded * other)
    default: (value, bounded) = (x - value, other - bounded)
    }
  }
}

@Suite("Numbers with a running error bound", .properties(cases: 4000, regressions: .off))
struct BoundedTests {
  private func isWithin<Scalar: Refereed>(_ type: Scalar.Type) async {
    let steps = zip(Generator<Int>.integers(in: 0...7), Generator<Scalar>.reals(Scalar.self)).array(count: 1...5)
    await checkScore(zip(.reals(Scalar.self), steps), named: "\(type)", searching: 4000) { start, steps in
      var expression = Expression<Scalar>(start)
      for (operation, x) in steps {
        expression.apply(operation, x)
        // Past this point nothing is claimed of what follows.
        guard expression.bounded.isDecided else { return 0 }
      }
      return expression.bounded.ratio(expression.value)
    }
  }

  @Test(
    "bound every expression, at underflow, cancellation and overflow too",
    .proved("Running.bounded_round", "31328d3a"),
    .proved("Running.bounded_add", "8b5d19c9"),
    .proved("Running.bounded_sub", "b8382cae"),
    .proved("Running.bounded_mul", "c7a2459c"),
    .proved("Running.bounded_fused", "bd34e095"),
    .proved("Running.bounded_div", "e5a82970"),
    .proved("Running.bounded_sqrt", "a52543f4"),
    .proved("Running.bounded_or_one", "184cf548"))
  func areSound() async {
    await isWithin(E5M2.self)
    await isWithin(E4M3.self)
    await isWithin(BFloat16.self)
    await isWithin(Float16.self)
    await isWithin(TF32.self)
    await isWithin(Float.self)
    await isWithin(Double.self)
    await isWithin(BigReal127.self)
  }

  @Test("bound a sum in any order", .proved("Running.bounded_sum", "96d9d4a1"))
  func sums() async {
    await checkScore(Generator<Float>.reals().array(count: 1...40), searching: 4000) { terms in
      let bound = Bounded<Float>.sum(count: terms.count) { Bounded(terms[$0].exactly) }
      let (forward, backward) = (terms.reduce(0, +), terms.reversed().reduce(0, +))
      guard forward.isFinite, backward.isFinite else { return 0 }
      return max(bound.ratio(forward), bound.ratio(backward))
    }
  }

  @Test("claim nothing where a divisor may be 0 or the format may overflow, and no NaN is within a bound")
  func undecided() {
    let big = Bounded<Float>(Double(Float.greatestFiniteMagnitude))
    #expect(!(big + big).isDecided)
    let small = Bounded<Float>(value: 1, error: 2)
    #expect(!(Bounded<Float>(1) / small).isDecided)
    #expect((big + big).ratio(.infinity) == 0)
    #expect(Bounded<Float>(value: 1, error: 0.5).ratio(.nan) == .infinity)
    #expect(Bounded<Float>(value: 1, error: 0.5).ratio(1.25) == 0.5)
  }
}
