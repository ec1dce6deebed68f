internal import CAMECore
public import Formats
internal import PropertyKit
internal import RealModule

/// A statement that one would expect of CAME and that does not hold, with why, and the smallest case that shows it.
///
/// It is as valuable as a property: a test that relies on it would fail on a correct port, or be loosened until it says nothing.
public struct Misbelief: Hashable, Identifiable, Sendable {
  public let id: String
  /// What one would expect.
  public let statement: String
  public let formula: String
  /// Why it doesn't hold.
  public let reason: String

  /// The simplest case of the reference against it that a search of `cases` cases leads to, as text; nil if there was none.
  public func counterexample<Scalar: Refereed>(
    in format: Scalar.Type = Scalar.self, cases: Int = 5000, seed: UInt64 = 1
  ) -> String? {
    let property = Self.all(in: Scalar.self).first { $0.about.id == id }!
    var settings = Settings(seed: seed)
    settings.cases = cases
    settings.searchEvaluations = 0
    return property.property(of: .reference).run(settings).simplest.map { exactText($0.value) }
  }

  public static let all: [Misbelief] = all(in: Float.self).map { property in
    Misbelief(
      id: property.about.id, statement: property.about.statement, formula: property.about.formula,
      reason: property.about.bound)
  }

  static func all<Scalar: Refereed>(in format: Scalar.Type) -> [PropertyIn<Scalar>] {
    [
      expected(
        "element-bound-of-matrices", "No element of a matrix's update is above 1/√(1 − β2), as of Adam's.",
        formula: "|u_ij| ≤ 1/√(1 − β2), unclipped",
        because:
          "V_ij = r_i c_j / mean(r) mixes a row and a column: an element that is large in a small row and a small column is "
          + "divided by less than its own square. diag(1, K) has u_11² = (1 + K²)/(1 − β2) at the first step.",
        on: Trials([.matrix], steps: 1...1, side: 2, kinds: [.integers, .normal]) {
          $0.plainOne(); $0.neverClip()
        }
      ) { trial, judge in
        let snapshots = try trial.train()
        guard snapshots[1].isFinite else { return .discarded }
        // Twice over, so that it is no matter of rounding.
        let bound = 2 / judge.w2.value.squareRoot()
        return Verdict(
          try judge.clippedUpdate(snapshots[0], snapshots[1]).allSatisfy { $0.value.magnitude <= bound })
      },
      expected(
        "step-bounded-by-first", "No step is longer than the first: 11.1 times the learning rate at the defaults.",
        formula: "|Δθ_t| ≤ |Δθ_1| for gradients of one size",
        because:
          "R has no bias correction. Under a constant gradient (û − m)² vanishes, and the multiplier grows from 11.1 over 15.7 "
          + "at the second step towards 1/√ε2 = 10⁸.",
        on: Trials([.matrix], steps: 2...3, side: 2, kinds: [.constant]) { $0.plainOne() }
      ) { trial, _ in
        let size = trial.gradients[0][0].magnitude
        guard size > 0 else { return .discarded }
        let gradients = trial.gradients.map { $0.map { $0 < 0 ? -size : size } }
        let snapshots = try trial.train(from: trial.zero, with: gradients)
        let first = snapshots[1].θ[0].magnitude
        return Verdict(
          (1..<snapshots.count).allSatisfy { t in
            (snapshots[t].θ[0] - snapshots[t - 1].θ[0]).magnitude <= first * 5 / 4
          })
      },
      expected(
        "transposition-of-bits", "The transposed gradient leads to the transposed step, bit for bit.",
        formula: "g → gᵀ ⟹ θ → θᵀ exactly",
        because:
          "r is divided by its mean and c is not, so the roundings of rows and columns differ. It holds to within the running "
          + "error bound: transposition.",
        on: Trials([.matrix], steps: 1...1, side: 2, kinds: [.integers]) { $0.plainOne() }
      ) { trial, _ in
        let flip = Arrangement(transposing: trial.shape)
        let (plain, flipped) = (
          try trial.train(from: trial.zero)[1],
          try trial.train(from: flip.arrange(trial.zero), with: trial.gradients.map(flip.arrange))[1]
        )
        return Verdict(flip.arrange(plain.θ).agrees(with: flipped.θ))
      },
      expected(
        "permutation-of-bits", "Rows in another order lead to the same steps in that order, bit for bit.",
        formula: "g → P g ⟹ θ → P θ exactly",
        because:
          "Sums over rows are rounded in the order of the rows. It holds to within the running error bound: row-permutation.",
        on: Trials([.column], steps: 1...1, side: 6, kinds: [.integers]) { $0.plainOne() }
      ) { trial, _ in
        let order = Arrangement(trial.shape, rows: trial.order(of: trial.n))
        let (plain, other) = (
          try trial.train(from: trial.zero)[1],
          try trial.train(from: trial.zero, with: trial.gradients.map(order.arrange))[1]
        )
        return Verdict(order.arrange(plain.θ).agrees(with: other.θ))
      },
      expected(
        "finite-always", "Finite gradients leave everything finite.",
        formula: "g ∈ ℝ ⟹ θ ∈ ℝ",
        because:
          "A row of zeros beside a huge one: r_i / mean(r) underflows, its reciprocal root is ∞, and ∞ · 0 is NaN. "
          + "finite-in-finite-out says up to which gradients it holds.",
        on: Trials([.matrix], steps: 1...1, side: 2, kinds: [.zeroRowsAndColumns, .integers]) { palette in
          palette.plainOne()
          palette.exponents = palette.isNarrow ? 6...7 : 45...55
          palette.magnitude = palette.isNarrow ? 250 : 0x1p60
        }
      ) { trial, _ in Verdict(try trial.train()[1].isFinite) },
      expected(
        "least-squares-of-factors",
        "The factored second moment is the rank-one matrix nearest in the sense of least squares.",
        formula: "‖W − V‖ ≤ ‖W − V′‖ for every V′ of rank one",
        because:
          "It minimises the I-divergence, not the Frobenius norm: divergence-minimal. Least squares would take the singular "
          + "vectors, at the cost of a decomposition.",
        on: Trials([.matrix], steps: 1...1, side: 2, kinds: [.integers]) { $0.plainOne() }
      ) { trial, judge in
        guard let snapshot = try trial.train().last, let V = try trial.reconstruction(snapshot) else {
          return .discarded
        }
        let W = trial.dense(judge, after: 1)
        // One step of least squares for the columns, given the rows.
        let rows = (0..<trial.n).map { V($0, 0) }
        let columns = (0..<trial.m).map { j in
          (0..<trial.n).reduce(0) { $0 + rows[$1] * W.w[$1 * trial.m + j] } / rows.reduce(0) { $0 + $1 * $1 }
        }
        func distance(_ v: (Int, Int) -> Scalar.Referee) -> Scalar.Referee {
          (0..<trial.n).reduce(0) { sum, i in
            (0..<trial.m).reduce(sum) { sum, j in
              let gap = W.w[i * trial.m + j] - v(i, j)
              return sum + gap * gap
            }
          }
        }
        return Verdict(
          distance(V) <= distance { rows[$0] * columns[$1] } * (1 + 64 * judge.u) + 64 * judge.u * W.total * W.total)
      },
      expected(
        "batch-without-coupling", "The matrices of a batch are trained as if each were alone.",
        formula: "step(stack) = stack(step)",
        because:
          "Clipping is by the root mean square of the whole tensor: clip-couples-a-batch. Without clipping it holds: "
          + "batch-is-separate.",
        on: Trials([.batch], steps: 2...2, side: 2, kinds: [.integers]) { $0.plainOne() }
      ) { trial, judge in
        let size = trial.n * trial.m
        let first = Arrangement(trial.shape, firstMatrixOf: size)
        // At the first step alone nothing shows: m and √S of a clipped matrix scale alike.
        let whole = try trial.train(from: trial.zero)[2]
        let alone = try trial.train(from: first.arrange(trial.zero), with: trial.gradients.map(first.arrange))[2]
        // An eighth apart, so that it is no matter of rounding.
        return Verdict(
          (0..<size).allSatisfy { i in
            let (a, b) = (whole.θ[i].exactly, alone.θ[i].exactly)
            return 8 * (a - b).magnitude <= b.magnitude
          })
      },
      expected(
        "row-like-vector", "A vector and a matrix of one row are updated alike.",
        formula: "θ of [m] = θ of [1, m]",
        because:
          "The official code gives vectors no confidence step: their first step is 0.1 η, that of a matrix 11.1 η. "
          + "one-row-is-a-vector says what they share.",
        on: Trials([.row], steps: 1...1, side: 2, kinds: [.integers]) { $0.plainOne() }
      ) { trial, _ in
        let flat = trial.gradients.map { Tensor($0.values) }
        let (row, vector) = (
          try trial.train(from: trial.zero)[1], try trial.train(from: Tensor(trial.zero.values), with: flat)[1]
        )
        return Verdict((0..<trial.count).allSatisfy { i in row.θ[i].magnitude <= 2 * vector.θ[i].magnitude })
      },
    ]
  }

  private static func expected<Scalar: Refereed>(
    _ id: String, _ statement: String, formula: String, because: String, on trials: Trials,
    _ test: @escaping PropertyIn<Scalar>.Test
  ) -> PropertyIn<Scalar> {
    PropertyIn(
      id, .stability, statement, formula: formula, bound: because, source: "", exact: true, on: trials, test)
  }
}

extension Palette {
  /// The defaults, and gradients of order one.
  fileprivate mutating func plainOne() {
    (η, λ, d) = ([η[0]], [0], [1])
    (β1, β2, β3) = ([β1[0]], [β2[0]], [β3[0]])
    (ε1, ε2) = ([ε1[0]], [ε2[0]])
    exponents = 0...3
  }
}
