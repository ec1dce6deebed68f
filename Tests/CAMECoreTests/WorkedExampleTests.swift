import BigRealModule
import CAMECore
import Testing

/// One step of two tensors with weight decay, worked out by hand to twelve digits.
@Suite("The worked example")
struct WorkedExampleTests {
  static let θ = [[1.0, 2.0], [3.0, 4.0]]
  static let g = [[0.1, -0.2], [0.3, -0.4]]
  static let expected = [0.980582854201, 2.024152491287, 2.975494706746, 4.020245758239]

  @Test("A matrix in Double to 1e-12", arguments: CAMEForm.allCases, HyperparameterRounding.allCases)
  func matrix(form: CAMEForm, rounding: HyperparameterRounding) throws {
    let came = CAME<Double>(defaults, rounding: rounding, form: form)
    var θ = try Tensor(rows: Self.θ)
    var state = try came.initialState(shape: θ.shape)
    came.step(&θ, gradient: try Tensor(rows: Self.g), state: &state)
    for (x, y) in zip(θ.values, Self.expected) { #expect((x - y).magnitude < 1e-12, "\(x) is not \(y)") }
    #expect(state.step == 1)
  }

  @Test("A vector in Double: no confidence step, so the update is a tenth of the clipped gradient")
  func vector() throws {
    let came = CAME<Double>(defaults)
    var θ = Tensor([0.5, -0.5])
    var state = try came.initialState(shape: θ.shape)
    came.step(&θ, gradient: Tensor([0.25, -0.75]), state: &state)
    for (x, y) in zip(θ.values, [0.49979, -0.49979]) { #expect((x - y).magnitude < 1e-12, "\(x) is not \(y)") }
  }

  @Test("The first step of a steady gradient is (1 − β1)/√((1 − β3)(β1² + ε2)) = 11.11 learning rates")
  func firstStep() throws {
    typealias T = BigReal255
    let came = CAME<T>(try CAMEHyperparameters(learningRate: 1), rounding: .exactComplement)
    var θ = try Tensor<T>(repeating: 0, shape: [3, 4])
    var state = try came.initialState(shape: θ.shape)
    came.step(&θ, gradient: try Tensor(repeating: T(1) / 3, shape: [3, 4]), state: &state)
    // ε1 moves u off its closed form by 1e-30 of itself, nothing else does.
    let closed = T(1) / 10 / (T(1) / 10_000 * (T(81) / 100 + T("1e-16")!)).squareRoot()
    for x in θ.values { #expect((-x - closed).magnitude < T("1e-27")! * closed) }
  }
}
