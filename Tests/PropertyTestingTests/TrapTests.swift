import PropertyKit
import PropertyTesting
import Testing

@Suite("A trap inside of a property", .properties(regressions: .off))
struct TrapTests {
  private static let numbers = Generator<Int>.integers(in: 0...100_000)

  @Test("is found in another process, and made simple")
  func found() async throws {
    let captured = await issues {
      await checkTraps(Self.numbers, cases: 50) { cases in
        await #expect(processExitsWith: .success) { [cases = cases as CaseReplay] in
          try cases.run(Self.numbers) { n in _ = [0, 1, 2][n < 777 ? n % 3 : n] }
        }
      }
    }
    let text = try #require(captured.first).text
    #expect(captured.count == 1)
    #expect(text.contains("simplest: 777"))
  }

  @Test("isn't there: one process runs all cases")
  func none() async {
    let outcome = await checkTraps(Self.numbers, cases: 50) { cases in
      await #expect(processExitsWith: .success) { [cases = cases as CaseReplay] in
        try cases.run(Self.numbers) { n in _ = [0, 1, 2][n % 3] }
      }
    }
    #expect(outcome.simplest == nil && outcome.cases == 50)
  }
}
