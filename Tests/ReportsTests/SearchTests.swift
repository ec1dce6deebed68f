import LabRecords
import Testing

@testable import Reports

@Suite("The search in a report")
struct SearchTests {
  @Test("trials are in order of size, and those of the front are numbered in it")
  func order() {
    let search = SearchFigures(SyntheticRecord.search)
    let sizes = search.trials.map(\.record.bytesPerParameter)
    #expect(sizes == sizes.sorted())
    #expect(search.front.compactMap(\.number) == Array(1...10))
    #expect(search.chosen?.number == 3)
    #expect(search.start?.record.policy == "double")
  }

  @Test("the front goes up in steps from left to right, through every trial of it")
  func front() throws {
    let chart = MarkupChecker(chart().markup.source)
    #expect(chart.problems == [])
    let line = try #require(chart.elements.first { $0["class"] == "front" }?["points"])
    let points = line.split(separator: " ").map { $0.split(separator: ",").compactMap { Double($0) } }
    #expect(points.count == 2 * 10)
    for (here, next) in zip(points, points.dropFirst()) {
      #expect(next[0] >= here[0] && next[1] <= here[1])
      #expect(next[0] == here[0] || next[1] == here[1])
    }
    // Between two trials one has what the smaller one has: across first, then up.
    for index in stride(from: 0, to: points.count, by: 2) { #expect(points[index][1] == points[index + 1][1]) }
  }

  @Test("ruined trials are crosses on the floor; the others are circles, filled if within the budget")
  func marks() {
    let chart = MarkupChecker(chart().markup.source)
    #expect(chart.elements.count { $0["class"] == "cross" } == 2)
    let circles = chart.elements.filter { $0.name == "circle" }
    #expect(circles.count == 18)
    #expect(circles.count { $0["class"] == "chosen" } == 1)
    #expect(circles.count { $0["class"] == "within" } == 9)
    #expect(circles.count { $0["class"] == "short" } == 8)
    let lane = chart.elements.first { $0["class"] == "lane" }.flatMap { $0["y"].flatMap { Double($0) } } ?? 0
    #expect(circles.allSatisfy { ($0["cy"].flatMap { Double($0) } ?? 999) < lane })
  }

  @Test("labels don't lie on one another")
  func labels() {
    for layout in [ParetoChart.Layout.wide, .narrow] {
      let chart = MarkupChecker(chart(layout).markup.source)
      let labels = chart.elements.filter {
        $0.name == "text" && ["note", "end chosen"].contains($0["class"]) && $0["text-anchor"] == "start"
      }
      #expect(labels.count == 10 + 1, "one a trial of the front, and the budget")
      let boxes = labels.map { label in
        LabelPlaces.Box(
          left: Double(label["x"] ?? "") ?? 0, top: (Double(label["y"] ?? "") ?? 0) - layout.font * 0.9,
          width: layout.font, height: layout.font)
      }
      for (index, box) in boxes.enumerated() {
        #expect(boxes[..<index].allSatisfy { $0.overlap(box) < 1 }, "label \(index)")
      }
    }
  }

  @Test("a label takes the freest place, inside its frame if it can")
  func places() {
    let frame = LabelPlaces.Box(left: 0, top: 0, width: 100, height: 100)
    var places = LabelPlaces(frame: frame, taken: [])
    var boxes: [LabelPlaces.Box] = []
    for _ in 0..<6 { boxes.append(places.place(width: 20, height: 10, beside: (50, 50), gap: 6)) }
    boxes.append(places.place(width: 20, height: 10, beside: (1, 1), gap: 6))
    for (index, box) in boxes.enumerated() {
      #expect(boxes[..<index].allSatisfy { $0.overlap(box) == 0 })
      #expect(box.overlap(frame) == 200)
    }
  }

  @Test("the page has every trial and quantity in tables beside the chart")
  func tables() throws {
    let record = SyntheticRecord.complete()
    let page = MarkupChecker(try DriftPage.html(record))
    #expect(page.elements.count { $0.name == "tr" && $0["class"]?.hasPrefix("trial") == true } == 20)
    #expect(page.elements.count { $0.name == "tr" && $0["class"] == "trial chosen" } == 1)
    #expect(page.elements.count { $0.name == "tr" && $0["class"] == "trial front" } == 9)
    for text in ["only the widest", "float8e4m3", "within, start", "ruined"] { #expect(page.text.contains(text)) }
    let quiet = MarkupChecker(try DriftPage.html(SyntheticRecord.fruitless))
    #expect(!quiet.text.contains("How narrow each quantity"))
  }

  @Test("axes fit what was tried")
  func axes() {
    #expect(chart().y.spacing == .squareRoot)
    let near = SearchRecord(
      budget: 8, start: "a", best: "a",
      trials: [
        .init(policy: "a", bytesPerParameter: 4, stateBytesPerParameter: 1, bits: 9, isWithin: true, isOnFront: true),
        .init(
          policy: "b", bytesPerParameter: 3.5, stateBytesPerParameter: 1, bits: 7, isWithin: false, isOnFront: true),
      ], quantities: [])
    let chart = ParetoChart(search: SearchFigures(near), lead: "Δθ", layout: .wide)
    #expect(chart.y.spacing == .linear)
    let text = MarkupChecker(chart.markup.source).text
    #expect(!text.contains("NaN") && text.contains("budget: 8 bits"))
  }

  private func chart(_ layout: ParetoChart.Layout = .wide) -> ParetoChart {
    ParetoChart(search: SearchFigures(SyntheticRecord.search), lead: "Δθ", layout: layout)
  }
}
