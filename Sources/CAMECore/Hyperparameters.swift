/// The constants of CAME, as exact decimals.
///
/// The defaults are those of the paper and of the official code; the learning rate has none.
/// Reference: Luo et al., *CAME: Confidence-guided Adaptive Memory Efficient Optimization*, ACL 2023, Algorithm 2.
public struct CAMEHyperparameters: Hashable, Sendable {
  /// η, the learning rate.
  public var learningRate: ExactDecimal
  /// β₁, decay of the momentum.
  public var beta1: ExactDecimal
  /// β₂, decay of the second moment.
  public var beta2: ExactDecimal
  /// β₃, decay of the instability.
  public var beta3: ExactDecimal
  /// ε₁, added to the squared gradient.
  public var epsilon1: ExactDecimal
  /// ε₂, added to the squared residual.
  public var epsilon2: ExactDecimal
  /// d, the largest root mean square an update may have.
  public var clipThreshold: ExactDecimal
  /// λ, decoupled weight decay: the parameter loses λη of itself a step.
  public var weightDecay: ExactDecimal

  /// The constants, checked.
  ///
  /// A learning rate of zero is allowed, as schedules end there; the official code refuses it at construction only.
  ///
  /// - Throws: ``HyperparameterError`` that names the constant, its value and what was expected.
  public init(
    learningRate: ExactDecimal, beta1: ExactDecimal = 0.9, beta2: ExactDecimal = 0.999, beta3: ExactDecimal = 0.9999,
    epsilon1: ExactDecimal = 1e-30, epsilon2: ExactDecimal = 1e-16, clipThreshold: ExactDecimal = 1,
    weightDecay: ExactDecimal = 0
  ) throws(HyperparameterError) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.beta3 = beta3
    self.epsilon1 = epsilon1
    self.epsilon2 = epsilon2
    self.clipThreshold = clipThreshold
    self.weightDecay = weightDecay
    try validate()
  }

  /// Checks every constant; call it after changing one.
  ///
  /// - Throws: ``HyperparameterError`` that names the constant, its value and what was expected.
  public func validate() throws(HyperparameterError) {
    for (name, value) in [("beta1", beta1), ("beta2", beta2), ("beta3", beta3)] where value < 0 || value > 1 {
      throw HyperparameterError(name: name, value: value, expected: "a number from 0 to 1")
    }
    let rest = [
      ("learningRate", learningRate), ("epsilon1", epsilon1), ("epsilon2", epsilon2), ("weightDecay", weightDecay),
    ]
    for (name, value) in rest where value < 0 {
      throw HyperparameterError(name: name, value: value, expected: "zero or more")
    }
    if clipThreshold <= 0 {
      throw HyperparameterError(name: "clipThreshold", value: clipThreshold, expected: "more than zero")
    }
  }

  /// The constants by their symbols in the paper, their names, and their values.
  public var named: [(symbol: String, name: String, value: ExactDecimal)] {
    [
      ("η", "learning rate", learningRate), ("β1", "momentum decay", beta1), ("β2", "second-moment decay", beta2),
      ("β3", "instability decay", beta3), ("ε1", "added to g²", epsilon1), ("ε2", "added to (û − m)²", epsilon2),
      ("d", "clip threshold", clipThreshold), ("λ", "weight decay", weightDecay),
    ]
  }
}

/// A hyperparameter outside its range.
public struct HyperparameterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The name in the API, such as `beta3`.
  public let name: String
  /// The value that was refused.
  public let value: ExactDecimal
  /// What would have been accepted.
  public let expected: String

  public var description: String { "\(name) must be \(expected), but got \(value)." }
}
