internal import ArgumentParser
internal import Audit
internal import Formats
internal import Foundation
internal import LabRecords
internal import Reports

/// `came-lab audit`: the accuracy of the elementary functions in each format, against MPFR.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Measure the accuracy of swift-numerics' functions in each format against MPFR.",
    discussion: """
      Formats of 16 bits and less are tried on every finite number, wider ones on random inputs: of any exponent, around 1,
      close to 1 and close to multiples of π/2. The functions of native formats are those of the system's mathematical library,
      so the result is that of this machine.
      """)

  @Option(
    name: .customLong("format"),
    help:
      "A format to audit; repeat for more. All of them if none is named: \(Audit.known.map(\.name).joined(separator: ", "))."
  )
  var formats: [String] = []
  @Option(name: .customLong("function"), help: "A function to audit, such as exp or log(onePlus:); repeat for more.")
  var functions: [String] = []
  @Option(help: "Random inputs a function, where not every number is tried.")
  var samples = 50_000
  @Option(help: "The seed of random inputs.")
  var seed: UInt64 = 0
  @Option(help: "Functions that are tried at a time; it changes no number.")
  var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "The folder for record.json and table.csv.")
  var out = "audit"

  func validate() throws {
    if threads < 1 { throw ValidationError("--threads must be at least 1, but got \(threads).") }
  }

  func run() throws {
    let audit = try Audit(
      formats: try formats.isEmpty ? Audit.known : formats.map { try Formats.named($0) },
      functions: try functions.isEmpty ? AuditedFunction.allCases : functions.map(Self.function), samples: samples,
      seed: seed, threads: threads)
    let folder = try OutputFolder(out)
    let bar = ProgressBar(label: "\(audit.functions.count) functions, \(audit.formats.count) formats")
    let (clock, start) = (ContinuousClock(), ContinuousClock().now)
    let rows = audit.rows { bar.show($0) }
    bar.clear()
    let record = AuditRecord(
      tool: "came-lab \(CAMELab.version)", made: Date().ISO8601Format(), command: command,
      seconds: (clock.now - start) / .seconds(1), reference: "MPFR, 127 bits",
      library: "The functions of native formats are those of this system's mathematical library.", seed: seed,
      rows: rows)
    let table = try folder.write(record)
    print(AuditSummary.text(record, width: Terminal.width, color: Terminal.hasColor) + "\n\nTable: \(table.path)")
  }

  private static func function(_ name: String) throws -> AuditedFunction {
    guard let function = AuditedFunction(rawValue: name) else { throw AuditError.function(name) }
    return function
  }

  /// The command that repeats this run.
  private var command: String {
    (["came-lab audit"] + formats.map { "--format \($0)" } + functions.map { "--function '\($0)'" }
      + ["--samples \(samples) --seed \(seed)"]).joined(separator: " ")
  }
}
