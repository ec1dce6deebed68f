internal import CAMECore
internal import Traces

/// A CAME under validation, wherever it runs.
public protocol CAMEPort: AnyObject {
  /// What it says of itself.
  var claims: PortClaims { get }

  /// Its answer to a case; every way in which it may fail is a reply, too.
  func reply(to question: PortCase) -> PortReply
}

extension CAMEPort {
  /// The answer to a case, with its factors as means.
  ///
  /// A case that the port says it doesn't take is not put to it.
  func judgeableReply(to question: PortCase) -> PortReply {
    if let obstacle = claims.obstacle(question) { return .unsupported(obstacle) }
    let reply = reply(to: question)
    guard claims.holdsSums, case .answer(let answer) = reply else { return reply }
    return .answer(answer.dividingSums(of: question))
  }
}

extension PortAnswer {
  /// Row and column sums divided by how many numbers they add.
  fileprivate func dividingSums(of question: PortCase) -> PortAnswer {
    let steps = steps.map { step in
      zip(step, question.parameters).map { shown, parameter in
        var shown = shown
        for (key, tensor) in shown.state {
          guard tensor.shape == key.shape(forParameter: parameter.shape),
            let count = key.termsOfMean(ofShape: parameter.shape)
          else { continue }
          shown.state[key] = tensor.map { $0 / Double(count) }
        }
        return shown
      }
    }
    return PortAnswer(steps: steps, refused: refused, stateTypes: stateTypes)
  }
}
