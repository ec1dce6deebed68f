/// The passes over the tensor, a tile at a time.
extension FusedStep {
  @inlinable @inline(__always)
  func sums(_ tile: Tile, _ lanes: UnsafeMutablePointer<Scalar>, columns: Bool) -> TileSums<Scalar> {
    let blocks = t.tiling.columnBlocks
    return TileSums(
      lanes: lanes, rowSums: scratch.rowSums + (tile.row * blocks + tile.columnBlock), rowStride: blocks,
      columnSums: columns ? scratch.columnSums + (tile.rowBlock * t.tiling.columns + tile.column) : nil)
  }

  /// The first pass: the sums of g² + ε1.
  @inlinable @inline(__always)
  func moments<P: Pack>(_ tile: Tile, _ lanes: UnsafeMutablePointer<Scalar>, as pack: P.Type) where P.Scalar == Scalar {
    sums(tile, lanes, columns: true).add(
      tile, SquaredGradient(g: t.g, columns: t.tiling.columns, ε1: k.ε1), inCache: liesInCache, as: pack)
  }

  /// The second pass: the sums of u².
  @inlinable @inline(__always)
  func squares<P: Pack>(
    _ tile: Tile, _ r: UnsafeMutablePointer<Scalar>, _ c: UnsafeMutablePointer<Scalar>,
    _ lanes: UnsafeMutablePointer<Scalar>, as pack: P.Type
  ) where P.Scalar == Scalar {
    let (sums, columns) = (sums(tile, lanes, columns: false), t.tiling.columns)
    switch form {
    case .means:
      sums.add(tile, SquaredUpdate(g: t.g, columns: columns, quotient: means(tile)), inCache: liesInCache, as: pack)
    case .sums:
      sums.add(
        tile, SquaredUpdate(g: t.g, columns: columns, quotient: product(tile, r, c)), inCache: liesInCache, as: pack)
    }
  }

  /// The third pass: m, and the sums of U.
  @inlinable @inline(__always)
  func momentum<P: Pack>(
    _ tile: Tile, _ r: UnsafeMutablePointer<Scalar>, _ c: UnsafeMutablePointer<Scalar>,
    _ lanes: UnsafeMutablePointer<Scalar>, as pack: P.Type
  ) where P.Scalar == Scalar {
    let (sums, columns, scale) = (sums(tile, lanes, columns: true), t.tiling.columns, scratch.scale.pointee)
    switch form {
    case .means:
      sums.add(
        tile, MomentumAndInstability(g: t.g, m: t.m, columns: columns, quotient: means(tile), scale: scale, k),
        inCache: liesInCache, as: pack)
    case .sums:
      sums.add(
        tile,
        MomentumAndInstability(g: t.g, m: t.m, columns: columns, quotient: product(tile, r, c), scale: scale, k),
        inCache: liesInCache, as: pack)
    }
  }

  /// Whether g and m together are below 24 MiB; decides no bit, only which loop is taken.
  @inlinable
  var liesInCache: Bool { t.tiling.count * MemoryLayout<Scalar>.stride < 12 << 20 }

  /// The fourth pass: θ.
  @inlinable @inline(__always)
  func parameter<P: Pack>(
    _ tile: Tile, _ R: UnsafeMutablePointer<Scalar>, _ C: UnsafeMutablePointer<Scalar>, as pack: P.Type
  ) where P.Scalar == Scalar {
    switch form {
    case .means: parameter(tile, means(tile), as: pack)
    case .sums: parameter(tile, product(tile, R, C), as: pack)
    }
  }

  @inlinable @inline(__always)
  func parameter<P: Pack, Q: Quotient>(_ tile: Tile, _ quotient: Q, as pack: P.Type)
  where P.Scalar == Scalar, Q.Scalar == Scalar {
    for row in tile.row..<tile.row &+ tile.rows {
      let (first, factor) = (row &* t.tiling.columns, quotient.row(row))
      move(first &+ tile.column, tile.columns, as: pack) {
        quotient.over(P(loading: t.m + $0), factor, $0 &- first)
      } single: {
        quotient.over(One(loading: t.m + $0), factor, $0 &- first)
      }
    }
  }

  /// The first pass over a vector: v, and the sums of u².
  @inlinable @inline(__always)
  func wholeMoment<P: Pack>(
    _ tile: Tile, _ v: UnsafeMutablePointer<Scalar>, _ lanes: UnsafeMutablePointer<Scalar>, as pack: P.Type
  ) where P.Scalar == Scalar {
    sums(tile, lanes, columns: false).add(tile, WholeMoment(g: t.g, v: v, k), inCache: liesInCache, as: pack)
  }

  /// The second pass over a vector: m and θ.
  @inlinable @inline(__always)
  func wholeParameter<P: Pack>(_ tile: Tile, _ v: UnsafeMutablePointer<Scalar>, as pack: P.Type)
  where P.Scalar == Scalar {
    let scale = scratch.scale.pointee
    @inline(__always)
    func momentum<Q: Pack>(_ i: Int, as: Q.Type) -> Q where Q.Scalar == Scalar {
      let u = (Q(repeating: 1) / Q(loading: v + i).squareRoot()) * Q(loading: t.g + i)
      let û = u / Q(repeating: scale)
      let m = Q(repeating: k.β1) * Q(loading: t.m + i) + Q(repeating: k.oneMinusβ1) * û
      m.store(to: t.m + i)
      return m
    }
    move(tile.column, tile.columns, as: pack) {
      momentum($0, as: P.self)
    } single: {
      momentum($0, as: One<Scalar>.self)
    }
  }

  /// θ = θ − λη θ − η · update, for `count` numbers from a place on.
  @inlinable @inline(__always)
  func move<P: Pack>(_ start: Int, _ count: Int, as: P.Type, wide: (Int) -> P, single: (Int) -> One<Scalar>)
  where P.Scalar == Scalar {
    let end = start &+ count
    var i = start
    if let storing {
      while i < end {
        var θ = t.θ[i]
        if k.λη != 0 { θ = storing(θ - k.λη * θ) }
        t.θ[i] = storing(θ - k.η * single(i).x)
        i &+= 1
      }
      return
    }
    @inline(__always)
    func loop(decays: Bool) {
      @inline(__always)
      func move<Q: Pack>(_ i: Int, _ update: Q) where Q.Scalar == Scalar {
        var θ = Q(loading: t.θ + i)
        if decays { θ = θ - Q(repeating: k.λη) * θ }
        (θ - Q(repeating: k.η) * update).store(to: t.θ + i)
      }
      while i &+ P.width <= end {
        move(i, wide(i))
        i &+= P.width
      }
      while i < end {
        move(i, single(i))
        i &+= 1
      }
    }
    // Two loops, since a test in one would be made for every pack.
    if k.λη != 0 { loop(decays: true) } else { loop(decays: false) }
  }

  @inlinable @inline(__always)
  func means(_ tile: Tile) -> MeansQuotient<Scalar> {
    MeansQuotient(a: scratch.a, b: scratch.b + tile.matrix * t.tiling.columns)
  }

  @inlinable @inline(__always)
  func product(
    _ tile: Tile, _ rows: UnsafeMutablePointer<Scalar>, _ columns: UnsafeMutablePointer<Scalar>
  ) -> SumsQuotient<Scalar> {
    SumsQuotient(r: rows, c: columns + tile.matrix * t.tiling.columns, total: scratch.totals[tile.matrix])
  }
}
