/// What happens to the sums between the passes.
extension FusedStep {
  /// x = β x + (1 − β) y for a chunk of the row factors, or after those of the column factors, where y are the sums, or
  /// means, that a pass left.
  @inlinable @inline(__always)
  func average(
    _ place: Int, _ rows: UnsafeMutablePointer<Scalar>, _ columns: UnsafeMutablePointer<Scalar>, _ β: Scalar,
    _ oneMinusβ: Scalar
  ) {
    let rowChunks = (t.tiling.allRows + Self.chunk - 1) / Self.chunk
    if place < rowChunks {
      averageRows(chunk(place, of: t.tiling.allRows), rows, β, oneMinusβ)
    } else {
      averageColumns(chunk(place - rowChunks, of: t.tiling.allColumns), columns, β, oneMinusβ)
    }
  }

  @inlinable @inline(__always)
  func chunk(_ place: Int, of count: Int) -> Range<Int> {
    place * Self.chunk..<min(count, (place + 1) * Self.chunk)
  }

  @inlinable @inline(__always)
  func averageRows(_ range: Range<Int>, _ x: UnsafeMutablePointer<Scalar>, _ β: Scalar, _ oneMinusβ: Scalar) {
    let (blocks, length) = (t.tiling.columnBlocks, Scalar(t.tiling.columns))
    for row in range {
      let sums = scratch.rowSums + row * blocks
      let sum = blocks == 1 ? sums.pointee : Summation.halve(sums, count: blocks)
      x[row] = β * x[row] + oneMinusβ * (form == .means ? sum / length : sum)
    }
  }

  /// Halves the blocks of rows, then averages; in the form of means also takes the reciprocal root, which needs no more.
  @inlinable @inline(__always)
  func averageColumns(_ range: Range<Int>, _ x: UnsafeMutablePointer<Scalar>, _ β: Scalar, _ oneMinusβ: Scalar) {
    let (m, blocks, length) = (t.tiling.columns, t.tiling.rowBlocks, Scalar(t.tiling.rows))
    var start = range.lowerBound
    // A chunk may reach over several matrices of a batch.
    while start < range.upperBound {
      let (matrix, column) = start.quotientAndRemainder(dividingBy: m)
      let count = min(range.upperBound - start, m - column)
      let sums = scratch.columnSums + (matrix * blocks * m + column)
      var width = blocks
      while width > 1 {
        let half = (width + 1) >> 1
        for i in 0..<width - half {
          let (lower, upper) = (sums + i * m, sums + (half + i) * m)
          for j in 0..<count { lower[j] += upper[j] }
        }
        width = half
      }
      let (x, b) = (x + start, scratch.b + start)
      if form == .means {
        for j in 0..<count {
          x[j] = β * x[j] + oneMinusβ * (sums[j] / length)
          b[j] = 1 / x[j].squareRoot()
        }
      } else {
        for j in 0..<count { x[j] = β * x[j] + oneMinusβ * sums[j] }
      }
      start += count
    }
  }

  /// Σr of each matrix, divided by n in the form of means.
  @inlinable @inline(__always)
  func totals(_ rows: UnsafeMutablePointer<Scalar>) {
    let n = t.tiling.rows
    for matrix in 0..<t.tiling.batch {
      // The row sums are used up by now: their room takes the totals of blocks.
      let total = Summation.tree(rows + matrix * n, count: n, blockTotals: scratch.rowSums)
      scratch.totals[matrix] = form == .means ? total / Scalar(n) : total
    }
  }

  /// 1/√(r/mean r) for a chunk of the row factors.
  @inlinable @inline(__always)
  func roots(_ place: Int, _ rows: UnsafeMutablePointer<Scalar>) {
    var range = chunk(place, of: t.tiling.allRows)
    while !range.isEmpty {
      let matrix = range.lowerBound / t.tiling.rows
      let end = min(range.upperBound, (matrix + 1) * t.tiling.rows)
      let mean = scratch.totals[matrix]
      for row in range.lowerBound..<end { scratch.a[row] = 1 / (rows[row] / mean).squareRoot() }
      range = end..<range.upperBound
    }
  }

  /// max(1, RMS(u)/d), from the sums of u² of each row.
  @inlinable @inline(__always)
  func clip() {
    let (sums, rows, blocks) = (scratch.rowSums, t.tiling.allRows, t.tiling.columnBlocks)
    if blocks > 1 {
      for row in 0..<rows { sums[row] = Summation.halve(sums + row * blocks, count: blocks) }
    }
    let sumOfSquares = Summation.tree(sums, count: rows, blockTotals: sums)
    let rms = sumOfSquares.squareRoot() / Scalar(t.tiling.count).squareRoot()
    let excess = rms / k.d
    scratch.scale.pointee = excess < 1 ? 1 : excess  // a NaN must pass through, and does
  }
}
