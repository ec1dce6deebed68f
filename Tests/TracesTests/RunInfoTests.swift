import Foundation
import Testing
import Traces

/// The NAME.info.json beside a run.
@Suite struct RunInfoTests {
  /// What the info.json says, and that it must belong to the file.
  @Test(
    arguments: [
      ("{}", nil, nil),
      (#"{"what": "it \"works\"", "seed": [{"a": null}], "bytes": BYTES, "sha256": "SHA256"}"#, "it \"works\"", nil),
      (
        #"{"bytes": 1}"#, nil,
        .info(field: "bytes", found: "1", expected: "BYTES, the size of the file beside it")
      ),
      (
        #"{"sha256": "00"}"#, nil,
        .info(field: "sha256", found: "\"00\"", expected: "SHA256, that of the file beside it")
      ),
      (#"{"what": 1}"#, nil, .info(field: "what", found: "the number 1", expected: "a string")),
      (#"{"bytes": "1"}"#, nil, .info(field: "bytes", found: "the string \"1\"", expected: "a whole number")),
      (#"{"what": "", "what": ""}"#, nil, .info(field: "\"what\"", found: "there twice", expected: "there once")),
      ("[]", nil, .info(field: nil, found: "an array", expected: "an object")),
      (
        "{} 1", nil,
        .info(field: nil, found: "no JSON (expected the end at byte 3, but found \"1\")", expected: "an object")
      ),
    ] as [(String, String?, RecordedRunError?)])
  func info(_ text: String, summary: String?, error: RecordedRunError?) throws {
    let data = try soundRun()
    func filled(_ text: String) -> String {
      text.replacingOccurrences(of: "BYTES", with: "\(data.count)")
        .replacingOccurrences(of: "SHA256", with: SHA256.hexDigest(of: data))
    }
    let expected: RecordedRunError? =
      if case .info(let field, let found, let expected) = error {
        .info(field: field, found: found, expected: filled(expected))
      } else {
        nil
      }
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.b.safetensors")
      try data.write(to: url)
      try Data(filled(text).utf8).write(to: folder.appendingPathComponent("a.b.info.json"))
      do throws(RecordedRunError) {
        let opened = try RecordedRun(contentsOf: url)
        #expect(expected == nil)
        #expect(opened.name == "a.b")
        #expect(opened.summary == summary)
      } catch {
        #expect(error == expected)
      }
    }
  }

  @Test func unreadableInfo() throws {
    let data = try soundRun()
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("a.safetensors")
      try data.write(to: url)
      #expect(throws: Never.self) { try RecordedRun(contentsOf: url) }
      let info = folder.appendingPathComponent("a.info.json")
      try FileManager.default.createDirectory(at: info, withIntermediateDirectories: false)
      let error = RecordedRunError.info(
        field: nil, found: "unreadable (it isn't a regular file)", expected: "readable")
      #expect(throws: error) { try RecordedRun(contentsOf: url) }
    }
  }
}
