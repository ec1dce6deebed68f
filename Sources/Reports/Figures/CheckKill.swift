import LabRecords

/// How soon a property notices a mutant, over the seeds.
struct CheckKill {
  let mutant: String
  let property: String
  /// For each seed the first case that failed; nil if none did.
  let cases: [Int?]

  /// Nil if the property noticed the mutant with no seed.
  init?(_ record: KillRecord) {
    guard record.cases.contains(where: { $0 != nil }) else { return nil }
    (mutant, property, cases) = (record.mutant, record.property, record.cases)
  }

  /// The seeds with which the mutant went unnoticed.
  var missed: Int { cases.count { $0 == nil } }

  /// The most cases that any seed needed; nil if the mutant went unnoticed with some.
  var worst: Int? { missed > 0 ? nil : cases.compactMap(\.self).max() }

  /// The fewest cases that any seed needed.
  var best: Int { cases.compactMap(\.self).min() ?? .max }

  /// The middle of the seeds, an unnoticed one counting as later than any case; nil if that is what stands there.
  var median: Double? {
    let sorted = cases.sorted { ($0 ?? .max) < ($1 ?? .max) }
    let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    guard let low, let high else { return nil }
    return (Double(low) + Double(high)) / 2
  }

  /// How many cases it takes, as in `median 1, worst 3`.
  var words: String {
    let seeds = "missed with \(missed) of \(Numbers.count(cases.count, "seed", "seeds"))"
    guard let median else { return "\(seeds), soonest case \(Numbers.grouped(best))" }
    let middle = "median \(median == median.rounded() ? Numbers.grouped(Int(median)) : Numbers.fixed(median))"
    return worst.map { "\(middle), worst \(Numbers.grouped($0))" } ?? "\(middle), \(seeds)"
  }

  /// The class that tints its cell, by the worst seed: `k1` in the first case, `k10`, `k100`, `k1000`, or `some` seeds only.
  var tint: String {
    switch worst {
    case nil: "some"
    case let cases? where cases <= 1: "k1"
    case let cases? where cases <= 10: "k10"
    case let cases? where cases <= 100: "k100"
    default: "k1000"
    }
  }

  /// Whether it is sooner than another: by the worst seed, then by the seeds missed, then by the middle.
  static func < (a: CheckKill, b: CheckKill) -> Bool {
    (a.worst ?? .max, a.missed, a.median ?? .infinity) < (b.worst ?? .max, b.missed, b.median ?? .infinity)
  }
}
