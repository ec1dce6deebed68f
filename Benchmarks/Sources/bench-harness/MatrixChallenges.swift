import PropertyKit

/// Shrinking challenges on matrices, each with a minimum that can be proved.
func matrixChallenges() -> [Challenge] {
  let square = Generator<Matrix<Float>>.matrices(rows: 64...64, columns: 64...64, MatrixOptions(exponents: -2...6))
  let large = Generator<Matrix<Float>>.matrices(rows: 1...64, columns: 1...64, MatrixOptions(exponents: -2...6))
  let small = Generator<Matrix<Float>>.matrices(rows: 1...8, columns: 1...8)
  let tiny = Generator<Matrix<Float>>.matrices(rows: 1...64, columns: 1...64, MatrixOptions(exponents: -80...8))
  // Two ulps of 1.
  let near = 2 * Float.ulpOfOne

  return [
    // Three elements, in one row since that is fewer rows; 2⁴ is the simplest number above 9.5.
    Challenge("three_large", expected: "1×3 [[0x1p4, 0x1p4, 0x1p4]]", large) { matrix in
      Verdict(matrix.elements.count { $0 > 9.5 } < 3)
    },
    // The same where the shape is fixed: the three stand last, since 0 comes first.
    Challenge(
      "three_large_fixed", expected: "64×64, 0 but for (63, 61): 0x1p4, (63, 62): 0x1p4, (63, 63): 0x1p4", square
    ) { matrix in Verdict(matrix.elements.count { $0 > 9.5 } < 3) },

    // A minor that isn't 0, but at most two ulps of its terms. If three elements have one bit, the fourth is 1 − 2⁻²² with 22
    // bits; spread over two elements it takes 23, since (2^x − 1)(2^y − 1) < 2^(x+y) − 1.
    Challenge("rank_one_and_ulp", expected: "2×2 [[0x1p0, 0x1p0], [0x1p0, 0x1.fffff8p-1]]", small) { matrix in
      for i in 1..<max(1, matrix.rows) {
        for j in 1..<max(1, matrix.columns) {
          // Products of Floats are exact in a Double, and so is a difference that small.
          let (p, q) = (Double(matrix[0, 0]) * Double(matrix[i, j]), Double(matrix[0, j]) * Double(matrix[i, 0]))
          if p != q, (p - q).magnitude <= Double(near) * max(p.magnitude, q.magnitude) { return Verdict(false) }
        }
      }
      return .holds
    },
    Challenge("zero_row_mean", expected: "1×2 [[0x1p0, -0x1p0]]", small) { matrix in
      for row in 0..<matrix.rows {
        let elements = (0..<matrix.columns).map { matrix[row, $0] }
        if elements.reduce(0, +) == 0, elements.contains(where: { $0 != 0 }) { return Verdict(false) }
      }
      return .holds
    },
    // a − b cancels to two ulps: 1 and 1 − 2⁻²²; 1 + 2⁻²² would have one bit more.
    Challenge("cancelling_pair", expected: "2×1 [[0x1p0], [0x1.fffff8p-1]]", small) { matrix in
      for row in 1..<max(1, matrix.rows) {
        for column in 0..<matrix.columns {
          let (a, b) = (matrix[row - 1, column], matrix[row, column])
          if a != b, (a - b).magnitude <= near * a.magnitude { return Verdict(false) }
        }
      }
      return .holds
    },
    // g² of 2⁻⁶³ is the least normal number.
    Challenge("subnormal_second_moment", expected: "1×1 [[0x1p-64]]", tiny) { matrix in
      Verdict(!matrix.elements.contains { ($0 * $0).isSubnormal })
    },
  ]
}
