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
