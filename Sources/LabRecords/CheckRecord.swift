/// One run of the catalogue as data: everything a report draws, and enough to repeat the run.
///
/// Numbers that are not finite are `nil`, so that the record is plain JSON.
public struct CheckRecord: Codable, Sendable, Equatable {
  /// The version of this layout; a reader refuses any other.
  public static let currentVersion = 2

  public var version: Int
  /// Tells this record from those of other commands.
  public var kind: String
  /// The tool and its version, as in `came-lab 0.1.0`.
  public var tool: String
  /// When the run was made, ISO 8601 in UTC.
  public var made: String
  /// One command line that repeats the run.
  public var command: String
  /// Wall-clock seconds the run took.
  public var seconds: Double
  /// What was checked.
  public var subject: String
  /// Determines every case.
  public var seed: UInt64
  /// Cases a property in a format.
  public var cases: Int
  /// The confidence of the bounds on failure rates.
  public var confidence: Double
  public var properties: [PropertyRecord]
  public var formats: [String]
  public var results: [PropertyResultRecord]
  /// The kill matrix, where mutants were run.
  public var mutants: MutantsRecord?

  public init(
    tool: String, made: String, command: String, seconds: Double, subject: String, seed: UInt64, cases: Int,
    confidence: Double, properties: [PropertyRecord], formats: [String], results: [PropertyResultRecord],
    mutants: MutantsRecord?
  ) {
    version = Self.currentVersion
    kind = "check"
    (self.tool, self.made, self.command, self.seconds) = (tool, made, command, seconds)
    (self.subject, self.seed, self.cases, self.confidence) = (subject, seed, cases, confidence)
    (self.properties, self.formats, self.results, self.mutants) = (properties, formats, results, mutants)
  }
}

/// A property of the catalogue.
public struct PropertyRecord: Codable, Sendable, Equatable {
  public var id: String
  /// `stability`, `symmetry`, `factorization` or `convergence`.
  public var family: String
  public var statement: String
  public var formula: String
  /// How the bound is derived.
  public var bound: String
  public var source: String
  /// Whether cases have a ratio of error to bound.
  public var isScored: Bool
  public var shapes: [String]
  public var needs: [String]
  /// Why it is kept though it notices no mutant.
  public var kept: String?
  /// The theorems it rests on; empty if it isn't proved.
  public var theorems: [TheoremRecord]

  public init(
    id: String, family: String, statement: String, formula: String, bound: String, source: String, isScored: Bool,
    shapes: [String], needs: [String], kept: String?, theorems: [TheoremRecord]
  ) {
    (self.id, self.family, self.statement, self.formula, self.bound) = (id, family, statement, formula, bound)
    (self.source, self.isScored, self.shapes, self.needs, self.kept) = (source, isScored, shapes, needs, kept)
    self.theorems = theorems
  }
}

/// A theorem of `Proofs`.
public struct TheoremRecord: Codable, Sendable, Equatable {
  /// File and name, such as `Clip.rms_clip_eq`.
  public var name: String
  public var words: String
  /// As Coq prints it.
  public var statement: String

  public init(name: String, words: String, statement: String) {
    (self.name, self.words, self.statement) = (name, words, statement)
  }
}

/// What came of a property in a format.
public struct PropertyResultRecord: Codable, Sendable, Equatable {
  public var property: String
  public var format: String
  /// Cases that counted.
  public var cases: Int
  public var discards: Int
  /// The largest ratio of error to bound that was met or searched for; nil where there is none, or it isn't finite.
  public var worst: Double?
  /// The largest failure rate that the cases leave possible; nil if one failed.
  public var failureRateBound: Double?
  public var seconds: Double
  /// The simplest case that fails.
  public var counterexample: CounterexampleRecord?
  /// Why the run says little, if it does.
  public var problem: String?
  /// Why the property wasn't tried.
  public var skipped: String?

  /// Whether anything is wrong.
  public var isFailure: Bool { counterexample != nil || problem != nil }

  public init(
    property: String, format: String, cases: Int, discards: Int, worst: Double?, failureRateBound: Double?,
    seconds: Double, counterexample: CounterexampleRecord?, problem: String?, skipped: String?
  ) {
    (self.property, self.format, self.cases, self.discards) = (property, format, cases, discards)
    (self.worst, self.failureRateBound, self.seconds) = (worst, failureRateBound, seconds)
    (self.counterexample, self.problem, self.skipped) = (counterexample, problem, skipped)
  }
}

/// A case that fails, made as simple as it can be.
public struct CounterexampleRecord: Codable, Sendable, Equatable {
  public var value: String
  public var cause: String
  /// The number of the case in its run, from 1; nil if it was searched for.
  public var number: Int?
  /// How often the property was run to make it simple.
  public var evaluations: Int
  /// The verdict on the same case in every format, as in `Float16: fails`.
  public var ladder: [String]
  /// One command line that shows it again.
  public var replay: String

  public init(value: String, cause: String, number: Int?, evaluations: Int, ladder: [String], replay: String) {
    (self.value, self.cause, self.number) = (value, cause, number)
    (self.evaluations, self.ladder, self.replay) = (evaluations, ladder, replay)
  }
}

/// A statement that one would expect and that does not hold.
public struct MisbeliefRecord: Codable, Sendable, Equatable {
  public var id: String
  public var statement: String
  public var formula: String
  public var reason: String
  /// The simplest case against it.
  public var counterexample: String?

  public init(id: String, statement: String, formula: String, reason: String, counterexample: String?) {
    (self.id, self.statement, self.formula) = (id, statement, formula)
    (self.reason, self.counterexample) = (reason, counterexample)
  }
}
