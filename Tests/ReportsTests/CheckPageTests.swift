import LabRecords
import Reports
import Testing

@Suite("The page of a check")
struct CheckPageTests {
  @Test("is well-formed, whatever the record holds", arguments: CheckSyntheticRecord.all)
  func isWellFormed(_ sample: CheckSyntheticRecord.Sample) throws {
    #expect(MarkupChecker(try CheckPage.html(sample.record)).problems == [])
  }

  @Test("refers to nothing outside itself", arguments: CheckSyntheticRecord.all)
  func isSelfContained(_ sample: CheckSyntheticRecord.Sample) throws {
    let html = try CheckPage.html(sample.record)
    for reference in ["http://", "https://", "<link", "<script", "<img", "<iframe", "@import", "url("] {
      #expect(!html.contains(reference))
    }
    #expect(MarkupChecker(html).values(of: "src") == [])
  }

  @Test("puts the result into its title and its first heading")
  func beginsWithTheResult() throws {
    let page = try CheckPage.html(CheckSyntheticRecord.failing)
    let headline = CheckSummary.headline(CheckSyntheticRecord.failing)
    #expect(page.contains("<title>\(headline) · CAME lab</title>"))
    #expect(page.contains("<h1>\(headline).</h1>"))
  }

  @Test("has every property, every failure, every mutant and every way of testing")
  func isComplete() throws {
    let record = CheckSyntheticRecord.everything
    let page = try CheckPage.html(record)
    for property in record.properties {
      for text in [
        property.id, property.statement, property.bound, property.source, property.theorems.first?.name, property.kept,
      ] {
        if let text { #expect(page.contains(text)) }
      }
    }
    for result in record.results {
      for text in [
        result.problem, result.skipped, result.counterexample?.value, result.counterexample?.cause,
        result.counterexample?.replay,
      ] {
        if let text { #expect(page.contains(text)) }
      }
    }
    let mutants = try #require(record.mutants)
    for mutant in mutants.mutants {
      for text in [mutant.id, mutant.mistake, mutant.seen, mutant.equivalence] {
        if let text { #expect(page.contains(text)) }
      }
    }
    for way in mutants.otherWays {
      #expect(page.contains(way.name))
      #expect(page.contains(way.description))
    }
    for text in [record.command, record.tool, record.made, "41.3 s"] { #expect(page.contains(text)) }
  }

  @Test("leaves out what the record doesn't have")
  func leavesOut() throws {
    func ids(_ record: CheckRecord) throws -> Set<String> {
      Set(MarkupChecker(try CheckPage.html(record)).elements.filter { $0.name == "section" }.compactMap { $0["id"] })
    }
    #expect(try ids(CheckSyntheticRecord.sound) == ["properties", "slack", "run", "read"])
    #expect(try ids(CheckSyntheticRecord.failing) == ["failures", "properties", "slack", "run", "read"])
    #expect(
      try ids(CheckSyntheticRecord.matrix)
        == ["properties", "ways", "refuted", "survivors", "matrix", "mutants", "run", "read"])
    #expect(try ids(CheckSyntheticRecord.record(properties: [], results: [])) == ["properties", "run", "read"])
  }

  @Test("shows a card a property that fails, and one where too little is known, with the verdicts of the formats")
  func failures() throws {
    let page = MarkupChecker(try CheckPage.html(CheckSyntheticRecord.failing))
    let cards = page.elements.filter { $0.name == "article" }
    #expect(cards.map { $0["class"] } == ["card ruined", "card ruined", "card loses"])
    #expect(cards.map { $0["id"] } == ["failure-2", "failure-3", "failure-7"])
    for (verdict, count) in [("fails", 5), ("holds", 5), ("other", 10)] {
      #expect(page.elements.count { $0.name == "li" && $0["class"] == verdict } == count)
    }
  }

  @Test("tints the cells of the table by nearness to the bound, and marks failures")
  func cells() throws {
    let page = MarkupChecker(try CheckPage.html(CheckSyntheticRecord.failing))
    let cells = page.elements.filter { $0.name == "td" && $0["title"] != nil }
    #expect(cells.count == 32)
    func tints(_ property: String) -> [String?] {
      cells.filter { $0["title"]?.hasPrefix("\(property) in") == true }.map { $0["class"] }
    }
    #expect(tints("momentum-bound") == ["fails", "r4", "r4", "r3"])
    #expect(tints("clip-leaves-alone") == ["fails", "fails", "fails", "fails"])
    #expect(tints("transposition") == ["r0", "r0", "r0", "r0"])
    #expect(tints("means-balance") == ["r1", "r0", "r0", "r0"])
    #expect(tints("factoring-error") == ["r1", "r2", "doubt", "r1"])
    #expect(tints("multiplier-grows") == ["exact", "exact", "exact", ""])
    #expect(
      cells.first { $0["class"] == "r4" }?["title"]
        == "momentum-bound in float: 10,000 cases, 3 discarded, fails in at most 1 of 3,338, 1.2 s")
  }

  @Test("draws a row a mutant and a column a property, a square where one notices the other")
  func killMatrix() throws {
    let html = try CheckPage.html(CheckSyntheticRecord.matrix)
    let page = MarkupChecker(html)
    let squares = page.elements.filter { $0.name == "td" && $0["title"]?.contains(" × ") == true }
    #expect(
      squares.map { "\($0["title"] ?? "") [\($0["class"] ?? "")]" } == [
        "momentum-bound × no-clip: median 1, worst 1 [k1]", "transposition × no-clip: median 9, worst 9 [k10]",
        "momentum-bound × row-sums: median 55, worst 100 [k100]",
        "transposition × row-sums: median 1, worst 101 [k1000]",
        "means-balance × row-sums: median 3.5, worst 10 [k10 f]",
        "multiplier-grows × refuted: median 5, worst 6 [k10 f]",
        "factoring-error × late: missed with 2 of 4 seeds, soonest case 2 [some]",
      ])
    // Six rows of eight cells, squares or not, and the sums above.
    let table = try #require(html.split(separator: "<table class=\"kills\">").last?.split(separator: "</table>").first)
    let cells = MarkupChecker(String(table))
    let sums = cells.elements.filter { $0["class"]?.hasPrefix("total") == true }
    #expect(cells.elements.count { $0.name == "td" && $0["class"]?.hasPrefix("total") != true } == 3 + 6 * 8)
    #expect(
      sums.prefix(8).compactMap { $0["title"]?.split(separator: " ").dropFirst(2).first } == [
        "0", "2", "0", "0", "2", "1", "1", "1",
      ])
    #expect(
      sums.dropFirst(8).map { $0["class"] } == ["total few", "total few", "total", "total", "total few", "total few"])
    #expect(cells.text.contains("Not noticed: 2"))
    let rows = cells.elements.filter { $0.name == "th" && $0["scope"] == "row" }.compactMap { $0["title"] }
    #expect(
      rows == [
        "mean(c) for mean(r).", "(R C) / mean(R).", "Nothing is clipped.", "Sums for means.", "Another order.",
        "ε2 is lost.",
      ])
  }

  @Test("says where another way notices what the catalogue misses")
  func otherWayAlone() throws {
    #expect(MarkupChecker(try CheckPage.html(CheckSyntheticRecord.matrix)).text.contains("Not by the catalogue"))
    var record = CheckSyntheticRecord.matrix
    record.mutants?.otherWays.removeFirst()
    #expect(!MarkupChecker(try CheckPage.html(record)).text.contains("Not by the catalogue"))
  }

  @Test("escapes hostile names wherever they appear")
  func escapesHostileNames() throws {
    let page = MarkupChecker(try CheckPage.html(CheckSyntheticRecord.hostile))
    let harmless = MarkupChecker(try CheckPage.html(CheckSyntheticRecord.everything))
    #expect(page.problems == [])
    // Not one element or attribute more than the harmless record of the same shape has.
    #expect(page.elements.map(\.name) == harmless.elements.map(\.name))
    #expect(page.elements.map { $0.attributes.map(\.name) } == harmless.elements.map { $0.attributes.map(\.name) })
    #expect(page.text.contains("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;"))
  }

  @Test("loses no failure of a property or a format that the record doesn't list")
  func strangers() throws {
    var record = CheckSyntheticRecord.failing
    record.properties.removeAll { $0.id == "momentum-bound" }
    record.formats = ["double"]
    #expect(CheckSummary.headline(record).contains("momentum-bound in float16"))
    #expect(try CheckPage.html(record).contains(record.results[4].counterexample?.value ?? "?"))
  }

  @Test("stays small and quick for 71 properties and 210 mutants")
  func isSmall() throws {
    var record = CheckSyntheticRecord.matrix
    record.properties = (0..<71).map { CheckSyntheticRecord.property("property-number-\($0)", "stability") }
    record.mutants?.mutants = (0..<210).map {
      .init(id: "mutant-number-\($0)", mistake: "Wrong.", seen: nil, equivalence: nil, isHeldOut: $0 > 170)
    }
    record.mutants?.kills = (0..<210).flatMap { mutant in
      (0..<71).filter { ($0 * mutant) % 4 == 0 }.map {
        .init(mutant: "mutant-number-\(mutant)", property: "property-number-\($0)", cases: [1, 2, 3, 1 + mutant])
      }
    }
    #expect(try CheckPage.html(record).utf8.count < 2_000_000)
  }
}
