/// Which property notices which mutant, and how soon.
public struct MutantsRecord: Codable, Sendable, Equatable {
  /// The format in which the mutants ran.
  public var format: String
  /// The most cases a property was given to notice a mutant.
  public var limit: Int
  public var seeds: [UInt64]
  public var mutants: [MutantRecord]
  /// Only pairs in which the property noticed the mutant with some seed.
  public var kills: [KillRecord]
  /// Other ways of testing a port, each with what it notices.
  public var otherWays: [OtherWayRecord]

  public init(
    format: String, limit: Int, seeds: [UInt64], mutants: [MutantRecord], kills: [KillRecord],
    otherWays: [OtherWayRecord]
  ) {
    (self.format, self.limit, self.seeds) = (format, limit, seeds)
    (self.mutants, self.kills, self.otherWays) = (mutants, kills, otherWays)
  }
}

public struct MutantRecord: Codable, Sendable, Equatable {
  public var id: String
  public var mistake: String
  /// The port in which the mistake was seen.
  public var seen: String?
  /// Why no property can notice it.
  public var equivalence: String?
  /// Whether it was written apart, unseen until the catalogue was fixed.
  public var isHeldOut: Bool

  public init(id: String, mistake: String, seen: String?, equivalence: String?, isHeldOut: Bool) {
    (self.id, self.mistake, self.seen) = (id, mistake, seen)
    (self.equivalence, self.isHeldOut) = (equivalence, isHeldOut)
  }
}

public struct KillRecord: Codable, Sendable, Equatable {
  public var mutant: String
  public var property: String
  /// For each seed the number of the first case that failed, from 1; nil if none did.
  public var cases: [Int?]

  public init(mutant: String, property: String, cases: [Int?]) {
    (self.mutant, self.property, self.cases) = (mutant, property, cases)
  }
}

/// Another way to test a port: our stand-in for what a project does today.
public struct OtherWayRecord: Codable, Sendable, Equatable {
  public var name: String
  public var description: String
  /// The mutants that it notices.
  public var noticed: [String]

  public init(name: String, description: String, noticed: [String]) {
    (self.name, self.description, self.noticed) = (name, description, noticed)
  }
}
