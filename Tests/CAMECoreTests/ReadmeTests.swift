import CAMECore
import Foundation
import Testing

@Suite("README")
struct ReadmeTests {
  /// The snippet of the README, in the words that stand there.
  private func snippet() throws {
    let constants = try CAMEHyperparameters(learningRate: 2e-4, beta3: 0.9999)
    let came = CAME<Float>(constants)

    var weights = try Tensor<Float>(repeating: 0.5, shape: [64, 32])
    var state = try came.initialState(shape: weights.shape)
    let gradient = try Tensor<Float>(repeating: 0.01, shape: [64, 32])

    came.step(&weights, gradient: gradient, state: &state) { quantity, value in
      if quantity == .rms { print("RMS(u) =", value[0]) }
    }
  }

  @Test("The snippet is what stands in this test, and runs")
  func runs() throws {
    try snippet()
    let file = URL(fileURLWithPath: #filePath)
    let root = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let block = try #require(
      readme.components(separatedBy: "```swift\n").dropFirst().first?.components(separatedBy: "```").first)
    let source = try String(contentsOf: file, encoding: .utf8)
    let indented = block.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
    #expect(source.contains(indented))
  }
}
