internal import CAMECore
internal import Formats
internal import RealModule

/// The unfactored second moment of one matrix, and how far a factored one is from it.
struct Dense<Number: FormatScalar> {
  let n, m: Int
  /// The average of g² + ε1 with weights (1 − β2) β2^(t−k), row-major.
  var w: [Number]

  /// Σ W log(W/V) − W + V, the I-divergence; W = 0 contributes V.
  ///
  /// Reference: Lee, Seung, *Algorithms for Non-negative Matrix Factorization*, NIPS 2000, equation 3.
  func divergence(from v: (Int, Int) -> Number) -> Number {
    var total: Number = 0
    for i in 0..<n {
      for j in 0..<m {
        let (w, v) = (w[i * m + j], v(i, j))
        total += v - w
        if w > 0 { total += w * .log(w / v) }
      }
    }
    return total
  }

  var rowSums: [Number] { (0..<n).map { i in (0..<m).reduce(0) { $0 + w[i * m + $1] } } }
  var columnSums: [Number] { (0..<m).map { j in (0..<n).reduce(0) { $0 + w[$1 * m + j] } } }
  var total: Number { w.reduce(0, +) }

  /// ΣW times the mutual information of rows and columns, W taken as their joint distribution.
  var mutualInformation: Number {
    let (rows, columns, total) = (rowSums, columnSums, total)
    var sum: Number = 0
    for i in 0..<n {
      for j in 0..<m where w[i * m + j] > 0 {
        sum += w[i * m + j] * .log(w[i * m + j] * total / (rows[i] * columns[j]))
      }
    }
    return sum
  }

  /// The least divergence from a matrix x yᵀ that a search finds which knows nothing of marginals: one factor after the other
  /// is moved up and down by ever smaller steps.
  func leastDivergenceByBruteForce(sweeps: Int) -> Number {
    // log x_i and log y_j, from the mean everywhere.
    var logs = [Number](repeating: .log(total / Number(n * m)) / 2, count: n + m)
    var best = divergence(logs)
    var step: Number = 2
    for _ in 0..<sweeps {
      var improved = false
      for k in logs.indices {
        for move in [step, -step] {
          logs[k] += move
          let candidate = divergence(logs)
          if candidate < best {
            best = candidate
            improved = true
          } else {
            logs[k] -= move
          }
        }
      }
      if !improved { step = step / 2 }
    }
    return best
  }

  private func divergence(_ logs: [Number]) -> Number { divergence { i, j in .exp(logs[i] + logs[n + j]) } }
}

extension Trial {
  /// W and V of the matrix after the last step, and what V's roundings may cost the divergence; nil where V is near the least
  /// numbers of the format.
  func factored(_ judge: Judge<Scalar>) throws -> (
    W: Dense<Scalar.Referee>, V: (Int, Int) -> Scalar.Referee, tolerance: Scalar.Referee
  )? {
    guard let snapshot = try train().last, let V = try reconstruction(snapshot) else { return nil }
    let W = dense(judge, after: gradients.count)
    return (W, V, divergenceTolerance(judge, W, t: gradients.count))
  }

  /// The unfactored second moment of the first matrix after `t` steps.
  func dense(_ judge: Judge<Scalar>, after t: Int) -> Dense<Scalar.Referee> {
    var w = [Scalar.Referee](repeating: 0, count: n * m)
    for gradient in gradients.prefix(t) {
      for i in w.indices {
        let g = gradient[i].exactly
        w[i] = judge.β2.value * w[i] + judge.w2.value * (g * g + judge.ε1.value)
      }
    }
    return Dense(n: n, m: m, w: w)
  }

  /// V of the first matrix, from the factors that are shown; nil where they are near the least numbers of the format.
  func reconstruction(_ snapshot: Snapshot<Scalar>) throws -> ((Int, Int) -> Scalar.Referee)? {
    let (r, c) = (try snapshot.r.values.prefix(n), try snapshot.c.values.prefix(m))
    let least = Scalar.leastNormalMagnitude / Scalar.ulpOfOne
    guard r.count == n, c.count == m, (r + c).allSatisfy({ $0.isFinite && $0 >= least }) else { return nil }
    let (rows, columns) = (r.map(\.exactly), c.map(\.exactly))
    let mean = rows.reduce(0, +) / Scalar.Referee(n)
    return { i, j in rows[i] * columns[j] / mean }
  }

  /// By how much V may be off for its roundings, squared: the divergence is flat at its least.
  private func divergenceTolerance(_ judge: Judge<Scalar>, _ dense: Dense<Scalar.Referee>, t: Int) -> Scalar.Referee {
    let roundings = Scalar.Referee(n + m + 4 * t + 20) * judge.u
    let constants = judge.w2.error / judge.w2.value + Scalar.Referee(t) * judge.β2.error
    let relative = roundings + 2 * constants
    let referee = Scalar.Referee.ulpOfOne * Scalar.Referee(64 * n * m)
    return dense.total * (relative * relative / 2 + referee)
  }
}
