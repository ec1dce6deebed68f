internal import CAMECore
internal import Formats
internal import RealModule

/// The confidence: U, its factors R and C, and 1/√S.
extension Mutant {
  static func confidence<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    residuals() + instabilityAverages() + smoothedInstability() + usesOfConfidence()
  }

  /// What stands for U = (û − m)² + ε2.
  private static func residuals<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("residual-from-old-momentum", "U is (û − m)² with the momentum before this step.") {
        $0[.U] = { s in s.residual(s[.û], s.before(.m)) { $0 * $0 } }
      },
      MutantIn("residual-of-unclipped", "U is (u − m)², with the update before its clip.") {
        $0[.U] = { s in s.residual(s[.u], s[.m]) { $0 * $0 } }
      },
      MutantIn("residual-of-gradient", "U is (g − m)², with the gradient in place of û.") {
        $0[.U] = { s in s.residual(s[.g], s[.m]) { $0 * $0 } }
      },
      MutantIn("residual-magnitude", "U is |û − m|, not squared.") {
        $0[.U] = { s in s.residual(s[.û], s[.m]) { $0.magnitude } }
      },
      MutantIn("residual-without-momentum", "U is û², without the momentum.") {
        $0[.U] = { s in s[.û].map { $0 * $0 + s.k.ε2 } }
      },
      MutantIn("difference-of-squares", "U is û² − m² instead of (û − m)².") {
        $0[.U] = { s in s.zip(s[.û], s[.m]) { $0 * $0 - $1 * $1 + s.k.ε2 } }
      },
      MutantIn("residual-of-corrected-momentum", "U is (û − m / (1 − β1ᵗ))², with Adam's bias correction.") {
        $0[.U] = { s in
          let mass = 1 - Scalar.pow(s.k.β1, s.t)
          return s.residual(s[.û], s[.m].map { $0 / mass }) { $0 * $0 }
        }
      },
    ]
  }

  private static func instabilityAverages<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("column-sums-of-instability", "The column factor C is made of column sums, while R is made of means.") {
        $0[.C] = { s in s.averaged(.C, with: s.columnSums(s[.U])) }
      },
      MutantIn("row-sums-of-instability", "The row factor R is made of row sums, while C is made of means.") {
        $0[.R] = { s in s.averaged(.R, with: s.rowSums(s[.U])) }
      },
      MutantIn("no-average-of-instability", "R and C are those of this step alone, without an average.") {
        $0.each(.instability) { s, quantity in s.term(quantity) }
      },
      MutantIn("no-weight-in-instability", "R and C are β3 R + U, without the weight 1 − β3.") {
        $0.each(.instability) { s, quantity in s.average(s.before(quantity), s.k.β3, 1, s.term(quantity)) }
      },
      MutantIn("weights-exchanged-in-instability", "R and C are (1 − β3) R + β3 U, the weights exchanged.") {
        $0.each(.instability) { s, quantity in
          s.average(s.before(quantity), s.k.oneMinusβ3, s.k.β3, s.term(quantity))
        }
      },
      MutantIn(
        "instability-in-second-moment",
        "After the first step R and C are the same memory as r and c, so that each pair is averaged into the other.",
        seen: "ColossalAI, distributed"
      ) {
        $0[.R] = { s in s.t > 1 ? s.average(s[.r], s.k.β3, s.k.oneMinusβ3, s.term(.R)) : s.x }
        $0[.C] = { s in s.t > 1 ? s.average(s[.c], s.k.β3, s.k.oneMinusβ3, s.term(.C)) : s.x }
        $0.afterwards = { state, _, s in
          guard case .factored(var factors) = state.moments else { return }
          if s.t > 1 { (factors.r, factors.c) = (factors.R, factors.C) }
          state.moments = .factored(factors)
        }
      },
      MutantIn(
        "instability-from-one", "R and C begin at one instead of zero.",
        seen: "a change proposed to the official code"
      ) {
        $0.start = { state in
          guard case .factored(var factors) = state.moments else { return }
          (factors.R, factors.C) = (factors.R.map { _ in 1 }, factors.C.map { _ in 1 })
          state.moments = .factored(factors)
        }
      },
      MutantIn("instability-of-other-axes", "In square matrices R averages the columns and C the rows.") {
        $0[.R] = { s in s.n == s.m ? s.averaged(.R, with: s.columnMeans(s[.U])) : s.x }
        $0[.C] = { s in s.n == s.m ? s.averaged(.C, with: s.rowMeans(s[.U])) : s.x }
      },
    ]
  }

  /// How S is formed from R and C.
  private static func smoothedInstability<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("row-total-for-row-mean-in-s", "S is R C / ΣR, the paper's formula, although R and C are means.") {
        $0[.update] = { s in
          let n = Scalar(s.n)
          return s.confident { R, C, mean in (R / (mean * n)).inverseRoot * C.inverseRoot }
        }
      },
      MutantIn(
        "column-mean-for-row-mean-in-s", "S is R C / mean(C) instead of R C / mean(R).",
        equivalent: """
          From zero, mean(R) and mean(C) are equal after every step by induction: both average the mean of U. In a format \
          they differ by rounding only.
          """
      ) {
        $0[.update] = { s in
          guard s.isMatrix else { return s.x }
          let means = s.rowMeans(s[.C])
          return s.withBatches(s[.m], s[.R], s[.C]) { m, R, C, b in (R / means[b]).inverseRoot * C.inverseRoot * m }
        }
      },
      MutantIn("mean-over-batch-in-s", "R is divided by its mean over the whole batch instead of that of its matrix.") {
        $0[.update] = { s in
          let mean = s.isMatrix ? s.mean(s[.R]) : 1
          return s.confident { R, C, _ in (R / mean).inverseRoot * C.inverseRoot }
        }
      },
      MutantIn("no-normalisation-of-s", "S is R C, not divided by the mean of R.") {
        $0[.update] = { s in s.confident { R, C, _ in R.inverseRoot * C.inverseRoot } }
      },
      MutantIn(
        "product-first-in-s", "S is formed as (R C) / mean(R), whose product leaves the range of the format early.",
        seen: "CANN"
      ) {
        $0[.update] = { s in s.confident { R, C, mean in (R * C / mean).inverseRoot } }
      },
      MutantIn("rows-only-in-s", "S is R alone: the columns of the instability are not used.") {
        $0[.update] = { s in s.confident { R, _, _ in R.inverseRoot } }
      },
      MutantIn("old-factors-in-s", "From the second step on, S is made of R and C before this step.") {
        $0[.update] = { s in
          s.isMatrix && s.t > 1 ? s.overRoot(s[.m], s.before(.R), s.before(.C)) : s.x
        }
      },
      MutantIn("bias-corrected-instability", "The update is m / √(S / (1 − β3ᵗ)), with Adam's bias correction.") {
        $0[.update] = { s in
          let root = (1 - Scalar.pow(s.k.β3, s.t)).squareRoot()
          return s.isMatrix ? s.x.map { $0 * root } : s.x
        }
      },
    ]
  }

  /// What 1/√S multiplies, and when.
  private static func usesOfConfidence<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("inverse-confidence", "The update is m √S: multiplied instead of divided.", seen: "neural_net") {
        $0[.update] = { s in s.confident { R, C, mean in (R / mean).squareRoot() * C.squareRoot() } }
      },
      MutantIn("no-root-of-instability", "The update is m / S, the root left out.") {
        $0[.update] = { s in s.confident { R, C, mean in 1 / (R / mean * C) } }
      },
      MutantIn("no-confidence", "The update is m: Adafactor with momentum.", seen: "mindformers on a CPU") {
        $0[.update] = { s in s[.m] }
      },
      MutantIn("confidence-of-clipped", "The update is û / √S: the momentum is left out.") {
        $0[.update] = { s in s.isMatrix ? s.confident(s[.û]) : s.x }
      },
      MutantIn(
        "confidence-of-vectors", "Vectors and scalars have a confidence too, with an S that isn't factored.",
        seen: "the paper's Algorithm 2"
      ) {
        $0[.update] = { s in
          guard !s.isMatrix else { return s.x }
          let U = s.residual(s[.û], s[.m]) { $0 * $0 }
          return s.overRoot(s[.m], s.notes.average("S", s.k.β3, s.k.oneMinusβ3, U))
        }
      },
      MutantIn("mean-confidence", "The update is m divided by the mean of √S, the same for every element.") {
        $0[.update] = { s in
          guard s.isMatrix else { return s.x }
          let roots = s.withFactors(s[.m], s[.R], s[.C]) { _, R, C, mean in (R / mean).squareRoot() * C.squareRoot() }
          let mean = s.mean(roots)
          return s[.m].map { $0 / mean }
        }
      },
      MutantIn("confidence-up-to-one", "1/√S is at most 1: it shortens updates, but never lengthens them.") {
        $0[.update] = { s in s.confident { R, C, mean in min(1, (R / mean).inverseRoot * C.inverseRoot) } }
      },
      MutantIn("clip-of-update", "The final update is clipped once more, as û was.") {
        $0[.update] = { s in s.clipped(s.x, at: s.k.d) }
      },
      MutantIn("no-confidence-without-momentum", "With β1 = 0 the confidence is left out along with the momentum.") {
        $0[.update] = { s in s.k.β1 == 0 ? s[.m] : s.x }
      },
    ]
  }
}
