internal import CAMECore
internal import Formats
internal import PropertyKit
internal import RealModule

extension CAMEProperty {
  /// What the factored second moment keeps of the unfactored one, and that it keeps as much as two factors can.
  static func factorization<Scalar: Refereed>() -> [PropertyIn<Scalar>] {
    let flat =
      "The divergence is flat at its least, so a relative error e of V costs ΣV e²/2, with e from n + m + 4 t + 20 "
      + "roundings; the referee's own rounding is added."
    return [
      PropertyIn(
        "means-balance", .factorization, "Row factors and column factors of a matrix have the same mean.",
        formula: "mean(r) = mean(c), mean(R) = mean(C)",
        bound:
          "Both average all elements of the same matrix. n + m + 6 t + 12 roundings of either, and one least number each.",
        source: "induction over t; Shazeer and Stern 2018, section 3", needs: [.showsState],
        on: Trials(ShapeKind.factored)
      ) { trial, judge in
        var worst = Worst()
        for (t, snapshot) in try trial.train().enumerated() {
          for (rows, columns) in [(try snapshot.r, try snapshot.c), (try snapshot.R, try snapshot.C)] {
            guard rows.values.allSatisfy(\.isFinite), columns.values.allSatisfy(\.isFinite) else { continue }
            let (n, m) = (trial.n, trial.m)
            for b in 0..<trial.start.batch {
              let row = rows.values[b * n..<(b + 1) * n].reduce(0) { $0 + $1.exactly } / Scalar.Referee(n)
              let column = columns.values[b * m..<(b + 1) * m].reduce(0) { $0 + $1.exactly } / Scalar.Referee(m)
              let roundings = Scalar.Referee(n + m + 6 * t + 12)
              worst.take(row, column, within: roundings * (judge.u * (row + column) + judge.least))
            }
          }
        }
        return worst.verdict
      },
      PropertyIn(
        "row-and-column-means-kept", .factorization,
        "The second moment by which gradients are divided has the row and column means of the unfactored one.",
        formula: "V_ij = (g_ij / û_ij)², rowmean(V) = r, colmean(V) = c",
        bound:
          "û is recovered from the momentum of a run that never clips; 2 (n + m) + 24 roundings between r, c and u, and what "
          + "underflow takes from a factor or its quotient by the mean.",
        source: "Σ_j r_i c_j / mean(r) = m r_i, since mean(c) = mean(r)", needs: [.showsState],
        on: Trials(
          ShapeKind.factored,
          kinds: [.normal, .logNormal, .constant, .rankOne, .rankOneNoise, .checkerboard, .nearDuplicateRows]
        ) {
          $0.neverClip(); $0.keepEpsilons()
        }
      ) { trial, judge in
        let gradients = trial.gradients.map { $0.map { $0 == 0 ? 1 : $0 } }
        let snapshots = try trial.train(with: gradients)
        var worst = Worst()
        let envelope = Envelope(judge, start: trial.start)
        let roundings = judge.u * Scalar.Referee(2 * (trial.n + trial.m) + 24)
        for t in 1..<snapshots.count where snapshots[t].isFinite {
          let û = try judge.clippedUpdate(snapshots[t - 1], snapshots[t])
          guard û.allSatisfy({ 4 * $0.error < $0.value.magnitude }) else { continue }
          let V = zip(gradients[t - 1].values, û).map { g, û in
            let root = Bounded<Scalar>(g.exactly) / û
            return root * root
          }
          let held = try (snapshots[t].r, snapshots[t].c)
          // What underflow takes from a factor, or from a factor over its mean.
          let factors = (held.0.values + held.1.values).map(\.exactly)
          guard let low = factors.min(), let high = factors.max(), low > 0 else { continue }
          let roundings = roundings + 8 * judge.least * (1 / low + high / low)
          for (held, means) in [(held.0, envelope.rowMeans(V)), (held.1, envelope.columnMeans(V))] {
            guard held.count == means.count else { return .failed(cause: "a factor of another length") }
            for i in means.indices where means[i].isDecided {
              worst.take(held[i], Bounded(value: means[i].value, error: means[i].error + roundings * means[i].value))
            }
          }
        }
        return worst.verdict
      },
      PropertyIn(
        "divergence-minimal", .factorization,
        "No other matrix of rank one is nearer to the unfactored second moment: not by rows, not by columns, not by scale.",
        formula: "D(W ‖ V) ≤ D(W ‖ V′), V′_ij = x_i V_ij y_j, D the I-divergence", bound: flat,
        source: "Shazeer and Stern 2018, Lemma 1; Lee and Seung 2000", needs: [.showsState],
        on: Trials(ShapeKind.single, steps: 1...3, side: 4) { $0.keepFinite() }
      ) { trial, judge in
        guard let (W, V, tolerance) = try trial.factored(judge) else { return .holds }
        // A perturbation of a size from ½ down to a few roundings.
        let size = Scalar.Referee(
          sign: .plus, exponent: Scalar.Referee.Exponent(-1 - trial.salt % (Scalar.significantBits - 2)), significand: 1
        )
        var random = RandomStream(seed: UInt64(trial.salt))
        let rows = (0..<trial.n).map { _ in 1 + size * Scalar.Referee(random.integer(in: -1...1)) }
        let columns = (0..<trial.m).map { _ in 1 + size * Scalar.Referee(random.integer(in: -1...1)) }
        let (here, there) = (W.divergence(from: V), W.divergence { i, j in rows[i] * V(i, j) * columns[j] })
        var worst = Worst()
        worst.take(here - there, atMost: tolerance)
        return worst.verdict
      },
      PropertyIn(
        "factoring-error", .factorization,
        "What factoring loses is the mutual information of rows and columns: nothing exactly where the rank is one.",
        formula: "D(W ‖ V) = ΣW · I(row; column)", bound: flat,
        source: "D(W ‖ r cᵀ/mean(r)) with the marginals of W; Csiszár 1975", needs: [.showsState],
        on: Trials(ShapeKind.single, steps: 1...3, side: 4) { $0.keepFinite() }
      ) { trial, judge in
        guard let (W, V, tolerance) = try trial.factored(judge) else { return .holds }
        var worst = Worst()
        worst.take(W.divergence(from: V), W.mutualInformation, within: tolerance)
        return worst.verdict
      },
      PropertyIn(
        "best-by-brute-force", .factorization,
        "A search that knows nothing of marginals finds no rank-one matrix nearer to the unfactored second moment.",
        formula: "D(W ‖ V) ≤ min D(W ‖ x yᵀ) over x, y > 0, by coordinate search, sides up to 3",
        bound:
          "In Double: 10⁻⁹ of ΣW for its logarithms, and the rounding of V squared. One-sided: V is the least, so the ratio stays near 0.",
        source: "Shazeer and Stern 2018, Lemma 1", long: true, needs: [.showsState],
        on: Trials(ShapeKind.single, steps: 1...2, side: 3) { $0.keepFinite() }
      ) { trial, judge in
        guard let (W, V, tolerance) = try trial.factored(judge) else { return .holds }
        let toleranceInDouble = tolerance.expansion.high + 1e-9 * W.total.expansion.high
        let inDouble = Dense(n: trial.n, m: trial.m, w: W.w.map(\.expansion.high))
        let found = inDouble.leastDivergenceByBruteForce(sweeps: 60)
        var worst = Worst()
        worst.take(inDouble.divergence { V($0, $1).expansion.high } - found, atMost: toleranceInDouble)
        return worst.verdict
      },
    ]
  }
}
