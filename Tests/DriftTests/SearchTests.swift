import CAMECore
import Drift
import LabRecords
import RealModule
import Testing
import Traces

@Suite("The search for the narrowest policy")
struct SearchTests {
  private func study(_ policies: [String], seed: UInt64 = 0) throws -> DriftStudy {
    try DriftStudy(
      .recording(try RecordedRun(contentsOf: SampleRun.kjvSmall.url)), policies: try policies.map { try Policy($0) },
      steps: 30, seed: seed, threads: 2)
  }

  private func search(budget: Double) throws -> SearchRecord {
    try #require(
      try study(["float"]).record(
        provenance: DriftStudyTests.provenance,
        extras: try DriftExtras(search: (base: Policy("float"), budget: budget), randomized: [], samples: 2)
      ).search)
  }

  /// Bits of Δθ in the worst tensor at the last step of a measured run.
  private func measured(_ policy: String) throws -> Double {
    let run = try study([policy]).record(provenance: DriftStudyTests.provenance).runs[0]
    let series = try #require(run.series.first { $0.quantity == "Δθ" })
    return -.log2(try #require(series.worst.last ?? nil))
  }

  @Test("What it finds keeps the budget when it is run and measured, costs less, and is minimal in every quantity")
  func claim() throws {
    let search = try search(budget: 6)
    let best = try #require(search.best)
    #expect(try measured(best) >= 6)
    let trial = try #require(search.trials.first { $0.policy == best })
    let start = try #require(search.trials.first { $0.policy == "float" })
    #expect(trial.isWithin && trial.bytesPerParameter < start.bytesPerParameter)
    #expect(trial.bits.map { abs($0 - (try! measured(best))) < 1e-9 } == true, "blind and measured runs are the same")
    // The cheapest of all that kept the budget.
    #expect(search.trials.filter(\.isWithin).allSatisfy { $0.bytesPerParameter >= trial.bytesPerParameter })
    // Nothing in the front is beaten.
    for a in search.trials where a.isOnFront {
      for b in search.trials where b.bits != nil {
        #expect(!(b.bytesPerParameter < a.bytesPerParameter && b.bits! > a.bits!), "\(a.policy), \(b.policy)")
      }
    }
  }

  @Test("A budget that not even the widest policy keeps finds nothing, and says what each quantity alone would need")
  func unreachable() throws {
    let search = try search(budget: 40)
    #expect(search.best == nil)
    #expect(search.trials.allSatisfy { !$0.isWithin })
    #expect(search.quantities.allSatisfy { $0.narrowest == nil && $0.chosen == "float" })
  }

  @Test("A budget that is no number of bits is refused", arguments: [0, -1, Double.nan, .infinity])
  func refusals(_ budget: Double) throws {
    #expect(throws: DriftError.self) {
      try DriftExtras(search: (base: Policy("float"), budget: budget), randomized: [], samples: 2)
    }
  }
}
