internal import CAMECore
internal import Formats
internal import RealModule

/// The momentum: m = β1 m + (1 − β1) û, and what is made of it.
extension Mutant {
  static func momentum<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    momentumAverages() + usesOfMomentum() + masks()
  }

  private static func momentumAverages<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("momentum-of-gradient", "The momentum averages the gradient instead of û.") {
        $0[.m] = { s in s.averaged(.m, with: s[.g]) }
      },
      MutantIn("momentum-of-unclipped", "The momentum averages u, which was not clipped.") {
        $0[.m] = { s in s.averaged(.m, with: s[.u]) }
      },
      MutantIn("no-weight-in-momentum", "The momentum is β1 m + û, without the weight 1 − β1.") {
        $0[.m] = { s in s.average(s.before(.m), s.k.β1, 1, s[.û]) }
      },
      MutantIn("weights-exchanged-in-momentum", "The momentum is (1 − β1) m + β1 û, the weights exchanged.") {
        $0[.m] = { s in s.average(s.before(.m), s.k.oneMinusβ1, s.k.β1, s[.û]) }
      },
      MutantIn("no-momentum", "The momentum is û of this step, without an average.") { $0[.m] = { s in s[.û] } },
      MutantIn("first-momentum-whole", "The momentum of the first step is û instead of (1 − β1) û.") {
        $0[.m] = { s in s.t == 1 ? s[.û] : s.x }
      },
      MutantIn("beta1-beta2-exchanged", "β1 and β2 are exchanged.") {
        $0.hyperparameters = { h in (h.beta1, h.beta2) = (h.beta2, h.beta1) }
      },
      MutantIn("beta3-in-momentum", "The momentum decays by β3 instead of β1.") {
        $0[.m] = { s in s.average(s.before(.m), s.k.β3, s.k.oneMinusβ3, s[.û]) }
      },
      MutantIn(
        "learning-rate-in-momentum", "The momentum averages η û, and θ loses m/√S without a learning rate.",
        seen: "Tensor2Tensor and Transformers, Adafactor"
      ) {
        $0[.m] = { s in s.averaged(.m, with: s[.û].map { s.k.η * $0 }) }
        $0[.θ] = { s in s.descended(s.decayed(s.θBefore, by: s.k.λη), by: 1, s[.update]) }
      },
    ]
  }

  private static func usesOfMomentum<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("bias-corrected-momentum", "The update is made of m / (1 − β1ᵗ), with Adam's bias correction.") {
        $0[.update] = { s in
          let mass = 1 - Scalar.pow(s.k.β1, s.t)
          return s.confident(s[.m].map { $0 / mass })
        }
      },
      MutantIn("nesterov", "The update is made of β1 m + (1 − β1) û, a step ahead of the momentum.") {
        $0[.update] = { s in s.confident(s.average(s[.m], s.k.β1, s.k.oneMinusβ1, s[.û])) }
      },
      MutantIn("old-momentum-in-update", "From the second step on, the update is made of the old momentum.") {
        $0[.update] = { s in s.t > 1 ? s.confident(s.before(.m)) : s.x }
      },
      MutantIn(
        "learning-rate-into-momentum-of-vectors",
        "The update of a vector is its momentum itself, and multiplying it by η multiplies what is kept.",
        seen: "came-pytorch up to 0.1.2, ColossalAI, customized-optimizers"
      ) {
        $0.afterwards = { state, _, s in
          guard !s.isMatrix else { return }
          state.m = state.m.map { s.k.η * $0 }
        }
      },
      MutantIn(
        "update-in-place-of-momentum", "The division of m by √S is done in place, so that m/√S is kept as the momentum."
      ) {
        $0.afterwards = { state, _, s in state.m = s[.update] }
      },
      MutantIn(
        "update-in-place-of-second-moment", "The second moment of a vector is overwritten by g/√v.", seen: "anima_lora"
      ) {
        $0.afterwards = { state, _, s in
          guard !s.isMatrix else { return }
          state.moments = .whole(v: s[.u])
        }
      },
    ]
  }

  private static func masks<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn(
        "cautious-update",
        "Elements of the update whose sign isn't that of the gradient become zero, and the others grow by their share.",
        seen: "OneTrainer"
      ) {
        $0[.update] = { s in s.cautious(s.x) }
      },
      MutantIn(
        "cautious-momentum",
        "Elements of the momentum whose sign isn't that of the gradient become zero in the state, and the others grow.",
        seen: "a Triton port"
      ) {
        $0[.m] = { s in s.cautious(s.x) }
      },
    ]
  }
}
