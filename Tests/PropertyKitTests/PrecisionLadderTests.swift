import BigRealModule
import PropertyKit
import RealModule
import Testing

private func cancellation<Scalar: Real & Sendable>(_ type: Scalar.Type) -> Property<(Scalar, Scalar)> {
  Property(zip(Generator<Scalar>.reals(in: -1...1), Generator<Scalar>.reals(in: -1...1))) { a, b in
    Verdict((a + b) - b == a)
  }
}

private func overflow<Scalar: Real & Sendable>(_ type: Scalar.Type) -> Property<Matrix<Scalar>> {
  Property(.matrices(rows: 1...3, columns: 1...3, MatrixOptions(exponents: 0...15))) { m in
    Verdict(m.elements.allSatisfy { ($0 * $0).isFinite })
  }
}

@Suite("One case in several formats")
struct PrecisionLadderTests {
  @Test("What half an ulp of Float does, wider formats don't") func cancels() throws {
    let rungs = [
      Rung(Double.self, cancellation), Rung(Float16.self, cancellation), Rung(Float.self, cancellation),
      Rung(BigReal127.self, named: "MPFR, 127 bits", cancellation),
    ]
    let found = try #require(rungs[2].run(Settings(seed: 1)).simplest)
    #expect(found.value == "(0x1p0, 0x1p-24)")
    let ladder = PrecisionLadder(found.testCase.choices, rungs)
    // In Float16 as well 1 + 2^−24 is 1, but so is 1 − 2^−24.
    #expect(ladder.description == "Float16: holds, Float: fails, Double: holds, MPFR, 127 bits: holds")
    #expect(ladder.narrowest == "Float" && ladder.widest == "Float")
  }

  @Test("A number that a format doesn't hold isn't rounded to one that it does") func notRepresentable() throws {
    let rungs = [Rung(Float16.self, overflow), Rung(Float.self, overflow), Rung(Double.self, overflow)]
    let narrow = try #require(rungs[0].run(Settings(seed: 1)).simplest)
    #expect(narrow.value == "1×1 [[0x1p8]]")
    #expect("\(PrecisionLadder(narrow.testCase.choices, rungs))" == "Float16: fails, Float: holds, Double: holds")
    let wide = PrecisionLadder(try TestCase(text: "matrix 1x1x1: 0x1p100").choices, rungs)
    #expect("\(wide)" == "Float16: not representable, Float: fails, Double: holds")
    #expect(wide.narrowest == "Float" && wide.widest == "Float")
  }
}
