public import RealModule

/// A term of a pass over a tile: what is summed at a place, and what is written there on the way.
@usableFromInline
protocol TileTerm<Scalar> {
  associatedtype Scalar: Real
  /// What the terms of a row have in common.
  associatedtype Row
  /// Whether two rows at a time are better than one in a cache: where a pass reads one tensor and writes none.
  static var pairs: Bool { get }

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
/// Design note. What limits a pass depends on where the tensor lies. Beyond the caches it is how much is being fetched
/// ahead: four rows at a time are four streams, and their lanes stay in memory, since 256 numbers fit in no register file.
/// In a cache it is the number of instructions, and rows a power of two apart, which push each other out of the smallest
/// cache: there one or two rows at a time have their lanes in registers, as far as there are any.
@frozen @usableFromInline
struct TileSums<Scalar: Real> {
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
  func add<P: Pack, Term: TileTerm>(_ tile: Tile, _ term: Term, inCache: Bool, as pack: P.Type)
  where P.Scalar == Scalar, Term.Scalar == Scalar {
    if let columnSums { columnSums.update(repeating: 0, count: tile.columns) }
    let blocks = tile.blocks
    var row = 0
    if inCache && P.width == 16 {
      while Term.pairs, row &+ 2 <= tile.rows {
        for block in 0..<blocks { at(block).addTwo(tile.block(block), row, term, as: pack) }
        row &+= 2
      }
    } else {
      while row &+ 4 <= tile.rows {
        for block in 0..<blocks { at(block).addFour(tile.block(block), row, term, as: pack) }
        row &+= 4
      }
    }
    while row < tile.rows {
      for block in 0..<blocks { at(block).addOne(tile.block(block), row, term, as: pack) }
      row &+= 1
    }
  }

  /// The sums of a block of the tile's columns.
  @inlinable @inline(__always)
  func at(_ block: Int) -> Self {
    Self(
      lanes: lanes, rowSums: rowSums + block, rowStride: rowStride,
      columnSums: columnSums.map { $0 + block &* Summation.block })
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
  func addTwo<P: Pack, Term: TileTerm>(_ tile: Tile, _ row: Int, _ term: Term, as pack: P.Type)
  where P.Scalar == Scalar, Term.Scalar == Scalar {
    let (row0, row1) = (term.row(tile.row &+ row), term.row(tile.row &+ row &+ 1))
    @inline(__always)
    func add<Q: Pack>(_ column: Int, _ sum0: inout Q, _ sum1: inout Q) where Q.Scalar == Scalar {
      let t0: Q = term.term(row0, tile.column &+ column)
      let t1: Q = term.term(row1, tile.column &+ column)
      sum0 = sum0 + t0
      sum1 = sum1 + t1
      if let columnSums {
        let sum = columnSums + column
        ((Q(loading: sum) + t0) + t1).store(to: sum)
      }
    }
    var (x, y) = (Quarters<P>(), Quarters<P>())
    var column = 0
    while column &+ 64 <= tile.columns {
      add(column, &x.a, &y.a)
      add(column &+ 16, &x.b, &y.b)
      add(column &+ 32, &x.c, &y.c)
      add(column &+ 48, &x.d, &y.d)
      column &+= 64
    }
    x.store(to: lanes)
    y.store(to: lanes + 64)
    for lane in 0..<tile.columns &- column {
      var (sum0, sum1) = (One(repeating: lanes[lane]), One(repeating: lanes[lane &+ 64]))
      add(column &+ lane, &sum0, &sum1)
      (lanes[lane], lanes[lane &+ 64]) = (sum0.x, sum1.x)
    }
    store(lanes, tile, row, as: pack)
    store(lanes + 64, tile, row &+ 1, as: pack)
  }

  @inlinable @inline(__always)
  func addOne<P: Pack, Term: TileTerm>(_ tile: Tile, _ row: Int, _ term: Term, as pack: P.Type)
  where P.Scalar == Scalar, Term.Scalar == Scalar {
    let row0 = term.row(tile.row &+ row)
    @inline(__always)
    func add<Q: Pack>(_ column: Int, _ sum: inout Q) where Q.Scalar == Scalar {
      let t: Q = term.term(row0, tile.column &+ column)
      sum = sum + t
      if let columnSums { (Q(loading: columnSums + column) + t).store(to: columnSums + column) }
    }
    var column = 0
    if P.width == 16 {
      var x = Quarters<P>()
      while column &+ 64 <= tile.columns {
        add(column, &x.a)
        add(column &+ 16, &x.b)
        add(column &+ 32, &x.c)
        add(column &+ 48, &x.d)
        column &+= 64
      }
      x.store(to: lanes)
    } else {
      lanes.update(repeating: 0, count: Summation.lanes)
    }
    while column < tile.columns {
      for lane in 0..<min(64, tile.columns &- column) {
        var sum = One(repeating: lanes[lane])
        add(column &+ lane, &sum)
        lanes[lane] = sum.x
      }
      column &+= 64
    }
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

/// The 64 lanes of a row in packs of sixteen.
@frozen @usableFromInline
struct Quarters<P: Pack> {
  @usableFromInline var a, b, c, d: P

  @inlinable @inline(__always)
  init() {
    a = P(repeating: 0)
    b = a
    c = a
    d = a
  }

  @inlinable @inline(__always)
  func store(to x: UnsafeMutablePointer<P.Scalar>) {
    a.store(to: x)
    b.store(to: x + 16)
    c.store(to: x + 32)
    d.store(to: x + 48)
  }
}
