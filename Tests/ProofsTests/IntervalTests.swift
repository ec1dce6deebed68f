import BigRealModule
import CAMECore
import Formats
import ProofTesting
import RealModule
import Testing

/// Enclosures of whole trajectories in exact arithmetic, and MPFR inside them.
@Suite(
  "The reference in MPFR lies in the proved intervals",
  .proved("OracleLink.oracle_encloses_run", "d7a0f2c9"), .proved("OracleLink.oracle_encloses_direction", "637b7bf6"),
  .proved("OracleInterval.interval_states_enclose", "6a49931c"),
  .proved("OracleInterval.rational_encloses", "fa1a0d02"),
  .proved("OracleInterval.dyadic_encloses", "b856c94c"))
struct IntervalTests {
  private struct File: Decodable {
    let precision: Int
    let cases: [Case]

    struct Case: Decodable {
      let order: String
      let rows: Int
      let columns: Int
      let hyperparameters: VectorFile.Hyperparameters
      let gradients: [String]
      let steps: [String]
    }
  }

  /// Numbers m · 2^e, written as pairs.
  private func numbers(_ text: String) throws -> [BigReal255] {
    let words = text.split(separator: " ")
    return try stride(from: 0, to: words.count, by: 2).map { i in
      let m = try #require(Int128(words[i])), e = try #require(Int(words[i + 1]))
      return BigReal255(m) * BigReal255(sign: .plus, exponent: e, significand: 1)
    }
  }

  @Test("at every step, every number of the state and the update")
  func inside() throws {
    let file: File = try VectorFile.read("intervals")
    for item in file.cases {
      let shape = [item.rows, item.columns]
      #expect(item.steps.count == 20)
      let came = CAME<BigReal255>(try item.hyperparameters.make(), rounding: .exactComplement)
      var (θ, state) = (try Tensor<BigReal255>(repeating: 0, shape: shape), try came.initialState(shape: shape))
      for (t, gradient) in item.gradients.enumerated() {
        var update: [BigReal255] = []
        came.step(&θ, gradient: try Tensor(shape: shape, values: numbers(gradient)), state: &state) { quantity, x in
          if quantity == .update { update = x.values }
        }
        guard case .factored(let s) = state.moments else { return }
        let ours = s.r.values + s.c.values + state.m.values + s.R.values + s.C.values + update
        let ends = try numbers(item.steps[t])
        try #require(ends.count == 2 * ours.count)
        for (i, x) in ours.enumerated() {
          let (low, high) = (ends[2 * i], ends[2 * i + 1])
          if !(low <= x && x <= high) { Issue.record("step \(t + 1), number \(i): \(x) is not in [\(low), \(high)]") }
          // An interval that says nothing would enclose everything.
          #expect((high - low).magnitude <= x.magnitude * BigReal255(sign: .plus, exponent: -60, significand: 1))
        }
      }
    }
  }
}
