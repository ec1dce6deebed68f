import CAMECore
import Foundation
import PropertyKit
import Testing
import Traces

/// Random damage to sound files: whatever the bytes, they open as a consistent file or throw, and nothing crashes.
///
/// The seed is new in each run and printed; `TRACES_FUZZ_SEED=<seed> swift test --filter FuzzTests` replays it.
@Suite struct FuzzTests {
  private static let seed: UInt64 = {
    let given = ProcessInfo.processInfo.environment["TRACES_FUZZ_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0...UInt64.max)
    print("Replay with TRACES_FUZZ_SEED=\(seed) swift test --filter FuzzTests")
    return seed
  }()

  private static func run() throws -> Data {
    var recording = try RunRecording(
      hyperparameters: RecordedHyperparameters(
        learningRate: "2e-4", epsilon1: "1e-30", epsilon2: "1e-16", clipThreshold: "1.0", beta1: "0.9",
        beta2: "0.999", beta3: "0.9999", weightDecay: "0"),
      initial: ["w": Tensor<Float>(repeating: 1, shape: [20, 5]), "s": Tensor(repeating: 2, shape: [])])
    let gradients = try ["w": Tensor<Float>(repeating: 3, shape: [20, 5]), "s": Tensor(repeating: 4, shape: [])]
    recording.addStep(gradients: gradients)
    recording.addStep(gradients: gradients, parameters: gradients, states: [.momentum: gradients])
    return try recording.encode()
  }

  private static func tensors() throws -> Data {
    var writer = SafetensorsWriter(metadata: ["k": "v\n\"é"])
    try writer.add("half", Tensor<Float16>([1, 2, 3]))
    try writer.add("single", Tensor<Float>(repeating: 4, shape: [10, 10]))
    try writer.add("double", Tensor<Double>(repeating: 5, shape: []))
    try writer.add("empty", Tensor<Float>(repeating: 6, shape: [3, 0, 7]))
    return try writer.encode()
  }

  @Test func files() throws {
    let sound = try Self.tensors()
    var damage = Damage(RandomStream(seed: Self.seed))
    var (opened, refused) = (0, 0)
    for turn in 0..<8_000 {
      let data = damage.applied(to: sound)
      do throws(SafetensorsError) {
        let file = try SafetensorsFile(data: data)
        opened += 1
        #expect(Self.isConsistent(file), "turn \(turn) of seed \(Self.seed): \(data.base64EncodedString())")
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
        if case .syntax(let place) = error {
          #expect(
            Self.isRight(place, Self.header(of: data)),
            "turn \(turn) of seed \(Self.seed): \(error): \(data.base64EncodedString())")
        }
      }
    }
    print("files: \(opened) opened, \(refused) refused")
    // Damage that always or never shows would test nothing.
    #expect(opened > 100)
    #expect(refused > 1_000)
  }

  @Test func runs() throws {
    let sound = try Self.run()
    var damage = Damage(RandomStream(seed: ~Self.seed))
    var (opened, refused) = (0, 0)
    for turn in 0..<4_000 {
      let data = damage.applied(to: sound)
      do throws(RecordedRunError) {
        let run = try RecordedRun(data: data, name: "run")
        opened += 1
        for name in run.parameterNames {
          for step in 1...run.steps {
            let gradient = try run.gradient(step: step, name, as: Double.self)
            #expect(gradient.shape == run.shape(of: name), "turn \(turn) of seed \(Self.seed)")
          }
          for step in run.recordedSteps {
            #expect(try run.parameter(step: step, name, as: Double.self)?.shape == run.shape(of: name))
            for key in StateKey.allCases { _ = try run.state(step: step, key, name, as: Double.self) }
          }
        }
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    print("runs: \(opened) opened, \(refused) refused")
    #expect(opened > 50)
    #expect(refused > 500)
  }

  /// Whether what a file says agrees with itself and, on its keys, with Foundation's parser.
  private static func isConsistent(_ file: SafetensorsFile) -> Bool {
    let header = header(of: file.contents)
    guard let json = try? JSONSerialization.jsonObject(with: header) as? [String: Any] else { return false }
    guard json.count == file.entries.count + (json["__metadata__"] == nil ? 0 : 1) else { return false }
    guard (json["__metadata__"] as? [String: String] ?? [:]) == file.metadata else { return false }
    guard Set(file.entries.map(\.name)).count == file.entries.count else { return false }
    guard file.entries.reduce(0, { $0 + $1.bytes.count }) == file.contents.count - 8 - header.count else {
      return false
    }
    return file.entries.allSatisfy { entry in
      let count = entry.shape.reduce(1, *)
      guard file[entry.name] == entry, entry.bytes.count == count * entry.dtype.size else { return false }
      guard (try? file.bytes(of: entry.name).count) == entry.bytes.count else { return false }
      let fields = json[entry.name] as? [String: Any]
      guard fields?["shape"] as? [Int] == entry.shape, fields?["dtype"] as? String == entry.dtype.rawValue else {
        return false
      }
      do throws(SafetensorsError) {
        let tensor = try file.tensor(entry.name, as: Double.self)
        return tensor.shape == entry.shape && tensor.count == count
      } catch {
        return ![.f16, .bf16, .f32, .f64].contains(entry.dtype)
      }
    }
  }

  /// Whether Foundation's parser agrees that a header isn't JSON, but for what that takes and RFC 8259 doesn't.
  private static func isRight(_ error: JSONSyntaxError, _ header: Data) -> Bool {
    let isStricter =
      header.first != UInt8(ascii: "{")  // JSON, but not the object at the very start that safetensors wants.
      || error.expected == "a space or the end"  // Other whitespace after the object.
      || (error.expected == "a string" && error.found == "\"}\"")  // Foundation takes a comma before a brace.
    return isStricter || (try? JSONSerialization.jsonObject(with: header)) == nil
  }

  private static func header(of data: Data) -> Data {
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return Data(data.dropFirst(8).prefix(length))
  }
}

/// Ways to damage a file, blind ones and ones that know where the header is.
private struct Damage {
  private var random: RandomStream

  init(_ random: RandomStream) {
    self.random = random
  }

  /// Without the byte order mark U+FEFF, which Foundation's parser drops from the front of a key.
  private static let tokens = [
    "", " ", "\n", "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\\u0061", "null", "true", "-1",
    "-0",
    "0", "1", "00", "1.5", "1e9", "1e999999999", "4294967296", "9223372036854775807", "9223372036854775808",
    "18446744073709551616", "[[[[[[[[", "{\"a\":{\"a\":", "\"F32\"", "\"F64\"", "\"BF16\"", "\"I8\"", "\"shape\"",
    "\"dtype\"",
    "\"__metadata__\"", "\"__metadata__\":{},", "é", "e\u{301}", "\u{0}", "step.0001", "step.0003", "init/",
  ]

  mutating func applied(to sound: Data) -> Data {
    var bytes = Array(sound)
    for _ in 0..<[1, 1, 1, 2, 3].randomElement(using: &random)! { damage(&bytes) }
    return Data(bytes)
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
    case 1:
      for _ in 0..<Int.random(in: 1...9, using: &random) { bytes.append(UInt8.random(in: 0...255, using: &random)) }
    case 2:
      guard bytes.count >= 8 else { return }
      let place = Int.random(in: 0..<8, using: &random)
      bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 3:
      guard bytes.count >= 8 else { return }
      bytes[0] &+= UInt8.random(in: 0...16, using: &random) &- 8
    case 4, 5:
      guard !bytes.isEmpty else { return }
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    default: editHeader(&bytes)
    }
  }

  /// Puts a token in place of some bytes of the header, and mends the header's length.
  private mutating func editHeader(_ bytes: inout [UInt8]) {
    guard bytes.count > 8 else { return }
    let length = bytes[..<8].reversed().reduce(0) { $0 &<< 8 | Int($1) }
    guard length > 0, length <= bytes.count - 8 else { return }
    let token = Array(Self.tokens.randomElement(using: &random)!.utf8)
    var start = Int.random(in: 0..<length, using: &random)
    var end = start + Int.random(in: 0...min(8, length - start), using: &random)
    // Half of the edits hit a number as a whole, where most of the checks are.
    if Bool.random(using: &random) {
      let header = bytes[8..<8 + length]
      let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
      guard let first = header[(8 + start)...].firstIndex(where: digits.contains) else { return }
      start = first - 8
      end = (header[first...].firstIndex { !digits.contains($0) } ?? header.endIndex) - 8
    }
    bytes.replaceSubrange(8 + start..<8 + end, with: token)
    withUnsafeBytes(of: UInt64(length - (end - start) + token.count).littleEndian) {
      bytes.replaceSubrange(0..<8, with: $0)
    }
  }
}
