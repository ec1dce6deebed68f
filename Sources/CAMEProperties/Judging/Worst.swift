internal import CAMECore
internal import Formats
internal import PropertyKit

/// The largest of the ratios of errors to bounds that a case meets.
struct Worst {
  private(set) var ratio = 0.0

  mutating func take(_ ratio: Double) {
    self.ratio = ratio.isNaN ? .infinity : max(self.ratio, ratio)
  }

  /// |x − value| over its bound.
  mutating func take<Scalar: Refereed>(_ x: Scalar, _ bounded: Bounded<Scalar>) { take(bounded.ratio(x)) }

  mutating func take<Scalar: Refereed>(_ x: Tensor<Scalar>, _ bounded: [Bounded<Scalar>]) {
    guard x.count == bounded.count else { return take(.infinity) }
    for i in 0..<x.count { take(x[i], bounded[i]) }
  }

  /// A quantity over what it may be at most; 0 over 0 is within it.
  mutating func take<Referee: FormatScalar>(_ x: Referee, atMost bound: Referee) {
    if bound.isNaN || x.isNaN { return take(.infinity) }
    if x <= 0 { return }
    take(bound.isInfinite ? 0 : (x / bound).expansion.high)
  }

  /// |x − y| over what it may be.
  mutating func take<Referee: FormatScalar>(_ x: Referee, _ y: Referee, within bound: Referee) {
    guard bound.isFinite else { return }
    take((x - y).magnitude, atMost: bound)
  }

  var verdict: Verdict { .scored(ratio) }
}
