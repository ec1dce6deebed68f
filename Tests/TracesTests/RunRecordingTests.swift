import CAMECore
import Foundation
import Testing
import Traces

@Suite struct RunRecordingTests {
  private func hyperparameters() throws -> RecordedHyperparameters {
    try RecordedHyperparameters(
      learningRate: "2e-4", epsilon1: "1e-30", epsilon2: "1e-16", clipThreshold: "1.0", beta1: "0.90", beta2: "0.999",
      beta3: "0.9999", weightDecay: "0")
  }

  private func there<Scalar: SafetensorsScalar & BinaryFloatingPoint>(andBackIn type: Scalar.Type) throws {
    let weight = try Tensor<Scalar>(shape: [2, 3], values: [1, -0.0, .nan, .infinity, .leastNonzeroMagnitude, 3])
    let scalar = try Tensor<Scalar>(shape: [], values: [7])
    let row = Tensor<Scalar>([1, 2])
    var recording = try RunRecording(
      hyperparameters: hyperparameters(), initial: ["dense/kernel": weight, "s": scalar], metadata: ["by": "a test"])
    recording.addStep(gradients: ["dense/kernel": weight, "s": scalar])
    recording.addStep(
      gradients: ["dense/kernel": weight, "s": scalar], parameters: ["dense/kernel": weight, "s": scalar],
      states: [.squaresRow: ["dense/kernel": row], .squares: ["s": scalar]])
    let run = try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("run.safetensors")
      try recording.write(to: url)
      return try RecordedRun(contentsOf: url)
    }
    func same(_ a: Tensor<Scalar>?, _ b: Tensor<Scalar>) -> Bool {
      guard let a else { return false }
      return a.shape == b.shape && Scalar.encode(a.values) == Scalar.encode(b.values)
    }
    #expect(run.steps == 2)
    #expect(run.recordedSteps == [2])
    #expect(run.parameterNames == ["dense/kernel", "s"])
    #expect(try run.hyperparameters == hyperparameters())
    #expect(run.metadata["by"] == "a test")
    #expect(run.metadata["optimizer"] == "CAME")
    #expect(try same(run.initial("dense/kernel", as: Scalar.self), weight))
    #expect(try same(run.gradient(step: 1, "s", as: Scalar.self), scalar))
    #expect(try same(run.gradient(step: 2, "dense/kernel", as: Scalar.self), weight))
    #expect(try run.parameter(step: 1, "s", as: Scalar.self) == nil)
    #expect(try same(run.parameter(step: 2, "s", as: Scalar.self), scalar))
    #expect(try same(run.state(step: 2, .squaresRow, "dense/kernel", as: Scalar.self), row))
    #expect(try run.state(step: 2, .squaresColumn, "dense/kernel", as: Scalar.self) == nil)
  }

  @Test func thereAndBack() throws {
    try there(andBackIn: Float16.self)
    try there(andBackIn: Float.self)
    try there(andBackIn: Double.self)
  }

  /// What can't be opened isn't written.
  @Test func incomplete() throws {
    let weight = Tensor<Float>([1])
    var recording = try RunRecording(hyperparameters: hyperparameters(), initial: ["w": weight])
    func error() -> RecordedRunError? {
      do throws(RecordedRunError) {
        _ = try recording.encode()
        return nil
      } catch {
        return error
      }
    }
    let steps = "a whole number from 1 to 9223372036854775807"
    #expect(error() == .metadata(key: "steps", found: "\"0\"", expected: steps))
    recording.addStep(gradients: ["w": weight])
    #expect(error() == nil)
    recording.addStep(gradients: ["w": Tensor([1, 2])])
    #expect(error() == .shape(key: "step.0002/grad/w", found: [2], expected: [1]))
    recording = try RunRecording(hyperparameters: hyperparameters(), initial: ["w": weight])
    recording.addStep(gradients: [:])
    #expect(error() == .missingGradient(step: 1, parameter: "w"))
    recording = try RunRecording(hyperparameters: hyperparameters(), initial: ["w": weight])
    recording.addStep(gradients: ["w": weight], parameters: [:], states: [:])
    #expect(error() == .missingParameter(step: 1, parameter: "w"))
    let url = URL(fileURLWithPath: "/no/such/folder/run.safetensors")
    #expect(throws: RecordedRunError.self) { try recording.write(to: url) }
  }

  @Test(arguments: ["", "+1", ".5", "inf", "nan", "1e", " 1", "1 ", "1,1", "0x1", "1]", "١"])
  func notANumber(_ text: String) {
    let error = RecordedRunError.hyperparameters(key: "betas", found: text.debugDescription, expected: "a number")
    #expect(throws: error) {
      try RecordedHyperparameters(
        learningRate: "1", epsilon1: "1", epsilon2: "1", clipThreshold: "1", beta1: "1", beta2: text, beta3: "1",
        weightDecay: "1")
    }
  }
}
