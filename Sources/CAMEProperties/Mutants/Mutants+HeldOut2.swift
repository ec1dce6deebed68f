internal import CAMECore
internal import Formats
internal import RealModule

extension Mutant {
  static func heldOutOfSecondHalf<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    momenta() + residualSlips() + instabilitySlips() + confidenceSlips() + parameterSlips() + surroundings()
  }

  private static func momenta<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      // Shows only where a row of the gradient of a matrix is zero after a step in which it wasn't.
      MutantIn("momentum-of-rows-in-use", "A row whose gradient is zero keeps its momentum instead of decaying it.") {
        $0[.m] = { s in
          guard s.isMatrix else { return s.x }
          let used = s.rowMaxima(s[.g].map(\.magnitude))
          var m = s.x
          for i in 0..<m.count where used[i / s.m] == 0 { m[i] = s.before.m[i] }
          return m
        }
      },
      MutantIn("no-momentum-of-one-element", "A tensor of one element has no momentum: its m is û.") {
        $0[.m] = { s in s.gradient.count == 1 ? s[.û] : s.x }
      },
      MutantIn("zero-beta1-is-default", "A β1 of zero counts as not given and becomes 0.9.") {
        $0.hyperparameters = { h in if h.beta1 == 0 { h.beta1 = 0.9 } }
      },
      MutantIn("decay-in-momentum", "λθ is added to û, in place of a decay of θ itself.") {
        $0[.û] = { s in s.zip(s.x, s.θBefore) { $0 + s.λ * $1 } }
        $0[.θ] = { s in s.descended(s.θBefore, by: s.k.η, s[.update]) }
      },
    ]
  }

  private static func residualSlips<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("residual-of-magnitudes", "U is (|û| − |m|)², so that opposite signs count as agreement.") {
        $0[.U] = { s in s.residual(s[.û].map(\.magnitude), s[.m].map(\.magnitude)) { $0 * $0 } }
      },
      MutantIn("epsilon2-in-square", "U is (û − m + ε2)² instead of (û − m)² + ε2.") {
        $0[.U] = { s in s.zip(s[.û], s[.m]) { ($0 - $1 + s.k.ε2) * ($0 - $1 + s.k.ε2) } }
      },
    ]
  }

  private static func instabilitySlips<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("last-vector-overlaps", "In rows of more than 4, R counts twice what two vectors of 4 both cover.") {
        $0[.R] = { s in
          guard s.m > 4, s.m % 4 != 0 else { return s.x }
          var U = s[.U]
          for i in 0..<U.count where (s.m - 4..<s.m - s.m % 4).contains(i % s.m) { U[i] = 2 * U[i] }
          return s.averaged(.R, with: s.rowMeans(U))
        }
      },
      MutantIn("weights-exchanged-in-column-instability", "C is (1 − β3) C + β3 U, the weights exchanged; R is right.")
      {
        $0[.C] = { s in s.average(s.before(.C), s.k.oneMinusβ3, s.k.β3, s.term(.C)) }
      },
      MutantIn("column-instability-from-old-momentum", "C averages (û − m)² with the old m; R is right.") {
        $0[.C] = { s in
          s.averaged(.C, with: s.columnMeans(s.residual(s[.û], s.before(.m)) { $0 * $0 }))
        }
      },
      MutantIn("instability-every-other-step", "R and C are left as they are in every second step.") {
        $0.each(.instability) { s, quantity in s.t % 2 == 0 ? s.before(quantity) : s.x }
      },
      MutantIn("complement-of-beta2-in-instability", "R and C are β3 R + (1 − β2) U: the weights don't add up to 1.") {
        $0.each(.instability) { s, quantity in
          s.average(s.before(quantity), s.k.β3, s.k.oneMinusβ2, s.term(quantity))
        }
      },
      MutantIn("instability-rows-over-batch", "In a batch, R is the mean over all matrices, the same for each.") {
        $0[.R] = { s in
          let (means, batch) = (s.rowMeans(s[.U]), s.gradient.batch)
          var common = means
          for i in 0..<means.count {
            let sum = (0..<batch).reduce(Scalar(0)) { $0 + means[$1 * s.n + i % s.n] }
            common[i] = sum / Scalar(batch)
          }
          return batch > 1 ? s.averaged(.R, with: common) : s.x
        }
      },
      MutantIn("rows-normalised-in-place", "R is divided by its mean in place, and what is kept has the mean 1.") {
        $0.afterwards = { state, _, s in
          guard case .factored(var factors) = state.moments else { return }
          let means = s.rowMeans(factors.R)
          for i in 0..<factors.R.count { factors.R[i] = factors.R[i] / means[i / s.n] }
          state.moments = .factored(factors)
        }
      },
    ]
  }

  private static func confidenceSlips<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("mean-of-r-in-s", "S is R C / mean(r), with the mean of the row factor of the second moment.") {
        $0[.update] = { s in
          guard s.isMatrix else { return s.x }
          let means = s.rowMeans(s[.r])
          return s.withBatches(s[.m], s[.R], s[.C]) { m, R, C, b in (R / means[b]).inverseRoot * C.inverseRoot * m }
        }
      },
      MutantIn("columns-of-first-matrix", "In a batch, the S of every matrix is made of the C of the first.") {
        $0[.update] = { s in
          guard s.isMatrix else { return s.x }
          var C = s[.C]
          for i in 0..<C.count { C[i] = C[i % s.m] }
          return s.overRoot(s[.m], s[.R], C)
        }
      },
      MutantIn("batch-in-row-mean", "In a batch, the total of R is divided by the rows of all matrices.") {
        $0[.update] = { s in
          let batch = Scalar(s.gradient.batch)
          return s.confident { R, C, mean in (R / (mean / batch)).inverseRoot * C.inverseRoot }
        }
      },
      MutantIn("last-odd-column", "If the number of columns is odd, the update of the last is m, not m / √S.") {
        $0[.update] = { s in
          guard s.isMatrix, s.m % 2 == 1 else { return s.x }
          var update = s.x
          for i in 0..<update.count where i % s.m == s.m - 1 { update[i] = s[.m][i] }
          return update
        }
      },
      MutantIn("single-line-not-normalised", "The S of a matrix of one row or one column isn't divided by mean(R).") {
        $0[.update] = { s in
          s.n == 1 || s.m == 1 ? s.confident { R, C, _ in R.inverseRoot * C.inverseRoot } : s.x
        }
      },
    ]
  }

  private static func parameterSlips<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("decay-by-squared-learning-rate", "θ loses λη²θ a step: the decay is multiplied by η twice.") {
        $0[.θ] = { s in s.descended(s.decayed(s.θBefore, by: s.k.λη * s.k.η), by: s.k.η, s[.update]) }
      },
      // Beyond rounding unless λη is tiny: the difference is half its square.
      MutantIn("decay-by-exponential", "θ is multiplied by exp(−λη) instead of 1 − λη.") {
        $0[.θ] = { s in s.descended(s.θBefore.map { $0 * Scalar.exp(-s.k.λη) }, by: s.k.η, s[.update]) }
      },
      MutantIn("scale-of-tall", "The update of a matrix of n > m rows is multiplied by √(n/m), as in Muon.") {
        $0[.update] = { s in
          let scale = (Scalar(s.n) / Scalar(s.m)).squareRoot()
          return s.isMatrix && s.n > s.m ? s.x.map { $0 * scale } : s.x
        }
      },
      // Shows only if η has more than 8 bits: at 0.001, not at powers of two.
      MutantIn("learning-rate-in-bfloat16", "The η that multiplies the update is rounded to the 8 bits of bfloat16.") {
        $0[.θ] = { s in s.descended(s.decayed(s.θBefore, by: s.k.λη), by: s.k.η.rounded(toBits: 8), s[.update]) }
      },
    ]
  }

  /// What is made of shapes and of saved states.
  private static func surroundings<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("lengths-of-one-dropped", "Tensors of three or more dimensions lose those of length 1 first.") {
        $0.shape = { $0.count > 2 ? $0.filter { $0 != 1 } : $0 }
      },
      // Shows only in a run that goes on from a saved state.
      MutantIn("restored-by-columns", "Restoring reads the momentum of a matrix column by column.") {
        $0.restoring = { saved in
          guard let m = saved["exp_avg"], m.shape.count == 2 else { return saved }
          var read = m
          for i in 0..<m.count { read[i] = m[i % m.columns * m.rows + i / m.columns] }
          return saved.merging(["exp_avg": read]) { $1 }
        }
      },
      // Shows only for a gradient of another shape.
      MutantIn("accepts-last-dimensions", "A gradient of the last dimensions alone is repeated along the first.") {
        $0.accepting = { gradient, shape in
          let known = gradient.shape
          guard !known.isEmpty, known.count < shape.count, Array(shape.suffix(known.count)) == known else { return nil }
          return (0..<shape.reduce(1, *)).map { gradient[$0 % gradient.count] }.shaped(shape)
        }
      },
    ]
  }
}
