internal import Foundation
internal import Traces

/// A port behind a client's process, kept alive from case to case and started again when it fails.
public final class LivePort: CAMEPort {
  public let claims: PortClaims
  /// How often its process was started.
  public private(set) var starts = 1

  private let command: String
  private let timeLimit: Duration
  private let folder: URL
  private var process: PortProcess?
  private var id = 0

  /// Starts a command of the shell and asks what it is.
  ///
  /// - Parameter timeLimit: of each reply. The first may take at least half a minute, for large libraries are imported then.
  /// - Throws: ``PortFailure``, if it says nothing or not what a port says.
  public init(command: String, timeLimit: Duration = .seconds(10)) throws {
    (self.command, self.timeLimit) = (command, timeLimit)
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("came-lab-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let process = PortProcess(command: command)
    do throws(PortFailure) {
      claims = try Self.greet(process, within: max(timeLimit, .seconds(30)))
    } catch {
      process.kill()
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
    self.process = process
  }

  deinit { close() }

  /// Ends the process and removes the files.
  public func close() {
    process?.end()
    process = nil
    try? FileManager.default.removeItem(at: folder)
  }

  public func reply(to question: PortCase) -> PortReply {
    do {
      return try ask(question)
    } catch let failure as PortFailure {
      return .failure(failure)
    } catch {
      return .failure(PortFailure(.error, "The case can't be written: \(error)"))
    }
  }

  private static func greet(_ process: PortProcess, within limit: Duration) throws(PortFailure) -> PortClaims {
    var line = try process.ask(#"{"op": "hello", "protocol": 1}"#, within: limit)
    // A library may print while it is imported, before the client can keep it from doing so.
    while line.first != UInt8(ascii: "{") { line = try process.nextLine(within: limit) }
    do throws(PortMessageError) {
      return try PortClaims(json: line)
    } catch {
      throw process.failure(.garbage, "Its reply to hello, \(shown(line)), isn't what a port says: \(error)")
    }
  }

  /// The process, started again if the last one failed.
  private func running() throws(PortFailure) -> PortProcess {
    if let process { return process }
    starts += 1
    let process = PortProcess(command: command)
    do throws(PortFailure) {
      _ = try Self.greet(process, within: max(timeLimit, .seconds(30)))
    } catch {
      process.kill()
      throw error
    }
    self.process = process
    return process
  }

  private func ask(_ question: PortCase) throws -> PortReply {
    id += 1
    let (asked, answered) = (
      folder.appendingPathComponent("\(id).safetensors"), folder.appendingPathComponent("\(id).answer.safetensors")
    )
    defer {
      try? FileManager.default.removeItem(at: asked)
      try? FileManager.default.removeItem(at: answered)
    }
    try question.encode().write(to: asked)
    let process = try running()
    let reply: ReplyMessage
    do throws(PortFailure) {
      reply = try exchange(process, asked.path, answered.path)
    } catch {
      process.kill()
      self.process = nil
      throw error
    }
    switch reply.content {
    case .unsupported(let reason): return .unsupported(reason)
    case .error(let message): return .failure(process.failure(.error, message))
    case .ok:
      do {
        return .answer(try PortAnswer(data: Data(contentsOf: answered), to: question))
      } catch {
        let isThere = FileManager.default.fileExists(atPath: answered.path)
        return .failure(process.failure(.answer, isThere ? "\(error)" : "It said ok, but wrote no answer."))
      }
    }
  }

  private func exchange(_ process: PortProcess, _ asked: String, _ answered: String) throws(PortFailure) -> ReplyMessage
  {
    let line = try process.ask(
      #"{"op": "run", "id": \#(id), "case": \#(JSONText.quoted(asked)), "answer": \#(JSONText.quoted(answered))}"#,
      within: timeLimit)
    do throws(PortMessageError) {
      let reply = try ReplyMessage(json: line)
      guard reply.id == nil || reply.id == id else {
        throw PortMessageError(key: "id", found: "\(reply.id!)", expected: "\(id)")
      }
      return reply
    } catch {
      throw process.failure(.garbage, "It wrote \(Self.shown(line)), which is no reply: \(error)")
    }
  }

  private static func shown(_ line: [UInt8]) -> String {
    Wording.quoted(String(decoding: line.prefix(200), as: UTF8.self))
  }
}
