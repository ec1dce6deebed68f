import CAMEProperties
import Formats
import Testing

@Suite("What does not hold of CAME")
struct MisbeliefTests {
  @Test("has a counterexample, a small one from every seed", arguments: Misbelief.all)
  func hasCounterexample(_ misbelief: Misbelief) throws {
    let found = Set((1...3).compactMap { misbelief.counterexample(in: Float.self, seed: $0) })
    // Of some there are two that are as simple: mirror images.
    let expected: [String: [String]] = [
      // u_22 = √(1 + 2²) / √(1 − β2), more than twice the bound.
      "element-bound-of-matrices": ["g1 = [0x1p0, 0x0p0, 0x0p0, 0x1p1]", "g1 = [0x0p0, 0x1p0, 0x1p1, 0x0p0]"],
      "step-bounded-by-first": ["shape [1, 1], η = 0.001, θ0 = [0x0p0], g1 = [0x1p0], g2 = [0x0p0]"],
      // A row of zeros beside one number: 0 · ∞.
      "finite-always": [
        "shape [2, 1], η = 0.001, θ0 = all 0x0p0, g1 = [0x0p0, 0x1p26]", "g1 = [0x0p0, 0x0p0, 0x0p0, 0x1p25]",
      ],
      "least-squares-of-factors": ["g1 = [0x0p0, 0x1p0, 0x1p1, 0x0p0]", "g1 = [0x0p0, 0x1p0, 0x1p0, 0x1p0]"],
      "row-like-vector": ["shape [1, 1], η = 0.001, θ0 = [0x0p0], g1 = [0x1p0]"],
    ]
    #expect(!found.isEmpty)
    if let endings = expected[misbelief.id] {
      #expect(found.allSatisfy { found in endings.contains { found.hasSuffix($0) } }, "\(found)")
    }
  }

  @Test("names at least three, each with a reason")
  func areExplained() {
    #expect(Misbelief.all.count >= 3)
    #expect(Misbelief.all.allSatisfy { $0.reason.hasSuffix(".") && $0.statement.hasSuffix(".") })
  }
}
