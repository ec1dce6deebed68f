internal import CAMECore
package import Foundation
internal import Traces

/// The client's side of the protocol: a port in this process answers requests line by line.
package struct PortServer {
  private let port: any CAMEPort

  package init(_ port: any CAMEPort) { self.port = port }

  /// Answers every line until there are no more.
  package func serve(lines: some Sequence<String>, reply: (String) -> Void) {
    for line in lines { reply(answer(Array(line.utf8))) }
  }

  private func answer(_ line: [UInt8]) -> String {
    var (operation, id, asked, answered): (String?, Int?, String?, String?) = (nil, nil, nil, nil)
    do {
      try MessageReader.read(line) { (key, value) throws(PortMessageError) in
        switch key {
        case "op": operation = try value.string(key)
        case "id": id = try value.wholeNumber(key, 0...Int.max)
        case "case": asked = try value.string(key)
        case "answer": answered = try value.string(key)
        default: return false
        }
        return true
      }
      switch operation {
      case "hello": return port.claims.json
      case "run":
        guard let asked, let answered else {
          throw PortMessageError(key: asked == nil ? "case" : "answer", found: "missing", expected: "a path")
        }
        let question = try PortCase(data: Data(contentsOf: URL(fileURLWithPath: asked)), name: "")
        switch port.reply(to: question) {
        case .answer(let answer):
          try answer.encode(question).write(to: URL(fileURLWithPath: answered), options: .atomic)
          return message(id, "\"ok\": true")
        case .unsupported(let reason): return message(id, "\"unsupported\": \(JSONText.quoted(reason))")
        case .failure(let failure): return message(id, "\"error\": \(JSONText.quoted(failure.message))")
        }
      default:
        throw PortMessageError(
          key: "op", found: operation.map(Wording.quoted) ?? "missing", expected: "\"hello\" or \"run\"")
      }
    } catch {
      return message(id, "\"error\": \(JSONText.quoted("\(error)"))")
    }
  }

  private func message(_ id: Int?, _ content: String) -> String { "{\(id.map { "\"id\": \($0), " } ?? "")\(content)}" }
}

extension PortClaims {
  /// What a port says of itself, as it goes over the pipe.
  package var json: String {
    func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }
    let reduction =
      switch reduction {
      case .any: "\"any\""
      case .tree: "\"tree\""
      case .blocks(let count): "{\"blocks\": \(count)}"
      }
    var members = [
      "\"protocol\": 1", "\"name\": \(JSONText.quoted(name))", "\"version\": \(JSONText.quoted(version))",
      "\"formats\": \(list(formats.map { "\"\($0.rawValue)\"" }))", "\"ranks\": \(list(ranks.map(String.init)))",
      "\"many\": \(takesMany)", "\"starts\": \(starts)", "\"reloads\": \(reloads)", "\"refuses\": \(refuses)",
      "\"factors\": \"\(holdsSums ? "sums" : "means")\"", "\"reduction\": \(reduction)", "\"rsqrt_ulps\": \(rsqrtUlps)",
      "\"flushes\": \(flushes)", "\"repeatable\": \(isRepeatable)",
      "\"constants\": \"\(roundsConstantsFirst ? "format" : "double")\"",
    ]
    if let arithmetic { members.append("\"arithmetic\": \"\(arithmetic.rawValue)\"") }
    return "{\(members.joined(separator: ", "))}"
  }
}

extension PortAnswer {
  /// The bytes of the file.
  package func encode(_ question: PortCase) throws -> Data {
    var writer = SafetensorsWriter()
    if !refused.isEmpty { writer.metadata["refused"] = "\(refused)" }
    for (t, step) in steps.enumerated() {
      for (shown, parameter) in zip(step, question.parameters) {
        let type = question.element
        try writer.add(
          RunKey.parameter(step: t + 1, parameter.name).text, dtype: type.dtype, shape: shown.θ.shape,
          bytes: type.encoded(shown.θ.values))
        let state = question.stateElement
        for (key, tensor) in shown.state {
          try writer.add(
            RunKey.state(step: t + 1, key, parameter.name).text, dtype: state.dtype, shape: tensor.shape,
            bytes: state.encoded(tensor.values))
        }
      }
    }
    return try writer.encode()
  }
}
