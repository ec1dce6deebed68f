public import RealModule

/// A term of a pass over a tile: what is summed at a place, and what is written there on the way.
@usableFromInline
protocol TileTerm<Scalar> {
  associatedtype Scalar: Real
  /// What the terms of a row have in common.
  associatedtype Row

  /// What the terms of a row have in common; `row` is counted over all matrices.
  func row(_ row: Int) -> Row
  /// The term at `column` of the row, and those of as many columns after it as the pack is wide.
  func term<P: Pack>(_ row: Row, _ column: Int) -> P where P.Scalar == Scalar
}

/// The sums of a tile along its rows, and along its columns where they are wanted, in the order of
/// ``Summation/blockedTree``: 64 lanes a row, halved at its end; columns row after row.
///
/// Terms are squares, so that sums may start from zero: no term is −0.
///
/// Design note. Four rows at a time: a column's partial sum is loaded and stored once for four terms, and four rows are
/// four streams for the processor to fetch ahead. The lanes stay in memory, since 256 numbers fit in no register file;
/// their traffic is with the first cache alone. A pass that reads and writes more than one tensor takes one row at a
/// time where the tensor lies in a cache: rows of a power of two lie at the same place of a small cache, and eight
/// streams there push each other out, which makes that pass half as slow again.
@frozen @usableFromInline
struct TileSums<Scalar: Real> {
  /// Rows that may be summed at once.
  @inlinable static var group: Int { 4 }
  /// Room for the lanes of four rows.
  @inlinable static var laneCount: Int { 256 }
  /// From the lanes of one thread to those of the next: no two threads share a cache line, nor a pair of them.
  @inlinable static var laneStride: Int { 384 }

  @usableFromInline let lanes: UnsafeMutablePointer<Scalar>
  /// Where a row's sum goes: that of row i at `i * rowStride`.
  @usableFromInline let rowSums: UnsafeMutablePointer<Scalar>
  @usableFromInline let rowStride: Int
  /// Where the sums of the tile's columns go.
  @usableFromInline let columnSums: UnsafeMutablePointer<Scalar>?

  @inlinable @inline(__always)
  init(
    lanes: UnsafeMutablePointer<Scalar>, rowSums: UnsafeMutablePointer<Scalar>, rowStride: Int,
    columnSums: UnsafeMutablePointer<Scalar>?
  ) {
    (self.lanes, self.rowSums, self.rowStride, self.columnSums) = (lanes, rowSums, rowStride, columnSums)
  }

  @inlinable @inline(__always)
  func add<P: Pack, Term: TileTerm>(_ tile: Tile, _ term: Term, rowByRow: Bool = false, as pack: P.Type)
  where P.Scalar == Scalar, Term.Scalar == Scalar {
    if let columnSums { columnSums.update(repeating: 0, count: tile.columns) }
    var row = 0
    while !rowByRow, row &+ Self.group <= tile.rows {
      addFour(tile, row, term, as: pack)
      row &+= Self.group
    }
    while row < tile.rows {
      addOne(tile, row, term, as: pack)
      row &+= 1
    }
  }

  @inlinable @inline(__always)
  func addFour<P: Pack, Term: TileTerm>(_ tile: Tile, _ row: Int, _ term: Term, as pack: P.Type)
  where P.Scalar == Scalar, Term.Scalar == Scalar {
    let first = tile.row &+ row
    let (row0, row1, row2, row3) = (
      term.row(first), term.row(first &+ 1), term.row(first &+ 2), term.row(first &+ 3)
    )
    lanes.update(repeating: 0, count: Self.laneCount)
    @inline(__always)
    func add<Q: Pack>(_ column: Int, _ lane: Int, as: Q.Type) where Q.Scalar == Scalar {
      let (at, lane) = (tile.column &+ column, lanes + lane)
      let t0: Q = term.term(row0, at)
      let t1: Q = term.term(row1, at)
      let t2: Q = term.term(row2, at)
      let t3: Q = term.term(row3, at)
      (Q(loading: lane) + t0).store(to: lane)
      (Q(loading: lane + 64) + t1).store(to: lane + 64)
      (Q(loading: lane + 128) + t2).store(to: lane + 128)
      (Q(loading: lane + 192) + t3).store(to: lane + 192)
      if let columnSums {
        let sum = columnSums + column
        ((((Q(loading: sum) + t0) + t1) + t2) + t3).store(to: sum)
      }
    }
    forEachLane(
      tile.columns, width: P.width, wide: { add($0, $1, as: P.self) }, single: { add($0, $1, as: One<Scalar>.self) })
    for i in 0..<4 { store(lanes + i &* Summation.lanes, tile, row &+ i, as: pack) }
  }

  @inlinable @inline(__always)
  func addOne<P: Pack, Term: TileTerm>(_ tile: Tile, _ row: Int, _ term: Term, as pack: P.Type)
  where P.Scalar == Scalar, Term.Scalar == Scalar {
    let row0 = term.row(tile.row &+ row)
    lanes.update(repeating: 0, count: Summation.lanes)
    @inline(__always)
    func add<Q: Pack>(_ column: Int, _ lane: Int, as: Q.Type) where Q.Scalar == Scalar {
      let (t, lane): (Q, _) = (term.term(row0, tile.column &+ column), lanes + lane)
      (Q(loading: lane) + t).store(to: lane)
      if let columnSums { (Q(loading: columnSums + column) + t).store(to: columnSums + column) }
    }
    forEachLane(
      tile.columns, width: P.width, wide: { add($0, $1, as: P.self) }, single: { add($0, $1, as: One<Scalar>.self) })
    store(lanes, tile, row, as: pack)
  }

  /// Halves the lanes of a row into its sum.
  @inlinable @inline(__always)
  func store<P: Pack>(_ lanes: UnsafeMutablePointer<Scalar>, _ tile: Tile, _ row: Int, as: P.Type)
  where P.Scalar == Scalar {
    guard tile.columns >= Summation.lanes else {
      rowSums[row &* rowStride] = Summation.halve(lanes, count: tile.columns)
      return
    }
    var half = 32
    while half >= P.width {
      var lane = 0
      while lane < half {
        (P(loading: lanes + lane) + P(loading: lanes + (lane &+ half))).store(to: lanes + lane)
        lane &+= P.width
      }
      half >>= 1
    }
    while half > 0 {
      for lane in 0..<half { lanes[lane] += lanes[lane &+ half] }
      half >>= 1
    }
    rowSums[row &* rowStride] = lanes[0]
  }
}

/// Goes over columns 64 lanes at a time, in packs of `width` and at the end one by one: `body(column, lane)`.
@inlinable @inline(__always)
func forEachLane(_ columns: Int, width: Int, wide: (Int, Int) -> Void, single: (Int, Int) -> Void) {
  var column = 0
  while column &+ 64 <= columns {
    var lane = 0
    // The constant length is what lets the compiler unroll it.
    while lane < 64 {
      wide(column &+ lane, lane)
      lane &+= width
    }
    column &+= 64
  }
  let rest = columns &- column
  var lane = 0
  while lane &+ width <= rest {
    wide(column &+ lane, lane)
    lane &+= width
  }
  while lane < rest {
    single(column &+ lane, lane)
    lane &+= 1
  }
}
