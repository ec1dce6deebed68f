internal import CAMECore
internal import Formats
internal import PropertyKit

extension CAMEProperty {
  /// Each equation for itself, from the numbers that the implementation showed before it, and the whole in the paper's form.
  static func equations<Scalar: Refereed>() -> [PropertyIn<Scalar>] {
    let local =
      "Running error analysis of this equation alone, from the state that was shown: nothing grows from step to step. "
    return [
      PropertyIn(
        "second-moment-equation", .factorization,
        "The factors of the second moment average the row and column means of g² + ε1.",
        formula: "r_t = β2 r_(t−1) + (1 − β2) rowmean(g² + ε1), c_t with columns, v_t without means", bound: local,
        source: "Luo et al. 2023, lines 3 and 4, as means", needs: [.showsState], on: Trials()
      ) { trial, judge in
        let snapshots = try trial.train()
        var worst = Worst()
        for t in 1..<snapshots.count {
          var step = try Envelope(judge, snapshots[t - 1])
          step.take([.secondMoment], trial.exactGradient(t))
          try worst.takeSecondMoment(snapshots[t], step)
        }
        return worst.verdict
      },
      PropertyIn(
        "second-moment-average", .factorization,
        "After t steps the factors are the weighted means of all squares, and their weights add up to 1 − β2ᵗ.",
        formula: "r_t = (1 − β2) Σ β2^(t−k) rowmean(g_k² + ε1), c_t with columns, v_t without means",
        bound: "Running error analysis from the zero state: about 6 roundings a step and those of a mean.",
        source: "unrolling lines 3 and 4", needs: [.showsState], on: Trials()
      ) { trial, judge in
        var (average, worst) = (Envelope(judge, start: trial.zero), Worst())
        for (t, snapshot) in try trial.train().enumerated().dropFirst() {
          average.take([.secondMoment], trial.exactGradient(t))
          try worst.takeSecondMoment(snapshot, average)
        }
        return worst.verdict
      },
      PropertyIn(
        "momentum-equation", .factorization,
        "The momentum averages the clipped update, which is the gradient over the root of the factored second moment.",
        formula: "m_t = β1 m_(t−1) + (1 − β1) û, û = u / max(1, RMS(u)/d), u = g / √(r cᵀ / mean(r))", bound: local,
        source: "Luo et al. 2023, lines 5 to 7", needs: [.showsState], on: Trials()
      ) { trial, judge in
        let snapshots = try trial.train()
        var worst = Worst()
        for t in 1..<snapshots.count {
          var step = try Envelope(judge, snapshots[t - 1])
          try step.takeSecondMoment(of: snapshots[t])
          step.take([.update, .clip, .momentum], trial.exactGradient(t))
          worst.take(try snapshots[t].momentum, step.m)
        }
        return worst.verdict
      },
      PropertyIn(
        "instability-equation", .factorization,
        "The factors of the instability average the row and column means of (û − m)² + ε2.",
        formula: "R_t = β3 R_(t−1) + (1 − β3) rowmean((û − m_t)² + ε2), C_t with columns", bound: local,
        source: "Luo et al. 2023, lines 8 to 10", needs: [.showsState], on: Trials(ShapeKind.factored)
      ) { trial, judge in
        let snapshots = try trial.train()
        var worst = Worst()
        for t in 1..<snapshots.count {
          let step = try Envelope.instability(judge, snapshots[t - 1], snapshots[t], trial.exactGradient(t))
          worst.take(try snapshots[t].R, step.R)
          worst.take(try snapshots[t].C, step.C)
        }
        return worst.verdict
      },
      PropertyIn(
        "instability-by-residual", .factorization,
        "The instability is β1² times the square of how far the clipped update is from the momentum before it.",
        formula: "(û − m_t)² = β1² (û − m_(t−1))²",
        bound:
          "Equal in exact arithmetic. The right side doesn't cancel; the bound is the sum of both sides' running error bounds.",
        source: "line 7 in line 8", needs: [.showsState], on: Trials(ShapeKind.factored)
      ) { trial, judge in
        let snapshots = try trial.train()
        var worst = Worst()
        for t in 1..<snapshots.count {
          let direct = try Envelope.instability(judge, snapshots[t - 1], snapshots[t], trial.exactGradient(t))
          var other = try Envelope(judge, snapshots[t - 1])
          let U = zip(direct.û, other.m).map { û, m in
            let residual = judge.β1 * (û - m)
            return residual * residual + judge.ε2
          }
          other.average(&other.R, other.rowMeans(U), judge.β3, judge.w3)
          other.average(&other.C, other.columnMeans(U), judge.β3, judge.w3)
          worst.take(
            try snapshots[t].R, zip(other.R, direct.R).map { Bounded(value: $0.value, error: $0.error + $1.error) })
          worst.take(
            try snapshots[t].C, zip(other.C, direct.C).map { Bounded(value: $0.value, error: $0.error + $1.error) })
        }
        return worst.verdict
      },
      PropertyIn(
        "parameter-equation", .factorization,
        "The parameter decays and moves by the learning rate times the momentum over the root of the instability.",
        formula: "θ_t = (1 − λη) θ_(t−1) − η m_t / √(R_t C_tᵀ / mean(R_t)); of a vector − η m_t", bound: local,
        source: "Luo et al. 2023, lines 11 and 12; the official code for decay and vectors", needs: [.showsState],
        on: Trials()
      ) { trial, judge in
        let snapshots = try trial.train()
        var worst = Worst()
        for t in 1..<snapshots.count {
          var step = try Envelope(judge, snapshots[t])
          step.θ = snapshots[t - 1].θ.values.map { Bounded($0.exactly) }
          step.take([.parameter])
          worst.take(snapshots[t].θ, step.θ)
        }
        return worst.verdict
      },
      PropertyIn(
        "sums-equal-means", .factorization,
        "Parameters are those of Algorithm 2 as the paper prints it, with sums for means.",
        formula: "v = r c / (1ᵀ r) with r = Σ_j, c = Σ_i leads to the same u and S as means do",
        bound:
          "Algorithm 2 is run in the referee's format, where its rounding is nothing; the bound is the running error of the "
          + "whole step in the format, from the zero state.", source: "Luo et al. 2023, Algorithm 2",
        on: Trials(steps: 1...4)
      ) { trial, judge in
        let paper = CAME<Scalar.Referee>(trial.hyperparameters, rounding: .exactComplement, form: .sums)
        var θ = trial.start.map(\.exactly)
        var state = try paper.initialState(shape: trial.shape)
        var (envelope, worst) = (Envelope(judge, start: trial.start), Worst())
        for (t, snapshot) in try trial.train().enumerated().dropFirst() {
          let g = trial.gradients[t - 1]
          paper.step(&θ, gradient: g.map(\.exactly), state: &state)
          envelope.step(g)
          worst.take(snapshot.θ, zip(θ.values, envelope.θ).map { Bounded(value: $0, error: $1.error) })
          if let m = snapshot.state["exp_avg"] {
            worst.take(m, zip(state.m.values, envelope.m).map { Bounded(value: $0, error: $1.error) })
          }
        }
        return worst.verdict
      },
    ]
  }
}

extension Trial {
  /// The gradient of step t as exact numbers.
  func exactGradient(_ t: Int) -> [Bounded<Scalar>] { gradients[t - 1].values.map { Bounded($0.exactly) } }
}

extension Envelope where Rule: Refereed {
  /// Takes over the second moment that was shown.
  mutating func takeSecondMoment(of snapshot: Snapshot<Rule>) throws {
    let shown = try Envelope(judge, snapshot)
    (r, c, v) = (shown.r, shown.c, shown.v)
  }

  /// R and C after a step whose other results are those that were shown.
  static func instability(
    _ judge: Judge<Rule>, _ before: Snapshot<Rule>, _ after: Snapshot<Rule>, _ g: [Number]
  ) throws -> Envelope {
    var step = try Envelope(judge, before)
    try step.takeSecondMoment(of: after)
    step.take([.update, .clip], g)
    step.m = try after.momentum.values.map { Number($0.exactly) }
    step.take([.instability])
    return step
  }
}

extension Worst {
  fileprivate mutating func takeSecondMoment<Scalar: Refereed>(_ shown: Snapshot<Scalar>, _ bound: Envelope<Scalar>)
    throws
  {
    if bound.isFactored {
      take(try shown.r, bound.r)
      take(try shown.c, bound.c)
    } else {
      take(try shown.v, bound.v)
    }
  }
}
