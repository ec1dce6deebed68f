import Foundation
import LabRecords
import Testing

@testable import Reports

@Suite("The summary of a drift run in a terminal")
struct DriftSummaryTests {
  @Test("is never wider than asked", arguments: SyntheticRecord.all, [60, 61, 72, 80, 100, 133, 200])
  func keepsToItsWidth(_ sample: SyntheticRecord.Sample, width: Int) {
    for line in DriftSummary.text(sample.record, width: width, color: false).split(separator: "\n") {
      #expect(cells(line) <= width, "\(line)")
    }
  }

  @Test("uses its width: a wide one shows more columns than a narrow one")
  func usesItsWidth() {
    let (wide, narrow) = (80, 60)
    #expect(DriftSummary.text(SyntheticRecord.full(), width: wide, color: false).contains("over steps"))
    #expect(!DriftSummary.text(SyntheticRecord.full(), width: narrow, color: false).contains("over steps"))
    #expect(DriftSummary.text(SyntheticRecord.full(), width: narrow, color: false).contains("B/param"))
  }

  @Test("has no control character but the line feed when colors are off", arguments: SyntheticRecord.all)
  func isPlainWithoutColor(_ sample: SyntheticRecord.Sample) {
    let text = DriftSummary.text(sample.record, width: 80, color: false)
    let controls = text.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
    #expect(controls.isEmpty)
    #expect(!text.unicodeScalars.contains { $0.properties.isBidiControl })
  }

  @Test("differs by nothing but colors when they are on", arguments: SyntheticRecord.all)
  func colorsOnlyAdd(_ sample: SyntheticRecord.Sample) {
    let plain = DriftSummary.text(sample.record, width: 80, color: false)
    let colored = DriftSummary.text(sample.record, width: 80, color: true)
    #expect(colored != plain)
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test("names every policy, every finding and its cure")
  func isComplete() {
    let record = SyntheticRecord.full()
    let text = unwrapped(DriftSummary.text(record, width: 80, color: false))
    for run in record.runs {
      #expect(text.contains(run.policy))
      for finding in run.findings {
        #expect(text.contains(unwrapped(finding.sentence)))
        if let cure = finding.cure { #expect(text.contains(unwrapped("Cure: \(cure)"))) }
      }
    }
  }

  @Test("opens with the sentences that the page opens with", arguments: SyntheticRecord.all)
  func opensWithTheStory(_ sample: SyntheticRecord.Sample) {
    let story = DriftFigures(sample.record).story
    #expect(story.count == (sample.record.runs.isEmpty || DriftFigures(sample.record).steps == 0 ? 0 : 3))
    let opening = ([DriftSummary.headline(sample.record) + "."] + story).map { unwrapped($0.wrapped(to: 4_000)[0]) }
    #expect(
      unwrapped(DriftSummary.text(sample.record, width: 200, color: false)).hasPrefix(opening.joined(separator: " "))
        || sample.testDescription == "hostile")
  }

  @Test("ends with the worst equation of each policy and the front of the search, if there is room for letters")
  func endsWithTables() {
    let text = DriftSummary.text(SyntheticRecord.complete(), width: 80, color: false)
    #expect(text.contains(/float@direct +R +12\.3 +[0-9.]+ +[0-9.]+ +24 +own error\n/))
    #expect(text.contains(/bfloat16,R=bflo… +5\.12 +10\.3 +chosen\n/))
    let plain = DriftSummary.text(SyntheticRecord.full(), width: 80, color: false)
    for word in ["bits lost by", "budget"] { #expect(!plain.contains(word)) }
  }

  @Test("reads as it did when it was last approved")
  func matchesSnapshot() throws {
    let text = DriftSummary.text(SyntheticRecord.complete(), width: 80, color: false)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let source = """
        /// The approved summary; `RECORD_SNAPSHOTS=1 swift test` writes it anew, and fails that once.
        let approvedSummary = #\"\"\"
        \(lines.map { $0.isEmpty ? "" : "  \($0)" }.joined(separator: "\n"))
          \"\"\"#

        """
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ApprovedSummary.swift")
      try source.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("Recorded \(file.lastPathComponent). Read it, then run the tests again.")
    } else {
      #expect(text == approvedSummary)
    }
  }

  /// A second opinion on the width: ours are all narrow letters, some with marks of their own.
  private func cells(_ line: Substring) -> Int {
    line.unicodeScalars.count { ![.nonspacingMark, .format].contains($0.properties.generalCategory) }
  }

  private func unwrapped(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
