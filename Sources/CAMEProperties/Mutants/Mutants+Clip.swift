internal import CAMECore
internal import Formats

/// The clip: û = u / max(1, RMS(u)/d).
extension Mutant {
  static func clip<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    measures() + clips() + thresholds()
  }

  /// What is taken for RMS(u).
  private static func measures<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn(
        "clip-by-mean-square", "The clip compares the mean square of u with d: the root is missing.", seen: "CANN"
      ) {
        $0[.rms] = { s in s.x.map { $0 * $0 } }
      },
      MutantIn("clip-by-norm", "The clip compares the norm of u with d, not divided by the root of the count.") {
        $0[.rms] = { s in s.x.map { $0 * Scalar(s.gradient.count).squareRoot() } }
      },
      MutantIn("clip-by-norm-over-count", "RMS(u) is √Σu² / nm, divided by the count instead of its root.") {
        $0[.rms] = { s in s.x.map { $0 / Scalar(s.gradient.count).squareRoot() } }
      },
      MutantIn("clip-by-norm-over-last-dimension", "RMS(u) is √Σu² divided by the root of the last dimension alone.") {
        $0[.rms] = { s in s.x.map { $0 * (Scalar(s.gradient.count) / Scalar(s.m)).squareRoot() } }
      },
      MutantIn("clip-by-largest", "The clip compares the largest |u| with d.") {
        $0[.rms] = { s in s.x.map { _ in s[.u].values.reduce(0) { max($0, $1.magnitude) } } }
      },
      MutantIn("clip-by-mean-magnitude", "The clip compares the mean of |u| with d.") {
        $0[.rms] = { s in s.x.map { _ in s.mean(s[.u].map(\.magnitude)) } }
      },
      MutantIn("clip-by-gradient", "u is divided by max(1, RMS(g)/d), by the size of the gradient.") {
        $0[.rms] = { s in s.x.map { _ in s.rms(s[.g]) } }
      },
      MutantIn("clip-by-last-step", "From the second step on, the clip uses the RMS(u) of the step before.") {
        $0[.rms] = { s in
          defer { s.notes["rms"] = s.x }
          return s.notes["rms"] ?? s.x
        }
      },
      MutantIn("clip-without-last-row", "The last row of all is left out of the sum in RMS(u).") {
        $0[.rms] = { s in
          guard s.isMatrix else { return s.x }
          let kept = s[.u].values.dropLast(s.m).reduce(0) { $0 + $1 * $1 }
          return s.x.map { _ in (kept / Scalar(s.gradient.count)).squareRoot() }
        }
      },
    ]
  }

  /// What is done to u.
  private static func clips<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("no-clip", "The update is not clipped.") { $0[.û] = { s in s[.u] } },
      MutantIn("no-clip-of-vectors", "Vectors and scalars are not clipped.") {
        $0[.û] = { s in s.isMatrix ? s.x : s[.u] }
      },
      MutantIn("always-clip", "û is u d / RMS(u), even where RMS(u) is less than d.") {
        $0[.û] = { s in s[.u].map { $0 / (s[.rms][0] / s.k.d) } }
      },
      MutantIn("clip-to-one", "Where RMS(u) exceeds d, û is u / RMS(u): its RMS is 1 instead of d.") {
        $0[.û] = { s in s[.rms][0] > s.k.d ? s[.u].map { $0 / s[.rms][0] } : s.x }
      },
      MutantIn("clip-elements", "Each element of u is clamped to ±d.", seen: "sdnq") {
        $0[.û] = { s in s[.u].map { $0.magnitude > s.k.d ? ($0 < 0 ? -s.k.d : s.k.d) : $0 } }
      },
      MutantIn("clip-rows", "Each row is clipped by itself: RMS(u) is taken over the last dimension only.") {
        $0[.û] = { s in s.clipped(s[.u], blocksOf: s.m) }
      },
      MutantIn("clip-matrices-of-batch", "Each matrix of a batch is clipped by itself.") {
        $0[.û] = { s in s.gradient.batch > 1 ? s.clipped(s[.u], blocksOf: s.n * s.m) : s.x }
      },
      MutantIn("clip-of-gradient", "The gradient is clipped by its own RMS, and u isn't.") {
        $0[.g] = { s in s.clipped(s.x, at: s.k.d) }
        $0[.û] = { s in s[.u] }
      },
      MutantIn("clip-passes-nan", "max(1, NaN) is 1, so that a NaN in u doesn't reach the other elements.") {
        $0[.û] = { s in s[.rms][0].isNaN ? s[.u] : s.x }
      },
    ]
  }

  /// How RMS(u) and d are compared.
  private static func thresholds<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("clip-times-threshold", "û is u / max(1, RMS(u) d), multiplied by d instead of divided.") {
        $0[.û] = { s in
          let excess = s[.rms][0] * s.k.d
          return excess < 1 ? s[.u] : s[.u].map { $0 / excess }
        }
      },
      MutantIn("clip-minimum", "û is u / min(1, RMS(u)/d): small updates grow, large ones stay.") {
        $0[.û] = { s in
          let excess = s[.rms][0] / s.k.d
          return excess > 1 ? s[.u] : s[.u].map { $0 / excess }
        }
      },
      MutantIn(
        "clip-minimum-times-threshold", "û is u / min(1, RMS(u) d): small updates grow, large ones stay.",
        seen: "timm, Adafactor"
      ) {
        $0[.û] = { s in
          let excess = s[.rms][0] * s.k.d
          return excess > 1 ? s[.u] : s[.u].map { $0 / excess }
        }
      },
      MutantIn("threshold-squared", "The clip threshold is d² instead of d.") {
        $0.hyperparameters = { h in h.clipThreshold = h.clipThreshold * h.clipThreshold }
      },
      MutantIn("threshold-ignored", "The clip threshold is 1 whatever d is given.") {
        $0.hyperparameters = { h in h.clipThreshold = 1 }
      },
    ]
  }
}
