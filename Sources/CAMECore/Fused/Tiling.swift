/// How a tensor is cut for the fused step: blocks of 64 rows by 4096 columns of each matrix, or by several times 4096.
///
/// Both lengths are those of ``Summation/blockedTree``, so that every tile ends where a partial sum ends: tiles can be
/// worked on in any order and by any thread without changing a bit. Where there are rows enough for all threads a tile is as
/// wide as the matrix, since memory is fast where it is read on and on.
@frozen @usableFromInline
struct Tiling {
  @usableFromInline let batch, rows, columns: Int
  /// Blocks of 64 rows of one matrix, and blocks of 4096 columns.
  @usableFromInline let rowBlocks, columnBlocks: Int
  /// Blocks of columns in one tile, and tiles across a matrix.
  @usableFromInline let span, across: Int

  /// A tensor of `batch` matrices; a vector is one matrix of one row.
  @inlinable
  init(batch: Int, rows: Int, columns: Int) {
    (self.batch, self.rows, self.columns) = (batch, rows, columns)
    rowBlocks = (rows + Summation.lanes - 1) / Summation.lanes
    columnBlocks = (columns + Summation.block - 1) / Summation.block
    span = batch * rowBlocks >= 32 ? min(max(1, columnBlocks), 16) : 1
    across = (columnBlocks + span - 1) / span
  }

  /// A tensor of `shape`: its last two dimensions are the matrices, a vector or scalar is one row.
  @inlinable
  init(shape: [Int]) {
    self.init(
      batch: shape.dropLast(2).reduce(1, *), rows: shape.count < 2 ? 1 : shape[shape.count - 2],
      columns: shape.last ?? 1)
  }

  @inlinable var count: Int { batch * rows * columns }
  /// Rows of all matrices.
  @inlinable var allRows: Int { batch * rows }
  /// Columns of all matrices.
  @inlinable var allColumns: Int { batch * columns }
  @inlinable var tiles: Int { batch * rowBlocks * across }

  /// The tile of a number from 0: matrix by matrix, rows before columns.
  @inlinable
  func tile(_ index: Int) -> Tile {
    let (block, place) = index.quotientAndRemainder(dividingBy: across)
    let (matrix, rowBlock) = block.quotientAndRemainder(dividingBy: rowBlocks)
    let (top, left) = (rowBlock * Summation.lanes, place * span * Summation.block)
    return Tile(
      matrix: matrix, row: matrix * rows + top, rows: min(Summation.lanes, rows - top), column: left,
      columns: min(span * Summation.block, columns - left), rowBlock: block, columnBlock: place * span)
  }
}

/// At most 64 rows and some blocks of columns of one matrix.
@frozen @usableFromInline
struct Tile {
  /// Which matrix of the batch.
  @usableFromInline let matrix: Int
  /// The first row, counted over all matrices, and how many there are.
  @usableFromInline let row, rows: Int
  /// The first column and how many there are.
  @usableFromInline let column, columns: Int
  /// The block of rows, counted over all matrices, and the first block of columns.
  @usableFromInline let rowBlock, columnBlock: Int

  @inlinable
  init(matrix: Int, row: Int, rows: Int, column: Int, columns: Int, rowBlock: Int, columnBlock: Int) {
    (self.matrix, self.row, self.rows) = (matrix, row, rows)
    (self.column, self.columns) = (column, columns)
    (self.rowBlock, self.columnBlock) = (rowBlock, columnBlock)
  }

  /// How many blocks of columns it has.
  @inlinable @inline(__always)
  var blocks: Int { (columns &+ Summation.block &- 1) / Summation.block }

  /// One of its blocks of columns.
  @inlinable @inline(__always)
  func block(_ index: Int) -> Tile {
    let left = index &* Summation.block
    return Tile(
      matrix: matrix, row: row, rows: rows, column: column &+ left, columns: min(Summation.block, columns &- left),
      rowBlock: rowBlock, columnBlock: columnBlock &+ index)
  }
}
