import CAMECore
import CAMEProperties
import LabRecords
import Testing
import Traces

@testable import Ports

@Suite("The verdict on a port")
struct VerdictTests {
  private func verdict(_ port: any CAMEPort, _ cases: [DrawnCase] = smallCases) -> Validation.Outcome {
    var validation = Validation(port, cases: cases, isLive: false, threads: 2)
    validation.shrinkLimit = .zero
    return validation.run()
  }

  private func worst(_ outcome: Validation.Outcome) -> Double {
    outcome.cases.flatMap(\.quantities).map { $0.ratio ?? .infinity }.max() ?? 0
  }

  @Test("The reference conforms in every case, in the order of sums that it has and in any")
  func reference() {
    let any = verdict(PortsTests.reference())
    #expect(any.verdict == .conforms)
    #expect(any.diagnoses.isEmpty && any.minimal == nil)
    // 64 lanes: a tree up to 64 terms, and blocks beyond.
    let tree = verdict(
      PortsTests.reference { $0.reduction = .tree }, smallCases.filter { !$0.question.name.hasPrefix("wide") })
    #expect(tree.verdict == .conforms)
    // The bound is useful: what correct arithmetic does comes near it.
    #expect(worst(tree) >= 0.1 && worst(tree) >= worst(any))
  }

  @Test("Doubles, and parameters in half precision, are judged in their own arithmetic")
  func types() {
    #if MPFR
      let double = LocalPort(Subject<Double>.reference, element: .f64)
      #expect(verdict(double, CaseLibrary.cases(for: [.f64])).verdict == .conforms)
      // Float is no correct arithmetic for Doubles.
      let float = LocalPort(Subject<Float>.reference, element: .f64)
      #expect(verdict(float, CaseLibrary.cases(for: [.f64])).verdict == .differs)
    #endif
  }

  @Test("An element that is off by twice the bound is found, wherever it is shown")
  func oneElement() throws {
    for key in [StateKey.momentum, .squaresRow, .instabilityColumn] {
      let outcome = verdict(
        changed { shown, _, _ in
          if let x = shown.state[key], x.count > 1 { shown.state[key]![1] = x[1] * (1 + 0x1p-14) }
        }, Array(smallCases.filter { $0.question.name.hasPrefix("matrix") }))
      #expect(outcome.verdict == .differs, "\(key)")
      let first = try #require(outcome.cases.compactMap(\.firstWrong).first)
      #expect((first.quantity, first.place) == (key.quantity.rawValue, 1))
    }
  }

  @Test("The parameter alone, without any state, still tells an error of the update")
  func parameterOnly() {
    let hidden = changed { shown, _, _ in shown.state = [:] }
    #expect(verdict(hidden).verdict == .conforms)
    let wrong = changed { shown, question, step in
      shown.state = [:]
      guard question.refused.isEmpty else { return }
      let before = question.parameters[0].initial
      if step == 1 {
        for i in 0..<shown.θ.count where i < before.count { shown.θ[i] += 0.01 * (shown.θ[i] - before[i]) }
      }
    }
    let outcome = verdict(wrong)
    #expect(outcome.verdict == .differs)
    #expect(outcome.cases.compactMap(\.firstWrong).allSatisfy { $0.quantity == "θ" })
  }

  @Test("A state of a wrong shape is out of bounds and said to be")
  func shapes() throws {
    let outcome = verdict(
      changed { shown, _, _ in
        if let r = shown.state[.squaresRow] { shown.state[.squaresRow] = Tensor(r.values + [1]) }
      }, Array(smallCases.prefix(3)))
    let message = try #require(outcome.cases.compactMap(\.message).first)
    #expect(message.contains("exp_avg_sq_row has the shape") && message.contains("but must have"))
    #expect(outcome.verdict == .differs)
  }

  @Test("A NaN where CAME has none is out of bounds, and so is a number where it has one")
  func nan() {
    let outcome = verdict(
      changed { shown, _, step in if step == 1 { shown.state[.momentum]![0] = .nan } }, Array(smallCases.prefix(5)))
    #expect(outcome.verdict == .differs)
    let calm = changed { shown, _, _ in
      shown.state = shown.state.mapValues { $0.map { $0.isNaN ? 0 : $0 } }
    }
    let poisoned = smallCases.filter { $0.question.name.hasPrefix("poisoned") }
    #expect(verdict(calm, poisoned).cases.allSatisfy { $0.verdict == .differs })
  }

  @Test("What rounding can't explain, yet the bound allows, is unusual")
  func unusual() {
    // 32 units of roundoff in every element of the momentum, where a few are usual and a sum of thousands may make more.
    let cut = changed { shown, _, _ in
      shown.state[.momentum] = shown.state[.momentum]!.map { Double(Float($0 * (1 + 0x1p-19))) }
    }
    let outcome = verdict(cut, smallCases.filter { $0.question.name.hasPrefix("wide") })
    #expect(outcome.cases.contains { $0.verdict == .unusual })
  }

  @Test("Claims that widen the bound do, and only as they say")
  func claims() {
    let mutant = Mutant.all.first { $0.id == "complements-in-format" }!
    let port = LocalPort<Float>(mutant.subject(), element: .f32)
    let defaults = smallCases.filter { $0.question.name.hasPrefix("defaults") }
    #expect(verdict(port, defaults).verdict == .differs)
    var claims = port.claims
    claims.roundsConstantsFirst = true
    #expect(verdict(FunctionPort(claims) { port.reply(to: $0) }, defaults).verdict == .conforms)
  }

  @Test("Sums instead of means are divided, and judged as such")
  func sums() {
    let sums = changed { shown, question, _ in
      for (key, x) in shown.state {
        guard let count = key.termsOfMean(ofShape: shown.θ.shape) else { continue }
        shown.state[key] = x.map { Double(Float($0 * Double(count))) }
      }
    }
    #expect(verdict(sums, smallCases.filter { $0.question.name.hasPrefix("matrix") }).verdict == .differs)
    sums.claims.holdsSums = true
    #expect(verdict(sums, smallCases.filter { $0.question.name.hasPrefix("matrix") }).verdict != .differs)
  }

  @Test("What a port doesn't take is not held against it")
  func unsupported() {
    let port = PortsTests.reference { claims in
      (claims.ranks, claims.starts, claims.reloads, claims.refuses, claims.takesMany) = (
        [2], false, false, false, false
      )
    }
    let outcome = verdict(port)
    #expect(outcome.verdict == .conforms)
    for record in outcome.cases {
      let isTaken =
        record.shapes.count == 1 && record.shapes[0].count == 2
        && !["start", "reload", "refused"].contains(record.family)
      #expect((record.verdict == .unsupported) == !isTaken, "\(record.name)")
    }
  }
}
