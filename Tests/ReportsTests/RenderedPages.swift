import Foundation
import LabRecords
import Reports
import Testing

/// Pages to look at: `RENDERED_PAGES=folder swift test --filter RenderedPages` writes them, as browser-check.py wants them.
@Suite("Pages to look at", .enabled(if: ProcessInfo.processInfo.environment["RENDERED_PAGES"] != nil))
struct RenderedPages {
  @Test("are written into the folder that RENDERED_PAGES names")
  func write() throws {
    let folder = URL(filePath: try #require(ProcessInfo.processInfo.environment["RENDERED_PAGES"]))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let large = SyntheticRecord.Sample(
      testDescription: "large", record: SyntheticRecord.complete(steps: 200, tensors: 30))
    for sample in SyntheticRecord.all + [large] {
      let name = sample.testDescription.replacing(" ", with: "-")
      try Data(DriftPage.html(sample.record).utf8).write(to: folder.appending(path: "\(name).html"))
      try Data(DriftSummary.text(sample.record, width: 80, color: false).utf8)
        .write(to: folder.appending(path: "\(name).txt"))
    }
  }
}
