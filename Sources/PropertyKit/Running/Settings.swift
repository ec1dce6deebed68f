/// How a property is run.
public struct Settings: Sendable {
  /// How many cases must hold.
  public var cases = 100
  /// Determines every case.
  public var seed: UInt64
  /// How many evaluations shrinking may take; 0 reports the case as it was found.
  public var shrinkEvaluations = 20_000
  /// How many evaluations the search for the worst score may take; only a property that returns scores is searched.
  public var searchEvaluations = 1_000
  /// Gives up once this many cases were discarded for each that counted, and a hundred more.
  public var discardsPerCase = 10
  /// A property that takes longer is too slow.
  public var timeLimit = Duration.seconds(120)
  /// The confidence of the bounds and shares in reports.
  public var confidence = 0.95

  public init(seed: UInt64) { self.seed = seed }

  /// A seed that a name determines: FNV-1a.
  public static func seed(for name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The size of case `number`: it grows over the first hundred cases.
  static func size(ofCase number: Int) -> Int { number < 100 ? number : 100 }
}
