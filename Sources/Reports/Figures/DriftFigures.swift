import LabRecords

/// Everything that a report says of a drift record and that the record doesn't spell out.
///
/// The page, the terminal and the tables all read their figures here, so that they can't disagree.
struct DriftFigures {
  /// A policy that fails and one of the same record that does not, fed the same inputs.
  struct Cure {
    let failing: Int
    let cure: Int
  }

  let record: DriftRecord
  /// The number of steps to draw.
  let steps: Int
  /// The quantity that policies are judged by: Δθ where it was recorded, else θ, else the last.
  let lead: String
  let runs: [RunFigures]
  /// The search for the narrowest policy, if one was made.
  let search: SearchFigures?

  /// The quantities that live in the storage format; every other lives in the arithmetic's.
  static let stored: Set<String> = ["g", "θ", displacement]
  static let displacement = "Δθ"

  init(_ record: DriftRecord) {
    self.record = record
    search = record.search.map(SearchFigures.init)
    let symbols = record.quantities.map(\.symbol)
    let lead = [Self.displacement, "θ"].first(where: symbols.contains) ?? symbols.last ?? Self.displacement
    self.lead = lead
    steps = record.runs.flatMap(\.series).map(\.worst.count).max() ?? 0
    runs = record.runs.enumerated().map { index, run in
      let series = symbols.map { symbol in
        SeriesFigures(
          symbol: symbol, record: run.series.first { $0.quantity == symbol },
          bits: Self.stored.contains(symbol) ? run.storageBits : run.bits)
      }
      return RunFigures(
        record: run, index: index, spoken: Self.spoken(run, among: record.runs), series: series,
        lead: series.first { $0.symbol == lead }
          ?? SeriesFigures(symbol: lead, record: nil, bits: run.bits))
    }
  }

  /// The policy that heals the failing one: same inputs, the best fate there is, and the cheapest of those.
  ///
  /// A change of rounding alone is preferred to a wider format, a wider format to a still wider one.
  func cure(of failing: RunFigures) -> RunFigures? {
    runs.filter { $0.record.storage == failing.record.storage && $0.fate < failing.fate }
      .min { a, b in
        a.fate != b.fate ? a.fate < b.fate : (cost(a, failing), a.record.bits) < (cost(b, failing), b.record.bits)
      }
  }

  private func cost(_ run: RunFigures, _ failing: RunFigures) -> Double {
    run.record.arithmetic == failing.record.arithmetic ? -1 : run.record.stateBytesPerParameter
  }

  /// Each failing policy that has a cure in the record, with that cure; the ruined first.
  var cures: [Cure] {
    runs.filter { $0.fate == .ruined }.compactMap(pair) + runs.filter { $0.fate == .loses }.compactMap(pair)
  }

  private func pair(_ run: RunFigures) -> Cure? {
    cure(of: run).map { Cure(failing: run.index, cure: $0.index) }
  }

  /// The policy in words; its code is added where it says more, and where another policy is plainer.
  private static func spoken(_ run: DriftRunRecord, among runs: [DriftRunRecord]) -> String {
    let words = run.storage == run.arithmetic ? run.arithmetic : "\(run.storage) with \(run.arithmetic) inside"
    let twins = runs.filter { $0.storage == run.storage && $0.arithmetic == run.arithmetic }
    let plain = twins.min { $0.policy.count < $1.policy.count }
    return plain?.policy == run.policy && !run.policy.contains("@") ? words : "\(words) (\(run.policy))"
  }
}
