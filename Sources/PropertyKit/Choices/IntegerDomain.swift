/// The integers that a choice may take, ordered from the simplest: nearest to the origin first, above before below.
///
/// In −2…5 the order is 0, 1, −1, 2, −2, 3, 4, 5. The origin is the number nearest to 0.
public struct IntegerDomain: Hashable, Sendable {
  /// What the integer means to the generator that draws it; shrinking treats the three differently.
  public enum Role: UInt8, Hashable, Sendable {
    /// A number.
    case value
    /// How many elements follow in the span that it opens.
    case count
    /// Which of several generators is run next.
    case alternative
  }

  public let lower: Int
  public let upper: Int
  public let role: Role

  /// The integers in `range`.
  @inlinable
  public init(_ range: ClosedRange<Int>, role: Role = .value) {
    lower = range.lowerBound
    upper = range.upperBound
    self.role = role
  }

  /// The simplest number of the domain.
  @inlinable
  public var origin: Int { lower > 0 ? lower : upper < 0 ? upper : 0 }

  /// How many numbers lie above the simplest, less or equal 2^64 − 1.
  @inlinable var above: UInt64 { UInt64(bitPattern: Int64(upper &- origin)) }
  @inlinable var below: UInt64 { UInt64(bitPattern: Int64(origin &- lower)) }

  /// The rank of the last number: one less than how many there are.
  @inlinable
  public var lastRank: UInt64 { above &+ below }

  @inlinable
  public func contains(_ value: Int) -> Bool { lower <= value && value <= upper }

  @inlinable
  public func clamp(_ value: Int) -> Int { value < lower ? lower : value > upper ? upper : value }

  /// The place of `value` in the order, from 0.
  @inlinable
  public func rank(_ value: Int) -> UInt64 {
    let both = min(above, below)
    if value >= origin {
      let distance = UInt64(bitPattern: Int64(value &- origin))
      return distance == 0 ? 0 : distance <= both ? 2 * distance - 1 : distance + both
    }
    let distance = UInt64(bitPattern: Int64(origin &- value))
    return distance <= both ? 2 * distance : distance + both
  }

  /// The number at `rank`.
  ///
  /// - Precondition: `rank` ≤ `lastRank`.
  @inlinable
  public func value(rank: UInt64) -> Int {
    precondition(
      rank <= lastRank, "Rank \(rank) is past the last of the domain \(lower)…\(upper), which is \(lastRank).")
    let both = min(above, below)
    // 2 · both fits: it is at most lastRank.
    if rank <= 2 * both {
      let distance = Int(truncatingIfNeeded: rank / 2 + rank % 2)
      return rank % 2 == 1 ? origin &+ distance : origin &- distance
    }
    let distance = Int(truncatingIfNeeded: rank - both)
    return above > below ? origin &+ distance : origin &- distance
  }
}
