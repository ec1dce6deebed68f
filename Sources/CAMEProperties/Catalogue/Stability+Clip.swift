internal import CAMECore
internal import Formats
internal import PropertyKit
internal import RealModule

extension CAMEProperty {
  /// What clipping guarantees of update, momentum and parameter.
  static func clipBounds<Scalar: Refereed>() -> [PropertyIn<Scalar>] {
    let clip = "Luo et al. 2023, line 6; Shazeer and Stern 2018, section 6"
    let recovered =
      "û is recovered from the momentum, (m_t − β1 m_(t−1)) / (1 − β1), with all that its roundings leave open. "
    return [
      PropertyIn(
        "clipped-update-bound", .stability, "The root mean square of the clipped update is at most d.",
        formula: "RMS(û) ≤ d",
        bound: recovered + "RMS(u) carries N/2 + 3 roundings, the quotient 2 more: N + 8 suffice.", source: clip,
        needs: [.showsState], on: Trials { $0.keepFinite() }
      ) { trial, judge in
        let snapshots = try trial.train()
        var worst = Worst()
        for t in 1..<snapshots.count where snapshots[t].isFinite {
          let (rms, error) = judge.rms(try judge.clippedUpdate(snapshots[t - 1], snapshots[t]))
          worst.take(rms, atMost: judge.above(judge.d.value, roundings: trial.count + 8) + error)
        }
        return worst.verdict
      },
      PropertyIn(
        "clip-threshold-reached", .stability,
        "An update that was too large has the root mean square d after clipping, over the whole tensor.",
        formula: "RMS(u) > d ⟹ RMS(û) = d",
        bound: recovered + "u is seen in a run that never clips: the second moment is the same in both.", source: clip,
        needs: [.showsState], on: Trials { $0.keepFinite() }
      ) { trial, judge in
        let unclipped = try trial.train(trial.with { $0.clipThreshold = Palette(Scalar.self).unclipped })
        let clipped = try trial.train()
        var worst = Worst()
        let slack = judge.above(judge.d.value, roundings: trial.count + 8) - judge.d.value
        for t in 1..<clipped.count where clipped[t].isFinite && unclipped[t].isFinite {
          let before = judge.rms(try judge.clippedUpdate(unclipped[t - 1], unclipped[t]))
          guard before.value - before.error > judge.d.value + slack else { continue }
          let after = judge.rms(try judge.clippedUpdate(clipped[t - 1], clipped[t]))
          worst.take(after.value, judge.d.value, within: slack + after.error)
        }
        return worst.verdict
      },
      PropertyIn(
        "clip-is-one-factor", .stability,
        "Clipping multiplies the whole tensor, a batch too, by one number between 0 and 1.",
        formula: "û = k u, 0 < k ≤ 1",
        bound: recovered
          + "k is taken at the largest element; the others may be off by both recoveries and two roundings.",
        source: clip, needs: [.showsState], on: Trials { $0.keepFinite() }
      ) { trial, judge in
        let unclipped = try trial.train(trial.with { $0.clipThreshold = Palette(Scalar.self).unclipped })
        let clipped = try trial.train()
        var worst = Worst()
        for t in 1..<clipped.count where clipped[t].isFinite && unclipped[t].isFinite {
          let u = try judge.clippedUpdate(unclipped[t - 1], unclipped[t])
          let û = try judge.clippedUpdate(clipped[t - 1], clipped[t])
          let largest = u.indices.max { u[$0].value.magnitude < u[$1].value.magnitude } ?? 0
          guard 2 * u[largest].error < u[largest].value.magnitude else { continue }
          let k = û[largest] / u[largest]
          worst.take(k.value, atMost: judge.above(1, roundings: trial.count + 8) + k.error)
          worst.take(-k.value, atMost: k.error)
          for i in u.indices {
            let expected = k * u[i]
            worst.take(
              û[i].value, expected.value,
              within: expected.error + û[i].error + 2 * judge.u * û[i].value.magnitude + 2 * judge.least)
          }
        }
        return worst.verdict
      },
      PropertyIn(
        "clip-leaves-alone", .stability, "An update that isn't too large is not changed at all.",
        formula: "RMS(u) < d ⟹ û = u",
        bound:
          "Exact: max(1, RMS(u)/d) is 1. d is set 5 % above the largest RMS(u) of a run that never clips, and the run "
          + "with it must have the same bits.", source: clip, exact: true, needs: [.showsState],
        on: Trials {
          $0.keepEpsilons(); $0.neverClip()
        }
      ) { trial, judge in
        let unclipped = try trial.train()
        guard unclipped.allSatisfy(\.isFinite) else { return .holds }
        var largest = 0.0
        for t in 1..<unclipped.count {
          let (rms, error) = judge.rms(try judge.clippedUpdate(unclipped[t - 1], unclipped[t]))
          largest = max(largest, (rms + error).expansion.high)
        }
        let d = 1.05 * largest
        // The squares in RMS(u) must be far from underflow.
        guard Scalar(nearest: d * d) >= Scalar.leastNormalMagnitude / Scalar.ulpOfOne,
          d < 0.5 * trial.hyperparameters.clipThreshold.rounded(to: Double.self)
        else {
          return .holds
        }
        let threshold = try ExactDecimal(d.description)
        let tight = try trial.train(trial.with { $0.clipThreshold = threshold })
        return zip(unclipped, tight).allSatisfy { $0.isSame(as: $1) }
          ? .holds : .failed(cause: "changed under d = \(d)")
      },
      PropertyIn(
        "momentum-bound", .stability, "The root mean square of the momentum is bounded by the clip threshold.",
        formula: "RMS(m_t) ≤ (1 − β1ᵗ) d",
        bound: "m_t is a sum of û_k with the weights (1 − β1) β1^(t−k), which add up to 1 − β1ᵗ; the norm is convex. "
          + "N + 8 roundings for û, 4 for each step.", source: "Luo et al. 2023, line 7", needs: [.showsState],
        on: Trials { $0.keepFinite() }
      ) { trial, judge in
        var worst = Worst()
        for (t, snapshot) in try trial.train().enumerated().dropFirst() where snapshot.isFinite {
          let rms = judge.rms(try snapshot.momentum.values.map { Bounded($0.exactly) }).value
          let bound = (judge.mass(judge.β1, t) + judge.w1.error * Scalar.Referee(t)) * judge.d.value
          worst.take(rms, atMost: judge.above(bound, roundings: trial.count + 8 + 4 * t))
        }
        return worst.verdict
      },
      PropertyIn(
        "vector-update-bound", .stability, "Of a vector no element of the update is above 1/√(1 − β2), even unclipped.",
        formula: "|u_i| ≤ 1 / √(1 − β2)",
        bound: "v_i ≥ (1 − β2) g_i². Eight roundings from g to u. For matrices there is no such bound: see "
          + "`came-lab explain --not`.", source: "Kingma and Ba 2015, section 2.1, for Adam", needs: [.showsState],
        on: Trials(ShapeKind.unfactored) {
          $0.keepEpsilons(); $0.neverClip()
        }
      ) { trial, judge in
        let snapshots = try trial.train()
        var worst = Worst()
        let bound = judge.above(1 / (judge.w2.value - judge.w2.error).squareRoot(), roundings: 8)
        for t in 1..<snapshots.count where snapshots[t].isFinite {
          for û in try judge.clippedUpdate(snapshots[t - 1], snapshots[t]) {
            worst.take(û.value.magnitude, atMost: bound + û.error)
          }
        }
        return worst.verdict
      },
      PropertyIn(
        "element-update-bound", .stability,
        "No element of the clipped update is above d √N, however large its gradient.",
        formula: "|û_ij| ≤ d √N, N the number of elements",
        bound: "max² ≤ Σ û² = N RMS(û)². N + 8 roundings, as for RMS(û).", source: clip, needs: [.showsState],
        on: Trials { $0.keepFinite() }
      ) { trial, judge in
        let snapshots = try trial.train()
        let reach = judge.above(judge.d.value, roundings: trial.count + 8) * Scalar.Referee(trial.count).squareRoot()
        var worst = Worst()
        for t in 1..<snapshots.count where snapshots[t].isFinite {
          for û in try judge.clippedUpdate(snapshots[t - 1], snapshots[t]) {
            worst.take(û.value.magnitude, atMost: reach + û.error)
          }
        }
        return worst.verdict
      },
      PropertyIn(
        "displacement-bound", .stability, "No step moves a parameter further than clip and ε2 allow.",
        formula: "|Δθ| ≤ η (1 − β1ᵗ) d √N · √(4 β1² d² + ε2) / (√(1 − β3ᵗ) ε2); of a vector η (1 − β1ᵗ) d √N",
        bound:
          "S_ij = R_i C_j / mean(R), where R_i and C_j are above their floor (1 − β3ᵗ) ε2 and mean(R), in a batch of B "
          + "at most B times that of all, is below its ceiling. Far from reached at ε2 = 1e-16, near it where ε2 is of order "
          + "d². 8 N + 24 t + 60 roundings, and one of θ.", source: "factors-above-floor, instability-below-ceiling",
        on: Trials {
          $0.keepFinite(); $0.λ = [0]
        }
      ) { trial, judge in
        let snapshots = try trial.train()
        var (floor, worst) = (Envelope(judge, start: trial.zero), Worst())
        let residue = trial.zero.values.map { _ in judge.ε2 }
        let batch = Scalar.Referee(trial.start.batch)
        for t in 1..<snapshots.count where snapshots[t].isFinite {
          var reach = judge.mass(judge.β1, t) * judge.d.value * Scalar.Referee(trial.count).squareRoot()
          if trial.isFactored {
            floor.average(&floor.R, floor.rowMeans(residue), judge.β3, judge.w3)
            let least = floor.R[0].value - 2 * floor.R[0].error
            guard least > 0 else { continue }
            let (twice, mass) = (2 * judge.β1.value * judge.d.value, judge.mass(judge.β3, t) + 4 * judge.w3.error)
            reach = reach * (batch * mass * (twice * twice + judge.ε2.value)).squareRoot() / least
          }
          let bound = judge.above(judge.η.value * reach, roundings: 8 * trial.count + 24 * t + 60)
          for i in 0..<trial.count {
            let (a, b) = (snapshots[t - 1].θ[i].exactly, snapshots[t].θ[i].exactly)
            worst.take((a - b).magnitude, atMost: bound + judge.u * (a.magnitude + b.magnitude))
          }
        }
        return worst.verdict
      },
    ]
  }
}

extension Snapshot {
  var isFinite: Bool {
    θ.values.allSatisfy(\.isFinite) && state.values.allSatisfy { $0.values.allSatisfy(\.isFinite) }
  }
}
