internal import Foundation

/// What the environment asks of all properties.
///
/// | variable | what |
/// | --- | --- |
/// | `PROPERTY_SEED` | the seed of every property: a number, in decimal or with `0x`, or `random` |
/// | `PROPERTY_CASES` | how many cases each property has |
/// | `PROPERTY_REGRESSIONS` | the folder of the regression files, or `off` |
/// | `PROPERTY_ATTACHMENTS` | a folder to write counterexamples to |
struct PropertyEnvironment: Sendable {
  let seed: UInt64?
  let cases: Int?
  let regressions: RegressionPolicy?
  let attachments: String?
  /// A variable that can't be understood.
  let problem: String?

  static let current = PropertyEnvironment(ProcessInfo.processInfo.environment)

  init(_ variables: [String: String]) {
    var problem: String?
    let seedText = variables["PROPERTY_SEED"]
    switch seedText {
    case nil: seed = nil
    case "random": seed = UInt64.random(in: 0 ... .max)
    case .some(let text):
      seed = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
      if seed == nil { problem = "PROPERTY_SEED is \"\(text)\"; expected a number from 0 to 2^64 − 1, or random." }
    }
    let casesText = variables["PROPERTY_CASES"]
    cases = casesText.flatMap { Int($0) }.flatMap { $0 >= 1 ? $0 : nil }
    if let casesText, cases == nil { problem = "PROPERTY_CASES is \"\(casesText)\"; expected a number from 1 up." }
    regressions = variables["PROPERTY_REGRESSIONS"].map { $0 == "off" ? .off : .folder($0) }
    attachments = variables["PROPERTY_ATTACHMENTS"]
    self.problem = problem
  }
}
