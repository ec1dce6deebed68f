import LabRecords

/// What the template of the validation page reads, by the names it uses.
struct ValidationPageModel {
  /// A known mistake that the port was held against.
  struct Match {
    let id: String
    let mistake: String
    let seen: String?
    /// What kind of tensors it was held against; nil for all.
    let scope: String?
    let digits: String
    let share: String
    let tone: String
  }

  /// A number out of bounds.
  struct Wrong {
    let place: String
    let shown: String
    let exact: String
    let bound: String
    let fault: String
  }

  struct Minimal {
    let from: String
    let effort: String
    let text: String
    let python: String
    let file: String
    let wrong: [Wrong]
  }

  /// Cases without a verdict.
  struct Reason {
    let title: String
    let count: String
    let text: String
    let standardError: String?
  }

  let style: String
  let verdict: String
  let tone: String
  let port: String
  let headline: String
  let story: [String]
  let quantities: [String]
  let families: [ValidationFamilyModel]
  let chart: String
  let hasDiagnosis: Bool
  let matches: [Match]
  let hasMinimal: Bool
  let minimal: Minimal?
  let hasReasons: Bool
  let reasons: [Reason]
  let claims: [String]
  let making: [DriftPageModel.Fact]
  let badge: String
  let command: String
  let tool: String
  let made: String

  init(_ figures: ValidationFigures, style: String) {
    let record = figures.record
    self.style = style
    (verdict, tone) = ("\(record.verdict.mark) \(record.verdict.word)", record.verdict.tone)
    port = figures.port
    headline = record.summary
    story = [figures.tally] + figures.diagnosis + record.remarks
    quantities = ValidationFigures.quantities.filter { quantity in
      figures.families.contains { $0.worst(quantity) != nil }
    }
    let shown = quantities
    families = figures.families.map { ValidationFamilyModel($0, shown) }
    chart = RatioChart(figures, quantities: shown).svg
    hasDiagnosis = !record.diagnoses.isEmpty
    matches = record.diagnoses.flatMap { diagnosis in
      diagnosis.matches.map { match in
        Match(
          id: match.id, mistake: match.mistake, seen: match.seen, scope: diagnosis.scope,
          digits: Numbers.fixed(match.digits),
          share: Numbers.plainPercent((match.share * 1000).rounded() / 1000),
          tone: match.isTied && diagnosis.isExplained ? "own" : "")
      }
    }
    hasMinimal = record.minimal != nil
    minimal = record.minimal.map(Minimal.init)
    reasons = [(PortVerdict.failed, "No answer"), (.unsupported, "Not supported")].flatMap { verdict, title in
      figures.reasons(verdict).map { reason in
        Reason(
          title: title, count: Numbers.count(reason.count, "case", "cases"), text: reason.text,
          standardError: reason.standardError)
      }
    }
    hasReasons = !reasons.isEmpty
    claims = record.port.claims
    making = [
      ("Port", figures.port), ("Source", record.port.source ?? ""),
      ("Process", record.port.starts.map { "started \($0 == 1 ? "once" : "\($0) times")" } ?? "answers from files"),
      ("Made", record.made), ("By", record.tool), ("Took", Numbers.duration(record.seconds)),
    ].filter { !$0.1.isEmpty }.map { DriftPageModel.Fact(label: $0.0, value: $0.1) }
    badge = ValidationSummary.badge(record)
    (command, tool, made) = (record.command, record.tool, record.made)
  }
}

extension ValidationPageModel.Minimal {
  fileprivate init(_ record: MinimalCaseRecord) {
    from = record.from
    effort = "The port was asked \(Numbers.count(record.evaluations, "time", "times")) to find it."
    (text, python, file) = (record.text, record.python, record.file)
    wrong = record.wrong.map { number in
      ValidationPageModel.Wrong(
        place: "step \(number.step), \(number.quantity)[\(number.place)]", shown: number.shown, exact: number.exact,
        bound: number.bound, fault: number.isOwnFault.map { $0 ? "its own" : "an earlier one’s" } ?? "not known")
    }
  }
}

extension PortVerdict {
  /// The class that colors a card.
  var tone: String {
    switch self {
    case .conforms: "holds"
    case .unusual: "loses"
    case .differs, .failed: "ruined"
    case .unsupported: ""
    }
  }
}
