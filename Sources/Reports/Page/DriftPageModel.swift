import LabRecords

/// What the template of the drift page reads, by the names it uses.
///
/// Fields named after charts and swatches, and `style`, are markup and go in as they are; all others are escaped.
/// Mustache looks for a missing name in the enclosing objects, so the template writes `.name` for what may be absent.
struct DriftPageModel {
  /// A policy in the legend.
  struct LegendEntry {
    let swatch: String
    let policy: String
    let title: String
  }

  /// A section of the page.
  struct Link {
    let anchor: String
    let name: String
  }

  /// A name and its value, in a list of facts.
  struct Fact {
    let label: String
    let value: String
  }

  let style: String
  let headline: String
  let story: [String]
  /// Whether no run was ruined.
  let isCalm: Bool
  let hasSteps: Bool
  let lead: String
  let leadName: String
  let isDisplacement: Bool
  let legend: [LegendEntry]
  let cards: [CardModel]
  let mainWide: String
  let mainNarrow: String
  let isSquareRoot: Bool
  let isLogarithmic: Bool
  let panels: [PanelModel]
  /// Whether the panels have a second line.
  let hasLocal: Bool
  /// Sections of their own templates; empty where the record has nothing for them.
  let search: String
  let heat: String
  let equations: String
  let elements: String
  let significance: String
  /// The sections that there are, in the order of the page, after the course of the lead quantity.
  let links: [Link]
  let matrix: MatrixModel
  let inputs: [InputsModel]
  let policies: [PolicyModel]
  let hyperparameters: [HyperparameterRecord]
  let quantities: [QuantityRecord]
  let workload: [Fact]
  let making: [Fact]
  let command: String
  let reference: String
  let tool: String
  let made: String

  init(_ figures: DriftFigures, style: String) throws {
    let record = figures.record
    let charts = DriftCharts(figures: figures)
    self.style = style
    headline = figures.headline
    story = figures.story
    isCalm = !figures.runs.contains { $0.fate == .ruined }
    hasSteps = figures.steps > 0
    lead = figures.lead
    leadName = record.quantities.first { $0.symbol == figures.lead }?.name ?? ""
    isDisplacement = figures.lead == DriftFigures.displacement
    legend = figures.runs.map { run in
      LegendEntry(
        swatch: PolicyStyle(index: run.index).swatch.source, policy: run.record.policy, title: run.record.title)
    }
    cards = CardModel.all(figures)
    mainWide = charts.main(DriftCharts.wide, id: "main-wide").source
    mainNarrow = charts.main(DriftCharts.narrow, id: "main-narrow").source
    isSquareRoot = charts.bitSpacing == .squareRoot
    isLogarithmic = charts.stepSpacing == .logarithmic
    panels = record.quantities.indices.map { PanelModel($0, figures, charts) }
    hasLocal = figures.runs.contains { $0.series.contains { !$0.lostInStep.isEmpty } }
    search = try SearchModel(figures).map { try Resource.filled("drift-search", with: $0) } ?? ""
    heat = try Resource.filled("drift-heat", with: HeatModel(figures))
    equations = try EquationsModel(figures).map { try Resource.filled("drift-equations", with: $0) } ?? ""
    elements = try ElementsModel(figures).map { try Resource.filled("drift-elements", with: $0) } ?? ""
    significance = try SignificanceModel(figures).map { try Resource.filled("drift-significance", with: $0) } ?? ""
    links = [
      (search, "search", "Search"), (hasSteps ? panels.map(\.symbol).joined() : "", "where", "Where it starts"),
      (hasSteps ? heat : "", "heat", "Where and when"), (hasSteps ? equations : "", "equations", "Equations"),
      (hasSteps ? "figures" : "", "figures", "Figures"), (hasSteps ? elements : "", "elements", "Elements"),
      (significance, "significance", "Digits"),
    ].filter { !$0.0.isEmpty }.map { Link(anchor: $0.1, name: $0.2) }
    matrix = MatrixModel(figures)
    inputs = InputsModel.all(record)
    policies = record.runs.map(PolicyModel.init)
    hyperparameters = record.hyperparameters
    quantities = record.quantities
    workload = Self.workload(record)
    making = [
      Fact(label: "Compared with", value: record.reference), Fact(label: "Made", value: record.made),
      Fact(label: "By", value: record.tool), Fact(label: "Took", value: Numbers.duration(record.seconds)),
    ]
    command = record.command
    reference = record.reference
    tool = record.tool
    made = record.made
  }

  private static func workload(_ record: DriftRecord) -> [Fact] {
    let workload = record.workload
    return [
      Fact(label: "Name", value: workload.name), workload.summary.map { Fact(label: "What it is", value: $0) },
      Fact(label: "Steps", value: Numbers.grouped(workload.steps)),
      Fact(
        label: "Model",
        value: "\(Numbers.count(workload.parameters, "parameter", "parameters")) in "
          + Numbers.count(record.tensors.count, "tensor", "tensors")),
      workload.bytes.map { Fact(label: "File", value: Numbers.count($0, "byte", "bytes")) },
      workload.sha256.map { Fact(label: "SHA-256", value: $0) },
    ].compactMap(\.self)
  }
}
