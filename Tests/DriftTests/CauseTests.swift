import CAMECore
import Drift
import LabRecords
import RealModule
import Testing
import Traces

/// The known causes of drift, each found by the tool from a recording alone, with a cure that was tried.
@Suite("Causes that are found, and cures that were tried")
struct CauseTests {
  private func run(_ sample: SampleRun, _ policies: [String], steps: Int) throws -> [DriftRunRecord] {
    try DriftStudyTests.record(sample, policies, steps: steps).runs
  }

  private func finding(_ run: DriftRunRecord, _ kind: FindingRecord.Kind) throws -> FindingRecord {
    try #require(run.findings.first { $0.kind == kind }, "\(run.policy): \(run.findings.map(\.sentence))")
  }

  @Test("Parameters that BFloat16 holds still are moved by rounding at random: how far they come is said")
  func stagnation() throws {
    let runs = try run(.kjvSmall, ["bfloat16/float", "bfloat16-stochastic"], steps: 60)
    let stagnation = try finding(runs[0], .stagnation)
    #expect(stagnation.sentence.contains("did not move, because the update is under half an ulp of it in BFloat16"))
    let tried = try #require(stagnation.tried)
    #expect(tried.contains("bfloat16/float,param=bfloat16:stochastic"))
    // "… have come A % of their true way at step 60, in the mean of the tensors, in place of B %; …"
    let shares = tried.matches(of: /(\d+) %/).compactMap { Int($0.1) }
    #expect(shares.count == 2 && shares[0] > shares[1] + 10 && (85...115).contains(shares[0]), "\(tried)")
    // A step that random rounding doesn't take is no stagnation.
    #expect(!runs[1].findings.contains { $0.kind == .stagnation })
  }

  @Test("A state in BFloat16 that doesn't feel what is added to it is found, and cured by rounding at random")
  func absorption() throws {
    let runs = try run(.kjvSmall, ["float,factors=bfloat16", "float,factors=bfloat16:stochastic", "float"], steps: 60)
    let absorption = try finding(runs[0], .absorption)
    #expect(absorption.sentence.contains("did not feel what was added to it"))
    #expect(absorption.tried?.contains(":stochastic") == true)
    let R = try #require(runs[0].attribution.first { $0.quantity == "R" })
    #expect(R.counts.absorbed > 0 && R.counts.absorbed < R.counts.elements)
    #expect(try #require(runs[2].attribution.first { $0.quantity == "R" }).counts.absorbed == 0)
    #expect(!runs[2].findings.contains { $0.kind == .absorption })
  }

  @Test("β3 that rounds to 1 and ε that rounds to 0 are named, and a wider arithmetic is tried")
  func degenerate() throws {
    let runs = try run(.kjvSmall, ["float16", "bfloat16"], steps: 4)
    #expect(
      try finding(runs[0], .nonFinite).tried == "Tried: float16/float stays finite, and Δθ is right to "
        + "\(bits(try finding(runs[0], .nonFinite).tried)) bits at step 4.")
    let constants = try finding(runs[1], .constantDegenerate)
    #expect(constants.sentence.contains("β3 = 0.9999 rounds to 1"))
    #expect(constants.tried?.contains("bfloat16/float") == true)
  }

  private func bits(_ text: String?) -> String { text?.firstMatch(of: /to ([\d.]+) bits/).map { String($0.1) } ?? "no" }

  @Test("1 − β3 formed in Float is cured by rounding it once, which was tried")
  func complement() throws {
    let run = try run(.kjvSmall, ["float@direct"], steps: 20)[0]
    let tried = try #require(try finding(run, .constantInexact).tried)
    #expect(tried.contains("float@exact") && tried.contains("which helps"), "\(tried)")
  }

  @Test("The cancellation in û − m is found where elements lose digits, and said to be averaged away")
  func cancellation() throws {
    let run = try run(.kjvSmall, ["float"], steps: 20)[0]
    let finding = try finding(run, .cancellation)
    #expect(finding.sentence.hasPrefix("û − m cancels: in "))
    let event = try #require(finding.event)
    #expect(event.quantity == "U" && event.element != nil)
    let U = try #require(run.series.first { $0.quantity == "U" }?.bits)
    let û = try #require(run.series.first { $0.quantity == "û" }?.bits)
    #expect(try #require(U.worst[event.step - 1]) > (try #require(û.worst[event.step - 1])) + 3)
    #expect(U.worstElement[event.step - 1] == event.element)
  }

  @Test("What an equation does alone, in one step and in the free run are told apart")
  func attribution() throws {
    let run = try run(.kjvSmall, ["float@direct"], steps: 10)[0]
    let R = try #require(run.attribution.first { $0.quantity == "R" })
    let m = try #require(run.attribution.first { $0.quantity == "m" })
    // 1 − β3 is off by 1.66e-4 in the equation of R itself: at the first step all of R, later less of it.
    #expect(try #require(R.ownWorst) > 1e-4 && R.ownStep == 1)
    // In that of m there is nothing but five roundings, β1 and 1 − β1 included; where its two terms cancel they weigh more.
    #expect(try #require(m.own) < 5 * 0x1p-24 && (try #require(m.ownWorst)) < 50 * 0x1p-24)
    // R of a step from the true state has the error of its own equation; the update inherits it, its own equation is right.
    let update = try #require(run.attribution.first { $0.quantity == "update" })
    #expect(try #require(update.own) < 2 * 0x1p-24)
    #expect(try #require(update.local) > 3 * (try #require(update.own)))
    // The mean of R divides R: from step 2 on, its error is that of all steps so far.
    #expect(try #require(R.free) > 1e-4)
  }

  @Test("A kept quantity's own format is measured apart from the arithmetic")
  func keeping() throws {
    let run = try run(.kjvSmall, ["float,m=e4m3x256"], steps: 5)[0]
    let m = try #require(run.attribution.first { $0.quantity == "m" })
    // Four bits: at most 2⁻⁴ of each number that is not subnormal, typically half of it and less.
    #expect((0.01...0.0625).contains(try #require(m.keeping)))
    #expect(try #require(m.own) < 50 * 0x1p-24)
    #expect(run.attribution.filter { $0.quantity != "m" }.allSatisfy { $0.keeping == nil })
    #expect(run.stored.first { $0.quantity == "m" }?.format == "e4m3x256")
  }
}
