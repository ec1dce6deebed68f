/// What comes back from a port for one case.
public enum PortReply: Sendable {
  case answer(PortAnswer)
  /// The port doesn't support the case, in its words.
  case unsupported(String)
  case failure(PortFailure)
}

/// Why a case has no answer that can be judged.
public struct PortFailure: Error, Equatable, Sendable, CustomStringConvertible {
  public let kind: Kind
  /// What happened, in a sentence.
  public let message: String
  /// The end of the port's standard error.
  public let standardError: String

  public init(_ kind: Kind, _ message: String, standardError: String = "") {
    (self.kind, self.message, self.standardError) = (kind, message, standardError)
  }

  public var description: String {
    standardError.isEmpty ? message : "\(message) Its standard error ends: \(standardError)"
  }

  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// The port says that it failed.
    case error
    /// Its process ended.
    case ended
    /// No reply within the time limit.
    case timeout
    /// A line that is no reply.
    case garbage
    /// An answer that isn't one: no file, a broken one, wrong names, shapes or types.
    case answer
    /// There is no answer.
    case missing
  }
}

/// One reply of a live port.
struct ReplyMessage {
  enum Content: Equatable {
    case ok
    case unsupported(String)
    case error(String)
  }

  let id: Int?
  let content: Content

  /// Reads `{"id": 1, "ok": true}`, or `unsupported` or `error` in place of `ok`.
  init(json: [UInt8]) throws(PortMessageError) {
    var (id, contents): (Int?, [Content]) = (nil, [])
    try MessageReader.read(json) { (key, value) throws(PortMessageError) in
      switch key {
      case "id": id = try value.wholeNumber(key, 0...Int.max)
      case "ok":
        let place = value
        guard try value.bool(key) else { throw place.wrong(key, "true, or left out") }
        contents.append(.ok)
      case "unsupported": contents.append(.unsupported(try value.string(key)))
      case "error": contents.append(.error(try value.string(key)))
      default: return false
      }
      return true
    }
    guard contents.count == 1 else {
      throw PortMessageError(
        key: nil, found: "an object with \(contents.count) of the keys",
        expected: "one with one of ok, unsupported and error")
    }
    (self.id, content) = (id, contents[0])
  }
}
