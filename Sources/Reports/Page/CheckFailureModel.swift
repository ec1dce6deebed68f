import LabRecords

/// A property that fails, or of which the run says too little, as a card.
struct CheckFailureModel {
  /// What went wrong in one format.
  struct Place {
    let format: String
    /// How the case was come by, as in `case 17, 9.93 times the bound`.
    let found: String
    let example: Example?
    let problem: String?
  }

  struct Example {
    let value: String
    let cause: String
    let effort: String
    let verdicts: [Verdict]
    let replay: String
  }

  /// The same case in a format.
  struct Verdict {
    let format: String
    let word: String
    /// `fails`, `holds` or `other`: the class.
    let tone: String
  }

  let anchor: String
  let property: String
  let link: String
  /// `ruined` or `loses`: the class of the card.
  let tone: String
  let badge: String
  let statement: String
  let formula: String
  let places: [Place]

  /// Failures first, then doubts, each in the order of the record.
  static func all(_ figures: CheckFigures) -> [CheckFailureModel] {
    (figures.failing + figures.doubtful).map(CheckFailureModel.init)
  }

  private init(_ property: CheckedProperty) {
    let fails = !property.failures.isEmpty
    let results = property.failures + property.doubts
    anchor = "failure-\(property.index + 1)"
    self.property = property.record.id
    link = CheckFamilyModel.anchor(property.index)
    tone = fails ? "ruined" : "loses"
    let formats = Numbers.list((fails ? property.failures : results).map(\.format))
    badge = fails ? "fails in \(formats)" : "too little is known in \(formats)"
    statement = property.record.statement
    formula = property.record.formula
    places = results.map { result in
      let number = result.counterexample.map { example in
        example.number.map { "case \(Numbers.grouped($0))" } ?? "found by search"
      }
      let ratio = result.counterexample == nil ? nil : result.worst.map(Numbers.ofBound)
      return Place(
        format: result.format, found: [number, ratio].compactMap(\.self).joined(separator: ", "),
        example: result.counterexample.map(Example.init), problem: result.problem)
    }
  }
}

extension CheckFailureModel.Example {
  init(_ record: CounterexampleRecord) {
    value = record.value
    cause = record.cause
    effort = "made simple in \(Numbers.count(record.evaluations, "run", "runs"))"
    verdicts = record.ladder.map { rung in
      // `Float16: fails`; a name may hold a colon, a verdict doesn't.
      let parts = rung.split(separator: ":").map { $0.drop { $0 == " " } }
      let word = String(parts.last ?? "")
      return .init(
        format: parts.dropLast().joined(separator: ":"), word: word,
        tone: word == "fails" || word == "holds" ? word : "other")
    }
    replay = record.replay
  }
}
