import Testing

@testable import PropertyKit

/// One case for each pass that only this pass makes as simple as it can be, or as fast.
private let scripts: [ShrinkScript] = {
  let number = Generator<Int>.integers(in: 0...1000)
  let list = number.array(count: 0...20)
  let real = Generator<Double>.reals()
  let leaf = Tree.leaf(0)
  let (deep, deeper) = (
    Tree.fork(.fork(.fork(leaf, leaf), leaf), .fork(leaf, leaf)),
    Tree.fork(leaf, .fork(leaf, .fork(.fork(leaf, leaf), leaf)))
  )
  let byte = Generator<Int>.integers(in: -128...127)
  let small = MatrixOptions<Double>(exponents: 0...8)

  return [
    ShrinkScript("simplest", list, from: [3, 7, 8, 9], to: "[]", within: 1) { _ in true },
    // Numbers that don't matter, and a count that does: one evaluation, and some for counts that are too small.
    ShrinkScript("simplest leaves", list, from: [6, 91, 82, 73, 64, 55, 46], to: "[0, 0, 0, 0, 0, 0]", within: 5) {
      $0.count >= 6
    },
    ShrinkScript("delete elements", real.array(count: 0...9), from: [4, 3.5, 700.25, 4.5, 9.5], to: "[0x1p7]") {
      $0.contains { $0 > 100 }
    },
    // Neither number of the pair can be lowered alone, nor both by one amount.
    ShrinkScript("simplest spans", zip(zip(number, number).part("pair"), number), from: [5, 22, 40], to: "((0, 0), 6)")
    {
      $1 > 5 && ($0 == (0, 0) || $0.1 == 3 * $0.0 + 7)
    },
    ShrinkScript("descend", Tree.generator(depth: 3), from: [1, 1, 0, 1, 1, 0, 7, 0, 2, 0, 3], to: "7") {
      $0.leaves.contains(7)
    },
    ShrinkScript("merge arrays", list.array(count: 0...9), from: [2, 2, 1, 2, 1, 3], to: "[[0, 0, 0]]") {
      $0.joined().count >= 3
    },
    ShrinkScript(
      "lower alternatives", .any(of: number.map { "a\($0)" }, number.map { "b\($0)" }), from: [1, 500], to: "a10"
    ) { $0.count >= 3 },
    ShrinkScript("lower integers", number, from: [977], to: "42") { $0 >= 42 },
    ShrinkScript("shrink reals", real, from: [11.3], to: "0x1.4p3") { $0 > 9.5 && $0 < 11.9 },
    ShrinkScript(
      "crop matrices", .matrices(rows: 1...9, columns: 1...9, small), from: [matrix(7, 8) { _, _ in 5 }],
      to: "2×3 [[0x0p0, 0x0p0, 0x0p0], [0x0p0, 0x0p0, 0x0p0]]"
    ) { $0.rows >= 2 && $0.columns >= 3 },
    // More elements than are lowered one by one.
    ShrinkScript(
      "zero matrices", .matrices(rows: 20...20, columns: 20...20, small),
      from: [matrix(20, 20) { $0 == 3 && $1 == 4 ? 300 : 1.1 }], to: "20×20, 0 but for (19, 19): 0x1p7"
    ) { $0.elements.contains { $0 > 100 } },
    ShrinkScript(
      "flatten matrices", .matrices(Double.self, rows: 2...2, columns: 2...2),
      from: [matrix(2, 2) { [[1.7, 3.1], [2.9, 4.3]][$0][$1] }],
      to: "2×2 [[0x1p0, 0x1p0], [0x1p0, 0x1.ffffffffffffep-1]]"
    ) { m in
      let (p, q) = (m[0, 0] * m[1, 1], m[0, 1] * m[1, 0])
      // The start, and what is rank one but for an ulp or two.
      return m.elements == [1.7, 3.1, 2.9, 4.3] || p != q && (p - q).magnitude <= 2 * Double.ulpOfOne * p.magnitude
    },
    ShrinkScript("lower duplicates", zip(number, number, number), from: [831, 831, 831], to: "(10, 10, 10)") {
      $0 == $1 && $1 == $2 && $0 >= 10
    },
    ShrinkScript("lower pairs", zip(number, number), from: [500, 499], to: "(10, 9)") { $0 - $1 == 1 && $0 >= 10 },
    ShrinkScript("scale reals", zip(real, real), from: [0x1.8p20, 0x1.8p-20], to: "(0x1p0, 0x1p-40)") {
      $0 > 0 && $1 == $0 * 0x1p-40
    },
    ShrinkScript("shift reals", zip(real, real), from: [2.625, 0.375], to: "(0x1p0, 0x1p1)") {
      $0 != 0 && $0 + $1 == 3
    },
    ShrinkScript("sort elements", list, from: [6, 6, 5, 4, 3, 2, 1], to: "[1, 2, 3, 4, 5, 6]", within: 175) {
      Set($0) == Set(1...6)
    },
    ShrinkScript("swap spans", zip(number.part("x"), number.part("x")), from: [50, 3], to: "(3, 50)") {
      Set([$0, $1]) == [3, 50]
    },
    ShrinkScript("redistribute", zip(number, number), from: [60, 70], to: "(0, 100)") { $0 + $1 >= 100 },
    // The sum overflows; the one number that is left has wrapped around.
    ShrinkScript("fold elements", byte.array(count: 0...9), from: [2, 1, 127], to: "[-128]") {
      $0.reduce(Int8(0)) { $0 &+ Int8($1) } == -128
    },
    ShrinkScript("delete coupled", zip(list, number), from: [3, 5, 6, 7, 2], to: "([7], 0)") {
      $1 < $0.count && $0[$1] == 7
    },
    ShrinkScript(
      "reshape", Tree.generator(depth: 4), from: [1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0], to: "(0 (0 ((0 0) 0)))"
    ) { $0.shape == deep || $0.shape == deeper },
    ShrinkScript("sweep powers", real, from: [0x1.00001p0], to: "0x1p-7") { $0 == 0x1.00001p0 || $0 == 0x1p-7 },
  ]
}()

@Suite("Each shrink pass")
struct ShrinkPassTests {
  @Test("All passes together find the minimum, within the evaluations", arguments: scripts)
  func all(_ script: ShrinkScript) {
    let (minimum, evaluations) = script.run()
    #expect(minimum == script.expected)
    #expect(evaluations <= script.limit)
  }

  @Test("Without the pass they don't", arguments: scripts)
  func without(_ script: ShrinkScript) {
    let (minimum, evaluations) = script.run(without: script.pass)
    #expect(minimum != script.expected || evaluations >= script.limit, "\(minimum) after \(evaluations) evaluations")
  }

  @Test("Every pass has its case")
  func complete() {
    #expect(Set(scripts.map(\.pass)) == Set(ShrinkPass.all.map(\.name)))
  }
}

extension ShrinkScript: CustomTestStringConvertible {
  var testDescription: String { pass }
}
