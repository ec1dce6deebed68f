import CAMEProperties
import Foundation
import LabRecords
import Testing

@testable import Ports

/// Ports that behave badly, as programs of the shell.
@Suite("A live port", .timeLimit(.minutes(2)))
struct LivePortTests {
  private static let hello = #"echo '{"protocol": 1, "name": "bad"}'"#

  /// The failures of three cases, and how often the process was started.
  private func failures(_ script: String, timeLimit: Duration = .seconds(5)) async throws -> ([PortFailure?], Int) {
    try await onOwnThread {
      let port = try LivePort(command: script, timeLimit: timeLimit)
      defer { port.close() }
      let failures = smallCases.prefix(3).map { drawn -> PortFailure? in
        if case .failure(let failure) = port.reply(to: drawn.question) { failure } else { nil }
      }
      return (failures, port.starts)
    }
  }

  @Test("One that ends is told with its standard error, and started again for the next case")
  func ends() async throws {
    let (failures, starts) = try await failures("read l; \(Self.hello); read l; echo 'Segmentation fault' >&2; exit 7")
    #expect(failures.allSatisfy { $0?.kind == .ended && $0?.standardError == "Segmentation fault\n" })
    #expect(failures[0]?.message.contains("7") == true)
    #expect(starts == 3)
  }

  @Test("One that hangs is stopped, and what it started with it")
  func hangs() async throws {
    let (failures, starts) = try await failures(
      "read l; \(Self.hello); read l; sleep 100 & wait", timeLimit: .seconds(1))
    #expect(failures.allSatisfy { $0?.kind == .timeout && $0?.message.contains("1.0 s") == true })
    #expect(starts == 3)
  }

  @Test("One that writes garbage is told what it wrote")
  func garbage() async throws {
    let (failures, _) = try await failures("read l; \(Self.hello); while read l; do echo 'hello?'; done")
    #expect(failures.allSatisfy { $0?.kind == .garbage && $0?.message.contains("\"hello?\"") == true })
  }

  @Test("A line without end is cut off")
  func endless() async throws {
    let (failures, _) = try await failures(
      "read l; \(Self.hello); read l; yes | tr -d '\\n' | head -c 3000000; sleep 100")
    #expect(failures[0]?.kind == .garbage)
  }

  @Test("A reply to another request is garbage")
  func wrongNumber() async throws {
    let (failures, _) = try await failures(
      "read l; \(Self.hello); while read l; do echo '{\"id\": 99, \"ok\": true}'; done")
    #expect(failures.allSatisfy { $0?.kind == .garbage && $0?.message.contains("99") == true })
  }

  @Test("One that says ok and writes nothing, or writes no safetensors, has no answer")
  func noAnswer() async throws {
    let reply = #"sed -u 's/.*"id": \([0-9]*\).*/{"id": \1, "ok": true}/'"#
    let (failures, starts) = try await failures("read l; \(Self.hello); \(reply)")
    #expect(failures.allSatisfy { $0?.kind == .answer && $0?.message == "It said ok, but wrote no answer." })
    #expect(starts == 1)
    let write =
      #"while read l; do f=$(echo "$l" | sed 's/.*"answer": "\([^"]*\)".*/\1/'); echo nonsense > "$f"; echo '{"ok": true}'; done"#
    let (broken, _) = try await self.failures("read l; \(Self.hello); \(write)")
    #expect(broken.allSatisfy { $0?.kind == .answer && $0?.message.contains("header") == true })
  }

  @Test("An error that it reports keeps its process")
  func errors() async throws {
    let reply = #"while read l; do echo "trace $l" >&2; echo '{"error": "ValueError: no"}'; done"#
    let (failures, starts) = try await failures("read l; \(Self.hello); \(reply)")
    #expect(failures.allSatisfy { $0?.kind == .error && $0?.message == "ValueError: no" })
    #expect(starts == 1)
  }

  @Test("What a library prints before hello is passed over")
  func prints() async throws {
    let (failures, _) = try await failures(
      "echo Loading...; read l; \(Self.hello); while read l; do echo '{\"error\": \"x\"}'; done")
    #expect(failures.allSatisfy { $0?.kind == .error })
  }

  @Test(
    "One that says nothing of itself can't be validated", arguments: ["exit 3", "no-such-program", "read l; echo '{}'"])
  func noHello(_ script: String) async throws {
    let error = await #expect(throws: PortFailure.self) {
      try await onOwnThread { _ = try LivePort(command: script, timeLimit: .seconds(2)) }
    }
    #expect(error?.kind == (script.hasSuffix("'{}'") ? .garbage : .ended))
  }

  @Test("The rest of a validation goes on")
  func goesOn() async throws {
    // The first case kills it; every other is answered with an error.
    let mark = FileManager.default.temporaryDirectory.appendingPathComponent("mark-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: mark) }
    let script =
      "read l; \(Self.hello); while read l; do if [ -e \(mark) ]; then echo '{\"error\": \"x\"}'; else touch \(mark); exit 1; fi; done"
    let verdicts = try await onOwnThread {
      let port = try LivePort(command: script)
      defer { port.close() }
      return Validation(port, cases: Array(smallCases.prefix(4)), isLive: true, threads: 2).run().cases.map(\.message)
    }
    #expect(verdicts.count == 4)
    #expect(verdicts[0]?.hasPrefix("Its process ended") == true && verdicts[1...].allSatisfy { $0 == "x" })
  }

  @Test("The server answers what it is asked, and says what is wrong with what it isn't")
  func server() throws {
    try withFolder { folder in
      let question = smallCases[0].question
      let (asked, answered) = (folder.appendingPathComponent("q"), folder.appendingPathComponent("a"))
      try question.encode().write(to: asked)
      var replies: [String] = []
      PortServer(LocalPort(Subject<Float>.reference, element: .f32)).serve(
        lines: [
          #"{"op": "hello", "protocol": 1}"#,
          #"{"op": "run", "id": 5, "case": "\#(asked.path)", "answer": "\#(answered.path)"}"#,
          "nonsense", #"{"op": "run", "id": 6, "case": "/nowhere", "answer": "x"}"#, #"{"op": "dance"}"#,
        ], reply: { replies.append($0) })
      #expect(try PortClaims(json: Array(replies[0].utf8)).name == "the reference")
      #expect(replies[1] == #"{"id": 5, "ok": true}"#)
      let answer = try PortAnswer(data: Data(contentsOf: answered), to: question)
      #expect(answer.isSame(as: try #require(LocalReference.answer(question))))
      #expect(replies[2].contains("no object of JSON") && replies[3].hasPrefix(#"{"id": 6, "error""#))
      #expect(replies[4].contains("dance"))
    }
  }
}
