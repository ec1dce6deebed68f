/// What an implementation may do otherwise than the official code and still be CAME, and what it promises of its sums.
package struct Allowances: Sendable {
  /// In what order sums add their terms.
  package var reduction = Reduction.anyOrder
  /// Roundings of a reciprocal square root beyond those of 1/√x: twice the ulps by which a faster one may be off, less 2.
  package var roundingsOfRoots = 0
  /// Whether equal forms of an equation are granted their roundings, too: x + w (y − x) for an average, (1 − λη) θ for the
  /// decay, the reciprocal of a count or of the clip's scale, 1/√v as a product of as many as three roots and quotients.
  package var isAnyForm = false
  /// Whether factors are held as sums, which overflow before means do.
  package var holdsSums = false
  /// How the parameter is kept, if that is narrower than the arithmetic.
  package var storage: Storage?

  package init() {}

  package enum Reduction: Hashable, Sendable {
    case anyOrder
    /// Halving, down to single terms.
    case tree
    /// Halving over blocks of so many terms, which are added one after the other.
    case blocks(Int)
  }

  package struct Storage: Sendable {
    package let roundoff, least, greatest: Double

    package init(roundoff: Double, least: Double, greatest: Double) {
      (self.roundoff, self.least, self.greatest) = (roundoff, least, greatest)
    }
  }

  /// The most additions that a term of a sum passes through; nil if nothing is promised.
  func depth(_ count: Int) -> Int? {
    func levels(_ n: Int) -> Int { n <= 1 ? 0 : Int.bitWidth - (n - 1).leadingZeroBitCount }
    switch reduction {
    case .anyOrder: return nil
    case .tree: return levels(count)
    case .blocks(let block): return min(count, block) - 1 + levels((count + block - 1) / block)
    }
  }
}
