/// Where a record comes from.
public struct Provenance: Sendable {
  /// The tool and its version.
  public let tool: String
  /// When, ISO 8601 in UTC.
  public let made: String
  /// One command line that repeats the run.
  public let command: String

  public init(tool: String, made: String, command: String) {
    self.tool = tool
    self.made = made
    self.command = command
  }
}

/// A study that can't be run.
public enum DriftError: Error, Equatable, Sendable, CustomStringConvertible {
  case noPolicy
  case steps(asked: Int, recorded: Int)
  case shape([Int])
  case samples(Int)
  case significance(String, known: [String])
  case budget(Double)
  case withoutMPFR

  public var description: String {
    switch self {
    case .noPolicy: "A study needs at least one policy."
    case .steps(let asked, let recorded): "The run has \(recorded) steps, but \(asked) were asked for."
    case .shape(let shape):
      "An objective needs a shape with at least one element, such as 128x128, but got "
        + shape.map(String.init).joined(separator: "x") + "."
    case .samples(let count): "Random rounding needs at least 2 samples, but \(count) were asked for."
    case .significance(let format, let known):
      "\"\(format)\" can't be rounded at random; \(joined(known)) can."
    case .budget(let bits): "A budget is a number of bits above 0, but got \(figure(bits))."
    case .withoutMPFR:
      "This build is without MPFR, so there is no truth to measure against; build with the trait MPFR, which is on by default."
    }
  }
}
