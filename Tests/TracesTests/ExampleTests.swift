import CAMECore
import Foundation
import Testing
import Traces

/// The examples of the documentation, as they stand there.
@Suite struct ExampleTests {
  @Test func safetensors() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("example.safetensors")

      var writer = SafetensorsWriter(metadata: ["format": "float32"])
      try writer.add("weight", Tensor<Float>([1, 2, 3]))
      try writer.write(to: url)

      let file = try SafetensorsFile(contentsOf: url)
      let weight: Tensor<Float> = try file.tensor("weight")

      #expect(weight == Tensor<Float>([1, 2, 3]))
      #expect(file.metadata == ["format": "float32"])
    }
  }

  @Test func readingARun() throws {
    var elements = 0

    let run = try RecordedRun(contentsOf: SampleRun.kjvSmall.url)
    for step in 1...run.steps {
      for name in run.parameterNames {
        let gradient = try run.gradient(step: step, name)
        elements += gradient.count
      }
    }

    #expect(elements == run.steps * run.parameterNames.reduce(0) { $0 + run.shape(of: $1)!.reduce(1, *) })
  }

  @Test func writingARun() throws {
    let hyperparameters = try RecordedHyperparameters(
      learningRate: "2e-4", epsilon1: "1e-30", epsilon2: "1e-16", clipThreshold: "1.0", beta1: "0.9", beta2: "0.999",
      beta3: "0.9999", weightDecay: "0.0")
    let (weight, gradient) = (Tensor<Float>([1, 2]), Tensor<Float>([3, 4]))
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("example.safetensors")

      var recording = RunRecording(hyperparameters: hyperparameters, initial: ["weight": weight])
      recording.addStep(gradients: ["weight": gradient])
      recording.addStep(gradients: ["weight": gradient], parameters: ["weight": weight], states: [:])
      try recording.write(to: url)

      let run = try RecordedRun(contentsOf: url)
      #expect(try run.gradient(step: 2, "weight") == gradient)
      #expect(try run.parameter(step: 2, "weight") == weight)
    }
  }
}
