internal import RealModule

/// A number, and how far any correct implementation in a format may be from it.
///
/// `value` is the exact result, computed by the rule's referee; `error` bounds |x − value| for every x that arithmetic under the
/// rule may hold at this place, whatever the order of sums and whether or not multiplications and additions were fused.
/// The rules are those of running error analysis: the errors of the operands to first and second order, and one rounding,
/// u·|result| + η/2 with the unit roundoff u and the least number η. Where the format may overflow, or a divisor may be 0 for
/// all the bound knows, the error is infinite: then nothing is claimed.
///
/// Each rule is a theorem of `Proofs/theories/Running.v`, named beside it.
///
/// Reference: Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd edition, section 3.3.
@frozen
public struct Bounded<Rule: RoundingRule>: Sendable {
  public typealias Referee = Rule.Referee

  public var value: Referee
  public var error: Referee

  /// A number that every implementation holds exactly.
  @inlinable
  public init(_ value: Referee) {
    self.value = value
    error = 0
  }

  /// A number that goes in: an implementation that takes small ones for zero may do so.
  @inlinable
  public init(held value: Referee) {
    self.value = value
    error = Rule.refereedFlush.map { value.magnitude < $0 ? value.magnitude : 0 } ?? 0
  }

  @inlinable
  public init(value: Referee, error: Referee) {
    self.value = value
    self.error = error
  }

  /// The result of an operation whose operands' errors make `error`: one rounding more (`bounded_round`).
  @inlinable
  public init(rounding value: Referee, error: Referee) {
    self.value = value
    let reach = value.magnitude + error
    self.error = error + Rule.refereedRoundoff * reach
    if let least = Rule.refereedLeast { self.error += least / 2 }
    if let greatest = Rule.refereedGreatest, !(reach <= greatest) { self.error = .infinity }
  }

  /// Whether anything is claimed.
  @inlinable public var isDecided: Bool { error.isFinite && value.isFinite }

  /// `bounded_add`; after a product it covers a fused multiply-add too (`bounded_fused`).
  @inlinable
  public static func + (a: Self, b: Self) -> Self { Self(rounding: a.value + b.value, error: a.error + b.error) }

  /// `bounded_sub`.
  @inlinable
  public static func - (a: Self, b: Self) -> Self { Self(rounding: a.value - b.value, error: a.error + b.error) }

  /// `bounded_mul`.
  @inlinable
  public static func * (a: Self, b: Self) -> Self {
    Self(
      rounding: a.value * b.value,
      error: a.value.magnitude * b.error + b.value.magnitude * a.error + a.error * b.error)
  }

  /// `bounded_div`.
  @inlinable
  public static func / (a: Self, b: Self) -> Self {
    let quotient = a.value / b.value
    let least = b.value.magnitude - b.error
    guard least > 0 else { return Self(value: quotient, error: .infinity) }
    return Self(rounding: quotient, error: (a.error + quotient.magnitude * b.error) / least)
  }

  /// `bounded_sqrt`.
  @inlinable
  public func squareRoot() -> Self {
    let root = value.squareRoot()
    guard error > 0 else { return Self(rounding: root, error: 0) }
    let least: Referee = value > error ? (value - error).squareRoot() : 0
    return Self(rounding: root, error: error / (root + least))
  }

  /// max(1, x), which rounds nothing and shortens distances (`bounded_or_one`).
  @inlinable
  public var orOne: Self { value < 1 ? Self(value: 1, error: error) : self }

  /// The sum of terms each of which passes through at most `depth` additions: γ_depth Σ(|x| + e) on top of the errors of the
  /// terms. In any order that is `count` − 1, and no more is claimed unless a depth is given (`bounded_sum`).
  @inlinable
  public static func sum(count: Int, depth: Int? = nil, _ term: (Int) -> Self) -> Self {
    var (value, error, magnitudes): (Referee, Referee, Referee) = (0, 0, 0)
    for i in 0..<count {
      let x = term(i)
      value += x.value
      error += x.error
      magnitudes += x.value.magnitude + x.error
    }
    if count > 1 {
      let nu = Referee(min(depth ?? .max, count - 1)) * Rule.refereedRoundoff
      // Where n u reaches 1, nothing is known.
      if nu < 1 { error += nu / (1 - nu) * magnitudes } else { error = .infinity }
    }
    if let greatest = Rule.refereedGreatest, !(magnitudes + error <= greatest) { error = .infinity }
    return Self(value: value, error: error)
  }

  /// The number after so many roundings more than it has had.
  @inlinable
  public func rounded(times count: Int) -> Self {
    var result = self
    for _ in 0..<count { result = Self(rounding: value, error: result.error) }
    return result
  }

  /// |x − value| over the error: above 1, `x` is out of bounds. 0 where nothing is claimed.
  @inlinable
  public func ratio(exactly x: Referee) -> Double {
    guard isDecided else { return 0 }
    let difference = (x - value).magnitude
    if difference == 0 { return 0 }
    let ratio = (difference / error).expansion.high
    return ratio.isNaN ? .infinity : ratio
  }
}

extension Bounded where Rule: Refereed {
  /// |x − value| over the error: above 1, `x` is out of bounds. 0 where nothing is claimed.
  @inlinable
  public func ratio(_ x: Rule) -> Double { ratio(exactly: x.exactly) }
}
