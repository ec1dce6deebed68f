package import CAMECore
package import Formats
internal import RealModule

/// What a property computes with: the constants of a step with their errors, in the format of the referee.
package struct Judge<Rule: RoundingRule>: Sendable {
  package typealias Referee = Rule.Referee

  package let β1, w1, β2, w2, β3, w3, ε1, ε2, d, η, λη: Bounded<Rule>
  /// u, the unit roundoff.
  let u: Referee
  /// The least nonzero number; 0 where nothing comes near it.
  let least: Referee

  /// Each constant rounded once from its exact value; formats narrower than Double by way of a Double, as in PyTorch, where
  /// 1 − β carries the error of β.
  package init(_ h: CAMEHyperparameters, _ constants: Constants<Bounded<Rule>>) {
    u = Rule.refereedRoundoff
    least = Rule.refereedLeast ?? 0
    (β1, w1) = (constants.constant(h.beta1), constants.complement(h.beta1))
    (β2, w2) = (constants.constant(h.beta2), constants.complement(h.beta2))
    (β3, w3) = (constants.constant(h.beta3), constants.complement(h.beta3))
    (ε1, ε2) = (constants.constant(h.epsilon1), constants.constant(h.epsilon2))
    (d, η) = (constants.constant(h.clipThreshold), constants.constant(h.learningRate))
    λη = constants.product(h.weightDecay, h.learningRate)
  }

  /// x (1 + k u) + k η: what k roundings may make of a bound x.
  func above(_ x: Referee, roundings k: Int) -> Referee { x * (1 + Referee(k) * u) + Referee(k) * least }

  /// 1 − β^t.
  func mass(_ β: Bounded<Rule>, _ t: Int) -> Referee {
    var power: Referee = 1
    for _ in 0..<t { power *= β.value }
    return 1 - power
  }

  /// √(mean x²) of exact values, and by how much the errors can move it: the root mean square of the errors.
  func rms(_ x: [Bounded<Rule>]) -> (value: Referee, error: Referee) {
    var (squares, errors): (Referee, Referee) = (0, 0)
    for x in x {
      squares += x.value * x.value
      errors += x.error * x.error
    }
    let count = Referee(max(1, x.count))
    return ((squares / count).squareRoot(), (errors / count).squareRoot())
  }
}

extension Judge where Rule: Refereed {
  /// û of a step by what it did to the momentum, m = β1 m₋ + (1 − β1) û, with all that the roundings of m leave open.
  ///
  /// - Precondition: β1 < 1.
  func clippedUpdate(_ before: Rule, _ after: Rule) -> Bounded<Rule> {
    let kept = β1 * Bounded(before.exactly)
    let m = after.exactly
    return Bounded(value: m - kept.value, error: kept.error + u * m.magnitude + 2 * least) / w1
  }

  /// û of every element.
  func clippedUpdate(_ before: Snapshot<Rule>, _ after: Snapshot<Rule>) throws -> [Bounded<Rule>] {
    let (a, b) = (try before.momentum, try after.momentum)
    return (0..<a.count).map { clippedUpdate(a[$0], b[$0]) }
  }
}

extension Judge {
  /// Hyperparameters with the errors that rounding them may make.
  ///
  /// - Parameter isInFormat: whether 1 − β is formed in the arithmetic, from a β that was rounded to it.
  package static func constants(isInFormat: Bool = false) -> Constants<Bounded<Rule>> {
    // 2^−53 where they go through Double.
    let viaDouble: Referee =
      Rule.significantBits <= 53 ? Referee(sign: .plus, exponent: Referee.Exponent(-53), significand: 1) : 0
    let u = Rule.refereedRoundoff
    return Constants(
      { x in
        let value: Referee = x.rounded()
        return isHeld(value) ? Bounded(value) : Bounded(rounding: value, error: viaDouble * value)
      },
      complement: { x in
        let (value, β): (Referee, Referee) = (x.complement.rounded(), x.rounded())
        if isHeld(β) { return isHeld(value) ? Bounded(value) : Bounded(rounding: value, error: 0) }
        return Bounded(rounding: value, error: isInFormat ? u * β : viaDouble)
      },
      product: { x, y in
        let value: Referee = (x * y).rounded()
        return value == 0 ? Bounded(0) : Bounded(rounding: value, error: 3 * u * value)
      })
  }

  /// Whether a format of so many bits holds the number.
  private static func isHeld(_ x: Referee) -> Bool {
    if x == 0 { return true }
    let digits = Referee(
      sign: .plus, exponent: Referee.Exponent(Rule.significantBits - 1), significand: x.significand)
    return digits == digits.rounded(.towardZero)
  }
}
