import Foundation
import PropertyKit
import PropertyTesting
import Testing

@Suite("The code of the article on a first property", .properties(regressions: .off))
struct TutorialTests {
  @Test func sortingTwiceIsSortingOnce() async {
    await check(Generator<Int>.integers().array(count: 0...20)) { list in
      let once = list.sorted()
      #expect(once.sorted() == once)
    }
  }

  /// Not a test here: it fails.
  private struct Failing {
    func addingAndTakingAway() async {
      let numbers = Generator<Float>.reals(in: -1e6...1e6)
      await check(zip(numbers, numbers)) { a, b in
        #expect((a + b) - b == a)
      }
    }
  }

  func addingAndTakingAway<Scalar: FloatingPoint & Sendable>(_ type: Scalar.Type) -> Property<(Scalar, Scalar)> {
    let numbers = Generator<Scalar>.reals(in: -1...1)
    return Property(zip(numbers, numbers)) { a, b in Verdict((a + b) - b == a) }
  }

  @Test func addingAndTakingAwayIsNear() async {
    let numbers = Generator<Float>.reals(in: -1e6...1e6)
    let outcome = await checkScore(zip(numbers, numbers)) { a, b in
      let back = (a + b) - b
      let bound = ((a + b).ulp + back.ulp) / 2
      return Double((back - a).magnitude / bound)
    }
    #expect(outcome.worst!.score! > 0.5)
  }

  @Test("It fails as the article says")
  func report() async throws {
    let found = await issues { await Failing().addingAndTakingAway() }
    let text = try #require(found.first).text
    #expect(found.count == 1 && text.contains("simplest: (0x1p0, 0x1p-24)\n"))
    let rungs = [Rung(Float.self, addingAndTakingAway), Rung(Double.self, addingAndTakingAway)]
    let choices = try #require(rungs[0].run(Settings(seed: 1)).simplest).testCase.choices
    #expect("\(PrecisionLadder(choices, rungs))" == "Float: fails, Double: holds")
  }

  @Test("Every code block of the article stands in this file")
  func blocks() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    let article = try String(
      contentsOf: root.appending(path: "Sources/PropertyTesting/PropertyTesting.docc/FirstProperty.md"), encoding: .utf8
    )
    // However deep a block stands here, and whether or not it is a test: lines are compared without that.
    func lines(_ text: String) -> String {
      text.replacing("@Test func", with: "func").split(separator: "\n").map { $0.drop { $0 == " " } }.joined(
        separator: "\n")
    }
    let source = lines(try String(contentsOf: URL(filePath: #filePath), encoding: .utf8))
    let blocks = article.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    #expect(blocks.count == 4)
    for block in blocks { #expect(source.contains(lines(block)), "\(block)") }
  }
}
