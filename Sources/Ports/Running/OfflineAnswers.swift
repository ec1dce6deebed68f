public import Foundation
internal import Traces

/// Cases in a folder, and the answers that a port has put beside them.
public final class OfflineAnswers: CAMEPort {
  public let claims: PortClaims
  /// The cases, by name.
  public let cases: [PortCase]

  private let answers: URL

  /// The cases and what the port says of itself in a folder that ``export(_:to:)`` made.
  ///
  /// - Throws: ``FolderError`` that names the file and what is wrong with it.
  public init(folder: URL) throws {
    answers = folder.appendingPathComponent("answers", isDirectory: true)
    let asked = folder.appendingPathComponent("cases", isDirectory: true)
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: asked.path)
    } catch {
      throw FolderError(path: asked.path, reason: "the folder of cases can't be read; `came-lab cases export` makes it")
    }
    cases = try names.filter { $0.hasSuffix(".safetensors") }.sorted(by: NaturalOrder.precedes).map { name in
      let file = asked.appendingPathComponent(name)
      do {
        return try PortCase(data: Data(contentsOf: file), name: String(name.dropLast(".safetensors".count)))
      } catch {
        throw FolderError(path: file.path, reason: "\(error)")
      }
    }
    let says = answers.appendingPathComponent("port.json")
    let text: Data
    do {
      text = try Data(contentsOf: says)
    } catch {
      throw FolderError(path: says.path, reason: "what the port says of itself can't be read; the client writes it")
    }
    do {
      claims = try PortClaims(json: Array(text))
    } catch {
      throw FolderError(path: says.path, reason: "\(error)")
    }
  }

  /// Writes cases into a folder, each whole or not at all.
  public static func export(_ cases: [PortCase], to folder: URL) throws {
    let asked = folder.appendingPathComponent("cases", isDirectory: true)
    try FileManager.default.createDirectory(at: asked, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("answers"), withIntermediateDirectories: true)
    for question in cases {
      try question.encode().write(to: asked.appendingPathComponent("\(question.name).safetensors"), options: .atomic)
    }
  }

  public func reply(to question: PortCase) -> PortReply {
    let answer = answers.appendingPathComponent("\(question.name).safetensors")
    if let data = try? Data(contentsOf: answer) {
      do {
        return .answer(try PortAnswer(data: data, to: question))
      } catch {
        return .failure(PortFailure(.answer, "\(error)"))
      }
    }
    guard let text = try? Data(contentsOf: answers.appendingPathComponent("\(question.name).json")) else {
      return .failure(PortFailure(.missing, "There is no answer."))
    }
    do {
      switch try ReplyMessage(json: Array(text)).content {
      case .unsupported(let reason): return .unsupported(reason)
      case .error(let message): return .failure(PortFailure(.error, message))
      case .ok: return .failure(PortFailure(.missing, "The port says ok, but there is no answer."))
      }
    } catch {
      return .failure(PortFailure(.answer, "\(question.name).json: \(error)"))
    }
  }
}

/// A file or folder of an offline validation that can't be used.
public struct FolderError: Error, CustomStringConvertible {
  public let path: String
  public let reason: String

  public var description: String { "\(path): \(reason)\(reason.hasSuffix(".") ? "" : ".")" }
}
