import Foundation

/// What Hypothesis made of a challenge, run beside ours by the script in peers.
struct PeerResult: Decodable {
  let challenge: String
  let version: String
  let runs: Int
  let distinct: Int
  let meanEvaluations: Double
  let minima: [String: Int]

  private enum CodingKeys: String, CodingKey {
    case challenge, version, runs, distinct, minima
    case meanEvaluations = "mean_evaluations"
  }
}

enum HypothesisPeer {
  private static var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
  }

  /// Runs the challenge; nil if the environment of the peers hasn't been made.
  ///
  /// After `seconds` no new run is begun: a challenge whose failure it seldom finds takes minutes for a hundred.
  static func run(_ challenge: String, runs: Int, seconds: Int) throws -> PeerResult? {
    let python = folder.appending(path: ".venv-peers/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path) else { return nil }
    let (process, output) = (Process(), Pipe())
    process.executableURL = python
    process.arguments = [
      folder.appending(path: "peers/shrinking_challenge.py").path, "--runs", "\(runs)", "--seconds", "\(seconds)",
      "--only", challenge,
    ]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw PeerFailed(challenge: challenge, status: process.terminationStatus)
    }
    return try JSONDecoder().decode(PeerResult.self, from: data)
  }
}

struct PeerFailed: Error, CustomStringConvertible {
  let challenge: String
  let status: Int32

  var description: String { "Hypothesis stopped with status \(status) in \(challenge); what it wrote stands above." }
}
