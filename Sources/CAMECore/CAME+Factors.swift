/// The two ways to write the factored moments; equal in exact arithmetic, not in a format.
@frozen
public enum CAMEForm: String, CaseIterable, Sendable {
  /// Factors are means, and v is never formed: two reciprocal roots are multiplied. The official code.
  case means
  /// Factors are sums, v_ij = r_i c_j / Σr is formed and its root divides. The paper's Algorithm 2.
  ///
  /// Its range is smaller: sums overflow before means do, and the product r_i c_j before either.
  case sums
}

/// The steps that the second moment and the instability share.
extension CAME {
  public func initialState(shape: [Int]) throws(TensorError) -> CAMEState<Scalar> {
    try CAMEState(shape: shape)
  }

  @inlinable
  public func accepts(_ state: CAMEState<Scalar>, shape: [Int]) -> Bool {
    guard state.m.shape == shape else { return false }
    switch state.moments {
    case .whole(let v): return shape.count < 2 && v.shape == shape
    case .factored(let s):
      // Slices compare without an array: a step that allocates nothing asks this too.
      let (outer, rows) = (shape.dropLast(2), shape.dropLast())
      return shape.count >= 2 && s.r.shape.elementsEqual(rows) && s.R.shape.elementsEqual(rows)
        && s.c.shape.dropLast().elementsEqual(outer) && s.c.shape.last == shape.last
        && s.C.shape.dropLast().elementsEqual(outer) && s.C.shape.last == shape.last
    }
  }

  /// What the tap leaves of a quantity; without one the quantity itself.
  ///
  /// By value, since a variable whose address a closure is given lives to the end of the step: its memory would not be used
  /// again, which doubles the time of a step.
  @inlinable @inline(__always)
  func tapped(_ quantity: Quantity, _ x: Tensor<Scalar>, _ tap: StepTap<Scalar>?) -> Tensor<Scalar> {
    guard let tap else { return x }
    return changed(quantity, x, tap)
  }

  @inlinable @inline(never)
  func changed(_ quantity: Quantity, _ x: Tensor<Scalar>, _ tap: StepTap<Scalar>) -> Tensor<Scalar> {
    var x = x
    tap(quantity, &x)
    return x
  }

  /// x = β x + (1 − β) y, the exponential moving average.
  @inlinable @inline(__always)
  func average(_ x: inout Tensor<Scalar>, _ β: Scalar, _ oneMinusβ: Scalar, _ y: Tensor<Scalar>) {
    evaluation.update(&x, with: y) { x, y in β * x + oneMinusβ * y }
  }

  /// A 1_m, divided by m in the means form: [..., n, m] to [..., n].
  @inlinable @inline(__always)
  func rowTerm(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    let sums = wideSums?.rowSums(a) ?? evaluation.rowSums(a)
    guard form == .means else { return sums }
    let count = Scalar(a.columns)
    return evaluation.map(sums) { $0 / count }
  }

  /// 1_nᵀ A, divided by n in the means form: [..., n, m] to [..., m].
  @inlinable @inline(__always)
  func columnTerm(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    let sums = wideSums?.columnSums(a) ?? evaluation.columnSums(a)
    guard form == .means else { return sums }
    let count = Scalar(a.rows)
    return evaluation.map(sums) { $0 / count }
  }

  /// √(Σ x²) / √count over the whole tensor.
  @inlinable @inline(__always)
  func rootMeanSquare(_ x: Tensor<Scalar>) -> Scalar {
    guard let wideSums else { return evaluation.rootMeanSquare(x) }
    return wideSums.sumOfSquares(x).squareRoot() / Scalar(x.count).squareRoot()
  }

  /// x / √v, where v is the matrix that the factors stand for, each matrix of a batch for itself.
  ///
  /// The row total that normalises is that of one matrix, whereas clipping is over the whole tensor.
  @inlinable @inline(__always)
  func overRoot(
    _ x: Tensor<Scalar>, rows: Tensor<Scalar>, columns: Tensor<Scalar>,
    as names: (v: Quantity, inverseRoot: Quantity), _ tap: StepTap<Scalar>?
  ) -> Tensor<Scalar> {
    let n = x.rows
    let totals = wideSums?.totals(rows, n) ?? evaluation.totals(rows, length: n)
    switch form {
    case .means:
      let (means, values) = (totals.map { $0 / Scalar(n) }, rows.values)
      let a = evaluation.tensor(rows.shape, count: rows.count) { 1 / (values[$0] / means[$0 / n]).squareRoot() }
      let b = evaluation.map(columns) { 1 / $0.squareRoot() }
      if let tap {
        let inverseRoot = changed(
          names.inverseRoot, evaluation.map(x, rows: a, columns: b) { _, a, b, _ in a * b }, tap)
        return evaluation.map(x, inverseRoot) { $1 * $0 }
      }
      return evaluation.map(x, rows: a, columns: b) { x, a, b, _ in (a * b) * x }
    case .sums:
      let product = evaluation.map(x, rows: rows, columns: columns) { _, row, column, batch in
        row * column / totals[batch]
      }
      let v = tapped(names.v, product, tap)
      return evaluation.map(x, v) { $0 / $1.squareRoot() }
    }
  }
}
