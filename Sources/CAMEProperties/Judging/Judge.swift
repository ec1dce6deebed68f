internal import CAMECore
internal import Formats
internal import RealModule

/// What a property computes with: the constants of a step with their errors, in the format of the referee.
struct Judge<Scalar: Refereed>: Sendable {
  typealias Referee = Scalar.Referee

  let β1, w1, β2, w2, β3, w3, ε1, ε2, d, η, λη: Bounded<Scalar>
  /// u, the unit roundoff.
  let u: Referee
  /// The least nonzero number; 0 where nothing comes near it.
  let least: Referee

  /// Each constant rounded once from its exact value; formats narrower than Double by way of a Double, as in PyTorch, where
  /// 1 − β carries the error of β.
  init(_ h: CAMEHyperparameters) {
    u = Scalar.refereedRoundoff
    least = Scalar.refereedLeast ?? 0
    let viaDouble: Referee =
      Scalar.significantBits <= 53 ? Referee(sign: .plus, exponent: Referee.Exponent(-53), significand: 1) : 0
    let unit = Scalar.refereedRoundoff
    func constant(_ x: ExactDecimal) -> Bounded<Scalar> {
      let value: Referee = x.rounded()
      let held: Scalar = x.rounded()
      if held.exactly == value { return Bounded(value) }
      return Bounded(rounding: value, error: viaDouble * value)
    }
    func complement(_ x: ExactDecimal) -> Bounded<Scalar> {
      let value: Referee = x.complement.rounded()
      let held: Scalar = x.rounded()
      let isExact = held.exactly == x.rounded(to: Referee.self)
      return isExact ? Bounded(value) : Bounded(rounding: value, error: max(viaDouble, 0))
    }
    (β1, w1) = (constant(h.beta1), complement(h.beta1))
    (β2, w2) = (constant(h.beta2), complement(h.beta2))
    (β3, w3) = (constant(h.beta3), complement(h.beta3))
    (ε1, ε2, d, η) = (constant(h.epsilon1), constant(h.epsilon2), constant(h.clipThreshold), constant(h.learningRate))
    let product: Referee = (h.weightDecay * h.learningRate).rounded()
    λη = product == 0 ? Bounded(0) : Bounded(rounding: product, error: 3 * unit * product)
  }

  /// x (1 + k u) + k η: what k roundings may make of a bound x.
  func above(_ x: Referee, roundings k: Int) -> Referee { x * (1 + Referee(k) * u) + Referee(k) * least }

  /// 1 − β^t.
  func mass(_ β: Bounded<Scalar>, _ t: Int) -> Referee {
    var power: Referee = 1
    for _ in 0..<t { power *= β.value }
    return 1 - power
  }

  /// û of a step by what it did to the momentum, m = β1 m₋ + (1 − β1) û, with all that the roundings of m leave open.
  ///
  /// - Precondition: β1 < 1.
  func clippedUpdate(_ before: Scalar, _ after: Scalar) -> Bounded<Scalar> {
    let kept = β1 * Bounded(before.exactly)
    let m = after.exactly
    return Bounded(value: m - kept.value, error: kept.error + u * m.magnitude + 2 * least) / w1
  }

  /// û of every element.
  func clippedUpdate(_ before: Snapshot<Scalar>, _ after: Snapshot<Scalar>) throws -> [Bounded<Scalar>] {
    let (a, b) = (try before.momentum, try after.momentum)
    return (0..<a.count).map { clippedUpdate(a[$0], b[$0]) }
  }

  /// √(mean x²) of exact values, and by how much the errors can move it: the root mean square of the errors.
  func rms(_ x: [Bounded<Scalar>]) -> (value: Referee, error: Referee) {
    var (squares, errors): (Referee, Referee) = (0, 0)
    for x in x {
      squares += x.value * x.value
      errors += x.error * x.error
    }
    let count = Referee(max(1, x.count))
    return ((squares / count).squareRoot(), (errors / count).squareRoot())
  }
}

