import Foundation
import LabRecords
import Testing

@Suite("came-lab check and explain")
struct CheckCommandTests {
  @Test("`check --list` names every property with its statement")
  func list() throws {
    let result = try Program.run("check", "--list")
    #expect(result.status == 0, "\(result.errors)")
    for text in ["Stability", "Convergence", "  momentum-bound ", "  transposition "] {
      #expect(result.output.contains(text))
    }
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("`check` prints a line a property and format, writes record, table and page, and `report` draws the page again")
  func check() throws {
    try Program.inFolder { folder in
      let out = folder.appendingPathComponent("a").path
      let made = try Program.run(
        "check", "--property", "momentum-bound", "--property", "state-shape", "--format", "float", "--format",
        "float16", "--cases", "20", "--out", out)
      #expect(made.status == 0, "\(made.errors)")
      #expect(made.output.split(separator: "\n").count { $0.hasPrefix("✓ ") } == 4)
      let data = try Data(contentsOf: URL(fileURLWithPath: out + "/record.json"))
      let record = try JSONDecoder().decode(CheckRecord.self, from: data)
      #expect(record.results.map(\.cases) == [20, 20, 20, 20])
      #expect(
        record.command == "came-lab check --property momentum-bound --property state-shape --format float "
          + "--format float16 --cases 20 --seed 1")
      let again = folder.appendingPathComponent("b").path
      let drawn = try Program.run("report", out + "/record.json", "--out", again)
      #expect(drawn.status == 0, "\(drawn.errors)")
      for file in ["report.html", "record.json", "table.csv"] {
        #expect(FileManager.default.contentsEqual(atPath: "\(out)/\(file)", andPath: "\(again)/\(file)"), "\(file)")
      }
    }
  }

  @Test("A property that fails ends in status 1, with a counterexample and the command that shows it again")
  func failure() throws {
    let failed = try Program.run(
      "check", "--mutant", "no-clip", "--property", "momentum-bound", "--format", "float", "--cases", "50")
    #expect(failed.status == 1)
    #expect(failed.output.contains("shape ["))
    let record = try Program.run(
      "check", "--mutant", "no-clip", "--property", "momentum-bound", "--format", "float", "--cases", "50", "--json")
    let decoded = try JSONDecoder().decode(CheckRecord.self, from: Data(record.output.utf8))
    let counterexample = try #require(decoded.results[0].counterexample)
    let words = counterexample.replay.split(separator: " ").dropFirst().map(String.init)
    let again = try Program.run(words + ["--json"])
    #expect(again.status == 1)
    let repeated = try JSONDecoder().decode(CheckRecord.self, from: Data(again.output.utf8))
    #expect(repeated.results[0].counterexample == counterexample)
  }

  @Test("`check --mutants` says which property notices a mutant; one that none does ends in status 1")
  func mutants() throws {
    let noticed = try Program.run(
      "check", "--mutants", "--mutant", "no-clip", "--seeds", "3", "--cases", "100", "--property", "momentum-bound",
      "--json")
    #expect(noticed.status == 0, "\(noticed.errors)")
    let record = try JSONDecoder().decode(CheckRecord.self, from: Data(noticed.output.utf8))
    #expect(record.mutants?.seeds == [1, 2, 3])
    #expect(record.mutants?.kills.map(\.property) == ["momentum-bound"])
    let missed = try Program.run(
      "check", "--mutants", "--mutant", "no-clip", "--seeds", "1", "--cases", "20", "--property", "state-shape")
    #expect(missed.status == 1)
  }

  @Test("`explain` says statement, formula, bound and source of a property, and what it notices")
  func explain() throws {
    let result = try Program.run("explain", "momentum-bound", "--cases", "20")
    #expect(result.status == 0, "\(result.errors)")
    for text in ["RMS(m_t) ≤ (1 − β1ᵗ) d", "Luo et al. 2023, line 7", "no-clip"] {
      #expect(result.output.contains(text), "\(result.output)")
    }
  }

  @Test("`explain --not` shows what does not hold, each with a counterexample")
  func explainNot() throws {
    let result = try Program.run("explain", "--not")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.split(separator: "\n").count { $0.hasPrefix("    Against it: shape [") } >= 3)
    #expect(!result.output.contains("nothing was found"))
  }

  @Test("Bad input gets one clear error and a status that is not 0")
  func badInput() throws {
    let cases: [([String], String)] = [
      (["check", "--property", "momentum-bounds"], "did you mean"),
      (["check", "--format", "float8"], "There is no format \"float8\"; there are float16, float, double, mpfr127."),
      (["check", "--mutant", "clipless"], "There is no mutant \"clipless\""),
      (["check", "--cases", "0"], "--cases must be at least 1, but got 0."),
      (["check", "--mutants", "--format", "float", "--format", "double"], "in one format"),
      (["explain"], "Give a property, or --not."),
      (["explain", "nothing"], "There is no property \"nothing\""),
    ]
    for (arguments, message) in cases {
      let result = try Program.run(arguments)
      #expect(result.status != 0, "\(arguments)")
      #expect(result.errors.contains(message), "\(arguments): \(result.errors)")
    }
  }
}
