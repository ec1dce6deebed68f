import CAMECore
import Foundation
import Testing
import Traces

@Suite struct SafetensorsWriterTests {
  /// Bits that a careless copy changes: signed zeros, subnormals, infinities, and NaN quiet, signalling and with
  /// payload.
  private static let patterns: [UInt64] = [
    0, 1, 0x8000_0000_0000_0000, 0x8000_0000_0000_0001, 0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000,
    0x7FF0_0000_0000_0001, 0x7FF4_0000_DEAD_BEEF, 0xFFF8_0000_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x3FF0_0000_0000_0000,
  ]

  /// Every pattern of 16 bits, a pattern of 32 bits for each, and the patterns above, through a file on the disk.
  @Test func bitExact() throws {
    let halves = (0...UInt16.max).map { Float16(bitPattern: $0) }
    let floats = (0...UInt32(UInt16.max)).map { Float(bitPattern: $0 << 16 | $0) }
    let doubles = Self.patterns.map { Double(bitPattern: $0) }
    var writer = SafetensorsWriter(metadata: ["a": "\u{0}\"\\\n😀", "": ""])
    try writer.add("half", Tensor(shape: [256, 256], values: halves))
    try writer.add("single", Tensor(floats))
    try writer.add("double", Tensor(doubles))
    try writer.add("scalar", Tensor<Float>(shape: [], values: [-0.0]))
    try writer.add("empty", Tensor<Float>(shape: [3, 0], values: []))
    let opened = try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.safetensors")
      try Data("something else".utf8).write(to: url)
      try writer.write(to: url)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.safetensors"])
      return try SafetensorsFile(contentsOf: url)
    }
    #expect(opened.metadata == writer.metadata)
    #expect(opened.entries.map(\.name) == ["double", "empty", "scalar", "single", "half"])
    #expect(try opened.tensor("half", as: Float16.self).shape == [256, 256])
    #expect(try opened.tensor("half", as: Float16.self).values.map(\.bitPattern) == halves.map(\.bitPattern))
    #expect(try opened.tensor("single", as: Float.self).values.map(\.bitPattern) == floats.map(\.bitPattern))
    #expect(try opened.tensor("double", as: Double.self).values.map(\.bitPattern) == Self.patterns)
    #expect(try opened.tensor("scalar", as: Float.self).values.map(\.bitPattern) == [0x8000_0000])
    #expect(try opened.tensor("empty", as: Float.self).shape == [3, 0])
  }

  /// The bytes that Python's `safetensors.numpy.save` (0.8.0) gives for the same tensors.
  @Test func sameBytesAsTheReference() throws {
    let reference = """
      IAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJ3aGF0IjoiYSBcImdvbGRlblwiIGZpbGUifSwiYVwiXFxcblx1MDAwMcOpIjp7ImR0eXBlIjoiRjY0\
      Iiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbMCw4XX0sImIuMTAiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzAsM10sImRhdGFfb2Zmc2V0\
      cyI6WzgsOF19LCJiLjIiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsMl0sImRhdGFfb2Zmc2V0cyI6WzgsMjRdfSwiYyI6eyJkdHlwZSI6IkYx\
      NiIsInNoYXBlIjpbXSwiZGF0YV9vZmZzZXRzIjpbMjQsMjZdfX0gICAgICAYLURU+yEJQAAAgD8AAACAAQAAAAAAwH//ew==
      """
    var writer = SafetensorsWriter(metadata: ["what": "a \"golden\" file"])
    try writer.add("c", Tensor<Float16>(shape: [], values: [65504]))
    try writer.add("b.2", Tensor<Float>(shape: [2, 2], values: [1, -0.0, .leastNonzeroMagnitude, .nan]))
    try writer.add("a\"\\\n\u{1}é", Tensor<Double>([.pi]))
    try writer.add("b.10", Tensor<Float>(shape: [0, 3], values: []))
    #expect(try writer.encode().base64EncodedString() == reference)
  }

  /// The order of additions and of metadata doesn't show, and tensors start aligned to their elements.
  @Test func deterministic() throws {
    let names = (0..<50).map { "t\($0)" }
    func encode(_ names: [String]) throws -> Data {
      var writer = SafetensorsWriter()
      for name in names {
        writer.metadata[name] = name
        let number = Int(name.dropFirst())!
        if number.isMultiple(of: 2) {
          try writer.add(name, Tensor<Float>([Float(number)]))
        } else {
          try writer.add(name, Tensor<Double>([Double(number)]))
        }
      }
      return try writer.encode()
    }
    let data = try encode(names)
    #expect(try encode(names.reversed()) == data)
    let opened = try SafetensorsFile(data: data)
    let headerSize = data.count - opened.entries.reduce(0) { $0 + $1.bytes.count }
    #expect(headerSize.isMultiple(of: 8))
    #expect(opened.entries.allSatisfy { $0.bytes.lowerBound.isMultiple(of: $0.dtype.size) })
  }

  /// The header is brought to a multiple of 8 bytes by as few spaces as do, by none where it is one already.
  @Test(arguments: 0..<16)
  func padding(_ length: Int) throws {
    let data = try SafetensorsWriter(metadata: ["": String(repeating: "x", count: length)]).encode()
    let text = #"{"__metadata__":{"":""}}"#.utf8.count + length
    #expect(data.count == 8 + (text + 7) / 8 * 8)
    #expect(data.suffix(data.count - 8 - text).allSatisfy { $0 == UInt8(ascii: " ") })
    #expect(error(opening: data) == nil)
  }

  @Test func refusals() throws {
    var writer = SafetensorsWriter()
    try writer.add("a", Tensor<Float>([1]))
    #expect(throws: SafetensorsError.duplicateKey("a", tensor: nil)) { try writer.add("a", Tensor<Double>([1])) }
    #expect(throws: SafetensorsError.duplicateKey("__metadata__", tensor: nil)) {
      try writer.add("__metadata__", Tensor<Float>([1]))
    }
    let shape = Array(repeating: 1, count: 65)
    let tooMany = SafetensorsError.tensor("b", field: .shape, found: "\(shape)", expected: "at most 64 dimensions")
    #expect(throws: tooMany) { try writer.add("b", Tensor<Float>(shape: shape, values: [1])) }
    #expect(try SafetensorsFile(data: writer.encode()).entries.map(\.name) == ["a"])
    writer.metadata = Dictionary(uniqueKeysWithValues: (0...65_536).map { ("\($0)", "") })
    #expect(throws: SafetensorsError.metadata(key: nil, found: "65537 strings", expected: "at most 65536")) {
      try writer.encode()
    }
  }

  /// A file is replaced, not overwritten: who has the old one open keeps it whole.
  @Test func replaced() throws {
    try withTemporaryFolder { folder in
      let (url, link) = (folder.appendingPathComponent("a"), folder.appendingPathComponent("b"))
      let old = Data("the old file".utf8)
      try old.write(to: url)
      try FileManager.default.linkItem(at: url, to: link)
      try SafetensorsWriter().write(to: url)
      let (now, before) = try (Data(contentsOf: url), Data(contentsOf: link))
      let written = try SafetensorsWriter().encode()
      #expect(now == written)
      #expect(before == old)
    }
  }

  /// Nothing is left where a file can't be written.
  @Test func notHalfWritten() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("no/such/folder.safetensors")
      #expect(throws: SafetensorsError.unwritable(path: url.path, reason: "there is no such file or folder")) {
        try SafetensorsWriter().write(to: url)
      }
      #expect(throws: SafetensorsError.self) { try SafetensorsWriter().write(to: folder) }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left == [])
    }
  }
}
