internal import CAMECore
internal import Formats
internal import RealModule

/// A step of the reference at the moment in which it hands over a quantity: what a rewrite may compute with.
final class Moment<Scalar: Refereed> {
  let k: CAMECoefficients<Scalar>
  /// Weight decay by itself.
  let λ: Scalar
  let came: CAME<Scalar>
  /// The state before the step.
  let before: CAMEState<Scalar>
  /// The parameter before the step.
  let θBefore: Tensor<Scalar>
  let gradient: Tensor<Scalar>
  /// What the mutant remembers beyond CAME's state.
  let notes: Notes<Scalar>
  /// The quantity as the reference computes it.
  var x: Tensor<Scalar>
  /// The quantities of this step so far, as they were left.
  var seen: [Quantity: Tensor<Scalar>] = [:]

  init(
    k: CAMECoefficients<Scalar>, λ: Scalar, came: CAME<Scalar>, before: CAMEState<Scalar>, θBefore: Tensor<Scalar>,
    gradient: Tensor<Scalar>, notes: Notes<Scalar>
  ) {
    (self.k, self.λ, self.came, self.before, self.θBefore) = (k, λ, came, before, θBefore)
    (self.gradient, self.notes, x) = (gradient, notes, gradient)
  }

  /// A quantity of this step that was handed over before.
  subscript(quantity: Quantity) -> Tensor<Scalar> { seen[quantity]! }

  /// t, from 1.
  var t: Int { before.step + 1 }
  var isMatrix: Bool { gradient.shape.count >= 2 }
  var n: Int { gradient.rows }
  var m: Int { gradient.columns }

  /// g² + ε1, of the gradient as it was left.
  var squares: Tensor<Scalar> { self[.g].map { $0 * $0 + self.k.ε1 } }

  // MARK: Averages

  /// A tensor of the state before the step.
  func before(_ quantity: Quantity) -> Tensor<Scalar> {
    switch (quantity, before.moments) {
    case (.m, _): before.m
    case (.v, .whole(let v)): v
    case (.r, .factored(let s)): s.r
    case (.c, .factored(let s)): s.c
    case (.R, .factored(let s)): s.R
    case (.C, .factored(let s)): s.C
    default: preconditionFailure("The state of a tensor of shape \(gradient.shape) has no \(quantity).")
    }
  }

  /// The decay of a tensor of the state, and 1 minus it.
  func β(_ quantity: Quantity) -> (β: Scalar, complement: Scalar) {
    switch quantity {
    case .m: (k.β1, k.oneMinusβ1)
    case .R, .C: (k.β3, k.oneMinusβ3)
    default: (k.β2, k.oneMinusβ2)
    }
  }

  /// What the average of a tensor of the state takes in: the reference's, of the quantities as they were left.
  func term(_ quantity: Quantity) -> Tensor<Scalar> {
    switch quantity {
    case .m: self[.û]
    case .R, .C: marginal(quantity, of: self[.U])
    default: marginal(quantity, of: squares)
    }
  }

  /// The means over rows for r and R and over columns for c and C; all of it for v.
  func marginal(_ quantity: Quantity, of a: Tensor<Scalar>) -> Tensor<Scalar> {
    switch quantity {
    case .r, .R: rowMeans(a)
    case .c, .C: columnMeans(a)
    default: a
    }
  }

  /// The average of a tensor of the state once it has taken in `term`.
  func averaged(_ quantity: Quantity, with term: Tensor<Scalar>) -> Tensor<Scalar> {
    let (β, complement) = β(quantity)
    return average(before(quantity), β, complement, term)
  }

  // MARK: Element by element

  func zip(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ f: (Scalar, Scalar) -> Scalar) -> Tensor<Scalar> {
    var result = a
    for i in 0..<a.count { result[i] = f(a[i], b[i]) }
    return result
  }

  /// β x + w y.
  func average(_ x: Tensor<Scalar>, _ β: Scalar, _ w: Scalar, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
    zip(x, y) { β * $0 + w * $1 }
  }

  // MARK: Sums and means

  /// [..., n, m] to [..., n].
  func rowMeans(_ a: Tensor<Scalar>) -> Tensor<Scalar> { rowSums(a).map { $0 / Scalar(a.columns) } }
  /// [..., n, m] to [..., m].
  func columnMeans(_ a: Tensor<Scalar>) -> Tensor<Scalar> { columnSums(a).map { $0 / Scalar(a.rows) } }
  func rowSums(_ a: Tensor<Scalar>) -> Tensor<Scalar> { came.evaluation.rowSums(a) }
  func columnSums(_ a: Tensor<Scalar>) -> Tensor<Scalar> { came.evaluation.columnSums(a) }
  func sum(_ a: Tensor<Scalar>) -> Scalar { came.evaluation.sum(a) }
  func mean(_ a: Tensor<Scalar>) -> Scalar { sum(a) / Scalar(a.count) }
  func rms(_ a: Tensor<Scalar>) -> Scalar { came.evaluation.rootMeanSquare(a) }

  /// The largest element of each row of magnitudes.
  func rowMaxima(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    var maxima = rowSums(a).map { _ in Scalar(0) }
    for place in 0..<a.count { maxima[place / a.columns] = max(maxima[place / a.columns], a[place]) }
    return maxima
  }

  /// The largest element of each column of magnitudes.
  func columnMaxima(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    var maxima = columnSums(a).map { _ in Scalar(0) }
    for place in 0..<a.count {
      let column = place / (a.rows * a.columns) * a.columns + place % a.columns
      maxima[column] = max(maxima[column], a[place])
    }
    return maxima
  }

  // MARK: Factors

  /// `f(x, row, column, mean of the rows of that matrix)` for every element of a batch.
  func withFactors(
    _ x: Tensor<Scalar>, _ rows: Tensor<Scalar>, _ columns: Tensor<Scalar>,
    _ f: (_ x: Scalar, _ row: Scalar, _ column: Scalar, _ mean: Scalar) -> Scalar
  ) -> Tensor<Scalar> {
    let means = rowMeans(rows)
    return withBatches(x, rows, columns) { x, row, column, batch in f(x, row, column, means[batch]) }
  }

  /// `f(x, row, column, index of the matrix)` for every element of a batch.
  func withBatches(
    _ x: Tensor<Scalar>, _ rows: Tensor<Scalar>, _ columns: Tensor<Scalar>,
    _ f: (_ x: Scalar, _ row: Scalar, _ column: Scalar, _ batch: Int) -> Scalar
  ) -> Tensor<Scalar> {
    var result = x
    let (n, m) = (x.rows, x.columns)
    for place in 0..<x.count {
      let (row, batch) = (place / m, place / (n * m))
      result[place] = f(x[place], rows[row], columns[batch * m + place % m], batch)
    }
    return result
  }

  /// x / √v for the v that the factors stand for, as the reference computes it.
  func overRoot(_ x: Tensor<Scalar>, _ rows: Tensor<Scalar>, _ columns: Tensor<Scalar>) -> Tensor<Scalar> {
    withFactors(x, rows, columns) { x, row, column, mean in ((row / mean).inverseRoot * column.inverseRoot) * x }
  }

  /// x / √v for an unfactored v.
  func overRoot(_ x: Tensor<Scalar>, _ v: Tensor<Scalar>) -> Tensor<Scalar> { zip(x, v) { $1.inverseRoot * $0 } }

  /// x / √S for matrices; vectors have no confidence.
  func confident(_ x: Tensor<Scalar>) -> Tensor<Scalar> { isMatrix ? overRoot(x, self[.R], self[.C]) : x }

  /// u where 1/√v of a matrix is `inverseRoot` of its factors and the mean of its r.
  func preconditioned(
    _ inverseRoot: (_ r: Scalar, _ c: Scalar, _ mean: Scalar) -> Scalar
  ) -> Tensor<Scalar> {
    guard isMatrix else { return x }
    return withFactors(self[.g], self[.r], self[.c]) { g, r, c, mean in inverseRoot(r, c, mean) * g }
  }

  /// The update where 1/√S of a matrix is `inverseRoot` of its factors and the mean of its R.
  func confident(_ inverseRoot: (_ R: Scalar, _ C: Scalar, _ mean: Scalar) -> Scalar) -> Tensor<Scalar> {
    guard isMatrix else { return x }
    return withFactors(self[.m], self[.R], self[.C]) { m, R, C, mean in inverseRoot(R, C, mean) * m }
  }

  /// v, formed from its factors if it is that of a matrix.
  var v: Tensor<Scalar> {
    isMatrix ? withFactors(self[.g], self[.r], self[.c]) { _, r, c, mean in r / mean * c } : self[.v]
  }

  /// û for this u, with the reference's clip.
  func clipped(_ u: Tensor<Scalar>, at d: Scalar) -> Tensor<Scalar> {
    let excess = rms(u) / d
    return excess < 1 ? u : u.map { $0 / excess }
  }

  /// û where every `count` elements are clipped by themselves.
  func clipped(_ u: Tensor<Scalar>, blocksOf count: Int) -> Tensor<Scalar> {
    var result = u
    for start in stride(from: 0, to: u.count, by: max(count, 1)) {
      let block = clipped(Tensor(Array(u.values[start..<start + count])), at: k.d)
      for i in 0..<count { result[start + i] = block[i] }
    }
    return result
  }

  /// `f(x − m) + ε2`, for this x and m.
  func residual(_ x: Tensor<Scalar>, _ m: Tensor<Scalar>, _ f: (Scalar) -> Scalar) -> Tensor<Scalar> {
    zip(x, m) { f($0 - $1) + k.ε2 }
  }

  /// x where it has the sign of the gradient and zero elsewhere, divided by the share of elements that stay, at least 1/1000.
  func cautious(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let mask = zip(x, self[.g]) { $0 * $1 > 0 ? 1 : 0 }
    let share = max(mean(mask), 1 / Scalar(1000))
    return zip(x, mask) { $0 * ($1 / share) }
  }

  /// θ − η update, for this θ and η.
  func descended(_ θ: Tensor<Scalar>, by η: Scalar, _ update: Tensor<Scalar>) -> Tensor<Scalar> {
    zip(θ, update) { $0 - η * $1 }
  }

  /// θ without this part of itself.
  func decayed(_ θ: Tensor<Scalar>, by part: Scalar) -> Tensor<Scalar> { θ.map { $0 - part * $0 } }
}

extension [Quantity] {
  /// The averages of g².
  static var secondMoment: Self { [.r, .c, .v] }
  /// The averages of U.
  static var instability: Self { [.R, .C] }
  /// Everything that is kept from step to step.
  static var state: Self { secondMoment + [.m] + instability }
}

extension FormatScalar {
  /// 1 / √x.
  var inverseRoot: Self { 1 / squareRoot() }

  /// The nearest number of this many significant bits, ties to even, or the next one in a direction.
  func rounded(toBits bits: Int, _ rule: FloatingPointRoundingRule = .toNearestOrEven) -> Self {
    guard isFinite, self != 0 else { return self }
    let unit = Self(sign: .plus, exponent: exponent - Exponent(bits - 1), significand: 1)
    // A unit that underflows is under the last bit of a subnormal number, which then has no bits to lose.
    return unit == 0 ? self : (self / unit).rounded(rule) * unit
  }
}
