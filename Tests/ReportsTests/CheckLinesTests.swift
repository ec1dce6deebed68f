import LabRecords
import Reports
import Testing

@Suite("The lines of a check as it goes on, and what is known of one property")
struct CheckLinesTests {
  @Test("a result is one line with mark, name, format, cases, worst ratio and seconds")
  func resultLines() {
    func line(_ index: Int, _ change: (inout PropertyResultRecord) -> Void = { _ in }) -> String {
      var result = CheckSyntheticRecord.sound.results[index]
      change(&result)
      return CheckSummary.line(result, width: 80, color: false)
    }
    #expect(line(0) == "✓ factors-not-negative             float16   10,000     exact     1.2 s")
    #expect(line(4) == "✓ momentum-bound                   float16   10,000      0.75     1.2 s")
    #expect(line(17) == "✓ transposition                    float     10,000  3.1×10⁻⁵     1.2 s")
    #expect(line(4) { $0.skipped = "too slow" } == "– momentum-bound                   float16  skipped: too slow")
    #expect(line(4) { $0.problem = "Gave up." } == "✕ momentum-bound                   float16  Gave up.")
    let failure = CheckSyntheticRecord.failing.results[4]
    #expect(
      CheckSummary.line(failure, width: 90, color: false)
        == "✕ momentum-bound                   float16  case 17, 9.93 times the bound: score above 1")
  }

  @Test("a ratio just past its bound never reads as one")
  func ratioPastTheBound() {
    var result = CheckSyntheticRecord.failing.results[4]
    result.worst = 1.0004
    #expect(CheckSummary.line(result, width: 90, color: false).contains("case 17, > 1 times the bound"))
  }

  @Test("a line is one line, whatever the names hold")
  func oneLine() throws {
    let record = CheckSyntheticRecord.hostile
    let mutants = try #require(record.mutants)
    for result in record.results {
      #expect(!CheckSummary.line(result, width: 2000, color: false).contains("\n"))
    }
    for mutant in mutants.mutants {
      let own = mutants.kills.filter { $0.mutant == mutant.id }
      #expect(!CheckSummary.mutantLine(mutant, own, width: 2000, color: false).contains("\n"))
    }
  }

  @Test("a mutant is one line with the property that notices it soonest by its worst seed")
  func mutantLines() {
    let record = CheckSyntheticRecord.mutants
    let lines = record.mutants.map { mutant in
      CheckSummary.mutantLine(mutant, record.kills.filter { $0.mutant == mutant.id }, width: 120, color: false)
    }
    func has(_ index: Int, _ mark: String, _ text: String) -> Bool {
      lines[index].hasPrefix("\(mark) \(record.mutants[index].id) ") && lines[index].hasSuffix(" \(text)")
    }
    #expect(has(0, "✓", "by  2; median 1, worst 1: momentum-bound"))
    #expect(has(1, "✓", "by  3; median 3.5, worst 10: means-balance"))
    #expect(has(2, "✓", "by  1; missed with 2 of 4 seeds, soonest case 2: factoring-error"))
    #expect(has(3, "–", "equivalent: Equal by induction."))
    #expect(has(4, "✕", "not noticed"))
    #expect(has(5, "✕", "by  1, though proved equivalent; median 5, worst 6: multiplier-grows"))
  }

  @Test(
    "the median counts a seed that missed as later than any case",
    arguments: [
      ([3], "median 3, worst 3"), ([4, 1], "median 2.5, worst 4"), ([5, 1, 9], "median 5, worst 9"),
      ([nil, 2, 7], "median 7, missed with 1 of 3 seeds"), ([nil, nil, 1], "missed with 2 of 3 seeds, soonest case 1"),
      ([nil, 1, 2, 8], "median 5, missed with 1 of 4 seeds"),
      ([1, 1, nil, nil], "missed with 2 of 4 seeds, soonest case 1"),
      ([1200, 1400, 1600], "median 1,400, worst 1,600"),
    ] as [([Int?], String)])
  func medians(_ cases: [Int?], words: String) {
    let line = CheckSummary.mutantLine(
      CheckSyntheticRecord.mutants.mutants[0], [KillRecord(mutant: "no-clip", property: "p", cases: cases)], width: 120,
      color: false)
    #expect(line.hasSuffix(" by  1; \(words): p"))
  }

  @Test("an explanation has all that is known of a property")
  func explanation() {
    let property = CheckSyntheticRecord.properties[1]
    let text = CheckSummary.explanation(
      property, kills: CheckSyntheticRecord.mutants.kills, width: 100, color: false)
    for part in [
      property.statement, property.formula, property.bound, property.source, "momentum_le", "matrix, vector",
      "shows its state", "It notices 2 mutants:",
    ] {
      #expect(text.contains(part))
    }
    #expect(text.contains(/no-clip +median 1, worst 1\n  row-sums +median 55, worst 100/))
  }

  @Test("an explanation says what is not known, and why a property is kept")
  func unknown() {
    let property = CheckSyntheticRecord.properties[3]
    let text = CheckSummary.explanation(property, kills: nil, width: 80, color: false)
    #expect(text.contains(/theorem +none/))
    #expect(text.contains("A port that reads a clock"))
    #expect(!text.contains("notices"))
    // A kill with no seed is no kill.
    let kills = CheckSyntheticRecord.mutants.kills
    #expect(
      CheckSummary.explanation(property, kills: kills, width: 80, color: false).contains("It notices no mutant."))
  }
}
