internal import CAMECore
internal import Formats
internal import PropertyKit

extension CAMEProperty {
  /// Symmetries of the exact algorithm that change the order of sums, and so hold up to rounding.
  static func roundedSymmetries<Scalar: Refereed>() -> [PropertyIn<Scalar>] {
    let twice =
      "Both runs are within the running error bound of the same exact numbers, so within twice it of each other."
    return [
      PropertyIn(
        "row-permutation", .symmetry, "Rows in another order lead to the same steps in that order.",
        formula: "g → P g ⟹ Δθ → P Δθ, m → P m, r → P r, R → P R, c and C unchanged", bound: twice,
        source: "sums over rows don't depend on order",
        on: Trials(ShapeKind.factored, steps: 1...3) { $0.keepEpsilons() }
      ) { trial, judge in
        let order = trial.order(of: trial.n)
        return try trial.compare(judge, arranged: Arrangement(trial.shape, rows: order))
      },
      PropertyIn(
        "column-permutation", .symmetry,
        "Columns, or the elements of a vector, in another order lead to the same steps.",
        formula: "g → g P ⟹ Δθ → Δθ P, m → m P, c → c P, C → C P, r and R unchanged; v → v P", bound: twice,
        source: "sums over columns don't depend on order", on: Trials(steps: 1...3) { $0.keepEpsilons() }
      ) { trial, judge in
        let order = trial.order(of: trial.m)
        return try trial.compare(judge, arranged: Arrangement(trial.shape, columns: order))
      },
      PropertyIn(
        "transposition", .symmetry, "The transposed gradients lead to the transposed steps, with r and c exchanged.",
        formula: "g → gᵀ ⟹ Δθ → Δθᵀ, m → mᵀ, r ↔ c, R ↔ C",
        bound:
          "mean(r) = mean(c) in exact arithmetic, so V is symmetric in both; not bit for bit, since r is normalised and "
          + "c is not. " + twice, source: "V = r cᵀ / mean(r)",
        on: Trials(ShapeKind.factored, steps: 1...3) { $0.keepEpsilons() }
      ) { trial, judge in
        try trial.compare(judge, arranged: Arrangement(transposing: trial.shape))
      },
      PropertyIn(
        "leading-dimensions", .symmetry, "All dimensions before the last two are one batch.",
        formula: "a tensor of shape [a, b, n, m] = one of shape [ab, n, m]",
        bound: twice + " In the lab's own CAME no bit differs; other orders of summation may.",
        source: "the official code",
        comparing: [.batch], on: Trials([.kernel], steps: 1...3) { $0.keepEpsilons() }
      ) { trial, judge in
        let shape = [trial.start.batch, trial.n, trial.m]
        return try trial.compare(judge, arranged: Arrangement(trial.shape, as: shape))
      },
      PropertyIn(
        "batch-is-separate", .symmetry, "Without clipping the matrices of a batch don't feel each other.",
        formula: "d = ∞ ⟹ step(stack) = stack(step)",
        bound: twice + " In the lab's own CAME no bit differs; other orders of summation may.",
        source: "the official code: the mean of r is per matrix",
        comparing: [.matrix],
        on: Trials([.batch, .kernel], steps: 1...3) {
          $0.keepEpsilons(); $0.neverClip()
        }
      ) { trial, judge in
        let size = trial.n * trial.m
        var envelope = Envelope(judge, start: trial.start)
        let whole = try trial.train()
        let alone = try (0..<trial.start.batch).map { b in
          try trial.train(
            from: try trial.start.part(b, size, [trial.n, trial.m]),
            with: trial.gradients.map { try $0.part(b, size, [trial.n, trial.m]) })
        }
        var worst = Worst()
        for t in 1..<whole.count {
          envelope.step(trial.gradients[t - 1])
          for b in alone.indices {
            for i in 0..<size {
              worst.take(whole[t].θ[b * size + i], alone[b][t].θ[i], within: envelope.θ[b * size + i])
            }
            guard let m = whole[t].state["exp_avg"], let own = alone[b][t].state["exp_avg"], own.count == size else {
              continue
            }
            for i in 0..<size { worst.take(m[b * size + i], own[i], within: envelope.m[b * size + i]) }
          }
        }
        return worst.verdict
      },
      PropertyIn(
        "clip-couples-a-batch", .symmetry,
        "Clipping is by the root mean square of the whole batch: one matrix slows the others.",
        formula: "û_b = u_b / max(1, RMS(u_1 … u_B) / d), u_b as of matrix b alone",
        bound:
          "u is recovered from runs of each matrix alone without clipping, û from the batch; both recoveries and N + 10 "
          + "roundings.", source: "the official code: RMS over the tensor", needs: [.showsState],
        comparing: [.matrix], on: Trials([.batch, .kernel], steps: 1...3) { $0.keepFinite() }
      ) { trial, judge in
        let size = trial.n * trial.m
        let unclipped = trial.with { $0.clipThreshold = Palette(Scalar.self).unclipped }
        let whole = try trial.train()
        let alone = try (0..<trial.start.batch).map { b in
          try trial.train(
            unclipped, from: try trial.start.part(b, size, [trial.n, trial.m]),
            with: trial.gradients.map { try $0.part(b, size, [trial.n, trial.m]) })
        }
        var worst = Worst()
        for t in 1..<whole.count where whole[t].isFinite && alone.allSatisfy({ $0[t].isFinite }) {
          // The sum of squares of the whole may overflow where those of its matrices don't.
          var step = try Envelope(judge, whole[t - 1])
          step.take([.secondMoment, .update, .clip], trial.exactGradient(t))
          guard step.û.allSatisfy(\.isDecided) else { continue }
          let û = try judge.clippedUpdate(whole[t - 1], whole[t])
          let u = try alone.flatMap { try judge.clippedUpdate($0[t - 1], $0[t]) }
          let (rms, error) = judge.rms(u)
          let slack = judge.above(rms, roundings: trial.count + 10) - rms
          let scale = (Bounded<Scalar>(value: rms, error: error + slack) / judge.d).orOne
          for i in û.indices {
            let expected = u[i] / scale
            worst.take(û[i].value, expected.value, within: expected.error + û[i].error)
          }
        }
        return worst.verdict
      },
      PropertyIn(
        "decay-affine", .symmetry, "Two parameters with the same gradients approach each other by 1 − λη a step.",
        formula: "θ_t − θ̃_t = (1 − λη)(θ_(t−1) − θ̃_(t−1))",
        bound:
          "The steps of both are the same bits and cancel; three roundings of each parameter and the one of λη stay.",
        source: "decoupled weight decay: Loshchilov and Hutter 2019", on: Trials { $0.keepFinite() }
      ) { trial, judge in
        let (a, b) = (try trial.train(), try trial.train(from: trial.zero))
        var worst = Worst()
        for t in 1..<a.count {
          for i in 0..<trial.count {
            let (x, y) = (a[t - 1].θ[i].exactly, b[t - 1].θ[i].exactly)
            let (nextX, nextY) = (a[t].θ[i].exactly, b[t].θ[i].exactly)
            guard nextX.isFinite, nextY.isFinite else { return .holds }
            let sizes = x.magnitude + y.magnitude + nextX.magnitude + nextY.magnitude
            worst.take(
              nextX - nextY, (1 - judge.λη.value) * (x - y),
              within: judge.λη.error * (x.magnitude + y.magnitude) + 3 * judge.u * sizes + 6 * judge.least)
          }
        }
        return worst.verdict
      },
    ]
  }
}

extension Worst {
  /// Two results that both lie within the error of the same number.
  mutating func take<Scalar: Refereed>(_ x: Scalar, _ y: Scalar, within bound: Bounded<Scalar>) {
    guard bound.isDecided else { return }
    guard x.isFinite, y.isFinite else { return take(.infinity) }
    take(x.exactly, y.exactly, within: 2 * bound.error)
  }
}

extension Tensor {
  /// Part `b` of parts of `size` elements.
  fileprivate func part(_ b: Int, _ size: Int, _ shape: [Int]) throws -> Tensor {
    try Tensor(shape: shape, values: Array(values[b * size..<(b + 1) * size]))
  }
}
