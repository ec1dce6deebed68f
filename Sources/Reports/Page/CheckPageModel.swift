import LabRecords

/// What the template of the check page reads, by the names it uses.
///
/// `style` and the table in ``CheckMatrix`` are markup and go in as they are; all else is escaped.
/// Mustache looks for a missing name in the enclosing objects, so the template writes `.name` for what may be absent.
struct CheckPageModel {
  /// A bound that is never approached.
  struct Slack {
    let anchor: String
    let property: String
    let ratio: String
    let format: String
    let bound: String
  }

  let style: String
  let headline: String
  let subject: String
  let story: [String]
  let isRun: Bool
  let hasFailures: Bool
  let failures: [CheckFailureModel]
  let formats: [String]
  let families: [CheckFamilyModel]
  let hasProperties: Bool
  let columns: Int
  let hasSlack: Bool
  let slack: [Slack]
  let mutants: CheckMutantsModel?
  let making: [DriftPageModel.Fact]
  let command: String
  let tool: String
  let made: String

  init(_ figures: CheckFigures, style: String) {
    let record = figures.record
    self.style = style
    headline = figures.headline
    subject = record.subject
    story = figures.story
    isRun = figures.hasResults
    failures = CheckFailureModel.all(figures)
    hasFailures = !failures.isEmpty
    formats = isRun ? figures.formats : []
    families = CheckFamilyModel.all(figures)
    hasProperties = !families.isEmpty
    columns = 1 + formats.count + (isRun ? 1 : 0) + (figures.mutants == nil ? 0 : 1)
    slack = figures.slack.map { property in
      Slack(
        anchor: CheckFamilyModel.anchor(property.index), property: property.record.id,
        ratio: Numbers.ratio(property.nearest?.worst ?? 0), format: property.nearestPlace,
        bound: property.record.bound)
    }
    hasSlack = !slack.isEmpty
    mutants = figures.mutants.map { CheckMutantsModel($0, figures) }
    making = Self.making(figures)
    command = record.command
    tool = record.tool
    made = record.made
  }

  private static func making(_ figures: CheckFigures) -> [DriftPageModel.Fact] {
    let record = figures.record
    var facts = [
      DriftPageModel.Fact(label: "Checked", value: record.subject),
      DriftPageModel.Fact(label: "Seed", value: String(record.seed)),
      DriftPageModel.Fact(label: "Cases", value: "\(Numbers.grouped(record.cases)) of a property in a format"),
      DriftPageModel.Fact(label: "Confidence", value: figures.confidence),
    ]
    if let mutants = figures.mutants { facts.append(.init(label: "Mutants", value: mutants.setting)) }
    return facts + [
      DriftPageModel.Fact(label: "Made", value: record.made), DriftPageModel.Fact(label: "By", value: record.tool),
      DriftPageModel.Fact(label: "Took", value: Numbers.duration(record.seconds)),
    ]
  }
}
