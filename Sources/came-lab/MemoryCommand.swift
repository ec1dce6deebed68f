internal import ArgumentParser
internal import CAMECore
internal import Foundation
internal import LabRecords
internal import Reports
internal import Traces

/// `came-lab memory`: what optimizers keep of a model.
struct MemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory", abstract: "Tell how many bytes each optimizer keeps of a model.",
    discussion: """
      Counted from the shapes of the parameters: exact, and without what an implementation needs besides for a step. The models \
      known by name are \(ModelShapes.all.map(\.name).joined(separator: ", ")); any other may be given as a safetensors file, each \
      of whose tensors counts as a parameter.
      """)

  @Argument(help: "Models by name, or safetensors files; all known models if none is given.")
  var models: [String] = []
  @Option(help: "Bytes of one number of the state: 4 for Float, 2 for BFloat16.")
  var bytes = 4
  @Flag(help: "Print the record as JSON instead of tables.")
  var json = false

  func validate() throws {
    if !(1...16).contains(bytes) { throw ValidationError("--bytes must be from 1 to 16, but got \(bytes).") }
  }

  func run() throws {
    let shapes = try models.isEmpty ? ModelShapes.all : models.map(Self.model)
    let record = MemoryRecord(
      tool: "came-lab \(CAMELab.version)",
      command: (["came-lab memory"] + models + (bytes == 4 ? [] : ["--bytes \(bytes)"])).joined(separator: " "),
      bytesPerNumber: bytes, models: shapes.map(memory), published: models.isEmpty && bytes == 4 ? Self.published : [])
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      Terminal.say(String(decoding: try encoder.encode(record), as: UTF8.self))
    } else {
      Terminal.say(MemorySummary.text(record, width: Terminal.width, color: Terminal.hasColor))
    }
  }

  /// A model by name, or the tensors of a file.
  static func model(_ name: String) throws -> ModelShapes {
    if let known = ModelShapes.all.first(where: { $0.name == name }) { return known }
    let url = URL(fileURLWithPath: name)
    guard name.hasSuffix(".safetensors") || FileManager.default.fileExists(atPath: url.path) else {
      throw ValidationError(
        "There is no model \"\(name)\"; there are \(ModelShapes.all.map(\.name).joined(separator: ", ")), or give a "
          + "safetensors file.")
    }
    let file = try SafetensorsFile(contentsOf: url)
    return ModelShapes(
      name: name, title: url.lastPathComponent, remark: "every tensor of the file counted as a parameter",
      tensors: file.entries.map { .init($0.shape) })
  }

  private func memory(_ model: ModelShapes) -> ModelMemoryRecord {
    ModelMemoryRecord(
      title: model.title, remark: model.remark, parameters: model.count,
      states: OptimizerKind.allCases.map { kind in
        let numbers = model.total { kind.stateCount(ofShape: $0) }
        return StateMemoryRecord(optimizer: kind.title, numbers: numbers, bytes: numbers * bytes)
      })
  }

  /// Differences, since what else lay in the memory that was measured cancels out of them; as far as it does.
  static var published: [PublishedMemoryRecord] {
    let paper = "paper, Table 1"
    return [
      difference("gpt2-medium", .adamw, .came, 8.77 - 7.44, "GiB", "official README"),
      difference("bert-large", .adam, .came, 8.24 - 7.07, "GB", paper),
      difference("bert-large", .adam, .adafactorWithMomentum, 8.24 - 7.00, "GB", paper),
      difference("bert-large", .adam, .sm3, 8.24 - 7.44, "GB", paper),
    ].compactMap { $0 }
  }

  private static func difference(
    _ model: String, _ a: OptimizerKind, _ b: OptimizerKind, _ published: Double, _ unit: String, _ source: String
  ) -> PublishedMemoryRecord? {
    guard let shapes = ModelShapes.all.first(where: { $0.name == model }) else { return nil }
    let numbers = shapes.total { a.stateCount(ofShape: $0) - b.stateCount(ofShape: $0) }
    return PublishedMemoryRecord(
      source: source, what: "\(shapes.title), \(a.title) less \(b.title)", published: published, unit: unit,
      computed: Double(numbers * 4) / (unit == "GiB" ? 0x1p30 : 1e9))
  }
}
