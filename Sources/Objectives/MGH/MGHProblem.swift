internal import CAMECore
public import RealModule

/// The 35 functions of Moré, Garbow and Hillstrom: sums of squares with known starts and minima.
///
/// Each is written as its residuals and their slopes; the gradient is 2 Σ fᵢ ∇fᵢ. Functions of any size have the size at which the
/// paper tells the minimum, and those that fall into equal parts have θ as a matrix with a part in each row.
///
/// Reference: Moré, Garbow, Hillstrom, *Testing Unconstrained Optimization Software*, ACM Transactions on Mathematical Software 7,
/// 1981, section 3, by its numbers.
public enum MGHProblem: Int, CaseIterable, Sendable {
  case rosenbrock = 1
  case freudensteinRoth, powellBadlyScaled, brownBadlyScaled, beale, jennrichSampson, helicalValley, bard, gaussian,
    meyer
  case gulf, box, powellSingular, wood, kowalikOsborne, brownDennis, osborne1, biggs, osborne2, watson
  case extendedRosenbrock, extendedPowell, penalty1, penalty2, variablyDimensioned, trigonometric, brownAlmostLinear
  case discreteBoundary, discreteIntegral, broydenTridiagonal, broydenBanded
  case linearFullRank, linearRankOne, linearRankOneZero, chebyquad
}

extension MGHProblem: Problem {
  public var name: String { rawValue < 10 ? "mgh-0\(rawValue)" : "mgh-\(rawValue)" }

  public var shapes: [[Int]] {
    switch self {
    case .extendedRosenbrock: [[10, 2]]
    case .extendedPowell: [[5, 4]]
    default: [[count]]
    }
  }

  public func start(seed: UInt64) -> [[Double]] {
    // Another seed starts beside it: each coordinate up to a tenth of the largest away.
    let usual = usualStart
    let reach = (usual.map(\.magnitude).max() ?? 0) / 10
    return [usual.indices.map { usual[$0] + reach * Draws(seed: seed).signed($0) }]
  }

  public func objective<Scalar: Real & Sendable>(in type: Scalar.Type) -> any Objective<Scalar> {
    MGHFunction<Scalar>(problem: self)
  }
}

/// One of the functions in a format.
struct MGHFunction<Scalar: Real & Sendable>: Objective {
  let problem: MGHProblem

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  func evaluate(at θ: [Tensor<Scalar>]) -> Evaluated<Scalar> {
    var sum = SumOfSquares<Scalar>(θ[0].count)
    let x = θ[0].values
    if problem.rawValue <= 20 { problem.addFixed(x, &sum) } else { problem.addSized(x, &sum) }
    var gradient = θ[0]
    for i in x.indices { gradient[i] = sum.gradient[i] }
    return Evaluated(value: sum.value, gradient: [gradient])
  }
}
