extension Generator where Value == Int {
  /// Integers of the range, simplest nearest to 0.
  ///
  /// Small numbers, ends of the range and powers of two come more often than chance would have it; `even` takes every
  /// number as often as any other.
  @inlinable
  public static func integers(in range: ClosedRange<Int> = Int.min...Int.max, even: Bool = false) -> Generator<Int> {
    let domain = IntegerDomain(range)
    let count = domain.lastRank
    if even || count < 8 {
      return Generator { (source) throws(Rejection) in
        try source.integer(domain) { random, _ in
          range.lowerBound &+ Int(truncatingIfNeeded: count == .max ? random.next() : random.below(count + 1))
        }
      }
    }
    return Generator { (source) throws(Rejection) in
      try source.integer(domain) { random, size in domain.draw(&random, size: size) }
    }
  }

  /// Integers of the range, simplest nearest to 0.
  ///
  /// - Precondition: the range isn't empty.
  public static func integers(in range: Range<Int>) -> Generator<Int> {
    demand(!range.isEmpty, "Integers of the empty range \(range) can't be drawn.")
    return integers(in: range.lowerBound...(range.upperBound - 1))
  }
}

extension Generator where Value: FixedWidthInteger & Sendable {
  /// Integers of any type, simplest nearest to 0.
  ///
  /// - Precondition: the range lies in that of Int.
  @_disfavoredOverload
  public static func integers(in range: ClosedRange<Value>) -> Generator<Value> {
    guard let lower = Int(exactly: range.lowerBound), let upper = Int(exactly: range.upperBound) else {
      preconditionFailure("Integers are drawn as Int, which doesn't hold \(range).")
    }
    return Generator<Int>.integers(in: lower...upper).map { Value(truncatingIfNeeded: $0) }
  }
}

extension Generator where Value == Bool {
  /// False and, with the given probability, true. False is the simpler.
  public static func booleans(true probability: Double = 0.5) -> Generator<Bool> {
    demand(probability >= 0 && probability <= 1, "A probability lies in 0…1, but this is \(probability).")
    let domain = IntegerDomain(0...1)
    return Generator { (source) throws(Rejection) in
      try source.integer(domain) { random, _ in random.unit() < probability ? 1 : 0 } == 1
    }
  }
}

extension IntegerDomain {
  /// A number of the domain: three in eight small for the size of the case, one in eight at or next to an end or a power of
  /// two, four in eight with a number of bits that is as likely as any other, or any number where there are few.
  @inlinable
  func draw(_ random: inout RandomStream, size: Int) -> Int {
    let word = random.next()
    let last = lastRank
    switch word & 7 {
    case 0...2:
      // Ranks up to the size: numbers near the origin on both sides.
      return value(rank: random.below(min(UInt64(size) &+ 3, last) &+ 1))
    case 3: return special(&random)
    default:
      if last < 1 << 16 { return lower &+ Int(truncatingIfNeeded: random.below(last &+ 1)) }
      let most = UInt64(64 &- last.leadingZeroBitCount)
      let bits = 1 &+ (word >> 32) % most
      let rank = random.next() >> (64 &- bits)
      return value(rank: rank <= last ? rank : last &- (rank &- last) % last)
    }
  }

  @usableFromInline
  func special(_ random: inout RandomStream) -> Int {
    let offset = random.integer(in: -1...1)
    let near: Int
    switch random.below(4) {
    case 0: near = lower
    case 1: near = upper
    case 2: near = origin
    default:
      let power = 1 << random.below(63)
      near = random.chance(1, in: 2) ? power : -power
    }
    return clamp(near.addingReportingOverflow(offset).overflow ? near : near + offset)
  }
}
