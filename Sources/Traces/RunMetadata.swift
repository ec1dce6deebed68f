/// What the `__metadata__` of a run's file must say. Keys that it needn't know are left alone.
struct RunMetadata {
  let steps: Int
  let recordedSteps: [Int]
  let hyperparameters: RecordedHyperparameters

  /// Reads `steps`, `recorded_steps`, `hyperparameters` and, if it is there, `optimizer`.
  ///
  /// - Throws: ``RecordedRunError``
  init(_ metadata: [String: String]) throws(RecordedRunError) {
    func value(_ key: String, _ expected: String) throws(RecordedRunError) -> String {
      guard let text = metadata[key] else { throw .metadata(key: key, found: "missing", expected: expected) }
      return text
    }
    if let optimizer = metadata["optimizer"], optimizer != "CAME" {
      throw .metadata(key: "optimizer", found: Wording.quoted(optimizer), expected: "\"CAME\", or left out")
    }
    let expected = "a whole number from 1 to \(Int.max)"
    let text = try value("steps", expected)
    guard let steps = Int(text), steps >= 1, String(steps) == text else {
      throw .metadata(key: "steps", found: Wording.quoted(text), expected: expected)
    }
    self.steps = steps
    let array = "an ascending array of steps from 1 to \(steps)"
    let list = try value("recorded_steps", array)
    guard let recordedSteps = Self.ascending(list, upTo: steps) else {
      throw .metadata(key: "recorded_steps", found: Wording.quoted(list), expected: array)
    }
    self.recordedSteps = recordedSteps
    hyperparameters = try RecordedHyperparameters(json: try value("hyperparameters", "an object of JSON"))
  }

  /// The whole numbers of a JSON array if each is larger than the one before, from 1 to `limit`; nil if anything else.
  private static func ascending(_ text: String, upTo limit: Int) -> [Int]? {
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
}
