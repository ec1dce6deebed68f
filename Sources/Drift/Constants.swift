internal import CAMECore
internal import Formats
internal import RealModule

/// A constant of the step as a policy's arithmetic holds it, beside its exact value.
struct Constant {
  /// What it is called, such as `β3` or `1 − β3`.
  let symbol: String
  /// The exact value.
  let exact: ExactDecimal
  /// What the format holds.
  let value: Double
  /// |value − exact| / |exact|.
  let relativeError: Double
  /// The quantities that inherit its error.
  let heirs: [Quantity]

  /// Whether rounding changed what the constant does: vanished, became infinite, or a decay that became 1.
  var isDegenerate: Bool {
    (value == 0 && exact != 0) || !value.isFinite || (symbol.hasPrefix("β") && value == 1 && exact < 1)
  }
}

/// What became of the hyperparameters in one arithmetic.
struct Constants {
  let all: [Constant]
  /// Significant bits of the arithmetic.
  let significantBits: Int
  /// The name of the arithmetic in text.
  let title: String
  /// The least nonzero number of the arithmetic as a Double.
  let leastNumber: Double
  /// The largest finite number of the arithmetic as a Double; infinite where no Double holds it.
  let greatest: Double

  subscript(symbol: String) -> Constant? { all.first { $0.symbol == symbol } }

  /// Constants that rounding turned into something else.
  var degenerate: [Constant] { all.filter(\.isDegenerate) }

  /// Constants off by more than four roundings: something cancelled where they were formed, or they are subnormal.
  var inexact: [Constant] {
    let roundoff = Double(sign: .plus, exponent: -significantBits, significand: 1)
    return all.filter { !$0.isDegenerate && $0.relativeError > 4 * roundoff }
  }

  #if MPFR
    init(_ policy: Policy, _ hyperparameters: CAMEHyperparameters) {
      func open<F: NumberFormat>(_ format: F) -> [Constant] {
        let k = CAMECoefficients<F.Scalar>(hyperparameters, rounding: policy.rounding)
        let h = hyperparameters
        func constant(_ symbol: String, _ exact: ExactDecimal, _ x: F.Scalar, _ heirs: [Quantity]) -> Constant {
          let truth = exact.rounded(to: Truth.self).expansion
          return Constant(
            symbol: symbol, exact: exact, value: x.expansion.high,
            relativeError: ErrorMeasure.relative(of: x, from: truth), heirs: heirs)
        }
        return [
          constant("β1", h.beta1, k.β1, [.m]), constant("1 − β1", h.beta1.complement, k.oneMinusβ1, [.m]),
          constant("β2", h.beta2, k.β2, [.r, .c, .v]),
          constant("1 − β2", h.beta2.complement, k.oneMinusβ2, [.r, .c, .v]),
          constant("β3", h.beta3, k.β3, [.R, .C]), constant("1 − β3", h.beta3.complement, k.oneMinusβ3, [.R, .C]),
          constant("ε1", h.epsilon1, k.ε1, [.r, .c, .v]), constant("ε2", h.epsilon2, k.ε2, [.U]),
          constant("d", h.clipThreshold, k.d, [.û]), constant("η", h.learningRate, k.η, [.θ]),
          constant("λη", h.weightDecay * h.learningRate, k.λη, [.θ]),
        ]
      }
      func range<F: NumberFormat>(_ format: F) -> (least: Double, greatest: Double) {
        (
          UlpScale(F.Scalar.self).leastNumber,
          Int(F.Scalar.greatestFiniteMagnitude.exponent) > 1023
            ? .infinity : F.Scalar.greatestFiniteMagnitude.expansion.high
        )
      }
      all = open(policy.arithmetic)
      significantBits = policy.arithmetic.significantBits
      title = policy.arithmetic.title
      (leastNumber, greatest) = range(policy.arithmetic)
    }
  #endif
}
