public import CAMECore
public import Formats

extension Descent {
  /// Runs an optimizer with its usual constants but for the learning rate.
  ///
  /// Weight decay moves the minimum, so AdamW and LAMB go without theirs here; AdamW is then Adam.
  ///
  /// - Throws: ``HyperparameterError`` if the learning rate is negative.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func run<Scalar: FormatScalar>(
    _ kind: OptimizerKind, learningRate η: ExactDecimal, in type: Scalar.Type, lengths: [Double]? = nil
  ) throws(HyperparameterError) -> Course {
    switch kind {
    case .sgd: run(try SGD<Scalar>(learningRate: η, momentum: 0.9), lengths: lengths)
    case .adam: run(try Adam<Scalar>(learningRate: η), lengths: lengths)
    case .adamw: run(try AdamW<Scalar>(learningRate: η, weightDecay: 0), lengths: lengths)
    case .lamb: run(try LAMB<Scalar>(learningRate: η, weightDecay: 0), lengths: lengths)
    case .adafactor: run(try Adafactor<Scalar>(learningRate: η, relative: false), lengths: lengths)
    case .adafactorWithMomentum:
      run(try Adafactor<Scalar>(learningRate: η, relative: false, beta1: 0.9), lengths: lengths)
    case .sm3: run(try SM3<Scalar>(learningRate: η), lengths: lengths)
    case .lion: run(try Lion<Scalar>(learningRate: η), lengths: lengths)
    case .came: run(CAME<Scalar>(try CAMEHyperparameters(learningRate: η)), lengths: lengths)
    }
  }
}
