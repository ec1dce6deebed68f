internal import CAMECore
internal import Formats
internal import RealModule

/// Mistakes that were not known when the catalogue was written.
extension Mutant {
  static func heldOut<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    gradients() + columnFactors() + rowMeansInV() + vectorMoments() + clipMeasures() + clipRules()
      + heldOutOfSecondHalf()
  }

  private static func gradients<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("gradient-never-cleared", "Every step uses the sum of all gradients so far: the buffer isn't cleared.") {
        $0[.g] = { s in
          let sum = s.notes["sum"].map { s.zip($0, s.x) { $0 + $1 } } ?? s.x
          s.notes["sum"] = sum
          return sum
        }
      },
      MutantIn("gradient-centralised", "The mean of each row is taken from the gradient of a matrix.") {
        $0[.g] = { s in
          guard s.isMatrix else { return s.x }
          let means = s.rowMeans(s.x)
          return s.withBatches(s.x, means, s.columnMeans(s.x)) { g, mean, _, _ in g - mean }
        }
      },
      MutantIn("gradient-norm-up-to-one", "A gradient whose norm exceeds 1 is divided by it before all else.") {
        $0[.g] = { s in
          let norm = s.rms(s.x) * Scalar(s.x.count).squareRoot()
          return norm > 1 ? s.x.map { $0 / norm } : s.x
        }
      },
    ]
  }

  private static func columnFactors<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("column-means-by-wrong-count", "The sums in c are divided by the number of columns, not of rows.") {
        $0[.c] = { s in s.averaged(.c, with: s.columnSums(s.squares).map { $0 / Scalar(s.m) }) }
      },
      MutantIn("rows-after-last-tile", "In matrices of more than 4 rows, those after the last tile of 4 aren't in c.") {
        $0[.c] = { s in
          guard s.n > 4 else { return s.x }
          var tiled = s.squares
          for i in 0..<tiled.count where i / s.m % s.n >= s.n - s.n % 4 { tiled[i] = 0 }
          return s.averaged(.c, with: s.columnMeans(tiled))
        }
      },
      MutantIn("columns-one-step-late", "From the second step on, c takes in the column means of the step before.") {
        $0[.c] = { s in
          let term = s.term(.c)
          defer { s.notes["columns"] = term }
          return s.averaged(.c, with: s.notes["columns"] ?? term)
        }
      },
      MutantIn(
        "decay-once-per-matrix", "In a batch, r and c as a whole decay anew for each matrix that is added to them."
      ) {
        $0.each([.r, .c]) { s, quantity in
          let batch = s.gradient.batch
          guard batch > 1 else { return s.x }
          let ((β, w), term) = (s.β(quantity), s.term(quantity))
          var x = s.before(quantity)
          for i in 0..<x.count {
            let later = batch - 1 - i / (x.count / batch)
            x[i] = Scalar.pow(β, batch) * x[i] + Scalar.pow(β, later) * w * term[i]
          }
          return x
        }
      },
      MutantIn("column-factor-by-row", "In square matrices c is read by the row's index: v is r_i c_i / mean(r).") {
        $0[.u] = { s in
          guard s.isMatrix, s.n == s.m else { return s.x }
          let means = s.rowMeans(s[.r])
          var a = s[.r]
          for i in 0..<a.count { a[i] = (a[i] / means[i / s.n]).inverseRoot * s[.c][i].inverseRoot }
          return s.withBatches(s[.g], a, s[.c]) { g, a, _, _ in a * g }
        }
      },
      MutantIn(
        "root-without-newton-step", "1/√c is an estimate of half the bits, without the step that would double them."
      ) {
        $0[.u] = { s in
          s.preconditioned { r, c, mean in
            (r / mean).inverseRoot * c.inverseRoot.rounded(toBits: Scalar.significantBits / 2)
          }
        }
      },
      // Shows only for small gradients: in Float, under about 0.01 at the default β2.
      MutantIn("column-factor-floor", "In the root, c is at least the machine epsilon, to be safe.") {
        $0[.u] = { s in
          let floor = Scalar.ulpOfOne
          return s.preconditioned { r, c, mean in (r / mean).inverseRoot * (c < floor ? floor : c).inverseRoot }
        }
      },
    ]
  }

  private static func rowMeansInV<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("old-mean-in-v", "From the second step on, r is divided by the mean that it had before this step.") {
        $0[.u] = { s in s.isMatrix && s.t > 1 ? preconditioned(s, means: s.rowMeans(s.before(.r))) : s.x }
      },
      MutantIn("row-maximum-for-row-mean", "v is r c / max(r) instead of r c / mean(r).") {
        $0[.u] = { s in s.isMatrix ? preconditioned(s, means: s.rowMaxima(s[.r])) : s.x }
      },
      MutantIn("row-total-not-reset", "In a batch, the mean of r counts the rows of all matrices before it too.") {
        $0[.u] = { s in
          guard s.isMatrix else { return s.x }
          var means = s.rowMeans(s[.r])
          for i in 1..<max(1, means.count) { means[i] = means[i] + means[i - 1] }
          return preconditioned(s, means: means)
        }
      },
    ]
  }

  /// u where the r of each matrix is divided by one of `means`.
  private static func preconditioned<Scalar: Refereed>(
    _ s: Moment<Scalar>, means: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    s.withBatches(s[.g], s[.r], s[.c]) { g, r, c, b in (r / means[b]).inverseRoot * c.inverseRoot * g }
  }

  private static func vectorMoments<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("beta1-in-second-moment-of-vectors", "The v of vectors and scalars decays by β1 instead of β2.") {
        $0[.v] = { s in s.average(s.before(.v), s.k.β1, s.k.oneMinusβ1, s.squares) }
      },
      MutantIn("epsilon2-in-second-moment-of-vectors", "The v of vectors and scalars averages g² + ε2, not g² + ε1.") {
        $0[.v] = { s in s.averaged(.v, with: s[.g].map { $0 * $0 + s.k.ε2 }) }
      },
    ]
  }

  private static func clipMeasures<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("clip-by-deviation", "RMS(u) is the standard deviation of u: the mean of u is taken off first.") {
        $0[.rms] = { s in
          let mean = s.mean(s[.u])
          return s.x.map { _ in s.rms(s[.u].map { $0 - mean }) }
        }
      },
      MutantIn("epsilon1-in-rms", "RMS(u) is √(mean(u²) + ε1).") {
        $0[.rms] = { s in s.x.map { ($0 * $0 + s.k.ε1).squareRoot() } }
      },
      MutantIn("count-with-padding", "The count in RMS(u) is rounded up to a multiple of 4, the width of a vector.") {
        $0[.rms] = { s in
          let count = s.gradient.count
          return s.x.map { $0 * (Scalar(count) / Scalar((count + 3) / 4 * 4)).squareRoot() }
        }
      },
      MutantIn("largest-partial-sum", "The sum in RMS(u) is that of the row in which it is largest, not of all rows.") {
        $0[.rms] = { s in
          let partial = s.rowSums(s[.u].map { $0 * $0 })
          return s.x.map { _ in (partial.values.reduce(0) { max($0, $1) } / Scalar(s.gradient.count)).squareRoot() }
        }
      },
      MutantIn("rms-in-bfloat16", "RMS(u) is rounded to the 8 bits of bfloat16.") {
        $0[.rms] = { s in s.x.map { $0.rounded(toBits: 8) } }
      },
    ]
  }

  private static func clipRules<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("clip-above-one", "u becomes u d / RMS(u) where RMS(u) exceeds 1, not where it exceeds d.") {
        $0[.û] = { s in s[.rms][0] > 1 ? s[.u].map { $0 / (s[.rms][0] / s.k.d) } : s[.u] }
      },
      MutantIn("clip-divisor-from-threshold", "û is u / max(d, RMS(u)) instead of u / max(1, RMS(u)/d).") {
        $0[.û] = { s in s[.u].map { $0 / max(s.k.d, s[.rms][0]) } }
      },
      // Beyond rounding, but under 1e-4, unless RMS(u) is under 0.01: small gradients, a large ε1 and a small d.
      MutantIn("clip-with-offset", "û is u min(1, d / (RMS(u) + 1e-6)), as libraries clip the norm of gradients.") {
        $0[.û] = { s in
          let scale = s.k.d / (s[.rms][0] + Scalar(nearest: 1e-6))
          return scale < 1 ? s[.u].map { $0 * scale } : s[.u]
        }
      },
      MutantIn("clip-twice", "u is divided by max(1, RMS(u)/d) twice.") {
        $0[.û] = { s in s.x.map { $0 / max(1, s[.rms][0] / s.k.d) } }
      },
      MutantIn("clip-of-momentum", "The momentum is clipped by its own RMS and kept so, and u isn't clipped.") {
        $0[.û] = { s in s[.u] }
        $0[.m] = { s in s.clipped(s.x, at: s.k.d) }
      },
    ]
  }
}
