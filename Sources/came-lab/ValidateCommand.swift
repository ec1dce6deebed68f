internal import ArgumentParser
internal import Foundation
internal import LabRecords
internal import Ports
internal import Reports

/// `came-lab validate`: whether a port is CAME.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Validate a port of CAME by derived bounds, and say what is wrong with it.",
    discussion: """
      Live:     came-lab validate --port "python my_port.py"
      Offline:  came-lab cases export DIR, run the port on DIR, came-lab validate DIR

      Every number that the port shows is held against the exact result and the error that correct arithmetic may make.
      Exit status 1 if the port is not CAME or fails, 0 if it conforms or is only unusual.
      """)

  @Argument(help: "A folder that `came-lab cases export` made, with the answers of a port.")
  var folder: String?

  @Option(help: "A shell command that runs a client of the port, kept alive over its pipes.")
  var port: String?

  @Option(name: .customLong("case"), help: "A case of the library by its name, such as defaults-6; repeat for more.")
  var cases: [String] = []

  @Option(help: "Seconds that the port may take for a case.")
  var timeLimit = 10.0

  @Option(help: "Seconds for which a failure is made smaller; 0 leaves it as it is.")
  var shrinkLimit = 50.0

  @Option(help: "Where the port's source comes from, such as a version or a commit, for the record.")
  var source: String?

  @Flag(help: "Print the record as JSON and nothing else.")
  var json = false

  @Option(help: "A folder for report.html, record.json, table.csv and the minimal case.")
  var out: String?

  @Option(help: "Answers that are judged at a time; it changes no result.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  /// So many cases that don't conform are shown as they come in; the report has them all.
  private static let shownLines = 12

  func validate() throws {
    guard (folder == nil) != (port == nil) else {
      throw ValidationError("Either a folder with answers or --port is needed, and not both.")
    }
    guard threads >= 1 else { throw ValidationError("--threads must be at least 1, but got \(threads).") }
    guard timeLimit > 0 else { throw ValidationError("--time-limit must be more than 0, but got \(timeLimit).") }
    guard shrinkLimit >= 0 else { throw ValidationError("--shrink-limit must be 0 or more, but got \(shrinkLimit).") }
    if folder != nil, !cases.isEmpty { throw ValidationError("--case needs --port: a folder has its own cases.") }
  }

  func run() throws {
    let output = try out.map { try OutputFolder($0) }
    let start = ContinuousClock.now
    let (validated, live) = try chosenPort()
    var validation = validated
    validation.shrinkLimit = .seconds(shrinkLimit)
    let bar = ProgressBar(label: "\(validation.cases.count) cases of \(validation.port.claims.name)")
    let (progress, wrong, total, isShown) = (Counter(), Counter(), validation.cases.count, !json)
    let outcome = validation.run { record in
      if isShown, [.differs, .failed, .unusual].contains(record.verdict) {
        let number = wrong.next()
        bar.clear()
        if number <= Self.shownLines {
          Terminal.say(ValidationSummary.line(record, width: Terminal.width, color: Terminal.hasColor))
        } else if number == Self.shownLines + 1 {
          Terminal.say("… and more")
        }
      }
      bar.show(Double(progress.next()) / Double(total))
    }
    bar.clear()
    live?.close()
    let claims = validation.port.claims
    let record = ValidationRecord(
      tool: "came-lab \(CAMELab.version)", made: Date().ISO8601Format(), command: command,
      seconds: (ContinuousClock.now - start) / .seconds(1),
      port: PortRecord(
        name: claims.name, version: claims.version, claims: claims.words, starts: live?.starts, source: source),
      verdict: outcome.verdict,
      summary: outcome.summary(of: claims.version.isEmpty ? claims.name : "\(claims.name) \(claims.version)"),
      cases: outcome.cases,
      diagnoses: outcome.diagnoses, minimal: outcome.minimal?.record, remarks: outcome.remarks)
    if json {
      print(String(decoding: try OutputFolder.json(record), as: UTF8.self))
    } else {
      print("\n" + ValidationSummary.text(record, width: Terminal.width, color: Terminal.hasColor), terminator: "")
    }
    if let output {
      let report = try output.write(record, minimal: try outcome.minimal?.question.encode())
      if !json { print("\nReport: \(report.path)") }
    }
    if [.differs, .failed].contains(outcome.verdict) { throw ExitCode(1) }
  }

  private func chosenPort() throws -> (Validation, LivePort?) {
    if let folder {
      let answers = try OfflineAnswers(folder: URL(fileURLWithPath: folder, isDirectory: true))
      return (Validation(answers, cases: answers.cases.map(CaseLibrary.drawn), isLive: false, threads: threads), nil)
    }
    let live = try LivePort(command: port!, timeLimit: .seconds(timeLimit))
    let all = CaseLibrary.cases(for: live.claims.formats)
    let chosen =
      try cases.isEmpty
      ? all
      : cases.map { name in
        guard let found = all.first(where: { $0.question.name == name }) else {
          throw ValidationError("There is no case \"\(name)\" for this port; `came-lab cases list` shows them.")
        }
        return found
      }
    return (Validation(live, cases: chosen, isLive: true, threads: threads), live)
  }

  private var command: String {
    var words = ["came-lab", "validate"]
    if let folder { words.append(Shell.quoted(folder)) }
    if let port { words += ["--port", Shell.quoted(port)] }
    for name in cases { words += ["--case", name] }
    return words.joined(separator: " ")
  }
}
