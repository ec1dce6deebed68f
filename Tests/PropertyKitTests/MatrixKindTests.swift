import Foundation
import Testing

@testable import PropertyKit

private let shapes = [(1, 1), (1, 9), (9, 1), (7, 13), (64, 64), (65, 67)]

@Suite("Each kind of matrix is what it says")
struct MatrixKindTests {
  @Test("Log-normal: exponents of 3 z rounded, either sign, any significand") func logNormal() {
    let all = MatrixKind.logNormal.drawn(64, 64, seed: 1).elements
    for e in -6...6 {
      // The exponent's share of the normal distribution, from (e − ½)/3 to (e + ½)/3.
      let share =
        0.5 * (erfc((Double(e) - 0.5) / 3 / 2.0.squareRoot()) - erfc((Double(e) + 0.5) / 3 / 2.0.squareRoot()))
      let count = Double(all.count { $0.exponent == e })
      #expect((count - 4096 * share).magnitude <= Chance.deviations * (4096 * share * (1 - share)).squareRoot())
    }
    var counts = [Int](repeating: 0, count: 16)
    for x in all { counts[Int((x.magnitude.significand - 1) * 8) + (x < 0 ? 8 : 0)] += 1 }
    #expect(Chance.chiSquare(of: counts) <= Chance.chiSquare(degrees: 15))
  }

  @Test("Heavy-tailed: the odds of an even number, of either sign") func heavyTailed() {
    let all = MatrixKind.heavyTailed.drawn(65, 67, seed: 1).elements
    // P((1 − u)/u ≤ x) = 1 − 1/(1 + x).
    let distance = Chance.distance(of: all) { $0 < 0 ? 0.5 / (1 - $0) : 1 - 0.5 / (1 + $0) }
    #expect(distance <= Chance.distance(count: all.count))
  }

  @Test("Normal: the normal distribution; integers: −8 … 8; one value; a chessboard") func plain() {
    let normal = MatrixKind.normal.drawn(65, 67, seed: 1).elements
    #expect(Chance.distance(of: normal) { 0.5 * erfc(-$0 / 2.0.squareRoot()) } <= Chance.distance(count: normal.count))
    let integers = MatrixKind.integers.drawn(64, 64, seed: 1).elements
    let counts = (-8...8).map { k in integers.count { $0 == Double(k) } }
    #expect(counts.reduce(0, +) == 4096 && Chance.chiSquare(of: counts) <= Chance.chiSquare(degrees: 16))
    let constants = (0..<40).map { MatrixKind.constant.drawn(7, 13, seed: $0).elements }
    #expect(constants.allSatisfy { Set($0).count == 1 && (1..<2).contains($0[0]) })
    // One in two is 1, the others are all different.
    #expect((8...32).contains(Set(constants.map { $0[0] }).count))
    for (rows, columns) in shapes {
      let board = MatrixKind.checkerboard.drawn(rows, columns, seed: 1)
      #expect(
        board.elements.indices.allSatisfy { board.elements[$0] == (($0 / columns + $0 % columns) % 2 == 0 ? 1 : -1) })
    }
  }

  @Test("Rank one, and a few: exactly in a Double") func rank() {
    for (rows, columns) in shapes {
      #expect(MatrixKind.rankOne.drawn(rows, columns, seed: 3).rank == 1)
      let ranks = Set((0..<12).map { MatrixKind.lowRank.drawn(rows, columns, seed: $0).rank })
      #expect(ranks == (min(rows, columns) == 1 ? [1] : [2, 3, 4]))
    }
  }

  @Test("Rank one in Float: every minor is 0 but for the rounding of its four products") func rankOneFloat() {
    let options = MatrixOptions<Float>(kinds: [.rankOne], exponents: 0...0)
    var worst = 0.0
    for m in Generator<Matrix<Float>>.matrices(rows: 2...9, columns: 2...9, options).values(200) {
      for i in 1..<m.rows {
        for j in 1..<m.columns {
          // Products of 24 bits are exact, and so is the difference of two that lie near each other.
          let (x, y) = (Double(m[0, 0]) * Double(m[i, j]), Double(m[0, j]) * Double(m[i, 0]))
          if x != 0 { worst = max(worst, (x - y).magnitude / x.magnitude) }
        }
      }
    }
    // (1 + u)²/(1 − u)² − 1 for u = 2⁻²⁴ is under 4.1 u, and some products have more than 24 bits.
    #expect(worst <= 4.1 * 0x1p-24 && worst > 0)
  }

  @Test("Rank one and noise: of the same seed, less than 2⁻¹⁰ and more than 2⁻²¹ from rank one") func noise() {
    var amplitudes: Set<Int> = []
    for seed in 0..<100 {
      let (plain, noisy) = (
        MatrixKind.rankOne.drawn(64, 64, seed: seed), MatrixKind.rankOneNoise.drawn(64, 64, seed: seed)
      )
      let most = zip(plain.elements, noisy.elements).map { ($0 - $1).magnitude }.max()!
      // Of 4096 numbers the largest is more than half of what they may be. A sum near 64 rounds by 2^−48.
      #expect(most <= 0x1p-10 + 0x1p-48 && most > 0x1p-21)
      amplitudes.insert(Int(most.exponent))
    }
    #expect(amplitudes == Set(-21 ... -11))
  }

  @Test("Zero rows and columns, and a few rows that aren't, of a matrix that is normal elsewhere") func zeros() {
    for (rows, columns) in shapes {
      var (zeroRows, zeroColumns, keptRows) = (0, 0, 0)
      for seed in 0..<40 {
        let m = MatrixKind.zeroRowsAndColumns.drawn(rows, columns, seed: seed)
        let normal = MatrixKind.normal.drawn(rows, columns, seed: seed)
        let (isZeroRow, isZeroColumn) =
          (
            (0..<rows).map { m.row($0).allSatisfy { $0 == 0 } },
            (0..<columns).map { m.column($0).allSatisfy { $0 == 0 } }
          )
        zeroRows += isZeroRow.count(where: \.self)
        zeroColumns += isZeroColumn.count(where: \.self)
        let sparse = MatrixKind.sparseRows.drawn(rows, columns, seed: seed)
        for i in 0..<rows {
          let isKept = sparse.row(i) == normal.row(i)
          keptRows += isKept ? 1 : 0
          #expect(isKept || sparse.row(i).allSatisfy { $0 == 0 && $0.sign == .plus })
          for j in 0..<columns {
            let isZero = isZeroRow[i] || isZeroColumn[j]
            #expect(isZero ? m[i, j].bitPattern == 0 : m[i, j] == normal[i, j])
          }
        }
      }
      #expect(zeroRows > 0 && zeroRows < 40 * rows && zeroColumns > 0 && zeroColumns < 40 * columns)
      #expect(keptRows > 0 && keptRows < 40 * rows / 2)
    }
  }

  @Test("One element far above the others; rows on a ladder of powers of two") func scales() {
    for (rows, columns) in shapes {
      for seed in 0..<40 {
        let normal = MatrixKind.normal.drawn(rows, columns, seed: seed)
        let huge = MatrixKind.oneHuge.drawn(rows, columns, seed: seed)
        let others = huge.elements.indices.filter { huge.elements[$0] != normal.elements[$0] }
        #expect(others.count == 1 && (6...30).contains(huge.elements[others[0]].exponent))
        #expect(huge.elements[others[0]].significand == 1)
        let graded = MatrixKind.gradedRows.drawn(rows, columns, seed: seed)
        let steps = (0..<rows).map { graded[$0, 0] / normal[$0, 0] }
        #expect((0..<rows).allSatisfy { i in graded.row(i).elementsEqual(normal.row(i).map { $0 * steps[i] }) })
        #expect(steps.allSatisfy { $0.significand == 1 } && steps == steps.sorted(by: >) && steps[0] == 1)
        // ⌊s (rows − 1)/rows⌋ with s from 10 to 40.
        #expect((-40 * (rows - 1) / rows ... -10 * (rows - 1) / rows).contains(Int(steps[rows - 1].exponent)))
      }
    }
  }

  @Test("Singular values on a ladder", arguments: [(7, 13), (13, 7), (1, 9), (9, 1), (1, 1)])
  func ladder(_ rows: Int, _ columns: Int) {
    var conditions: Set<Int> = []
    let count = min(rows, columns)
    // A reflection of vectors of length m is off by (2m + 5) u from the sums and 4 (m/2 + 2) u from a length that isn't quite
    // 1, relative to the matrix, whose norm is under the root of how many values there are. Rotations do no worse: twice that.
    let bound =
      2 * Double(4 * rows + 13 + 4 * columns + 13) * Double(count).squareRoot() * .ulpOfOne / 2
    for seed in 0..<60 {
      let m = MatrixKind.singularValues.drawn(rows, columns, seed: seed)
      let found = m.singularValues
      let condition = Int(-log2(found[count - 1]).rounded())
      conditions.insert(condition)
      if count > 1 {
        // Without one of the bases, rows or columns would be orthogonal but for rounding.
        let (row, column) = (dot(m.row(0), m.row(1)), dot(m.column(0), m.column(1)))
        #expect(row.magnitude > bound && column.magnitude > bound)
      }
      for (i, value) in found.enumerated() {
        let step = count > 1 ? -(condition * i / (count - 1)) : 0
        let expected = i < count ? Double(sign: .plus, exponent: step, significand: 1) : 0
        #expect((value - expected).magnitude <= bound)
      }
    }
    #expect(conditions.isSubset(of: count > 1 ? Set(2...24) : [0]))
    #expect(count == 1 || conditions.count > 10)
  }
}
