/// How accurate the elementary functions are in each format, against MPFR.
public struct AuditRecord: Codable, Sendable, Equatable {
  public static let currentVersion = 1

  public var version: Int
  public var kind: String
  public var tool: String
  /// When, ISO 8601 in UTC.
  public var made: String
  public var command: String
  public var seconds: Double
  /// What the results were compared with.
  public var reference: String
  /// Where the functions of the native formats come from: they are the system's, not the language's.
  public var library: String
  /// The seed of random inputs.
  public var seed: UInt64
  public var rows: [AuditRowRecord]

  public init(
    tool: String, made: String, command: String, seconds: Double, reference: String, library: String, seed: UInt64,
    rows: [AuditRowRecord]
  ) {
    (version, kind) = (Self.currentVersion, "audit")
    (self.tool, self.made, self.command, self.seconds) = (tool, made, command, seconds)
    (self.reference, self.library, self.seed, self.rows) = (reference, library, seed, rows)
  }
}

/// One function in one format.
public struct AuditRowRecord: Codable, Sendable, Equatable {
  /// The format in text.
  public var format: String
  /// The function as in swift-numerics.
  public var function: String
  /// How many inputs were tried, and whether they are all finite numbers of the format.
  public var inputs: Int
  public var isExhaustive: Bool
  /// Results that are not the correctly rounded ones, zeros of the wrong sign and wrong kinds included.
  public var wrong: Int
  /// Results that are off by an ulp or more: not even one of the two neighbours of the truth.
  public var unfaithful: Int
  /// Results that are NaN, infinite or finite where the correctly rounded one is of another kind, and one such input.
  public var wrongKind: Int
  public var wrongKindInput: String?
  /// The largest error of a finite result in ulps of the format at the truth, and its input, which reads back exactly.
  public var worstUlps: Double
  public var worstInput: String?

  public init(
    format: String, function: String, inputs: Int, isExhaustive: Bool, wrong: Int, unfaithful: Int, wrongKind: Int,
    wrongKindInput: String?, worstUlps: Double, worstInput: String?
  ) {
    (self.format, self.function, self.inputs, self.isExhaustive) = (format, function, inputs, isExhaustive)
    (self.wrong, self.unfaithful) = (wrong, unfaithful)
    (self.wrongKind, self.wrongKindInput) = (wrongKind, wrongKindInput)
    (self.worstUlps, self.worstInput) = (worstUlps, worstInput)
  }
}
