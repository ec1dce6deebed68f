internal import CAMECore
internal import Formats
internal import PropertyKit
internal import RealModule

extension CAMEProperty {
  /// What happens to gradients that are zero, tiny, alone or not finite.
  static func specialGradients<Scalar: Refereed>() -> [PropertyIn<Scalar>] {
    [
      PropertyIn(
        "finite-in-finite-out", .stability,
        "Finite gradients, rows and columns of zeros among them, leave parameter and state finite.",
        formula: "0 < ε1, |g| ≤ ½ √(ε1 / ν), ν the least normal number ⟹ θ, m, r, c, R, C finite",
        bound:
          "r_i / mean(r) ≥ ε1 / (max g² + ε1) ≥ ν, so its reciprocal root is finite and no 0 · ∞ can appear. In Float "
          + "with ε1 = 1e-30 gradients up to 4,000 are safe; 2²⁵ beside zeros in a 2 × 2 matrix is NaN.",
        source: "the official code's form of the second moment", exact: true, on: Trials { $0.keepFinite() }
      ) { trial, _ in
        for (t, snapshot) in try trial.train().enumerated() where !snapshot.isFinite {
          return .failed(cause: "not finite after step \(t)")
        }
        return .holds
      },
      PropertyIn(
        "zero-gradient-start", .stability,
        "Before there was a gradient, zero gradients move nothing but by weight decay.",
        formula: "g = 0, m_0 = 0 ⟹ m_t = 0, θ_t = (1 − λη)ᵗ θ_0",
        bound: "m is exactly 0, and without decay θ keeps its bits; the decay is bounded by running error analysis.",
        source: "Algorithm 2", on: Trials { $0.keepEpsilons() }
      ) { trial, judge in
        let snapshots = try trial.train(with: trial.gradients.map { $0.map { _ in 0 } })
        var expected = trial.start.values.map { Bounded<Scalar>($0.exactly) }
        var worst = Worst()
        for snapshot in snapshots.dropFirst() {
          if judge.λη.value != 0 { for i in expected.indices { expected[i] = expected[i] - judge.λη * expected[i] } }
          worst.take(snapshot.θ, expected)
          if let m = snapshot.state["exp_avg"], m.values.contains(where: { $0 != 0 }) { worst.take(.infinity) }
        }
        return worst.verdict
      },
      PropertyIn(
        "zero-gradient-decay", .stability, "A zero gradient lets the momentum decay and does nothing else to it.",
        formula: "g_t = 0 ⟹ m_t = β1 m_(t−1)", bound: "One constant and one product: running error analysis.",
        source: "Luo et al. 2023, line 7", needs: [.showsState], on: Trials { $0.keepFinite() }
      ) { trial, judge in
        let snapshots = try trial.train(with: trial.gradients + [trial.zero])
        let (before, after) = (snapshots[snapshots.count - 2], snapshots[snapshots.count - 1])
        var worst = Worst()
        worst.take(try after.momentum, try before.momentum.values.map { judge.β1 * Bounded($0.exactly) })
        return worst.verdict
      },
      PropertyIn(
        "zero-row-and-column", .stability,
        "Where gradients are always zero the parameter never moves, whatever the others do.",
        formula: "g_ij = 0 always ⟹ m_ij = 0, θ_ij constant",
        bound: "Exact: 0 times a finite root is 0. Without ε1 the row would be 0 · ∞.", source: "Algorithm 2",
        exact: true,
        on: Trials {
          $0.keepFinite(); $0.λ = [0]
        }
      ) { trial, _ in
        let (n, m) = (trial.n, trial.m)
        func isCleared(_ i: Int) -> Bool { trial.isFactored ? i / m % n == 0 || i % m == 0 : i == 0 }
        let gradients = trial.gradients.map { g in
          var g = g
          for i in 0..<g.count where isCleared(i) { g[i] = 0 }
          return g
        }
        for snapshot in try trial.train(with: gradients) {
          for i in 0..<trial.count where isCleared(i) {
            guard snapshot.θ[i] == trial.start[i], snapshot.state["exp_avg"].map({ $0.count > i && $0[i] == 0 }) ?? true
            else { return .failed(cause: "a parameter without gradient moved") }
          }
        }
        return .holds
      },
      PropertyIn(
        "single-element", .stability,
        "Of a gradient with one element that isn't zero the whole step goes to that element.",
        formula: "V = (1 − β2)(g²/m + ε1)(g²/n + ε1) / (g²/nm + ε1), û = min(g/√V, d √N), all others exactly 0",
        bound: "A closed form of the first step, within the running error bound of the same step.",
        source: "Algorithm 2 with one nonzero g_ij", needs: [.showsState],
        on: Trials(steps: 1...1) { $0.keepFinite() }
      ) { trial, judge in
        let place = trial.salt % trial.count
        let g = trial.gradients[0][place]
        var gradient = trial.zero
        gradient[place] = g
        let after = try trial.train(with: [gradient])[1]
        var envelope = Envelope(judge, start: trial.zero)
        envelope.step(gradient)
        let (n, m) = (Scalar.Referee(trial.n), Scalar.Referee(trial.m))
        let (g², ε1) = (g.exactly * g.exactly, judge.ε1.value)
        let v =
          trial.isFactored
          ? judge.w2.value * (g² / m + ε1) * (g² / n + ε1) / (g² / (n * m) + ε1) : judge.w2.value * (g² + ε1)
        let u = g.exactly / v.squareRoot()
        let excess = u.magnitude / Scalar.Referee(trial.count).squareRoot() / judge.d.value
        let momentum = judge.w1.value * (excess > 1 ? u / excess : u)
        var worst = Worst()
        let held = try after.momentum
        for i in 0..<trial.count where i != place && held[i] != 0 { worst.take(.infinity) }
        worst.take(held[place], Bounded(value: momentum, error: envelope.m[place].error))
        return worst.verdict
      },
      PropertyIn(
        "tiny-gradient", .stability,
        "A gradient far under √ε1, subnormal ones too, is divided by √((1 − β2ᵗ) ε1) and no more.",
        formula: "g² ≪ ε1 ⟹ u = g / √((1 − β2) ε1) at the first step",
        bound:
          "V lies between (1 − β2) ε1 and (1 − β2)(ε1 + max g²): max g²/ε1 of u, on top of the running error bound.",
        source: "Algorithm 2; ε1 is inside of the square", needs: [.showsState],
        on: Trials(steps: 1...1, kinds: [.subnormal]) {
          $0.keepEpsilons(); $0.neverClip()
        }
      ) { trial, judge in
        let gradient = trial.gradients[0]
        let after = try trial.train()[1]
        var envelope = Envelope(judge, start: trial.zero)
        envelope.step(gradient)
        let largest = gradient.values.map { $0.exactly.magnitude }.max() ?? 0
        guard 16 * largest * largest <= judge.ε1.value else { return .discarded }
        var worst = Worst()
        for i in 0..<trial.count {
          let u = gradient[i].exactly / (judge.w2.value * judge.ε1.value).squareRoot()
          let (m, error) = (judge.w1.value * u, envelope.m[i].error + u.magnitude * largest * largest / judge.ε1.value)
          worst.take(try after.momentum[i], Bounded(value: m, error: error))
        }
        return worst.verdict
      },
      PropertyIn(
        "nonfinite-gradient", .stability,
        "One NaN or infinity in a gradient makes the whole parameter NaN, and it stays so: nothing hides it.",
        formula: "g_ij ∉ ℝ ⟹ θ = NaN from then on",
        bound:
          "Exact: NaN goes through RMS(u) to every element and stays in m. ∞ becomes ∞/∞ in the normalised row, and 0 · ∞ "
          + "in a vector.", source: "the official code", exact: true, on: Trials { $0.keepFinite() }
      ) { trial, _ in
        var gradients = trial.gradients
        let bad = [Scalar.nan, .infinity, -.infinity][trial.salt % 3]
        gradients[gradients.count - 1][trial.salt / 3 % trial.count] = bad
        let snapshots = try trial.train(with: gradients + [trial.gradients[0]])
        let isLost = snapshots.suffix(2).allSatisfy { $0.θ.values.allSatisfy(\.isNaN) }
        return isLost ? .holds : .failed(cause: "a number is left")
      },
      PropertyIn(
        "one-minus-beta-zero", .stability,
        "With 1 − β = 0 an average stays what it was: 0, and so is what is divided by it.",
        formula: "β1 = 1 ⟹ m = 0, θ constant; β2 = 1 ⟹ θ = NaN; β3 = 1 ⟹ θ = NaN for matrices, no effect on vectors",
        bound:
          "Exact: r = 0 makes 0/0, or g/0 and ∞/∞ after it. The official code accepts β = 1, and β that rounds to it.",
        source: "Luo et al. 2023, lines 3, 4, 7, 9 and 10", exact: true,
        on: Trials {
          $0.keepFinite(); $0.λ = [0]
        }
      ) { trial, _ in
        switch trial.salt % 3 {
        case 0:
          let still = try trial.train(trial.with { $0.beta1 = 1 }).allSatisfy { snapshot in
            snapshot.θ.isSame(as: trial.start)
              && snapshot.state["exp_avg"].map { !$0.values.contains { $0 != 0 } } ?? true
          }
          return still ? .holds : .failed(cause: "β1 = 1 moves the parameter")
        case 1:
          let after = try trial.train(trial.with { $0.beta2 = 1 })[1]
          return after.θ.values.allSatisfy(\.isNaN) ? .holds : .failed(cause: "β2 = 1 leaves a number")
        default:
          let snapshots = try trial.train(trial.with { $0.beta3 = 1 })
          if trial.isFactored {
            return snapshots[1].θ.values.allSatisfy(\.isNaN) ? .holds : .failed(cause: "β3 = 1 leaves a number")
          }
          let same = zip(snapshots, try trial.train()).allSatisfy { $0.isSame(as: $1) }
          return same ? .holds : .failed(cause: "β3 changes a vector")
        }
      },
      PropertyIn(
        "average-that-cannot-decay", .stability,
        "Where 1 − β is under a quarter of an ulp of 1, β rounds to 1 and the average never decays.",
        formula: "1 − β1 = 2^−(p+2) ⟹ with g = 0, m_t = m_(t−1) bit for bit",
        bound:
          "Exact: x β differs from x by less than half an ulp for every normal x. In BFloat16 this is so at β3 = 0.9999 and "
          + "at 0.999, in Float16 at 0.9999.", source: "rounding to nearest", exact: true, needs: [.showsState],
        on: Trials.plain(steps: 1...3) {
          $0.keepFinite(); $0.β1 = [0.5]; $0.d = [1]
        }
      ) { trial, _ in
        // As an exact decimal: 2^−k = 5^k · 10^−k.
        let tiny = ExactDecimal.powerOfTwo(-(Scalar.significantBits + 2))
        let snapshots = try trial.train(
          trial.with { $0.beta1 = tiny.complement }, with: trial.gradients + [trial.zero])
        let (before, after) = (try snapshots[snapshots.count - 2].momentum, try snapshots[snapshots.count - 1].momentum)
        for i in 0..<trial.count where before[i].isNormal && before[i] != after[i] {
          return .failed(cause: "the momentum decays")
        }
        return .holds
      },
      PropertyIn(
        "update-sign", .stability, "Every element of the update has the sign of its gradient.",
        formula: "sign(m_t − β1 m_(t−1)) = sign(g_t)",
        bound: "Exact but for what the recovery of û leaves open: elements under its error are not judged.",
        source: "u = g / √v with v > 0", exact: true, needs: [.showsState], on: Trials { $0.keepFinite() }
      ) { trial, judge in
        let snapshots = try trial.train()
        for t in 1..<snapshots.count where snapshots[t].isFinite {
          let û = try judge.clippedUpdate(snapshots[t - 1], snapshots[t])
          for i in û.indices where û[i].value.magnitude > û[i].error {
            let g = trial.gradients[t - 1][i]
            guard g != 0, (g < 0) == (û[i].value < 0) else { return .failed(cause: "another sign than the gradient's") }
          }
        }
        return .holds
      },
      PropertyIn(
        "first-step-descends", .stability, "The first step moves every parameter against its gradient.",
        formula: "sign(θ_1 − θ_0) = −sign(g_1) from θ_0 = 0",
        bound: "Exact where the running error bound of the step leaves the sign no choice.", source: "Algorithm 2",
        exact: true, on: Trials(steps: 1...1) { $0.keepFinite() }
      ) { trial, judge in
        let after = try trial.train(from: trial.zero)[1].θ
        var envelope = Envelope(judge, start: trial.zero)
        envelope.step(trial.gradients[0])
        for i in 0..<trial.count where envelope.θ[i].isDecided && envelope.θ[i].value.magnitude > envelope.θ[i].error {
          guard after[i] != 0, (after[i] < 0) == (trial.gradients[0][i] > 0) else {
            return .failed(cause: "a step along the gradient, or none")
          }
        }
        return .holds
      },
      PropertyIn(
        "refused-gradient", .stability, "A gradient of a wrong shape is refused, and nothing has changed then.",
        formula: "shape(g) ≠ shape(θ) ⟹ an error; θ and state keep their bits", bound: "Exact.",
        source: "what a training loop that catches the error relies on", exact: true, needs: [.refusesWrongShapes],
        on: Trials(steps: 1...3) { $0.keepFinite() }
      ) { trial, _ in
        let training = try trial.begin()
        let expected = try trial.train()
        for (t, gradient) in trial.gradients.enumerated() {
          // Too many, too few, or as many in another shape: of the last two some frameworks would broadcast one.
          let shapes = [[trial.count + 1], trial.shape + [1], [1, trial.count], [1, 1]].filter { $0 != trial.shape }
          let wrong = try Tensor<Scalar>(repeating: 1, shape: shapes[(t + trial.salt) % shapes.count])
          do {
            try training.step(wrong)
            return .failed(cause: "it was taken")
          } catch {}
          guard training.snapshot().isSame(as: expected[t]) else { return .failed(cause: "it changed something") }
          try training.step(gradient)
          guard training.snapshot().isSame(as: expected[t + 1]) else {
            return .failed(cause: "it changed the next step")
          }
        }
        return .holds
      },
    ]
  }
}

extension ExactDecimal {
  /// 2^k, exactly.
  static func powerOfTwo(_ k: Int) -> ExactDecimal {
    let base: ExactDecimal = k < 0 ? 0.5 : 2
    return (0..<abs(k)).reduce(1) { power, _ in power * base }
  }
}
