import Testing

@testable import PropertyKit

@Suite("The integers of a domain, from the simplest")
struct IntegerDomainTests {
  /// Whether `a` comes before `b`: the nearer to the origin, then the one above it.
  private func precedes(_ a: Int, _ b: Int, _ origin: Int) -> Bool {
    let (x, y) = (Int128(a) - Int128(origin), Int128(b) - Int128(origin))
    return x.magnitude != y.magnitude ? x.magnitude < y.magnitude : x > y
  }

  @Test("The order of the example") func example() {
    let domain = IntegerDomain(-2...5)
    #expect((0...7).map { domain.value(rank: $0) } == [0, 1, -1, 2, -2, 3, 4, 5])
    #expect(IntegerDomain(-5...2).lastRank == 7)
    #expect((0...7).map { IntegerDomain(-5...2).value(rank: $0) } == [0, 1, -1, 2, -2, -3, -4, -5])
  }

  @Test("Every small domain: ranks count the numbers in order, and back") func small() {
    for lower in -6...6 {
      for upper in lower...6 {
        let domain = IntegerDomain(lower...upper)
        let origin = (lower...upper).min { $0.magnitude < $1.magnitude }!
        let sorted = (lower...upper).sorted { precedes($0, $1, origin) }
        #expect(domain.origin == origin)
        #expect(domain.lastRank == UInt64(sorted.count - 1))
        #expect(sorted.map { domain.rank($0) } == sorted.indices.map { UInt64($0) })
        #expect(sorted.indices.map { domain.value(rank: UInt64($0)) } == sorted)
        for n in -8...8 {
          #expect(domain.contains(n) == sorted.contains(n))
          // The nearest that there is.
          #expect(domain.clamp(n) == sorted.min { abs($0 - n) < abs($1 - n) })
        }
      }
    }
  }

  /// Domains that reach the ends of Int, and the middle.
  private static let wide: [IntegerDomain] = [
    Int.min...Int.max, Int.min...Int.min, Int.max...Int.max, Int.min...(Int.min + 2), (Int.max - 2)...Int.max,
    Int.min ... -1,
    Int.min...0, Int.min...1, Int.min...5, 0...Int.max, 1...Int.max, -1...Int.max, -5...Int.max,
    (Int.min + 1)...Int.max, Int.min...(Int.max - 1), -(1 << 40)...(1 << 62),
  ].map { IntegerDomain($0) }

  @Test("At the ends of Int: ranks are places, and back", arguments: wide) func ends(_ domain: IntegerDomain) {
    var random = RandomStream(seed: 1)
    let (above, below) = (Int128(domain.upper) - Int128(domain.origin), Int128(domain.origin) - Int128(domain.lower))
    #expect(Int128(domain.lastRank) == above + below)
    #expect(domain.value(rank: 0) == domain.origin && domain.rank(domain.origin) == 0)
    let ends = [domain.lower, domain.upper, domain.lower &+ 1, domain.upper &- 1, 0, 1, -1].filter(domain.contains)
    for n in ends + (0..<10_000).map({ _ in domain.clamp(Int(bitPattern: UInt(random.next())) >> random.below(64)) }) {
      // Before it come the origin, all that lie nearer on either side, and the mirror image of a number below.
      let distance = Int128((Int128(n) - Int128(domain.origin)).magnitude)
      let mirror: Int128 = n < domain.origin && distance <= above ? 1 : 0
      let place = distance == 0 ? 0 : 1 + min(distance - 1, above) + min(distance - 1, below) + mirror
      guard domain.rank(n) == UInt64(place), domain.value(rank: UInt64(place)) == n else {
        Issue.record(
          "\(n) is at \(place), but its rank is \(domain.rank(n)) and there is \(domain.value(rank: UInt64(place)))")
        return
      }
    }
  }
}
