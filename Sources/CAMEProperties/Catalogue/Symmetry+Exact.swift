internal import CAMECore
internal import Formats
internal import PropertyKit
internal import RealModule

extension CAMEProperty {
  /// Symmetries that hold bit for bit in any binary format that rounds to nearest.
  static func exactSymmetries<Scalar: Refereed>() -> [PropertyIn<Scalar>] {
    let commutes =
      "Exact: multiplying by a power of two commutes with every rounding while nothing comes near underflow; "
      + "gradients that do are discarded."
    return [
      PropertyIn(
        "power-of-two-scaling", .symmetry,
        "Gradients times a power of two, and ε1 times its square, lead to the same parameters.",
        formula: "g → 2ᵏ g, ε1 → 4ᵏ ε1 ⟹ r, c, v → 4ᵏ r, c, v and m, R, C, θ unchanged, bit for bit", bound: commutes,
        source: "Algorithm 2: u is free of the scale of g", exact: true,
        on: Trials.plain { if !$0.isNarrow { $0.ε1 = [1e-30, 0, 3] } }
      ) { trial, judge in
        let k = Palette(Scalar.self).isNarrow ? [1, -1][trial.salt % 2] : [1, 2, 3, 5, -1, -2, -3, -5][trial.salt % 8]
        let scale = Scalar(sign: .plus, exponent: Scalar.Exponent(k), significand: 1)
        guard trial.isFarFromUnderflow(judge, scaledBy: min(0, k)) else { return .discarded }
        let plain = try trial.train()
        let scaled = try trial.train(
          trial.with { $0.epsilon1 = $0.epsilon1 * ExactDecimal.powerOfTwo(2 * k) },
          with: trial.gradients.map { $0.map { $0 * scale } })
        for (a, b) in zip(plain, scaled) {
          guard a.θ.agrees(with: b.θ) else { return .failed(cause: "θ differs") }
          for name in b.state.keys.sorted() {
            let isSquare = name.hasPrefix("exp_avg_sq")
            guard try a.tensor(name).map({ isSquare ? $0 * scale * scale : $0 }).agrees(with: b.tensor(name)) else {
              return .failed(cause: "\(name) differs")
            }
          }
        }
        return .holds
      },
      PropertyIn(
        "sign-symmetry", .symmetry, "Gradients with other signs lead to the same steps with those signs.",
        formula: "g → E ∘ g, E_ij = ±1 ⟹ m → E ∘ m, Δθ → E ∘ Δθ, moments unchanged, bit for bit",
        bound: "Exact: rounding to nearest is odd. It isn't so where a format rounds in one direction.",
        source: "g enters as g² and as a factor", exact: true, on: Trials { $0.λ = [0] }
      ) { trial, _ in
        var signs = RandomStream(seed: UInt64(trial.salt))
        let mask = trial.zero.map { _ in trial.salt == 0 || signs.chance(1, in: 2) ? -1 as Scalar : 1 }
        let plain = try trial.train(from: trial.zero)
        let flipped = try trial.train(from: trial.zero, with: trial.gradients.map { $0.times(mask) })
        for (a, b) in zip(plain, flipped) {
          guard a.θ.times(mask).agrees(with: b.θ) else { return .failed(cause: "θ differs") }
          for name in b.state.keys.sorted() {
            let x = try a.tensor(name)
            guard (name == "exp_avg" ? x.times(mask) : x).agrees(with: try b.tensor(name)) else {
              return .failed(cause: "\(name) differs")
            }
          }
        }
        return .holds
      },
      PropertyIn(
        "learning-rate-linear", .symmetry, "The way of a parameter is proportional to the learning rate.",
        formula: "η → 2ᵏ η, λ = 0, θ_0 = 0 ⟹ θ_t → 2ᵏ θ_t, bit for bit", bound: commutes,
        source: "Luo et al. 2023, line 12", exact: true,
        on: Trials.plain { palette in
          palette.λ = [0]
          if palette.isNarrow { palette.keepEpsilons() }
        }
      ) { trial, judge in
        let k = 1 + trial.salt % 4
        let scale = Scalar(sign: .plus, exponent: Scalar.Exponent(k), significand: 1)
        guard trial.everyStep(judge, { $0.update.allAbove(Scalar.leastNormalMagnitude.exactly / judge.η.value) }) else {
          return .discarded
        }
        let slow = try trial.train(from: trial.zero)
        let fast = try trial.train(
          trial.with { $0.learningRate = $0.learningRate * ExactDecimal.powerOfTwo(k) }, from: trial.zero)
        let isLinear = zip(slow, fast).allSatisfy { $0.θ.map { $0 * scale }.agrees(with: $1.θ) }
        return isLinear ? .holds : .failed(cause: "not proportional")
      },
      PropertyIn(
        "learning-rate-zero", .symmetry, "With a learning rate of zero no parameter moves: schedules end there.",
        formula: "η = 0 ⟹ θ_t = θ_0, bit for bit; the state goes on", bound: "Exact: θ − 0 · θ − 0 · x is θ.",
        source: "Luo et al. 2023, line 12", exact: true,
        on: Trials {
          $0.keepFinite(); $0.η = [0]
        }
      ) { trial, _ in
        try trial.train().allSatisfy { $0.θ.agrees(with: trial.start) } ? .holds : .failed(cause: "a parameter moved")
      },
      PropertyIn(
        "learning-rate-not-in-state", .symmetry, "The learning rate enters no part of the state.",
        formula: "η → η′ ⟹ m, r, c, v, R, C unchanged, bit for bit",
        bound:
          "Exact: η stands in the last line alone. The official code up to 0.1.2 multiplied the momentum of vectors by it.",
        source: "Luo et al. 2023, line 12", exact: true, needs: [.showsState], on: Trials()
      ) { trial, _ in
        let other = try trial.train(trial.with { $0.learningRate = $0.learningRate * 3 })
        let same = zip(try trial.train(), other).allSatisfy { $0.hasSameState(as: $1) }
        return same ? .holds : .failed(cause: "the state depends on η")
      },
      PropertyIn(
        "parameter-not-in-state", .symmetry,
        "Neither the parameter nor its decay enters the state: decay is decoupled.",
        formula: "θ_0 → θ_0′, λ → λ′ ⟹ m, r, c, v, R, C unchanged, bit for bit",
        bound: "Exact: for given gradients θ stands in the last line alone.", source: "the official code",
        exact: true, needs: [.showsState], on: Trials()
      ) { trial, _ in
        let other = try trial.train(
          trial.with { $0.weightDecay = $0.weightDecay == 0 ? 0.25 : 0 }, from: trial.start.map { 1 - $0 / 2 })
        let same = zip(try trial.train(), other).allSatisfy { $0.hasSameState(as: $1) }
        return same ? .holds : .failed(cause: "the state depends on θ or λ")
      },
      PropertyIn(
        "decay-spares-the-step", .symmetry, "Weight decay acts on the parameter before the step, never on the step.",
        formula: "θ_0 = 0 ⟹ θ_1 is the same for every λ, bit for bit",
        bound: "Exact: 0 − λη · 0 is 0. Decay after the step differs by λη² u.", source: "the official code",
        exact: true,
        on: Trials(steps: 1...1) {
          $0.keepFinite(); $0.η = [0.5]
        }
      ) { trial, _ in
        let plain = try trial.train(trial.with { $0.weightDecay = 0 }, from: trial.zero)
        let decayed = try trial.train(trial.with { $0.weightDecay = 0.5 }, from: trial.zero)
        return plain[1].θ.agrees(with: decayed[1].θ) ? .holds : .failed(cause: "λ changes the first step")
      },
      PropertyIn(
        "clip-threshold-scaling", .symmetry,
        "While every update is clipped, matrices don't feel the threshold and vectors are proportional to it.",
        formula: "d → 2ᵏ d, ε2 = 0 ⟹ m → 2ᵏ m, R, C → 4ᵏ R, C, Δθ unchanged; of vectors Δθ → 2ᵏ Δθ, bit for bit",
        bound: commutes, source: "m and √S scale alike", exact: true, needs: [.showsState],
        on: Trials.plain(steps: 1...3) { palette in
          palette.λ = [0]
          palette.ε2 = [0]
          palette.ε1.removeAll { $0 == 3 || $0 == 1e-8 }
          palette.d = palette.isNarrow ? [0.5] : [0.0009765625]
          palette.β1.removeAll { $0 == 0 }
          if palette.isNarrow { palette.magnitude = 2 }
        }
      ) { trial, judge in
        let isNarrow = Palette(Scalar.self).isNarrow
        let k = isNarrow ? 1 : 1 + trial.salt % 3
        let scale = Scalar(sign: .plus, exponent: Scalar.Exponent(k), significand: 1)
        // (1 − β3) (û − m)² of the least û, averaged and decayed, must be a normal number.
        let share = judge.w3.value * judge.β1.value * judge.β1.value / Scalar.Referee(16 * max(trial.n, trial.m))
        let least = max(
          (Scalar.leastNormalMagnitude.exactly / share).squareRoot(), judge.least / judge.u / judge.w1.value)
        // In few exponents only elements of one size are.
        let gradients = trial.gradients.map { $0.map { isNarrow ? ($0.sign == .minus ? -2 : 2) : $0 } }
        let threshold = judge.d.value * scale.exactly
        let isDecided = trial.everyStep(judge, with: gradients) { step in
          let rms = judge.rms(step.u)
          return step.û.allAbove(least) && step.u.allAbove(least)
            && (rms.value == 0 || rms.value.isNaN || rms.value - rms.error > threshold)
        }
        guard isDecided else { return .discarded }
        let low = try trial.train(from: trial.zero, with: gradients)
        let high = try trial.train(
          trial.with { $0.clipThreshold = $0.clipThreshold * ExactDecimal.powerOfTwo(k) }, from: trial.zero,
          with: gradients)
        for t in 1..<low.count {
          let factor = trial.isFactored ? 1 : scale
          guard low[t].θ.map({ $0 * factor }).agrees(with: high[t].θ) else { return .failed(cause: "θ") }
          for name in high[t].state.keys.sorted() where !name.hasPrefix("exp_avg_sq") {
            let square = name == "exp_avg" ? scale : scale * scale
            guard try low[t].tensor(name).map({ $0 * square }).agrees(with: high[t].tensor(name)) else {
              return .failed(cause: name)
            }
          }
        }
        return .holds
      },
    ]
  }
}

extension Array {
  /// Whether every number is 0 or above `least` for sure; what isn't finite is so in every run.
  fileprivate func allAbove<Scalar: Refereed>(_ least: Scalar.Referee) -> Bool where Element == Bounded<Scalar> {
    allSatisfy { $0.value == 0 || !$0.value.isFinite || $0.value.magnitude - $0.error > 2 * least }
  }
}

extension Trial {
  /// Whether something holds of the envelope after every step from zeros.
  fileprivate func everyStep(
    _ judge: Judge<Scalar>, with others: [Tensor<Scalar>]? = nil, _ condition: (Envelope<Scalar>) -> Bool
  ) -> Bool {
    var envelope = Envelope(judge, start: zero)
    return (others ?? gradients).allSatisfy { gradient in
      envelope.step(gradient)
      return condition(envelope)
    }
  }

  /// Whether the least square of a gradient, averaged in and decayed for all steps, is a normal number.
  fileprivate func isFarFromUnderflow(_ judge: Judge<Scalar>, scaledBy k: Int) -> Bool {
    let decay = (0..<gradients.count).reduce(judge.w2.value) { x, _ in judge.β2.value == 0 ? x : x * judge.β2.value }
    let scale = Scalar.Referee(sign: .plus, exponent: Scalar.Referee.Exponent(2 * k), significand: 1)
    let share = decay * scale / Scalar.Referee(max(n, m))
    let least = Scalar.leastNormalMagnitude.exactly
    let squares = gradients.lazy.flatMap(\.values).filter { $0 != 0 }.map { $0.exactly * $0.exactly }
    return squares.allSatisfy { $0 * share >= least } && (judge.ε1.value == 0 || judge.ε1.value * share >= least)
  }
}

extension Tensor where Scalar: FloatingPoint {
  /// Element by element.
  func times(_ other: Tensor) -> Tensor {
    var product = self
    for i in 0..<count { product[i] = self[i] * other[i] }
    return product
  }

  /// Whether every element is the same number; 0 and −0 are one, and so are all NaNs.
  func agrees(with other: Tensor) -> Bool {
    guard shape == other.shape else { return false }
    for i in 0..<count where self[i] != other[i] && !(self[i].isNaN && other[i].isNaN) { return false }
    return true
  }
}
