/// A property in one number format, to be tried with the choices of another.
///
///     func sumIsExact<Scalar: Real & Sendable>(_ type: Scalar.Type) -> Property<(Scalar, Scalar)> {
///       Property(zip(.reals(), .reals())) { a, b in Verdict((a + b) - b == a) }
///     }
///     let rungs = [Rung(Float16.self, sumIsExact), Rung(Float.self, sumIsExact), Rung(Double.self, sumIsExact)]
public struct Rung {
  /// The name of the format.
  public let format: String
  /// Its significant bits.
  public let precision: Int
  /// The name of the property, by which its counterexamples are kept; nil for that of the test.
  public let title: String?
  /// What the property says, for the report of a failure.
  public let claim: String?
  /// Says what the property makes of choices in this format.
  let verdict: ([Choice]) -> FormatVerdict
  /// Runs the property in this format; its values as exact text.
  let outcome: (Settings, _ regressions: [[Choice]]) -> Outcome<String>

  public init<Scalar: FloatingPoint & Sendable, Value>(
    _ type: Scalar.Type, named name: String? = nil, title: String? = nil, claim: String? = nil,
    _ property: (Scalar.Type) -> Property<Value>
  ) {
    let (property, format) = (property(type), RealFormat(type))
    self.format = name ?? "\(type)"
    (self.title, self.claim) = (title, claim)
    precision = format.precision
    verdict = { choices in
      guard choices.allSatisfy({ $0.isHeld(by: format) }) else { return .notRepresentable }
      guard let (_, _, verdict) = property.replay(choices), verdict != .discarded else { return .refused }
      return verdict.failure == nil ? .holds : .fails
    }
    outcome = { settings, regressions in property.run(settings, regressions: regressions).map { exactText($0) } }
  }

  /// Runs the property in this format.
  public func run(_ settings: Settings, regressions: [[Choice]] = []) -> Outcome<String> {
    outcome(settings, regressions)
  }
}

/// What a format says of choices that were found in another.
public enum FormatVerdict: String, Sendable {
  case fails, holds
  /// A number of the case isn't one of the format.
  case notRepresentable = "not representable"
  /// A generator or the property gives the case up.
  case refused
}

/// One case in several formats: where it fails tells what kind of failure it is.
public struct PrecisionLadder: Sendable, CustomStringConvertible {
  /// From the narrowest format to the widest.
  public let verdicts: [(format: String, verdict: FormatVerdict)]

  /// Takes the choices again in each format.
  public init(_ choices: [Choice], _ rungs: [Rung]) {
    verdicts = rungs.sorted { $0.precision < $1.precision }.map { ($0.format, $0.verdict(choices)) }
  }

  /// The narrowest format in which the case fails.
  public var narrowest: String? { verdicts.first { $0.verdict == .fails }?.format }
  /// The widest format in which the case fails.
  public var widest: String? { verdicts.last { $0.verdict == .fails }?.format }

  public var description: String { verdicts.map { "\($0.format): \($0.verdict.rawValue)" }.joined(separator: ", ") }
}

extension Choice {
  /// Whether every number of the choice is one of the format.
  fileprivate func isHeld(by format: RealFormat) -> Bool {
    switch self {
    case .integer: true
    case .real(let x): format.holds(x)
    case .matrix(let matrix): matrix.elements.allSatisfy(format.holds)
    }
  }
}
