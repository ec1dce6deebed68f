import Audit
import Formats
import LabRecords
import RealModule
import Testing

@Suite("The accuracy of the functions")
struct AuditTests {
  private func row(_ format: any NumberFormat, _ function: AuditedFunction, samples: Int = 2000, threads: Int = 2)
    throws -> AuditRowRecord
  {
    let rows = try Audit(formats: [format], functions: [function], samples: samples, threads: threads).rows()
    return try #require(rows.first)
  }

  #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
    /// cos x − 1 in Float16 is swift-numerics' own formula, so its errors are the same on every system.
    @Test("Float16 is tried on all its finite numbers, and cosMinusOne found wrong where it is")
    func half() throws {
      let row = try row(Format<Float16>(), .cosMinusOne)
      // Both signs of 30 · 2¹⁰ normal and 2¹⁰ − 1 subnormal numbers, and both zeros.
      #expect(row.isExhaustive && row.inputs == 2 * (30 * 1024 + 1023 + 1))
      #expect(row.wrong > 20_000 && row.unfaithful > 0)
      #expect((1.8...1.82).contains(row.worstUlps))
      let worst = try #require(row.worstInput.flatMap { Float($0) }.map { Float16($0) })
      // cos x − 1 by its own formula in Double, rounded by hand, differs there by the same.
      let truth = -2 * Double.sin(Double(worst) / 2) * Double.sin(Double(worst) / 2)
      let ulps = abs(Double(Float16.cosMinusOne(worst)) - truth) / Double(Float16(truth).ulp)
      #expect(abs(ulps - row.worstUlps) < 1e-6)
    }
  #endif

  @Test(
    "Correctly rounded operations are found right in every format",
    arguments: [AuditedFunction.sum, .difference, .product, .quotient, .sqrt])
  func exact(_ function: AuditedFunction) throws {
    let rows = try Audit(formats: Audit.known, functions: [function], samples: 3000).rows()
    // E4M3 saturates, where the truth rounded to it does too.
    for row in rows { #expect(row.wrong == 0, "\(row)") }
    #expect(rows.count == Audit.known.count)
  }

  @Test(
    "Narrow formats computed through Double are right in every number",
    arguments: [AuditedFunction.exp, .log, .sin, .erf])
  func emulated(_ function: AuditedFunction) throws {
    for format in [Format<BFloat16>(), Format<E5M2>(), Format<E4M3>()] as [any NumberFormat] {
      let row = try row(format, function)
      #expect(row.wrong == 0 && row.isExhaustive, "\(row)")
    }
  }

  @Test("No function of Float or Double is off by more than ten ulps, and the library's exp by one at most")
  func native() throws {
    for format in [Format<Float>(), Format<Double>()] as [any NumberFormat] {
      let rows = try Audit(formats: [format], samples: 500, threads: 2).rows()
      for row in rows {
        #expect(row.worstUlps < 10 && row.inputs == 500 && !row.isExhaustive, "\(row)")
      }
      #expect(try #require(rows.first { $0.function == "exp" }).worstUlps < 1)
      // Random inputs do meet results that are not correctly rounded.
      #expect(rows.contains { $0.wrong > 0 && $0.worstUlps > 0.5 })
    }
  }

  @Test("The number of threads changes nothing, the seed does")
  func seeds() throws {
    func rows(seed: UInt64, threads: Int) throws -> [AuditRowRecord] {
      try Audit(formats: [Format<Float>()], functions: [.gamma, .tanh], samples: 2000, seed: seed, threads: threads)
        .rows()
    }
    let first = try rows(seed: 1, threads: 1)
    #expect(try rows(seed: 1, threads: 2) == first)
    #expect(try rows(seed: 2, threads: 1) != first)
  }

  @Test("What can't be audited is refused")
  func refusals() throws {
    #expect(throws: AuditError.samples(0)) { try Audit(formats: Audit.known, samples: 0) }
    let wide = try Formats.named("mpfr127")
    #expect(throws: AuditError.format("mpfr127", known: Audit.known.map(\.name))) { try Audit(formats: [wide]) }
  }
}
