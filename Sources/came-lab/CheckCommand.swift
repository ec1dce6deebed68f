internal import ArgumentParser
internal import CAMEProperties
internal import Formats
internal import Foundation
internal import LabRecords

/// `came-lab check`: what must hold of CAME, tried in every format.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check what must hold of CAME over random cases, in several number formats.")

  @Option(name: .customLong("property"))
  var properties: [String] = []
  @Option(name: .customLong("format"))
  var formats: [String] = []
  @Option
  var cases = 1000
  @Option
  var seed: UInt64 = 1
  @Option
  var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option
  var mutant: String?

  @Flag
  var mutants = false
  @Option
  var seeds = 20

  func run() throws {
    if mutants {
      let chosen = properties.isEmpty ? CAMEProperty.all : try properties.map { try CAMEProperty.named($0) }
      var matrix = KillMatrix(properties: chosen, limit: cases, seeds: Array(1...UInt64(seeds)), threads: threads)
      if let mutant { matrix.mutants = Mutant.all.filter { $0.id == mutant } }
      let kills = matrix.run { mutant, kills in
        let best = kills.min { ($0.cases.compactMap { $0 }.max() ?? 9999, $0.cases.filter { $0 == nil }.count) < ($1.cases.compactMap { $0 }.max() ?? 9999, $1.cases.filter { $0 == nil }.count) }
        print(mutant.id, kills.count, best.map { "\($0.property) \($0.cases.map { $0 ?? -1 })" } ?? "SURVIVES", mutant.equivalence ?? "")
      }
      for property in chosen { print(property.id, Set(kills.filter { $0.property == property.id }.map(\.mutant)).count, kills.filter { $0.property == property.id }.map(\.mutant).prefix(5)) }
      for way in OtherWay.all { let r = way.record(Mutant.all); print(r.name, r.noticed.count, Mutant.all.count) }
      return
    }
    let chosen = properties.isEmpty ? CAMEProperty.all : try properties.map { try CAMEProperty.named($0) }
    let formats = self.formats.isEmpty ? Formats.refereed : try self.formats.map { try Formats.refereed(named: $0) }
    var check = Check(properties: chosen, formats: formats, cases: cases, seed: seed, threads: threads)
    check.mutant = mutant.flatMap { id in Mutant.all.first { $0.id == id } }
    let results = check.run { result in
      print(result.property, result.format, result.cases, result.discards, result.worst.map { "\($0)" } ?? "-", String(format: "%.2f s", result.seconds), result.problem ?? "")
      if let c = result.counterexample { print("   FAILS \(c.cause): \(c.value.prefix(1500))\n   \(c.ladder) case \(c.number ?? -1)") }
    }
    if results.contains(where: \.isFailure) { throw ExitCode(1) }
  }
}
