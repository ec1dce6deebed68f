internal import CAMECore
internal import Formats
internal import Synchronization

/// What was made of a key before.
final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let known = Mutex<[Key: Value]>([:])

  /// The value for the key, made once; a few thousand are kept.
  func value(for key: Key, _ make: (Key) -> Value) -> Value {
    if let value = known.withLock({ $0[key] }) { return value }
    let value = make(key)
    known.withLock { known in
      if known.count > 4000 { known.removeAll() }
      known[key] = value
    }
    return value
  }
}

/// Rounds hyperparameters as `rounding` says, each once: that costs more than a small step.
final class RoundedConstants<Scalar: Refereed>: Sendable {
  private struct Pair: Hashable {
    let x, y: ExactDecimal
  }

  let rounding: HyperparameterRounding
  private let constants = Memo<ExactDecimal, Scalar>()
  private let complements = Memo<ExactDecimal, Scalar>()
  private let products = Memo<Pair, Scalar>()

  init(_ rounding: HyperparameterRounding) { self.rounding = rounding }

  func coefficients(_ hyperparameters: CAMEHyperparameters) -> CAMECoefficients<Scalar> {
    CAMECoefficients(
      hyperparameters, constant: constant, complement: { complements.value(for: $0, rounding.complement) },
      product: { x, y in products.value(for: Pair(x: x, y: y)) { rounding.product($0.x, $0.y) } })
  }

  func constant(_ x: ExactDecimal) -> Scalar { constants.value(for: x, rounding.constant) }
}
