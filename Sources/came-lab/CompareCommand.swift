internal import ArgumentParser
internal import Foundation
internal import LabRecords
internal import Reports

/// `came-lab compare`: two drift records of the same run, and status 1 if something got worse.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare two drift records of the same run; a regression ends with status 1.",
    discussion: """
      What counts are the bits of each quantity that are right at the last step, in its worst tensor. A loss of more than
      the threshold is a regression, and so is a quantity that turned to NaN, and a new fatal finding. Records that can't be
      compared end with status 2.
      """)

  @Argument(help: "The record.json to compare with.", completion: .file(extensions: ["json"]))
  var before: String
  @Argument(help: "The record.json that is held against it.", completion: .file(extensions: ["json"]))
  var after: String

  @Option(help: ArgumentHelp("How many bits may be lost.", valueName: "bits"))
  var threshold = 1.0
  @Option(name: .customLong("policy"), help: "Compare this policy only; repeat for more.")
  var policies: [String] = []
  @Option(name: .customLong("quantity"), help: "Compare this quantity only, by its symbol; repeat for more.")
  var quantities: [String] = []
  @Option(help: ArgumentHelp("Write the comparison to a file too.", valueName: "file"))
  var json: String?

  func run() throws {
    let record: ComparisonRecord
    do {
      record = try compared()
    } catch {
      // Not 1, which means a regression and nothing else.
      FileHandle.standardError.write(Data("Error: \(error)\n".utf8))
      throw ExitCode(2)
    }
    print(ComparisonSummary.text(record, width: Terminal.width, color: Terminal.hasColor))
    if record.hasRegressed { throw ExitCode(1) }
  }

  private func compared() throws -> ComparisonRecord {
    let record = try DriftComparison.record(
      try drift(before), try drift(after), threshold: threshold, policies: policies, quantities: quantities)
    if let json {
      do {
        try OutputFolder.json(record).write(to: URL(fileURLWithPath: json), options: .atomic)
      } catch {
        throw FileError(path: json, reason: "it can't be written (\((error as NSError).localizedDescription))")
      }
    }
    return record
  }

  private func drift(_ path: String) throws -> DriftRecord {
    guard case .drift(let record) = try OutputFolder.read(URL(fileURLWithPath: path)) else {
      throw FileError(path: path, reason: "it is no drift record, and only those can be compared")
    }
    return record
  }
}
