internal import Formats
public import LabRecords
public import Theorems

extension CAMEProperty {
  /// The property as data.
  public var record: PropertyRecord {
    PropertyRecord(
      id: id, family: family.rawValue, statement: statement, formula: formula, bound: bound, source: source,
      isScored: isScored, shapes: shapes.map(\.rawValue), needs: needs.map(\.rawValue).sorted(), kept: kept,
      theorems: citations.compactMap { try? $0.theorem().record })
  }
}

extension Theorem {
  /// The theorem as data.
  public var record: TheoremRecord { TheoremRecord(name: name, words: words, statement: statement) }
}

extension Mutant {
  /// The mutant as data.
  public var record: MutantRecord {
    MutantRecord(id: id, mistake: mistake, seen: seen, equivalence: equivalence, isHeldOut: isHeldOut)
  }
}

extension KillMatrix {
  /// The kills and what else there is to compare them with, as data.
  public func record(_ kills: [KillRecord], otherWays: [OtherWay] = OtherWay.all) -> MutantsRecord {
    MutantsRecord(
      format: format.name, limit: limit, seeds: seeds, mutants: mutants.map(\.record), kills: kills,
      otherWays: otherWays.map { $0.record(mutants) })
  }
}
