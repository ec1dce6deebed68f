import LabRecords
import Testing

@testable import Reports

@Suite("What a report derives from a record")
struct DriftFiguresTests {
  @Test("bits are −log₂ of the error, between 0 and those of the format")
  func bitsOfAgreement() {
    #expect(Agreement(error: 0x1p-10, nonFinite: 0, cap: 24) == .right(bits: 10, exact: false))
    #expect(Agreement(error: 0x1p-30, nonFinite: 0, cap: 24) == .right(bits: 24, exact: false))
    #expect(Agreement(error: 8, nonFinite: 0, cap: 24) == .right(bits: 0, exact: false))
    #expect(Agreement(error: 0, nonFinite: 0, cap: 24) == .right(bits: 24, exact: true))
    #expect(Agreement(error: nil, nonFinite: 3, cap: 24) == .notFinite)
    #expect(Agreement(error: nil, nonFinite: nil, cap: 24) == .notFinite)
    #expect(Agreement(error: nil, nonFinite: 0, cap: 24) == .undefined)
  }

  @Test("a quantity parts at the first step with less than two thirds of its bits right")
  func parts() {
    #expect(series([0x1p-20, 0x1p-16, 0x1.1p-16, 0x1p-20]).partsAt == 3)
    #expect(series([0x1p-20, 0x1p-16]).partsAt == nil)
    #expect(series([0x1p-20, nil]).partsAt == 2)
    #expect(series([0x1p-20, 0x1p-3], symbol: "Δθ").partsAt == nil)
  }

  @Test("stretches of NaN are found, and only one that lasts to the end counts as the end")
  func stretches() {
    let back = series([nil, nil, 0.1, nil, 0.1])
    #expect(back.notFinite == [1...2, 4...4])
    #expect(back.notFiniteFrom == nil)
    #expect(series([0.1, nil, nil]).notFiniteFrom == 2)
    #expect(series([]).notFiniteFrom == nil)
  }

  @Test("a stored quantity is held against the storage format")
  func storageFormat() {
    #expect(series([0x1p-12], bits: 11).holds == 11)
    #expect(series([0x1p-12], bits: 11).last == .right(bits: 11, exact: false))
    #expect(series([0], bits: 11).holds == 11)
    #expect(DriftFigures(SyntheticRecord.full()).runs.map(\.lead.holds) == [11, 11, 24, 24, 53, 127])
  }

  @Test("fates and cures of the whole story")
  func fates() {
    let figures = DriftFigures(SyntheticRecord.full())
    #expect(figures.lead == "Δθ")
    #expect(figures.runs.map(\.fate) == [.ruined, .holds, .loses, .holds, .holds, .holds])
    #expect(figures.cures.map(\.failing) == [0, 2])
    #expect(figures.cures.map(\.cure) == [1, 3])
    #expect(figures.runs.allSatisfy { $0.fate != .holds || figures.cure(of: $0) == nil })
  }

  @Test("a cure eats the same inputs")
  func cureSharesInputs() {
    var record = SyntheticRecord.full()
    record.runs[1].storage = "BFloat16"
    #expect(DriftFigures(record).cure(of: DriftFigures(record).runs[0]) == nil)
  }

  @Test("a cure that parts from the truth gives way to one that doesn't, and isn't called a cure")
  func partialCure() {
    var record = SyntheticRecord.full()
    record.runs[1].firstToPart = .init(step: 48, quantity: "θ", tensor: 0)
    var figures = DriftFigures(record)
    #expect(figures.cure(of: figures.runs[0])?.record.policy == "float16/float")
    #expect(figures.relief(by: figures.runs[1]) == ("Kept finite here by", "it parts at θ, step 48"))
    #expect(figures.relief(by: figures.runs[3]) == ("Cured here by", "no quantity parts"))
    var wider = record.runs[1]
    (wider.policy, wider.stateBytesPerParameter, wider.firstToPart) = ("float16/double", 8.62, nil)
    record.runs.append(wider)
    figures = DriftFigures(record)
    #expect(figures.cure(of: figures.runs[0])?.record.policy == "float16/double")
  }

  @Test("among several cures the cheapest is named")
  func cheapestCure() {
    var record = SyntheticRecord.full()
    var wider = record.runs[1]
    (wider.policy, wider.arithmetic, wider.bits, wider.stateBytesPerParameter) = ("float16/double", "Double", 53, 8.62)
    record.runs.insert(wider, at: 1)
    let figures = DriftFigures(record)
    #expect(figures.cure(of: figures.runs[0])?.record.policy == "float16/float")
  }

  @Test(
    "the headline says the result",
    arguments: zip(
      [
        SyntheticRecord.full(), SyntheticRecord.full(steps: 0), SyntheticRecord.record(steps: 0, runs: []),
        SyntheticRecord.exact, SyntheticRecord.midway,
        SyntheticRecord.record(steps: 100, runs: [SyntheticRecord.ruined(steps: 100)]),
        SyntheticRecord.record(
          steps: 40,
          runs: [
            SyntheticRecord.direct(steps: 40),
            SyntheticRecord.ordinary("float", "Float", bits: 24, state: 4.31, steps: 40, seed: 3),
          ]),
      ],
      [
        "Float16 ends in NaN at step 1; with Float inside it stays finite and keeps 10.5 bits of Δθ",
        "No step was run", "No policy was run",
        "Double holds: not one bit is wrong after 12 steps",
        "BFloat16 ends in NaN at step 37; TF32 stays finite and keeps 6.4 bits of Δθ",
        "Float16 ends in NaN at step 1; no policy of this run stays finite",
        "Float (float@direct) parts from the truth at R in step 1 (12.5 bits right); Float does not",
      ]))
  func headline(_ record: DriftRecord, _ expected: String) {
    #expect(DriftSummary.headline(record) == expected)
  }

  @Test("the axes fit the record")
  func axes() {
    func charts(_ record: DriftRecord) -> DriftCharts { DriftCharts(figures: DriftFigures(record)) }
    #expect(charts(SyntheticRecord.full()).bitSpacing == .squareRoot)
    #expect(charts(SyntheticRecord.midway).bitSpacing == .linear)
    #expect(charts(SyntheticRecord.full(steps: 20)).stepSpacing == .logarithmic)
    #expect(charts(SyntheticRecord.full(steps: 19)).stepSpacing == .linear)
  }

  @Test("no figure is a negative zero, or less than nothing")
  func nothingLeft() {
    let figures = DriftFigures(SyntheticRecord.full())
    for bits in [0, -0.0, -3.2] {
      #expect(figures.bitsLeft(.init(step: 1, quantity: "r", tensor: 0, bitsLeft: bits)) == "0.0 bits")
    }
    #expect(figures.bitsLeft(.init(step: 1, quantity: "r", tensor: 0)) == nil)
    #expect(series([1]).ending == "0.0")
  }

  @Test("several ruined policies share one headline")
  func headlineOfMany() {
    var record = SyntheticRecord.full()
    var second = record.runs[0]
    (second.policy, second.storage, second.arithmetic) = ("bfloat16", "BFloat16", "BFloat16")
    record.runs.append(second)
    #expect(
      DriftSummary.headline(record)
        == "Float16 and BFloat16 end in NaN, the first at step 1; Float16 with Float inside stays finite and keeps 10.5 bits of Δθ"
    )
  }

  @Test("a cure that saves nothing but finiteness isn't praised")
  func headlineOfPoorCure() {
    var record = SyntheticRecord.full()
    let last = record.runs[1].series.count - 1
    record.runs[1].series[last].worst[99] = 1
    #expect(
      DriftSummary.headline(record)
        == "Float16 ends in NaN at step 1; with Float inside it stays finite, "
        + "but not one bit of Δθ is right in its worst tensor")
    #expect(DriftFigures(record).runs[1].lead.ending == "0.0")
  }

  @Test("policies that all hold share one headline")
  func headlineOfHolding() {
    let runs = Array(SyntheticRecord.full().runs[3...])
    #expect(
      DriftSummary.headline(SyntheticRecord.record(steps: 100, runs: runs))
        == "All 3 policies hold: no quantity loses a third of its digits in 100 steps")
  }

  private func series(_ worst: [Double?], symbol: String = "u", bits: Int = 24) -> SeriesFigures {
    SeriesFigures(
      symbol: symbol,
      record: DriftSeriesRecord(
        quantity: symbol, worst: worst, median: worst, worstTensor: worst.map { _ in nil }, worstUlps: worst,
        nonFinite: worst.map { $0 == nil ? 1 : 0 }, vanished: worst.map { _ in 0 }),
      bits: bits)
  }
}
