import CAMECore

/// CAME's step on bounded numbers, written apart from `CAME.swift`: the official code's formulas element by element.
struct Envelope {
  let shape: [Int]
  var θ, m: [Bounded]
  /// v of a vector; empty for matrices.
  var v: [Bounded] = []
  /// Factors of the second moment and of the instability; empty for vectors.
  var r: [Bounded] = []
  var c: [Bounded] = []
  var R: [Bounded] = []
  var C: [Bounded] = []

  var isFactored: Bool { shape.count >= 2 }
  var columns: Int { shape.last ?? 1 }
  var rows: Int { isFactored ? shape[shape.count - 2] : 1 }
  var batch: Int { shape.dropLast(2).reduce(1, *) }

  /// From a parameter and a state that are exactly those recorded.
  init(θ: Tensor<Float>, state: CAMEState<Float>) {
    func exact(_ x: Tensor<Float>) -> [Bounded] { x.values.map { Bounded(Double($0)) } }
    shape = θ.shape
    self.θ = exact(θ)
    m = exact(state.m)
    switch state.moments {
    case .whole(let v): self.v = exact(v)
    case .factored(let s): (r, c, R, C) = (exact(s.r), exact(s.c), exact(s.R), exact(s.C))
    }
  }

  mutating func step(_ gradient: Tensor<Float>, _ h: Constants) {
    let g = gradient.values.map { Bounded(Double($0)) }
    let squares = g.map { $0 * $0 + h.ε1 }
    var u: [Bounded]
    if isFactored {
      average(&r, rowMeans(squares), h.β2, h.oneMinusβ2)
      average(&c, columnMeans(squares), h.β2, h.oneMinusβ2)
      u = preconditioned(g, r, c)
    } else {
      average(&v, squares, h.β2, h.oneMinusβ2)
      u = zip(g, v).map { (Bounded(1) / $1.squareRoot()) * $0 }
    }
    let rms = Bounded.sum(u.map { $0 * $0 }).squareRoot() / Bounded(rounded: Double(u.count).squareRoot())
    let scale = (rms / h.d).orOne
    u = u.map { $0 / scale }
    average(&m, u, h.β1, h.oneMinusβ1)
    var update = m
    if isFactored {
      let U = zip(u, m).map { u, m in (u - m) * (u - m) + h.ε2 }
      average(&R, rowMeans(U), h.β3, h.oneMinusβ3)
      average(&C, columnMeans(U), h.β3, h.oneMinusβ3)
      update = preconditioned(m, R, C)
    }
    for i in θ.indices {
      if h.λη.value != 0 { θ[i] = θ[i] - h.λη * θ[i] }
      θ[i] = θ[i] - h.η * update[i]
    }
  }

  private func average(_ x: inout [Bounded], _ y: [Bounded], _ β: Bounded, _ oneMinusβ: Bounded) {
    for i in x.indices { x[i] = β * x[i] + oneMinusβ * y[i] }
  }

  private func rowMeans(_ x: [Bounded]) -> [Bounded] {
    (0..<batch * rows).map { row in
      Bounded.sum(x[row * columns..<(row + 1) * columns]) / Bounded(Double(columns))
    }
  }

  private func columnMeans(_ x: [Bounded]) -> [Bounded] {
    (0..<batch * columns).map { i in
      let (b, column) = (i / columns, i % columns)
      let terms = (0..<rows).map { x[(b * rows + $0) * columns + column] }
      return Bounded.sum(terms) / Bounded(Double(rows))
    }
  }

  private func preconditioned(_ x: [Bounded], _ row: [Bounded], _ column: [Bounded]) -> [Bounded] {
    let means = (0..<batch).map { Bounded.sum(row[$0 * rows..<($0 + 1) * rows]) / Bounded(Double(rows)) }
    return x.indices.map { i in
      let b = i / (rows * columns)
      let a = Bounded(1) / (row[i / columns] / means[b]).squareRoot()
      let d = Bounded(1) / column[b * columns + i % columns].squareRoot()
      return (a * d) * x[i]
    }
  }

  /// The hyperparameters, each rounded once from its exact value.
  struct Constants {
    let β1, oneMinusβ1, β2, oneMinusβ2, β3, oneMinusβ3, ε1, ε2, d, η, λη: Bounded

    init(_ h: CAMEHyperparameters) {
      func rounded(_ x: ExactDecimal) -> Bounded { Bounded(rounded: x.rounded(to: Double.self)) }
      (β1, oneMinusβ1) = (rounded(h.beta1), rounded(h.beta1.complement))
      (β2, oneMinusβ2) = (rounded(h.beta2), rounded(h.beta2.complement))
      (β3, oneMinusβ3) = (rounded(h.beta3), rounded(h.beta3.complement))
      (ε1, ε2, d, η) = (rounded(h.epsilon1), rounded(h.epsilon2), rounded(h.clipThreshold), rounded(h.learningRate))
      λη = rounded(h.weightDecay * h.learningRate)
    }
  }
}
