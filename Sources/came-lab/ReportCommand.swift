internal import ArgumentParser
internal import Foundation
internal import Reports

/// `came-lab report`: draws a record again, without running anything.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Draw the report of a record again, without running anything.")

  @Argument(help: "A record.json.", completion: .file(extensions: ["json"]))
  var record: String

  @Option(help: "The folder for the report; that of the record if not given.")
  var out: String?

  func run() throws {
    let url = URL(fileURLWithPath: record)
    let record = try OutputFolder.read(url)
    let folder = try OutputFolder(out ?? url.deletingLastPathComponent().path)
    let (width, color) = (Terminal.width, Terminal.hasColor)
    switch record {
    case .drift(let record):
      let report = try folder.write(record)
      print(DriftSummary.text(record, width: width, color: color) + "\nReport: \(report.path)")
    case .audit(let record):
      let table = try folder.write(record)
      print(AuditSummary.text(record, width: width, color: color) + "\n\nTable: \(table.path)")
    case .validation(let record):
      // The minimal case lies where it was written.
      let report = try folder.write(record, minimal: nil)
      print(ValidationSummary.text(record, width: width, color: color) + "\nReport: \(report.path)")
    case .check(let record):
      let report = try folder.write(record)
      print(CheckSummary.text(record, width: width, color: color) + "\nReport: \(report.path)")
    }
  }
}
