internal import ArgumentParser
internal import Foundation
internal import Ports

/// `came-lab cases`: the cases that ports are given.
struct CasesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cases", abstract: "List or export the cases on which ports are validated.",
    subcommands: [List.self, Export.self], defaultSubcommand: List.self)

  struct Types: ParsableArguments {
    @Option(
      name: .customLong("type"),
      help: ArgumentHelp(
        "A type of parameters and gradients: \(ElementType.allCases.map(\.rawValue).joined(separator: ", ")); repeat for more."
      ))
    var types: [String] = ["F32"]

    func cases() throws -> [DrawnCase] {
      let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      let elements = try types.map { name in
        guard let element = ElementType(rawValue: name) else {
          throw ValidationError("--type must be one of \(known), but got \"\(name)\".")
        }
        return element
      }
      return CaseLibrary.cases(for: elements)
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the cases and what they are there to show.")

    @OptionGroup var types: Types

    func run() throws {
      for drawn in try types.cases() {
        let shapes = drawn.question.parameters.map { "\($0.shape)" }.joined(separator: ", ")
        let name = drawn.question.name.padding(toLength: 24, withPad: " ", startingAt: 0)
        print("\(name) \(drawn.question.steps) step\(drawn.question.steps == 1 ? " " : "s")  \(shapes)  \(drawn.aim)")
      }
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the cases into a folder, for a port that runs elsewhere.")

    @Argument(help: "The folder; cases go to DIR/cases, and the client puts answers into DIR/answers.")
    var folder: String

    @OptionGroup var types: Types

    func run() throws {
      let cases = try types.cases()
      try OfflineAnswers.export(cases.map(\.question), to: URL(fileURLWithPath: folder, isDirectory: true))
      print(
        "\(cases.count) cases in \(folder)/cases. Have the port answer them, then: came-lab validate \(Shell.quoted(folder))"
      )
    }
  }
}

/// Text for a shell.
enum Shell {
  /// As one word.
  static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,".contains($0)) }
    return isPlain ? text : "'\(text.replacingOccurrences(of: "'", with: "'\\''"))'"
  }
}
