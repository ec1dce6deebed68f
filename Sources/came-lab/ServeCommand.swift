internal import ArgumentParser
internal import CAMEProperties
internal import Foundation
internal import Ports

/// `came-lab serve`: the lab's own CAME as a port, to try a client's other end or the validator itself.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Be a live port: the lab's own CAME, or one of the catalogue's mutants.")

  @Option(help: "A mutant in place of the reference; `came-lab check --mutants --list` knows them.")
  var mutant: String?

  func run() throws {
    let subject = try mutant.map { try Mutant.named($0).subject(in: Float.self) } ?? Subject<Float>.reference
    PortServer(LocalPort(subject, element: .f32)).serve(
      lines: AnyIterator { readLine() }, reply: { Terminal.say($0) })
  }
}
