import LabRecords
import Testing

@testable import Reports

@Suite("The parts of a chart")
struct ChartTests {
  @Test("a scale maps the ends of its domain to the ends of its axis, and keeps order between")
  func scaleEnds() {
    for spacing in [Scale.Spacing.linear, .squareRoot, .logarithmic] {
      let scale = Scale(spacing: spacing, domain: 1...100, start: 20, end: 220)
      #expect(scale.position(1) == 20)
      #expect(scale.position(100) == 220)
      let places = (1...100).map { scale.position(Double($0)) }
      #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  @Test("equal ratios are equally far apart on a logarithmic scale")
  func scaleIsLogarithmic() {
    let scale = Scale(spacing: .logarithmic, domain: 1...100, start: 0, end: 200)
    #expect(abs(scale.position(10) - 100) < 1e-9)
  }

  @Test("a single value stands in the middle of its axis")
  func scaleOfOneValue() {
    #expect(Scale(spacing: .linear, domain: 1...1, start: 0, end: 50).position(1) == 25)
    #expect(Scale(spacing: .logarithmic, domain: 1...1, start: 0, end: 50).ticks(apart: 10) == [1])
  }

  @Test("ticks are round and keep their distance")
  func ticks() {
    #expect(
      Scale(spacing: .logarithmic, domain: 1...100, start: 0, end: 600).ticks(apart: 30) == [1, 2, 5, 10, 20, 50, 100])
    #expect(Scale(spacing: .logarithmic, domain: 1...24, start: 0, end: 600).ticks(apart: 30) == [1, 2, 5, 10, 20, 24])
    #expect(Scale(spacing: .logarithmic, domain: 1...21, start: 0, end: 600).ticks(apart: 30) == [1, 2, 5, 10, 20])
    #expect(Scale(spacing: .linear, domain: 1...8, start: 0, end: 600).ticks(apart: 30) == [1, 2, 4, 6, 8])
    #expect(Scale(spacing: .linear, domain: 0...24, start: 300, end: 0).ticks(apart: 20) == [0, 5, 10, 15, 20])
    #expect(
      Scale(spacing: .squareRoot, domain: 0...127, start: 300, end: 0).ticks(apart: 25) == [0, 1, 5, 20, 50, 100])
  }

  @Test("a run is one line with a point a step, and the one that lost more lies lower, on both kinds of chart")
  func linesLieRight() throws {
    let record = SyntheticRecord.full()
    let charts = DriftCharts(figures: DriftFigures(record))
    for chart in [charts.main(DriftCharts.wide, id: "main"), charts.small(record.quantities.count - 1)] {
      // The first policy is NaN throughout and has no line; the last drawn is the first of the record.
      let lines = MarkupChecker(chart.source).elements.filter { $0["class"] == "line" }.compactMap { $0["points"] }
      let places = lines.reversed().map { $0.split(separator: " ").compactMap { Double($0.split(separator: ",")[1]) } }
      #expect(places.map(\.count) == Array(repeating: 100, count: 5))
      let (direct, float) = (try #require(places[1].last), try #require(places[2].last))
      #expect(direct > float)
    }
  }

  @Test("what one step loses is a second, thin line, and lies above what the free run lost")
  func localLines() throws {
    let record = SyntheticRecord.complete()
    let chart = MarkupChecker(DriftCharts(figures: DriftFigures(record)).small(9).source)
    func ends(_ kind: String) -> [Double] {
      chart.elements.filter { $0["class"] == kind }.compactMap { $0["points"] }
        .compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }
    }
    // One a run but for that of NaN; `float` is far below the error of its steps at the end.
    #expect(ends("local").count == 5)
    #expect(zip(ends("local"), ends("line")).allSatisfy { $0 <= $1 })
    #expect(ends("local")[2] < ends("line")[2] - 5)
    let main = MarkupChecker(DriftCharts(figures: DriftFigures(record)).main(DriftCharts.wide, id: "m").source)
    #expect(!main.elements.contains { $0["class"] == "local" })
  }

  @Test("a long line loses only the points that nobody can see, and keeps its peaks")
  func thinning() {
    var points: [(x: Double, y: Double)] = (0..<1_000).map { index in (Double(index) / 50, Double(index % 2)) }
    (points[333].y, points[337].y) = (90, -90)
    let kept = thinned(points)
    #expect(kept.count <= 2 * 21 + 2)
    #expect(kept.map(\.y).max() == 90 && kept.map(\.y).min() == -90)
    #expect(kept.first?.x == 0 && kept.last?.x == points.last?.x)
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.x < $1.x })
    let few: [(x: Double, y: Double)] = (0..<20).map { index in (Double(index), 0) }
    #expect(thinned(few).map(\.x) == few.map(\.x))
    #expect(thinned([]).isEmpty)
  }

  @Test("a chart tells those who can't see it how each line ends")
  func chartsAreTold() {
    let charts = DriftCharts(figures: DriftFigures(SyntheticRecord.full()))
    let gradient = MarkupChecker(charts.small(0).source).text
    #expect(gradient.contains("Bits of g that are lost, step by step"))
    #expect(gradient.contains("float: exact."))
    let confidence = MarkupChecker(charts.small(9).source).text
    #expect(confidence.contains("float16: NaN from step 1. float16/float: 21.6 bits. float@direct: 11.0 bits."))
  }

  @Test("labels are pushed apart, stay in order and inside, and move only where they must")
  func labelsSpread() {
    #expect(spread([10, 50, 90], apart: 15, within: 0...100) == [10, 50, 90])
    #expect(spread([52, 50, 51], apart: 15, within: 0...100) == [80, 50, 65])
    #expect(spread([95, 97], apart: 15, within: 0...100) == [85, 100])
    #expect(spread([], apart: 15, within: 0...100) == [])
    let crowded = spread([5, 5, 5, 5], apart: 15, within: 0...30)
    #expect(crowded == [0, 15, 30, 45])
  }

  @Test("coordinates have at most one decimal, and none that says nothing")
  func coordinates() {
    #expect([0, 1.04, 1.05, -0.04, -2.25, 12].map(Attribute.tenths) == ["0", "1", "1.1", "0", "-2.3", "12"])
  }

  @Test("no two of sixty policies look the same")
  func stylesDiffer() {
    let looks = (0..<60).map { index in
      let style = PolicyStyle(index: index)
      return style.color + (style.dash ?? "") + style.marker(0, 0, radius: 4).source
    }
    #expect(Set(looks).count == 60)
  }

  @Test("text is escaped by Unicode scalar, so that an accent can't hide a quotation mark")
  func escapes() {
    #expect(Markup.escape("<a href=\"x\" id='y'>&") == "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;")
    #expect(Markup.escape("\"\u{301}<\u{338}") == "&quot;\u{301}&lt;\u{338}")
    #expect(Markup.escape("a\u{1B}\u{0}\tb\n") == "a\u{FFFD}\u{FFFD}\tb\n")
    #expect(ScalarEscaping().escapeText("\"\u{301}") == "&quot;\u{301}")
  }
}
