import Formats
import Testing

/// What torchao and bitsandbytes make of stored numbers; Fixtures/make-storage.py recorded it.
@Suite("Storage in few bits, torchao and bitsandbytes")
struct RecordedStorageTests {
  private static let count = 1536
  /// Which numbers are in the block of zeros.
  private static let zeros = 768..<1024

  /// The same number, or both NaN; zeros are the same with either sign.
  private func agrees(_ a: Double, _ b: Float) -> Bool { a == Double(b) || (a.isNaN && b.isNaN) }

  @Test("The maps are theirs to the last bit")
  func maps() throws {
    var fixture = try Fixture("storage.bin")
    for map in [CodeMap.dynamic8, .dynamic8u, .dynamic4, .linear4u, .dynamic8, .dynamic8u] {
      #expect(map.values == fixture.floats(1 << map.bits), "\(map)")
    }
    for map in CodeMap.allCases {
      #expect(map.values == map.values.sorted() && Set(map.values).count == 1 << map.bits && map.values.last == 1)
    }
  }

  @Test("Every number read back is torchao's, those of blocks with NaN and infinity too")
  func torchao() throws {
    var fixture = try Fixture("storage.bin")
    _ = fixture.floats(3 * 256 + 2 * 16 + 256)
    let values = fixture.floats(Self.count).map(Double.init)
    for (text, isUnsigned) in [
      ("dynamic8", false), ("dynamic8u", true), ("dynamic4", false), ("linear4u", true), ("e4m3x256", false),
    ] {
      var stored = isUnsigned ? values.map(\.magnitude) : values
      let format = try StorageFormat(text)
      stored.withUnsafeMutableBufferPointer { format.store($0, seed: 0, step: 0, stream: 0) }
      let theirs = fixture.floats(Self.count)
      var wrong = 0
      for i in 0..<Self.count {
        // torchao's scale is at least 10^−12, so its zeros become 10^−12/16 in a map without zero.
        if text == "linear4u" && Self.zeros.contains(i) {
          #expect(theirs[i] == Float(1e-12) / 16 && stored[i] == 0)
        } else if !agrees(stored[i], theirs[i]) {
          wrong += 1
          if wrong <= 3 { Issue.record("\(text) \(i): \(values[i]) as \(stored[i]), not \(theirs[i])") }
        }
      }
      #expect(wrong == 0, "\(text)")
    }
  }

  @Test("bitsandbytes differs only where its reciprocal of the scale, or a tie, may decide")
  func bitsandbytes() throws {
    var fixture = try Fixture("storage.bin")
    _ = fixture.floats(3 * 256 + 2 * 16 + 256)
    let values = fixture.floats(Self.count).map(Double.init)
    _ = fixture.floats(5 * Self.count)
    let theirs = fixture.floats(Self.count)
    #expect(fixture.isAtEnd)
    var stored = values
    let format = try StorageFormat("dynamic8")
    stored.withUnsafeMutableBufferPointer { format.store($0, seed: 0, step: 0, stream: 0) }
    let codes = CodeMap.dynamic8.values.map(Double.init)
    for start in stride(from: 0, to: 1024, by: 256) {
      let scale = values[start..<start + 256].map(\.magnitude).max()!
      for i in start..<start + 256 where !agrees(stored[i], theirs[i]) {
        // Their quotient has two roundings more than none, each of 2^−24; ours has one.
        let share = values[i] / scale
        let near = zip(codes, codes.dropFirst()).contains {
          abs(($0 + $1) / 2 - share) <= 3 * 0x1p-24 * max(abs(share), 0x1p-20)
        }
        #expect(near, "\(values[i]) of \(scale): \(stored[i]), but \(theirs[i])")
      }
    }
  }
}
