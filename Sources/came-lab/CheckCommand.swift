internal import ArgumentParser
internal import CAMEProperties
internal import Formats
internal import Foundation
internal import LabRecords
internal import Reports

/// `came-lab check`: what must hold of CAME, tried in every format.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check what must hold of CAME over random cases, in several number formats.",
    discussion: """
      Each property is a statement with a derived bound; `came-lab explain PROPERTY` says more of one.
      With --mutants they are tried on wrong optimizers as well: which of them does each notice?
      Exit status 1 if a property fails.
      """)

  @Flag(help: "List the properties and run nothing.")
  var list = false

  @Option(name: .customLong("property"), help: "A property to check; repeat for more. All if none is named.")
  var properties: [String] = []

  @Option(
    name: .customLong("format"),
    help: ArgumentHelp("A format: \(Formats.refereed.map(\.name).joined(separator: ", ")). All if none is named."))
  var formats: [String] = []

  @Option(help: "Cases of each property in each format; with --mutants, the most that it takes to notice one.")
  var cases = 1000

  @Option(help: "Determines every case.")
  var seed: UInt64 = 1

  @Flag(help: "Run the properties on the mutants instead: the kill matrix, in Float or the format named.")
  var mutants = false

  @Option(help: "Check one mutant in place of the reference; with --mutants, it alone.")
  var mutant: String?

  @Option(help: "How many seeds the kill matrix takes.")
  var seeds = 20

  @Flag(help: "Print the record as JSON and nothing else.")
  var json = false

  @Option(help: "A folder for report.html, record.json and table.csv.")
  var out: String?

  @Option(help: "Properties that run at a time; it changes no result.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    for (name, value) in [("--cases", cases), ("--threads", threads), ("--seeds", seeds)] where value < 1 {
      throw ValidationError("\(name) must be at least 1, but got \(value).")
    }
    if mutants, formats.count > 1 {
      throw ValidationError("The kill matrix is made in one format, but got \(formats.count).")
    }
  }

  func run() throws {
    let chosen = properties.isEmpty ? CAMEProperty.all : try properties.map { try CAMEProperty.named($0) }
    if list {
      print(PropertyList.text(chosen.map(\.record), width: Terminal.width, color: Terminal.hasColor))
      return
    }
    let folder = try out.map { try OutputFolder($0) }
    let start = ContinuousClock.now
    var (results, matrix): ([PropertyResultRecord], MutantsRecord?) = ([], nil)
    if mutants { matrix = try runMutants(chosen) } else { results = try runProperties(chosen) }
    let record = CheckRecord(
      tool: "came-lab \(CAMELab.version)", made: Date().ISO8601Format(), command: command,
      seconds: (ContinuousClock.now - start) / .seconds(1), subject: mutant ?? "the reference", seed: seed,
      cases: cases, confidence: 0.95, properties: chosen.map(\.record),
      formats: mutants ? [matrix?.format ?? ""] : try chosenFormats().map(\.name), results: results, mutants: matrix)
    if json {
      print(String(decoding: try OutputFolder.json(record), as: UTF8.self))
    } else {
      print("\n" + CheckSummary.text(record, width: Terminal.width, color: Terminal.hasColor), terminator: "")
    }
    if let folder {
      let report = try folder.write(record)
      if !json { print("\nReport: \(report.path)") }
    }
    let isMissed =
      matrix.map { Set($0.kills.map(\.mutant)).isSuperset(of: $0.mutants.filter { $0.equivalence == nil }.map(\.id)) }
      == false
    if results.contains(where: \.isFailure) || isMissed { throw ExitCode(1) }
  }

  private func chosenFormats() throws -> [any RefereedFormat] {
    formats.isEmpty ? Formats.refereed : try formats.map { try Formats.refereed(named: $0) }
  }

  private func runProperties(_ chosen: [CAMEProperty]) throws -> [PropertyResultRecord] {
    let check = Check(
      properties: chosen, formats: try chosenFormats(), cases: cases, seed: seed, threads: threads,
      mutant: try mutant.map { try Mutant.named($0) })
    let total = chosen.count * check.formats.count
    let bar = ProgressBar(label: "\(chosen.count) properties in \(check.formats.count) formats, \(cases) cases each")
    let progress = Counter()
    let results = check.run { result in
      if !json {
        bar.clear()
        Terminal.say(CheckSummary.line(result, width: Terminal.width, color: Terminal.hasColor))
      }
      bar.show(Double(progress.next()) / Double(total))
    }
    bar.clear()
    return results
  }

  private func runMutants(_ chosen: [CAMEProperty]) throws -> MutantsRecord {
    let format = try formats.first.map { try Formats.refereed(named: $0) } ?? Format<Float>()
    let matrix = KillMatrix(
      mutants: try mutant.map { [try Mutant.named($0)] } ?? Mutant.all, properties: chosen, format: format,
      limit: cases,
      seeds: (0..<UInt64(seeds)).map { seed &+ $0 }, threads: threads)
    let bar = ProgressBar(label: "\(matrix.mutants.count) mutants under \(chosen.count) properties")
    let progress = Counter()
    let kills = matrix.run { mutant, kills in
      if !json {
        bar.clear()
        Terminal.say(CheckSummary.mutantLine(mutant.record, kills, width: Terminal.width, color: Terminal.hasColor))
      }
      bar.show(Double(progress.next()) / Double(matrix.mutants.count))
    }
    bar.clear()
    return matrix.record(kills)
  }

  /// The command that repeats this run.
  private var command: String {
    var words = ["came-lab", "check"]
    for property in properties { words += ["--property", property] }
    for format in formats { words += ["--format", format] }
    words += ["--cases", "\(cases)", "--seed", "\(seed)"]
    if mutants { words += ["--mutants", "--seeds", "\(seeds)"] }
    if let mutant { words += ["--mutant", mutant] }
    return words.joined(separator: " ")
  }
}
