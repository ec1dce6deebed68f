import CAMEProperties
import Formats
import Foundation
import LabRecords
import Testing

/// The selection of the kill matrix that is quick enough for every change: one seed and few cases.
@Suite("Mutants")
struct KillTests {
  private static let kills: [KillRecord] = {
    let matrix = KillMatrix(limit: 100, seeds: [1], threads: ProcessInfo.processInfo.activeProcessorCount)
    return matrix.run { _, _ in }
  }()

  @Test("Every mutant that differs from CAME is noticed, and none that is proved not to")
  func noneSurvives() {
    let noticed = Set(Self.kills.map(\.mutant))
    for mutant in Mutant.all {
      #expect(noticed.contains(mutant.id) == (mutant.equivalence == nil), "\(mutant.id): \(mutant.mistake)")
    }
  }

  @Test("Every property notices a mutant, or says why it is kept")
  func noneIsIdle() {
    let useful = Set(Self.kills.map(\.property))
    for property in CAMEProperty.all where property.kept == nil {
      #expect(useful.contains(property.id), "\(property.id) notices nothing")
    }
  }

  @Test("There are at least eighty, each with a name of its own and a sentence")
  func areMany() {
    let known = Mutant.all.filter { !$0.isHeldOut }
    #expect(known.count >= 80)
    #expect(Set(Mutant.all.map(\.id)).count == Mutant.all.count)
    #expect(Mutant.all.allSatisfy { $0.mistake.hasSuffix(".") })
  }

  @Test("PyTorch's default tolerances on the parameters miss many of them")
  func otherWays() {
    let mutants = Mutant.all.filter { $0.equivalence == nil }
    for way in OtherWay.all {
      let noticed = way.record(mutants).noticed.count
      #expect(noticed > 0 && noticed < mutants.count, "\(way.name)")
    }
  }
}
