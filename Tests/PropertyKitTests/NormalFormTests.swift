import Testing

@testable import PropertyKit

/// The simplest cases that seeds end in, as text.
private func minima<Value>(
  _ generator: Generator<Value>, seeds: Int = 25, _ test: @escaping (Value) -> Verdict
) -> Set<String> {
  Set(
    (0..<seeds).map { k in
      var settings = Settings(seed: RandomStream.seed(run: 7, case: k))
      settings.cases = 100_000
      settings.discardsPerCase = 1000
      return Property(generator, test).run(settings).simplest.map { exactText($0.value) } ?? "nothing fails"
    })
}

@Suite("Every seed ends in the same simplest case")
struct NormalFormTests {
  private let list = Generator<Int>.integers().array(count: 0...20)

  @Test("Lists") func lists() {
    #expect(minima(list) { Verdict($0 == $0.reversed()) } == ["[0, 1]"])
    #expect(minima(list) { Verdict(Set($0).count < 3) } == ["[0, 1, -1]"])
    #expect(minima(list.array(count: 0...20)) { Verdict(Set($0.joined()).count < 5) } == ["[[0, 1, -1, 2, -2]]"])
  }

  @Test("A length and as many elements, through flatMap") func lengthThenElements() {
    let lists = Generator<Int>.integers(in: 1...100).flatMap { Generator<Int>.integers(in: 0...1000).array(count: $0) }
    #expect(minima(lists) { Verdict($0.max()! < 900) } == ["[900]"])
  }

  @Test("Indices and what they point to") func indices() {
    let small = Generator<Int>.integers(in: 0...10)
    #expect(
      minima(zip(list, small)) { list, index in
        guard index < list.count else { return .discarded }
        return Verdict(list.filter { $0 == list[index] }.count == 1)
      } == ["([0, 0], 0)"])
    #expect(
      minima(small.array(count: 0...20)) { list in
        guard list.allSatisfy({ $0 < list.count }) else { return .discarded }
        return Verdict(!list.indices.contains { list[$0] != $0 && list[list[$0]] == $0 })
      } == ["[1, 0]"])
  }

  @Test("The cancellation of two Doubles: 1 and half an ulp of it") func cancellation() {
    let real = Generator<Double>.reals(in: -1e6...1e6)
    #expect(minima(zip(real, real)) { a, b in Verdict((a + b) - b == a) } == ["(0x1p0, 0x1p-53)"])
  }

  @Test("The cancellation of two Floats and of two Float16") func narrowCancellation() {
    #expect(
      minima(zip(Generator<Float>.reals(), .reals())) { a, b in Verdict((a + b) - b == a) } == ["(0x1p0, 0x1p24)"])
    #expect(
      minima(zip(Generator<Float16>.reals(), .reals())) { a, b in Verdict((a + b) - b == a) } == ["(0x1p0, 0x1p11)"])
  }

  @Test("A fraction: the simplest number that is none of the integers") func fraction() {
    #expect(minima(Generator<Double>.reals()) { Verdict($0 == $0.rounded()) } == ["0x1p-1"])
  }

  @Test("Overflow of a square: the least power of two that does") func overflow() {
    #expect(minima(Generator<Float>.reals()) { Verdict(($0 * $0).isFinite) } == ["0x1p64"])
  }

  @Test("NaN and infinity, where they are asked for") func special() {
    let numbers = Generator<Double>.reals(including: [.nan, .infinity])
    #expect(minima(numbers) { Verdict($0 == $0 || $0 < 0) } == ["nan"])
    #expect(minima(numbers) { Verdict(!$0.isInfinite) } == ["inf"])
    #expect(minima(numbers) { Verdict($0 - $0 == 0) } == ["inf"])
  }

  @Test("A zero that has a sign") func signedZero() {
    #expect(minima(Generator<Double>.reals()) { Verdict(!($0 == 0 && $0.sign == .minus)) } == ["-0x0p0"])
  }

  @Test("Three large elements of a matrix") func matrix() {
    let matrices = Generator<Matrix<Float>>.matrices(rows: 1...64, columns: 1...64, MatrixOptions(exponents: -2...6))
    #expect(
      minima(matrices, seeds: 10) { m in Verdict(m.elements.count { $0 > 9.5 } < 3) } == ["1×3 [[0x1p4, 0x1p4, 0x1p4]]"]
    )
  }

  @Test("A zero step between two others, in a sequence of gradients") func steps() {
    let gradients = Generator<[Matrix<Float>]>.matrixSequences(steps: 1...9, rows: 1...6, columns: 1...6)
    #expect(
      minima(gradients, seeds: 10) { steps in
        let isZero = steps.map { $0.elements.allSatisfy { $0 == 0 } }
        return Verdict(
          !isZero.indices.dropFirst().dropLast().contains { isZero[$0] && !isZero[$0 - 1] && !isZero[$0 + 1] })
      } == ["[1×1 [[0x1p0]], 1×1 [[0x0p0]], 1×1 [[0x1p0]]]"])
  }
}
