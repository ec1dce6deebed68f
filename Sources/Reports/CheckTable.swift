public import LabRecords

/// One run of the catalogue as a table for other tools.
public enum CheckTable {
  /// Every result of the record in long form, as RFC 4180 has it: one line a property and format.
  ///
  /// A field is empty where the record has nothing. Numbers are written with as many digits as it takes to read them back
  /// exactly.
  public static func csv(_ record: CheckRecord) -> String {
    let header = [
      "property", "format", "verdict", "worst", "cases", "discards", "failure_rate_bound", "seconds", "cause",
      "counterexample", "replay", "note",
    ]
    let rows = record.results.map { result in
      [
        result.property, result.format, verdict(result), number(result.worst), String(result.cases),
        String(result.discards), number(result.failureRateBound), number(result.seconds),
        result.counterexample?.cause ?? "", result.counterexample?.value ?? "", result.counterexample?.replay ?? "",
        result.problem ?? result.skipped ?? "",
      ]
    }
    return CSV.text([header] + rows)
  }

  /// Every kill of the record in long form: one line a mutant, a property and a seed.
  ///
  /// The case is empty where the mutant went unnoticed with that seed.
  public static func killsCSV(_ record: MutantsRecord) -> String {
    let rows = record.kills.flatMap { kill in
      zip(record.seeds, kill.cases).map { seed, number in
        [kill.mutant, kill.property, String(seed), number.map { String($0) } ?? ""]
      }
    }
    return CSV.text([["mutant", "property", "seed", "case"]] + rows)
  }

  private static func verdict(_ result: PropertyResultRecord) -> String {
    if result.skipped != nil { return "skipped" }
    if result.counterexample != nil { return "fails" }
    return result.problem == nil ? "holds" : "unclear"
  }

  private static func number(_ value: Double?) -> String {
    value.map { "\($0)" } ?? ""
  }
}
