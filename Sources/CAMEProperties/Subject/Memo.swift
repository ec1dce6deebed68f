internal import CAMECore
internal import Synchronization

/// What was made of hyperparameters before: rounding decimals to a format costs more than a small step.
final class Memo<Value: Sendable>: Sendable {
  private let known = Mutex<[CAMEHyperparameters: Value]>([:])

  /// The value for the hyperparameters, made once; a few thousand are kept.
  func value(for hyperparameters: CAMEHyperparameters, _ make: () -> Value) -> Value {
    if let value = known.withLock({ $0[hyperparameters] }) { return value }
    let value = make()
    known.withLock { known in
      if known.count > 4000 { known.removeAll() }
      known[hyperparameters] = value
    }
    return value
  }
}
