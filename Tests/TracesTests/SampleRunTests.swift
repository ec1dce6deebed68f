import CAMECore
import Foundation
import Testing
import Traces

/// The shipped runs against their info.json, which Foundation reads here and this module's own scanner there.
@Suite struct SampleRunTests {
  private struct Info: Decodable {
    let what: String
    let steps: Int
    let recorded_steps: [Int]
    let parameters: [String: [Int]]
    let sha256: String
    let bytes: Int
  }

  private static func info(_ sample: SampleRun) throws -> Info {
    let url = sample.url.deletingPathExtension().appendingPathExtension("info.json")
    return try JSONDecoder().decode(Info.self, from: Data(contentsOf: url))
  }

  @Test(arguments: SampleRun.allCases)
  func matchesItsInfo(_ sample: SampleRun) throws {
    let run = try RecordedRun(contentsOf: sample.url)
    let info = try Self.info(sample)
    #expect(run.name == sample.name)
    #expect(run.summary == info.what)
    #expect(run.sha256 == info.sha256)
    #expect(run.byteCount == info.bytes)
    #expect(run.steps == info.steps)
    #expect(run.recordedSteps == info.recorded_steps)
    #expect(Dictionary(uniqueKeysWithValues: run.parameterNames.map { ($0, run.shape(of: $0)!) }) == info.parameters)
    #expect(run.metadata["optimizer"] == "CAME")
  }

  /// Every tensor of the file is decoded once through the run's own lookups, and none is left over.
  @Test(arguments: SampleRun.allCases)
  func holdsEverything(_ sample: SampleRun) throws {
    let run = try RecordedRun(contentsOf: sample.url)
    var (tensors, elements) = (0, 0)
    func count(_ tensor: Tensor<Float>?, _ shape: [Int]?) {
      guard let tensor else { return }
      #expect(tensor.shape == shape)
      tensors += 1
      elements += tensor.count
    }
    for name in run.parameterNames {
      let shape = try #require(run.shape(of: name))
      count(try run.initial(name), shape)
      for step in 1...run.steps {
        count(try run.gradient(step: step, name), shape)
        let value = try run.parameter(step: step, name)
        #expect((value != nil) == run.recordedSteps.contains(step))
        count(value, shape)
        for key in StateKey.allCases {
          let state = try run.state(step: step, key, name)
          #expect((state != nil) == (value != nil && StateKey.all(forShape: shape).contains(key)))
          count(state, key.shape(forParameter: shape))
        }
      }
    }
    #expect(tensors == run.file.entries.count)
    #expect(4 * elements == run.file.entries.reduce(0) { $0 + $1.bytes.count })
  }

  @Test(arguments: [(SampleRun.kjvSmall, "0.0002", "0.0"), (.kjvWide, "0.0004", "0.01"), (.shapes, "0.001", "0.01")])
  func hyperparameters(_ sample: SampleRun, learningRate: String, weightDecay: String) throws {
    let run = try RecordedRun(contentsOf: sample.url)
    #expect(
      try run.hyperparameters
        == RecordedHyperparameters(
          learningRate: learningRate, epsilon1: "1e-30", epsilon2: "1e-16", clipThreshold: "1.0", beta1: "0.9",
          beta2: "0.999", beta3: "0.9999", weightDecay: weightDecay))
  }

  /// What Python's `safetensors.numpy.load_file` reads: the first and the last pattern, and all of them xor-ed.
  @Test(
    arguments: [
      (SampleRun.kjvSmall, RunKey.initial("tok.weight"), 0xBD5A_16D8, 0x3B08_634B, 0x0B5B_7FED),
      (.kjvSmall, .gradient(step: 1, "head.weight"), 0xBCCB_E626, 0xBCF8_F852, 0x0A20_DB22),
      (.kjvSmall, .gradient(step: 100, "blocks.1.down.weight"), 0x3A82_C924, 0x3999_2407, 0x097F_F4F7),
      (.kjvSmall, .parameter(step: 100, "tok.weight"), 0xBDE4_CEAA, 0x3D49_E313, 0x0619_418F),
      (
        .kjvSmall, .state(step: 50, .instabilityColumn, "blocks.0.up.weight"), 0x3BFE_882A, 0x3B16_ED45, 0x060A_A253
      ),
      (.kjvWide, .gradient(step: 24, "tok.weight"), 0x3DD0_F952, 0xBC48_CC4B, 0x0412_FC66),
      (.kjvWide, .state(step: 24, .squaresRow, "tok.weight"), 0x38C9_BACF, 0x381D_94A4, 0x0193_CA46),
      (.shapes, .initial("p0_scalar"), 0x3DDD_64C6, 0x3DDD_64C6, 0x3DDD_64C6),
      (.shapes, .parameter(step: 3, "p8_64x64"), 0x7FC0_0000, 0x7FC0_0000, 0),
      (.shapes, .state(step: 7, .squaresColumn, "p9_5x6x7"), 0x3F0C_6141, 0x0A10_F2EB, 0x0BDC_60ED),
      (.shapes, .state(step: 12, .squares, "p2_7"), 0x4FA8_96E6, 0x505A_5468, 0x4FFC_084C),
    ] as [(SampleRun, RunKey, UInt32, UInt32, UInt32)])
  func valuesThatPythonReads(_ sample: SampleRun, _ key: RunKey, first: UInt32, last: UInt32, xor: UInt32) throws {
    let run = try RecordedRun(contentsOf: sample.url)
    let tensor: Tensor<Float>? =
      switch key {
      case .initial(let name): try run.initial(name)
      case .gradient(let step, let name): try run.gradient(step: step, name)
      case .parameter(let step, let name): try run.parameter(step: step, name)
      case .state(let step, let state, let name): try run.state(step: step, state, name)
      }
    let patterns = try #require(tensor).values.map(\.bitPattern)
    #expect(patterns.first == first)
    #expect(patterns.last == last)
    #expect(patterns.reduce(0, ^) == xor)
  }

  /// Written again, tensor by tensor, the files are the same but for the order of the metadata.
  @Test(arguments: SampleRun.allCases)
  func writtenAgain(_ sample: SampleRun) throws {
    let file = try SafetensorsFile(contentsOf: sample.url)
    var writer = SafetensorsWriter(metadata: file.metadata)
    for entry in file.entries { try writer.add(entry.name, try file.tensor(entry.name, as: Float.self)) }
    let data = try writer.encode()
    let again = try SafetensorsFile(data: data)
    let size = file.entries.reduce(0) { $0 + $1.bytes.count }
    #expect(again.entries == file.entries)
    #expect(again.metadata == file.metadata)
    #expect(data.count == file.contents.count)
    #expect(data.suffix(size) == file.contents.suffix(size))
  }

  @Test func names() {
    #expect(SampleRun.default == .kjvSmall)
    for sample in SampleRun.allCases {
      #expect(SampleRun(named: sample.name) == sample)
      #expect(SampleRun(named: "\(sample.name).safetensors") == sample)
    }
    #expect(SampleRun(named: "kjv") == nil)
    #expect(SampleRun(named: ".safetensors") == nil)
  }
}
