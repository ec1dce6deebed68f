public import Formats
public import LabRecords
internal import PropertyKit

/// Which properties notice which mutants, and in how many cases.
public struct KillMatrix: Sendable {
  public var mutants: [Mutant]
  public var properties: [CAMEProperty]
  public var format: any RefereedFormat
  /// The most cases a property is given; one whose cases take dozens of steps is given a tenth.
  public var limit: Int
  public var seeds: [UInt64]
  public var threads: Int

  public init(
    mutants: [Mutant] = Mutant.all, properties: [CAMEProperty] = CAMEProperty.all,
    format: any RefereedFormat = Format<Float>(), limit: Int = 1000, seeds: [UInt64] = Array(1...20), threads: Int = 1
  ) {
    (self.mutants, self.properties, self.format) = (mutants, properties, format)
    (self.limit, self.seeds, self.threads) = (limit, seeds, threads)
  }

  /// Tries every property on every mutant; `finished` is handed what noticed a mutant, mutant by mutant.
  ///
  /// A property that notices nothing with the first seed is not tried with the others.
  public func run(_ finished: @Sendable @escaping (Mutant, [KillRecord]) -> Void) -> [KillRecord] {
    inOrder(count: mutants.count, threads: threads, { finished(mutants[$0.0], $0.1) }) { index in
      (index, kills(of: mutants[index], format))
    }.flatMap(\.1)
  }

  private func kills(of mutant: Mutant, _ format: some RefereedFormat) -> [KillRecord] {
    func rung<F: RefereedFormat>(_ format: F, _ property: CAMEProperty) -> Rung {
      property.of(mutant.subject(in: F.Scalar.self))
    }
    return properties.compactMap { property in
      let rung = rung(format, property)
      var cases: [Int?] = []
      for seed in seeds {
        cases.append(firstFailure(of: rung, property, seed))
        if cases == [nil] { return nil }
      }
      return KillRecord(mutant: mutant.id, property: property.id, cases: cases)
    }
  }

  private func firstFailure(of rung: Rung, _ property: CAMEProperty, _ seed: UInt64) -> Int? {
    var settings = Settings(seed: Settings.seed(for: property.id) ^ seed)
    settings.cases = property.isLong ? max(1, limit / 10) : limit
    settings.shrinkEvaluations = 0
    settings.searchEvaluations = 0
    settings.timeLimit = .seconds(3600)
    return rung.run(settings).simplest?.number.map { $0 + 1 }
  }
}
