/// The quantities that the official code keeps per parameter, by its names for them.
public enum StateKey: String, CaseIterable, Sendable {
  /// `mₜ`, the momentum; the parameter's shape.
  case momentum = "exp_avg"
  /// `vₜ`, the mean of squares of a parameter of fewer than two dimensions; the parameter's shape.
  case squares = "exp_avg_sq"
  /// `rₜ`, the row means of squares; the parameter's shape without its last dimension.
  case squaresRow = "exp_avg_sq_row"
  /// `cₜ`, the column means of squares; the parameter's shape without its second-last dimension.
  case squaresColumn = "exp_avg_sq_col"
  /// `Rₜ`, the row means of the instability; the parameter's shape without its last dimension.
  case instabilityRow = "exp_avg_res_row"
  /// `Cₜ`, the column means of the instability; the parameter's shape without its second-last dimension.
  case instabilityColumn = "exp_avg_res_col"

  /// The states of a parameter of `shape`: factored ones from two dimensions on.
  public static func all(forShape shape: [Int]) -> [StateKey] {
    allCases.filter { $0.shape(forParameter: shape) != nil }
  }

  /// The shape of this state for a parameter of `shape`; nil if such a parameter doesn't have it.
  public func shape(forParameter shape: [Int]) -> [Int]? {
    let isFactored = shape.count >= 2
    switch self {
    case .momentum: return shape
    case .squares: return isFactored ? nil : shape
    case .squaresRow, .instabilityRow: return isFactored ? shape.dropLast() : nil
    case .squaresColumn, .instabilityColumn: return isFactored ? shape.dropLast(2) + shape.suffix(1) : nil
    }
  }
}
