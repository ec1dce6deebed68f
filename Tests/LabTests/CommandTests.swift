import Foundation
import LabRecords
import Testing

/// The command line as its users run it: the program, its output, its files, its exit status.
@Suite("came-lab")
struct CommandTests {
  @Test("`drift` prints a summary, writes a record and a page, and `report` draws the same page from the record")
  func drift() throws {
    try Program.inFolder { folder in
      let out = folder.appendingPathComponent("a").path
      let made = try Program.run(
        "drift", "--sample", "shapes", "--policy", "float", "--policy", "double", "--steps", "3", "--out", out)
      #expect(made.status == 0, "\(made.errors)")
      #expect(made.output.contains("p8_64x64"))
      #expect(made.output.hasSuffix("Report: \(out)/report.html\n"))
      #expect(made.errors.isEmpty)

      let data = try Data(contentsOf: URL(fileURLWithPath: out + "/record.json"))
      let record = try JSONDecoder().decode(DriftRecord.self, from: data)
      #expect(record.runs.map(\.policy) == ["float", "double"])
      #expect(record.command == "came-lab drift --sample shapes --policy float --policy double --steps 3")

      let again = folder.appendingPathComponent("b").path
      let drawn = try Program.run("report", out + "/record.json", "--out", again)
      #expect(drawn.status == 0, "\(drawn.errors)")
      for file in ["report.html", "record.json", "table.csv"] {
        #expect(FileManager.default.contentsEqual(atPath: "\(out)/\(file)", andPath: "\(again)/\(file)"), "\(file)")
      }
    }
  }

  @Test("A hyperparameter of the command line replaces the recorded one")
  func hyperparameters() throws {
    try Program.inFolder { folder in
      let result = try Program.run(
        "drift", "--sample", "shapes", "--policy", "float@direct", "--steps", "1", "--beta3", "0.99", "--out",
        folder.path)
      #expect(result.status == 0, "\(result.errors)")
      let record = try JSONDecoder().decode(
        DriftRecord.self, from: try Data(contentsOf: folder.appendingPathComponent("record.json")))
      #expect(record.hyperparameters.first { $0.symbol == "β3" }?.value == "0.99")
      #expect(record.command.hasSuffix("--steps 1 --beta3 0.99"))
    }
  }

  @Test("Bad input gets one clear error, a status that isn't 0, and leaves no file")
  func badInput() throws {
    try Program.inFolder { folder in
      let cut = folder.appendingPathComponent("cut.safetensors")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data([1, 2, 3]).write(to: cut)
      let cases: [([String], String)] = [
        (["--trace", cut.path], "cut.safetensors: A safetensors file starts with an 8-byte header length"),
        (["--trace", folder.path + "/none.safetensors"], "none.safetensors"),
        (["--policy", "float9"], "There is no format \"float9\""),
        (["--policy", "double/float"], "narrower"),
        (["--steps", "1000"], "The run has 100 steps, but 1000 were asked for."),
        (["--beta3", "1.5"], "beta3 must be a number from 0 to 1, but got 1.5."),
        (["--lr", "fast"], "\"fast\" is not a decimal number"),
        (["--sample", "nothing"], "There is no sample \"nothing\""),
        (["--threads", "0"], "--threads must be at least 1"),
      ]
      for (arguments, message) in cases {
        let out = folder.appendingPathComponent("out").path
        let process = try Program.run(["drift", "--out", out] + arguments)
        #expect(process.status != 0, "\(arguments)")
        #expect(process.errors.contains(message), "\(arguments): \(process.errors)")
        #expect(!FileManager.default.fileExists(atPath: out + "/record.json"))
      }
    }
  }

  @Test("A file that is no record is refused by field")
  func badRecord() throws {
    try Program.inFolder { folder in
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appendingPathComponent("record.json")
      for (text, message) in [
        ("{", "no record of this tool"), ("{\"version\": 99}", "version 99"), ("{\"version\": 2}", "is missing"),
        ("{\"version\": 2, \"kind\": \"check\"}", "no check record"),
        ("{\"version\": 1, \"kind\": \"poem\"}", "the kind \"poem\""),
      ] {
        try Data(text.utf8).write(to: file)
        let result = try Program.run("report", file.path)
        #expect(result.status != 0)
        #expect(result.errors.contains(message), "\(result.errors)")
      }
    }
  }
}
