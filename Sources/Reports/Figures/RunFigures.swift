import LabRecords

/// One policy: its record and what follows from it.
struct RunFigures {
  /// How a run ended, worst last.
  enum Fate: Comparable {
    /// No quantity lost a third of its digits.
    case holds
    /// It stayed finite, but a quantity parted from the truth.
    case loses
    /// It ended in NaN or infinity, or a finding says that it was ruined.
    case ruined
  }

  let record: DriftRunRecord
  /// The place in the record, from 0; it picks color, dash and marker.
  let index: Int
  /// The policy in a few words, as in `Float16 with Float inside`.
  let spoken: String
  /// One a quantity, in the order of the record.
  let series: [SeriesFigures]
  /// The quantity that the run is judged by: the displacement of the parameters.
  let lead: SeriesFigures
  let fate: Fate

  init(record: DriftRunRecord, index: Int, spoken: String, series: [SeriesFigures], lead: SeriesFigures) {
    self.record = record
    self.index = index
    self.spoken = spoken
    self.series = series
    self.lead = lead
    if lead.last == .notFinite || record.findings.contains(where: \.fatal) {
      fate = .ruined
    } else {
      fate = record.firstToPart == nil ? .holds : .loses
    }
  }

  /// The bits that are right in the lead quantity after the last step.
  var bits: Double? { lead.last?.bits }

  /// The share of the digits of the lead quantity that is right after the last step.
  var share: Double { (bits ?? 0) / Double(max(1, lead.holds)) }

  /// The quantity, but for the lead one, that lost the largest share of its digits after the last step.
  var worstAtEnd: SeriesFigures? {
    func share(_ series: SeriesFigures) -> Double { (series.last?.bits ?? 0) / Double(max(1, series.holds)) }
    return series.filter { $0.last?.bits != nil && $0.symbol != lead.symbol }.min { share($0) < share($1) }
  }

  /// The step at which the run was lost, if it was.
  var ruinedAt: Int? {
    guard fate == .ruined else { return nil }
    return lead.notFiniteFrom ?? record.firstNonFinite?.step
      ?? record.findings.first(where: \.fatal)?.event?.step
  }
}
