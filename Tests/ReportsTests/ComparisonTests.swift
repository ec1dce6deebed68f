import LabRecords
import Reports
import Testing

@Suite("Two drift records beside each other")
struct ComparisonTests {
  private let before = SyntheticRecord.complete(steps: 12, tensors: 3)

  /// The record with the last error of a quantity of a run multiplied, or NaN for `nil`.
  private func changed(_ factor: Double?, run: Int = 1, quantity: String) throws -> DriftRecord {
    var record = before
    let series = try #require(record.runs[run].series.firstIndex { $0.quantity == quantity })
    let last = record.runs[run].series[series].worst.count - 1
    let error = try #require(record.runs[run].series[series].worst[last])
    record.runs[run].series[series].worst[last] = factor.map { error * $0 }
    record.runs[run].series[series].nonFinite[last] = factor == nil ? 1 : 0
    return record
  }

  /// A run and a quantity whose last error is between 2⁻⁸ and 2⁻³⁰, so that four bits more or less are still counted.
  private func place() throws -> (run: Int, quantity: String) {
    for (run, record) in before.runs.enumerated() where record.bits >= 24 && record.storageBits >= 24 {
      for series in record.series {
        if let last = series.worst.last ?? nil, last < 0x1p-8, last > 0x1p-17, series.quantity != "Δθ" {
          return (run, series.quantity)
        }
      }
    }
    throw Missing()
  }
  private struct Missing: Error {}

  @Test("Of a record and itself, nothing regressed")
  func same() throws {
    let record = try DriftComparison.record(before, before)
    #expect(!record.hasRegressed && !record.rows.isEmpty && record.rows.allSatisfy { ($0.lost ?? 0) == 0 })
    #expect(ComparisonSummary.text(record, width: 80, color: false).hasPrefix("No regression: of "))
  }

  @Test("Four bits lost are a regression past a threshold of three, and none past one of five; won, they are none")
  func lost() throws {
    let (run, quantity) = try place()
    let after = try changed(16, run: run, quantity: quantity)
    let strict = try DriftComparison.record(before, after, threshold: 3)
    let row = try #require(strict.rows.first)
    #expect(row.policy == before.runs[run].policy && row.quantity == quantity)
    #expect(row.isRegression && abs((row.lost ?? 0) - 4) < 1e-9)
    #expect(strict.rows.dropFirst().allSatisfy { !$0.isRegression })
    #expect(ComparisonSummary.text(strict, width: 80, color: false).contains("−4.0"))
    #expect(try !DriftComparison.record(before, after, threshold: 5).hasRegressed)
    #expect(try !DriftComparison.record(after, before, threshold: 3).hasRegressed)
    // Nothing of it is seen where other quantities or policies are asked for.
    #expect(try !DriftComparison.record(before, after, threshold: 3, quantities: ["Δθ"]).hasRegressed)
    let other = before.runs[run == 0 ? 1 : 0].policy
    #expect(try !DriftComparison.record(before, after, threshold: 3, policies: [other]).hasRegressed)
  }

  @Test("What turned to NaN is a regression whatever the threshold, and first; what became finite is none")
  func ruined() throws {
    let (run, quantity) = try place()
    let after = try changed(nil, run: run, quantity: quantity)
    let record = try DriftComparison.record(before, after, threshold: 1000)
    #expect(record.hasRegressed && record.rows[0].quantity == quantity && record.rows[0].after == nil)
    #expect(ComparisonSummary.text(record, width: 80, color: false).contains("NaN"))
    #expect(try !DriftComparison.record(after, before, threshold: 1000).hasRegressed)
  }

  @Test("A fatal finding that is new is a regression; one that is gone is told")
  func findings() throws {
    var after = before
    let finding = FindingRecord(kind: .overflow, fatal: true, sentence: "It burst.", cure: nil, event: nil)
    let run = try #require(after.runs.indices.last)
    after.runs[run].findings.append(finding)
    let record = try DriftComparison.record(before, after)
    #expect(record.hasRegressed)
    #expect(record.appeared == [ComparisonFindingRecord(policy: after.runs[run].policy, sentence: "It burst.")])
    let back = try DriftComparison.record(after, before)
    #expect(!back.hasRegressed && back.gone == record.appeared)
    #expect(ComparisonSummary.text(back, width: 80, color: false).contains("No longer fatal"))
  }

  @Test("Records of other runs, and nothing to compare, are refused by the field that differs")
  func refusals() throws {
    var after = before
    after.workload.steps += 1
    #expect(
      throws: ComparisonError.workload(field: "number of steps", before: "12", after: "13")
    ) { try DriftComparison.record(before, after) }
    after = before
    after.workload.sha256 = "other"
    #expect(throws: ComparisonError.self) { try DriftComparison.record(before, after) }
    after = before
    after.hyperparameters[2].value = "0.99"
    #expect(throws: ComparisonError.self) { try DriftComparison.record(before, after) }
    after = before
    for i in after.runs.indices { after.runs[i].policy += "x" }
    #expect(throws: ComparisonError.self) { try DriftComparison.record(before, after) }
    #expect(throws: ComparisonError.self) { try DriftComparison.record(before, before, threshold: .nan) }
    #expect(throws: ComparisonError.self) { try DriftComparison.record(before, before, policies: ["none"]) }
    #expect(throws: ComparisonError.self) { try DriftComparison.record(before, before, quantities: ["none"]) }
  }

  @Test("Policies that only one record has are named")
  func policies() throws {
    var after = before
    after.runs[0].policy = "new"
    let record = try DriftComparison.record(before, after)
    #expect(record.onlyBefore == [before.runs[0].policy] && record.onlyAfter == ["new"])
    #expect(ComparisonSummary.text(record, width: 80, color: false).contains("Only in the second record: new."))
  }
}
