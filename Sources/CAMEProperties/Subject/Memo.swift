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

/// Hyperparameters as constants of a step, each made once: rounding decimals costs more than a small step.
package final class Constants<Value: Sendable>: Sendable {
  private struct Pair: Hashable {
    let x, y: ExactDecimal
  }

  private let values = Memo<ExactDecimal, Value>()
  private let complements = Memo<ExactDecimal, Value>()
  private let products = Memo<Pair, Value>()
  private let make: (@Sendable (ExactDecimal) -> Value)
  private let makeComplement: (@Sendable (ExactDecimal) -> Value)
  private let makeProduct: (@Sendable (ExactDecimal, ExactDecimal) -> Value)

  /// From functions that make x, 1 − x and x y.
  init(
    _ make: @escaping @Sendable (ExactDecimal) -> Value, complement: @escaping @Sendable (ExactDecimal) -> Value,
    product: @escaping @Sendable (ExactDecimal, ExactDecimal) -> Value
  ) {
    (self.make, makeComplement, makeProduct) = (make, complement, product)
  }

  func constant(_ x: ExactDecimal) -> Value { values.value(for: x, make) }
  func complement(_ x: ExactDecimal) -> Value { complements.value(for: x, makeComplement) }
  func product(_ x: ExactDecimal, _ y: ExactDecimal) -> Value {
    products.value(for: Pair(x: x, y: y)) { makeProduct($0.x, $0.y) }
  }
}

extension Constants where Value: Refereed {
  /// Rounded as `rounding` says.
  convenience init(_ rounding: HyperparameterRounding) {
    self.init(
      { rounding.constant($0) }, complement: { rounding.complement($0) }, product: { rounding.product($0, $1) })
  }

  func coefficients(_ hyperparameters: CAMEHyperparameters) -> CAMECoefficients<Value> {
    CAMECoefficients(hyperparameters, constant: constant, complement: complement, product: product)
  }
}
