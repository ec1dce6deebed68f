import PropertyKit
import Testing

@Suite("Pairs that cancel")
struct CancellingPairTests {
  @Test("To the ulps that are promised, and exactly", arguments: [0, 1, 8]) func ulps(_ most: Int) {
    var failures = Failures()
    var sums: Set<Double> = []
    for (x, y) in Generator<Float>.cancellingPairs(in: -1000...1000, ulps: most).values(20_000) {
      // Each step from x is an ulp of the larger of both at most; Doubles hold the sum exactly.
      let sum = Double(x) + Double(y)
      let ulp = Double(max(x.ulp, y.ulp))
      failures.add(unless: sum.magnitude <= Double(most) * ulp, "\(x) + \(y) is \(sum / ulp) ulps")
      if x.isNormal, x.exponent == y.exponent {
        sums.insert(sum / ulp)
      }
    }
    #expect(failures.isEmpty, "\(failures)")
    #expect(sums == Set((-most...most).map { Double($0) }))
  }

  @Test("They are finite where no range is given") func finite() {
    #expect(Generator<Float>.cancellingPairs().values(20_000).allSatisfy { $0.isFinite && $1.isFinite })
  }

  @Test("They cancel to a few ulps in a range of one sign too") func oneSided() {
    #expect(Generator<Float>.cancellingPairs(in: 1...2).values(20_000).contains { $0 + $1 != 0 })
  }
}
