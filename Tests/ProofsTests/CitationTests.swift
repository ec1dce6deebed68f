import CAMEProperties
import Foundation
import Testing
import Theorems

/// The tie between `Proofs` and the code: neither can drift from the other.
@Suite("Theorems and what rests on them")
struct CitationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  private struct Entry: Decodable, Equatable {
    let theorem, words, statement, digest: String
  }

  @Test("Every theorem that a property rests on is there and still says the same", arguments: CAMEProperty.all)
  func cited(_ property: CAMEProperty) throws {
    for citation in property.citations { _ = try citation.theorem() }
  }

  @Test("A theorem that is missing or was changed is told of")
  func broken() throws {
    let theorem = try #require(Theorem.all.first)
    #expect(throws: CitationError.missing("Clip.none")) { _ = try Citation("Clip.none", "0").theorem() }
    #expect(throws: CitationError.changed(theorem, cited: "00000000")) {
      _ = try Citation(theorem.name, "00000000").theorem()
    }
  }

  @Test("The manifest in Swift is the one that Proofs writes")
  func manifest() throws {
    let data = try Data(contentsOf: Self.root.appending(path: "Proofs/manifest.json"))
    let entries = try JSONDecoder().decode([Entry].self, from: data)
    let ours = Theorem.all.map {
      Entry(theorem: $0.name, words: $0.words, statement: $0.statement, digest: $0.digest)
    }
    #expect(entries == ours)
  }

  @Test("The public theorems are those of the sources")
  func sources() throws {
    let folder = Self.root.appending(path: "Proofs/theories")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    let stated = try files.filter { $0.pathExtension == "v" }.flatMap { file in
      let text = try String(contentsOf: file, encoding: .utf8)
      return text.matches(of: /(?m)^ *Theorem (\w+)/).map {
        "\(file.deletingPathExtension().lastPathComponent).\($0.1)"
      }
    }
    #expect(Set(stated) == Set(Theorem.all.map(\.name)))
  }

  @Test("Every public theorem is used by a property or a test, or listed with the reason why not")
  func used() throws {
    let byProperties = CAMEProperty.all.flatMap { $0.citations.map(\.name) }
    #expect(Set(byProperties).count >= 30)
    let reasons = try String(contentsOf: Self.root.appending(path: "Proofs/untied.txt"), encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
    #expect(reasons.allSatisfy { $0.count == 2 })
    let untied = reasons.map { $0[0] }
    let used = try Set(byProperties).union(Self.citedByTests())
    let all = Set(Theorem.all.map(\.name))
    #expect(all.subtracting(used).subtracting(untied).isEmpty, "used by nothing")
    #expect(Set(untied).subtracting(all).isEmpty, "listed, but no theorem")
    #expect(used.intersection(untied).isEmpty, "listed, but used")
  }

  @Test("The table of theorems has a row for each, with its words and what rests on it", arguments: Theorem.all)
  func table(_ theorem: Theorem) throws {
    let text = try String(contentsOf: Self.root.appending(path: "Proofs/README.md"), encoding: .utf8)
    let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| `\(theorem.name)` |") })
    #expect(row.contains("| \(theorem.words.replacing("|", with: "\\|")) |"))
    let citing = CAMEProperty.all.filter { $0.citations.contains { $0.name == theorem.name } }
    for property in citing { #expect(row.contains("`\(property.id)`")) }
    if let mutant = row.split(separator: "|").last?.trimmingCharacters(in: .whitespaces.union(["`"])), !mutant.isEmpty {
      #expect(throws: Never.self) { try Mutant.named(mutant) }
    }
  }

  /// What the tests name by the trait.
  private static func citedByTests() throws -> [String] {
    let tests = FileManager.default.enumerator(at: root.appending(path: "Tests"), includingPropertiesForKeys: nil)!
    return try tests.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" && !$0.path.contains("/.build/") }
      .flatMap { file in
        try String(contentsOf: file, encoding: .utf8).matches(of: /\.proved\("([\w.]+)", "[0-9a-f]{8}"\)/).map {
          String($0.1)
        }
      }
  }
}
