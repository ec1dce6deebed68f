import LabRecords

/// The kill matrix with its sums.
struct CheckedMutants {
  /// How many mutants of each kind a way of testing notices.
  struct Count {
    let known: Int
    let heldOut: Int
    var all: Int { known + heldOut }
  }

  /// Another way of testing beside the catalogue.
  struct OtherWay {
    let record: OtherWayRecord
    let noticed: Count
    /// Mutants that it notices and the catalogue doesn't.
    let alone: [String]
  }

  let record: MutantsRecord
  let mutants: [CheckedMutant]
  let otherWays: [OtherWay]
  /// The names of the properties, and how many mutants each notices.
  let properties: [(id: String, noticed: Int)]

  init(_ record: MutantsRecord, properties ids: [String]) {
    self.record = record
    let known = Set(ids)
    let kills = Dictionary(grouping: record.kills.compactMap(CheckKill.init).filter { known.contains($0.property) }) {
      $0.mutant
    }
    let mutants = record.mutants.map { mutant in
      CheckedMutant(record: mutant, kills: Self.once(kills[mutant.id] ?? []))
    }
    self.mutants = mutants
    let sums = mutants.flatMap(\.kills).reduce(into: [:]) { $0[$1.property, default: 0] += 1 }
    properties = ids.map { ($0, sums[$0] ?? 0) }
    otherWays = record.otherWays.map { way in
      let noticed = Set(way.noticed)
      let own = mutants.filter { noticed.contains($0.record.id) }
      return OtherWay(
        record: way, noticed: Count(own), alone: own.filter { $0.kills.isEmpty }.map(\.record.id))
    }
  }

  /// All mutants there are.
  var total: Count { Count(mutants) }
  /// Those that the catalogue notices with some seed.
  var noticed: Count { Count(mutants.filter { !$0.kills.isEmpty }) }
  /// Those that one property notices with every seed.
  var noticedAlways: Count { Count(mutants.filter { $0.quickest?.worst != nil }) }
  /// Those that go unnoticed, the ones without a proof first.
  var survivors: [CheckedMutant] { missed + mutants.filter { $0.fate == .equivalent } }
  /// Those that go unnoticed, though nothing excuses it.
  var missed: [CheckedMutant] { mutants.filter { $0.fate == .missed } }
  /// Those that are noticed in spite of a proof that they can't be.
  var refuted: [CheckedMutant] { mutants.filter { $0.fate == .refuted } }

  /// The properties that notice nothing, where the mutants are more than one picked out.
  var idle: [String] { mutants.count > 1 ? properties.filter { $0.noticed == 0 }.map(\.id) : [] }

  /// The first of the kills by each property.
  private static func once(_ kills: [CheckKill]) -> [CheckKill] {
    var seen: Set<String> = []
    return kills.filter { seen.insert($0.property).inserted }
  }
}

extension CheckedMutants.Count {
  init(_ mutants: [CheckedMutant]) {
    let apart = mutants.count { $0.record.isHeldOut }
    self.init(known: mutants.count - apart, heldOut: apart)
  }
}

/// A mutant with the properties that notice it.
struct CheckedMutant {
  /// What became of it.
  enum Fate {
    case noticed
    /// Unnoticed, and there is a proof that nothing can notice it.
    case equivalent
    /// Unnoticed.
    case missed
    /// Noticed, so that the proof must be wrong.
    case refuted
  }

  let record: MutantRecord
  let kills: [CheckKill]

  var fate: Fate {
    switch (kills.isEmpty, record.equivalence != nil) {
    case (false, false): .noticed
    case (false, true): .refuted
    case (true, true): .equivalent
    case (true, false): .missed
    }
  }

  /// The property that notices it soonest.
  var quickest: CheckKill? { kills.min(by: <) }
}
