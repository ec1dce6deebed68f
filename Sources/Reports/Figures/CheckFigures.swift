import LabRecords

/// Everything that a report says of a check record and that the record doesn't spell out.
///
/// The page and the terminal read their figures here, so that they can't disagree.
struct CheckFigures {
  /// Bounds that errors never come nearer to than this are called slack.
  static let slackRatio = 1e-3

  let record: CheckRecord
  /// The formats of the record, and any other that a result names.
  let formats: [String]
  /// The properties of the record, and a bare one for any other that a result names, so that no failure is lost.
  let properties: [CheckedProperty]
  let mutants: CheckedMutants?

  init(_ record: CheckRecord) {
    self.record = record
    let formats = Self.unique(record.formats + record.results.map(\.format))
    let known = Set(record.properties.map(\.id))
    let strangers = Self.unique(record.results.map(\.property).filter { !known.contains($0) })
    let results = Dictionary(grouping: record.results, by: \.property)
    let listed = record.properties + strangers.map(PropertyRecord.init(unknown:))
    self.formats = formats
    properties = listed.enumerated().map { index, property in
      let own = results[property.id] ?? []
      return CheckedProperty(
        record: property, index: index, results: formats.map { format in own.first { $0.format == format } })
    }
    mutants = record.mutants.map { CheckedMutants($0, properties: listed.map(\.id)) }
  }

  /// Whether properties were run for their own sake, not on mutants alone.
  var hasResults: Bool { !record.results.isEmpty }
  /// The properties in which a case fails, in the order of the record.
  var failing: [CheckedProperty] { properties.filter { !$0.failures.isEmpty } }
  /// The properties of which the run says too little, though no case fails.
  var doubtful: [CheckedProperty] { properties.filter { $0.failures.isEmpty && !$0.doubts.isEmpty } }
  /// The properties whose bound is never approached, the slackest first.
  var slack: [CheckedProperty] {
    properties.filter(\.isSlack).sorted { ($0.nearest?.worst ?? 0) < ($1.nearest?.worst ?? 0) }
  }
  /// Results of properties that were run.
  var tried: [PropertyResultRecord] { properties.flatMap(\.tried) }
  /// The largest failure rate that the run leaves possible to a property that held.
  var failureRateBound: Double? { tried.filter { !$0.isFailure }.compactMap(\.failureRateBound).max() }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

/// A property with what came of it in each format.
struct CheckedProperty {
  let record: PropertyRecord
  let index: Int
  /// In the order of the formats; nil where the record has nothing.
  let results: [PropertyResultRecord?]

  var tried: [PropertyResultRecord] { results.compactMap(\.self).filter { $0.skipped == nil } }
  var skipped: [PropertyResultRecord] { results.compactMap(\.self).filter { $0.skipped != nil } }
  var failures: [PropertyResultRecord] { tried.filter { $0.counterexample != nil } }
  /// Formats in which no case fails, but the run says too little.
  var doubts: [PropertyResultRecord] { tried.filter { $0.counterexample == nil && $0.problem != nil } }

  /// The result that came nearest to the bound, or went furthest past it.
  var nearest: PropertyResultRecord? {
    guard record.isScored else { return nil }
    return tried.filter { $0.worst != nil }.max { ($0.worst ?? 0) < ($1.worst ?? 0) }
  }

  /// Where it came nearest: a format, or all of them if no case was ever off at all.
  var nearestPlace: String {
    nearest?.worst == 0 && tried.count > 1 ? "all \(tried.count) formats" : nearest?.format ?? ""
  }

  /// Whether it holds and its bound is never approached within a factor of a thousand, in any format.
  var isSlack: Bool {
    guard record.isScored, failures.isEmpty, let worst = nearest?.worst else { return false }
    return worst < CheckFigures.slackRatio
  }
}

extension PropertyRecord {
  /// A property of which only the name is known.
  fileprivate init(unknown id: String) {
    self.init(
      id: id, family: "unknown", statement: "Not described in this record.", formula: "", bound: "", source: "",
      isScored: true, shapes: [], needs: [], kept: nil, theorems: [])
  }
}
