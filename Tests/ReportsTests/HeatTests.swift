import LabRecords
import Testing

@testable import Reports

@Suite("The map of quantity and step")
struct HeatTests {
  @Test("a level begins at its edge, and the last has no end")
  func levels() {
    #expect([0, 0.99, 1, 11, 12, 23.9, 24, 53, 127].map(HeatScale.level) == [0, 0, 1, 6, 7, 9, 10, 11, 11])
    #expect(zip(HeatScale.edges, HeatScale.edges.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("up to a hundred steps have a column each; more are gathered, and a column shows the worst of its steps")
  func gathers() {
    var worst: [Double?] = Array(repeating: 0x1p-22, count: 250)
    worst[7] = 0x1p-3
    worst[120] = nil
    let row = row(worst)
    #expect(row.cells.count == 100)
    #expect(row.cells.enumerated().filter { $1 == .level(2) }.map(\.offset) == [3], "3 bits are right at step 8")
    #expect(row.cells.enumerated().filter { $1 == .notFinite }.map(\.offset) == [48])
    #expect(row.cells.count { $0 == .level(9) } == 98)
    #expect(self.row(Array(worst.prefix(99))).cells.count == 99)
  }

  @Test("every step is in one column, whatever their number", arguments: [1, 7, 99, 100, 101, 150, 199, 1_000, 1_001])
  func coversAll(steps: Int) {
    for bad in Set([0, steps / 3, steps - 1]) {
      var worst: [Double?] = Array(repeating: 0x1p-22, count: steps)
      worst[bad] = nil
      let cells = row(worst).cells
      #expect(cells.count == min(100, steps))
      #expect(cells.count { $0 == .notFinite } == 1)
    }
  }

  @Test("equal neighbors are one stretch, and a shorter series has nothing to show after its end")
  func stretches() {
    let row = HeatRow(series([0x1p-22, 0x1p-22, 0x1p-3, nil]), steps: 6)
    #expect(row.runs.map(\.cell) == [.level(9), .level(2), .notFinite, .undefined])
    #expect(row.runs.map(\.columns) == [0..<2, 2..<3, 3..<4, 4..<6])
  }

  @Test("a row is told to those who can't see it")
  func spoken() {
    #expect(row([0x1p-20, 0x1p-3, 0x1p-12]).spoken == "u: 12.0 bits at the end, fewest 3.0 at step 2")
    #expect(row([0x1p-20, nil]).spoken == "u: NaN from step 2 at the end")
    #expect(row([0x1p-20, nil, 0x1p-10]).spoken == "u: 10.0 bits at the end, fewest 10.0 at step 3, NaN at step 2")
    #expect(row([]).spoken == "u: not measured at the end")
  }

  @Test("a map has a row a quantity, stripes where it's NaN, and marks where it began")
  func map() {
    let record = SyntheticRecord.complete()
    let run = DriftFigures(record).runs[0]
    let map = MarkupChecker(HeatMap(id: "h", run: run, steps: 100).markup.source)
    #expect(map.problems == [])
    #expect(map.elements.count { $0.name == "g" } == record.quantities.count)
    #expect(map.elements.count { $0["class"] == "stripes" } == 12)
    #expect(map.elements.count { $0["class"] == "nan" } == 12)
    #expect(map.elements.filter { $0["class"] == "event" }.map(\.name) == ["circle", "path"])
    for quantity in record.quantities { #expect(map.text.contains("\(quantity.symbol): ")) }
  }

  @Test("the page says how steps were gathered")
  func says() throws {
    #expect(try DriftPage.html(SyntheticRecord.full()).contains("Each column is a step."))
    #expect(
      try DriftPage.html(SyntheticRecord.full(steps: 200))
        .contains("The 200 steps are gathered into 100 columns; each shows the worst step in it."))
  }

  @Test("a map of many changes is small")
  func isSmall() {
    let run = DriftFigures(SyntheticRecord.complete(steps: 200, tensors: 30)).runs[3]
    #expect(HeatMap(id: "h", run: run, steps: 200).markup.source.utf8.count < 30_000)
  }

  private func row(_ worst: [Double?]) -> HeatRow { HeatRow(series(worst), steps: worst.count) }

  private func series(_ worst: [Double?]) -> SeriesFigures {
    SeriesFigures(
      symbol: "u",
      record: DriftSeriesRecord(
        quantity: "u", worst: worst, median: worst, worstTensor: [], worstUlps: worst,
        nonFinite: worst.map { $0 == nil ? 1 : 0 }, vanished: []), bits: 24)
  }
}
