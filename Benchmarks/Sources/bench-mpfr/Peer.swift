import Foundation

/// A Python worker that makes CAME steps in another library, kept alive over pipes.
final class Peer {
  let name: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()

  /// Starts the worker for `library` and hands it `job`; nil if its environment has not been made.
  ///
  /// `variables` are added to the environment of the process.
  init?(_ library: String, variables: [String: String] = [:], job: some Encodable) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    let python = folder.appending(path: ".venv-peers/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path) else { return nil }
    process.executableURL = python
    process.arguments = [folder.appending(path: "peers/came_step.py").path, library]
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { _, new in new }
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(job) + Data("\n".utf8))
    name = try Self.line(output, &unread)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Makes all steps and returns the nanoseconds that they took, by the worker's own clock.
  func run() throws -> Double { Double(try answer(to: "run")) ?? .nan }

  /// The parameters after the steps, each as hexadecimal text.
  func values() throws -> [Substring] { try answer(to: "values").split(separator: " ") }

  private func answer(to command: String) throws -> String {
    try input.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
    return try Self.line(output, &unread)
  }

  private static func line(_ pipe: Pipe, _ unread: inout Data) throws -> String {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread = Data(unread[(end + 1)...]) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      let more = pipe.fileHandleForReading.availableData
      guard !more.isEmpty else { throw PeerError.stopped }
      unread += more
    }
  }
}

enum PeerError: Error, CustomStringConvertible {
  case stopped

  var description: String { "The Python worker stopped; what it wrote to standard error stands above." }
}
