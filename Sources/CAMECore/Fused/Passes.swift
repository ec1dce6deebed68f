public import RealModule

// The passes over a tile, each a line of the paper. They form a quantity again where storing it would cost a pass.

/// g² + ε1, for r and c.
@frozen @usableFromInline
struct SquaredGradient<Scalar: Real>: TileTerm {
  @inlinable static var pairs: Bool { true }
  @usableFromInline let g: UnsafePointer<Scalar>
  @usableFromInline let columns: Int
  @usableFromInline let ε1: Scalar

  @inlinable @inline(__always)
  init(g: UnsafePointer<Scalar>, columns: Int, ε1: Scalar) { (self.g, self.columns, self.ε1) = (g, columns, ε1) }

  @inlinable @inline(__always) func row(_ row: Int) -> UnsafePointer<Scalar> { g + row &* columns }

  @inlinable @inline(__always)
  func term<P: Pack>(_ row: UnsafePointer<Scalar>, _ column: Int) -> P where P.Scalar == Scalar {
    let g = P(loading: row + column)
    return g * g + P(repeating: ε1)
  }
}

/// u² = (g / √v)², for RMS(u).
@frozen @usableFromInline
struct SquaredUpdate<Q: Quotient>: TileTerm {
  @inlinable static var pairs: Bool { true }
  @usableFromInline typealias Scalar = Q.Scalar
  @usableFromInline let g: UnsafePointer<Scalar>
  @usableFromInline let columns: Int
  @usableFromInline let quotient: Q

  @inlinable @inline(__always)
  init(g: UnsafePointer<Scalar>, columns: Int, quotient: Q) {
    (self.g, self.columns, self.quotient) = (g, columns, quotient)
  }

  @inlinable @inline(__always)
  func row(_ row: Int) -> (g: UnsafePointer<Scalar>, factor: Scalar) { (g + row &* columns, quotient.row(row)) }

  @inlinable @inline(__always)
  func term<P: Pack>(_ row: (g: UnsafePointer<Scalar>, factor: Scalar), _ column: Int) -> P where P.Scalar == Scalar {
    let u = quotient.over(P(loading: row.g + column), row.factor, column)
    return u * u
  }
}

/// m = β1 m + (1 − β1) û, written, and U = (û − m)² + ε2, for R and C.
@frozen @usableFromInline
struct MomentumAndInstability<Q: Quotient>: TileTerm {
  @inlinable static var pairs: Bool { false }
  @usableFromInline typealias Scalar = Q.Scalar
  @usableFromInline let g: UnsafePointer<Scalar>
  @usableFromInline let m: UnsafeMutablePointer<Scalar>
  @usableFromInline let columns: Int
  @usableFromInline let quotient: Q
  @usableFromInline let scale, β1, oneMinusβ1, ε2: Scalar

  @inlinable @inline(__always)
  init(
    g: UnsafePointer<Scalar>, m: UnsafeMutablePointer<Scalar>, columns: Int, quotient: Q, scale: Scalar,
    _ k: CAMECoefficients<Scalar>
  ) {
    (self.g, self.m, self.columns, self.quotient, self.scale) = (g, m, columns, quotient, scale)
    (β1, oneMinusβ1, ε2) = (k.β1, k.oneMinusβ1, k.ε2)
  }

  @inlinable @inline(__always)
  func row(_ row: Int) -> (g: UnsafePointer<Scalar>, m: UnsafeMutablePointer<Scalar>, factor: Scalar) {
    (g + row &* columns, m + row &* columns, quotient.row(row))
  }

  @inlinable @inline(__always)
  func term<P: Pack>(
    _ row: (g: UnsafePointer<Scalar>, m: UnsafeMutablePointer<Scalar>, factor: Scalar), _ column: Int
  ) -> P where P.Scalar == Scalar {
    let u = quotient.over(P(loading: row.g + column), row.factor, column)
    let û = u / P(repeating: scale)
    let m = P(repeating: β1) * P(loading: row.m + column) + P(repeating: oneMinusβ1) * û
    m.store(to: row.m + column)
    let residual = û - m
    return residual * residual + P(repeating: ε2)
  }
}

/// v = β2 v + (1 − β2)(g² + ε1), written, and u² = (g / √v)²: the first pass over a vector.
@frozen @usableFromInline
struct WholeMoment<Scalar: Real>: TileTerm {
  @inlinable static var pairs: Bool { false }
  @usableFromInline let g: UnsafePointer<Scalar>
  @usableFromInline let v: UnsafeMutablePointer<Scalar>
  @usableFromInline let β2, oneMinusβ2, ε1: Scalar

  @inlinable @inline(__always)
  init(g: UnsafePointer<Scalar>, v: UnsafeMutablePointer<Scalar>, _ k: CAMECoefficients<Scalar>) {
    (self.g, self.v) = (g, v)
    (β2, oneMinusβ2, ε1) = (k.β2, k.oneMinusβ2, k.ε1)
  }

  @inlinable @inline(__always) func row(_: Int) {}

  @inlinable @inline(__always)
  func term<P: Pack>(_: Void, _ column: Int) -> P where P.Scalar == Scalar {
    let g = P(loading: g + column)
    let v = P(repeating: β2) * P(loading: v + column) + P(repeating: oneMinusβ2) * (g * g + P(repeating: ε1))
    v.store(to: self.v + column)
    let u = (P(repeating: 1) / v.squareRoot()) * g
    return u * u
  }
}
