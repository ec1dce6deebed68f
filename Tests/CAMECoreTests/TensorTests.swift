import CAMECore
import Testing

@Suite("Tensors")
struct TensorTests {
  @Test("Counts and shapes that don't fit are refused with both in the message")
  func refusals() {
    #expect(throws: TensorError.count(shape: [2, 3], needed: 6, got: 5)) {
      try Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5])
    }
    #expect(throws: TensorError.negativeLength(shape: [2, -1])) { try Tensor(repeating: 0, shape: [2, -1]) }
    #expect(throws: TensorError.tooLarge(shape: [Int.max, 2])) { try Tensor(repeating: 0, shape: [Int.max, 2]) }
    #expect(throws: TensorError.count(shape: [2, 2], needed: 4, got: 3)) { try Tensor(rows: [[1, 2], [3]]) }
    #expect(
      TensorError.count(shape: [2, 3], needed: 6, got: 5).description
        == "A tensor of shape [2, 3] needs 6 values, but got 5.")
  }

  @Test(
    "A tensor is a batch of matrices over its last two dimensions",
    arguments: [([], 1, 1, 1), ([5], 1, 1, 5), ([2, 3], 1, 2, 3), ([4, 2, 3], 4, 2, 3), ([5, 4, 2, 3], 20, 2, 3)])
  func matrices(_ shape: [Int], _ batch: Int, _ rows: Int, _ columns: Int) throws {
    let x = try Tensor(repeating: 0.0, shape: shape)
    #expect((x.batch, x.rows, x.columns) == (batch, rows, columns))
    #expect(x.count == batch * rows * columns)
  }

  @Test("Tensors without elements take a step and stay empty", arguments: [[0], [0, 3], [3, 0], [2, 0, 3]])
  func empty(_ shape: [Int]) throws {
    let came = CAME<Float>(defaults)
    var θ = try Tensor<Float>(repeating: 0, shape: shape)
    var state = try came.initialState(shape: shape)
    came.step(&θ, gradient: θ, state: &state)
    #expect(θ.count == 0)
    #expect(state.step == 1)
  }
}
