import Foundation
import LabRecords
import Testing

@testable import Reports

@Suite("Which equation loses the bits")
struct EquationTests {
  @Test("what is lost alone is its own, what a step adds came in, what the run adds has grown")
  func verdicts() {
    #expect(equation(lost: 10, 11, 12).verdict == .own)
    #expect(equation(lost: 1, 9, 12).verdict == .inherited)
    #expect(equation(lost: 1, 2, 12).verdict == .grown)
    #expect(equation(lost: 1, 2, 3.9).verdict == .ordinary, "a sixth of 24 bits are 4")
    #expect(equation(lost: 1, 2, 4.1).verdict == .grown)
    // One step that happened to be better than the equation alone takes nothing from it.
    #expect(equation(lost: 8, 2, 9).verdict == .own)
    #expect(equation(lost: 3, 3, nil).verdict == .unmeasured)
    #expect(equation(lost: 3, 3, nil, isBroken: true).verdict == .notFinite(alone: false))
    #expect(equation(lost: nil, nil, nil, isBroken: true).verdict == .notFinite(alone: true))
  }

  @Test("the parts of a bar add up to what the worst of the three errors loses")
  func bars() {
    for (alone, step, free) in [(1.0, 5.0, 9.0), (8, 2, 9), (8, 2, 3), (0, 0, 0), (30, 2, 4)] {
      let equation = equation(lost: alone, step, free)
      let (first, second, third) = equation.added
      #expect(abs(first + second + third - min(24, max(alone, step, free))) < 1e-9)
      #expect(min(first, second, third) >= 0)
    }
  }

  @Test("the worst is the first that broke, else the worst of its own, else what lost most; never Δθ")
  func worst() {
    let grown = equation("û", lost: 1, 2, 16)
    let bad = equation("R", lost: 9, 9, 10)
    let broken = equation("m", lost: 1, 1, nil, isBroken: true)
    let displaced = equation("Δθ", lost: 20, 20, 23)
    #expect([grown, displaced].worst?.record.quantity == "û")
    #expect([grown, bad, displaced].worst?.record.quantity == "R")
    #expect(
      [grown, bad, broken, displaced, equation("U", lost: nil, nil, nil, isBroken: true)].worst?.record.quantity == "m")
    #expect([displaced].worst == nil)
    #expect([EquationFigures]().sentences == [])
  }

  @Test("a sentence says whether the operation is bad here or the error grew")
  func sentences() {
    #expect(
      [equation("R", lost: 9, 9, 10), equation("û", lost: 1, 9, 16)].sentences == [
        "R is bad itself here: alone, from true operands, it loses 9.0 of its 24 bits, and the free run loses 10.0.",
        "The free run loses most in û, 16.0 of 24 bits, an error that is not its own (from its operands).",
      ])
    #expect(
      [equation("û", lost: 1, 2, 16)].sentences == [
        "û loses 16.0 of its 24 bits, but alone, from true operands, it would lose 1.0 and one step from the true state "
          + "2.0: the operation is sound here, and the error grew over the steps."
      ])
    #expect(
      [equation("û", lost: 1, 12, 16)].sentences[0].hasSuffix(
        "it would lose 1.0: the operation is sound here, and the error comes in with its operands, within a single step."
      ))
    #expect([equation("û", lost: 1, 2, 3)].sentences[0].hasPrefix("No equation does harm: û loses 3.0 of its 24 bits"))
    #expect(
      [equation("û", lost: nil, nil, nil, isBroken: true)].sentences[0].contains("the operation itself breaks down"))
    #expect([equation("û", lost: 1, nil, nil, isBroken: true)].sentences[0].hasSuffix("came in with its operands."))
  }

  @Test("the page has a table a policy, opens those that fail, and marks the worst equation of each")
  func tables() throws {
    let page = MarkupChecker(try DriftPage.html(SyntheticRecord.complete()))
    let tables = page.elements.filter { $0.name == "details" && $0["id"]?.hasPrefix("equations-") == true }
    #expect(tables.count == 6)
    #expect(tables.filter { $0["open"] != nil }.compactMap { $0["id"] } == ["equations-1", "equations-3"])
    #expect(page.elements.count { $0.name == "tr" && $0["class"] == "worst" } == 6)
    #expect(page.elements.count { $0["class"] == "verdict own" } == 1)
    for sentence in ["1/√v is the first that ends in NaN or infinity, and it does so alone", "R is bad itself here"] {
      #expect(page.text.contains(sentence))
    }
  }

  @Test("counts are shares of the elements; what never happened has no column but is named")
  func counts() throws {
    var record = SyntheticRecord.complete()
    record.runs = [record.runs[3]]
    let page = MarkupChecker(try DriftPage.html(record))
    for text in ["11 %", "3.4 %", "Never seen: to zero, to infinity, NaN."] { #expect(page.text.contains(text)) }
    #expect(!page.text.contains("<td class=\"n\">NaN</td>"))
    for index in record.runs[0].attribution.indices { record.runs[0].attribution[index].counts = .init() }
    let bare = MarkupChecker(try DriftPage.html(record))
    #expect(bare.text.contains("Never seen: cancelled, absorbed, to zero, to infinity, NaN."))
    #expect(!bare.text.contains("Share of elements"))
  }

  /// An equation of 24 bits that loses so many in each of the three ways.
  private func equation(
    _ quantity: String = "u", lost alone: Double?, _ step: Double?, _ free: Double?, isBroken: Bool = false
  ) -> EquationFigures {
    func error(_ lost: Double?) -> Double? { lost.map { pow(2, $0 - 24) } }
    return EquationFigures(
      AttributionRecord(
        quantity: quantity, own: error(alone), ownWorst: nil, ownStep: nil, ownTensor: nil, bitsLost: alone,
        local: error(step), free: error(free), counts: .init()),
      series: SeriesFigures(
        symbol: quantity,
        record: .init(
          quantity: quantity, worst: [error(free)], median: [], worstTensor: [], worstUlps: [],
          nonFinite: [isBroken ? 1 : 0], vanished: []), bits: 24))
  }
}
