internal import CAMECore
internal import Traces

/// What the `__metadata__` of a case says.
struct CaseMetadata {
  let steps: Int
  let hyperparameters: CAMEHyperparameters
  let startStep: Int?
  let reloads: [Int]
  let refused: [Int]

  init(_ metadata: [String: String]) throws {
    func value(_ key: String, _ expected: String) throws -> String {
      guard let text = metadata[key] else {
        throw PortCaseError.metadata(key: key, found: "missing", expected: expected)
      }
      return text
    }
    func number(_ key: String, from least: Int) throws -> Int {
      let expected = "a whole number from \(least)"
      let text = try value(key, expected)
      guard let number = Int(text), number >= least, String(number) == text else {
        throw PortCaseError.metadata(key: key, found: Wording.quoted(text), expected: expected)
      }
      return number
    }
    let version = try value("protocol", "\"1\"")
    guard version == "1" else {
      throw PortCaseError.metadata(key: "protocol", found: Wording.quoted(version), expected: "\"1\"")
    }
    let steps = try number("steps", from: 1)
    let recorded = try RecordedHyperparameters(json: try value("hyperparameters", "an object of JSON"))
    func decimal(_ text: String) throws -> ExactDecimal { try ExactDecimal(text) }
    hyperparameters = try CAMEHyperparameters(
      learningRate: decimal(recorded.learningRate), beta1: decimal(recorded.beta1), beta2: decimal(recorded.beta2),
      beta3: decimal(recorded.beta3), epsilon1: decimal(recorded.epsilon1), epsilon2: decimal(recorded.epsilon2),
      clipThreshold: decimal(recorded.clipThreshold), weightDecay: decimal(recorded.weightDecay))
    startStep = metadata["start_step"] == nil ? nil : try number("start_step", from: 0)
    func list(_ key: String) throws -> [Int] {
      guard let text = metadata[key] else { return [] }
      guard let list = stepList(text, upTo: steps) else {
        throw PortCaseError.metadata(
          key: key, found: Wording.quoted(text), expected: "an ascending array of steps from 1 to \(steps)")
      }
      return list
    }
    (reloads, refused) = (try list("reload"), try list("refused"))
    self.steps = steps
  }
}

/// The whole numbers of a JSON array if each is larger than the one before, from 1 to `limit`; nil if anything else.
func stepList(_ text: String, upTo limit: Int) -> [Int]? {
  do throws(JSONSyntaxError) {
    var scanner = try JSONScanner(Array(text.utf8))
    var numbers: [Int] = []
    var isFirst = true
    try scanner.beginArray()
    while try scanner.nextElement(isFirst: &isFirst) {
      guard let number = try scanner.wholeNumber(), number > numbers.last ?? 0, number <= limit else { return nil }
      numbers.append(number)
    }
    try scanner.end()
    return numbers
  } catch {
    return nil
  }
}
