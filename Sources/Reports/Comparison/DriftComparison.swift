public import LabRecords

/// Compares two drift records of the same workload, so that a change of code or format can be held to what was there before.
public enum DriftComparison {
  /// What got better or worse from `before` to `after`; the bits of each quantity at the last step in its worst tensor count.
  ///
  /// - Parameters:
  ///   - threshold: The bits that may be lost without its being a regression.
  ///   - policies: The policies to compare, as in the records; all if empty.
  ///   - quantities: The symbols of the quantities to compare; all if empty.
  /// - Throws: ``ComparisonError`` if the workloads differ, or nothing is left to compare.
  public static func record(
    _ before: DriftRecord, _ after: DriftRecord, threshold: Double = 1, policies: [String] = [],
    quantities: [String] = []
  ) throws(ComparisonError) -> ComparisonRecord {
    guard threshold >= 0, threshold.isFinite else { throw .threshold(threshold) }
    try checkWorkloads(before, after)
    let (old, new) = (before.runs.map(\.policy), after.runs.map(\.policy))
    for policy in policies where !old.contains(policy) || !new.contains(policy) {
      throw .policy(policy, known: old.filter(new.contains))
    }
    let symbols = before.quantities.map(\.symbol).filter { symbol in after.quantities.contains { $0.symbol == symbol } }
    for quantity in quantities where !symbols.contains(quantity) { throw .quantity(quantity, known: symbols) }
    let shared = old.filter { new.contains($0) && (policies.isEmpty || policies.contains($0)) }
    guard !shared.isEmpty else { throw .nothingInCommon(before: old, after: new) }

    var rows: [ComparisonRowRecord] = []
    var (appeared, gone): ([ComparisonFindingRecord], [ComparisonFindingRecord]) = ([], [])
    for policy in shared {
      guard let a = before.runs.first(where: { $0.policy == policy }),
        let b = after.runs.first(where: { $0.policy == policy })
      else { continue }
      for symbol in symbols where quantities.isEmpty || quantities.contains(symbol) {
        if let row = row(policy, symbol, a, b, threshold) { rows.append(row) }
      }
      let (first, second) = (fatal(a), fatal(b))
      appeared += second.filter { finding in !first.contains { $0.kind == finding.kind } }.map { told(policy, $0) }
      gone += first.filter { finding in !second.contains { $0.kind == finding.kind } }.map { told(policy, $0) }
    }
    // What is not finite any more first, then the greatest loss; what can't be compared last.
    rows.sort { rank($0) > rank($1) }
    return ComparisonRecord(
      before: before.command, after: after.command, threshold: threshold, rows: rows, appeared: appeared, gone: gone,
      onlyBefore: old.filter { !new.contains($0) }, onlyAfter: new.filter { !old.contains($0) })
  }

  private static func checkWorkloads(_ a: DriftRecord, _ b: DriftRecord) throws(ComparisonError) {
    func check(_ field: String, _ x: String, _ y: String) throws(ComparisonError) {
      if x != y { throw .workload(field: field, before: x, after: y) }
    }
    try check("workload", a.workload.name, b.workload.name)
    try check("SHA-256 of the recording", a.workload.sha256 ?? "none", b.workload.sha256 ?? "none")
    try check("number of steps", String(a.workload.steps), String(b.workload.steps))
    for parameter in a.hyperparameters {
      let other = b.hyperparameters.first { $0.symbol == parameter.symbol }
      try check(parameter.symbol, parameter.value, other?.value ?? "none")
    }
  }

  /// `nil` where neither record has an error to speak of.
  private static func row(
    _ policy: String, _ symbol: String, _ a: DriftRunRecord, _ b: DriftRunRecord, _ threshold: Double
  ) -> ComparisonRowRecord? {
    func last(_ run: DriftRunRecord) -> Agreement? {
      guard let series = run.series.first(where: { $0.quantity == symbol }) else { return nil }
      let isStored = ["g", "θ", DriftFigures.displacement].contains(symbol)
      return SeriesFigures(symbol: symbol, record: series, bits: isStored ? run.storageBits : run.bits).last
    }
    guard let x = last(a), let y = last(b), x != .undefined || y != .undefined else { return nil }
    let lost = x.bits.flatMap { x in y.bits.map { x - $0 } }
    let isRuined = y == .notFinite && x != .notFinite
    return ComparisonRowRecord(
      policy: policy, quantity: symbol, before: x.bits, after: y.bits, lost: lost,
      isRegression: isRuined || (lost ?? 0) > threshold)
  }

  private static func rank(_ row: ComparisonRowRecord) -> Double {
    row.lost ?? (row.after == nil && row.before != nil ? .infinity : -.infinity)
  }

  private static func fatal(_ run: DriftRunRecord) -> [FindingRecord] { run.findings.filter(\.fatal) }

  private static func told(_ policy: String, _ finding: FindingRecord) -> ComparisonFindingRecord {
    ComparisonFindingRecord(policy: policy, sentence: finding.sentence)
  }
}

/// Records that can't be compared.
public enum ComparisonError: Error, Equatable, Sendable, CustomStringConvertible {
  case threshold(Double)
  case workload(field: String, before: String, after: String)
  case policy(String, known: [String])
  case quantity(String, known: [String])
  case nothingInCommon(before: [String], after: [String])

  public var description: String {
    switch self {
    case .threshold(let bits): "A threshold is a number of bits, 0 or more, but got \(bits)."
    case .workload(let field, let before, let after):
      "The records are not of the same run: the \(field) is \(before) in the first and \(after) in the second."
    case .policy(let name, let known):
      "The policy \"\(name)\" is not in both records; \(known.isEmpty ? "none is" : known.joined(separator: ", "))."
    case .quantity(let name, let known):
      "The quantity \"\(name)\" is not in both records; \(known.joined(separator: ", "))."
    case .nothingInCommon(let before, let after):
      "The records have no policy in common: \(before.joined(separator: ", ")) in the first, "
        + "\(after.joined(separator: ", ")) in the second."
    }
  }
}
