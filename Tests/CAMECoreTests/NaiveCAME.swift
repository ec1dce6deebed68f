import CAMECore
import RealModule

/// Algorithm 2 a second time, element by element with plain loops, for the reference to be held against.
struct NaiveCAME<Scalar: Real> {
  let k: CAMECoefficients<Scalar>
  let form: CAMEForm
  let shape: [Int]
  var θ: [Scalar]
  var m: [Scalar]
  var v: [Scalar]
  var r: [Scalar]
  var c: [Scalar]
  var R: [Scalar]
  var C: [Scalar]

  init(_ k: CAMECoefficients<Scalar>, form: CAMEForm, θ: Tensor<Scalar>) {
    self.k = k
    self.form = form
    shape = θ.shape
    self.θ = θ.values
    m = Array(repeating: 0, count: θ.count)
    v = m
    r = Array(repeating: 0, count: θ.batch * θ.rows)
    c = Array(repeating: 0, count: θ.batch * θ.columns)
    (R, C) = (r, c)
  }

  mutating func step(_ g: [Scalar]) {
    var u = g
    if shape.count < 2 {
      for i in g.indices {
        v[i] = k.β2 * v[i] + k.oneMinusβ2 * (g[i] * g[i] + k.ε1)
        u[i] = g[i] / v[i].squareRoot()
      }
    } else {
      factors(&r, &c, k.β2, k.oneMinusβ2, g.map { $0 * $0 + k.ε1 })
      u = overRoot(g, r, c)
    }
    var squares: Scalar = 0
    for x in u { squares += x * x }
    let rms = (squares / Scalar(u.count)).squareRoot()
    for i in u.indices { u[i] = u[i] / max(1, rms / k.d) }
    for i in m.indices { m[i] = k.β1 * m[i] + k.oneMinusβ1 * u[i] }
    var update = m
    if shape.count >= 2 {
      factors(&R, &C, k.β3, k.oneMinusβ3, zip(u, m).map { ($0 - $1) * ($0 - $1) + k.ε2 })
      update = overRoot(m, R, C)
    }
    for i in θ.indices { θ[i] = θ[i] - k.λη * θ[i] - k.η * update[i] }
  }

  private var n: Int { shape[shape.count - 2] }
  private var columns: Int { shape[shape.count - 1] }

  private func factors(
    _ row: inout [Scalar], _ column: inout [Scalar], _ β: Scalar, _ oneMinusβ: Scalar, _ a: [Scalar]
  ) {
    for i in row.indices { row[i] = β * row[i] }
    for j in column.indices { column[j] = β * column[j] }
    for i in a.indices {
      let (b, j) = (i / (n * columns), i % columns)
      row[i / columns] += oneMinusβ * a[i] / (form == .means ? Scalar(columns) : 1)
      column[b * columns + j] += oneMinusβ * a[i] / (form == .means ? Scalar(n) : 1)
    }
  }

  private func overRoot(_ x: [Scalar], _ row: [Scalar], _ column: [Scalar]) -> [Scalar] {
    x.indices.map { i in
      let b = i / (n * columns)
      let total = row[b * n..<(b + 1) * n].reduce(0, +)
      let v = row[i / columns] * column[b * columns + i % columns] / (form == .means ? total / Scalar(n) : total)
      return x[i] / v.squareRoot()
    }
  }
}
