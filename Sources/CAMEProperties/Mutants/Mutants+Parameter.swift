internal import CAMECore
internal import Formats

/// The parameter: θ = (1 − λη) θ − η update, and gradients that are no step.
extension Mutant {
  static func parameter<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    decays() + descents() + learningRates()
  }

  private static func decays<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("decay-in-gradient", "The decay is added to the gradient, g + λθ, instead of taken from θ.") {
        $0[.g] = { s in s.zip(s.x, s.θBefore) { $0 + s.λ * $1 } }
        $0[.θ] = { s in s.descended(s.θBefore, by: s.k.η, s[.update]) }
      },
      MutantIn("decay-without-learning-rate", "θ loses λθ a step instead of ληθ.") {
        $0[.θ] = { s in s.descended(s.decayed(s.θBefore, by: s.λ), by: s.k.η, s[.update]) }
      },
      MutantIn("decay-after-update", "The decay is taken from θ after the update instead of before.", seen: "mindone") {
        $0[.θ] = { s in s.decayed(s.descended(s.θBefore, by: s.k.η, s[.update]), by: s.k.λη) }
      },
      MutantIn("no-decay", "The weight decay is ignored.") {
        $0.hyperparameters = { h in h.weightDecay = 0 }
      },
      MutantIn("decay-of-matrices-only", "Vectors and scalars don't decay.") {
        $0[.θ] = { s in s.isMatrix ? s.x : s.descended(s.θBefore, by: s.k.η, s[.update]) }
      },
      MutantIn("decay-of-vectors-only", "Matrices don't decay.") {
        $0[.θ] = { s in s.isMatrix ? s.descended(s.θBefore, by: s.k.η, s[.update]) : s.x }
      },
      MutantIn("decay-over-root-of-instability", "A matrix loses ληθ / √S: the decay is scaled by the confidence.") {
        $0[.θ] = { s in
          let decay = s.confident(s.θBefore)
          return s.descended(s.descended(s.θBefore, by: s.k.λη, decay), by: s.k.η, s[.update])
        }
      },
      MutantIn("decay-twice", "θ loses 2ληθ a step: once in the group's loop, once in the tensor's.") {
        $0[.θ] = { s in s.descended(s.decayed(s.θBefore, by: 2 * s.k.λη), by: s.k.η, s[.update]) }
      },
      MutantIn(
        "cautious-decay", "Elements decay only where their sign is that of the update.", seen: "a Triton port"
      ) {
        $0[.θ] = { s in
          let agreeing = s.zip(s.θBefore, s[.update]) { $0 * $1 > 0 ? $0 : 0 }
          return s.descended(s.descended(s.θBefore, by: s.k.λη, agreeing), by: s.k.η, s[.update])
        }
      },
      MutantIn("growth-for-decay", "θ gains ληθ a step: the sign of the decay is wrong.") {
        $0[.θ] = { s in s.descended(s.decayed(s.θBefore, by: -s.k.λη), by: s.k.η, s[.update]) }
      },
    ]
  }

  private static func descents<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("ascent", "The update is added to θ instead of subtracted.") {
        $0[.update] = { s in s.x.map { -$0 } }
      },
      MutantIn("gradient-negated", "The gradient is negated, as for a maximum.") { $0[.g] = { s in s.x.map { -$0 } } },
      MutantIn(
        "parameter-scale", "The learning rate is multiplied by max(1/1000, RMS(θ)).",
        seen: "mindformers, scale_parameter"
      ) {
        $0[.update] = { s in
          let scale = max(1 / Scalar(1000), s.rms(s.θBefore))
          return s.x.map { $0 * scale }
        }
      },
      MutantIn("update-of-sign", "θ moves by η in the direction of the update, whatever its size.") {
        $0[.update] = { s in s.x.map { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 } }
      },
      MutantIn("zero-gradient-skipped", "A gradient of zeros is no step: nothing decays, nothing moves.") {
        $0.afterwards = { state, θ, s in
          if s[.g].values.allSatisfy({ $0 == 0 }) { (state, θ) = (s.before, s.θBefore) }
        }
      },
      MutantIn("nan-gradient-skipped", "A gradient with a NaN or an infinity in it is no step.") {
        $0.afterwards = { state, θ, s in
          if !s[.g].values.allSatisfy(\.isFinite) { (state, θ) = (s.before, s.θBefore) }
        }
      },
      MutantIn("nan-to-zero-in-gradient", "A NaN in the gradient becomes zero.") {
        $0[.g] = { s in s.x.map { $0.isNaN ? 0 : $0 } }
      },
    ]
  }

  private static func learningRates<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("learning-rate-twice", "θ loses η² m/√S: the learning rate is multiplied in twice.") {
        $0[.update] = { s in s.x.map { s.k.η * $0 } }
      },
      MutantIn("warm-up-inside", "The learning rate is multiplied by min(1, t/100) inside the step.") {
        $0[.update] = { s in
          let scale = min(1, Scalar(s.t) / 100)
          return s.x.map { $0 * scale }
        }
      },
      MutantIn("decay-of-learning-rate-inside", "The learning rate is divided by √t inside the step.") {
        $0[.update] = { s in
          let root = Scalar(s.t).squareRoot()
          return s.x.map { $0 / root }
        }
      },
      MutantIn("zero-learning-rate-is-default", "A learning rate of zero counts as not given and becomes 0.001.") {
        $0.hyperparameters = { h in if h.learningRate == 0 { h.learningRate = 0.001 } }
      },
    ]
  }
}
