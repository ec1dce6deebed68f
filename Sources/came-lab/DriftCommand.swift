internal import ArgumentParser
internal import CAMECore
internal import Drift
internal import Foundation
internal import LabRecords
internal import Reports
internal import Traces

/// `came-lab drift`: one training run in many formats, each against MPFR.
struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Repeat a recorded training run in several number formats and show where each parts from the truth.",
    discussion: """
      A policy is STORAGE[/ARITHMETIC][@ROUNDING]:
        float16             Float16 throughout
        float16/float       Float16 parameters and gradients, Float state and arithmetic
        float@direct        Float, with 1 − β formed in Float
      Formats: float16, float, double, mpfr53, mpfr113, mpfr127, mpfr255.
      Roundings of the constants: direct (in the format), double (through Double, as PyTorch), exact.
      """)

  @Option(help: "A recorded run in safetensors format.", completion: .file(extensions: ["safetensors"]))
  var trace: String?

  @Option(
    help: ArgumentHelp("A run that comes with the lab: \(SampleRun.allCases.map(\.name).joined(separator: ", "))."))
  var sample: String?

  @Option(name: .customLong("policy"), help: "A policy to run; repeat for more. Six are run if none is named.")
  var policies: [String] = []

  @Option(help: "Run only the first steps.")
  var steps: Int?

  @Option(help: ArgumentHelp("Another learning rate (η) than the recording's.", valueName: "decimal"))
  var lr: String?
  @Option(help: ArgumentHelp("Another β1.", valueName: "decimal"))
  var beta1: String?
  @Option(help: ArgumentHelp("Another β2.", valueName: "decimal"))
  var beta2: String?
  @Option(help: ArgumentHelp("Another β3.", valueName: "decimal"))
  var beta3: String?
  @Option(help: ArgumentHelp("Another ε1.", valueName: "decimal"))
  var epsilon1: String?
  @Option(help: ArgumentHelp("Another ε2.", valueName: "decimal"))
  var epsilon2: String?
  @Option(help: ArgumentHelp("Another clip threshold (d).", valueName: "decimal"))
  var clip: String?
  @Option(help: ArgumentHelp("Another weight decay (λ).", valueName: "decimal"))
  var weightDecay: String?

  @Option(help: "The folder for report.html, record.json and table.csv.")
  var out = "drift"

  @Option(help: "Tensors that are run at a time; it changes no number.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    if trace != nil, sample != nil { throw ValidationError("Give --trace or --sample, not both.") }
    if let sample, SampleRun(named: sample) == nil {
      throw ValidationError(
        "There is no sample \"\(sample)\"; there are \(SampleRun.allCases.map(\.name).joined(separator: ", ")).")
    }
    if threads < 1 { throw ValidationError("--threads must be at least 1, but got \(threads).") }
  }

  func run() throws {
    let url = trace.map { URL(fileURLWithPath: $0) } ?? (sample.flatMap(SampleRun.init(named:)) ?? .default).url
    let run = try read(url)
    let policies = self.policies.isEmpty ? Policy.defaults : try self.policies.map { try Policy($0) }
    let study = try DriftStudy(
      run, policies: policies, hyperparameters: try hyperparameters(run), steps: steps, threads: threads)
    let folder = try OutputFolder(out)

    let bar = ProgressBar(label: "\(run.name), \(study.steps) steps, \(policies.count) policies")
    let provenance = Provenance(
      tool: "came-lab \(CAMELab.version)", made: Date().ISO8601Format(), command: command(policies))
    let record = try study.record(provenance: provenance) { bar.show($0) }
    bar.clear()

    let report = try folder.write(record)
    print(DriftSummary.text(record, width: Terminal.width, color: Terminal.hasColor))
    print("\nReport: \(report.path)")
  }

  /// The recording; what is wrong with it is said with its path.
  private func read(_ url: URL) throws -> RecordedRun {
    do {
      return try RecordedRun(contentsOf: url)
    } catch {
      throw FileError(path: url.path, reason: "\(error)")
    }
  }

  /// The recording's constants with those of the command line in their place.
  private func hyperparameters(_ run: RecordedRun) throws -> CAMEHyperparameters {
    var constants = try CAMEHyperparameters(run.hyperparameters)
    if let lr { constants.learningRate = try ExactDecimal(lr) }
    if let beta1 { constants.beta1 = try ExactDecimal(beta1) }
    if let beta2 { constants.beta2 = try ExactDecimal(beta2) }
    if let beta3 { constants.beta3 = try ExactDecimal(beta3) }
    if let epsilon1 { constants.epsilon1 = try ExactDecimal(epsilon1) }
    if let epsilon2 { constants.epsilon2 = try ExactDecimal(epsilon2) }
    if let clip { constants.clipThreshold = try ExactDecimal(clip) }
    if let weightDecay { constants.weightDecay = try ExactDecimal(weightDecay) }
    try constants.validate()
    return constants
  }

  /// The command that repeats this run.
  private func command(_ policies: [Policy]) -> String {
    var words = ["came-lab", "drift"]
    if let trace {
      words += ["--trace", quoted(trace)]
    } else {
      words += ["--sample", sample ?? SampleRun.default.name]
    }
    for policy in policies { words += ["--policy", policy.name] }
    let options = [
      ("--steps", steps.map(String.init)), ("--lr", lr), ("--beta1", beta1), ("--beta2", beta2), ("--beta3", beta3),
      ("--epsilon1", epsilon1), ("--epsilon2", epsilon2), ("--clip", clip), ("--weight-decay", weightDecay),
    ]
    for (name, value) in options { if let value { words += [name, value] } }
    return words.joined(separator: " ")
  }

  private func quoted(_ path: String) -> String {
    let plain = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-+=:,@%".contains($0) }
    return plain && !path.isEmpty ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }
}
