internal import ArgumentParser
internal import CAMEProperties
internal import Foundation
internal import Formats
internal import LabRecords
internal import Reports

/// `came-lab explain`: all that is known of one property.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a property claims, why its bound holds, and which mistakes it notices.")

  @Argument(help: "A property, as `came-lab check --list` names them.")
  var property: String?

  @Flag(
    name: .customLong("not"),
    help: "Show what one would expect of CAME and what does not hold, each with a counterexample.")
  var misbeliefs = false

  @Option(help: "Cases in which the property may notice a mutant, with one seed, in Float.")
  var cases = 200

  @Option(help: "Mutants that are tried at a time; it changes no result.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    if (property == nil) != misbeliefs { throw ValidationError("Give a property, or --not.") }
    for (name, value) in [("--cases", cases), ("--threads", threads)] where value < 1 {
      throw ValidationError("\(name) must be at least 1, but got \(value).")
    }
  }

  func run() throws {
    if misbeliefs {
      let entries = Misbelief.all.map { misbelief in
        MisbeliefRecord(
          id: misbelief.id, statement: misbelief.statement, formula: misbelief.formula, reason: misbelief.reason,
          counterexample: misbelief.counterexample(in: Float.self))
      }
      print(PropertyList.text(entries, width: Terminal.width, color: Terminal.hasColor), terminator: "")
      return
    }
    let chosen = try CAMEProperty.named(property ?? "")
    let matrix = KillMatrix(properties: [chosen], limit: cases, seeds: [1], threads: threads)
    let bar = ProgressBar(label: "\(matrix.mutants.count) mutants")
    let progress = Counter()
    let kills = matrix.run { _, _ in bar.show(Double(progress.next()) / Double(matrix.mutants.count)) }
    bar.clear()
    print(
      CheckSummary.explanation(chosen.record, kills: kills, width: Terminal.width, color: Terminal.hasColor),
      terminator: "")
  }
}
