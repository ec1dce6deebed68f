/// What came of running a property.
public struct Outcome<Value> {
  public let seed: UInt64
  /// Cases that counted.
  public internal(set) var cases = 0
  /// Cases that a generator or the property gave up.
  public internal(set) var discards = 0
  /// The simplest case that fails.
  public internal(set) var simplest: Counterexample<Value>?
  /// The case with the highest score, if the property returns scores.
  public internal(set) var worst: Counterexample<Value>?
  /// Other causes of failure that were met while the case was made simple.
  public internal(set) var otherCauses: [String] = []
  public internal(set) var statistics: Statistics
  /// Why the run says little, if it does.
  public internal(set) var problem: HealthProblem?

  init(settings: Settings) {
    seed = settings.seed
    statistics = Statistics(confidence: settings.confidence)
  }

  /// Of a run elsewhere, in which nothing failed.
  public init(_ settings: Settings, cases: Int) {
    self.init(settings: settings)
    self.cases = cases
  }

  fileprivate init(seed: UInt64, statistics: Statistics) {
    self.seed = seed
    self.statistics = statistics
  }

  /// The largest failure rate that the cases leave possible, if none of them failed.
  public var failureRateBound: Double? {
    simplest == nil ? PropertyKit.failureRateBound(cases: cases, confidence: statistics.confidence) : nil
  }

  /// The outcome with other values in its counterexamples.
  public func map<T>(_ transform: (Value) -> T) -> Outcome<T> {
    var mapped = Outcome<T>(seed: seed, statistics: statistics)
    mapped.cases = cases
    mapped.discards = discards
    mapped.simplest = simplest?.map(transform)
    mapped.worst = worst?.map(transform)
    mapped.otherCauses = otherCauses
    mapped.problem = problem
    return mapped
  }
}

/// A case that fails, or the worst of all.
public struct Counterexample<Value> {
  public let value: Value
  /// The choices that make it.
  public let testCase: TestCase
  /// As it was found, before it was made simple.
  public let original: Value
  /// The number of the case in its run, from 0; nil if it came from elsewhere.
  public let number: Int?
  public let cause: String
  public let score: Double?
  /// How often the property was run to make it simple, or to find it.
  public let evaluations: Int

  func map<T>(_ transform: (Value) -> T) -> Counterexample<T> {
    Counterexample<T>(
      value: transform(value), testCase: testCase, original: transform(original), number: number, cause: cause,
      score: score, evaluations: evaluations)
  }
}

/// Why a run can't be trusted: a clear error of its own, with the numbers.
public enum HealthProblem: Error, Hashable, Sendable, CustomStringConvertible {
  case tooManyDiscards(discards: Int, cases: Int, wanted: Int, reason: String?)
  case tooSlow(elapsed: Duration, cases: Int, wanted: Int)
  case notCovered(name: String, share: Double, found: Statistics.Share)
  case undecided(name: String, share: Double, found: Statistics.Share)

  public var description: String {
    switch self {
    case .tooManyDiscards(let discards, let cases, let wanted, let reason):
      "Gave up: \(discards) cases were discarded and only \(cases) of \(wanted) counted"
        + (reason.map { "; the last because \($0)" } ?? "")
        + ". Build the values that are wanted instead of filtering them."
    case .tooSlow(let elapsed, let cases, let wanted):
      "Too slow: \(cases) of \(wanted) cases took \(elapsed), past the time limit. Make the cases smaller or fewer, or raise "
        + "the limit."
    case .notCovered(let name, let share, let found):
      "Only \(found) of the cases are \"\(name)\", but at least \(percent(share)) are asked for."
    case .undecided(let name, let share, let found):
      "\(found) of the cases are \"\(name)\", which doesn't decide whether it is at least \(percent(share)); run more cases."
    }
  }
}
