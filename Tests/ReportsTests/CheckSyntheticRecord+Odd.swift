import LabRecords

/// Records that a report must survive.
extension CheckSyntheticRecord {
  /// The whole story with every text poisoned.
  static var hostile: CheckRecord {
    let poison = SyntheticRecord.poison
    var record = everything
    record.tool += poison
    record.made += poison
    record.command += poison
    record.subject += poison
    record.formats = record.formats.map { $0 + poison }
    for index in record.properties.indices { Self.poison(&record.properties[index], poison) }
    for index in record.results.indices { Self.poison(&record.results[index], poison) }
    if var mutants = record.mutants {
      mutants.format += poison
      mutants.mutants = mutants.mutants.map {
        .init(
          id: $0.id + poison, mistake: poison, seen: $0.seen.map { $0 + poison },
          equivalence: $0.equivalence.map { $0 + poison }, isHeldOut: $0.isHeldOut)
      }
      mutants.kills = mutants.kills.map {
        .init(mutant: $0.mutant + poison, property: $0.property + poison, cases: $0.cases)
      }
      mutants.otherWays = mutants.otherWays.map {
        .init(name: $0.name + poison, description: poison, noticed: $0.noticed.map { $0 + poison })
      }
      record.mutants = mutants
    }
    return record
  }

  private static func poison(_ property: inout PropertyRecord, _ poison: String) {
    property.id += poison
    property.family += poison
    property.statement += poison
    property.formula += poison
    property.bound += poison
    property.source += poison
    property.shapes = [poison]
    property.needs = [poison]
    property.kept = property.kept.map { $0 + poison }
    for i in property.theorems.indices {
      property.theorems[i].name += poison
      property.theorems[i].words += poison
      property.theorems[i].statement += poison
    }
  }

  private static func poison(_ result: inout PropertyResultRecord, _ poison: String) {
    result.property += poison
    result.format += poison
    result.problem = result.problem.map { $0 + poison }
    result.skipped = result.skipped.map { $0 + poison }
    guard var example = result.counterexample else { return }
    example.value += poison
    example.cause += poison
    example.ladder = example.ladder.map { poison + $0 }
    example.replay += poison
    result.counterexample = example
  }

  /// Results of a property and a format that the record doesn't name, numbers that can't be, and mutants without seeds.
  static var ragged: CheckRecord {
    var record = everything
    record.properties.remove(at: 1)
    record.formats = ["float16"]
    record.results.removeLast()
    record.results[9].worst = .infinity
    record.results[16].worst = .nan
    record.results[3].failureRateBound = 0
    record.results[2].cases = 0
    record.mutants?.seeds = []
    record.mutants?.kills.append(.init(mutant: "no-clip", property: "means-balance", cases: []))
    record.mutants?.kills.append(.init(mutant: "nobody", property: "means-balance", cases: [1]))
    record.mutants?.kills.append(.init(mutant: "no-clip", property: "nothing", cases: [1]))
    return record
  }
}
