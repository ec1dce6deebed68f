import Foundation
import Testing

@Suite("What the documents say")
struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The lines between a fence of Swift and its end that mention `words`.
  private func snippet(of file: String, mentioning words: String) throws -> String {
    let text = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
    let blocks = text.components(separatedBy: "```")
    return try #require(blocks.first { $0.hasPrefix("swift\n") && $0.contains(words) }).replacing("swift\n", with: "")
  }

  @Test(
    "The three lines for somebody else's CAME are those of the package that runs them",
    arguments: ["README.md", "Sources/CAMEProperties/CAMEProperties.docc/CAMEProperties.md"])
  func threeLines(_ file: String) throws {
    let code = try String(
      contentsOf: Self.root.appending(path: "Tests/External/Tests/TheirCAMETests/CatalogueTests.swift"), encoding: .utf8
    )
    let lines = try snippet(of: file, mentioning: "theirs.properties").split(separator: "\n")
    #expect(lines.count == 5)
    for line in lines { #expect(code.contains("\n\(line)\n"), "\(line)") }
  }
}
