internal import CAMECore
internal import CAMEProperties
internal import Formats
internal import Traces

/// What a drawn trial is made into.
enum CaseRole: String, CaseIterable, Sendable {
  case plain
  /// The parameter starts from zero, so that it shows the update in full.
  case zeroed
  /// Two parameters of one shape.
  case pair
  /// Starts from a state.
  case start
  /// Saves and loads its state on the way.
  case reload
  /// One gradient has a wrong shape.
  case refused
  /// One element of a gradient is NaN or infinite.
  case poisoned
}

extension PortCase {
  /// A trial in a role, its numbers rounded to the type of the case.
  init(_ trial: Trial<Float>, _ role: CaseRole, _ element: ElementType, name: String) {
    func rounded(_ x: Tensor<Float>) -> Tensor<Double> { x.map { element.nearestFinite(Double($0)) } }
    var initial = rounded(trial.start)
    var gradients = trial.gradients.map(rounded)
    var (start, startStep, reloads, refused): ([StateKey: Tensor<Double>], Int?, [Int], [Int]) = ([:], nil, [], [])
    var others: [Parameter] = []
    switch role {
    case .plain: break
    case .zeroed: initial = initial.map { _ in 0 }
    case .pair:
      others = [
        Parameter(name: "b", initial: initial.map { -$0 }, gradients: gradients.reversed().map { $0.map { -$0 } })
      ]
    case .start:
      let before = Array(gradients.prefix(max(1, gradients.count / 2)))
      if gradients.count > 1 { gradients.removeFirst(before.count) }
      let state = Self.state(trial.hyperparameters, initial, before, element)
      (initial, start, startStep) = (state.θ.map(element.nearest), state.state, before.count)
    case .reload:
      if gradients.count == 1 { gradients += gradients }
      reloads = [2 + trial.salt % (gradients.count - 1)]
    case .refused:
      let place = trial.salt % (gradients.count + 1)
      gradients.insert(misshapen(gradients[min(place, gradients.count - 1)], trial.salt / 8), at: place)
      refused = [place + 1]
    case .poisoned:
      let (step, place) = (trial.salt % gradients.count, trial.salt / 8 % gradients[0].count)
      gradients[step][place] = trial.salt % 2 == 0 ? .nan : .infinity
    }
    self.init(
      name: name, element: element, hyperparameters: trial.hyperparameters,
      parameters: [Parameter(name: "a", initial: initial, gradients: gradients, start: start)] + others,
      startStep: startStep, reloads: reloads, refused: refused)
  }

  /// The state of the lab's own CAME after some steps.
  private static func state(
    _ hyperparameters: CAMEHyperparameters, _ initial: Tensor<Double>, _ gradients: [Tensor<Double>],
    _ element: ElementType
  ) -> PortAnswer.Shown {
    let question = PortCase(
      name: "", element: element, hyperparameters: hyperparameters,
      parameters: [Parameter(name: "a", initial: initial, gradients: gradients)])
    guard let answer = LocalReference.answer(question) else {
      preconditionFailure("The reference took no case of shape \(initial.shape).")
    }
    return answer.steps[gradients.count - 1][0]
  }
}

/// The lab's own CAME in the arithmetic in which the official code computes.
enum LocalReference {
  static func answer(_ question: PortCase) -> PortAnswer? {
    var reply = LocalPort(Subject<Float>.reference, element: question.element).reply(to: question)
    #if MPFR
      if question.element == .f64 { reply = LocalPort(Subject<Double>.reference, element: .f64).reply(to: question) }
    #endif
    guard case .answer(let answer) = reply else { return nil }
    return answer
  }
}

/// A gradient as it must not be: as many elements in another shape, one element, or the last dimensions alone.
private func misshapen(_ gradient: Tensor<Double>, _ salt: Int) -> Tensor<Double> {
  let shape = gradient.shape
  var shapes = [[gradient.count], [gradient.count, 1], Array(shape.reversed()), [1], []]
  if shape.count >= 2 { shapes.append(Array(shape.dropFirst())) }
  shapes.removeAll { $0 == shape }
  let wrong = shapes[salt % shapes.count]
  let count = wrong.reduce(1, *)
  return try! Tensor(shape: wrong, values: (0..<count).map { gradient[$0 % gradient.count] })
}
