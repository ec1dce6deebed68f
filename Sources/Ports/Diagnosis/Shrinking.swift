internal import CAMECore
internal import CAMEProperties
internal import LabRecords
internal import PropertyKit
internal import Traces

/// Makes a failing case as small as it can while the port is still wrong in the same quantity.
struct Shrinking {
  /// The most that a port is asked.
  private static let evaluations = 3000

  let port: any CAMEPort
  let referees: [ElementType: Referee]
  let limit: Duration

  /// The smallest case found; nil for a case that wasn't drawn or doesn't fail again.
  func minimal(of drawn: DrawnCase) -> (MinimalCaseRecord, PortCase)? {
    guard let (family, number) = drawn.origin,
      let testCase = family.generator.testCase(ofCase: number, seed: family.seed)
    else { return nil }
    let element = drawn.question.element
    let deadline = ContinuousClock.now + limit
    let property = Property(family.generator) { trial in
      guard ContinuousClock.now < deadline else { return .holds }
      return verdict(PortCase(trial, family.role, element, name: "minimal"))
    }
    var settings = Settings(seed: family.seed)
    settings.cases = 1
    settings.searchEvaluations = 0
    settings.shrinkEvaluations = Self.evaluations
    guard let simplest = property.run(settings, regressions: [testCase.choices]).simplest else { return nil }
    let question = PortCase(simplest.value, family.role, element, name: "minimal")
    guard case .answer(let answer) = port.judgeableReply(to: question) else { return nil }
    let judgement = referees[element]!.judgement(question, answer, withSpread: false)
    let record = MinimalCaseRecord(
      from: drawn.question.name, evaluations: simplest.evaluations, text: question.description,
      file: "minimal.safetensors", python: PythonProgram(question, judgement).text,
      wrong: judgement.quantities.filter(\.isWrong).prefix(12).map { WrongNumberRecord($0) })
    return (record, question)
  }

  /// A failure is the first wrong quantity, so that the mistake that is found stays the same.
  private func verdict(_ question: PortCase) -> Verdict {
    switch port.judgeableReply(to: question) {
    case .unsupported: return .discarded
    case .failure(let failure): return .failed(cause: failure.kind.rawValue)
    case .answer(let answer):
      let judgement = referees[question.element]!.judgement(question, answer, withSpread: false)
      if let wrong = judgement.firstWrong { return .failed(cause: wrong.quantity.rawValue) }
      return judgement.refusals.isEmpty ? .holds : .failed(cause: "refusal")
    }
  }
}

extension PortCase: CustomStringConvertible {
  /// Shapes, the hyperparameters that aren't the defaults, and every number.
  public var description: String {
    let usual = try! CAMEHyperparameters(learningRate: hyperparameters.learningRate)
    let changed = zip(hyperparameters.named, usual.named).compactMap { ours, usual in
      ours.value == usual.value && ours.symbol != "η" ? nil : "\(ours.symbol) = \(ours.value)"
    }
    let numbers = parameters.map { parameter in
      let steps = parameter.gradients.enumerated().map { t, g in
        "g\(t + 1) = \(text(g))" + (refused.contains(t + 1) ? " of shape \(g.shape)" : "")
      }
      let start = parameter.start.sorted { $0.key.rawValue < $1.key.rawValue }.map {
        "\($0.quantity.rawValue)0 = \(text($1))"
      }
      return (["\(parameter.name) of shape \(parameter.shape)", "θ0 = \(text(parameter.initial))"] + start + steps)
        .joined(separator: ", ")
    }
    let events = startStep.map { ["after \($0) steps"] } ?? []
    let reload =
      reloads.isEmpty ? [] : ["saved and loaded before step \(reloads.map(String.init).joined(separator: ", "))"]
    return (changed + numbers + events + reload).joined(separator: "; ")
  }

  private func text(_ tensor: Tensor<Double>) -> String {
    if let first = tensor.values.first, tensor.count > 1, tensor.values.allSatisfy({ $0 == first }) {
      return "all \(Self.text(first))"
    }
    return "[\(tensor.values.map(Self.text).joined(separator: ", "))]"
  }

  private static func text(_ x: Double) -> String {
    x == x.rounded() && x.magnitude < 1e9 ? "\(Int(x))" : "\(x)"
  }
}
