import CAMECore
import Foundation
import Testing
import Traces

private let goodJSON =
  #"{"lr": 2e-4, "eps": [1e-30, 1e-16], "clip_threshold": 1, "betas": [0.9, 0.999, 0.9999], "weight_decay": -0.00}"#
private let goodMetadata = ["steps": "2", "recorded_steps": "[2]", "hyperparameters": goodJSON]

/// The shapes of a run of two steps over a matrix "w" and a vector "v", with values and all states after step 2.
private let goodShapes: [String: [Int]] = {
  var shapes = ["init/w": [2, 3], "init/v": [4]]
  for step in 1...2 { shapes.merge(["step.000\(step)/grad/w": [2, 3], "step.000\(step)/grad/v": [4]]) { $1 } }
  return shapes.merging([
    "step.0002/param/w": [2, 3], "step.0002/param/v": [4],
    "step.0002/state/exp_avg/w": [2, 3], "step.0002/state/exp_avg_sq_row/w": [2],
    "step.0002/state/exp_avg_sq_col/w": [3], "step.0002/state/exp_avg_res_row/w": [2],
    "step.0002/state/exp_avg_res_col/w": [3], "step.0002/state/exp_avg/v": [4], "step.0002/state/exp_avg_sq/v": [4],
  ]) { $1 }
}()

/// The good run, with tensors removed and with others added or put in their place.
func soundRun(
  removing: [String] = [], adding: [String: [Int]] = [:], metadata: [String: String?] = [:]
) throws -> Data {
  var shapes = goodShapes.merging(adding) { $1 }
  for key in removing { try #require(shapes.removeValue(forKey: key) != nil) }
  var writer = SafetensorsWriter(metadata: goodMetadata)
  for (key, value) in metadata { writer.metadata[key] = value }
  for (name, shape) in shapes { try writer.add(name, Tensor<Float>(repeating: 1, shape: shape)) }
  return try writer.encode()
}

@Suite struct RecordedRunTests {
  @Test func good() throws {
    let opened = try RecordedRun(data: soundRun(), name: "good")
    #expect(opened.name == "good")
    #expect(opened.summary == nil)
    #expect(opened.steps == 2)
    #expect(opened.recordedSteps == [2])
    #expect(opened.parameterNames == ["v", "w"])
    #expect(opened.shape(of: "w") == [2, 3])
    #expect(opened.shape(of: "x") == nil)
    #expect(opened.hyperparameters.learningRate == "2e-4")
    #expect(opened.hyperparameters.clipThreshold == "1")
    #expect(opened.hyperparameters.weightDecay == "-0.00")
    #expect(opened.sha256 == SHA256.hexDigest(of: opened.file.contents))
    #expect(opened.byteCount == opened.file.contents.count)
    #expect(try opened.initial("w").shape == [2, 3])
    #expect(try opened.initial("w", as: Double.self).values == Array(repeating: 1, count: 6))
    #expect(try opened.parameter(step: 1, "w") as Tensor<Float>? == nil)
    #expect(try opened.state(step: 2, .squaresColumn, "w")?.shape == [3])
    #expect(try opened.state(step: 2, .squares, "w") as Tensor<Float>? == nil)
  }

  @Test func questionsItCantAnswer() throws {
    let opened = try RecordedRun(data: soundRun(), name: "good")
    for step in [0, 3, -1, Int.max] {
      #expect(throws: RecordedRunError.noStep(step, steps: 2)) { try opened.gradient(step: step, "w") }
      #expect(throws: RecordedRunError.noStep(step, steps: 2)) { try opened.state(step: step, .momentum, "w") }
    }
    #expect(throws: RecordedRunError.noParameter("x")) { try opened.initial("x") }
    #expect(throws: RecordedRunError.noParameter("x")) { try opened.parameter(step: 1, "x") }
    let narrowing = SafetensorsError.conversion(tensor: "init/w", from: .f32, to: .f16)
    #expect(throws: RecordedRunError.file(narrowing)) { try opened.initial("w", as: Float16.self) }
  }

  /// States may be left out, one by one; gradients and, at recorded steps, values may not.
  @Test(arguments: goodShapes.keys.filter { !$0.hasPrefix("init/") }.sorted())
  func withoutOneTensor(_ key: String) throws {
    let name = String(key.last!)
    let step = key.hasPrefix("step.0001") ? 1 : 2
    let expected: RecordedRunError? =
      key.contains("/grad/")
      ? .missingGradient(step: step, parameter: name)
      : key.contains("/param/") ? .missingParameter(step: step, parameter: name) : nil
    #expect(try runError(opening: soundRun(removing: [key])) == expected)
  }

  private static let states: [StateKey] = [
    .momentum, .squaresRow, .squaresColumn, .instabilityRow, .instabilityColumn,
  ]

  @Test(
    arguments: [
      (["x": [1]], .unknownKey("x")),
      (["step.0001/grads/w": [2, 3]], .unknownKey("step.0001/grads/w")),
      (["step.0002/state/exp_avg_hat/w": [2, 3]], .unknownKey("step.0002/state/exp_avg_hat/w")),
      (["step.0002/state/step": []], .unknownKey("step.0002/state/step")),
      (["step.0000/grad/w": [2, 3]], .unknownKey("step.0000/grad/w")),
      (["step.0001/grad/x": [1]], .noInitialValue(key: "step.0001/grad/x", parameter: "x")),
      (["step.0002/state/exp_avg/x": [1]], .noInitialValue(key: "step.0002/state/exp_avg/x", parameter: "x")),
      (["step.0003/grad/w": [2, 3]], .stepBeyondEnd(key: "step.0003/grad/w", steps: 2)),
      (["step.0003/param/w": [2, 3]], .stepBeyondEnd(key: "step.0003/param/w", steps: 2)),
      (["step.0001/param/w": [2, 3]], .stepNotRecorded(key: "step.0001/param/w", recorded: [2])),
      (["step.0001/state/exp_avg/v": [4]], .stepNotRecorded(key: "step.0001/state/exp_avg/v", recorded: [2])),
      (["step.0001/grad/w": [3, 2]], .shape(key: "step.0001/grad/w", found: [3, 2], expected: [2, 3])),
      (["step.0001/grad/w": [6]], .shape(key: "step.0001/grad/w", found: [6], expected: [2, 3])),
      (["step.0001/grad/v": [4, 1]], .shape(key: "step.0001/grad/v", found: [4, 1], expected: [4])),
      (["step.0002/param/v": []], .shape(key: "step.0002/param/v", found: [], expected: [4])),
      (
        ["step.0002/state/exp_avg_sq_row/w": [3]],
        .shape(key: "step.0002/state/exp_avg_sq_row/w", found: [3], expected: [2])
      ),
      (
        ["step.0002/state/exp_avg_res_col/w": [2]],
        .shape(key: "step.0002/state/exp_avg_res_col/w", found: [2], expected: [3])
      ),
      (
        ["step.0002/state/exp_avg_sq/w": [2, 3]],
        .stateKind(key: "step.0002/state/exp_avg_sq/w", shape: [2, 3], expected: states)
      ),
      (
        ["step.0002/state/exp_avg_sq_row/v": []],
        .stateKind(key: "step.0002/state/exp_avg_sq_row/v", shape: [4], expected: [.momentum, .squares])
      ),
      (["init/u": [1]], .missingGradient(step: 1, parameter: "u")),
    ] as [([String: [Int]], RecordedRunError)])
  func wrongTensors(_ adding: [String: [Int]], error: RecordedRunError) throws {
    #expect(try runError(opening: soundRun(adding: adding)) == error)
  }

  @Test func wrongFiles() throws {
    #expect(runError(opening: Data(count: 3)) == .file(.tooShort(bytes: 3)))
    #expect(try runError(opening: soundRun(removing: Array(goodShapes.keys))) == .noParameters)
    let header =
      #"{"__metadata__":{\#(goodMetadata.map { "\"\($0)\":\($1.debugDescription)" }.joined(separator: ","))},"#
    let integers = file(header + #""init/a":{"dtype":"I8","shape":[0],"data_offsets":[0,0]}}"#)
    #expect(runError(opening: integers) == .dtype(key: "init/a", found: .i8))
    // As many steps as an Int can count: the first that is missing ends it.
    #expect(
      try runError(opening: soundRun(metadata: ["steps": "\(Int.max)"])) == .missingGradient(step: 3, parameter: "v"))
  }

  private static let wholeNumber = "a whole number from 1 to 9223372036854775807"
  private static let ascending = "an ascending array of steps from 1 to 2"

  @Test(
    arguments: [
      ("steps", nil, "missing", wholeNumber), ("steps", "0", "\"0\"", wholeNumber), ("steps", "", "\"\"", wholeNumber),
      ("steps", "2.0", "\"2.0\"", wholeNumber), ("steps", "+2", "\"+2\"", wholeNumber),
      ("steps", "02", "\"02\"", wholeNumber), ("steps", " 2", "\" 2\"", wholeNumber),
      ("steps", "9223372036854775808", "\"9223372036854775808\"", wholeNumber),
      ("recorded_steps", nil, "missing", ascending), ("recorded_steps", "2", "\"2\"", ascending),
      ("recorded_steps", "[0]", "\"[0]\"", ascending), ("recorded_steps", "[3]", "\"[3]\"", ascending),
      ("recorded_steps", "[2, 1]", "\"[2, 1]\"", ascending), ("recorded_steps", "[2, 2]", "\"[2, 2]\"", ascending),
      ("recorded_steps", "[2.0]", "\"[2.0]\"", ascending), ("recorded_steps", "[2", "\"[2\"", ascending),
      ("recorded_steps", "[2] 1", "\"[2] 1\"", ascending),
      ("hyperparameters", nil, "missing", "an object of JSON"),
      ("optimizer", "Adafactor", "\"Adafactor\"", "\"CAME\", or left out"),
    ] as [(String, String?, String, String)])
  func wrongMetadata(_ key: String, _ value: String?, found: String, expected: String) throws {
    let error = RecordedRunError.metadata(key: key, found: found, expected: expected)
    #expect(try runError(opening: soundRun(metadata: [key: value])) == error)
  }

  /// Changes to the text of good hyperparameters.
  @Test(
    arguments: [
      ("2e-4", "\"2e-4\"", "lr", "the string \"2e-4\"", "a number"),
      ("2e-4", "NaN", "lr", "\"N\"", "a number"),
      ("2e-4", "null", "lr", "null", "a number"),
      ("2e-4", "[2e-4]", "lr", "an array", "a number"),
      ("[1e-30, 1e-16]", "1e-30", "eps", "the number 1e-30", "an array of 2 numbers"),
      ("1e-30, ", "", "eps", "an array of 1", "an array of 2 numbers"),
      ("1e-30, 1e-16", "", "eps", "an array of 0", "an array of 2 numbers"),
      ("0.999, 0.9999", "0.999", "betas", "an array of 2", "an array of 3 numbers"),
      ("0.9999]", "0.9999, 0.5]", "betas", "longer", "an array of 3 numbers"),
      ("\"lr\": 2e-4, ", "", "lr", "missing", "there"),
      (", \"weight_decay\": -0.00", "", "weight_decay", "missing", "there"),
      ("\"eps\"", "\"lr\"", "lr", "there twice", "there once"),
      ("\"eps\"", "\"epsilon\"", "\"epsilon\"", "a key", "one of lr, eps, clip_threshold, betas, weight_decay"),
      (goodJSON, "[]", nil, "an array", "an object"),
      (goodJSON, "", nil, "the end", "an object"),
      ("2e-4", "2e", nil, "no JSON (expected a digit at byte 9, but found \",\")", "an object"),
      ("2e-4", "0x1", nil, "no JSON (expected \",\" or \"}\" at byte 8, but found \"x\")", "an object"),
      ("0.00}", "0.00}}", nil, "no JSON (expected the end at byte 110, but found \"}\")", "an object"),
    ] as [(String, String, String?, String, String)])
  func wrongHyperparameters(_ old: String, _ new: String, key: String?, found: String, expected: String) throws {
    let text = goodJSON.replacingOccurrences(of: old, with: new)
    try #require(text != goodJSON)
    let error = RecordedRunError.hyperparameters(key: key, found: found, expected: expected)
    #expect(try runError(opening: soundRun(metadata: ["hyperparameters": text])) == error)
  }

  @Test func messages() {
    #expect(
      RecordedRunError.missingGradient(step: 7, parameter: "w").description
        == "Parameter \"w\" has no gradient at step 7. A run without a gradient for every parameter at every step "
        + "isn't supported.")
    #expect(
      RecordedRunError.shape(key: "step.0001/grad/w", found: [6], expected: [2, 3]).description
        == "Tensor \"step.0001/grad/w\": shape is [6], but its parameter asks for [2, 3].")
    #expect(
      RecordedRunError.hyperparameters(key: "lr", found: "null", expected: "a number").description
        == "__metadata__: hyperparameters: lr is null, but must be a number.")
    #expect(RecordedRunError.file(.noTensor("x")).description == "There is no tensor \"x\".")
  }
}
