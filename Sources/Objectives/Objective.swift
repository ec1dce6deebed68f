public import CAMECore
public import RealModule

/// A function to be minimised, in one number format: its value and its gradient.
public protocol Objective<Scalar>: Sendable {
  /// The format of the arithmetic.
  associatedtype Scalar: Real & Sendable

  /// f(θ) and ∇f(θ), a tensor of the gradient for each of θ.
  func evaluate(at θ: [Tensor<Scalar>]) -> Evaluated<Scalar>
}

/// A value and the gradient that belongs to it.
public struct Evaluated<Scalar: Sendable>: Sendable {
  public var value: Scalar
  public var gradient: [Tensor<Scalar>]

  public init(value: Scalar, gradient: [Tensor<Scalar>]) { (self.value, self.gradient) = (value, gradient) }
}

/// A function that is defined for every number format, with what is known of it.
///
///     let problem = try Problems.named("rosenbrock")
///     let f = problem.objective(in: Float.self)
///     let (value, gradient) = …f.evaluate(at: problem.start(in: Float.self, seed: 0))
public protocol Problem: Sendable {
  /// The name at the command line and in records, such as `mgh-21`.
  var name: String { get }
  /// What it is, in a clause.
  var summary: String { get }
  /// The shapes of θ's tensors.
  var shapes: [[Int]] { get }
  /// The least value that is known; nil if none is.
  var minimum: KnownMinimum? { get }

  /// Where a run starts: seed 0 is the usual point, any other one near it or drawn as the problem says.
  func start(seed: UInt64) -> [[Double]]

  /// The function in a format.
  func objective<Scalar: Real & Sendable>(in type: Scalar.Type) -> any Objective<Scalar>
}

/// The least value of a function.
public struct KnownMinimum: Sendable {
  /// f*.
  public let value: Double
  /// How far it may be off, relative to itself: 0 if exact.
  public let relativeError: Double
  /// A point where it is taken, if known; its digits may be few.
  public let point: [Double]?
  /// Who says so.
  public let source: String

  public init(_ value: Double, relativeError: Double = 0, at point: [Double]? = nil, source: String) {
    (self.value, self.relativeError, self.point, self.source) = (value, relativeError, point, source)
  }
}

extension Problem {
  /// How many numbers θ has.
  public var count: Int { shapes.reduce(0) { $0 + $1.reduce(1, *) } }

  /// The start in a format: each number is the nearest to the one in Double.
  public func start<Scalar: Real & Sendable>(in type: Scalar.Type, seed: UInt64 = 0) -> [Tensor<Scalar>] {
    tensors(start(seed: seed))
  }

  /// Tensors of the problem's shapes with the numbers nearest to given ones.
  public func tensors<Scalar: Real & Sendable>(_ values: [[Double]]) -> [Tensor<Scalar>] {
    zip(shapes, values).map { shape, values in
      guard let tensor = try? Tensor(shape: shape, values: values.map { number($0, in: Scalar.self) }) else {
        preconditionFailure("\(name) gave \(values.count) numbers for the shape \(shape).")
      }
      return tensor
    }
  }

  /// The largest difference between the gradient and forward-mode derivatives of the value, relative to the largest slope.
  ///
  /// The two share no formula: the derivatives come from the value alone, by ``Dual`` numbers.
  ///
  /// - Complexity: one evaluation in dual numbers for each number of θ, or for each of `places`.
  public func gradientError<Scalar: Real & Sendable>(
    at θ: [Tensor<Scalar>], places: [Int]? = nil
  ) -> Scalar {
    let gradient = objective(in: Scalar.self).evaluate(at: θ).gradient.flatMap(\.values)
    let lifted = objective(in: Dual<Scalar>.self)
    var (worst, largest): (Scalar, Scalar) = (0, 0)
    for place in places ?? Array(0..<count) {
      var i = place
      let point = θ.map { tensor in
        defer { i -= tensor.count }
        var dual = tensor.map { Dual($0) }
        if i >= 0, i < tensor.count { dual[i].slope = 1 }
        return dual
      }
      let slope = lifted.evaluate(at: point).value.slope
      let difference = (slope - gradient[place]).magnitude
      // A NaN must not be lost.
      worst = difference > worst || difference.isNaN ? difference : worst
      largest = max(largest, slope.magnitude)
    }
    return largest > 0 ? worst / largest : worst
  }
}
