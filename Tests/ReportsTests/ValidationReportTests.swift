import Foundation
import LabRecords
import Testing

@testable import Reports

@Suite("The report of a validation")
struct ValidationReportTests {
  static func quantity(_ name: String, _ ratio: Double?, spread: Double? = nil) -> ValidatedQuantityRecord {
    ValidatedQuantityRecord(quantity: name, ratio: ratio, decided: 4, count: 4, spread: spread)
  }

  static func record(_ verdict: PortVerdict, _ cases: [ValidatedCaseRecord], explained: Bool = true) -> ValidationRecord
  {
    let wrong = WrongNumberRecord(
      parameter: "a", step: 2, quantity: "m", place: 3, shown: "0.25", exact: "0.5", bound: "1e-07", isOwnFault: true)
    let match = MatchRecord(
      id: "no-clip", mistake: "The update is not clipped.", seen: "a <fork>", digits: 7.1, share: 1, isTied: explained)
    let tied = MatchRecord(id: "clip-late", mistake: "Late.", seen: nil, digits: 7, share: 1, isTied: explained)
    let diagnosis = DiagnosisRecord(
      quantity: "m", quantityName: "momentum", equation: "m = β1 m + (1 − β1) û", count: 3, failures: 4,
      matches: [match, tied], isExplained: explained, digitsOfReference: 0.3)
    return ValidationRecord(
      tool: "came-lab 9", made: "2026-11-23T10:00:00Z", command: "came-lab validate --port 'python my port.py'",
      seconds: 3,
      port: PortRecord(
        name: "my <port>", version: "1.2", claims: ["adds in any order"], starts: 1, source: "commit abc"),
      verdict: verdict, summary: "my <port> 1.2 is what it is.", cases: cases,
      diagnoses: verdict == .differs ? [diagnosis] : [],
      minimal: verdict == .differs
        ? MinimalCaseRecord(
          from: "matrix-3", evaluations: 12, text: "a of shape [1]", file: "minimal.safetensors",
          python: "import numpy as np\nx = 1 < 2\n", wrong: [wrong]) : nil,
      remarks: ["large: off by one factor."])
  }

  static func item(
    _ name: String, _ verdict: PortVerdict, _ quantities: [ValidatedQuantityRecord] = [], message: String? = nil,
    standardError: String? = nil
  ) -> ValidatedCaseRecord {
    ValidatedCaseRecord(
      name: name, family: String(name.split(separator: "-")[0]), aim: "an aim", type: "Float", shapes: [[2, 3]],
      steps: 2,
      verdict: verdict, message: message, standardError: standardError, quantities: quantities)
  }

  static let failing = record(
    .differs,
    [
      item("matrix-1", .conforms, [quantity("r", 0.25), quantity("m", 0.5)]),
      item("matrix-2", .differs, [quantity("r", 0.3), quantity("m", 2e6)]),
      item("vector-1", .differs, [quantity("m", nil)]),
      item("start-1", .unsupported, message: "it can't start from a given state"),
      item("pair-1", .failed, message: "Its process ended.", standardError: "a\n\u{1B}[31m<b>Segfault</b>\n"),
    ])

  @Test(
    "The text has the verdict, the worst of each family, the diagnosis and what isn't known", arguments: [60, 80, 120])
  func text(_ width: Int) {
    let text = ValidationSummary.text(Self.failing, width: width, color: false)
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      words.hasPrefix(
        "✕ my <port> 1.2 is what it is. Of 5 cases, 1 conform, 2 are out of bounds, 1 have no answer and 1 aren't supported."
      ))
    #expect(words.contains("matrix 1/2 0.30 ✕ 10⁶") && words.contains("vector 0/1 – ✕ ∞"))
    #expect(words.contains("The first thing wrong is the momentum (m = β1 m + (1 − β1) û) in 3 of 4 failing cases"))
    #expect(
      words.contains("It agrees with “The update is not clipped” (no-clip) to 7.1 digits, and with CAME to 0.3 digits.")
    )
    #expect(words.contains("These cases can't tell it from clip-late."))
    #expect(words.contains("it can't start from a given state") && words.contains("Its process ended."))
    #expect(!text.contains("\u{1B}"))
    #expect(text.split(separator: "\n").allSatisfy { String($0).displayWidth <= width })
  }

  @Test("Where nothing matches, it says so")
  func unexplained() {
    let text = ValidationSummary.text(
      Self.record(.differs, Self.failing.cases, explained: false), width: 120, color: false)
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("It agrees with no mistake that is known here, and with CAME to 0.3 digits."))
    #expect(!words.contains("can't tell it from"))
  }

  @Test("One line a case says what is wrong with it")
  func lines() {
    var wrong = Self.failing.cases[1]
    wrong.firstWrong = WrongNumberRecord(
      parameter: "a", step: 2, quantity: "m", place: 3, shown: "0.25", exact: "0.5", bound: "1e-07", isOwnFault: nil)
    #expect(ValidationSummary.line(wrong, width: 100, color: false).contains("step 2, m[3]: 0.25, not 0.5 ± 1e-07"))
    let unusual = Self.item("wide-1", .unusual, [Self.quantity("m", 0.2, spread: 3.5)])
    #expect(
      ValidationSummary.line(unusual, width: 100, color: false)
        == "~ wide-1                 unusual    m: 3.5 of the usual spread")
  }

  @Test("The line for a README has verdict, counts, the worst error, tool and date")
  func badge() {
    let record = Self.record(.conforms, [Self.failing.cases[0], Self.failing.cases[3]])
    #expect(
      ValidationSummary.badge(record)
        == "CAME conformance of my <port> 1.2: conforms (1 of 1 cases, worst error 0.50 of the bound; came-lab 9, 2026-11-23)"
    )
  }

  @Test("The table has a line for each case and quantity")
  func table() {
    let rows = ValidationTable.csv(Self.failing).split(separator: "\r\n")
    #expect(rows.count == 1 + 2 + 2 + 1 + 1 + 1)
    #expect(rows[4] == "matrix-2,matrix,Float,\"[2, 3]\",2,differs,m,2000000.0,4,4,,")
    #expect(rows[5].contains(",m,inf,"))
  }

  @Test("The page has it all, and nothing of a port gets into it as markup")
  func page() throws {
    let page = try ValidationPage.html(Self.failing)
    for text in [
      "my &lt;port&gt; 1.2 is what it is.", "✕ not CAME", "no-clip", "a &lt;fork&gt;", "x = 1 &lt; 2", "step 2, m[3]",
      "its own",
      "✕ 2.0×10⁶", "commit abc", "came-lab validate --port &#39;python my port.py&#39;", "&lt;b&gt;Segfault",
      "large: off by one factor.",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("<b>Segfault") && !page.contains("\u{1B}") && !page.contains("<fork>"))
    // Two crosses: the error of 2×10⁶ and the infinite one.
    #expect(page.components(separatedBy: "class=\"out\"").count - 1 >= 2)
    let calm = try ValidationPage.html(Self.record(.conforms, [Self.failing.cases[0]]))
    #expect(calm.contains("✓ conforms") && !calm.contains("id=\"diagnosis\"") && !calm.contains("id=\"minimal\""))
    _ = try ValidationPage.html(Self.record(.unsupported, []))
  }

  @Test("A survey has a line for each port, and what a test would have to do")
  func survey() {
    let page = SurveyPage.markdown([
      ("Mine | yours", Self.failing), ("Right", Self.record(.conforms, [Self.failing.cases[0]])),
    ])
    #expect(page.contains("| Mine \\| yours | commit abc | ✕ not CAME | 1 of 4 | `no-clip`, 7.1 digits |"))
    #expect(page.contains("| Right | commit abc | ✓ conforms | 1 of 1 | CAME |"))
    #expect(
      page.contains(
        "A test sees this that takes 2 steps of such a case and looks at m with a relative tolerance under 0.5."))
    #expect(page.contains("```python\nimport numpy as np\nx = 1 < 2\n```"))
  }
}
