import Testing

@testable import PropertyKit

@Suite("The search for the worst score")
struct SearchTests {
  /// The error of x + y + z in ulps of the exact sum, which a Double holds.
  private func ulps(_ x: Float, _ y: Float, _ z: Float) -> Double {
    let exact = (Double(x) + Double(y)) + Double(z)
    return (Double(x + y + z) - exact).magnitude / Double(Float(exact).ulp)
  }

  private let triples = zip(
    Generator<Float>.reals(in: -1000...1000), Generator<Float>.reals(in: -1000...1000),
    Generator<Float>.reals(in: -1000...1000))

  @Test("It finds cancellation that random cases don't", arguments: 0..<7)
  func cancellation(_ seed: Int) throws {
    var settings = Settings(seed: UInt64(seed))
    settings.searchEvaluations = 1500
    let outcome = Property(triples) { .scored(ulps($0, $1, $2) * 0x1p-60) }.run(settings)
    // Random cases: 2^10 ulps at the most.
    #expect(try #require(outcome.worst?.score) * 0x1p60 >= 0x1p20)
    #expect(outcome.simplest == nil)
  }

  @Test("A score above 1 fails: the simplest case that does, and the worst") func both() throws {
    let numbers = Generator<Int>.integers(in: 0...100_000)
    let outcome = Property(numbers) { .scored(Double($0) / 1000) }.run(Settings(seed: 1))
    #expect(outcome.simplest?.value == 1001)
    #expect(try #require(outcome.worst).value > 90_000)
    #expect(outcome.worst?.score == outcome.worst.map { Double($0.value) / 1000 })
  }

  @Test("A failure that only the search finds is reported") func found() {
    // One in 2^20 by chance.
    let numbers = Generator<Int>.integers(in: 0...(1 << 40), even: true)
    var settings = Settings(seed: 1)
    settings.cases = 10
    settings.searchEvaluations = 3000
    let outcome = Property(numbers) { .scored(Double($0) / Double((1 << 40) - (1 << 20))) }.run(settings)
    #expect(outcome.simplest?.value == (1 << 40) - (1 << 20) + 1)
  }

  @Test("NaN is the worst score there is") func nan() {
    let outcome = Property(Generator<Double>.reals(including: .infinity)) { .scored(($0 - $0).magnitude) }.run(
      Settings(seed: 2))
    #expect(outcome.simplest?.value.isInfinite == true)
  }

  @Test("The search takes no more evaluations than it may, and is determined by the seed") func budget() {
    func run() -> (Int, Double?) {
      var count = 0
      var settings = Settings(seed: 9)
      settings.cases = 1
      settings.searchEvaluations = 300
      let outcome = Property(triples) { x, y, z in
        count += 1
        return .scored(ulps(x, y, z) * 0x1p-60)
      }.run(settings)
      return (count, outcome.worst?.score)
    }
    // One case, the search, at most 500 evaluations that make the worst case simple, and two that describe it.
    #expect(run().0 <= 1 + 300 + 500 + 2)
    #expect(run() == run())
  }
}
