/// Random bits by number instead of by turn: what is drawn for an element does not depend on what was drawn before it.
///
/// So any order and any number of threads sees the same bits, and a run is repeated from its seed. The bits are
/// Philox4x32-10's, with the seed as its key and the step, the stream and the element as its counter.
///
/// Reference: Salmon, Moraes, Dror, Shaw, *Parallel Random Numbers: As Easy as 1, 2, 3*, SC 2011.
@frozen
public struct CounterStream: Equatable, Hashable, Sendable, BitwiseCopyable {
  public let seed: UInt64

  @inlinable
  public init(seed: UInt64) { self.seed = seed }

  /// 64 bits for one element of one stream at one step.
  ///
  /// - Precondition: `step` and `stream` fit 32 bits, and no argument is negative.
  /// - Complexity: 20 multiplications.
  @inlinable
  public func bits(step: Int, stream: Int, element: Int) -> UInt64 {
    let (element, step, stream) = (UInt64(element), UInt32(step), UInt32(stream))
    let counter = SIMD4(UInt32(truncatingIfNeeded: element), UInt32(truncatingIfNeeded: element >> 32), step, stream)
    let key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    let block = Self.philox(counter: counter, key: key)
    return UInt64(block[0]) | UInt64(block[1]) << 32
  }

  /// The block of Philox4x32-10.
  @inlinable
  public static func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (a, b, c, d) = (counter[0], counter[1], counter[2], counter[3])
    var (k, l) = (key[0], key[1])
    for _ in 0..<10 {
      let first = UInt64(a) &* 0xd251_1f53
      let second = UInt64(c) &* 0xcd9e_8d57
      a = UInt32(truncatingIfNeeded: second >> 32) ^ b ^ k
      b = UInt32(truncatingIfNeeded: second)
      c = UInt32(truncatingIfNeeded: first >> 32) ^ d ^ l
      d = UInt32(truncatingIfNeeded: first)
      k &+= 0x9e37_79b9
      l &+= 0xbb67_ae85
    }
    return SIMD4(a, b, c, d)
  }
}
