import Foundation
import LabRecords
import Testing

@Suite("came-lab compare")
struct CompareCommandTests {
  @Test("ends with 0 where nothing is worse, 1 at a regression, 2 where nothing can be compared")
  func statuses() throws {
    try Program.inFolder { folder in
      func drift(_ name: String, _ arguments: String...) throws -> String {
        let out = folder.appendingPathComponent(name).path
        let made = try Program.run(
          ["drift", "--objective", "quadratic", "--shape", "6x5", "--out", out] + arguments)
        #expect(made.status == 0, "\(made.errors)")
        return out + "/record.json"
      }
      let double = try drift("a", "--steps", "3", "--policy", "double")
      let other = try drift("b", "--steps", "4", "--policy", "double")
      #expect(try Program.run("compare", double, double).status == 0)

      // The same policy by name, computed in Float: as if a change of the code had made it worse.
      let float = try drift("c", "--steps", "3", "--policy", "float")
      let renamed = folder.appendingPathComponent("renamed.json").path
      let text = try String(contentsOfFile: float, encoding: .utf8)
      try text.replacing("\"policy\":\"float\"", with: "\"policy\":\"double\"")
        .write(toFile: renamed, atomically: true, encoding: .utf8)
      let json = folder.appendingPathComponent("comparison.json").path
      let worse = try Program.run("compare", double, renamed, "--json", json)
      #expect(worse.status == 1 && worse.output.hasPrefix("Regression: "), "\(worse)")
      let record = try JSONDecoder().decode(
        ComparisonRecord.self, from: try Data(contentsOf: URL(fileURLWithPath: json)))
      #expect(record.hasRegressed && record.kind == "comparison")

      for (arguments, message) in [
        ([double, other], "the number of steps is 3 in the first and 4 in the second"),
        ([double, float], "no policy in common"), ([double, folder.path + "/none.json"], "it can't be read"),
        ([double, json], "comparison"), ([double, double, "--threshold=-1"], "0 or more"),
      ] {
        let refused = try Program.run(["compare"] + arguments)
        #expect(refused.status == 2 && refused.errors.contains(message), "\(arguments): \(refused)")
      }
    }
  }
}
