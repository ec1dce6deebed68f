import CAMECore
import CAMEProperties
import Foundation
import LabRecords
import Testing

@testable import Ports

/// The catalogue's mutants as ports: each must be rejected, and named.
@Suite("The catalogue as ports")
struct CatalogueTests {
  @Test("The lab's own CAME conforms in every case")
  func reference() {
    let start = ContinuousClock.now
    let port = LocalPort(Subject<Float>.reference, element: .f32)
    let validation = Validation(port, cases: CaseLibrary.cases(), isLive: true, threads: 2)
    let outcome = validation.run { record in
      if record.verdict != .conforms { print(record) }
    }
    print("cases", outcome.cases.count, outcome.verdict, ContinuousClock.now - start)
    var worst: [String: Double] = [:]
    var spread: [String: Double] = [:]
    for record in outcome.cases {
      for q in record.quantities {
        worst[q.quantity] = max(worst[q.quantity] ?? 0, q.ratio ?? .infinity)
        spread[q.quantity] = max(spread[q.quantity] ?? 0, q.spread ?? 0)
      }
    }
    print(worst, spread, outcome.remarks)
    #expect(outcome.verdict == .conforms)
  }

  @Test("Every mutant is rejected and rightly named")
  func mutants() {
    let cases = CaseLibrary.cases().filter { $0.question.name != "large" }
    var (rejected, named, total) = (0, 0, 0)
    let start = ContinuousClock.now
    for mutant in Mutant.all where mutant.equivalence == nil {
      total += 1
      let port = LocalPort<Float>(mutant.subject(), element: .f32)
      var validation = Validation(port, cases: cases, isLive: true, threads: 2)
      validation.shrinkLimit = .zero
      let outcome = validation.run()
      if outcome.verdict == .differs { rejected += 1 } else { print("NOT REJECTED", mutant.id, outcome.verdict) }
      let tied = outcome.diagnosis?.matches.filter(\.isTied).map(\.id) ?? []
      if tied.contains(mutant.id) {
        named += 1
      } else {
        print(
          "NOT NAMED", mutant.id, outcome.diagnosis?.matches.prefix(3).map { "\($0.id) \($0.digits) \($0.share)" } ?? []
        )
      }
      if tied.count > 1 { print("TIED", mutant.id, tied) }
    }
    print("rejected", rejected, "named", named, "of", total, ContinuousClock.now - start)
  }
}
