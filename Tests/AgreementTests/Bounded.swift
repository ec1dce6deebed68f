/// A number and how far any correct Float implementation may be from it.
///
/// `value` is computed in Double; `error` bounds |x − value| for every x that Float arithmetic may hold at this place,
/// whatever the order of sums and whether or not multiplications and additions were fused. The rules are those of
/// running error analysis: the error of the operands, first-order and second-order terms, and one rounding,
/// u·|result| + η/2 with u = 2⁻²⁴ and η = 2⁻¹⁴⁹ for underflow.
///
/// Reference: Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd edition, section 3.3.
struct Bounded {
  var value: Double
  var error: Double

  /// A little over 2⁻²⁴: the excess covers that `value` and `error` are themselves rounded in Double.
  static let u = 0x1p-24 * (1 + 0x1p-20)
  static let η = 0x1p-149

  /// A number that every implementation holds exactly.
  init(_ value: Double) {
    self.value = value
    error = 0
  }

  /// A constant that every implementation rounds to Float once.
  init(rounded value: Double) {
    self.value = value
    error = Self.u * value.magnitude + Self.η / 2
  }

  init(_ value: Double, error: Double) {
    self.value = value
    self.error = error + Self.u * (value.magnitude + error) + Self.η / 2
  }

  static func + (a: Bounded, b: Bounded) -> Bounded { Bounded(a.value + b.value, error: a.error + b.error) }
  static func - (a: Bounded, b: Bounded) -> Bounded { Bounded(a.value - b.value, error: a.error + b.error) }
  static func * (a: Bounded, b: Bounded) -> Bounded {
    Bounded(
      a.value * b.value,
      error: a.value.magnitude * b.error + b.value.magnitude * a.error + a.error * b.error)
  }
  static func / (a: Bounded, b: Bounded) -> Bounded {
    let quotient = a.value / b.value
    let least = b.value.magnitude - b.error
    guard least > 0 else { return Bounded(quotient, error: .infinity) }
    return Bounded(quotient, error: (a.error + quotient.magnitude * b.error) / least)
  }

  func squareRoot() -> Bounded {
    let root = value.squareRoot()
    guard error > 0 else { return Bounded(root, error: 0) }
    return Bounded(root, error: error / (root + max(0, value - error).squareRoot()))
  }

  /// max(1, x), which rounds nothing and shortens distances.
  var orOne: Bounded {
    var result = self
    result.value = max(1, value)
    return result
  }

  /// The sum in any order: γ_{n−1} Σ(|x| + e) on top of the errors of the terms.
  static func sum(_ terms: some Collection<Bounded>) -> Bounded {
    var result = Bounded(0)
    var magnitudes = 0.0
    for term in terms {
      result.value += term.value
      result.error += term.error
      magnitudes += term.value.magnitude + term.error
    }
    let n = Double(max(0, terms.count - 1))
    result.error += n * u / (1 - n * u) * magnitudes
    return result
  }
}
