import Testing

@testable import PropertyKit

/// The first values of a generator.
private func sample<Value>(_ generator: Generator<Value>, count: Int = 1000) -> [Value] {
  (0..<count).compactMap { generator.value(ofCase: $0, seed: 11) }
}

@Suite("Composed generators")
struct CombinatorTests {
  private let digits = Generator<Int>.integers(in: 0...9)

  @Test("map, flatMap, filter and just") func basics() {
    #expect(sample(digits.map { 2 * $0 }).allSatisfy { $0 % 2 == 0 && (0...18).contains($0) })
    #expect(sample(digits.flatMap { n in Generator<Int>.integers(in: n...9).map { (n, $0) } }).allSatisfy { $0 <= $1 })
    #expect(Set(sample(digits.filter { $0 > 6 })) == [7, 8, 9])
    #expect(Set(sample(Generator.just("x"))) == ["x"])
  }

  @Test("one, any and frequency, each as often as its weight says") func alternatives() {
    #expect(Set(sample(Generator.one(of: "a", "b", "c"))) == ["a", "b", "c"])
    let weighted = sample(Generator.frequency((1, .just(true)), (9, .just(false))), count: 10_000)
    // A binomial share of 0.1 over 10,000 cases: six standard deviations are 0.018.
    #expect((Double(weighted.filter(\.self).count) / 10_000 - 0.1).magnitude < 0.018)
    #expect(Set(sample(digits.optional()).map { $0 == nil }) == [true, false])
  }

  @Test("Arrays have counts of the range, all of them") func arrays() {
    #expect(Set(sample(digits.array(count: 2...5)).map(\.count)) == [2, 3, 4, 5])
    #expect(sample(digits.array(count: 3)).allSatisfy { $0.count == 3 })
  }

  @Test("Recursive values, of every depth up to the one asked for") func recursion() {
    func depth(_ tree: Tree) -> Int {
      switch tree {
      case .leaf: 0
      case .fork(let a, let b): 1 + max(depth(a), depth(b))
      }
    }
    #expect(Set(sample(Tree.generator(depth: 3)).map(depth)) == [0, 1, 2, 3])
  }

  @Test("Integers of a range: its ends, the numbers near 0, and all sizes") func integers() {
    let all = sample(Generator<Int>.integers(), count: 5000)
    #expect(all.contains(Int.min) && all.contains(Int.max) && all.contains(0) && all.contains(-1))
    let bits = Set(all.map { 64 - $0.magnitude.leadingZeroBitCount })
    #expect(bits.isSuperset(of: 0...63))
    #expect(sample(Generator<Int>.integers(in: -7 ..< -3)).allSatisfy { (-7 ... -4).contains($0) })
    #expect(Set(sample(Generator<UInt8>.integers(in: 250...255))) == [250, 251, 252, 253, 254, 255])
    #expect(Set(sample(Generator<Bool>.booleans())) == [true, false])
    #expect(!sample(Generator<Bool>.booleans(true: 0)).contains(true))
  }

  @Test("The numbers that a source mentions") func mined() {
    let source =
      "let ε1 = 1e-30, ε2: Double = 1e-16  // not x12 nor v2_3\nlet β3 = 0.9999; f(65504, 0x1p-24, 1_000, 3.method, 0)"
    #expect(minedConstants(source: source) == [1e-30, 1e-16, 0.9999, 65504, 0x1p-24, 1000, 3])
    #expect(minedConstants(source: "") == [])
  }

  @Test("Exact text of values of all kinds") func text() {
    struct Point { let x: Double, y: Float }
    enum Step { case scale(Double), pair(Int, Double), stop }
    #expect(exactText(0.1) == "0x1.999999999999ap-4")
    #expect(exactText([Float(1), -0.0, .nan]) == "[0x1p0, -0x0p0, nan]")
    #expect(exactText((1, "a", Optional(0.5), Int?.none)) == "(1, a, 0x1p-1, nil)")
    #expect(exactText(Point(x: 1, y: 2)) == "Point(x: 0x1p0, y: 0x1p1)")
    #expect(exactText([Step.scale(0.5), .pair(1, 3), .stop]) == "[.scale(0x1p-1), .pair(1, 0x1.8p1), stop]")
  }
}

@Suite("Bad use traps with the values in the message")
struct PreconditionTests {
  private func message(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }

  @Test("NaN as a bound, bounds out of order, an infinite bound") func reals() async {
    let nan = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RealDomain(format: .double, lower: .nan, upper: .one)
    }
    #expect(message(nan).contains("must be numbers, but one is NaN"))
    let order = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RealDomain(format: .double, lower: Dyadic(2), upper: Dyadic(1))
    }
    #expect(message(order).contains("its bounds are 0x1p1 and 0x1p0"))
    let infinite = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Generator<Double>.reals(in: 0 ... .infinity)
    }
    #expect(message(infinite).contains("must be finite"))
  }

  @Test("An empty range, no alternatives, a filter without tries") func empty() async {
    let range = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Generator<Int>.integers(in: 5..<5)
    }
    #expect(message(range).contains("the empty range 5..<5"))
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Generator<Int>.any(of: [])
    }
    #expect(message(none).contains("at least one generator"))
    let tries = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Generator<Int>.integers(in: 0...9).filter(tries: 0) { _ in true }
    }
    #expect(message(tries).contains("at least 1 try, not 0"))
  }
}
