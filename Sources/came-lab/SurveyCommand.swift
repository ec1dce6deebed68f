internal import ArgumentParser
internal import Foundation
internal import LabRecords
internal import Ports
internal import Reports

/// `came-lab survey`: public ports, each validated as its users run it.
struct SurveyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "survey", abstract: "Validate the public ports that can be had, and write a page of what was found.",
    discussion: """
      `make survey` makes the environment for those that PyPI carries. Others need a checkout:
        came-lab survey --environment .venv-survey --source ColossalAI=../ColossalAI
      Nothing of anybody's code is kept; the record has its version or commit.
      """)

  @Option(help: "A virtual environment that ports/survey/setup has made.")
  var environment: String

  @Option(name: .customLong("source"), help: "NAME=DIR: a checkout; repeat for more.")
  var sources: [String] = []

  @Option(name: .customLong("only"), help: "A port by its name; repeat for more.")
  var only: [String] = []

  @Option(help: "The folder with ports.json and the adapters.")
  var adapters = "ports/survey"

  @Option(help: "A folder for the page and a report of each port.")
  var out = "survey"

  @Option(help: "Answers that are judged at a time; it changes no result.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func run() throws {
    let folder = try OutputFolder(out)
    let checkouts = try Dictionary(uniqueKeysWithValues: sources.map(checkout))
    let all = try ports()
    for name in only where !all.contains(where: { $0.id == name }) {
      throw ValidationError("There is no port \"\(name)\"; there are \(all.map(\.id).joined(separator: ", ")).")
    }
    var entries: [SurveyEntry] = []
    for port in all where only.isEmpty || only.contains(port.id) {
      if let source = port.source, checkouts[source] == nil {
        Terminal.say("–  \(port.title): no checkout of \(port.repository ?? source); give --source \(source)=DIR")
        continue
      }
      do {
        let entry = try validate(port, checkouts[port.source ?? ""])
        entries.append(entry)
        Terminal.say("\(entry.record.summary) \(Int(entry.record.seconds)) s")
        _ = try OutputFolder("\(out)/\(port.id)").write(entry.record, minimal: entry.minimal)
      } catch let failure as PortFailure {
        Terminal.say("✕  \(port.title): \(failure.message) \(failure.standardError.suffix(400))")
      }
    }
    let page = try folder.write(survey: entries.map { ($0.port.title, $0.record) })
    print("\nSurvey: \(page.path)")
  }

  private struct Port: Decodable {
    let id: String
    let adapter: String
    let title: String
    let package: String?
    let source: String?
    let repository: String?
  }

  private struct SurveyEntry {
    let port: Port
    let record: ValidationRecord
    let minimal: Data?
  }

  private func ports() throws -> [Port] {
    let file = URL(fileURLWithPath: adapters).appendingPathComponent("ports.json")
    do {
      return try JSONDecoder().decode([Port].self, from: Data(contentsOf: file))
    } catch {
      throw FileError(path: file.path, reason: "the list of ports can't be read (\(error.localizedDescription))")
    }
  }

  /// A checkout by its name.
  private func checkout(_ text: String) throws -> (String, String) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    var isFolder: ObjCBool = false
    guard parts.count == 2, FileManager.default.fileExists(atPath: parts[1], isDirectory: &isFolder), isFolder.boolValue
    else { throw ValidationError("--source must be NAME=DIR with a folder that is there, but got \"\(text)\".") }
    return (parts[0], parts[1])
  }

  private func validate(_ port: Port, _ checkout: String?) throws -> SurveyEntry {
    let start = ContinuousClock.now
    var command =
      "\(Shell.quoted("\(environment)/bin/python")) \(Shell.quoted("\(adapters)/survey.py")) \(port.adapter)"
    if let checkout { command += " --source \(Shell.quoted(checkout))" }
    if let package = port.package {
      command = "env PYTHONPATH=\(Shell.quoted("\(environment)/ports/\(package)")) \(command)"
    }
    let live = try LivePort(command: command)
    defer { live.close() }
    let outcome = Validation(live, cases: CaseLibrary.cases(for: live.claims.formats), isLive: true, threads: threads)
      .run()
    let commit = checkout.flatMap(Checkout.commit)
    let source =
      port.package.map { "PyPI, \($0)" } ?? "\(port.repository ?? "a checkout"), commit \(commit ?? "unknown")"
    let record = ValidationRecord(
      tool: "came-lab \(CAMELab.version)", made: Date().ISO8601Format(), command: "came-lab survey --only \(port.id)",
      seconds: (ContinuousClock.now - start) / .seconds(1),
      port: PortRecord(
        name: port.title, version: "", claims: live.claims.words, starts: live.starts, source: source),
      verdict: outcome.verdict, summary: outcome.summary(of: port.title), cases: outcome.cases,
      diagnoses: outcome.diagnoses, minimal: outcome.minimal?.record, remarks: outcome.remarks)
    return SurveyEntry(port: port, record: record, minimal: try outcome.minimal?.question.encode())
  }
}

/// What a checkout is of.
enum Checkout {
  /// Its commit, read from git's files.
  static func commit(_ folder: String) -> String? {
    let git = URL(fileURLWithPath: folder).appendingPathComponent(".git")
    func text(_ path: String) -> String? {
      (try? String(contentsOf: git.appendingPathComponent(path), encoding: .utf8))?
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
    guard let head = text("HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return head }
    let name = String(head.dropFirst(5))
    if let commit = text(name) { return commit }
    let packed = text("packed-refs")?.split(separator: "\n").first { $0.hasSuffix(" \(name)") }
    return packed.map { String($0.prefix { $0 != " " }) }
  }
}
