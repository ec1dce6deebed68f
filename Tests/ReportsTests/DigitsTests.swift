import LabRecords
import Testing

@testable import Reports

@Suite("Significant digits, and errors of single elements")
struct DigitsTests {
  @Test("significant bits are shown between none and those of the format")
  func clamped() {
    let significance = SignificanceFigures(record([-3, 30, nil, 7]))
    #expect(significance.series[0].median == [0, 24, nil, 7])
    #expect(significance.series[0].fewest?.bits == 0)
    #expect(significance.series[0].fewest?.step == 1)
  }

  @Test("sentences say what was done and what it means, with the bound of the lead quantity")
  func sentences() {
    let sentences = SignificanceFigures(SyntheticRecord.complete().significance[0]).sentences(lead: "Δθ")
    #expect(
      sentences[0]
        == "Every result in BFloat16 was rounded up or down at random, in 12 runs from seed 7: digits in which the runs "
        + "agree are significant, the rest is noise of rounding.")
    #expect(
      sentences[1]
        == "At the last step the median element has 4.8 of 8 bits of Δθ, at least 3.9 with probability 99 % at 95 % "
        + "confidence; fewest have 2.3 of 8 bits of R.")
    #expect(
      SignificanceFigures(record([4, nil])).sentences(lead: "Δθ")[1]
        == "At the last step not one quantity has a significant digit to count.")
    #expect(
      SignificanceFigures(record([4, 5])).sentences(lead: "Δθ")[1]
        == "At the last step the median element has 5.0 of 24 bits of u.")
  }

  @Test("the lines of a format reach from the fewest bits of any quantity to all of them")
  func range() {
    #expect(SignificanceFigures(SyntheticRecord.complete().significance[0]).range == 1...8)
    #expect(SignificanceFigures(record([24, 24])).range == 23...24)
    #expect(SignificanceFigures(record([-4])).range == 0...24)
    #expect(SignificanceFigures(record([nil])).range == 0...24)
  }

  @Test("a probability is never rounded to certainty")
  func percent() {
    #expect([0.95, 0.999, 0.99999, 1].map(Numbers.plainPercent) == ["95 %", "99.9 %", "99.999 %", "100 %"])
    #expect([6, 6.5, 6.25, 6.254, 0, 100].map { Numbers.plain($0) } == ["6", "6.5", "6.25", "6.25", "0", "100"])
    #expect([1, 8, 12.5].map(Numbers.bits) == ["1 bit", "8 bits", "12.5 bits"])
  }

  @Test("a line has its lower bound beneath it, and breaks where there is nothing")
  func lines() {
    let line = MarkupChecker(
      SignificanceLine(series: SignificanceFigures(record([8, 7, nil, 6])).series[0], range: 5...24).markup.source)
    #expect(line.problems == [])
    func heights(_ kind: String) -> [[Double]] {
      line.elements.filter { $0["class"] == kind }.compactMap { $0["points"] }.map { points in
        points.split(separator: " ").compactMap { Double($0.split(separator: ",")[1]) }
      }
    }
    #expect(heights("median").map(\.count) == [2, 2], "a single step is a dash from it to itself")
    #expect(zip(heights("median").joined(), heights("bound").joined()).allSatisfy { $0 < $1 })
  }

  @Test("an element is named by its tensor and its place in it")
  func elements() {
    let figures = DriftFigures(SyntheticRecord.complete())
    #expect(figures.elementName(0, 17) == "tok.weight[1, 1]")
    #expect(figures.elementName(1, 9) == "ln.bias[9]")
    #expect(figures.elementName(1, nil) == "ln.bias")
    #expect(figures.elementName(nil, 3) == nil)
    #expect(figures.elementName(99, 3) == nil)
  }

  @Test("the page has median, 95 %, worst and where of every quantity, at the last step")
  func table() throws {
    var record = SyntheticRecord.complete(steps: 2)
    record.runs = [record.runs[3]]
    record.runs[0].series[5].bits = BitsOfErrorRecord(
      median: [9, 1.25], high: [9, 2.5], worst: [9, 11.5], worstTensor: [1, 2], worstElement: [3, 20])
    let page = try DriftPage.html(record)
    #expect(
      page.contains(
        "<td class=\"n\">1.2</td><td class=\"n\">2.5</td><td class=\"n\"><b>11.5</b></td><td>blocks.0.qkv.weight[1, 4]</td>"
      ))
    #expect(page.contains("worst is RMS(u), 11.5 bits in blocks.0.qkv.weight[1, 4]"))
    #expect(page.contains("margin-left:5.2%;width:5.2%"))
    #expect(page.contains("left:47.9%"))
  }

  private func record(_ median: [Double?]) -> SignificanceRecord {
    SignificanceRecord(
      arithmetic: "Float", bits: 24, samples: 8, seed: 1, probability: 0.99, confidence: 0.95,
      series: [
        .init(quantity: "u", median: median, low: median, lowerBound: median.map { $0.map { $0 - 1 } })
      ])
  }
}
