import LabRecords

/// What the mutants showed: how ways of testing compare, who survived, and the matrix.
struct CheckMutantsModel {
  /// A way of testing, with what it notices.
  struct Way {
    let name: String
    let description: String
    let all: String
    let known: String
    let heldOut: String
    /// Width of the bar, as in `45.2%`.
    let share: String
    /// Mutants that it notices and the catalogue doesn't.
    let alone: String
    let isCatalogue: Bool
  }

  /// A mutant in words.
  struct Entry {
    let anchor: String
    let mutant: String
    let mistake: String
    let seen: String?
    let proof: String?
    let noticed: String
    let quickest: String
    let words: String
    /// `missed`, `equivalent`, `refuted` or `noticed`: the class.
    let tone: String
  }

  /// A property that notices nothing.
  struct Idle {
    let property: String
    let reason: String
  }

  let setting: String
  let total: String
  let hasHeldOut: Bool
  /// Whether another way notices what the catalogue doesn't.
  let hasAlone: Bool
  let ways: [Way]
  let hasSurvivors: Bool
  let survivors: [Entry]
  let hasRefuted: Bool
  let refuted: [Entry]
  let hasIdle: Bool
  let idle: [Idle]
  let matrix: String
  let limit: String
  let all: [Entry]

  init(_ mutants: CheckedMutants, _ figures: CheckFigures) {
    setting = mutants.setting
    total = Numbers.grouped(mutants.mutants.count)
    hasHeldOut = mutants.total.heldOut > 0
    hasAlone = mutants.otherWays.contains { !$0.alone.isEmpty }
    ways = Self.ways(mutants, figures)
    let entries = mutants.mutants.enumerated().map { Entry($1, index: $0) }
    survivors = entries.filter { $0.tone == "missed" } + entries.filter { $0.tone == "equivalent" }
    hasSurvivors = !survivors.isEmpty
    refuted = entries.filter { $0.tone == "refuted" }
    hasRefuted = !refuted.isEmpty
    let reasons = Dictionary(figures.properties.map { ($0.record.id, $0.record.kept) }) { first, _ in first }
    idle = mutants.idle.map { Idle(property: $0, reason: (reasons[$0] ?? nil) ?? "No reason is given.") }
    hasIdle = !idle.isEmpty
    matrix = CheckMatrix(mutants, figures).markup.source
    limit = Numbers.grouped(mutants.record.limit)
    all = entries
  }

  static func anchor(_ index: Int) -> String { "mutant-\(index + 1)" }

  private static func ways(_ mutants: CheckedMutants, _ figures: CheckFigures) -> [Way] {
    let total = mutants.total
    func way(_ name: String, _ text: String, _ count: CheckedMutants.Count, alone: [String] = [], own: Bool) -> Way {
      Way(
        name: name, description: text, all: "\(count.all) of \(total.all)", known: "\(count.known) of \(total.known)",
        heldOut: "\(count.heldOut) of \(total.heldOut)",
        share: "\(Numbers.fixed(100 * Double(count.all) / Double(max(1, total.all))))%",
        alone: alone.joined(separator: ", "), isCatalogue: own)
    }
    let properties = Numbers.count(figures.properties.count, "property", "properties")
    let limit = Numbers.count(mutants.record.limit, "case", "cases")
    return [
      way("The catalogue", "\(properties), up to \(limit) of each; with some seed.", mutants.noticed, own: true),
      way(
        "The catalogue, every seed", "One of them notices it with each of the seeds.", mutants.noticedAlways, own: true),
    ]
      + mutants.otherWays.map {
        way($0.record.name, $0.record.description, $0.noticed, alone: $0.alone, own: false)
      }
  }
}

extension CheckMutantsModel.Entry {
  fileprivate init(_ mutant: CheckedMutant, index: Int) {
    anchor = CheckMutantsModel.anchor(index)
    self.mutant = mutant.record.id
    mistake = mutant.record.mistake
    seen = mutant.record.seen
    proof = mutant.record.equivalence
    noticed = String(mutant.kills.count)
    quickest = mutant.quickest?.property ?? ""
    words = mutant.quickest?.words ?? ""
    tone = "\(mutant.fate)"
  }
}
