/// What came of a validation of a port.
public struct ValidationRecord: Codable, Equatable, Sendable {
  public static let currentVersion = 1

  public var version = Self.currentVersion
  public var kind = "validation"
  /// Such as `came-lab 0.1`.
  public var tool: String
  /// When it was made, in ISO 8601.
  public var made: String
  /// The command that repeats it.
  public var command: String
  public var seconds: Double
  public var port: PortRecord
  public var verdict: PortVerdict
  /// The verdict in one sentence, as for a README.
  public var summary: String
  /// In the order in which they were run.
  public var cases: [ValidatedCaseRecord]
  /// What the failures agree with; several where the port makes several mistakes, none if nothing failed.
  public var diagnoses: [DiagnosisRecord]
  /// The smallest case that still fails; nil if nothing fails or it couldn't be made smaller.
  public var minimal: MinimalCaseRecord?
  /// Facts that are no failure, such as that one common factor explains a deviation.
  public var remarks: [String]

  public init(
    tool: String, made: String, command: String, seconds: Double, port: PortRecord, verdict: PortVerdict,
    summary: String, cases: [ValidatedCaseRecord], diagnoses: [DiagnosisRecord], minimal: MinimalCaseRecord?,
    remarks: [String]
  ) {
    (self.tool, self.made, self.command, self.seconds) = (tool, made, command, seconds)
    (self.port, self.verdict, self.summary, self.cases) = (port, verdict, summary, cases)
    (self.diagnoses, self.minimal, self.remarks) = (diagnoses, minimal, remarks)
  }
}

/// The verdict on a port or on one of its answers.
public enum PortVerdict: String, Codable, CaseIterable, Sendable {
  /// Within the bound that every correct implementation keeps to, and as near to the exact result as they are as a rule.
  case conforms
  /// Within the bound, but outside of what rounding at random gives.
  case unusual
  /// Out of bounds.
  case differs
  /// No answer that can be judged: a crash, a hang, garbage.
  case failed
  /// The port doesn't take such a case.
  case unsupported
}

/// A port as it describes itself.
public struct PortRecord: Codable, Equatable, Sendable {
  public var name: String
  public var version: String
  /// What it claims of its arithmetic, in words, such as "sums in any order".
  public var claims: [String]
  /// How often its process was started; nil for answers from files.
  public var starts: Int?
  /// Where its source comes from, such as a commit; nil if nobody said.
  public var source: String?

  public init(name: String, version: String, claims: [String], starts: Int?, source: String? = nil) {
    (self.name, self.version, self.claims, self.starts, self.source) = (name, version, claims, starts, source)
  }
}

/// One case and what came of it.
public struct ValidatedCaseRecord: Codable, Equatable, Sendable {
  public var name: String
  /// The family, and what its cases are there to show.
  public var family: String
  public var aim: String
  /// Such as "Float".
  public var type: String
  /// Shapes of the parameters.
  public var shapes: [[Int]]
  public var steps: Int
  public var verdict: PortVerdict
  /// Why it failed or isn't supported, or what is wrong with a refusal; nil if the numbers say all.
  public var message: String?
  /// The end of the port's standard error, if it failed.
  public var standardError: String?
  /// The worst of each quantity that was shown, in the order of a step.
  public var quantities: [ValidatedQuantityRecord]
  /// The first number out of bounds.
  public var firstWrong: WrongNumberRecord?

  public init(
    name: String, family: String, aim: String, type: String, shapes: [[Int]], steps: Int, verdict: PortVerdict,
    message: String? = nil, standardError: String? = nil, quantities: [ValidatedQuantityRecord] = [],
    firstWrong: WrongNumberRecord? = nil
  ) {
    (self.name, self.family, self.aim, self.type) = (name, family, aim, type)
    (self.shapes, self.steps, self.verdict) = (shapes, steps, verdict)
    (self.message, self.standardError, self.quantities, self.firstWrong) = (
      message, standardError, quantities, firstWrong
    )
  }
}

/// The worst of one quantity over the steps of a case.
public struct ValidatedQuantityRecord: Codable, Equatable, Sendable {
  /// The symbol, such as `R`.
  public var quantity: String
  /// The largest |shown − exact| / bound; nil for infinity.
  public var ratio: Double?
  /// Numbers for which a bound is known, and all, over all steps.
  public var decided: Int
  public var count: Int
  /// The largest of deviation over what rounding at random gives; nil if that wasn't measured. Above 1 it is unusual.
  public var spread: Double?

  public init(quantity: String, ratio: Double?, decided: Int, count: Int, spread: Double?) {
    (self.quantity, self.ratio, self.decided, self.count) = (quantity, ratio, decided, count)
    self.spread = spread
  }
}

/// A number out of bounds.
public struct WrongNumberRecord: Codable, Equatable, Sendable {
  public var parameter: String
  public var step: Int
  public var quantity: String
  /// Its index in row-major order.
  public var place: Int
  /// As text, exact to all digits; "nan" and "inf" as such.
  public var shown: String
  public var exact: String
  public var bound: String
  /// Whether its own equation is to blame; nil where that isn't known.
  public var isOwnFault: Bool?

  public init(
    parameter: String, step: Int, quantity: String, place: Int, shown: String, exact: String, bound: String,
    isOwnFault: Bool?
  ) {
    (self.parameter, self.step, self.quantity, self.place) = (parameter, step, quantity, place)
    (self.shown, self.exact, self.bound, self.isOwnFault) = (shown, exact, bound, isOwnFault)
  }
}
