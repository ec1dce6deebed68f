import Foundation
import LabRecords
import Testing

/// The program as its users run it, with itself as the port.
@Suite("came-lab validate, cases and serve")
struct ValidateCommandTests {
  /// The program beside the tests, as a shell command.
  private let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("came-lab").path

  private let some = ["--case", "matrix-33", "--case", "vector-66", "--case", "start-50", "--case", "refused-50"]

  @Test("The lab's own CAME conforms, with a report, a record and one start of its process")
  func reference() throws {
    try Program.inFolder { folder in
      let outcome = try Program.run(["validate", "--port", "\(program) serve", "--out", folder.path] + some)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("the reference is CAME in all 4 cases"))
      let data = try Data(contentsOf: folder.appendingPathComponent("record.json"))
      let record = try JSONDecoder().decode(ValidationRecord.self, from: data)
      #expect((record.verdict, record.port.starts, record.cases.count) == (.conforms, 1, 4))
      for name in ["report.html", "table.csv"] {
        #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path))
      }
      let again = try Program.run("report", folder.appendingPathComponent("record.json").path)
      #expect(again.status == 0 && again.output.contains("is CAME in all 4 cases"))
    }
  }

  @Test("A mutant is named, its smallest case written, and the exit status says so")
  func mutant() throws {
    try Program.inFolder { folder in
      let outcome = try Program.run(
        [
          "validate", "--port", "\(program) serve --mutant no-clip", "--out", folder.path, "--shrink-limit", "20",
          "--case", "clipped-25",
        ] + some
      )
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("is not CAME") && outcome.output.contains("no-clip"))
      #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("minimal.safetensors").path))
    }
  }

  @Test("Cases are exported, and a folder without answers says what is missing")
  func offline() throws {
    try Program.inFolder { folder in
      let exported = try Program.run("cases", "export", folder.path)
      #expect(exported.status == 0 && exported.output.contains("came-lab validate"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("cases").path)
      #expect(names.count > 200 && names.contains("large.safetensors"))
      let outcome = try Program.run("validate", folder.path)
      #expect(outcome.status != 0 && outcome.errors.contains("port.json"))
    }
    let list = try Program.run("cases", "list", "--type", "BF16")
    #expect(list.output.contains("bf16-defaults-"))
  }

  @Test(
    "What is wrong with the command is said",
    arguments: [
      ([], "Either a folder with answers or --port"), (["x", "--port", "y"], "Either a folder with answers or --port"),
      (["--port", "x", "--time-limit", "0"], "--time-limit must be more than 0"),
      (["--port", "exit 3"], "Its process ended"), (["x", "--case", "y"], "--case needs --port"),
    ])
  func wrong(_ arguments: [String], _ message: String) throws {
    let outcome = try Program.run(["validate"] + arguments)
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
