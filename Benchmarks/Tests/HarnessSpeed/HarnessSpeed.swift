import PropertyKit
import PropertyTesting
import Testing
import Timing

@Suite("What a case costs", .serialized)
struct HarnessSpeed {
  /// Cases a second, the best of five rounds: the machine may be busy, but it is never faster than it is.
  private func rate<Value>(_ generator: Generator<Value>, cases: Int, _ property: (Value) throws -> Void) async -> Double {
    var best = 0.0
    for _ in 0..<5 {
      let clock = ContinuousClock()
      let start = clock.now
      await check(generator, cases: cases, property)
      let elapsed = (clock.now - start).components
      best = max(best, Double(cases) / (Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18))
    }
    return best
  }

  @Test func speed() async {
    #if DEBUG
      let build = "plain swift test"
    #else
      let build = "swift test -c release"
    #endif
    let integers = await rate(.integers(in: 0...1_000_000), cases: 200_000) { (n: Int) in #expect(n <= 1_000_000) }
    let lists = await rate(Generator<Int>.integers().array(count: 0...20), cases: 20_000) { list in #expect(list.count <= 20) }
    let reals = await rate(Generator<Double>.reals(), cases: 50_000) { x in #expect(x == x) }
    let matrices = await rate(Generator<Matrix<Float>>.matrices(rows: 64...64, columns: 64...64), cases: 2000) { m in
      #expect(m.rows == 64)
    }
    let rows = [
      ["cases a second, \(build), #expect in each", "measured"], ["an Int", integers.text(0)],
      ["a list of up to 20 Ints", lists.text(0)], ["a Double", reals.text(0)], ["a 64×64 Float matrix", matrices.text(0)],
    ]
    print(Table(rows: rows).text)
  }
}
