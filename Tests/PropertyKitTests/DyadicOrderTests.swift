import Testing

@testable import PropertyKit

extension Dyadic {
  fileprivate init(text: String) { self = Dyadic(text)! }
}

@Suite("Simple numbers come first: few bits, then an exponent near 0")
struct DyadicOrderTests {
  /// Whether each comes before all that follow it.
  private func isChain(_ numbers: [Dyadic]) -> Bool {
    numbers.indices.allSatisfy { i in
      numbers.indices.allSatisfy { j in numbers[i].isSimpler(than: numbers[j]) == (i < j) }
    }
  }

  @Test("The examples at the top of its file") func examples() {
    #expect(isChain([1, 2, 0.5, 4, 0.25, 8, 1.5, 1.25].map { Dyadic($0 as Double) }))
    #expect(Dyadic(16).isSimpler(than: Dyadic(10)))
    // 3 · 2^k, then 5 · 2^k and 7 · 2^k.
    #expect(isChain([1.5, 3, 0.75, 1.25, 1.75, 2.5, 3.5, 0.625].map { Dyadic($0 as Double) }))
  }

  @Test("Each rule decides where those before it tie, and whatever those behind it say") func rules() {
    // 1: the kind.
    #expect(isChain([.zero, .negativeZero, Dyadic(text: "-0x1.23456789abcdefp900"), .infinity, -.infinity, .nan]))
    // 2: bits, also where the exponent, the significand and the sign say otherwise.
    #expect(isChain([Dyadic(text: "-0x1p-1000"), Dyadic(text: "0x1.8p0"), Dyadic(text: "0x1.4p0")]))
    #expect(isChain([Dyadic(text: "-0x1.ffffffffffffffffp9"), Dyadic(text: "0x1.00000000000000001p0")]))
    // 3: the exponent.
    #expect(isChain(["-0x1.cp2", "0x1.4p-2", "0x1.4p3"].map { Dyadic(text: $0) }))
    // 4: the significand, in its first word and behind it.
    #expect(isChain(["-0x1.4p2", "0x1.cp2", "-0x1.cp2"].map { Dyadic(text: $0) }))
    #expect(isChain(["-0x1.00000000000000001p2", "0x1.00000000000000003p2"].map { Dyadic(text: $0) }))
    // 5: the sign.
    #expect(isChain([Dyadic(5), Dyadic(-5)]))
  }

  @Test("It is a strict total order") func total() {
    var random = RandomStream(seed: 1)
    var pool: Set<Dyadic> = [.zero, .negativeZero, .infinity, -.infinity, .nan]
    while pool.count < 300 {
      // Few bits and few exponents, so that every rule is needed; some numbers of two and three words.
      let bits = UInt128(1 + random.below(16)) << UInt128(random.below(4) * 30) | UInt128(random.below(3))
      var number = Dyadic(exactly: bits, scale: random.integer(in: -4...4))
      if random.chance(1, in: 4) {
        number = number.adding(.power(number.exponent - 100 - random.below(60)))
        number = number.with(exponent: random.integer(in: -1...1))
      }
      pool.insert(random.chance(1, in: 2) ? number : -number)
    }
    // A chain of all of them is irreflexive, transitive and total.
    #expect(isChain(pool.sorted { $0.isSimpler(than: $1) }))
  }

  @Test("Every finite Float16 in order, found from its fields") func halves() {
    let halves = (UInt16.min...UInt16.max).map { Float16(bitPattern: $0) }.filter(\.isFinite)
    let sorted = halves.map { (number: Dyadic($0), pattern: $0.bitPattern) }
      .sorted { $0.number.isSimpler(than: $1.number) }.map(\.pattern)
    #expect(
      sorted.prefix(15).map { Float16(bitPattern: $0).description }
        == [
          "0.0", "-0.0", "1.0", "-1.0", "2.0", "-2.0", "0.5", "-0.5", "4.0", "-4.0", "0.25", "-0.25", "8.0", "-8.0",
          "0.125",
        ])
    // The rules as digits of a number, from the first down.
    func key(_ x: Float16) -> Int {
      guard x != 0 else { return x.sign == .minus ? 1 : 0 }
      let exponent = 2 * abs(Int(x.exponent)) + (x.exponent < 0 ? 1 : 0)
      let significand = Int((x.significand - 1) * 1024)
      return (((x.significandWidth + 1) * 100 + exponent) * 1024 + significand) * 2 + (x < 0 ? 1 : 0)
    }
    let expected = halves.map { (key: key($0), pattern: $0.bitPattern) }.sorted { $0.key < $1.key }.map(\.pattern)
    #expect(sorted == expected)
  }
}
