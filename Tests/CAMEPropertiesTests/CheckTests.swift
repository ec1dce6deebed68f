import CAMEProperties
import Formats
import LabRecords
import Testing

@Suite("A run of the catalogue")
struct CheckTests {
  private func results(_ ids: [String], threads: Int, mutant: String? = nil) throws -> [PropertyResultRecord] {
    let check = Check(
      properties: try ids.map { try CAMEProperty.named($0) }, formats: [Format<Float16>(), Format<Float>()], cases: 40,
      seed: 5, threads: threads, mutant: try mutant.map { try Mutant.named($0) })
    return check.run { _ in }.map { result in
      var result = result
      result.seconds = 0
      return result
    }
  }

  @Test("has the same results in the same order for any number of threads")
  func threads() throws {
    let ids = ["momentum-bound", "state-shape", "sign-symmetry", "update-sign"]
    let one = try results(ids, threads: 1)
    #expect(try one == results(ids, threads: 3))
    #expect(one.map(\.property) == ids.flatMap { [$0, $0] })
    #expect(one.allSatisfy { !$0.isFailure && $0.cases == 40 && $0.failureRateBound != nil })
  }

  @Test("shows of a failure the simplest case, the formats in which it fails, and how to see it again")
  func failure() throws {
    let result = try results(["momentum-bound"], threads: 1, mutant: "no-clip")[1]
    #expect(result.isFailure)
    let counterexample = try #require(result.counterexample)
    #expect(counterexample.value.hasPrefix("shape ["))
    #expect(counterexample.ladder.contains("Float: fails"))
    #expect(
      counterexample.replay
        == "came-lab check --property momentum-bound --format float --cases 40 --seed 5 --mutant no-clip")
    #expect(result.failureRateBound == nil)
  }
}
