internal import Foundation
internal import LabRecords
internal import Reports

/// Where a record and its pages are written, each file whole or not at all.
struct OutputFolder {
  let url: URL

  /// The folder, made if it isn't there; this fails before a long run rather than after it.
  init(_ path: String) throws {
    url = URL(fileURLWithPath: path, isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw FileError(path: path, reason: "the folder can't be made (\(Self.reason(error)))")
    }
    guard FileManager.default.isWritableFile(atPath: url.path) else {
      throw FileError(path: path, reason: "the folder can't be written to")
    }
  }

  /// A record as JSON, the same bytes each time.
  static func json(_ record: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(record)
  }

  /// Writes `record.json`, `table.csv` (and `kills.csv` for mutants) and `report.html`, and returns where the report is.
  func write(_ record: CheckRecord) throws -> URL {
    try write(try Self.json(record), "record.json")
    try write(Data(CheckTable.csv(record).utf8), "table.csv")
    if let mutants = record.mutants { try write(Data(CheckTable.killsCSV(mutants).utf8), "kills.csv") }
    return try write(Data(try CheckPage.html(record).utf8), "report.html")
  }

  /// Writes `record.json` and `table.csv`, and returns where the table is.
  func write(_ record: AuditRecord) throws -> URL {
    try write(try Self.json(record), "record.json")
    return try write(Data(AuditSummary.csv(record).utf8), "table.csv")
  }

  /// Writes `record.json`, `table.csv` and `report.html`, and returns where the report is.
  func write(_ record: DriftRecord) throws -> URL {
    try write(try Self.json(record), "record.json")
    try write(Data(DriftTable.csv(record).utf8), "table.csv")
    return try write(Data(try DriftPage.html(record).utf8), "report.html")
  }

  /// Writes `record.json`, `table.csv`, `report.html` and the minimal case, and returns where the report is.
  func write(_ record: ValidationRecord, minimal: Data?) throws -> URL {
    try write(try Self.json(record), "record.json")
    try write(Data(ValidationTable.csv(record).utf8), "table.csv")
    if let minimal, let file = record.minimal?.file { try write(minimal, file) }
    return try write(Data(try ValidationPage.html(record).utf8), "report.html")
  }

  /// Writes the page of a survey and returns where it is.
  func write(survey: [(title: String, record: ValidationRecord)]) throws -> URL {
    try write(Data(SurveyPage.markdown(survey).utf8), "survey.md")
  }

  @discardableResult
  private func write(_ data: Data, _ name: String) throws -> URL {
    let file = url.appendingPathComponent(name)
    do {
      try data.write(to: file, options: .atomic)
    } catch {
      throw FileError(path: file.path, reason: "it can't be written (\(Self.reason(error)))")
    }
    return file
  }

  /// The record in a file, of whichever command.
  static func read(_ url: URL) throws -> AnyRecord {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw FileError(path: url.path, reason: "it can't be read (\(reason(error)))")
    }
    struct Head: Decodable {
      let version: Int
      let kind: String?
    }
    func checked<Record>(_ version: Int, _ current: Int, _ record: () throws -> Record) throws -> Record {
      guard version == current else {
        throw FileError(
          path: url.path, reason: "it is a record of version \(version), but this tool reads version \(current)")
      }
      return try record()
    }
    var what = "record of this tool"
    do {
      let head = try JSONDecoder().decode(Head.self, from: data)
      switch head.kind {
      case "check":
        what = "check record"
        return try checked(head.version, CheckRecord.currentVersion) {
          .check(try JSONDecoder().decode(CheckRecord.self, from: data))
        }
      case "audit":
        what = "audit record"
        return try checked(head.version, AuditRecord.currentVersion) {
          .audit(try JSONDecoder().decode(AuditRecord.self, from: data))
        }
      case "validation":
        what = "validation record"
        return try checked(head.version, ValidationRecord.currentVersion) {
          .validation(try JSONDecoder().decode(ValidationRecord.self, from: data))
        }
      case nil:
        what = "drift record"
        return try checked(head.version, DriftRecord.currentVersion) {
          .drift(try JSONDecoder().decode(DriftRecord.self, from: data))
        }
      case let kind?:
        throw FileError(path: url.path, reason: "it is a record of the kind \"\(kind)\", which this tool doesn't know")
      }
    } catch let error as DecodingError {
      throw FileError(path: url.path, reason: "it is no \(what): \(Self.field(error))")
    }
  }

  private static func reason(_ error: any Error) -> String {
    (error as NSError).localizedDescription
  }

  /// The field that a record lacks or has wrong.
  private static func field(_ error: DecodingError) -> String {
    let (context, what): (DecodingError.Context, String) =
      switch error {
      case .keyNotFound(let key, let context): (context, "\(key.stringValue) is missing")
      case .valueNotFound(_, let context): (context, "a value is null")
      case .typeMismatch(let type, let context): (context, "expected \(type)")
      case .dataCorrupted(let context): (context, context.debugDescription)
      @unknown default: (.init(codingPath: [], debugDescription: ""), "\(error)")
      }
    let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    return path.isEmpty ? what : "\(path): \(what)"
  }
}

/// A record of one of the commands.
enum AnyRecord {
  case drift(DriftRecord)
  case check(CheckRecord)
  case audit(AuditRecord)
  case validation(ValidationRecord)
}

/// A file or folder that can't be used.
struct FileError: Error, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "\(path): \(reason)\(reason.hasSuffix(".") ? "" : ".")" }
}
