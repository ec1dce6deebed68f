public import CAMECore
public import Formats

/// An implementation of CAME that the catalogue can be run on: ours, a mutant of it, or yours.
///
/// An adapter says how to start, how to take a step and, if it can, what the state holds. The more it shows, the more
/// properties apply; ``CAMEProperty/needs`` says which need what.
///
///     struct MyAdapter: CAMEImplementation {
///       let mine: MyCAME
///       func initialState(shape: [Int]) -> MyCAME.State { mine.start(shape) }
///       func step(_ parameter: inout Tensor<Float>, gradient: Tensor<Float>, state: inout MyCAME.State) {
///         parameter = Tensor(mine.update(parameter, gradient, &state))
///       }
///       func named(_ state: MyCAME.State) -> [String: Tensor<Float>]? { ["exp_avg": state.momentum, …] }
///     }
public protocol CAMEImplementation<Scalar>: Sendable {
  /// The format of the arithmetic.
  associatedtype Scalar: Refereed
  /// What is remembered of one tensor.
  associatedtype State

  /// The state before the first step.
  func initialState(shape: [Int]) throws -> State

  /// One step: `parameter` and `state` become those after it.
  func step(_ parameter: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout State) throws

  /// The state under the names of the official code (`exp_avg`, `exp_avg_sq_row`, `exp_avg_sq_col`, `exp_avg_res_row`,
  /// `exp_avg_res_col`; of vectors and scalars `exp_avg` and `exp_avg_sq`), with its factors as means; nil if it can't be shown.
  func named(_ state: State) -> [String: Tensor<Scalar>]?

  /// The state that ``named(_:)`` showed after `step` steps of a parameter of `shape`; nil if none can be made.
  func state(named tensors: [String: Tensor<Scalar>], step: Int, shape: [Int]) throws -> State?

  /// Whether tensors of this shape are supported.
  func supports(shape: [Int]) -> Bool

  /// Whether a gradient of a wrong shape is refused by an error; one that traps would end the test.
  var refusesWrongShapes: Bool { get }
}

extension CAMEImplementation {
  public func named(_ state: State) -> [String: Tensor<Scalar>]? { nil }
  public func state(named tensors: [String: Tensor<Scalar>], step: Int, shape: [Int]) throws -> State? { nil }
  public func supports(shape: [Int]) -> Bool { true }
  public var refusesWrongShapes: Bool { false }
}

/// A gradient or a state that doesn't belong to the parameter.
public struct ShapeRefused: Error, Equatable, CustomStringConvertible {
  public let expected: [Int]
  public let got: [Int]

  public init(expected: [Int], got: [Int]) { (self.expected, self.got) = (expected, got) }

  public var description: String { "A gradient of shape \(expected) is needed, but its shape is \(got)." }
}
