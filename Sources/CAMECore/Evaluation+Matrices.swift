public import RealModule

/// Sums and products over the last two dimensions of a tensor: `batch` matrices of `rows` × `columns`.
extension Evaluation {
  /// The sum of all elements, taken as one row.
  @inlinable
  public func sum<Scalar: Real>(_ a: Tensor<Scalar>) -> Scalar {
    a.values.withUnsafeBufferPointer { x in
      guard let x = x.baseAddress else { return 0 }
      return summation.sum(x, count: a.count) { $0 }
    }
  }

  /// The sum of each row: [..., n, m] to [..., n].
  ///
  /// - Complexity: O(n·m).
  @inlinable @inline(__always)
  public func rowSums<Scalar: Real>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    let (columns, rows) = (a.columns, a.batch * a.rows)
    return a.values.withUnsafeBufferPointer { a_ in
      let x = a_.baseAddress
      return tensor(Array(a.shape.dropLast()), count: rows) { row in
        guard let x else { return 0 }
        return summation.sum(x + row * columns, count: columns) { $0 }
      }
    }
  }

  /// The sum of each column: [..., n, m] to [..., m].
  ///
  /// In ``Summation/blockedTree`` each block of 64 rows is added in order and the blocks by a halving tree.
  /// - Complexity: O(n·m) time, O(m·n/64) memory.
  @inlinable @inline(__always)
  public func columnSums<Scalar: Real>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    let (rows, columns, batch) = (a.rows, a.columns, a.batch)
    let shape = Array(a.shape.dropLast(2)) + [columns]
    return a.values.withUnsafeBufferPointer { a_ in
      guard let x = a_.baseAddress else { return tensor(shape, count: batch * columns) { _ in 0 } }
      switch summation {
      case .blockedTree:
        let blocks = (rows + Summation.lanes - 1) / Summation.lanes
        var partial = blockSums(x, rows: rows, columns: columns, batch: batch, blocks: blocks)
        return partial.withUnsafeMutableBufferPointer { p in
          guard let p = p.baseAddress else { return tensor(shape, count: batch * columns) { _ in 0 } }
          for b in 0..<batch { halveRows(p + b * blocks * columns, rows: blocks, columns: columns) }
          return tensor(shape, count: batch * columns) { p[$0 / columns * blocks * columns + $0 % columns] }
        }
      case .sequential:
        return tensor(shape, count: batch * columns) { i in
          let top = x + (i / columns * rows * columns + i % columns)
          var total: Scalar = 0
          for row in 0..<rows { total += top[row * columns] }
          return total
        }
      case .compensated:
        return tensor(shape, count: batch * columns) { i in
          let top = x + (i / columns * rows * columns + i % columns)
          var total = Compensated<Scalar>()
          for row in 0..<rows { total.add(top[row * columns]) }
          return total.value
        }
      }
    }
  }

  /// The column sums of every block of 64 rows: [batch, blocks, m].
  @inlinable @inline(__always)
  func blockSums<Scalar: Real>(
    _ x: UnsafePointer<Scalar>, rows: Int, columns: Int, batch: Int, blocks: Int
  ) -> [Scalar] {
    var sums = [Scalar](repeating: 0, count: batch * blocks * columns)
    sums.withUnsafeMutableBufferPointer { sums in
      guard let out = sums.baseAddress else { return }
      split(batch * blocks) { range in
        for block in range {
          let first = block % blocks * Summation.lanes
          let source = x + (block / blocks * rows + first) * columns
          let total = out + block * columns
          total.update(from: source, count: columns)
          for row in 1..<max(1, min(Summation.lanes, rows - first)) {
            let next = source + row * columns
            for j in 0..<columns { total[j] += next[j] }
          }
        }
      }
    }
    return sums
  }

  /// The halving tree of ``Summation``, on rows in place of numbers; the result is in the first row.
  @inlinable @inline(__always)
  func halveRows<Scalar: Real>(_ x: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int) {
    var width = rows
    while width > 1 {
      let half = (width + 1) >> 1
      let upper = x + half * columns
      for i in 0..<(width - half) * columns { x[i] += upper[i] }
      width = half
    }
  }

  /// Σ x² over the whole tensor: the squares of each row by ``summation``, then the rows the same way.
  ///
  /// A vector is one row, a scalar a row of one.
  @inlinable @inline(__always)
  public func sumOfSquares<Scalar: Real>(_ a: Tensor<Scalar>) -> Scalar {
    let columns = a.columns
    let rows = columns == 0 ? 0 : a.count / columns
    return a.values.withUnsafeBufferPointer { a_ in
      guard let x = a_.baseAddress, rows > 0 else { return 0 }
      guard summation == .blockedTree else { return summation.sum(x, count: a.count) { $0 * $0 } }
      let totals = tensor([rows], count: rows) { row in
        summation.sum(x + row * columns, count: columns) { $0 * $0 }
      }
      return totals.values.withUnsafeBufferPointer { summation.sum($0.baseAddress!, count: rows) { $0 } }
    }
  }

  /// √(Σ x²) / √count, the root mean square of the whole tensor, as the official code forms it.
  ///
  /// Not over a batch element: clipping couples the matrices of a batch.
  @inlinable @inline(__always)
  public func rootMeanSquare<Scalar: Real>(_ a: Tensor<Scalar>) -> Scalar {
    sumOfSquares(a).squareRoot() / Scalar(a.count).squareRoot()
  }

  /// The sum over the last dimension of factors: [..., n] to [batch].
  @inlinable @inline(__always)
  func totals<Scalar: Real>(_ factors: Tensor<Scalar>, length: Int) -> [Scalar] {
    let batch = length == 0 ? 0 : factors.count / length
    return factors.values.withUnsafeBufferPointer { f in
      (0..<batch).map { summation.sum(f.baseAddress! + $0 * length, count: length) { $0 } }
    }
  }

  /// `f(x_ij, row_i, column_j, b)` for every element of matrix b of a batch.
  @inlinable @inline(__always)
  func map<Scalar: Real>(
    _ a: Tensor<Scalar>, rows r: Tensor<Scalar>, columns c: Tensor<Scalar>,
    _ f: (Scalar, Scalar, Scalar, Int) -> Scalar
  ) -> Tensor<Scalar> {
    let (rows, columns, rowCount) = (a.rows, a.columns, r.count)
    var values = [Scalar](repeating: 0, count: a.count)
    values.withUnsafeMutableBufferPointer { out in
      guard a.count > 0, let out = out.baseAddress else { return }
      a.values.withUnsafeBufferPointer { a in
        r.values.withUnsafeBufferPointer { r in
          c.values.withUnsafeBufferPointer { c in
            let (a, r, c) = (a.baseAddress!, r.baseAddress!, c.baseAddress!)
            split(rowCount) { range in
              for row in range {
                let b = row / rows
                let (x, y) = (a + row * columns, out + row * columns)
                let (ri, cj) = (r[row], c + b * columns)
                for j in 0..<columns { y[j] = f(x[j], ri, cj[j], b) }
              }
            }
          }
        }
      }
    }
    return Tensor(unchecked: values, shape: a.shape)
  }
}
