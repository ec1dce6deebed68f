internal import CAMECore
internal import Formats
internal import RealModule

/// A step of the reference at the moment in which it hands over a quantity: what a rewrite may compute with.
final class Moment<Scalar: Refereed> {
  let k: CAMECoefficients<Scalar>
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
    k: CAMECoefficients<Scalar>, came: CAME<Scalar>, before: CAMEState<Scalar>, θBefore: Tensor<Scalar>,
    gradient: Tensor<Scalar>, notes: Notes<Scalar>
  ) {
    (self.k, self.came, self.before, self.θBefore) = (k, came, before, θBefore)
    (self.gradient, self.notes, x) = (gradient, notes, gradient)
  }

  /// A quantity of this step that was handed over before.
  subscript(quantity: Quantity) -> Tensor<Scalar> { seen[quantity]! }

  /// t, from 1.
  var t: Int { before.step + 1 }
  var isMatrix: Bool { gradient.shape.count >= 2 }
  var n: Int { gradient.rows }
  var m: Int { gradient.columns }

  /// The factors before the step.
  var factors: CAMEState<Scalar>.Factors {
    guard case .factored(let s) = before.moments else { preconditionFailure("A vector has no factors.") }
    return s
  }

  /// The second moment of a vector before the step.
  var wholeBefore: Tensor<Scalar> {
    guard case .whole(let v) = before.moments else { preconditionFailure("A matrix has no whole second moment.") }
    return v
  }

  /// g² + ε1, of the gradient as it was left.
  var squares: Tensor<Scalar> { self[.g].map { $0 * $0 + self.k.ε1 } }

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

  // MARK: Factors

  /// `f(x, row, column, mean of the rows of that matrix)` for every element of a batch.
  func withFactors(
    _ x: Tensor<Scalar>, _ rows: Tensor<Scalar>, _ columns: Tensor<Scalar>,
    _ f: (_ x: Scalar, _ row: Scalar, _ column: Scalar, _ mean: Scalar) -> Scalar
  ) -> Tensor<Scalar> {
    var result = x
    let (n, m) = (x.rows, x.columns)
    for b in 0..<x.batch {
      var total: Scalar = 0
      for i in 0..<n { total += rows[b * n + i] }
      let mean = total / Scalar(n)
      for i in 0..<n {
        for j in 0..<m {
          let place = (b * n + i) * m + j
          result[place] = f(x[place], rows[b * n + i], columns[b * m + j], mean)
        }
      }
    }
    return result
  }

  /// x / √v for the v that the factors stand for, as the reference computes it.
  func overRoot(_ x: Tensor<Scalar>, _ rows: Tensor<Scalar>, _ columns: Tensor<Scalar>) -> Tensor<Scalar> {
    withFactors(x, rows, columns) { x, row, column, mean in
      ((1 / (row / mean).squareRoot()) * (1 / column.squareRoot())) * x
    }
  }

  /// x / √v for an unfactored v.
  func overRoot(_ x: Tensor<Scalar>, _ v: Tensor<Scalar>) -> Tensor<Scalar> { zip(x, v) { (1 / $1.squareRoot()) * $0 } }

  /// û for this u, with the reference's clip.
  func clipped(_ u: Tensor<Scalar>, at d: Scalar) -> Tensor<Scalar> {
    let excess = rms(u) / d
    return excess > 1 ? u.map { $0 / excess } : u
  }

  /// The number of significant bits that are kept, to nearest with ties to even.
  func rounded(_ x: Scalar, toBits bits: Int) -> Scalar {
    guard x.isFinite, x != 0, Scalar.significantBits > bits else { return x }
    let unit = Scalar(sign: .plus, exponent: x.exponent - Scalar.Exponent(bits - 1), significand: 1)
    return (x / unit).rounded(.toNearestOrEven) * unit
  }
}
