import Foundation
import Timing

/// A Python worker that makes CAME steps in another library.
final class Peer {
  let name: String
  private let worker: Worker

  /// Starts the worker for `library` and hands it `job`; nil if its environment has not been made.
  ///
  /// `variables` are added to the environment of the process.
  init?(_ library: String, variables: [String: String] = [:], job: some Encodable) throws {
    guard let (python, scripts) = Worker.python() else { return nil }
    worker = try Worker(python, [scripts.appending(path: "came_step.py").path, library], variables: variables)
    name = try worker.answer(to: String(decoding: JSONEncoder().encode(job), as: UTF8.self))
  }

  /// Makes all steps and returns the nanoseconds that they took, by the worker's own clock.
  func run() throws -> Double { Double(try worker.answer(to: "run")) ?? .nan }

  /// The parameters after the steps, each as hexadecimal text.
  func values() throws -> [Substring] { try worker.answer(to: "values").split(separator: " ") }
}
