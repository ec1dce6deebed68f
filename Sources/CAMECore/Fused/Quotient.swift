public import RealModule

/// x / √v for a matrix v that stands in its factors, the one place where the two forms differ element by element.
@usableFromInline
protocol Quotient<Scalar>: Sendable {
  associatedtype Scalar: Real
  /// What the elements of a row have in common; `row` is counted over all matrices.
  func row(_ row: Int) -> Scalar
  /// `x`, at `column`, over the root of the matrix there.
  func over<P: Pack>(_ x: P, _ row: Scalar, _ column: Int) -> P where P.Scalar == Scalar
}

/// ``CAMEForm/means``: (1/√(r/mean r) · 1/√c) · x, with both reciprocal roots at hand.
@frozen @usableFromInline
struct MeansQuotient<Scalar: Real>: Quotient, @unchecked Sendable {
  /// 1/√(r/mean r), [..., n], and 1/√c of this matrix, [m].
  @usableFromInline let a, b: UnsafePointer<Scalar>

  @inlinable @inline(__always)
  init(a: UnsafePointer<Scalar>, b: UnsafePointer<Scalar>) { (self.a, self.b) = (a, b) }

  @inlinable @inline(__always) func row(_ row: Int) -> Scalar { a[row] }

  @inlinable @inline(__always)
  func over<P: Pack>(_ x: P, _ row: Scalar, _ column: Int) -> P where P.Scalar == Scalar {
    (P(repeating: row) * P(loading: b + column)) * x
  }
}

/// ``CAMEForm/sums``: x / √(r c / Σr).
@frozen @usableFromInline
struct SumsQuotient<Scalar: Real>: Quotient, @unchecked Sendable {
  /// r, [..., n], and c of this matrix, [m].
  @usableFromInline let r, c: UnsafePointer<Scalar>
  /// Σr of this matrix.
  @usableFromInline let total: Scalar

  @inlinable @inline(__always)
  init(r: UnsafePointer<Scalar>, c: UnsafePointer<Scalar>, total: Scalar) {
    (self.r, self.c, self.total) = (r, c, total)
  }

  @inlinable @inline(__always) func row(_ row: Int) -> Scalar { r[row] }

  @inlinable @inline(__always)
  func over<P: Pack>(_ x: P, _ row: Scalar, _ column: Int) -> P where P.Scalar == Scalar {
    x / (P(repeating: row) * P(loading: c + column) / P(repeating: total)).squareRoot()
  }
}
