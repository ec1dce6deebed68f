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
      for text in [run.policy, run.title, run.outcome, run.rounding]
        + run.findings.flatMap({ [$0.sentence, $0.cure ?? ""] })
      {
        #expect(page.contains(text))
      }
    }
    for quantity in record.quantities {
      #expect(page.contains("<b class=\"symbol\">\(quantity.symbol)</b> <span>\(quantity.name)</span>"))
      #expect(
        page.split(separator: "<code>\(quantity.equation)</code>").count == 3, "once by its chart, once in the list")
    }
    for parameter in record.hyperparameters { #expect(page.contains("<code>\(parameter.value)</code>")) }
    for text in [record.command, record.reference, record.tool, record.made, record.workload.sha256 ?? "", "41.3 s"] {
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

  @Test("gives a failing policy without a free cure a row of its own, so that the pairs after it stay pairs")
  func keepsPairsInRows() throws {
    var record = SyntheticRecord.full()
    var twin = record.runs[0]
    twin.policy = "float16@direct"
    var stranger = record.runs[0]
    (stranger.policy, stranger.storage, stranger.arithmetic) = ("bfloat16", "BFloat16", "BFloat16")
    record.runs += [twin, stranger]
    let cards = MarkupChecker(try DriftPage.html(record)).elements.filter { $0.name == "article" }
    #expect(
      cards.compactMap { $0["class"] } == [
        "card ruined wide", "card ruined", "card holds healer", "card ruined wide", "card loses", "card holds healer",
        "card holds", "card holds",
      ])
    #expect(cards.compactMap { $0["id"] }.prefix(4) == ["policy-8", "policy-1", "policy-2", "policy-7"])
  }

  @Test("draws a chart for the lead quantity in two sizes and one for each quantity")
  func drawsAllCharts() throws {
    let record = SyntheticRecord.full()
    let page = MarkupChecker(try DriftPage.html(record))
    let charts = page.elements.filter { $0.name == "svg" && $0["role"] == "img" }
    let maps = record.runs.count
    #expect(charts.count == 2 + record.quantities.count + maps + 1, "and the scale of the maps")
    #expect(page.elements.count { $0.name == "desc" } == charts.count - 1)
  }

  @Test("frames the quantities in which something starts, and rings the step")
  func marksTheStart() throws {
    let record = SyntheticRecord.full()
    let page = MarkupChecker(try DriftPage.html(record))
    let panels = page.elements.filter { $0["class"]?.hasPrefix("panel") == true && $0.name == "figure" }
    let framed = zip(record.quantities, panels).filter { $1["class"] == "panel start" }.map { $0.0.symbol }
    #expect(framed == ["r", "1/√v", "R"])
    #expect(page.elements.count { $0["class"] == "ring" } == 2)
    for text in [
      "float16 parts first here, step 1", "float16: first NaN or ∞, step 1", "float@direct parts first here, step 1",
    ] {
      #expect(page.text.contains(text))
    }
  }

  @Test("says in the table when each quantity went wrong, and tints it by how much")
  func tableSaysWhen() throws {
    let page = MarkupChecker(try DriftPage.html(SyntheticRecord.full()))
    #expect(page.text.split(separator: "parts at step 1").count == 1 + 6)
    let cells = page.elements.filter { $0.name == "td" && $0["title"] != nil }
    #expect(cells.count { $0["class"] == "nan" } == 12)
    #expect(cells.count { $0["class"] == "s4" } == 2)
    #expect(cells.count { $0["class"] == "s3" } == 5)
    #expect(cells.first { $0["class"] == "s3" }?["title"] == "R under float@direct, worst tensor tok.weight")
  }

  @Test("points out inputs that became zero or infinite")
  func inputsPointOutLosses() throws {
    var record = SyntheticRecord.full()
    #expect(MarkupChecker(try DriftPage.html(record)).elements.count { $0["class"] == "n lost" } == 1)
    record.runs[4].inputs.overflowed = 3
    #expect(MarkupChecker(try DriftPage.html(record)).elements.count { $0["class"] == "n lost" } == 2)
  }

  @Test("never writes a coordinate that is no number", arguments: SyntheticRecord.all)
  func coordinatesAreNumbers(_ sample: SyntheticRecord.Sample) throws {
    let page = MarkupChecker(try DriftPage.html(sample.record))
    let drawn: Set<String> = ["line", "polyline", "polygon", "circle", "rect", "path", "text"]
    let names: Set<String> = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "points", "d"]
    let values = page.elements.filter { drawn.contains($0.name) }.flatMap(\.attributes).filter {
      names.contains($0.name)
    }
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
    let harmless = MarkupChecker(try DriftPage.html(SyntheticRecord.complete()))
    #expect(page.problems == [])
    // Not one element or attribute more than the harmless record of the same shape has.
    #expect(page.elements.map(\.name) == harmless.elements.map(\.name))
    #expect(page.elements.map { $0.attributes.map(\.name) } == harmless.elements.map { $0.attributes.map(\.name) })
    #expect(page.text.contains("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;"))
  }

  @Test("stays under two megabytes for 200 steps of 30 tensors under six policies, with everything measured")
  func isSmall() throws {
    let page = try DriftPage.html(SyntheticRecord.complete(steps: 200, tensors: 30))
    #expect(page.utf8.count < 1_000_000)
  }

  @Test("grows much slower than the steps")
  func growsSlowly() throws {
    #expect(try DriftPage.html(SyntheticRecord.complete(steps: 1_000)).utf8.count < 1_500_000)
  }

  @Test("leaves out the sections that the record has nothing for, and the links to them")
  func sectionsAppear() throws {
    let extra = ["search", "equations", "elements", "significance"]
    func sections(_ record: DriftRecord) throws -> [String] {
      MarkupChecker(try DriftPage.html(record)).elements.filter { $0.name == "section" }.compactMap { $0["id"] }
    }
    func links(_ record: DriftRecord) throws -> [String] {
      MarkupChecker(try DriftPage.html(record)).elements.filter { $0.name == "a" && $0["class"] == nil }
        .compactMap { $0["href"] }.filter { !$0.hasPrefix("#policy-") }
    }
    let plain = ["policies", "course", "where", "heat", "figures", "inputs", "run", "read"]
    #expect(try sections(SyntheticRecord.full()) == plain)
    #expect(try links(SyntheticRecord.full()) == plain.map { "#\($0)" })
    let complete = try sections(SyntheticRecord.complete())
    #expect(Set(complete) == Set(plain + extra))
    #expect(try Set(links(SyntheticRecord.complete())) == Set(complete.map { "#\($0)" }))
    #expect(
      try sections(SyntheticRecord.complete(steps: 0)) == [
        "policies", "search", "significance", "inputs", "run", "read",
      ])
    #expect(try !DriftPage.html(SyntheticRecord.full()).contains(/<dt>(Kept|Summed)/))
  }

  @Test("says what each policy keeps in which format, and sums in which")
  func storedFormats() throws {
    let text = MarkupChecker(try DriftPage.html(SyntheticRecord.complete())).text
    #expect(text.contains("θ, m, r, c, R, C in Float16, 2 B each"))
    #expect(
      text.contains("θ, r, c, R, C in Float, 4 B each; m in 8-bit dynamic codes, a scale for 256 numbers, 1.02 B\n"))
    #expect(text.contains("RMS(u), r in Double\n"))
  }

  @Test("calls no ruined policy ordinary, even where no cause was found")
  func unexplained() throws {
    var record = SyntheticRecord.full()
    #expect(try DriftPage.html(record).split(separator: "Nothing but ordinary rounding").count == 1 + 3)
    record.runs[0].findings = []
    let page = try DriftPage.html(record)
    #expect(page.split(separator: "Nothing but ordinary rounding").count == 1 + 3)
    #expect(page.contains("<p class=\"calm\">No known cause explains it.</p>"))
  }

  @Test("can be reached by the keyboard wherever it scrolls")
  func scrollsByKeyboard() throws {
    let page = MarkupChecker(try DriftPage.html(SyntheticRecord.complete()))
    let scrolling = page.elements.filter { $0["class"]?.split(separator: " ").contains("scroll") == true }
    #expect(scrolling.count > 15)
    #expect(scrolling.allSatisfy { $0["tabindex"] == "0" && $0["role"] == "region" })
    #expect(scrolling.allSatisfy { $0["aria-label"] != nil || $0["aria-labelledby"] != nil })
  }
}
