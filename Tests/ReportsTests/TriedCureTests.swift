import LabRecords
import Reports
import Testing

@Suite("Cures that were tried, and quantities kept in formats of their own")
struct TriedCureTests {
  private var record: DriftRecord {
    var record = SyntheticRecord.complete(steps: 12, tensors: 3)
    record.runs[0].findings[0].tried = "Tried: with <this>, Δθ is right to 9.5 bits."
    record.runs[0].attribution[0].keeping = 0.03125
    return record
  }

  @Test("stand beneath the cure on the page and in the terminal")
  func tried() throws {
    let page = try DriftPage.html(record)
    #expect(page.contains("<p class=\"cure tried\">Tried: with &lt;this&gt;, Δθ is right to 9.5 bits.</p>"))
    let text = DriftSummary.text(record, width: 200, color: false)
    #expect(text.contains("Tried: with <this>, Δθ is right to 9.5 bits."))
  }

  @Test("are said beneath the table of equations")
  func keeping() throws {
    let quantity = record.runs[0].attribution[0].quantity
    #expect(try DriftPage.html(record).contains("keeping \(quantity) in its own format adds 3.1"))
    #expect(!(try DriftPage.html(SyntheticRecord.complete(steps: 12, tensors: 3)).contains("in its own format")))
  }
}
