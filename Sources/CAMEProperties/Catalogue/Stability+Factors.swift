internal import CAMECore
internal import Formats
internal import PropertyKit

extension CAMEProperty {
  /// Bounds of r, c, R, C and v.
  static func factorBounds<Scalar: Refereed>() -> [PropertyIn<Scalar>] {
    [
      PropertyIn(
        "factors-not-negative", .stability, "The factors of both moments are never negative.",
        formula: "r, c, v, R, C ≥ 0",
        bound: "Exact: they are sums and products of numbers that are not negative, and rounding is monotone.",
        source: "Algorithm 2", exact: true, needs: [.showsState], on: Trials()
      ) { trial, _ in
        for snapshot in try trial.train() {
          for name in snapshot.moments where try snapshot.tensor(name).values.contains(where: { $0 < 0 }) {
            return .failed(cause: "\(name) is negative")
          }
        }
        return .holds
      },
      PropertyIn(
        "factors-above-floor", .stability,
        "After t steps no factor is under what zero gradients alone would have left in it.",
        formula: "r, c, v ≥ (1 − β2ᵗ) ε1 and R, C ≥ (1 − β3ᵗ) ε2",
        bound: "The floor is computed with running error bounds and taken at its lower end. Every later rounding is "
          + "monotone, so a larger square can't lead to less.",
        source: "unrolling Algorithm 2 with g = 0", needs: [.showsState],
        on: Trials { $0.keepEpsilons() }
      ) { trial, judge in
        var floor = Envelope(judge, start: trial.zero)
        let nothing = trial.zero.values.map { Bounded<Scalar>($0.exactly) }
        let residue = nothing.map { _ in judge.ε2 }
        var worst = Worst()
        for snapshot in try trial.train().dropFirst() {
          floor.take([.secondMoment], nothing)
          guard trial.isFactored else {
            worst.takeFloor(try snapshot.v, floor.v)
            continue
          }
          floor.average(&floor.R, floor.rowMeans(residue), judge.β3, judge.w3)
          floor.average(&floor.C, floor.columnMeans(residue), judge.β3, judge.w3)
          worst.takeFloor(try snapshot.r, floor.r)
          worst.takeFloor(try snapshot.c, floor.c)
          worst.takeFloor(try snapshot.R, floor.R)
          worst.takeFloor(try snapshot.C, floor.C)
        }
        return worst.verdict
      },
      PropertyIn(
        "factors-below-ceiling", .stability,
        "No factor of the second moment is above what the largest gradient everywhere would have left in it.",
        formula: "r, c, v ≤ (1 − β2ᵗ)(G² + ε1), G = max |g|",
        bound: "The ceiling is computed with running error bounds and taken at its upper end; rounding is monotone.",
        source: "r is an average of means", needs: [.showsState], on: Trials()
      ) { trial, judge in
        let largest = trial.gradients.flatMap(\.values).map { $0.exactly.magnitude }.max() ?? 0
        let everywhere = trial.zero.values.map { _ in Bounded<Scalar>(largest) }
        var ceiling = Envelope(judge, start: trial.zero)
        var worst = Worst()
        for snapshot in try trial.train().dropFirst() {
          ceiling.take([.secondMoment], everywhere)
          if trial.isFactored {
            worst.takeCeiling(try snapshot.r, ceiling.r)
            worst.takeCeiling(try snapshot.c, ceiling.c)
          } else {
            worst.takeCeiling(try snapshot.v, ceiling.v)
          }
        }
        return worst.verdict
      },
      PropertyIn(
        "instability-below-ceiling", .stability,
        "The mean of the instability's factors is bounded by the clip threshold alone, whatever the gradients.",
        formula: "mean(R_t) ≤ (1 − β3ᵗ)(β1² (2 − β1^(t−1))² d² + ε2)",
        bound:
          "û − m_t = β1 (û − m_(t−1)), where RMS(û) ≤ d and RMS(m_(t−1)) ≤ (1 − β1^(t−1)) d; R averages squares of "
          + "that. Of roundings 4 N + 12 t + 20 suffice: γ_N for RMS(û) twice, N for the mean, the rest for each step.",
        source: "Luo et al. 2023, lines 8 to 11; the triangle inequality", needs: [.showsState],
        on: Trials(ShapeKind.factored) { $0.keepFinite() }
      ) { trial, judge in
        var worst = Worst()
        for (t, snapshot) in try trial.train().enumerated().dropFirst() {
          let R = try snapshot.R
          guard R.values.allSatisfy(\.isFinite) else { continue }
          let mean = R.values.reduce(0 as Scalar.Referee) { $0 + $1.exactly } / Scalar.Referee(R.count)
          let reach = judge.β1.value * (1 + judge.mass(judge.β1, t - 1)) * judge.d.value
          let bound = (judge.mass(judge.β3, t) + judge.w3.error * Scalar.Referee(t)) * (reach * reach + judge.ε2.value)
          worst.take(mean, atMost: judge.above(bound, roundings: 4 * trial.count + 12 * t + 20))
        }
        return worst.verdict
      },
    ]
  }
}

extension Snapshot {
  /// The names of what is shown, but for the momentum.
  var moments: [String] { state.keys.filter { $0 != "exp_avg" }.sorted() }
}

extension Worst {
  /// The lower ends of `floor` over what is held.
  mutating func takeFloor<Scalar: Refereed>(_ x: Tensor<Scalar>, _ floor: [Bounded<Scalar>]) {
    guard x.count == floor.count else { return take(.infinity) }
    for i in 0..<x.count where floor[i].isDecided && !x[i].isNaN {
      take(floor[i].value - floor[i].error, atMost: x[i].exactly)
    }
  }

  /// What is held over the upper ends of `ceiling`.
  mutating func takeCeiling<Scalar: Refereed>(_ x: Tensor<Scalar>, _ ceiling: [Bounded<Scalar>]) {
    guard x.count == ceiling.count else { return take(.infinity) }
    for i in 0..<x.count where ceiling[i].isDecided { take(x[i].exactly, atMost: ceiling[i].value + ceiling[i].error) }
  }
}
