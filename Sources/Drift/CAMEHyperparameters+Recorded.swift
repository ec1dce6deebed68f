public import CAMECore
public import Traces

extension CAMEHyperparameters {
  /// The constants of a recording, exactly as they were written there.
  ///
  /// - Throws: ``DecimalError`` or ``HyperparameterError`` that names the one that can't be.
  public init(_ recorded: RecordedHyperparameters) throws {
    try self.init(
      learningRate: ExactDecimal(recorded.learningRate), beta1: ExactDecimal(recorded.beta1),
      beta2: ExactDecimal(recorded.beta2), beta3: ExactDecimal(recorded.beta3),
      epsilon1: ExactDecimal(recorded.epsilon1), epsilon2: ExactDecimal(recorded.epsilon2),
      clipThreshold: ExactDecimal(recorded.clipThreshold), weightDecay: ExactDecimal(recorded.weightDecay))
  }
}
