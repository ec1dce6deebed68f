internal import CAMECore
internal import CAMEProperties
internal import Formats
internal import Traces

/// Judges answers by the bound that every correct implementation keeps to.
///
/// Each step is computed by the referee from what the port showed before it, so that only the errors of one step count; what
/// the port doesn't show is carried along with its bound.
struct CaseJudge<Rule: RoundingRule> {
  typealias Number = Bounded<Rule>

  let question: PortCase
  let judge: Judge<Rule>
  let allowances: Allowances
  let rounding: HyperparameterRounding

  init(_ question: PortCase, _ claims: PortClaims, _ constants: Constants<Bounded<Rule>>) {
    self.question = question
    judge = Judge(question.hyperparameters, constants)
    allowances = Allowances(claims, question.element)
    rounding = claims.roundsConstantsFirst ? .inFormat : .throughDouble
  }

  func judgement(_ answer: PortAnswer) -> CaseJudgement {
    var result = CaseJudgement()
    var envelopes = question.parameters.map { first($0) }
    for t in 1...question.steps {
      if question.refused.contains(t) {
        result.refusals += refusal(t, answer)
        continue
      }
      for (place, parameter) in question.parameters.enumerated() {
        let shown = answer.steps[t - 1][place]
        let gradient = parameter.gradients[t - 1].values.map(held)
        let before = envelopes[place]
        let at = Place(parameter: parameter.name, step: t, isPoisoned: before.isPoisoned(by: gradient))
        envelopes[place].take(Equation.allCases, gradient)
        var judged = Quantity.shown.compactMap { judgement(of: $0, envelopes[place], shown, at) }
        if judged.contains(where: \.isWrong) {
          let own = ownFaults(before, gradient, shown, at)
          for i in judged.indices { judged[i].isOwnFault = own[judged[i].quantity] }
        }
        result.quantities += judged
        envelopes[place].takeOver(shown, held)
      }
    }
    return result
  }

  /// A parameter and its state before the first step.
  func first(_ parameter: PortCase.Parameter) -> Envelope<Rule> {
    var envelope = Envelope(judge, shape: parameter.shape, θ: parameter.initial.values.map(exactly))
    envelope.allowances = allowances
    envelope.takeOver(PortAnswer.Shown(θ: parameter.initial, state: parameter.start), held)
    // A client multiplies the means that it is given, and rounds once.
    if allowances.holdsSums {
      for quantity in [Quantity.r, .c, .R, .C] { envelope[quantity] = envelope[quantity].map { $0.rounded(times: 1) } }
    }
    return envelope
  }

  func exactly(_ x: Double) -> Rule.Referee { Rule.Referee(nearest: x) }

  /// A number that the port is given or has shown.
  func held(_ x: Double) -> Number { Number(held: exactly(x)) }

  // MARK: One quantity

  /// Where numbers were shown.
  private struct Place {
    let parameter: String
    let step: Int
    /// Whether a NaN or an infinity went in. Only then every implementation has a NaN where the exact result is one: a 0/0 of
    /// the referee may be anything where rounding leaves no exact zeros.
    let isPoisoned: Bool
  }

  private func judgement(
    of quantity: Quantity, _ envelope: Envelope<Rule>, _ shown: PortAnswer.Shown, _ at: Place
  ) -> JudgedQuantity? {
    guard let tensor = shown[quantity] else { return nil }
    let bounds = envelope[quantity]
    if let problem = shapeProblem(quantity, tensor, shown.θ.shape) {
      return JudgedQuantity(
        parameter: at.parameter, step: at.step, quantity: quantity, ratio: .infinity, place: 0, shown: .nan,
        exact: .nan,
        bound: .nan, decided: tensor.count, count: tensor.count, shapeProblem: problem)
    }
    var (worst, place, decided) = (0.0, 0, 0)
    for i in 0..<tensor.count {
      let isNaN = at.isPoisoned && bounds[i].value.isNaN
      if bounds[i].isDecided || isNaN { decided += 1 }
      let ratio = isNaN ? (tensor[i].isNaN ? 0 : .infinity) : self.ratio(tensor[i], bounds[i])
      if ratio > worst { (worst, place) = (ratio, i) }
    }
    let isEmpty = tensor.count == 0
    return JudgedQuantity(
      parameter: at.parameter, step: at.step, quantity: quantity, ratio: worst, place: place,
      shown: isEmpty ? 0 : tensor[place], exact: isEmpty ? 0 : bounds[place].value.expansion.high,
      bound: isEmpty ? 0 : bounds[place].error.expansion.high, decided: decided, count: tensor.count)
  }

  private func shapeProblem(_ quantity: Quantity, _ tensor: Tensor<Double>, _ parameter: [Int]) -> String? {
    guard let key = StateKey.allCases.first(where: { $0.quantity == quantity }) else { return nil }
    guard let expected = key.shape(forParameter: parameter) else {
      return "it shows \(key.rawValue), which a parameter of shape \(parameter) doesn't have"
    }
    return tensor.shape == expected ? nil : "\(key.rawValue) has the shape \(tensor.shape), but must have \(expected)"
  }

  private func ratio(_ x: Double, _ bound: Number) -> Double {
    if !bound.isDecided { return 0 }
    return x.isFinite ? bound.ratio(exactly: exactly(x)) : .infinity
  }

  /// Which quantities are wrong when each is computed from what is shown of those before it.
  private func ownFaults(
    _ before: Envelope<Rule>, _ gradient: [Number], _ shown: PortAnswer.Shown, _ at: Place
  ) -> [Quantity: Bool] {
    var envelope = before
    var faults: [Quantity: Bool] = [:]
    let stages: [(equations: [Equation], quantities: [Quantity])] = [
      ([.secondMoment], [.r, .c, .v]), ([.update, .clip, .momentum], [.m]), ([.instability], [.R, .C]),
      ([.parameter], [.θ]),
    ]
    var isKnown = true
    for (equations, quantities) in stages {
      envelope.take(equations, gradient)
      for quantity in quantities where !envelope[quantity].isEmpty {
        guard let judged = judgement(of: quantity, envelope, shown, at) else {
          // What isn't shown can't be taken over, so that what follows may be wrong for its sake.
          isKnown = false
          continue
        }
        faults[quantity] = isKnown || !judged.isWrong ? judged.isWrong : nil
        envelope.takeOver(quantity, shown, held)
      }
    }
    return faults
  }

  /// What is wrong with a step that should have been refused.
  private func refusal(_ t: Int, _ answer: PortAnswer) -> [CaseJudgement.Refusal] {
    guard answer.refused.contains(t) else {
      let gradient = question.parameters[0].gradients[t - 1].shape
      return [
        .init(
          step: t, what: "took a gradient of shape \(gradient) for a parameter of shape \(question.parameters[0].shape)"
        )
      ]
    }
    let after = answer.steps[t - 1][0]
    let parameter = question.parameters[0]
    let before = t == 1 ? PortAnswer.Shown(θ: parameter.initial, state: parameter.start) : answer.steps[t - 2][0]
    return Quantity.shown.compactMap { quantity in
      guard let x = after[quantity] else { return nil }
      // Before the first step the state is zero, if it isn't given.
      let y = before[quantity] ?? (t == 1 ? x.map { _ in 0 } : x)
      let isSame = zip(x.values, y.values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
      return isSame
        ? nil : .init(step: t, what: "refused the gradient, but \(quantity.rawValue) is not what it was before")
    }
  }
}

extension Allowances {
  /// What a port asks for.
  init(_ claims: PortClaims, _ element: ElementType) {
    self.init()
    (isAnyForm, holdsSums) = (true, claims.holdsSums)
    roundingsOfRoots = max(0, Int((2 * claims.rsqrtUlps - 2).rounded(.up)))
    reduction =
      switch claims.reduction {
      case .any: .anyOrder
      case .tree: .tree
      case .blocks(let count): .blocks(count)
      }
    if element.significantBits < claims.arithmetic(for: element).significantBits {
      storage = Storage(roundoff: element.unitRoundoff, least: element.least, greatest: element.greatest)
    }
  }
}

extension Envelope {
  /// A quantity of the state or the parameter; empty if a parameter of its shape has none.
  subscript(quantity: Quantity) -> [Number] {
    get {
      switch quantity {
      case .r: r
      case .c: c
      case .v: v
      case .m: m
      case .R: R
      case .C: C
      case .θ: θ
      default: []
      }
    }
    set {
      switch quantity {
      case .r: r = newValue
      case .c: c = newValue
      case .v: v = newValue
      case .m: m = newValue
      case .R: R = newValue
      case .C: C = newValue
      case .θ: θ = newValue
      default: preconditionFailure("\(quantity) is not kept.")
      }
    }
  }

  /// Takes what is shown for exactly what the port holds.
  mutating func takeOver(_ quantity: Quantity, _ shown: PortAnswer.Shown, _ held: (Double) -> Number) {
    guard let tensor = shown[quantity], tensor.count == self[quantity].count else { return }
    self[quantity] = tensor.values.map(held)
  }

  mutating func takeOver(_ shown: PortAnswer.Shown, _ held: (Double) -> Number) {
    for quantity in Quantity.shown { takeOver(quantity, shown, held) }
  }

  /// Whether the gradient or what is kept has a NaN or an infinity.
  fileprivate func isPoisoned(by gradient: [Number]) -> Bool {
    ([gradient] + Quantity.shown.map { self[$0] }).contains { $0.contains { !$0.value.isFinite } }
  }
}
