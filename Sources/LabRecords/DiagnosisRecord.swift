/// What the failures of a port have in common.
public struct DiagnosisRecord: Codable, Equatable, Sendable {
  /// What the failing cases are of, such as "matrices"; nil for all of them.
  public var scope: String?
  /// The first quantity that is wrong most often, its name in words and its equation.
  public var quantity: String
  public var quantityName: String
  public var equation: String
  /// Cases in which it is the first, and cases that fail.
  public var count: Int
  public var failures: Int
  /// Known mistakes that the port's answers agree with, best first; those that can't be told apart from the first stand with it.
  public var matches: [MatchRecord]
  /// Whether the first of them explains the failures.
  public var isExplained: Bool
  /// Digits in which the answers of failing cases agree with CAME, their median.
  public var digitsOfReference: Double

  public init(
    scope: String? = nil, quantity: String, quantityName: String, equation: String, count: Int, failures: Int,
    matches: [MatchRecord],
    isExplained: Bool, digitsOfReference: Double
  ) {
    self.scope = scope
    (self.quantity, self.quantityName, self.equation) = (quantity, quantityName, equation)
    (self.count, self.failures, self.matches) = (count, failures, matches)
    (self.isExplained, self.digitsOfReference) = (isExplained, digitsOfReference)
  }
}

/// A known mistake, and how well a port agrees with it.
public struct MatchRecord: Codable, Equatable, Sendable {
  /// The mutant's name, such as `no-clip`.
  public var id: String
  /// What is wrong, in one sentence.
  public var mistake: String
  /// The port or the library in which it was seen.
  public var seen: String?
  /// Digits in which the answers of failing cases agree with it, their median.
  public var digits: Double
  /// The share of all cases that agree with it to at least half of the format's digits.
  public var share: Double
  /// Whether it can't be told apart from the first.
  public var isTied: Bool

  public init(id: String, mistake: String, seen: String?, digits: Double, share: Double, isTied: Bool) {
    (self.id, self.mistake, self.seen) = (id, mistake, seen)
    (self.digits, self.share, self.isTied) = (digits, share, isTied)
  }
}

/// The smallest case found that a port fails.
public struct MinimalCaseRecord: Codable, Equatable, Sendable {
  /// The case from which it was made, and how often the port was asked for that.
  public var from: String
  public var evaluations: Int
  /// The case in one line: shapes, hyperparameters that aren't the defaults, every number.
  public var text: String
  /// Its file in the folder of the report.
  public var file: String
  /// A Python program that needs nothing but NumPy: it states the case and the exact results.
  public var python: String
  /// What is wrong, number by number, at most a dozen.
  public var wrong: [WrongNumberRecord]

  public init(
    from: String, evaluations: Int, text: String, file: String, python: String, wrong: [WrongNumberRecord]
  ) {
    (self.from, self.evaluations, self.text, self.file) = (from, evaluations, text, file)
    (self.python, self.wrong) = (python, wrong)
  }
}
