internal import RealModule

/// How many elements have how many bits of error, log₂(ulps + 1): counted in eighths of an octave, so that the errors of any
/// number of elements fit into one small table and their quantiles need no sorting.
///
/// A class, since it is filled element by element through closures; one belongs to one thread at a time.
final class BitsHistogram {
  /// Eight bins an octave up to 64 bits, and one for what is not finite.
  private static let bins = 8 * 64
  // Memory that is not Swift's: a property of a class is checked for exclusive access at every change.
  private let counts: UnsafeMutableBufferPointer<Int>

  init() {
    counts = .allocate(capacity: Self.bins + 1)
    counts.initialize(repeating: 0)
  }

  deinit { counts.deallocate() }

  /// How many elements were counted.
  var total: Int { counts.reduce(0, +) }

  /// Counts an error in ulps.
  @inline(__always)
  func add(_ ulps: Double) {
    // The exponent and the three leading bits of ulps + 1 are the bin: no logarithm is taken.
    let bits = Int(truncatingIfNeeded: (ulps + 1).bitPattern >> 49) - 1023 << 3
    counts[ulps.isFinite ? min(bits, Self.bins - 1) : Self.bins] += 1
  }

  /// Adds the counts of another one.
  func add(_ other: BitsHistogram) {
    for bin in counts.indices { counts[bin] += other.counts[bin] }
  }

  /// The bits of error that a share of the elements is not above, to an eighth of an octave, rounded down; infinite for an
  /// element that is not finite, NaN if there are none.
  func quantile(_ share: Double) -> Double {
    let total = total
    guard total > 0 else { return .nan }
    let rank = min(total - 1, Int(share * Double(total)))
    var seen = 0
    for (bin, count) in counts.enumerated() {
      seen += count
      if seen > rank {
        return bin == Self.bins ? .infinity : Double(bin >> 3) + .log2(1 + Double(bin & 7) / 8)
      }
    }
    return .infinity
  }
}
