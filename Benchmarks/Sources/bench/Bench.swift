import ArgumentParser
import Foundation
import Timing

/// Steps of CAME beside what they are measured against, all in one interleaved run.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time the fused step beside hand-written C, the official CAME, PyTorch's fused AdamW and a memory stream."
  )

  @Option(help: "The contestant built for any processor of this kind.")
  var portable: String
  @Option(help: "The contestant built for this processor.")
  var native: String
  @Option(help: "Rounds of the large shapes; the small ones take more.")
  var rounds = 15
  @Option(help: "The folder that takes the table, the chart and the samples.")
  var out = "bench"
  @Flag(help: "Leave out the model of 199 tensors, sizes, memory and allocations.")
  var brief = false

  func run() throws {
    var report = Report(load: Machine.load(), processor: Machine.processor())
    let sides = try Sides(portable: portable, native: native)
    report.notes += sides.notes
    for scene in Scene.all where !brief || !scene.isLong {
      print("\(scene.title): ", terminator: "")
      report.results.append(try sides.run(scene, rounds: rounds * scene.roundsFactor))
      print("")
    }
    if !brief {
      report.size = try sides.sizes(rounds: rounds)
      report.allocations = try sides.allocations()
      report.memory = try sides.memory()
    }
    report.loadAtEnd = Machine.load()
    let folder = URL(filePath: out)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(report.markdown.utf8).write(to: folder.appending(path: "steps.md"), options: .atomic)
    try Data(Chart(report.results).svg.utf8).write(to: folder.appending(path: "steps.svg"), options: .atomic)
    print(report.markdown)
    print("Written: \(folder.appending(path: "steps.md").path), steps.svg")
  }
}

enum Machine {
  /// How many processes wanted a processor in the last minute.
  static func load() -> String {
    let text = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)
    return text?.split(separator: " ").first.map(String.init) ?? "unknown"
  }

  static func processor() -> String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let name = text.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
    return
      "\(name?.trimmingCharacters(in: .whitespaces) ?? "unknown processor"), \(ProcessInfo.processInfo.activeProcessorCount) processors"
  }
}
