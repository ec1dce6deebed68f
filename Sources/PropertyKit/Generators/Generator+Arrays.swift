extension Generator {
  /// Arrays of these values.
  ///
  /// Short arrays come first and more often. An array of a fixed count, drawn behind `flatMap`, shrinks together with the
  /// number that set its count.
  ///
  /// - Precondition: the counts aren't negative.
  @inlinable
  public func array(count: ClosedRange<Int>) -> Generator<[Value]> {
    demand(count.lowerBound >= 0, "An array can't have \(count.lowerBound) elements.")
    let run = run
    let domain = IntegerDomain(count, role: .count)
    let spread = count.upperBound - count.lowerBound
    return Generator<[Value]> { (source) throws(Rejection) in
      try source.span(.array) { () throws(Rejection) in
        let count = try source.integer(domain) { random, size in
          if spread == 0 { return domain.lower }
          // Two minima: half the arrays have less than a quarter of the length that the size allows.
          let most = Swift.min(spread, 2 + size / 2)
          return domain.lower &+ Swift.min(random.below(most &+ 1), random.below(most &+ 1))
        }
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
          values.append(try source.span(.element) { () throws(Rejection) in try run(source) })
        }
        return values
      }
    }
  }

  /// Arrays of `count` of these values.
  @inlinable
  public func array(count: Int) -> Generator<[Value]> { array(count: count...count) }
}
