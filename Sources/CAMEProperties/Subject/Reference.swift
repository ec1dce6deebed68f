internal import CAMECore
internal import Formats

/// The lab's own CAME as an implementation under test.
struct Reference<Scalar: Refereed>: CAMEImplementation {
  let came: CAME<Scalar>

  static var rounding: HyperparameterRounding { .usual(significantBits: Scalar.significantBits) }

  func initialState(shape: [Int]) throws -> CAMEState<Scalar> { try came.initialState(shape: shape) }

  func step(_ parameter: inout Tensor<Scalar>, gradient: Tensor<Scalar>, state: inout CAMEState<Scalar>) throws {
    guard gradient.shape == parameter.shape else {
      throw ShapeRefused(expected: parameter.shape, got: gradient.shape)
    }
    came.step(&parameter, gradient: gradient, state: &state)
  }

  func named(_ state: CAMEState<Scalar>) -> [String: Tensor<Scalar>]? { state.named }

  func state(named tensors: [String: Tensor<Scalar>], step: Int, shape: [Int]) throws -> CAMEState<Scalar>? {
    try CAMEState(named: tensors, step: step, shape: shape)
  }

  var refusesWrongShapes: Bool { true }
}
