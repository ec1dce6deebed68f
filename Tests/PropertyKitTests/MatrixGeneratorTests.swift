import BigRealModule
import Testing

@testable import PropertyKit

@Suite("Generated matrices: shapes, formats and sequences")
struct MatrixGeneratorTests {
  private func matrices<Scalar: FloatingPoint & Sendable>(
    _ rows: Int, _ columns: Int, _ options: MatrixOptions<Scalar>
  ) -> Generator<Matrix<Scalar>> {
    .matrices(rows: rows...rows, columns: columns...columns, options)
  }

  private func check<Scalar: FloatingPoint & Sendable>(_ type: Scalar.Type, _ shapes: [(Int, Int)]) throws {
    let source = ChoiceSource()
    for kind in MatrixKind.allCases {
      for (rows, columns) in shapes {
        for (k, magnitude) in [nil, 3, Scalar.ulpOfOne].enumerated() {
          let generator = matrices(rows, columns, MatrixOptions(kinds: [kind], magnitude: magnitude))
          source.begin(seed: UInt64(k), size: 100)
          let drawn = try generator.draw(from: source)
          let most = magnitude ?? .greatestFiniteMagnitude
          let isBounded = drawn.elements.allSatisfy { $0.magnitude <= most }
          #expect(isBounded && drawn.rows == rows && drawn.columns == columns, "\(kind) \(rows)×\(columns) of \(type)")
          source.beginRecording(seed: UInt64(k), size: 100)
          let isSame = try generator.draw(from: source) == drawn
          #expect(isSame && source.testCase.choices.count == 1, "\(kind) \(rows)×\(columns) of \(type), recorded")
        }
      }
    }
  }

  @Test("Every kind, shape and format: finite, within the magnitude, and the same when recorded") func bounds() throws {
    let shapes = [(1, 1), (1, 9), (9, 1), (7, 13), (64, 64), (65, 67)]
    try check(Float16.self, Array(shapes[..<4]))
    try check(Float.self, shapes)
    try check(Double.self, shapes)
    try check(BigReal113.self, Array(shapes[..<3]))
  }

  @Test("Rows and columns of the range, every count of them; as many where they are asked to be") func shapes() {
    let all = Generator<Matrix<Float>>.matrices(rows: 2...9, columns: 3...40).values(3000)
    #expect(Set(all.map(\.rows)) == Set(2...9) && Set(all.map(\.columns)) == Set(3...40))
    let square = Generator<Matrix<Float>>.matrices(rows: 2...9, columns: 2...9, MatrixOptions(isSquare: true)).values(
      1000)
    #expect(square.allSatisfy { $0.rows == $0.columns } && Set(square.map(\.rows)) == Set(2...9))
    // The first cases are small: two more than the least, and what their size adds.
    #expect(all.prefix(10).allSatisfy { $0.rows <= 4 && $0.columns <= 8 })
  }

  /// The powers of two that checkerboards have for elements.
  private func exponents<Scalar: FloatingPoint & Sendable>(_ type: Scalar.Type, _ range: ClosedRange<Int>) -> Set<Int> {
    let boards = matrices(2, 2, MatrixOptions<Scalar>(kinds: [.checkerboard], exponents: range)).values(2000)
    let isBoard = boards.allSatisfy {
      $0.elements == [$0[0, 0], -$0[0, 0], -$0[0, 0], $0[0, 0]] && $0[0, 0].significand == 1
    }
    return isBoard ? Set(boards.map { Int($0[0, 0].exponent) }) : []
  }

  @Test("Scales: every power of two that is asked for and that the format reaches") func scales() {
    // Of 33 powers, one that doesn't come in 2000 draws: 33 (32/33)^2000 < 10^−25.
    #expect(exponents(Float.self, -24...8) == Set(-24...8))
    #expect(exponents(Double.self, -24...8) == Set(-24...8))
    #expect(exponents(Float16.self, -24...8) == Set(-14...8))
    #expect(exponents(Float16.self, 5...100) == Set(5...13))
    #expect(exponents(Float.self, 120...400) == Set(120...125))
    #expect(exponents(Double.self, -1030 ... -1010) == Set(-1022 ... -1010))
  }

  private func subnormal<Scalar: FloatingPoint & Sendable>(_ type: Scalar.Type) -> [Scalar] {
    matrices(7, 13, MatrixOptions<Scalar>(kinds: [.subnormal])).values(20).flatMap(\.elements).filter { $0 != 0 }
  }

  @Test("Subnormal: every element that isn't 0, and most aren't") func subnormal() {
    let halves = subnormal(Float16.self)
    #expect(halves.allSatisfy(\.isSubnormal) && halves.count > 900)
    let floats = subnormal(Float.self)
    #expect(floats.allSatisfy(\.isSubnormal) && floats.count > 900)
    #expect(subnormal(Double.self).first { !$0.isSubnormal } == nil)
    let least = BigReal113.leastNonzeroMagnitude.exponent
    #expect(subnormal(BigReal113.self).first { $0.exponent > least + 4 } == nil)
  }

  /// How far rows lie from the first, over what is allowed.
  private func distance<Scalar: FloatingPoint & Sendable>(_ type: Scalar.Type) -> Scalar {
    var worst: Scalar = 0
    for m in matrices(7, 13, MatrixOptions<Scalar>(kinds: [.nearDuplicateRows], exponents: 0...0)).values(20) {
      for i in 1..<m.rows {
        for j in 0..<m.columns {
          let (x, y) = (m[0, j], m[i, j])
          // Four times the last place of 1, relative to a number within half an ulp of x, and both are rounded.
          let bound = 4 * Scalar.ulpOfOne * (x.magnitude + x.ulp / 2) + (x.ulp + y.ulp) / 2
          worst = max(worst, (x - y).magnitude / bound)
        }
      }
    }
    return worst
  }

  @Test("Near-duplicate rows: up to four last places apart, relative to 1") func nearDuplicates() {
    // The last place of 1 is up to two of another number: ε |x| < 2 ulp(x).
    #expect((0.5...1).contains(distance(Float16.self)))
    #expect((0.5...1).contains(distance(Float.self)))
    #expect(distance(Double.self) <= 1)
    // Those of a Double, and nothing finer.
    let wide = distance(BigReal113.self) * BigReal113.ulpOfOne / BigReal113(sign: .plus, exponent: -52, significand: 1)
    #expect((0.5...1).contains(Double(wide)))
  }

  @Test("Sequences: one shape, and one step in eight is of zeros, far larger or far smaller") func sequences() {
    let options = MatrixOptions<Float>(kinds: [.checkerboard], exponents: 0...0)
    let all = Generator<[Matrix<Float>]>.matrixSequences(steps: 2...9, rows: 1...6, columns: 1...6, options).values(
      4000)
    #expect(Set(all.map(\.count)) == Set(2...9))
    let isOfOneShape = all.allSatisfy { Set($0.map { [$0.rows, $0.columns] }).count == 1 }
    #expect(isOfOneShape)
    let (steps, share) = (all.flatMap { $0 }, 1.0 / 24)
    let n = Double(steps.count)
    for magnitude: Float in [0, 0x1p12, 0x1p-12] {
      let found = Double(steps.count { $0.elements.allSatisfy { $0.magnitude == magnitude } })
      #expect((found - n * share).magnitude <= Chance.deviations * (n * share * (1 - share)).squareRoot())
    }
    // A single matrix never is.
    let single = Generator<[Matrix<Float>]>.matrixSequences(steps: 1...1, options).values(200)
    #expect(single.allSatisfy { $0.count == 1 && $0[0].elements.allSatisfy { $0.magnitude == 1 } })
  }
}
