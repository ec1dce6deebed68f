import PropertyKit
import PropertyTesting
import Testing

@Suite("Checking a property inside of a test", .properties(regressions: .off))
struct CheckTests {
  private static let numbers = Generator<Int>.integers(in: 0...100_000)

  @Test("One that holds records nothing, and says how many cases it had")
  func holds() async {
    let outcome = await check(Self.numbers, cases: 250) { #expect($0 >= 0) }
    #expect(outcome.cases == 250 && outcome.simplest == nil)
  }

  @Test("One that fails records one issue, at the expectation, with the simplest case")
  func fails() async throws {
    let line = #line + 1
    let found = await issues { await check(Self.numbers, cases: 10_000) { n in #expect(n < 4242) } }
    #expect(found.count == 1)
    let issue = try #require(found.first)
    #expect(issue.sourceLocation?.line == line)
    #expect(issue.text.contains("simplest: 4242\n") && issue.text.contains("repeat with PROPERTY_SEED=0x"))
  }

  @Test("An expectation in a helper counts, and is the one reported")
  func helper() async throws {
    @Sendable func helper(_ n: Int) { #expect(n < 4242) }
    let line = #line - 1
    let found = await issues { await check(Self.numbers, cases: 10_000) { helper($0) } }
    #expect(found.map { $0.sourceLocation?.line } == [line])
  }

  @Test("#require and thrown errors fail a case, and are recorded once")
  func requires() async {
    struct TooLarge: Error {}
    let required = await issues { await check(Self.numbers, cases: 10_000) { try #require($0 < 4242) } }
    #expect(required.count == 1)
    #expect(required.first?.text.contains("simplest: 4242\n") == true)
    let thrown = await issues { await check(Self.numbers, cases: 10_000) { if $0 >= 4242 { throw TooLarge() } } }
    #expect(thrown.count == 1)
    #expect(thrown.first?.error is TooLarge && thrown.first?.text.contains("simplest: 4242\n") == true)
  }

  @Test("A case that passes after one that threw isn't taken for a failure")
  func resets() async {
    let outcome = await issuesAndOutcome {
      await check(Self.numbers, cases: 10_000) { try #require($0 != 77_777 && $0 < 90_000) }
    }
    #expect(outcome?.simplest?.value == 90_000 || outcome?.simplest?.value == 77_777)
  }

  @Test("A flaky property says so, and how often it failed")
  func flaky() async throws {
    let found = await issues {
      var runs = 0
      await check(Self.numbers) { _ in
        runs += 1
        // The first case, and no other.
        #expect(runs != 1)
      }
    }
    let text = try #require(found.first).text
    #expect(found.count == 1)
    #expect(text.contains("The property is flaky") && text.contains("of 10 more runs 0 failed"))
  }

  @Test("Warnings are no failures")
  func warnings() async {
    let found = await issues { await check(Self.numbers) { _ in Issue.record("only a warning", severity: .warning) } }
    #expect(found.isEmpty)
  }

  @Test("Too many discards are an issue with the numbers")
  func discards() async {
    let found = await issues { await check(Self.numbers.filter { $0 == 54_321 }) { _ in } }
    #expect(found.count == 1 && found[0].text.contains("1101 cases were discarded and only 0 of 100 counted"))
  }

  @Test("Many failing properties at once don't disturb each other", arguments: 0..<48)
  func parallel(_ k: Int) async {
    let found = await issues {
      await check(Self.numbers, cases: 10_000) { n in
        if n % 64 == 0 { await_() }
        #expect(n < 1000 + k)
      }
    }
    #expect(found.count == 1)
    #expect(found.first?.text.contains("simplest: \(1000 + k)\n") == true)
  }

  private func await_() { for _ in 0..<50 { _ = ContinuousClock.now } }

  @Test("A property that must be awaited")
  func awaited() async {
    let found = await issues {
      await check(
        Self.numbers, cases: 200,
        awaiting: { n in
          // Not each time: behind tests that hold the pool's threads for seconds, dozens of turns outlast the time limit.
          if n % 997 == 0 { await Task.yield() }
          #expect(n < 4242)
        })
    }
    #expect(found.count == 1 && found[0].text.contains("simplest: 4242\n"))
    let outcome = await check(Self.numbers, awaiting: { #expect($0 >= 0) })
    #expect(outcome.cases == 100)
  }

  @Test("In a test that isn't async, with the trait")
  func synchronous() {
    let outcome = check(Self.numbers, cases: 20) { #expect($0 >= 0) }
    #expect(outcome?.cases == 20)
  }

  @Test("A score above 1 fails; the report has the simplest case and the worst")
  func scores() async throws {
    let found = await issues { await checkScore(Self.numbers) { Double($0) / 1000 } }
    let text = try #require(found.first).text
    #expect(found.count == 1)
    #expect(text.contains("simplest: 1001  (score 1.001)") && text.contains("worst: 100000  (score 100.0)"))
  }

  @Test("The ladder of formats stands in the report")
  func ladder() async throws {
    @Sendable func square<Scalar: FloatingPoint & Sendable>(_ type: Scalar.Type) -> Property<Scalar> {
      Property(Generator<Scalar>.reals()) { Verdict(($0 * $0).isFinite) }
    }
    let found = await issues { await check(across: [Rung(Float.self, square), Rung(Double.self, square)]) }
    #expect(found.count == 2)
    #expect(found[0].text.contains("Float: fails, Double: holds") && found[0].text.contains("simplest: 0x1p64\n"))
    #expect(found[1].text.contains("Float: not representable, Double: fails"))
  }
}

@Suite("Without the trait")
struct NoTraitTests {
  @Test("A property in a test that isn't async says what is missing")
  func missing() async {
    let found = await issues { synchronously() }
    #expect(found.count == 1 && found[0].text.contains("add it, or make the test async"))
  }

  private func synchronously() { check(Generator<Int>.integers()) { _ in } }
}
