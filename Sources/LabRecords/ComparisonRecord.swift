/// Two drift records of the same workload beside each other: what got better and what got worse.
public struct ComparisonRecord: Codable, Sendable, Equatable {
  public static let currentVersion = 1

  public var version: Int
  public var kind: String
  /// The commands that repeat the runs.
  public var before, after: String
  /// How many bits may be lost without its being a regression.
  public var threshold: Double
  /// One row a policy and quantity, the greatest loss first.
  public var rows: [ComparisonRowRecord]
  /// Fatal findings that only one record has, by policy.
  public var appeared, gone: [ComparisonFindingRecord]
  /// Policies that only one record has.
  public var onlyBefore, onlyAfter: [String]

  public init(
    before: String, after: String, threshold: Double, rows: [ComparisonRowRecord],
    appeared: [ComparisonFindingRecord], gone: [ComparisonFindingRecord], onlyBefore: [String], onlyAfter: [String]
  ) {
    (version, kind) = (Self.currentVersion, "comparison")
    (self.before, self.after, self.threshold, self.rows) = (before, after, threshold, rows)
    (self.appeared, self.gone, self.onlyBefore, self.onlyAfter) = (appeared, gone, onlyBefore, onlyAfter)
  }

  /// Whether anything is worse by more than the threshold, or is ruined now.
  public var hasRegressed: Bool { !appeared.isEmpty || rows.contains(where: \.isRegression) }
}

/// One quantity under one policy, before and after.
public struct ComparisonRowRecord: Codable, Sendable, Equatable {
  public var policy: String
  public var quantity: String
  /// The bits that are right at the last step in the worst tensor; `nil` for NaN or infinity.
  public var before, after: Double?
  /// What was lost; negative for what was won, `nil` where either is not finite.
  public var lost: Double?
  /// Whether more than the threshold was lost, or the quantity is not finite any more.
  public var isRegression: Bool

  public init(
    policy: String, quantity: String, before: Double?, after: Double?, lost: Double?, isRegression: Bool
  ) {
    (self.policy, self.quantity, self.before, self.after) = (policy, quantity, before, after)
    (self.lost, self.isRegression) = (lost, isRegression)
  }
}

/// A fatal finding that one record has and the other hasn't.
public struct ComparisonFindingRecord: Codable, Sendable, Equatable {
  public var policy: String
  public var sentence: String

  public init(policy: String, sentence: String) { (self.policy, self.sentence) = (policy, sentence) }
}
