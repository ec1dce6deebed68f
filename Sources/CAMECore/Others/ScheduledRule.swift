/// A rule whose learning rate can follow a schedule.
public protocol ScheduledRule<Scalar>: UpdateRule {
  /// η; assign before a step to change it from there on.
  var learningRate: Scalar { get set }
}

extension CAME: ScheduledRule {
  /// η; assign to follow a schedule.
  public var learningRate: Scalar {
    get { coefficients.η }
    set { coefficients.setLearningRate(newValue) }
  }
}
