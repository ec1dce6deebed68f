internal import CAMECore
internal import Formats

/// ε1, which belongs to g², and ε2, which belongs to (û − m)²: inside the mean, inside the average.
extension Mutant {
  static func epsilons<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    misplacedEpsilons() + wrongEpsilons()
  }

  private static func misplacedEpsilons<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("epsilon1-beside-root", "u is g / (√v + ε1), as in Adam, and v averages g² alone.") {
        $0.each(.secondMoment) { s, quantity in
          s.averaged(quantity, with: s.marginal(quantity, of: s[.g].map { $0 * $0 }))
        }
        $0[.u] = { s in s.zip(s[.g], s.v) { $0 / ($1.squareRoot() + s.k.ε1) } }
      },
      MutantIn("epsilon1-beside-root-too", "u is g / (√v + ε1), although ε1 is in v already.") {
        $0[.u] = { s in s.zip(s[.g], s.v) { $0 / ($1.squareRoot() + s.k.ε1) } }
      },
      MutantIn("epsilon1-after-average", "ε1 is added to the average of g², without the weight 1 − β2.") {
        $0.each(.secondMoment) { s, quantity in
          let squares = s[.g].map { $0 * $0 }
          return s.averaged(quantity, with: s.marginal(quantity, of: squares)).map { $0 + s.k.ε1 }
        }
      },
      MutantIn("epsilon1-where-used", "The averages of g² are kept without ε1, which is added where u is computed.") {
        $0.each(.secondMoment) { s, quantity in
          s.averaged(quantity, with: s.marginal(quantity, of: s[.g].map { $0 * $0 }))
        }
        $0[.u] = { s in
          func offset(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.map { $0 + s.k.ε1 } }
          return s.isMatrix
            ? s.overRoot(s[.g], offset(s[.r]), offset(s[.c])) : s.overRoot(s[.g], offset(s[.v]))
        }
      },
      MutantIn("epsilon1-in-rows-only", "ε1 is left out of the column factor c.") {
        $0[.c] = { s in s.averaged(.c, with: s.columnMeans(s[.g].map { $0 * $0 })) }
      },
      MutantIn("epsilon1-as-floor", "The second moment averages max(g², ε1) instead of g² + ε1.") {
        $0.each(.secondMoment) { s, quantity in
          s.averaged(quantity, with: s.marginal(quantity, of: s[.g].map { max($0 * $0, s.k.ε1) }))
        }
      },
      MutantIn(
        "means-clamped-at-epsilon1",
        "1/√v and 1/√S take v for ε1² and the means of r and R for ε1 where they are less.",
        seen: "adafactor8bit"
      ) {
        $0[.u] = { s in
          s.isMatrix
            ? s.preconditioned { r, c, mean in (r / max(mean, s.k.ε1)).inverseRoot * c.inverseRoot }
            : s.zip(s[.g], s[.v]) { $0 * max($1, s.k.ε1 * s.k.ε1).inverseRoot }
        }
        $0[.update] = { s in s.confident { R, C, mean in (R / max(mean, s.k.ε1)).inverseRoot * C.inverseRoot } }
      },
      MutantIn("epsilon2-after-average", "ε2 is added to R and C after averaging, without the weight 1 − β3.") {
        $0.each(.instability) { s, quantity in
          let squares = s.zip(s[.û], s[.m]) { ($0 - $1) * ($0 - $1) }
          return s.averaged(quantity, with: s.marginal(quantity, of: squares)).map { $0 + s.k.ε2 }
        }
      },
      MutantIn("epsilon2-in-rows-only", "ε2 is left out of the column factor C.") {
        $0[.C] = { s in s.averaged(.C, with: s.columnMeans(s.zip(s[.û], s[.m]) { ($0 - $1) * ($0 - $1) })) }
      },
      MutantIn("epsilon2-in-root", "The update is m / (√S + ε2), although ε2 is in S already.") {
        $0[.update] = { s in
          s.confident { R, C, mean in 1 / ((R / mean).squareRoot() * C.squareRoot() + s.k.ε2) }
        }
      },
    ]
  }

  private static func wrongEpsilons<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("epsilons-exchanged", "ε1 and ε2 are exchanged.") {
        $0.hyperparameters = { h in (h.epsilon1, h.epsilon2) = (h.epsilon2, h.epsilon1) }
      },
      MutantIn("epsilon1-for-epsilon2", "ε1 is added to (û − m)² in place of ε2.", seen: "ColossalAI, at first") {
        $0.hyperparameters = { h in h.epsilon2 = h.epsilon1 }
      },
      MutantIn("no-epsilon1", "ε1 is left out.") {
        $0.hyperparameters = { h in h.epsilon1 = 0 }
      },
      MutantIn("no-epsilon2", "ε2 is left out.") {
        $0.hyperparameters = { h in h.epsilon2 = 0 }
      },
      MutantIn(
        "epsilons-ignored", "ε1 and ε2 are the defaults, whatever is given.", seen: "LoRA_Easy_Training_Scripts"
      ) {
        $0.hyperparameters = { h in (h.epsilon1, h.epsilon2) = (1e-30, 1e-16) }
      },
    ]
  }
}
