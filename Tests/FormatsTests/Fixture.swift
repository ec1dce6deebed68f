import Foundation
import Testing

/// A recorded file, read from its start.
struct Fixture {
  private var bytes: ArraySlice<UInt8>

  init(_ name: String) throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil))
    bytes = try [UInt8](Data(contentsOf: url))[...]
  }

  var isAtEnd: Bool { bytes.isEmpty }

  mutating func next<T: FixedWidthInteger>(_: T.Type = T.self) -> T {
    let size = MemoryLayout<T>.size
    defer { bytes = bytes.dropFirst(size) }
    return bytes.prefix(size).reversed().reduce(0) { ($0 << 8) | T($1) }
  }

  mutating func float() -> Float { Float(bitPattern: next()) }
  mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in float() } }
}
