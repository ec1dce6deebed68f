import LabRecords
import Testing

@testable import Reports

@Suite("What happened, in three sentences")
struct StoryTests {
  @Test("names the best and the worst policy by the bits of Δθ at the end")
  func result() {
    let story = DriftFigures(SyntheticRecord.complete()).story
    #expect(
      story[0]
        == "Six policies took 100 steps of kjv-mlm-d16-b256 (8,134 parameters) beside MPFR, 255 bits, and 4 of them hold: "
        + "best is MPFR 127 with 122.4 of 127 bits of Δθ right at the end, worst Float16 with Δθ NaN from step 1.")
  }

  @Test("a finite policy is never worse than a ruined one, and of finite ones the fewer bits are worse")
  func worst() {
    var record = SyntheticRecord.full()
    record.runs.removeFirst()
    let lead = record.runs[2].series.count - 1
    record.runs[2].series[lead].worst[99] = 1
    #expect(DriftFigures(record).story[0].contains("worst Float with 0.0 of 24 bits of Δθ right."))
    record.runs[0].findings[0].fatal = true
    #expect(DriftFigures(record).story[0].contains("worst Float16 with Float inside with 10.5 of 11 bits"))
  }

  @Test("tells what went wrong first: the earliest that ruined a run")
  func firstFatal() {
    var record = SyntheticRecord.full()
    record.runs[4].findings = [
      .init(
        kind: .overflow, fatal: true, sentence: "It overflows.", cure: nil,
        event: .init(step: 3, quantity: "U", tensor: 0))
    ]
    #expect(DriftFigures(record).story[1].hasPrefix("What went wrong first is Float16, at r, step 1: ε1 = 1e-30"))
    for index in record.runs[0].findings.indices { record.runs[0].findings[index].event?.step = 7 }
    #expect(DriftFigures(record).story[1] == "What went wrong first is Double, at U, step 3: It overflows.")
  }

  @Test("without a ruined run it tells the most important finding of the run that lost most")
  func firstFinding() {
    var record = SyntheticRecord.full()
    record.runs.removeFirst()
    #expect(
      DriftFigures(record).story[1].hasPrefix(
        "No run was ruined by a known cause; what to know first is of Float (float@direct), at R, step 1: 1 − β3 is"))
    record.runs[1].findings = []
    #expect(DriftFigures(record).story[1].contains("Float16 with Float inside, at θ, step 4: In 3.4 %"))
    record.runs[0].findings = []
    #expect(
      DriftFigures(record).story[1]
        == "No run was ruined, but Float (float@direct) parts from the truth at R, step 1, and no known cause explains it."
    )
    record.runs[1].firstToPart = nil
    #expect(DriftFigures(record).story[1] == "Nothing but ordinary rounding was seen.")
  }

  @Test("a ruined run without a finding is not called ordinary")
  func unexplained() {
    var record = SyntheticRecord.full()
    for index in record.runs.indices { record.runs[index].findings = [] }
    #expect(
      DriftFigures(record).story[1]
        == "What went wrong first is Float16, and no known cause explains it: NaN from step 1 on.")
  }

  @Test("says what to do: the cure and the search, the cure in the record, the cure of the finding, or the cheapest")
  func advice() {
    var record = SyntheticRecord.complete()
    func advice() -> String { DriftFigures(record).story[2] }
    #expect(
      advice()
        == "Float16 with Float inside cures it; of 20 policies that were tried the narrowest to keep 10 bits of Δθ right is "
        + "float,m=dynamic8,r=bfloat16,c=bfloat16,R=bfloat16,C=bfloat16: it takes 5.12 bytes a parameter for parameters "
        + "and state and keeps 10.3, where double takes 16.62.")
    record.search = nil
    #expect(
      advice()
        == "Float16 with Float inside cures it, at 4.31 bytes of state a parameter: it has 10.5 of 11 bits of Δθ right."
    )
    record.runs.remove(at: 1)
    #expect(
      advice() == "No policy of this run cures it. What would: Keep the state and compute in Float; gradients and "
        + "parameters may stay in Float16.")
    record.runs.removeFirst(2)
    #expect(
      advice()
        == "The cheapest policy that holds is Float, at 4.31 bytes of state a parameter: it has 19.4 of 24 bits of Δθ right."
    )
    record.runs = [SyntheticRecord.ruined(steps: 100)]
    record.runs[0].findings = []
    #expect(advice() == "No policy of this run holds, and none of its findings names a cure.")
  }

  @Test("a search that found nothing says so")
  func fruitlessSearch() {
    #expect(
      DriftFigures(SyntheticRecord.fruitless).story[2]
        == "Float16 with Float inside cures it; of 1 policy that was tried none keeps 60.5 bits of Δθ right, not even double."
    )
  }

  @Test("policies that fared alike are not ranked, and of ruined ones none is best")
  func alike() {
    #expect(
      DriftFigures(SyntheticRecord.nothingFinite).story[0].hasSuffix("255 bits, and every one of them is ruined."))
    var record = SyntheticRecord.exact
    record.runs += record.runs
    #expect(DriftFigures(record).story[0].hasSuffix("and all hold: each has all 53 bits of Δθ right at the end."))
  }

  @Test("a single policy is not compared with itself")
  func single() {
    #expect(
      DriftFigures(SyntheticRecord.exact).story == [
        "Double took 12 steps of kjv-mlm-d16-b256 (8,134 parameters) beside MPFR, 255 bits, and has all 53 bits of Δθ "
          + "right at the end.", "Nothing but ordinary rounding was seen.",
        "The cheapest policy that holds is Double, at 8.62 bytes of state a parameter: it has all 53 bits of Δθ right.",
      ])
  }
}
