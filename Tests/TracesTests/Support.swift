import Foundation
import Traces

/// A file with this header text and these bytes of data; `length` is what the header's length claims, if not the truth.
func file(_ header: String, data: [UInt8] = [], length: UInt64? = nil) -> Data {
  file(Array(header.utf8), data: data, length: length)
}

func file(_ header: [UInt8], data: [UInt8] = [], length: UInt64? = nil) -> Data {
  var bytes = Data()
  withUnsafeBytes(of: (length ?? UInt64(header.count)).littleEndian) { bytes.append(contentsOf: $0) }
  bytes.append(contentsOf: header)
  bytes.append(contentsOf: data)
  return bytes
}

/// The error that opening a file throws; nil if it opens.
func error(opening data: Data) -> SafetensorsError? {
  do throws(SafetensorsError) {
    _ = try SafetensorsFile(data: data)
    return nil
  } catch {
    return error
  }
}

/// The error that opening a run throws; nil if it opens.
func runError(opening data: Data) -> RecordedRunError? {
  do throws(RecordedRunError) {
    _ = try RecordedRun(data: data, name: "run")
    return nil
  } catch {
    return error
  }
}

/// Calls `body` with an empty folder that is gone afterwards.
func withTemporaryFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("traces-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url)
}

/// SplitMix64, whose state is one word.
///
/// Reference: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, figure 17.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
