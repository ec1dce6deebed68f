import LabRecords
import Reports
import Testing

@Suite("The page of a drift run")
struct DriftPageTests {
  @Test("is well-formed, whatever the record holds", arguments: SyntheticRecord.all)
  func isWellFormed(_ sample: SyntheticRecord.Sample) throws {
    let page = MarkupChecker(try DriftPage.html(sample.record))
    #expect(page.problems == [])
  }

  @Test("refers to nothing outside itself", arguments: SyntheticRecord.all)
  func isSelfContained(_ sample: SyntheticRecord.Sample) throws {
    let html = try DriftPage.html(sample.record)
    for reference in ["http://", "https://", "<link", "<script", "<img", "<iframe", "@import", "url("] {
      #expect(!html.contains(reference))
    }
    #expect(MarkupChecker(html).values(of: "src") == [])
  }

  @Test("has every policy, its outcome and findings, every quantity and every hyperparameter")
  func isComplete() throws {
    let record = SyntheticRecord.full()
    let page = try DriftPage.html(record)
    for run in record.runs {
      for text in [run.policy, run.title, run.outcome, run.rounding] + run.findings.flatMap({ [$0.sentence, $0.cure ?? ""] }) {
        #expect(page.contains(text))
      }
    }
    for quantity in record.quantities {
      #expect(page.contains("<b class=\"symbol\">\(quantity.symbol)</b> <span>\(quantity.name)</span>"))
      #expect(page.contains(quantity.equation))
    }
    for parameter in record.hyperparameters { #expect(page.contains("<code>\(parameter.value)</code>")) }
    for text in [record.command, record.reference, record.tool, record.made, record.workload.sha256, "41.3 s"] {
      #expect(page.contains(text))
    }
  }

  @Test("puts the result into its title and its first heading")
  func beginsWithTheResult() throws {
    let page = try DriftPage.html(SyntheticRecord.full())
    let headline = DriftSummary.headline(SyntheticRecord.full())
    #expect(page.contains("<title>\(headline) · CAME lab</title>"))
    #expect(page.contains("<h1>\(headline).</h1>"))
  }

  @Test("shows each failing policy and then, beside it, its cure")
  func pairsFailureWithCure() throws {
    let page = MarkupChecker(try DriftPage.html(SyntheticRecord.full()))
    let cards = page.elements.filter { $0.name == "article" }
    #expect(
      cards.map { $0["class"] } == [
        "card ruined", "card holds healer", "card loses", "card holds healer", "card holds", "card holds",
      ])
    #expect(cards.map { $0["id"] } == (1...6).map { "policy-\($0)" })
  }

  @Test("draws a chart for the lead quantity in two sizes and one for each quantity")
  func drawsAllCharts() throws {
    let record = SyntheticRecord.full()
    let page = MarkupChecker(try DriftPage.html(record))
    let charts = page.elements.filter { $0.name == "svg" && $0["role"] == "img" }
    #expect(charts.count == 2 + record.quantities.count)
    #expect(page.elements.count { $0.name == "desc" } == charts.count)
  }

  @Test("never writes a coordinate that is no number", arguments: SyntheticRecord.all)
  func coordinatesAreNumbers(_ sample: SyntheticRecord.Sample) throws {
    let page = MarkupChecker(try DriftPage.html(sample.record))
    let drawn: Set<String> = ["line", "polyline", "polygon", "circle", "rect", "path", "text"]
    let names: Set<String> = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "points", "d"]
    let values = page.elements.filter { drawn.contains($0.name) }.flatMap(\.attributes).filter { names.contains($0.name) }
    let allowed = Set("0123456789.,- ML")
    for value in values { #expect(value.value.allSatisfy(allowed.contains), "\(value)") }
  }

  @Test("says NaN, from which step, where a line breaks off")
  func marksNaN() throws {
    let page = try DriftPage.html(SyntheticRecord.midway)
    #expect(page.contains(">bfloat16: NaN from step 37</text>"))
    #expect(page.contains(">tf32: NaN at step 10</text>"))
  }

  @Test("escapes hostile names wherever they appear")
  func escapesHostileNames() throws {
    let page = MarkupChecker(try DriftPage.html(SyntheticRecord.hostile))
    let harmless = MarkupChecker(try DriftPage.html(SyntheticRecord.full()))
    #expect(page.problems == [])
    // Not one element or attribute more than the harmless record of the same shape has.
    #expect(page.elements.map(\.name) == harmless.elements.map(\.name))
    #expect(page.elements.map { $0.attributes.map(\.name) } == harmless.elements.map { $0.attributes.map(\.name) })
    #expect(page.text.contains("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;"))
  }

  @Test("stays under a megabyte for 200 steps of six policies")
  func isSmall() throws {
    #expect(try DriftPage.html(SyntheticRecord.full(steps: 200)).utf8.count < 600_000)
  }
}
