public import Testing
public import Theorems

/// Names a theorem that a test rests on: the test fails if the theorem is missing or its statement was changed.
///
///     @Test(.proved("Defaults.beta3_bfloat16", "8a27b9dc"))
///     func betaIsOne() { #expect(BFloat16(0.9999) == 1) }
public struct ProvedTrait: TestTrait, SuiteTrait {
  public let citation: Citation

  public func prepare(for test: Test) async throws { _ = try citation.theorem() }
}

extension Trait where Self == ProvedTrait {
  /// The theorem, and the digest of its statement as `Proofs/manifest.json` has it.
  public static func proved(_ name: String, _ digest: String) -> Self { ProvedTrait(citation: Citation(name, digest)) }
}
