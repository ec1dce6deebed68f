public import RealModule

/// One step of one tensor as phases, each a loop over places that can be worked on in any order and by any thread.
///
/// The data dependences of Algorithm 2 allow no fewer than four passes over a matrix: r and c need all of g, RMS(u) needs
/// r and c, R and C need RMS(u), θ needs R and C. Passes go through memory in turn forwards and backwards, so that what
/// the last one left in the cache is used first.
@frozen @usableFromInline
struct FusedStep<Scalar: Real & Sendable>: @unchecked Sendable {
  @usableFromInline let k: CAMECoefficients<Scalar>
  @usableFromInline let form: CAMEForm
  @usableFromInline let t: CAMEBuffers<Scalar>
  @usableFromInline let storing: ((Scalar) -> Scalar)?
  @usableFromInline let scratch: Scratch

  /// Room beside the state: n numbers a row of tiles, n·m/64 column sums, and the reciprocal roots of the factors.
  @frozen @usableFromInline
  struct Scratch {
    /// The lanes of each thread, ``TileSums/laneCount`` numbers.
    @usableFromInline let lanes: UnsafeMutablePointer<Scalar>
    /// The sum of each row by block of columns: [..., n, blocks].
    @usableFromInline let rowSums: UnsafeMutablePointer<Scalar>
    /// The sum of each column by block of rows: [..., blocks, m].
    @usableFromInline let columnSums: UnsafeMutablePointer<Scalar>
    /// 1/√(r/mean r), [..., n], and 1/√c, [..., m]; later those of R and C.
    @usableFromInline let a, b: UnsafeMutablePointer<Scalar>
    /// Σr of each matrix.
    @usableFromInline let totals: UnsafeMutablePointer<Scalar>
    /// max(1, RMS(u)/d).
    @usableFromInline let scale: UnsafeMutablePointer<Scalar>

    @inlinable
    init(_ base: UnsafeMutablePointer<Scalar>, lanes: UnsafeMutablePointer<Scalar>, _ t: Tiling) {
      self.lanes = lanes
      rowSums = base
      columnSums = rowSums + Self.whole(t.allRows * t.columnBlocks)
      a = columnSums + Self.whole(t.batch * t.rowBlocks * t.columns)
      b = a + Self.whole(t.allRows)
      totals = b + Self.whole(t.allColumns)
      scale = totals + Self.whole(t.batch)
    }

    /// How many numbers it takes.
    @inlinable
    static func count(_ t: Tiling) -> Int {
      whole(t.allRows * t.columnBlocks) + whole(t.batch * t.rowBlocks * t.columns) + whole(t.allRows)
        + whole(t.allColumns) + whole(t.batch) + whole(1)
    }

    /// The next multiple of 32 numbers: each part begins with a cache line of its own, in Float a pair of them.
    @inlinable
    static func whole(_ count: Int) -> Int {
      (count + 31) & ~31
    }
  }

  @inlinable
  init(
    _ came: CAME<Scalar>, _ buffers: CAMEBuffers<Scalar>, scratch: UnsafeMutablePointer<Scalar>,
    lanes: UnsafeMutablePointer<Scalar>, storing: ((Scalar) -> Scalar)?
  ) {
    (k, form, t, self.storing) = (came.coefficients, came.form, buffers, storing)
    self.scratch = Scratch(scratch, lanes: lanes, buffers.tiling)
  }

  /// Rows or columns that are one place of a loop over factors.
  @inlinable static var chunk: Int { 1024 }

  /// How many places a phase has; 0 if the tensor does without it.
  @inlinable
  func places(_ phase: FusedPhase) -> Int {
    let isWhole = if case .whole = t.moments { true } else { false }
    let rowChunks = (t.tiling.allRows + Self.chunk - 1) / Self.chunk
    let columnChunks = (t.tiling.allColumns + Self.chunk - 1) / Self.chunk
    switch phase {
    case .moments, .parameter: return t.tiling.tiles
    case .clip: return 1
    case .squares, .momentum: return isWhole ? 0 : t.tiling.tiles
    case .averages, .residualAverages: return isWhole ? 0 : rowChunks + columnChunks
    case .totals, .residualTotals: return isWhole ? 0 : 1
    case .roots, .residualRoots: return isWhole || form == .sums ? 0 : rowChunks
    }
  }

  /// The tiles of a pass that goes backwards.
  @inlinable @inline(__always)
  func fromTheEnd(_ place: Int) -> Tile { t.tiling.tile(t.tiling.tiles - 1 - place) }

  /// Does the places of `range` as one of the threads.
  @inlinable @inline(__always)
  func perform<P: Pack>(_ phase: FusedPhase, _ range: Range<Int>, worker: Int, as pack: P.Type)
  where P.Scalar == Scalar {
    let lanes = scratch.lanes + worker * TileSums<Scalar>.laneStride
    switch t.moments {
    case .whole(let v):
      switch phase {
      case .moments: for place in range { wholeMoment(t.tiling.tile(place), v, lanes, as: pack) }
      case .clip: clip()
      case .parameter: for place in range { wholeParameter(fromTheEnd(place), v, as: pack) }
      default: break
      }
    case .factored(let r, let c, let R, let C):
      switch phase {
      case .moments: for place in range { moments(t.tiling.tile(place), lanes, as: pack) }
      case .averages: for place in range { average(place, r, c, k.β2, k.oneMinusβ2) }
      case .totals: totals(r)
      case .roots: for place in range { roots(place, r) }
      case .squares: for place in range { squares(fromTheEnd(place), r, c, lanes, as: pack) }
      case .clip: clip()
      case .momentum: for place in range { momentum(t.tiling.tile(place), r, c, lanes, as: pack) }
      case .residualAverages: for place in range { average(place, R, C, k.β3, k.oneMinusβ3) }
      case .residualTotals: totals(R)
      case .residualRoots: for place in range { roots(place, R) }
      case .parameter: for place in range { parameter(fromTheEnd(place), R, C, as: pack) }
      }
    }
  }
}

/// The phases of a step, in order; between two of them all threads meet.
@usableFromInline
enum FusedPhase: CaseIterable {
  case moments, averages, totals, roots
  case squares, clip
  case momentum, residualAverages, residualTotals, residualRoots
  case parameter
}
