/// What a study does beside its measured runs.
public struct DriftExtras: Sendable {
  /// A search for the narrowest policy: where it begins, and the bits of Δθ that must be right at the end.
  public var search: (base: Policy, budget: Double)?
  /// Formats to run with random rounding, such as `float`.
  public var randomized: [String]
  /// How many runs with random rounding are made.
  public var samples: Int

  /// The formats that can be rounded at random.
  public static let randomizable = ["float16", "bfloat16", "float"]

  /// - Throws: ``DriftError`` for a budget that is no number above 0, samples under 2, or a format that can't be randomized.
  public init(search: (base: Policy, budget: Double)?, randomized: [String], samples: Int) throws(DriftError) {
    if let search, !(search.budget > 0 && search.budget.isFinite) { throw .budget(search.budget) }
    guard samples >= 2 else { throw .samples(samples) }
    for format in randomized where !Self.randomizable.contains(format) {
      throw .significance(format, known: Self.randomizable)
    }
    (self.search, self.randomized, self.samples) = (search, randomized, samples)
  }

  /// Nothing.
  public init() { (search, randomized, samples) = (nil, [], 16) }
}
