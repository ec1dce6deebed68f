public import LabRecords
public enum CheckSummary {
  public static func text(_ record: CheckRecord, width: Int, color: Bool) -> String { "\(record.results.count) results\n" }
  public static func line(_ r: PropertyResultRecord, width: Int, color: Bool) -> String {
    "\(r.isFailure ? "✕" : "✓") \(r.property) \(r.format) \(r.cases) \(r.worst.map { "\($0)" } ?? "-") \(r.seconds) \(r.problem ?? "") \(r.counterexample.map { $0.cause + " " + $0.value } ?? "")"
  }
  public static func mutantLine(_ m: MutantRecord, _ kills: [KillRecord], width: Int, color: Bool) -> String {
    let best = kills.min { ($0.cases.map { $0 ?? 9999 }.max() ?? 0) < ($1.cases.map { $0 ?? 9999 }.max() ?? 0) }
    return "\(kills.isEmpty ? "✕" : "✓") \(m.id) \(kills.count) \(best.map { "\($0.property) \($0.cases.map { $0 ?? -1 })" } ?? (m.equivalence ?? "NOT NOTICED"))"
  }
  public static func explanation(_ p: PropertyRecord, kills: [KillRecord]?, width: Int, color: Bool) -> String { "\(p)" }
}
public enum CheckPage {
  public static func html(_ record: CheckRecord) throws -> String { "" }
}
