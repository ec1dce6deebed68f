import LabRecords
import Reports
import Testing

@Suite("The tables of a check")
struct CheckTableTests {
  @Test("have one line a result, quoted where CSV needs it")
  func results() {
    let lines = CheckTable.csv(CheckSyntheticRecord.failing).split(separator: "\r\n")
    #expect(lines.count == 1 + CheckSyntheticRecord.failing.results.count)
    #expect(lines[1] == "factors-not-negative,float16,holds,,10000,3,0.00029953,1.25,,,,")
    #expect(lines[5].hasPrefix("momentum-bound,float16,fails,9.93,17,3,,1.25,score above 1,\"shape [1, 2], η = 0.125"))
    #expect(
      lines[27] == "factoring-error,double,unclear,0.6,10000,3,0.00029953,1.25,,,,Gave up: 12 of 10000 cases counted.")
    #expect(lines[32] == "multiplier-grows,mpfr127,skipped,,10000,3,0.00029953,1.25,,,,it takes too long")
  }

  @Test("have one line a kill and seed, empty where the seed missed")
  func kills() {
    let lines = CheckTable.killsCSV(CheckSyntheticRecord.mutants).split(separator: "\r\n")
    #expect(lines.count == 1 + 8 * 4)
    #expect(lines[1] == "no-clip,transposition,7,9")
    #expect(
      Array(lines[21...24]) == [
        "late,factoring-error,7,900", "late,factoring-error,8,", "late,factoring-error,9,2", "late,factoring-error,10,",
      ])
  }
}
