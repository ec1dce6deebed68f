internal import CAMECore
internal import Traces

/// A case as a Python program that needs nothing but NumPy: what goes in, and what every correct implementation shows.
struct PythonProgram {
  private let question: PortCase
  private let judgement: CaseJudgement

  init(_ question: PortCase, _ judgement: CaseJudgement) { (self.question, self.judgement) = (question, judgement) }

  var text: String {
    let h = question.hyperparameters
    var lines = [
      "import numpy as np", "",
      "lr, betas = \(h.learningRate), (\(h.beta1), \(h.beta2), \(h.beta3))",
      "eps, clip_threshold, weight_decay = (\(h.epsilon1), \(h.epsilon2)), \(h.clipThreshold), \(h.weightDecay)",
    ]
    if question.element == .bf16 { lines.append("# The numbers are those of bfloat16, held in float32.") }
    for parameter in question.parameters {
      lines += ["", "\(name("param", parameter)) = \(array(parameter.initial))"]
      for (key, state) in parameter.start.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        lines.append("\(name(key.rawValue, parameter)) = \(array(state))")
      }
      let gradients = parameter.gradients.map { "    \(array($0))," }
      lines += ["\(name("grads", parameter)) = ["] + gradients + ["]"]
    }
    if let step = question.startStep { lines.append("# The state is that after \(step) steps.") }
    for step in question.reloads {
      lines.append("# Save the state and load it into a new optimizer before step \(step).")
    }
    for step in question.refused {
      lines.append("# The gradient of step \(step) has a wrong shape and must be refused.")
    }
    let wrong = judgement.quantities.filter(\.isWrong).prefix(12)
    if !wrong.isEmpty {
      lines += ["", "# Where the port is out of bounds: after step t, the element of the flattened array."]
    }
    lines += wrong.map { judged in
      "# step \(judged.step), \(StateKey.name(of: judged.quantity))[\(judged.place)]: "
        + "\(judged.exact) ± \(Float(judged.bound)), but it shows \(judged.shown)"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func name(_ name: String, _ parameter: PortCase.Parameter) -> String {
    question.parameters.count > 1 ? "\(name)_\(parameter.name)" : name
  }

  private func array(_ tensor: Tensor<Double>) -> String {
    let type = question.element == .f64 ? "np.float64" : question.element == .f16 ? "np.float16" : "np.float32"
    func text(_ x: Double) -> String { x.isNaN ? "np.nan" : x.isInfinite ? (x < 0 ? "-np.inf" : "np.inf") : "\(x)" }
    guard !tensor.shape.isEmpty else { return "\(type)(\(text(tensor[0])))" }
    let values = tensor.values.map(text).joined(separator: ", ")
    let reshaped = tensor.shape.count > 1 ? ".reshape(\(tensor.shape.map(String.init).joined(separator: ", ")))" : ""
    return "np.array([\(values)], \(type))\(reshaped)"
  }
}

extension StateKey {
  /// The name under which a port shows a quantity.
  static func name(of quantity: Quantity) -> String {
    allCases.first { $0.quantity == quantity }?.rawValue ?? "param"
  }
}
