@testable import PropertyKit

func dot(_ x: some Sequence<Double>, _ y: some Sequence<Double>) -> Double {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}

extension MatrixKind {
  /// The matrix as it is made, before it is scaled and rounded.
  func drawn(_ rows: Int, _ columns: Int, seed: Int, precision: Int = 53) -> Matrix<Double> {
    var random = RandomStream(seed: UInt64(seed))
    let elements = [Double](unsafeUninitializedCapacity: rows * columns) { buffer, count in
      count = rows * columns
      buffer.initialize(repeating: 0)
      fill(MatrixBuffer(rows: rows, columns: columns, elements: buffer), &random, precision: precision)
    }
    return Matrix(rows: rows, columns: columns, elements: elements)
  }
}

extension Matrix<Double> {
  func row(_ i: Int) -> ArraySlice<Double> { elements[i * columns..<(i + 1) * columns] }
  func column(_ j: Int) -> [Double] { (0..<rows).map { self[$0, j] } }

  /// The rank of the elements times 2^34, which must be integers, in arithmetic modulo a prime.
  ///
  /// It is at most the rank of the matrix. It is less only if the prime divides every minor of that order: of integers
  /// under 2^44, minors of order 5 are under 2^227, and so have at most three divisors as large.
  var rank: Int {
    let prime: Int128 = (1 << 61) - 1
    var left = (0..<rows).map { i in row(i).map { Int128(exactly: $0 * 0x1p34)! } }
    var rank = 0
    for j in 0..<columns {
      guard let pivot = left.firstIndex(where: { $0[j] % prime != 0 }) else { continue }
      let row = left.remove(at: pivot)
      left = left.map { other in zip(other, row).map { ($0 * row[j] - $1 * other[j]) % prime } }
      rank += 1
    }
    return rank
  }

  /// The singular values from the largest: rotations make the columns orthogonal to each other.
  ///
  /// Reference: Hestenes, *Inversion of Matrices by Biorthogonalization*, Journal of SIAM 6, 1958.
  var singularValues: [Double] {
    var columns = (0..<self.columns).map(column)
    for _ in 0..<30 {
      for p in columns.indices {
        for q in columns.indices where q > p {
          let (a, b, c) = (dot(columns[p], columns[p]), dot(columns[q], columns[q]), dot(columns[p], columns[q]))
          guard c != 0 else { continue }
          let zeta = (b - a) / (2 * c)
          let t = (zeta < 0 ? -1 : 1) / (zeta.magnitude + (1 + zeta * zeta).squareRoot())
          let cosine = 1 / (1 + t * t).squareRoot()
          let (x, y) = (columns[p], columns[q])
          for i in x.indices {
            (columns[p][i], columns[q][i]) = (cosine * (x[i] - t * y[i]), cosine * (y[i] + t * x[i]))
          }
        }
      }
    }
    return columns.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }.sorted(by: >)
  }
}
