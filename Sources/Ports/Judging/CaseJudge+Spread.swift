internal import CAMECore
internal import CAMEProperties
internal import Formats
internal import Traces

extension CaseJudge {
  /// The judgement, and how what is in bounds lies beside rounding at random.
  ///
  /// Only steps whose state before was all shown can be sampled, and not those near underflow; a parameter that is kept in a
  /// narrower type than the arithmetic isn't.
  func judgementWithSpread(_ answer: PortAnswer, _ arithmetic: ElementType) -> CaseJudgement {
    var result = judgement(answer)
    guard result.conforms, question.count <= Self.spreadLimit else { return result }
    for (place, parameter) in question.parameters.enumerated() {
      for t in 1...question.steps where !question.refused.contains(t) {
        guard let before = known(place, before: t, answer) else { continue }
        let gradient = parameter.gradients[t - 1]
        if isNearUnderflow(gradient, before, arithmetic) { continue }
        let done = (question.startStep ?? 0) + t - 1
        guard
          let samples = Spread(hyperparameters: question.hyperparameters, rounding: rounding).samples(
            arithmetic, before, steps: done, gradient)
        else { return result }
        var envelope = first(parameter)
        envelope.takeOver(before, held)
        envelope.take(Equation.allCases, gradient.values.map(held))
        for i in result.quantities.indices {
          let judged = result.quantities[i]
          guard judged.step == t, judged.parameter == parameter.name, judged.decided > 0,
            let shown = answer.steps[t - 1][place][judged.quantity]
          else { continue }
          if judged.quantity == .θ, allowances.storage != nil { continue }
          let bounds = envelope[judged.quantity]
          result.quantities[i].spread = Spread.judge(
            shown, samples.compactMap { $0[judged.quantity] }, exact: bounds.map { $0.value.expansion.high },
            bounds: bounds.map { $0.error.expansion.high }, roundoff: arithmetic.unitRoundoff,
            least: Rule.refereedLeast?.expansion.high ?? 0, isFlushing: Rule.refereedFlush != nil)
        }
      }
    }
    return result
  }

  /// Larger cases take too long to be sampled.
  private static var spreadLimit: Int { 20_000 }

  /// Whether equal forms of a step lose digits at different places, which the samples of one form don't show.
  private func isNearUnderflow(
    _ gradient: Tensor<Double>, _ before: PortAnswer.Shown, _ arithmetic: ElementType
  ) -> Bool {
    let least = arithmetic.least / (arithmetic.unitRoundoff * arithmetic.unitRoundoff)
    func isNear(_ x: Tensor<Double>) -> Bool { x.values.contains { $0 != 0 && $0.magnitude < least } }
    return isNear(gradient) || before.state[.momentum].map(isNear) ?? false
  }

  /// The parameter and all of its state before a step, if it is known.
  private func known(_ place: Int, before t: Int, _ answer: PortAnswer) -> PortAnswer.Shown? {
    let parameter = question.parameters[place]
    if t > 1 {
      let shown = answer.steps[t - 2][place]
      return shown.isComplete ? shown : nil
    }
    if question.startStep != nil { return PortAnswer.Shown(θ: parameter.initial, state: parameter.start) }
    var state: [StateKey: Tensor<Double>] = [:]
    for key in StateKey.all(forShape: parameter.shape) {
      state[key] = try? Tensor(repeating: 0, shape: key.shape(forParameter: parameter.shape)!)
    }
    return PortAnswer.Shown(θ: parameter.initial, state: state)
  }
}
