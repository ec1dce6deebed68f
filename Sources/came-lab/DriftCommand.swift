internal import ArgumentParser
internal import CAMECore
internal import Drift
internal import Formats
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
      A policy is STORAGE[/ARITHMETIC][@ROUNDING][,QUANTITY=FORMAT]...:
        float16                     Float16 throughout
        float16/float               Float16 parameters and gradients, Float state and arithmetic
        float@direct                Float, with 1 − β formed in Float
        float,m=dynamic8            Float, with the momentum kept in 8-bit codes
        bfloat16/float,param=bfloat16:stochastic
                                    BFloat16 parameters that are rounded at random
      or one of these names:
      \(Policy.presets.map { "  \($0.name): \($0.policy)" }.joined(separator: "\n"))
      Formats: \(Formats.all.map(\.name).joined(separator: ", ")).
      Kept quantities: \(StoredQuantity.allCases.map(\.rawValue).joined(separator: ", ")), state (all but param), factors
      (r, c, R, C); their formats also: e4m3x256 and the like (a scale for every 256 numbers), dynamic8, dynamic8u, dynamic4,
      linear4u; with :stochastic or :truncated. sum=float or sum=double adds in a wider format.
      Roundings of the constants: direct (in the format), double (through Double, as PyTorch), exact.
      """)

  @Option(help: "A recorded run in safetensors format.", completion: .file(extensions: ["safetensors"]))
  var trace: String?

  @Option(
    help: ArgumentHelp("A run that comes with the lab: \(SampleRun.allCases.map(\.name).joined(separator: ", "))."))
  var sample: String?

  @Option(
    help: ArgumentHelp(
      "A function in place of a recording, whose gradient each policy takes at its own parameters: \(Objective.Kind.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "name"))
  var objective: String?

  @Option(help: ArgumentHelp("The shape of the objective's only tensor.", valueName: "lengths"))
  var shape = "32x32"

  @Option(name: .customLong("policy"), help: "A policy to run; repeat for more. Six are run if none is named.")
  var policies: [String] = []

  @Option(help: "Run only the first steps; for an objective how many, 100 if not given.")
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

  @Option(
    help: ArgumentHelp(
      "Search for the policy with the fewest bytes that leaves this many bits of Δθ right at the end.",
      valueName: "bits"))
  var budget: Double?

  @Option(
    help: ArgumentHelp("The policy that the search begins with, whose formats are the widest.", valueName: "policy"))
  var searchFrom = "float"

  @Option(
    name: .customLong("randomize"),
    help: ArgumentHelp(
      "Round every operation of a format at random and count the significant digits: \(DriftExtras.randomizable.joined(separator: ", ")). Repeat for more.",
      valueName: "format"))
  var randomized: [String] = []

  @Option(help: "How many runs are made with random rounding.")
  var samples = 16

  @Option(help: "The seed of stochastic and random rounding, and of an objective's start.")
  var seed: UInt64 = 0

  @Option(help: "The folder for report.html, record.json and table.csv.")
  var out = "drift"

  @Option(help: "Tensors that are run at a time; it changes no number.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    if [trace, sample, objective].count(where: { $0 != nil }) > 1 {
      throw ValidationError("Give one of --trace, --sample and --objective.")
    }
    if let objective, Objective.Kind(rawValue: objective) == nil {
      throw ValidationError(
        "There is no objective \"\(objective)\"; there are \(Objective.Kind.allCases.map(\.rawValue).joined(separator: ", "))."
      )
    }
    if let steps, steps < 1 { throw ValidationError("--steps must be at least 1, but got \(steps).") }
    if let sample, SampleRun(named: sample) == nil {
      throw ValidationError(
        "There is no sample \"\(sample)\"; there are \(SampleRun.allCases.map(\.name).joined(separator: ", ")).")
    }
    if threads < 1 { throw ValidationError("--threads must be at least 1, but got \(threads).") }
  }

  func run() throws {
    let workload = try workload()
    let policies = self.policies.isEmpty ? Policy.defaults : try self.policies.map { try Policy($0) }
    let study = try DriftStudy(
      workload, policies: policies, hyperparameters: try hyperparameters(workload), steps: steps, seed: seed,
      threads: threads)
    let search = try budget.map { (base: try Policy(searchFrom), budget: $0) }
    let extras = try DriftExtras(search: search, randomized: randomized, samples: samples)
    let folder = try OutputFolder(out)

    let bar = ProgressBar(label: "\(workload.name), \(study.steps) steps, \(policies.count) policies")
    let provenance = Provenance(
      tool: "came-lab \(CAMELab.version)", made: Date().ISO8601Format(), command: command(policies))
    let record = try study.record(provenance: provenance, extras: extras) { bar.show($0) }
    bar.clear()

    let report = try folder.write(record)
    print(DriftSummary.text(record, width: Terminal.width, color: Terminal.hasColor))
    print("\nReport: \(report.path)")
  }

  private func workload() throws -> Workload {
    if let objective, let kind = Objective.Kind(rawValue: objective) {
      return .objective(try Objective(kind, shape: try lengths()), steps: steps ?? 100)
    }
    let url = trace.map { URL(fileURLWithPath: $0) } ?? (sample.flatMap(SampleRun.init(named:)) ?? .default).url
    return .recording(try read(url))
  }

  /// `128x64` as a shape.
  private func lengths() throws -> [Int] {
    let lengths = shape.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard lengths.allSatisfy({ $0 != nil }) else {
      throw ValidationError("--shape is lengths with x between them, such as 128x64, but got \"\(shape)\".")
    }
    return lengths.compactMap(\.self)
  }

  /// The recording; what is wrong with it is said with its path.
  private func read(_ url: URL) throws -> RecordedRun {
    do {
      return try RecordedRun(contentsOf: url)
    } catch {
      throw FileError(path: url.path, reason: "\(error)")
    }
  }

  /// The workload's constants with those of the command line in their place.
  private func hyperparameters(_ workload: Workload) throws -> CAMEHyperparameters {
    var constants = try workload.hyperparameters()
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
    } else if let objective {
      words += ["--objective", objective, "--shape", shape]
    } else {
      words += ["--sample", sample ?? SampleRun.default.name]
    }
    for policy in policies { words += ["--policy", policy.name] }
    if let budget { words += ["--budget", "\(budget)", "--search-from", searchFrom] }
    for format in randomized { words += ["--randomize", format] }
    if !randomized.isEmpty { words += ["--samples", String(samples)] }
    if seed != 0 { words += ["--seed", String(seed)] }
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
