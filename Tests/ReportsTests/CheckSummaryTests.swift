import Foundation
import LabRecords
import Reports
import Testing

@Suite("The summary of a check in a terminal")
struct CheckSummaryTests {
  @Test("is never wider than asked", arguments: CheckSyntheticRecord.all, [60, 61, 72, 80, 100, 120])
  func keepsToItsWidth(_ sample: CheckSyntheticRecord.Sample, width: Int) {
    for line in everyText(sample.record, width: width, color: false).split(separator: "\n") {
      #expect(cells(line) <= width, "\(line)")
    }
  }

  @Test(
    "has no control character but the line feed when colors are off", arguments: CheckSyntheticRecord.all, [80, 2000])
  func isPlainWithoutColor(_ sample: CheckSyntheticRecord.Sample, width: Int) {
    let text = everyText(sample.record, width: width, color: false)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    #expect(!text.unicodeScalars.contains { $0.properties.isBidiControl })
  }

  @Test("differs by nothing but colors when they are on", arguments: CheckSyntheticRecord.all)
  func colorsOnlyAdd(_ sample: CheckSyntheticRecord.Sample) {
    let plain = everyText(sample.record, width: 80, color: false)
    let colored = everyText(sample.record, width: 80, color: true)
    #expect(colored != plain)
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test("says of the whole run in one sentence what came of it")
  func headlines() {
    func headline(_ record: CheckRecord) -> String { CheckSummary.headline(record) }
    #expect(headline(CheckSyntheticRecord.sound) == "All 8 properties hold in 4 formats over 10,000 cases each")
    #expect(headline(CheckSyntheticRecord.single) == "momentum-bound holds in 4 formats over 10,000 cases each")
    #expect(
      headline(CheckSyntheticRecord.failing)
        == "2 of 8 properties fail: momentum-bound in float16, clip-leaves-alone in all 4 formats; "
        + "the run says too little of 1: factoring-error in double; 1 of 32 tries was skipped")
    #expect(
      headline(CheckSyntheticRecord.matrix)
        == "8 properties notice 4 of 6 mutants and miss 1; 1 more is proved equivalent")
    #expect(headline(CheckSyntheticRecord.oneMutant) == "8 properties notice the one mutant")
    #expect(headline(CheckSyntheticRecord.record(properties: [], results: [])) == "Nothing was checked")
    var few = CheckSyntheticRecord.sound
    few.results[4].cases = 9312
    #expect(headline(few) == "All 8 properties hold in 4 formats over 9,312 to 10,000 cases each")
    few.results = few.results.filter { $0.format == "float" }
    #expect(headline(few) == "All 8 properties hold in float over 10,000 cases each")
    few.results[0].problem = "too few"
    #expect(
      headline(few) == "No case fails of 8 properties, but the run says too little of 1: factors-not-negative in float")
  }

  @Test("has each failure with its case, its verdicts, its cause and a command to paste")
  func failuresAreComplete() throws {
    let record = CheckSyntheticRecord.failing
    let text = unwrapped(CheckSummary.text(record, width: 72, color: false).replacing(" \\\n", with: "\n"))
    for result in record.results where result.isFailure {
      let property = try #require(record.properties.first { $0.id == result.property })
      #expect(text.contains("✕ \(property.id): \(property.statement)"))
      #expect(text.contains(property.formula))
      if let problem = result.problem { #expect(text.contains(problem)) }
      guard let example = result.counterexample else { continue }
      for part in [example.value, example.cause, example.replay, example.ladder.joined(separator: ", ")] {
        #expect(text.contains(part))
      }
    }
    #expect(text.contains("float16, case 17, 9.93 times the bound"))
    #expect(text.contains("float, found by search"))
  }

  @Test("names the failures that it doesn't show")
  func manyFailures() {
    var record = CheckSyntheticRecord.sound
    record.properties = (1...14).map { CheckSyntheticRecord.property("p\($0)", "stability") }
    record.results = CheckSyntheticRecord.results(record.properties).map {
      var result = $0
      result.counterexample = CheckSyntheticRecord.failing.results[4].counterexample
      return result
    }
    let text = CheckSummary.text(record, width: 80, color: false)
    #expect(text.contains("✕ p10:"))
    #expect(!text.contains("✕ p11:"))
    #expect(text.contains("4 more: p11, p12, p13, p14."))
  }

  @Test("cuts a long counterexample short, and says by how much")
  func longCounterexample() throws {
    var record = CheckSyntheticRecord.failing
    record.results[4].counterexample?.value = Array(repeating: "0x1.8p-3", count: 400).joined(separator: ", ")
    let text = CheckSummary.text(record, width: 80, color: false)
    #expect(text.contains(/… and \d+ more lines, in the record/))
    #expect(text.split(separator: "\n").count { $0.contains("0x1.8p-3, 0x1.8p-3") } == 11)
  }

  @Test("lists the bounds that are never approached within a factor of a thousand in any format, and no others")
  func slackRule() throws {
    func slack(_ record: CheckRecord) -> [String] {
      let lines = CheckSummary.text(record, width: 80, color: false).split(separator: "\n")
      guard let start = lines.firstIndex(where: { $0.hasPrefix("Slack") }) else { return [] }
      return lines[(start + 2)...].prefix { $0.hasPrefix("  ") }.map(String.init)
    }
    // `means-balance` comes to a thousandth in Float16 and so isn't slack; an exact property has nothing to approach.
    #expect(slack(CheckSyntheticRecord.sound) == ["  transposition  9.9×10⁻⁴  float16"])
    var record = CheckSyntheticRecord.sound
    record.results[18].worst = 0.002
    #expect(slack(record) == [])
    record.results[16...19].indices.forEach { record.results[$0].worst = 0 }
    #expect(slack(record) == ["  transposition        0  all 4 formats"])
    record.results[17].counterexample = CheckSyntheticRecord.failing.results[4].counterexample
    #expect(slack(record) == [])
  }

  @Test("tells of the mutants: how many each way notices, the survivors with their proofs, the idle properties")
  func mutants() throws {
    let text = CheckSummary.text(CheckSyntheticRecord.matrix, width: 100, color: false)
    for row in [
      /the catalogue, with some seed +4 of 6 +3 of 4 +1 of 2/, /the catalogue, with every seed +3 of 6 +3 of 4 +0 of 2/,
      /the loss falls +1 of 6 +0 of 4 +1 of 2/, /one step +2 of 6 +2 of 4 +0 of 2/,
    ] {
      #expect(text.contains(row))
    }
    #expect(text.contains("✕ product-first: (R C) / mean(R).\n    Not noticed."))
    #expect(text.contains("– column-mean: mean(c) for mean(r).\n    Nothing can notice it: Equal by induction."))
    #expect(text.contains("✕ refuted, by multiplier-grows\n    Addition commutes."))
    #expect(text.contains("– determinism: A port that reads a clock"))
    #expect(text.contains("– factors-not-negative: no reason is given"))
    #expect(!text.contains("– transposition"))
    // One mutant says nothing of properties that don't notice it.
    #expect(!CheckSummary.text(CheckSyntheticRecord.oneMutant, width: 100, color: false).contains("no reason is given"))
  }

  /// All that the terminal may show of a record.
  private func everyText(_ record: CheckRecord, width: Int, color: Bool) -> String {
    let kills = record.mutants?.kills
    return CheckSummary.text(record, width: width, color: color)
      + record.results.map { CheckSummary.line($0, width: width, color: color) + "\n" }.joined()
      + (record.mutants?.mutants ?? []).map { mutant in
        let own = kills?.filter { $0.mutant == mutant.id } ?? []
        return CheckSummary.mutantLine(mutant, own, width: width, color: color) + "\n"
      }.joined()
      + record.properties.map { CheckSummary.explanation($0, kills: kills, width: width, color: color) }.joined()
  }

  /// A second opinion on the width: ours are all narrow letters, some with marks of their own.
  private func cells(_ line: Substring) -> Int {
    line.unicodeScalars.count { ![.nonspacingMark, .format].contains($0.properties.generalCategory) }
  }

  private func unwrapped(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
