import Foundation
import Testing

@testable import PropertyKit

@Suite("Bounds and shares in reports are those of the statistics they name")
struct StatisticsTests {
  // The reference values were made by mpmath 1.3.0 with 50 digits, of the Doubles that the literals stand for:
  //
  //     python3 -c 'import mpmath as mp; mp.mp.dps = 50
  //     z = lambda c: mp.sqrt(2) * mp.erfinv(mp.mpf(c))            # normalQuantile(p) is z(2p − 1)
  //     def wilson(k, n, c):
  //       p, z2 = mp.mpf(k) / n, z(c)**2
  //       half = mp.sqrt(p * (1 - p) * z2 / n + z2**2 / (4 * n * n))
  //       return [mp.nstr((p + z2 / (2 * n) + s * half) / (1 + z2 / n), 19) for s in (-1, 1)]
  //     rate = lambda n, c: mp.nstr(1 - (1 - mp.mpf(c))**(mp.mpf(1) / n), 19)
  //     print(wilson(3, 100, 0.95), rate(100, 0.95))'
  //
  // scipy 1.17.1 agrees: `stats.norm.ppf(p)`, `stats.binomtest(k, n).proportion_ci(c, method="wilson")`,
  // `stats.beta.ppf(c, 1, n)`.

  /// p and the number under which a normal variable lies with that probability.
  private static let quantiles = [
    (0.5, 0), (0.6, 0.2533471031357997413), (0.75, 0.6744897501960817432), (0.95, 1.644853626951472284),
    (0.975, 1.959963984540053856), (0.995, 2.575829303548900454), (0.9986, 2.988882267315799874),
    (0.9987, 3.011453758499791531), (0.9999, 3.719016485455708387), (0.9999999995, 6.10941019166328655),
    (0.999999999999, 7.034486910047835206),
  ]

  @Test("Normal quantiles, to the 1e-12 that is promised") func quantiles() {
    for (p, x) in Self.quantiles { #expect((normalQuantile(p) - x).magnitude <= 1e-12, "\(p)") }
    // From one end to the other: the tail beyond the quantile is 1 − p again.
    var failures = Failures()
    for k in 0...4000 {
      let p = k % 2 == 0 ? 0.5 + Double(k) / 8001 : 1 - 0.5 * exp2(-Double(k) / 105)
      let x = normalQuantile(p)
      let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      let tail = 0.5 * erfc(x / 2.0.squareRoot())
      // Foundation's function is good to few ulps, and its argument rounds by x ulps: x²/2 < 25 of the tail.
      let bound = density * 1e-12 + 32 * .ulpOfOne * tail
      failures.add(unless: (tail - (1 - p)).magnitude <= bound, "\(p): \(x)")
    }
    #expect(failures.isEmpty, "\(failures)")
  }

  private struct Interval { let count: Int, of: Int, confidence: Double, lower: Double, upper: Double }

  private static let intervals = [
    Interval(count: 0, of: 1, confidence: 0.95, lower: 0, upper: 0.7934506856227625485),
    Interval(count: 1, of: 1, confidence: 0.95, lower: 0.2065493143772374515, upper: 1),
    Interval(count: 0, of: 100, confidence: 0.95, lower: 0, upper: 0.03699349820698567086),
    Interval(count: 3, of: 100, confidence: 0.95, lower: 0.01025452402403892409, upper: 0.08451936429052760651),
    Interval(count: 50, of: 100, confidence: 0.95, lower: 0.403831530365995645, upper: 0.596168469634004355),
    Interval(count: 97, of: 100, confidence: 0.99, lower: 0.8891247228489050029, upper: 0.9923878306982214022),
    Interval(count: 800, of: 800, confidence: 0.9, lower: 0.9966294695780307169, upper: 1),
    Interval(
      count: 7, of: 100_000, confidence: 1 - 1e-9, lower: 9.73161233182034105e-6, upper: 0.0005033258205949518874),
    Interval(
      count: 500_000, of: 1_000_000, confidence: 0.5, lower: 0.4996627552016144216, upper: 0.5003372447983855784),
  ]

  @Test("Wilson's interval") func wilson() {
    for i in Self.intervals {
      let found = wilsonInterval(i.count, of: i.of, confidence: i.confidence)
      // (1 + c)/2 rounds by 2^−54, which moves z by that over its density; an end moves by less than twice that, relative to
      // the width. The ends themselves round like sums of numbers up to 1.
      let z = normalQuantile((1 + i.confidence) / 2)
      let move = 0x1p-54 / (exp(-z * z / 2) / (2 * Double.pi).squareRoot()) + 1e-12
      let bound = 2 * (i.upper - i.lower) * move + 4 * .ulpOfOne
      #expect(
        (found.lowerBound - i.lower).magnitude <= bound && (found.upperBound - i.upper).magnitude <= bound, "\(i)")
    }
    #expect(wilsonInterval(0, of: 0, confidence: 0.95) == 0...1)
    let ends = (1...2000).map {
      (
        wilsonInterval(0, of: $0, confidence: 0.95).lowerBound,
        wilsonInterval($0, of: $0, confidence: 0.95).upperBound
      )
    }
    #expect(ends.first { $0 != (0, 1) } == nil)
  }

  @Test("The bound of a failure rate") func failureRate() {
    let bounds = [
      (1, 0.95, 0.9499999999999999556), (1, 0.5, 0.5), (10, 0.95, 0.2588655508930522169),
      (100, 0.95, 0.02951304960703992588), (100, 0.99, 0.04500741397856404179), (1000, 0.999, 0.006883951579066227542),
      (1_000_000, 0.95, 2.995727786352543518e-6), (1_000_000_000, 0.95, 2.995732269066784182e-9),
    ]
    for (cases, confidence, bound) in bounds {
      // 1 − exp(y): the errors of the logarithm, 19 u |y|, and the exponential, (2|y| + 16) u, which NormalTests derives, the
      // quotient's and the difference's, at a value of at most 1.
      let y = -log1p(-bound)
      let tolerance = (22 * y + 18) * .ulpOfOne / 2
      #expect((failureRateBound(cases: cases, confidence: confidence) - bound).magnitude <= tolerance, "\(cases)")
    }
    #expect(failureRateBound(cases: 0, confidence: 0.95) == 1)
  }

  @Test("Shares as text: two significant digits, the last of small ones rounded up") func percentages() {
    let texts = [0.0, 1, 0.5, 0.123, 0.1, 0.05, 0.01, 0.004, 0.0369934, 0.00123, 0.00001234].map(percent)
    #expect(
      texts == ["0 %", "100 %", "50 %", "12 %", "10 %", "5.0 %", "1.0 %", "0.40 %", "3.7 %", "0.13 %", "0.0013 %"])
    let wrong = (1..<100).map { (Double($0) / 1000, "\($0 / 10).\($0 % 10) %") }.dropFirst(9).filter {
      percent($0) != $1
    }
    #expect(wrong.first == nil, "\(wrong.map { percent($0.0) })")
    #expect(percent(0.0999) == "10 %")
  }

  @Test("A share describes itself with its interval") func share() {
    let statistics = Statistics(confidence: 0.95)
    #expect("\(statistics.share(3, of: 100))" == "3 of 100 (1.1 %–8.5 %)")
    #expect("\(statistics.share(0, of: 100))" == "0 of 100 (0 %–3.7 %)")
    #expect(statistics.share(3, of: 100).interval == wilsonInterval(3, of: 100, confidence: 0.95))
    #expect(Statistics(confidence: 0.5).share(50, of: 100).interval == wilsonInterval(50, of: 100, confidence: 0.5))
  }
}
