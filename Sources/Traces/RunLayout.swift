/// The check that a file's tensors are those of a run, all of them and nothing else.
struct RunLayout {
  /// The parameters and their shapes.
  let shapes: [String: [Int]]

  /// Checks every tensor's name, type, step and shape, and that none is missing.
  ///
  /// - Throws: ``RecordedRunError`` for the first tensor, in the order of the header, that doesn't fit; then for the
  ///   first gradient and the first value that is missing.
  /// - Complexity: O(n) for n tensors.
  init(_ file: SafetensorsFile, _ metadata: RunMetadata) throws(RecordedRunError) {
    var shapes: [String: [Int]] = [:]
    var keys: [(RunKey, SafetensorsEntry)] = []
    for entry in file.entries {
      guard let key = RunKey(entry.name) else { throw .unknownKey(entry.name) }
      guard [.f16, .bf16, .f32, .f64].contains(entry.dtype) else { throw .dtype(key: entry.name, found: entry.dtype) }
      keys.append((key, entry))
      if case .initial(let name) = key { shapes[name] = entry.shape }
    }
    guard !shapes.isEmpty else { throw .noParameters }
    let recorded = Set(metadata.recordedSteps)
    for (key, entry) in keys {
      guard let shape = shapes[key.parameter] else {
        throw .noInitialValue(key: entry.name, parameter: key.parameter)
      }
      try Self.check(key, entry, parameterShape: shape, metadata, recorded: recorded)
    }
    let names = shapes.keys.sorted(by: NaturalOrder.precedes)
    for step in 1...metadata.steps {
      for name in names where file[RunKey.gradient(step: step, name).text] == nil {
        throw .missingGradient(step: step, parameter: name)
      }
    }
    for step in metadata.recordedSteps {
      for name in names where file[RunKey.parameter(step: step, name).text] == nil {
        throw .missingParameter(step: step, parameter: name)
      }
    }
    self.shapes = shapes
  }

  private static func check(
    _ key: RunKey, _ entry: SafetensorsEntry, parameterShape: [Int], _ metadata: RunMetadata, recorded: Set<Int>
  ) throws(RecordedRunError) {
    var expected = parameterShape
    switch key {
    case .initial: break
    case .gradient(let step, _):
      guard step <= metadata.steps else { throw .stepBeyondEnd(key: entry.name, steps: metadata.steps) }
    case .parameter(let step, _), .state(let step, _, _):
      guard step <= metadata.steps else { throw .stepBeyondEnd(key: entry.name, steps: metadata.steps) }
      guard recorded.contains(step) else {
        throw .stepNotRecorded(key: entry.name, recorded: metadata.recordedSteps)
      }
    }
    if case .state(_, let state, _) = key {
      guard let shape = state.shape(forParameter: parameterShape) else {
        throw .stateKind(key: entry.name, shape: parameterShape, expected: StateKey.all(forShape: parameterShape))
      }
      expected = shape
    }
    guard entry.shape == expected else { throw .shape(key: entry.name, found: entry.shape, expected: expected) }
  }
}
