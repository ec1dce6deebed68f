/// SplitMix64: a stream of random words that a seed determines.
///
/// Reference: Steele, Lea, Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA 2014.
public struct RandomStream: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  @inlinable
  public init(seed: UInt64) { state = seed }

  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
  }

  /// A number in 0..<bound, even but for 2^−64 · bound.
  ///
  /// - Precondition: `bound` > 0.
  @inlinable
  public mutating func below(_ bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: bound).high }

  /// A number in 0..<bound.
  @inlinable
  public mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: below(UInt64(bound))) }

  /// A number in the range, which must not be all of Int.
  @inlinable
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound
      &+ Int(truncatingIfNeeded: below(UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound)) &+ 1))
  }

  /// True `weight` times in `of`.
  @inlinable
  public mutating func chance(_ weight: Int, in of: Int) -> Bool { below(of) < weight }

  /// A number in [0, 1): a multiple of 2^−53.
  @inlinable
  public mutating func unit() -> Double { Double(next() &>> 11) * 0x1p-53 }

  /// The seed of case `number` of a run: one case can be repeated without those before it.
  @inlinable
  public static func seed(run: UInt64, case number: Int) -> UInt64 {
    var stream = RandomStream(seed: run ^ (UInt64(truncatingIfNeeded: number) &* 0xD134_2543_DE82_EF95))
    return stream.next()
  }
}
