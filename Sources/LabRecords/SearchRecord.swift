/// The search for the policy with the smallest state that stays within a budget of drift.
public struct SearchRecord: Codable, Sendable, Equatable {
  /// The bits of the displacement Δθ that must be right at the last step, in the worst tensor.
  public var budget: Double
  /// The policy the search began with, the widest one.
  public var start: String
  /// The narrowest policy found within the budget; `nil` if not even the widest is.
  public var best: String?
  /// Every policy that was run, in order.
  public var trials: [SearchTrialRecord]
  /// What was found for each quantity on its own, the others wide: what may be narrow at all.
  public var quantities: [SearchQuantityRecord]

  public init(
    budget: Double, start: String, best: String?, trials: [SearchTrialRecord], quantities: [SearchQuantityRecord]
  ) {
    self.budget = budget
    self.start = start
    self.best = best
    self.trials = trials
    self.quantities = quantities
  }
}

/// One policy that was run in the search.
public struct SearchTrialRecord: Codable, Sendable, Equatable {
  /// The policy as written at the command line.
  public var policy: String
  /// Bytes of parameters and state a model parameter: what the search makes small.
  public var bytesPerParameter: Double
  /// Bytes of state alone.
  public var stateBytesPerParameter: Double
  /// Right bits of Δθ at the last step in the worst tensor; `nil` if the run was ruined by NaN or infinity.
  public var bits: Double?
  /// Whether it is within the budget.
  public var isWithin: Bool
  /// Whether no other trial is both smaller and at least as accurate.
  public var isOnFront: Bool

  public init(
    policy: String, bytesPerParameter: Double, stateBytesPerParameter: Double, bits: Double?, isWithin: Bool,
    isOnFront: Bool
  ) {
    self.policy = policy
    self.bytesPerParameter = bytesPerParameter
    self.stateBytesPerParameter = stateBytesPerParameter
    self.bits = bits
    self.isWithin = isWithin
    self.isOnFront = isOnFront
  }
}

/// How narrow one quantity may be on its own.
public struct SearchQuantityRecord: Codable, Sendable, Equatable {
  /// The symbol of the quantity.
  public var quantity: String
  /// The narrowest format within the budget; `nil` if only the widest is.
  public var narrowest: String?
  /// The format in the policy that was found.
  public var chosen: String

  public init(quantity: String, narrowest: String?, chosen: String) {
    self.quantity = quantity
    self.narrowest = narrowest
    self.chosen = chosen
  }
}
