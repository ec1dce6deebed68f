import PropertyKit
import PropertyTesting
import Testing

@Suite("Checking a property inside of a test", .properties(storesRegressions: false))
struct CheckTests {
  @Test func smoke() async {
    let found = await issues {
      await check(Generator<Int>.integers(in: 0...100_000), cases: 100000) { n in #expect(n < 4242) }
    }
    for i in found { print(i, i.sourceLocation as Any, i.text) }
    let clock = ContinuousClock()
    for _ in 0..<3 {
      let e = await clock.measure {
        await check(Generator<Int>.integers(in: 0...100_000), cases: 1_000_000) { n in #expect(n < 4242000) }
      }
      print("int cases/s", 1e6 / (Double(e.components.attoseconds) * 1e-18 + Double(e.components.seconds)))
      let m = Generator<Matrix<Float>>.matrices(rows: 64...64, columns: 64...64)
      let f = await clock.measure { await check(m, cases: 1000) { n in #expect(n.rows == 64) } }
      print("matrix cases/s", 1e3 / (Double(f.components.attoseconds) * 1e-18 + Double(f.components.seconds)))
    }
  }
}
