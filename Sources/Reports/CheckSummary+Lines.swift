public import LabRecords

/// What a terminal shows while the run goes on: one line a result.
extension CheckSummary {
  /// A property that has finished in a format: mark, name, format, cases, the worst ratio to the bound, and seconds.
  ///
  /// `exact` stands where there is no ratio. What went wrong, or why it wasn't tried, takes the place of the numbers.
  public static func line(_ result: PropertyResultRecord, width: Int, color: Bool) -> String {
    let name = "\(result.property.printable.padded(to: 32)) \(result.format.printable.padded(to: 8))"
    if let reason = result.skipped { return marked("–", .soft, name, "skipped: \(reason)", width, color) }
    let cases = Numbers.grouped(result.cases).padded(to: 7, leading: true)
    if let example = result.counterexample {
      let ratio = result.worst.map { ", \(Numbers.ofBound($0))" } ?? ""
      let number = example.number.map { "case \(Numbers.grouped($0))" } ?? "a search"
      return marked("✕", .alarm, name, "\(number)\(ratio): \(example.cause)", width, color)
    }
    if let problem = result.problem { return marked("✕", .alarm, name, problem, width, color) }
    let ratio = (result.worst.map(Numbers.ratio) ?? "exact").padded(to: 9, leading: true)
    let seconds = Numbers.duration(result.seconds).padded(to: 9, leading: true)
    return marked("✓", .good, name, "\(cases) \(ratio) \(seconds)", width, color)
  }

  /// A mutant that was tried: mark, name, how many properties notice it, and the quickest of them.
  public static func mutantLine(_ mutant: MutantRecord, _ kills: [KillRecord], width: Int, color: Bool) -> String {
    let figures = CheckedMutant(record: mutant, kills: kills.compactMap(CheckKill.init))
    let name = mutant.id.printable.padded(to: min(40, width / 2 - 2))
    let count = "by \("\(figures.kills.count)".padded(to: 2, leading: true))"
    let quickest = figures.quickest.map { "\($0.words): \($0.property)" } ?? ""
    switch figures.fate {
    case .noticed: return marked("✓", .good, name, "\(count); \(quickest)", width, color)
    case .refuted:
      return marked("✕", .alarm, name, "\(count), though proved equivalent; \(quickest)", width, color)
    case .equivalent: return marked("–", .soft, name, "equivalent: \(mutant.equivalence ?? "")", width, color)
    case .missed: return marked("✕", .alarm, name, "not noticed", width, color)
    }
  }

  /// A mark in color, then a name and what there is to say of it, cut where the line ends.
  private static func marked(
    _ mark: String, _ meaning: Paint.Meaning, _ name: String, _ rest: String, _ width: Int, _ color: Bool
  ) -> String {
    let text = "\(name) \(rest.printable)".truncated(to: width - 2)
    let paint = Paint(color: color)
    return "\(paint(mark, meaning)) \(meaning == .alarm ? paint(text, meaning) : text)"
  }
}
