internal import CAMECore
internal import Formats
internal import PropertyKit
internal import RealModule

extension CAMEProperty {
  /// Gradients whose squares have rank one, of which factoring loses nothing.
  static func rankOne<Scalar: Refereed>() -> [PropertyIn<Scalar>] {
    let bothBounds = "Both are within the running error bounds of the same exact numbers."
    return [
      PropertyIn(
        "exact-on-rank-one", .factorization,
        "If the magnitudes of all gradients are one matrix of rank one, every element of the update is 1/√(1 − β2ᵗ).",
        formula: "|g_k| = x yᵀ, ε1 = 0, d = ∞ ⟹ |u_ij| = 1/√(1 − β2ᵗ)",
        bound: "û is recovered from the momentum; 2 (n + m) + 6 t + 24 roundings between g and u.",
        source: "V = W where W has rank one", needs: [.showsState],
        on: Trials(ShapeKind.factored) {
          $0.neverClip(); $0.ε1 = [0]
        }
      ) { trial, judge in
        let snapshots = try trial.train(with: trial.rankOneGradients())
        var worst = Worst()
        for t in 1..<snapshots.count {
          let expected = 1 / judge.mass(judge.β2, t).squareRoot()
          let constants = judge.w2.error / judge.w2.value + Scalar.Referee(t) * judge.β2.error
          let roundings = judge.u * Scalar.Referee(2 * (trial.n + trial.m) + 6 * t + 24)
          for û in try judge.clippedUpdate(snapshots[t - 1], snapshots[t]) {
            worst.take(û.value.magnitude, expected, within: û.error + (roundings + constants) * expected)
          }
        }
        return worst.verdict
      },
      PropertyIn(
        "unfactored-on-rank-one", .factorization,
        "On such gradients the factored second moment leads to the momentum of the unfactored one.",
        formula: "|g_k| = x yᵀ, ε1 = 0 ⟹ m of the matrix = m of its elements as a vector", bound: bothBounds,
        source: "V = W where W has rank one", needs: [.showsState],
        comparing: [.vector], on: Trials(ShapeKind.factored, steps: 1...3) { $0.ε1 = [0] }
      ) { trial, judge in
        let gradients = trial.rankOneGradients()
        let flat = gradients.map { Tensor($0.values) }
        let (matrix, vector) = (
          try trial.train(with: gradients), try trial.train(from: Tensor(trial.start.values), with: flat)
        )
        var (a, b) = (Envelope(judge, start: trial.start), Envelope(judge, start: Tensor(trial.start.values)))
        var worst = Worst()
        for t in 1..<matrix.count {
          a.step(gradients[t - 1])
          b.step(flat[t - 1])
          try worst.takeEqual(matrix[t].momentum, a.m, vector[t].momentum, b.m)
        }
        return worst.verdict
      },
      PropertyIn(
        "one-row-is-a-vector", .factorization,
        "A matrix of one row or one column has the second moment and the momentum of a vector; its step differs.",
        formula: "n = 1 or m = 1 ⟹ V = v, m as of the vector; Δθ = −η m/√S, not −η m", bound: bothBounds,
        source: "r / mean(r) = 1 in one row", needs: [.showsState],
        comparing: [.vector],
        on: Trials([.row, .column], steps: 1...3) {
          $0.keepFinite(); $0.λ = [0]; $0.β1 = [0.5]
        }
      ) { trial, judge in
        let flat = trial.gradients.map { Tensor($0.values) }
        let (matrix, vector) = (
          try trial.train(from: trial.zero), try trial.train(from: Tensor(trial.zero.values), with: flat)
        )
        var (a, b) = (Envelope(judge, start: trial.zero), Envelope(judge, start: Tensor(trial.zero.values)))
        var worst = Worst()
        for t in 1..<matrix.count where matrix[t].isFinite && vector[t].isFinite {
          a.step(trial.gradients[t - 1])
          b.step(flat[t - 1])
          try worst.takeEqual(matrix[t].momentum, a.m, vector[t].momentum, b.m)
          let isRow = trial.n == 1
          try worst.takeEqual(isRow ? matrix[t].c : matrix[t].r, isRow ? a.c : a.r, vector[t].v, b.v)
          // Where the two exact steps are apart by more than their errors, so must be what was done.
          for i in 0..<trial.count where a.θ[i].isDecided && b.θ[i].isDecided {
            let apart = (a.θ[i].value - b.θ[i].value).magnitude
            if apart > a.θ[i].error + b.θ[i].error, matrix[t].θ[i] == vector[t].θ[i] { worst.take(.infinity) }
          }
        }
        return worst.verdict
      },
      PropertyIn(
        "constant-instability", .factorization,
        "Where all elements are equally unstable the confidence is one number: Adafactor with momentum, at another rate.",
        formula: "|g_k| = x yᵀ with the same signs always ⟹ m/√S = κ_t m, κ_t one number for the matrix",
        bound:
          "κ is taken at one element, from the factors that are shown: the running error bounds of both quotients, and how far R "
          + "and C may be from equal for the roundings of û, (û − m)² and t averages.",
        source: "S has equal elements; Luo et al. 2023, section 3.2",
        needs: [.showsState],
        on: Trials(ShapeKind.factored, steps: 1...4) { palette in
          palette.ε1 = [0]
          palette.λ = [0]
          palette.β1.removeAll { $0 == 0 }
          palette.ε2 = palette.ε2.filter { $0 > 0 }
        }
      ) { trial, judge in
        let first = trial.rankOneGradients()[0]
        let gradients = trial.gradients.map { _ in first }
        let snapshots = try trial.train(from: trial.zero, with: gradients)
        var worst = Worst()
        for t in 1..<snapshots.count {
          var step = try Envelope(judge, snapshots[t])
          step.take([.parameter])
          let (m, update) = (step.m, step.update)
          for i in m.indices {
            // update_i m_0 = update_0 m_i; how the whole step is rounded is in the errors.
            let (x, y) = (update[i] * m[0], update[0] * m[i])
            let spread = trial.instabilitySpread(judge, t) * x.value.magnitude
            guard x.isDecided, y.isDecided else { continue }
            worst.take(x.value, y.value, within: x.error + y.error + spread)
          }
        }
        return worst.verdict
      },
    ]
  }
}

extension Trial {
  /// ± x yᵀ with powers of two for x and y, taken from the exponents of the first gradient, and the signs of each gradient:
  /// all exact.
  func rankOneGradients() -> [Tensor<Scalar>] {
    let reach = Palette(Scalar.self).isNarrow ? 1 : 4
    func power(_ x: Scalar) -> Int { x == 0 || !x.isFinite ? 0 : Int(x.exponent) % (reach + 1) }
    return gradients.map { gradient in
      var result = gradient
      for i in 0..<count {
        let (b, row, column) = (i / (n * m), i / m % n, i % m)
        let exponent = power(gradients[0][(b * n + row) * m]) + power(gradients[0][b * n * m + column])
        result[i] = Scalar(sign: gradient[i].sign, exponent: Scalar.Exponent(exponent), significand: 1)
      }
      return result
    }
  }

  /// How far apart two elements of S may be for the roundings of R and C alone, relative to S.
  fileprivate func instabilitySpread(_ judge: Judge<Scalar>, _ t: Int) -> Scalar.Referee {
    // û carries 2 (n + m) + 6 t + 24 roundings; (û − m)² four times as many and those of m over β1, averaging 4 a step.
    let û = Scalar.Referee(2 * (n + m) + 6 * t + 24 + count)
    let loss = 1 / judge.β1.value
    var power: Scalar.Referee = 1
    for _ in 0..<t { power = power * judge.β1.value }
    return judge.u * (16 * û * loss / power + Scalar.Referee(8 * t + 4 * (n + m)))
  }
}

extension Worst {
  /// Two results that are the same number in exact arithmetic.
  mutating func takeEqual<Scalar: Refereed>(
    _ x: Tensor<Scalar>, _ a: [Bounded<Scalar>], _ y: Tensor<Scalar>, _ b: [Bounded<Scalar>]
  ) {
    guard x.count == a.count, y.count == b.count, x.count == y.count else { return take(.infinity) }
    for i in 0..<x.count where a[i].isDecided && b[i].isDecided {
      guard x[i].isFinite, y[i].isFinite else {
        take(.infinity)
        continue
      }
      take(x[i].exactly, y[i].exactly, within: a[i].error + b[i].error)
    }
  }
}
