internal import CAMECore
internal import Formats
internal import RealModule

/// The second moment: what r, c and v average, how, and what becomes of them in u.
extension Mutant {
  static func moments<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    secondMomentTerms() + secondMomentAverages() + secondMomentRoots() + preconditioners()
  }

  private static func secondMomentTerms<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("row-sums", "The row factor r is made of row sums, while the column factor is made of means.") {
        $0[.r] = { s in s.averaged(.r, with: s.rowSums(s.squares)) }
      },
      MutantIn("column-sums", "The column factor c is made of column sums, while the row factor is made of means.") {
        $0[.c] = { s in s.averaged(.c, with: s.columnSums(s.squares)) }
      },
      MutantIn("sums-over-means", "Both factors are sums, but r is still divided by its mean instead of its sum.") {
        $0[.r] = { s in s.averaged(.r, with: s.rowSums(s.squares)) }
        $0[.c] = { s in s.averaged(.c, with: s.columnSums(s.squares)) }
      },
      MutantIn("doubled-row-factor", "The row factor r averages twice the row means, which cancels in v.") {
        $0[.r] = { s in s.averaged(.r, with: s.rowMeans(s.squares).map { 2 * $0 }) }
      },
      MutantIn("largest-of-row-and-column", "The factors r and c average the largest g² + ε1 of a row or column.") {
        $0[.r] = { s in s.averaged(.r, with: s.rowMaxima(s.squares)) }
        $0[.c] = { s in s.averaged(.c, with: s.columnMaxima(s.squares)) }
      },
      MutantIn("square-of-means", "The factors r and c average the squared mean of |g| instead of the mean of g².") {
        $0.each([.r, .c]) { s, quantity in
          let means = s.marginal(quantity, of: s[.g].map(\.magnitude))
          return s.averaged(quantity, with: means.map { $0 * $0 + s.k.ε1 })
        }
      },
      MutantIn("axes-exchanged", "In square matrices r averages the columns and c the rows.") {
        $0[.r] = { s in s.n == s.m ? s.averaged(.r, with: s.columnMeans(s.squares)) : s.x }
        $0[.c] = { s in s.n == s.m ? s.averaged(.c, with: s.rowMeans(s.squares)) : s.x }
      },
      MutantIn("second-moment-of-clipped-gradient", "The second moment averages the square of g / max(1, RMS(g)/d).") {
        $0.each(.secondMoment) { s, quantity in
          let squares = s.clipped(s[.g], at: s.k.d).map { $0 * $0 + s.k.ε1 }
          return s.averaged(quantity, with: s.marginal(quantity, of: squares))
        }
      },
    ]
  }

  private static func secondMomentAverages<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("no-weight-in-second-moment", "The second moment is β2 v + A, without the weight 1 − β2.") {
        $0.each(.secondMoment) { s, quantity in s.average(s.before(quantity), s.k.β2, 1, s.term(quantity)) }
      },
      MutantIn("weights-exchanged-in-second-moment", "The second moment is (1 − β2) v + β2 A, the weights exchanged.") {
        $0.each(.secondMoment) { s, quantity in
          s.average(s.before(quantity), s.k.oneMinusβ2, s.k.β2, s.term(quantity))
        }
      },
      MutantIn("no-average-of-second-moment", "The second moment is that of this step alone, without an average.") {
        $0.each(.secondMoment) { s, quantity in s.term(quantity) }
      },
      MutantIn("first-second-moment-whole", "The second moment of the first step is A instead of (1 − β2) A.") {
        $0.each(.secondMoment) { s, quantity in s.t == 1 ? s.term(quantity) : s.x }
      },
      MutantIn(
        "beta2-schedule", "The decay of the second moment is 1 − t^−0.8 instead of the constant β2.",
        seen: "mindformers"
      ) {
        $0.each(.secondMoment) { s, quantity in
          let complement = Scalar.pow(Scalar(s.t), -4 / Scalar(5))
          return s.average(s.before(quantity), 1 - complement, complement, s.term(quantity))
        }
      },
      MutantIn("beta3-in-column-factor", "The column factor c decays by β3 instead of β2.") {
        $0[.c] = { s in s.average(s.before(.c), s.k.β3, s.k.oneMinusβ3, s.term(.c)) }
      },
      MutantIn("largest-second-moment", "The second moment never falls: it is the larger of old and new.") {
        $0.each(.secondMoment) { s, quantity in s.zip(s.x, s.before(quantity)) { max($0, $1) } }
      },
      MutantIn("beta2-beta3-exchanged", "β2 and β3 are exchanged.") {
        $0.hyperparameters = { h in (h.beta2, h.beta3) = (h.beta3, h.beta2) }
      },
      MutantIn("beta3-ignored", "β3 is always 0.9999: only two decays are passed on.") {
        $0.hyperparameters = { h in h.beta3 = 0.9999 }
      },
    ]
  }

  private static func secondMomentRoots<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("bias-corrected-second-moment", "u is g / √(v / (1 − β2ᵗ)), with Adam's bias correction.") {
        $0[.u] = { s in
          let root = (1 - Scalar.pow(s.k.β2, s.t)).squareRoot()
          return s.x.map { $0 * root }
        }
      },
      MutantIn("no-root-of-second-moment", "u is g / v, the root left out.") {
        $0[.u] = { s in s.zip(s[.g], s.v) { $0 / $1 } }
      },
      MutantIn(
        "fourth-root", "u is g √β2 / v^¼, with v as large as it ever was: a root is taken of a root.",
        seen: "pytorch_optimizer, ams_bound"
      ) {
        $0[.u] = { s in
          let roots = s.v.map { $0.squareRoot() }
          let largest = s.notes["largest"].map { s.zip($0, roots) { max($0, $1) } } ?? roots
          s.notes["largest"] = largest
          return s.zip(s[.g], largest) { ($1 / s.k.β2).inverseRoot * $0 }
        }
      },
      MutantIn("centred-second-moment", "u is g / √(E[g²] − (E g)²), divided by a deviation, with averages by β2.") {
        $0[.u] = { s in
          let means = s.notes.average("mean", s.k.β2, s.k.oneMinusβ2, s[.g])
          let squares = means.map { $0 * $0 }
          guard s.isMatrix else { return s.overRoot(s[.g], s.zip(s[.v], squares) { $0 - $1 }) }
          let rows = s.zip(s[.r], s.rowMeans(squares)) { $0 - $1 }
          let columns = s.zip(s[.c], s.columnMeans(squares)) { $0 - $1 }
          return s.overRoot(s[.g], rows, columns)
        }
      },
      MutantIn("nan-to-zero-in-update", "A NaN in u becomes zero.", seen: "sdnq") {
        $0[.u] = { s in s.x.map { $0.isNaN ? 0 : $0 } }
      },
    ]
  }

  private static func preconditioners<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("row-total-for-row-mean-in-v", "v is r c / Σr, the paper's formula, although r and c are means.") {
        $0[.u] = { s in
          let n = Scalar(s.n)
          return s.preconditioned { r, c, mean in (r / (mean * n)).inverseRoot * c.inverseRoot }
        }
      },
      MutantIn(
        "column-mean-for-row-mean-in-v", "v is r c / mean(c) instead of r c / mean(r).",
        equivalent: """
          From zero, mean(r) and mean(c) are equal after every step by induction: both average the mean of g² + ε1. In a \
          format they differ by rounding only.
          """
      ) {
        $0[.u] = { s in
          guard s.isMatrix else { return s.x }
          let means = s.rowMeans(s[.c])
          return s.withBatches(s[.g], s[.r], s[.c]) { g, r, c, b in (r / means[b]).inverseRoot * c.inverseRoot * g }
        }
      },
      MutantIn("mean-over-batch-in-v", "r is divided by its mean over the whole batch instead of that of its matrix.") {
        $0[.u] = { s in
          let mean = s.isMatrix ? s.mean(s[.r]) : 1
          return s.preconditioned { r, c, _ in (r / mean).inverseRoot * c.inverseRoot }
        }
      },
      MutantIn(
        "mean-of-another-matrix-in-v",
        "In a batch of n matrices of n rows, row i of each is divided by the mean of matrix i: the mean lost its dimension.",
        seen: "pytorch-optimizer (jettify), Adafactor"
      ) {
        $0[.u] = { s in
          guard s.isMatrix, s.gradient.shape.count == 3, s.gradient.batch == s.n else { return s.x }
          let means = s.rowMeans(s[.r]).values
          var r = s[.r]
          for i in 0..<r.count { r[i] = r[i] / means[i % s.n] }
          return s.withBatches(s[.g], r, s[.c]) { g, r, c, _ in r.inverseRoot * c.inverseRoot * g }
        }
      },
      MutantIn("no-normalisation-of-v", "v is r c, not divided by the mean of r.") {
        $0[.u] = { s in s.preconditioned { r, c, _ in r.inverseRoot * c.inverseRoot } }
      },
      MutantIn("geometric-mean-for-v", "v is √(r c), the geometric mean of its factors.") {
        $0[.u] = { s in s.preconditioned { r, c, _ in (r.squareRoot() * c.squareRoot()).inverseRoot } }
      },
      MutantIn(
        "product-first-in-v", "v is formed as (r c) / mean(r), whose product leaves the range of the format early.",
        seen: "CANN"
      ) {
        $0[.u] = { s in s.preconditioned { r, c, mean in (r * c / mean).inverseRoot } }
      },
      MutantIn("old-factors-in-v", "From the second step on, u is divided by the root of the v of the step before.") {
        $0[.u] = { s in
          guard s.t > 1 else { return s.x }
          return s.isMatrix ? s.overRoot(s[.g], s.before(.r), s.before(.c)) : s.overRoot(s[.g], s.before(.v))
        }
      },
      MutantIn(
        "unit-row-factor-of-tall", "In matrices with more rows than columns r is divided by itself, and v is c.",
        seen: "timm, Adafactor"
      ) {
        $0[.u] = { s in s.n > s.m ? s.preconditioned { _, c, _ in c.inverseRoot } : s.x }
      },
      MutantIn("whole-second-moment", "A matrix is divided by the root of an unfactored v, kept beside its factors.") {
        $0[.u] = { s in
          guard s.isMatrix else { return s.x }
          return s.overRoot(s[.g], s.notes.average("v", s.k.β2, s.k.oneMinusβ2, s.squares))
        }
      },
    ]
  }
}
