public import RealModule

/// The order in which a sum adds its terms; it decides the last bits, so it has a name.
///
/// Design note. The naïve loop adds n terms one after the other: its error grows as n ulps and its speed is that of one
/// addition's latency, since Swift never reorders a sum. Letting the compiler reorder makes the bits depend on the
/// instruction set. ``blockedTree`` fixes a shape that has 64 independent additions in flight, an error that grows as
/// log₂ n past the first 4096 terms, and the same bits on every machine and for every number of threads.
@frozen
public enum Summation: String, CaseIterable, Sendable {
  /// 64 lanes in blocks of 4096 terms, then halving trees; rows of a matrix in blocks of 64, then a halving tree.
  case blockedTree
  /// One term after the other.
  case sequential
  /// One term after the other, with the lost parts added at the end (Neumaier 1974).
  case compensated

  /// The lanes that a block adds in parallel, and the rows that a block of a column sum adds in order.
  @inlinable static var lanes: Int { 64 }
  /// The terms of a block.
  @inlinable static var block: Int { 4096 }

  /// The most additions that one term of a sum of `count` terms passes through, for bounds of the form γ_depth.
  ///
  /// For ``compensated`` it is 2 up to second-order terms in the unit roundoff.
  public func depth(_ count: Int) -> Int {
    func levels(_ n: Int) -> Int { n <= 1 ? 0 : Int.bitWidth - (n - 1).leadingZeroBitCount }
    switch self {
    case .blockedTree:
      let inBlock = min(count, Self.block)
      let inLane = max(0, (inBlock - 1) / Self.lanes)
      return inLane + levels(min(count, Self.lanes)) + levels((count + Self.block - 1) / Self.block)
    case .sequential: return max(0, count - 1)
    case .compensated: return min(2, max(0, count - 1))
    }
  }

  /// The sum of `term(x)` over `count` contiguous numbers.
  ///
  /// - Complexity: O(count); no allocation up to 4096 terms.
  @inlinable @inline(__always)
  func sum<Scalar: Real>(_ x: UnsafePointer<Scalar>, count: Int, term: (Scalar) -> Scalar) -> Scalar {
    switch self {
    case .blockedTree: return Self.tree(x, count: count, term: term)
    case .sequential:
      var total: Scalar = 0
      for i in 0..<count { total += term(x[i]) }
      return total
    case .compensated:
      var total = Compensated<Scalar>()
      for i in 0..<count { total.add(term(x[i])) }
      return total.value
    }
  }

  @inlinable @inline(__always)
  static func tree<Scalar: Real>(_ x: UnsafePointer<Scalar>, count: Int, term: (Scalar) -> Scalar) -> Scalar {
    guard count > block else { return treeBlock(x, count: count, term: term) }
    let blocks = (count + block - 1) / block
    return withUnsafeTemporaryAllocation(of: Scalar.self, capacity: blocks) { totals in
      let totals = totals.baseAddress.unsafelyUnwrapped
      for b in 0..<blocks {
        let start = b * block
        (totals + b).initialize(to: treeBlock(x + start, count: min(block, count - start), term: term))
      }
      return halve(totals, count: blocks)
    }
  }

  /// The same tree over the numbers themselves, with room given for the totals of its blocks; `x` may be that room.
  @inlinable @inline(__always)
  static func tree<Scalar: Real>(
    _ x: UnsafePointer<Scalar>, count: Int, blockTotals: UnsafeMutablePointer<Scalar>
  ) -> Scalar {
    guard count > block else { return treeBlock(x, count: count) { $0 } }
    let blocks = (count + block - 1) / block
    for b in 0..<blocks {
      blockTotals[b] = treeBlock(x + b * block, count: min(block, count - b * block)) { $0 }
    }
    return halve(blockTotals, count: blocks)
  }

  /// At most ``block`` terms: lane l adds the terms l, l + 64, l + 128, … in order, then the lanes are halved.
  @inlinable @inline(__always)
  static func treeBlock<Scalar: Real>(_ x: UnsafePointer<Scalar>, count: Int, term: (Scalar) -> Scalar) -> Scalar {
    guard count > 0 else { return 0 }
    return withUnsafeTemporaryAllocation(of: Scalar.self, capacity: lanes) { lane in
      let lane = lane.baseAddress.unsafelyUnwrapped
      let width = min(count, lanes)
      for l in 0..<width { (lane + l).initialize(to: term(x[l])) }
      var start = lanes
      while start + lanes <= count {
        // The constant length is what lets the compiler use vectors; each lane keeps its order.
        for l in 0..<64 { lane[l] += term(x[start + l]) }
        start += lanes
      }
      if start < count {
        for l in 0..<(count - start) { lane[l] += term(x[start + l]) }
      }
      return halve(lane, count: width)
    }
  }

  /// Adds the upper half to the lower until one number is left; the middle one of an odd count waits.
  @inlinable @inline(__always)
  static func halve<Scalar: Real>(_ x: UnsafeMutablePointer<Scalar>, count: Int) -> Scalar {
    var width = count
    while width > 1 {
      let half = (width + 1) >> 1
      for i in 0..<(width - half) { x[i] += x[half + i] }
      width = half
    }
    return x[0]
  }
}

/// A running sum that also keeps what its additions lost.
///
/// Error Bounds: (u + 2n²u²)·Σ|x|, where the plain loop has (n − 1)u·Σ|x|.
/// Reference: Neumaier, *Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen*, ZAMM 54, 1974.
@frozen @usableFromInline
struct Compensated<Scalar: Real> {
  @usableFromInline var sum: Scalar = 0
  @usableFromInline var lost: Scalar = 0

  @inlinable init() {}

  @inlinable
  mutating func add(_ x: Scalar) {
    let next = sum + x
    lost += sum.magnitude >= x.magnitude ? (sum - next) + x : (x - next) + sum
    sum = next
  }

  /// The sum with the lost parts; an overflowed sum stays infinite, though its lost part is not a number.
  @inlinable var value: Scalar { sum.isFinite ? sum + lost : sum }
}
