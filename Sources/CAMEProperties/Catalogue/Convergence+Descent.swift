internal import CAMECore
internal import Formats
internal import PropertyKit
internal import RealModule

extension CAMEProperty {
  /// What can be said of descent on quadratics f(θ) = ½ Σ a_i θ_i².
  static func descent<Scalar: Refereed>() -> [PropertyIn<Scalar>] {
    [
      PropertyIn(
        "descent-without-overshoot", .convergence,
        "On a separable quadratic the first step brings every parameter nearer, if no parameter is nearer than its step is long.",
        formula: "η |m_i| / √S_i ≤ |θ_i| ⟹ |θ_i − Δ_i| ≤ |θ_i|, f falls",
        bound: "Exact: the step has the sign of the gradient a_i θ_i, and rounding is monotone. η is a power of two.",
        source: "first-step-descends", exact: true,
        on: Trials(steps: 1...1, kinds: [.normal, .logNormal, .integers, .constant, .rankOne, .checkerboard]) {
          $0.keepFinite()
          $0.λ = [0]
        }
      ) { trial, judge in
        // a_i is a power of two; where θ is 0 nothing is to be gained.
        let start = trial.start.map { $0 == 0 ? 1 : $0 }
        let gradient = trial.curved(start, by: trial.salt)
        guard gradient.values.allSatisfy({ $0.isNormal }) else { return .discarded }
        let unit = try trial.train(trial.with { $0.learningRate = 1 }, from: trial.zero, with: [gradient])[1].θ
        guard unit.values.allSatisfy({ $0.isFinite && $0 != 0 }) else { return .discarded }
        let room = (0..<trial.count).map { i in (start[i] / unit[i]).magnitude }.min() ?? 0
        guard room.isNormal else { return .discarded }
        let k = Int(room.exponent) - 1
        let moved = try trial.train(
          trial.with { $0.learningRate = ExactDecimal.powerOfTwo(k) }, from: start, with: [gradient])[1].θ
        for i in 0..<trial.count where !(moved[i].magnitude <= start[i].magnitude) {
          return .failed(cause: "a parameter is further away")
        }
        let isStill = (0..<trial.count).allSatisfy { moved[$0] == start[$0] }
        return isStill ? .failed(cause: "nothing moved") : .holds
      },
      PropertyIn(
        "scale-free-trajectory", .convergence,
        "A quadratic times a power of two is minimised along the same way: rates don't depend on the scale of the loss.",
        formula: "f → 2ᵏ f, ε1 → 4ᵏ ε1 ⟹ θ_t unchanged, bit for bit",
        bound: "Exact: power-of-two-scaling, where the gradients come from the parameters.",
        source: "power-of-two-scaling",
        exact: true, on: Trials.plain(steps: 1...4) { if !$0.isNarrow { $0.ε1 = [1e-30, 0] } }
      ) { trial, judge in
        let k = Palette(Scalar.self).isNarrow ? 1 : [1, 2, 3, -1, -2, -3][trial.salt % 6]
        let scale = Scalar(sign: .plus, exponent: Scalar.Exponent(k), significand: 1)
        let plain = try trial.begin()
        let scaled = try trial.begin(trial.with { $0.epsilon1 = $0.epsilon1 * ExactDecimal.powerOfTwo(2 * k) })
        for _ in trial.gradients {
          let (a, b) = (plain.parameter(), scaled.parameter())
          let g = trial.curved(a, by: trial.salt)
          let (least, most) = trial.safeGradients(scaledBy: k)
          guard g.values.allSatisfy({ $0 == 0 || ($0.magnitude > least && $0.magnitude < most) }) else {
            return .discarded
          }
          try plain.step(g)
          try scaled.step(trial.curved(b, by: trial.salt).map { $0 * scale })
          guard plain.parameter().agrees(with: scaled.parameter()) else { return .failed(cause: "another way") }
        }
        return .holds
      },
      PropertyIn(
        "bounded-on-any-quadratic", .convergence,
        "However steep a quadratic is, t steps take a vector no further than t clipped steps.",
        formula: "RMS(θ_t − θ_0) ≤ η d Σ_k (1 − β1ᵏ), whatever the curvature",
        bound:
          "The step of a vector is η m, and RMS(m_k) ≤ (1 − β1ᵏ) d. N + 8 + 4 k roundings of each, and those of θ.",
        source: "momentum-bound",
        on: Trials([.vector, .scalar], steps: 1...8) {
          $0.keepFinite(); $0.λ = [0]
        }
      ) { trial, judge in
        let training = try trial.begin()
        var (worst, reach, drift) = (Worst(), 0 as Scalar.Referee, 0 as Scalar.Referee)
        for t in 1...trial.gradients.count {
          let θ = training.parameter()
          try training.step(trial.curved(θ, by: trial.salt))
          let now = training.parameter()
          guard now.values.allSatisfy(\.isFinite) else { return .holds }
          let step = (judge.mass(judge.β1, t) + judge.w1.error * Scalar.Referee(t)) * judge.d.value * judge.η.value
          reach += judge.above(step, roundings: trial.count + 10 + 4 * t)
          var (squares, sizes): (Scalar.Referee, Scalar.Referee) = (0, 0)
          for i in 0..<trial.count {
            let way = now[i].exactly - trial.start[i].exactly
            squares += way * way
            sizes = max(sizes, now[i].exactly.magnitude, θ[i].exactly.magnitude)
          }
          drift += judge.u * sizes + judge.least
          worst.take((squares / Scalar.Referee(trial.count)).squareRoot(), atMost: reach + drift)
        }
        return worst.verdict
      },
      PropertyIn(
        "quadratic-approached", .convergence,
        "With a learning rate that falls to zero a quadratic of condition up to 64 is brought under a hundredth of its loss.",
        formula:
          "θ_0 = ±1, a_i ∈ {1, 2, …, 64}, η_t = η_0 (1 − t/T), T = 64, η_0 = 1/25 for vectors; 1/250 for matrices, 1/25 in "
          + "Float16 with its β3 ⟹ f(θ_T) ≤ f(θ_0)/100",
        bound:
          "Not derived: stated for this schedule, in eight parts, and measured; the worst ratio shows the room there is.",
        source: "the schedule of the paper's pre-training, linear to zero", long: true,
        needs: [.showsState, .restoresState],
        on: Trials([.matrix, .vector], steps: 1...1, side: 3) { $0.forDescent() }
      ) { trial, judge in
        let start = trial.start.map { $0.sign == .minus ? -1 as Scalar : 1 }
        let curvature = trial.zero.map { _ in 1 as Scalar }
        let a = trial.curved(curvature, by: trial.salt)
        let inverse = trial.isFactored && !Palette(Scalar.self).isNarrow ? 250 : 25
        let parts = 8
        var snapshot: Snapshot<Scalar>?
        for part in 0..<parts {
          let training = try trial.begin(
            trial.with { $0.learningRate = ExactDecimal.ratio(parts - part, parts * inverse) }, from: start)
          if let snapshot { try training.restore(snapshot, part * 8) }
          for _ in 0..<8 { try training.step(a.times(training.parameter())) }
          snapshot = training.snapshot()
        }
        guard let after = snapshot?.θ else { return .discarded }
        func loss(_ θ: Tensor<Scalar>) -> Scalar.Referee {
          (0..<θ.count).reduce(0) { $0 + a[$1].exactly * θ[$1].exactly * θ[$1].exactly }
        }
        var worst = Worst()
        worst.take(loss(after), atMost: loss(start) / 100)
        return worst.verdict
      },
    ]
  }
}

extension Palette {
  /// The defaults.
  fileprivate mutating func forDescent() {
    λ = [0]
    d = [1]
    β1 = [0.9]
    (β2, β3) = isNarrow ? ([0.99], [0.99]) : ([0.999], [0.9999])
    keepEpsilons()
    ε1.removeAll { $0 == 3 || $0 == 1e-8 }
    ε2.removeAll { $0 == 5 || $0 == 1e-4 }
  }
}

extension Trial {
  /// a_i, a power of two from 1 to 64 that the salt and the place choose.
  fileprivate func curvature(_ i: Int, by salt: Int) -> Scalar {
    var random = RandomStream(seed: UInt64(salt * 64 + i % 64))
    let reach = Palette(Scalar.self).isNarrow ? 1 : 6
    return Scalar(sign: .plus, exponent: Scalar.Exponent(random.integer(in: 0...reach)), significand: 1)
  }

  /// The gradient a ∘ θ.
  fileprivate func curved(_ θ: Tensor<Scalar>, by salt: Int) -> Tensor<Scalar> {
    var g = θ
    for i in 0..<θ.count { g[i] = curvature(i, by: salt) * θ[i] }
    return g
  }

  /// Gradients between these have squares that are normal in the averages of four steps, and sums of them are finite.
  fileprivate func safeGradients(scaledBy k: Int) -> (least: Scalar, most: Scalar) {
    func power(_ exponent: Int) -> Scalar {
      Scalar(sign: .plus, exponent: Scalar.Exponent(exponent), significand: 1)
    }
    let (lower, upper) = (Int(Scalar.leastNormalMagnitude.exponent), Int(Scalar.greatestFiniteMagnitude.exponent))
    let room = Palette(Scalar.self).isNarrow ? 4 : 16
    return (power(lower / 2 + room - min(k, 0)), power(upper / 2 - 3 - max(k, 0)))
  }
}

extension ExactDecimal {
  /// a / b for b whose prime factors are 2 and 5.
  static func ratio(_ a: Int, _ b: Int) -> ExactDecimal {
    var (rest, result) = (b, ExactDecimal(integerLiteral: a))
    while rest % 2 == 0 { (rest, result) = (rest / 2, result * 0.5) }
    while rest % 5 == 0 { (rest, result) = (rest / 5, result * 0.2) }
    precondition(rest == 1, "\(a)/\(b) is no finite decimal.")
    return result
  }
}
