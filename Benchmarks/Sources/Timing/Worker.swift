package import Foundation

/// Another process that answers line by line, kept alive over pipes.
package final class Worker {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()

  /// Starts `executable`; `variables` are added to its environment.
  package init(_ executable: URL, _ arguments: [String] = [], variables: [String: String] = [:]) throws {
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { _, new in new }
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Sends a line and returns the line that comes back.
  package func answer(to command: String) throws -> String {
    try input.fileHandleForWriting.write(contentsOf: Data("\(command)\n".utf8))
    return try line()
  }

  package func line() throws -> String {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread = Data(unread[(end + 1)...]) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw WorkerError.stopped(process.executableURL?.lastPathComponent ?? "A worker") }
      unread += more
    }
  }

  /// The environment of the Python peers, made by `peers/setup`; nil if it wasn't.
  package static func python(environment: String = ".venv-peers") -> (python: URL, scripts: URL)? {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    let python = folder.appending(path: "\(environment)/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path) else { return nil }
    return (python, folder.appending(path: "peers"))
  }
}

package enum WorkerError: Error, CustomStringConvertible {
  case stopped(String)

  package var description: String {
    switch self {
    case .stopped(let name): "\(name) stopped; what it wrote to standard error stands above."
    }
  }
}
