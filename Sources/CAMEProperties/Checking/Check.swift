public import Formats
internal import Foundation
public import LabRecords
internal import PropertyKit
internal import Synchronization

/// A run of properties in formats, on the reference or a mutant.
public struct Check: Sendable {
  public var properties: [CAMEProperty]
  public var formats: [any RefereedFormat]
  public var cases: Int
  public var seed: UInt64
  /// How many properties run at a time; it changes no result.
  public var threads: Int
  /// A mutant in place of the reference.
  public var mutant: Mutant?

  public init(
    properties: [CAMEProperty] = CAMEProperty.all, formats: [any RefereedFormat] = Formats.refereed, cases: Int = 1000,
    seed: UInt64 = 1, threads: Int = 1, mutant: Mutant? = nil
  ) {
    (self.properties, self.formats, self.cases) = (properties, formats, cases)
    (self.seed, self.threads, self.mutant) = (seed, threads, mutant)
  }

  /// Runs every property in every format; `finished` is handed each result, in the order of the properties.
  public func run(_ finished: @Sendable @escaping (PropertyResultRecord) -> Void) -> [PropertyResultRecord] {
    let units = properties.flatMap { property in formats.map { (property, $0) } }
    return inOrder(count: units.count, threads: threads, finished) { result(units[$0].0, units[$0].1) }
  }

  /// The settings of one property: an own seed for each, so that they are independent.
  func settings(_ property: CAMEProperty) -> Settings {
    var settings = Settings(seed: Settings.seed(for: property.id) ^ seed)
    settings.cases = cases
    settings.timeLimit = .seconds(3600)
    return settings
  }

  private func result(_ property: CAMEProperty, _ format: some RefereedFormat) -> PropertyResultRecord {
    func rung<F: RefereedFormat>(_ format: F) -> Rung {
      property.of(mutant.map { $0.subject(in: F.Scalar.self) } ?? Subject<F.Scalar>.reference)
    }
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = rung(format).run(settings(property))
    let ladder = outcome.simplest.map { simplest in
      PrecisionLadder(simplest.testCase.choices, Formats.refereed.map { rung($0) }).verdicts
    }
    let elapsed = clock.now - start
    let worst = outcome.worst?.score ?? outcome.simplest?.score
    return PropertyResultRecord(
      property: property.id, format: format.name, cases: outcome.cases, discards: outcome.discards,
      worst: worst.flatMap { $0.isFinite ? $0 : nil }, failureRateBound: outcome.failureRateBound,
      seconds: elapsed / .seconds(1),
      counterexample: outcome.simplest.map { simplest in
        CounterexampleRecord(
          value: simplest.value, cause: simplest.cause, number: simplest.number.map { $0 + 1 },
          evaluations: simplest.evaluations, ladder: (ladder ?? []).map { "\($0.format): \($0.verdict.rawValue)" },
          replay: replay(property, format))
      },
      problem: outcome.problem?.description, skipped: nil)
  }

  private func replay(_ property: CAMEProperty, _ format: some RefereedFormat) -> String {
    "came-lab check --property \(property.id) --format \(format.name) --cases \(cases) --seed \(seed)"
      + (mutant.map { " --mutant \($0.id)" } ?? "")
  }
}

/// Runs `work` on several threads and hands over the results in order, each as soon as all before it are there.
func inOrder<Result: Sendable>(
  count: Int, threads: Int, _ finished: @Sendable @escaping (Result) -> Void, _ work: @Sendable (Int) -> Result
) -> [Result] {
  let progress = Mutex(Progress<Result>(results: Array(repeating: nil, count: count)))
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while true {
      let index = progress.withLock { $0.take() }
      guard index < count else { return }
      let result = work(index)
      progress.withLock { progress in
        progress.results[index] = result
        while progress.shown < count, let ready = progress.results[progress.shown] {
          finished(ready)
          progress.shown += 1
        }
      }
    }
  }
  return progress.withLock { $0.results.compactMap { $0 } }
}

private struct Progress<Result> {
  var next = 0
  var shown = 0
  var results: [Result?]

  mutating func take() -> Int {
    next += 1
    return next - 1
  }
}
