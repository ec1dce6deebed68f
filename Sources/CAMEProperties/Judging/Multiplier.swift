internal import CAMECore
internal import Formats
internal import RealModule

/// CAME of a tensor whose elements all have the same |gradient|: one number in place of each tensor.
///
/// Then u, û, m and U are the same everywhere but for signs, factoring loses nothing, and the step is a recursion of scalars.
/// The multiplier is |Δθ| / η.
struct Multiplier<Scalar: Refereed> {
  let judge: Judge<Scalar>
  /// |g|, constant.
  let gradient: Scalar.Referee
  let isFactored: Bool
  /// The moments: of the gradient, of the update with its sign, and of the instability.
  private(set) var v: Scalar.Referee = 0
  private(set) var m: Scalar.Referee = 0
  private(set) var R: Scalar.Referee = 0

  init(_ judge: Judge<Scalar>, gradient: Scalar.Referee, isFactored: Bool) {
    (self.judge, self.gradient, self.isFactored) = (judge, gradient, isFactored)
  }

  /// One step with the gradient, or its negative; what η multiplies, with its sign.
  mutating func step(isNegative: Bool = false) -> Scalar.Referee {
    v = judge.β2.value * v + judge.w2.value * (gradient * gradient + judge.ε1.value)
    let u = gradient / v.squareRoot()
    let û = (isNegative ? -1 : 1) * min(u, judge.d.value)
    m = judge.β1.value * m + judge.w1.value * û
    guard isFactored else { return m }
    R = judge.β3.value * R + judge.w3.value * ((û - m) * (û - m) + judge.ε2.value)
    return m / R.squareRoot()
  }
}
