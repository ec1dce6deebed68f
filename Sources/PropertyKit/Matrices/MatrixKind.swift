/// A kind of matrix on which numerical code goes wrong in its own way.
public enum MatrixKind: String, CaseIterable, Sendable {
  /// Independent normal elements.
  case normal
  /// Magnitudes spread over many powers of two, of either sign.
  case logNormal
  /// ±(1 − u)/u with u even in (0, 1): a few elements are far larger than all others, as often as with Cauchy's distribution.
  case heavyTailed
  /// Small integers.
  case integers
  /// One value everywhere.
  case constant
  /// u vᵀ, exactly while its products fit the format.
  case rankOne
  /// u vᵀ and noise of 2^−10 to 2^−20 of it.
  case rankOneNoise
  /// A sum of a few u vᵀ.
  case lowRank
  /// Normal, with some rows and columns of zeros.
  case zeroRowsAndColumns
  /// A few rows that aren't zero, like the gradient of an embedding.
  case sparseRows
  /// One element many powers of two above the others.
  case oneHuge
  /// Rows on a ladder of powers of two.
  case gradedRows
  /// Singular values on a ladder down to 1/κ, between two random orthogonal bases.
  case singularValues
  /// Every element under the least normal number of the format, or at its least numbers where it has no others.
  case subnormal
  /// Rows that differ from the first by up to four last places; those of a Double, where the format has more bits.
  case nearDuplicateRows
  /// One magnitude, signs like a chessboard.
  case checkerboard

  /// Whether the elements are independent, so that bits under those of a Double are as well random.
  var isDense: Bool {
    switch self {
    case .normal, .logNormal, .heavyTailed, .zeroRowsAndColumns, .sparseRows, .oneHuge, .gradedRows: true
    default: false
    }
  }
}

/// A place for the elements of one matrix.
struct MatrixBuffer {
  let rows: Int
  let columns: Int
  let elements: UnsafeMutableBufferPointer<Double>

  subscript(row: Int, column: Int) -> Double {
    get { elements[row &* columns &+ column] }
    nonmutating set { elements[row &* columns &+ column] = newValue }
  }
}

extension MatrixKind {
  /// Fills the matrix with elements about 1 in magnitude.
  ///
  /// `precision` is that of the format; `least` says how far its subnormal numbers reach under its least normal one.
  ///
  /// - Complexity: O(rows · columns), for `singularValues` times their smaller count.
  func fill(_ matrix: MatrixBuffer, _ random: inout RandomStream, precision: Int) {
    let elements = matrix.elements
    switch self {
    case .normal, .subnormal: Normal.fill(elements, &random)
    case .logNormal:
      Normal.fill(elements, &random)
      // ±2^(3z), with the significand even in [1, 2) instead of by a function. Added to 1.5 · 2^52, a number is rounded and
      // stands as an integer in the last bits.
      for i in elements.indices {
        let exponent = (elements[i] * 3 + 0x1.8p52).bitPattern &+ 1023
        elements[i] = Double(bitPattern: (exponent & 0x7FF) &<< 52 | random.next() & 0x800F_FFFF_FFFF_FFFF)
      }
    case .heavyTailed:
      for i in elements.indices {
        let word = random.next()
        let u = (Double(word >> 12) + 0.5) * 0x1p-52
        let odds = (1 - u) / u
        elements[i] = Double(bitPattern: odds.bitPattern | (word & 1) << 63)
      }
    case .integers: for i in elements.indices { elements[i] = Double(random.integer(in: -8...8)) }
    case .constant: elements.update(repeating: random.chance(1, in: 2) ? 1 : 1 + random.unit())
    case .rankOne: outer(matrix, &random, isFirst: true)
    case .rankOneNoise:
      outer(matrix, &random, isFirst: true)
      let noise = Double(sign: .plus, exponent: -random.integer(in: 10...20), significand: 1)
      for i in elements.indices { elements[i] += noise * (2 * random.unit() - 1) }
    case .lowRank:
      for i in 0..<min(random.integer(in: 2...4), matrix.rows, matrix.columns) {
        outer(matrix, &random, isFirst: i == 0)
      }
    case .zeroRowsAndColumns:
      Normal.fill(elements, &random)
      // As a mask of the bits: a product with 0 would keep the sign.
      let kept = (0..<matrix.columns).map { _ in random.chance(1, in: 4) ? 0 : UInt64.max }
      kept.withUnsafeBufferPointer { kept in
        for row in 0..<matrix.rows {
          let rowMask = random.chance(1, in: 3) ? 0 : UInt64.max
          for column in 0..<matrix.columns {
            matrix[row, column] = Double(bitPattern: matrix[row, column].bitPattern & kept[column] & rowMask)
          }
        }
      }
    case .sparseRows:
      Normal.fill(elements, &random)
      let share = random.integer(in: 2...16)
      for row in 0..<matrix.rows where !random.chance(1, in: share) {
        for column in 0..<matrix.columns { matrix[row, column] = 0 }
      }
    case .oneHuge:
      Normal.fill(elements, &random)
      elements[random.below(elements.count)] = Double(sign: .plus, exponent: random.integer(in: 6...30), significand: 1)
    case .gradedRows:
      Normal.fill(elements, &random)
      let slope = Double(random.integer(in: 10...40)) / Double(matrix.rows)
      for row in 0..<matrix.rows {
        let scale = Double(sign: .plus, exponent: -Int(slope * Double(row)), significand: 1)
        for column in 0..<matrix.columns { matrix[row, column] *= scale }
      }
    case .singularValues: ladder(matrix, &random)
    case .nearDuplicateRows:
      Normal.fill(UnsafeMutableBufferPointer(rebasing: elements[..<matrix.columns]), &random)
      let last = Double(sign: .plus, exponent: 1 - min(precision, 53), significand: 1)
      for row in 1..<max(1, matrix.rows) {
        for column in 0..<matrix.columns {
          matrix[row, column] =
            matrix[0, column] * (1 + last * Double(Int(truncatingIfNeeded: random.next() >> 61) - 3))
        }
      }
    case .checkerboard:
      for row in 0..<matrix.rows {
        for column in 0..<matrix.columns { matrix[row, column] = (row + column) % 2 == 0 ? 1 : -1 }
      }
    }
  }

  /// Adds u vᵀ, or sets it. The factors have 20 bits, so that their products are exact in a Double.
  private func outer(_ matrix: MatrixBuffer, _ random: inout RandomStream, isFirst: Bool) {
    func short(_ x: Double) -> Double { (x * 0x1p17).rounded() * 0x1p-17 }
    let right = UnsafeMutableBufferPointer<Double>.allocate(capacity: matrix.columns)
    defer { right.deallocate() }
    Normal.fill(right, &random)
    for column in right.indices { right[column] = short(right[column]) }
    for row in 0..<matrix.rows {
      let left = short(Normal.draw(&random))
      for column in right.indices {
        let product = left * right[column]
        matrix[row, column] = isFirst ? product : matrix[row, column] + product
      }
    }
  }

  /// U diag(κ^(−i/(n−1))) Vᵀ with one Householder reflection for each of U and V.
  private func ladder(_ matrix: MatrixBuffer, _ random: inout RandomStream) {
    let count = min(matrix.rows, matrix.columns)
    let condition = Double(random.integer(in: 2...24))
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        let exponent = count > 1 ? -Int(condition * Double(row) / Double(count - 1)) : 0
        matrix[row, column] = row == column ? Double(sign: .plus, exponent: exponent, significand: 1) : 0
      }
    }
    let left = Normal.unitVector(matrix.rows, &random)
    let right = Normal.unitVector(matrix.columns, &random)
    // A ← A − 2 u (uᵀA), then A ← A − 2 (A v) vᵀ.
    for column in 0..<matrix.columns {
      var dot = 0.0
      for row in 0..<matrix.rows { dot += left[row] * matrix[row, column] }
      for row in 0..<matrix.rows { matrix[row, column] -= 2 * left[row] * dot }
    }
    for row in 0..<matrix.rows {
      var dot = 0.0
      for column in 0..<matrix.columns { dot += right[column] * matrix[row, column] }
      for column in 0..<matrix.columns { matrix[row, column] -= 2 * right[column] * dot }
    }
  }
}
