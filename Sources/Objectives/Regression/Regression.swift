internal import CAMECore
public import RealModule

/// Linear models on real data, standardised, without intercept: convex problems whose optimum is known to twelve digits.
public enum Regression: String, CaseIterable, Sendable {
  case iris, wine, breastCancer = "breast-cancer", digits
  /// The same data as `breastCancer`, with one weight a feature.
  case breastCancerLogistic = "breast-cancer-logistic"
  /// Least squares.
  case diabetes

  /// λ of ½ λ ‖W‖²; 0 for least squares.
  static let regularization = 0.001

  var data: DataSet {
    switch self {
    case .iris: .iris
    case .wine: .wine
    case .breastCancer, .breastCancerLogistic: .breastCancer
    case .digits: .digits
    case .diabetes: .diabetes
    }
  }
}

extension Regression: Problem {
  public var name: String { rawValue }

  public var summary: String {
    let size = "\(data.rows) × \(data.columns)"
    return switch self {
    case .diabetes: "least squares on the diabetes data, \(size)"
    case .breastCancerLogistic: "logistic regression on the breast cancer data, \(size), ½ · 0.001 ‖w‖²"
    default: "softmax regression on the \(rawValue) data, \(size), ½ · 0.001 ‖W‖²"
    }
  }

  public var shapes: [[Int]] {
    switch self {
    case .diabetes, .breastCancerLogistic: [[data.columns]]
    default: [[data.columns, data.classes]]
    }
  }

  /// By Newton's method in Double to a gradient under 1e-17, with NumPy; the same as L-BFGS found to its tolerance.
  public var minimum: KnownMinimum? {
    let value =
      switch self {
      case .iris: 0.3184531292677
      case .wine: 0.02757438536622547
      case .breastCancer: 0.05355770973509116
      case .digits: 0.08895382758425562
      case .breastCancerLogistic: 0.05983977454242227
      case .diabetes: 0.2411257888898251
      }
    return KnownMinimum(value, relativeError: 1e-12, source: "Newton's method in Double, gradient under 1e-16")
  }

  /// Zeros, or for another seed up to ½ away from them.
  public func start(seed: UInt64) -> [[Double]] { [(0..<count).map { Draws(seed: seed).signed($0) / 2 }] }

  public func objective<Scalar: Real & Sendable>(in type: Scalar.Type) -> any Objective<Scalar> {
    let (data, λ): (DataSet, Scalar) = (data, number(Self.regularization))
    let x: [Scalar] = data.features.map { number($0) }
    switch self {
    case .diabetes: return LeastSquares(x: x, y: data.standardisedAnswers.map { number($0) })
    case .breastCancerLogistic: return LogisticLoss(x: x, signs: data.answers.map { $0 == 1 ? 1 : -1 }, λ: λ)
    default: return SoftmaxLoss(x: x, labels: data.answers.map { Int($0) }, classes: data.classes, λ: λ)
    }
  }
}
