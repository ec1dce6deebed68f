internal import CAMECore
internal import Formats
internal import PropertyKit
internal import RealModule

extension CAMEProperty {
  /// How far a step goes in units of the learning rate. It has no bias correction, so it depends on t.
  static func multipliers<Scalar: Refereed>() -> [PropertyIn<Scalar>] {
    let running = "Running error analysis of all steps, from the zero state."
    return [
      PropertyIn(
        "first-step-multiplier", .convergence,
        "The first step goes 11.1 times the learning rate where all gradients are as large, and 0.1 times for a vector.",
        formula:
          "|Δθ| / η = (1 − β1) û / √((1 − β3)(β1² û² + ε2)), û = min(d, |g| / √((1 − β2)(g² + ε1))); of a vector (1 − β1) û",
        bound: running, source: "Algorithm 2 at t = 1; 11.11 at the defaults",
        on: Trials(steps: 1...1) { $0.λ = [0] }
      ) { trial, judge in
        let g = trial.evenGradient(magnitude: 0)
        let size = g[0].exactly.magnitude
        guard size > 0 else { return .discarded }
        let u = size / (judge.w2.value * (size * size + judge.ε1.value)).squareRoot()
        let û = min(judge.d.value, u)
        var expected = judge.w1.value * û
        if trial.isFactored {
          let residual = judge.β1.value * û
          expected = expected / (judge.w3.value * (residual * residual + judge.ε2.value)).squareRoot()
        }
        return try trial.follow(judge, [g], multipliers: [expected])
      },
      PropertyIn(
        "constant-gradient-multiplier", .convergence,
        "Under a constant gradient the multiplier follows its closed form: 11.1, 15.7, 19.2 … at the defaults.",
        formula:
          "|Δθ_t| / η = (1 − β1ᵗ) d / √((1 − β3) β1² d² (β3ᵗ − β1²ᵗ)/(β3 − β1²) + ε2 (1 − β3ᵗ)), every step clipped",
        bound: running + " The closed form is the sum of (û − m_k)² = β1²ᵏ d².",
        source: "unrolling lines 7 to 10 with û = d", on: Trials(steps: 1...8) { $0.forClosedForm() }
      ) { trial, judge in
        let g = trial.evenGradient(magnitude: 4)
        let (β1², β3, d) = (judge.β1.value * judge.β1.value, judge.β3.value, judge.d.value)
        var (powerOfβ1, powerOfβ3): (Scalar.Referee, Scalar.Referee) = (1, 1)
        let expected = trial.gradients.indices.map { _ in
          powerOfβ1 = powerOfβ1 * judge.β1.value
          powerOfβ3 = powerOfβ3 * β3
          let momentum = (1 - powerOfβ1) * d
          guard trial.isFactored else { return momentum }
          let sum = β1² * d * d * (powerOfβ3 - powerOfβ1 * powerOfβ1) / (β3 - β1²)
          return momentum / (judge.w3.value * sum + judge.ε2.value * (1 - powerOfβ3)).squareRoot()
        }
        return try trial.follow(judge, trial.gradients.map { _ in g }, multipliers: expected)
      },
      PropertyIn(
        "multiplier-grows", .convergence,
        "Under a constant gradient every step of a matrix is longer than the one before: agreement is taken for confidence.",
        formula: "|Δθ_(t+1)| ≥ |Δθ_t|, towards η / √ε2",
        bound:
          "(û − m_t)² falls as β1²ᵗ, so its average falls while m grows, as long as ε2 is nothing beside it. Exact but for the "
          + "running error bounds of both steps.", source: "constant-gradient-multiplier", exact: true,
        on: Trials(ShapeKind.factored, steps: 2...12, side: 3) { palette in
          palette.forClosedForm()
          palette.β3.removeAll { $0 < 0.9 }
          palette.β1 = [0.9, 0.5]
          palette.d = [1]
          palette.ε2 = [palette.ε2[0]]
        }
      ) { trial, judge in
        let g = trial.evenGradient(magnitude: 4)
        var envelope = Envelope(judge, start: trial.zero)
        let snapshots = try trial.train(from: trial.zero, with: trial.gradients.map { _ in g })
        var (before, errorBefore): (Scalar.Referee, Scalar.Referee) = (0, 0)
        for t in 1..<snapshots.count {
          let last = envelope.θ[0].error
          envelope.step(g)
          guard envelope.θ[0].isDecided else { break }
          let way = (snapshots[t].θ[0].exactly - snapshots[t - 1].θ[0].exactly).magnitude
          let error = last + envelope.θ[0].error
          guard way >= before - error - errorBefore else { return .failed(cause: "a shorter step") }
          (before, errorBefore) = (way, error)
        }
        return .holds
      },
      PropertyIn(
        "alternating-gradient-multiplier", .convergence,
        "A gradient that changes its sign at every step moves little, and every step follows its closed recursion.",
        formula:
          "m_t = β1 m_(t−1) ± (1 − β1) û, R_t = β3 R_(t−1) + (1 − β3)((û ∓ m_t)² + ε2), |Δθ_t| / η = |m_t| / √R_t",
        bound: running, source: "Algorithm 2 with equal |g|",
        on: Trials(steps: 1...8) {
          $0.λ = [0]; $0.keepEpsilons()
        }
      ) { trial, judge in
        let g = trial.evenGradient(magnitude: 0)
        var recursion = Multiplier(judge, gradient: g[0].exactly.magnitude, isFactored: trial.isFactored)
        let steps = trial.gradients.indices.map { recursion.step(isNegative: $0 % 2 == 1) }
        let gradients = trial.gradients.indices.map { t in t % 2 == 1 ? g.map { -$0 } : g }
        return try trial.follow(judge, gradients, multipliers: steps)
      },
      PropertyIn(
        "multiplier-under-noise", .convergence,
        "Under pure noise the multiplier falls to a quarter of the learning rate and less, without bias correction of R.",
        formula: "RMS(Δθ) / η ≤ 0.6 / √(1 − β3ᵗ), β1 = 0.9; 0.248 / √(1 − β3ᵗ) is expected",
        bound:
          "Var m = (1 − β1)/(1 + β1) = 0.0526 and E (û − m)² = β1² (1 + 0.0526). The mean of m² over 64 signs is more than "
          + "four times its expectation with a probability under e^−51 (Laurent and Massart 2000), which leaves 0.6.",
        source: "independent signs, |g| = 1, 40 steps of an 8 × 8 matrix", long: true,
        on: Trials([.square], steps: 1...1, side: 1) { palette in
          palette.λ = [0]
          palette.β1 = [0.9]
          palette.d = [1]
          palette.η = [0.5]
          palette.β3.removeAll { $0 < 0.9 }
          palette.keepEpsilons()
          palette.ε1.removeAll { $0 == 3 }
          palette.ε2.removeAll { $0 == 5 }
        }
      ) { trial, judge in
        var random = RandomStream(seed: UInt64(trial.salt))
        let start = try Tensor<Scalar>(repeating: 0, shape: [8, 8])
        let gradients = (0..<40).map { _ in start.map { _ in random.chance(1, in: 2) ? -1 as Scalar : 1 } }
        // The last step alone, from a parameter of zeros, so that nothing of it is absorbed.
        let training = try trial.begin(from: start)
        for gradient in gradients.dropLast() { try training.step(gradient) }
        let before = training.parameter()
        try training.step(gradients[39])
        let after = training.parameter()
        var squares: Scalar.Referee = 0
        for i in 0..<64 {
          let way = after[i].exactly - before[i].exactly
          squares += way * way
        }
        let multiplier = (squares / 64).squareRoot() / judge.η.value
        var worst = Worst()
        worst.take(multiplier * judge.mass(judge.β3, 40).squareRoot(), atMost: 3 / 5)
        return worst.verdict
      },
    ]
  }
}

extension Palette {
  /// Every step is clipped and every constant of the closed form divides.
  fileprivate mutating func forClosedForm() {
    λ = [0]
    keepEpsilons()
    ε1.removeAll { $0 == 3 }
    d.removeAll { $0 > 1 }
    β1.removeAll { $0 == 0 }
    // With β2 = 0 no u reaches d = 1; β3 = β1² has another form.
    β2.removeAll { $0 == 0 }
    β3.removeAll { $0 == 0 }
  }
}

extension Trial {
  /// The signs of the first gradient, all of the size of its first element; of `magnitude` if that is above 0.
  fileprivate func evenGradient(magnitude: Scalar) -> Tensor<Scalar> {
    let size = magnitude > 0 ? magnitude : gradients[0][0].magnitude
    return gradients[0].map { $0.sign == .minus ? -size : size }
  }

  /// Trains from zeros and holds the way of every element against the sum of η times the multipliers.
  fileprivate func follow(
    _ judge: Judge<Scalar>, _ gradients: [Tensor<Scalar>], multipliers: [Scalar.Referee]
  ) throws -> Verdict {
    var envelope = Envelope(judge, start: zero)
    var (worst, way) = (Worst(), 0 as Scalar.Referee)
    for (t, snapshot) in try train(from: zero, with: gradients).enumerated().dropFirst() {
      envelope.step(gradients[t - 1])
      way += judge.η.value * multipliers[t - 1]
      guard way.isFinite else { break }
      for i in 0..<count {
        let signed = gradients[0][i].sign == .minus ? way : -way
        worst.take(snapshot.θ[i], Bounded(value: signed, error: envelope.θ[i].error))
      }
    }
    return worst.verdict
  }
}
