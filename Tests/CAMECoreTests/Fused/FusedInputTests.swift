import CAMECore
import PropertyKit
import Testing

@Suite("What a fused step refuses, and memory of the caller's own")
struct FusedInputTests {
  @Test("A step in the caller's memory equals the reference, bit for bit")
  func buffers() throws {
    let reference = CAME<Float>(defaults)
    let came = FusedCAME(reference, pool: Pools.all[0])
    var random = RandomStream(seed: 11)
    for shape in [[2, 130, 140], [500]] {
      var θ: Tensor<Float> = try random.eighths(shape)
      let g: Tensor<Float> = try random.eighths(shape)
      var memory = Memory(shape, θ: θ.values, g: g.values)
      var state = try reference.initialState(shape: shape)
      for _ in 0..<2 {
        reference.step(&θ, gradient: g, state: &state)
        try memory.withBuffers { came.step($0) }
      }
      #expect(memory.arrays[0] == θ.values && memory.arrays[2] == state.m.values)
      switch state.moments {
      case .whole(let v): #expect(memory.arrays[3] == v.values)
      case .factored(let s):
        #expect(Array(memory.arrays[3...]) == [s.r.values, s.c.values, s.R.values, s.C.values])
      }
    }
  }

  @Test("Buffers of a wrong length, of a shape that can't be, or that overlap are refused by name")
  func badBuffers() {
    func error(_ shape: [Int], change: (inout [UnsafeMutableBufferPointer<Float>]) -> Void) -> BufferError? {
      let all = UnsafeMutableBufferPointer<Float>.allocate(capacity: 100)
      defer { all.deallocate() }
      // 4 × 5: parameter, gradient, momentum, r, c, R, C.
      var (parts, start): ([UnsafeMutableBufferPointer<Float>], Int) = ([], 0)
      for count in [20, 20, 20, 4, 5, 4, 5] {
        parts.append(UnsafeMutableBufferPointer(rebasing: all[start..<start + count]))
        start += count
      }
      change(&parts)
      do {
        _ = try CAMEBuffers(
          shape: shape, parameter: parts[0], gradient: UnsafeBufferPointer(parts[1]), momentum: parts[2],
          rowFactor: parts[3], columnFactor: parts[4], instabilityRow: parts[5], instabilityColumn: parts[6])
        return nil
      } catch {
        return error
      }
    }
    #expect(error([4, 5]) { _ in } == nil)
    #expect(error([20]) { _ in } == .notFactored(shape: [20]))
    #expect(error([4, 0]) { _ in } == .shape([4, 0]))
    #expect(error([4, -5]) { _ in } == .shape([4, -5]))
    #expect(error([Int.max, 5]) { _ in } == .shape([Int.max, 5]))
    #expect(error([5, 4]) { _ in } == .count("rowFactor", expected: 5, got: 4))
    #expect(
      error([4, 5]) { $0[2] = UnsafeMutableBufferPointer(rebasing: $0[2][..<19]) }
        == .count("momentum", expected: 20, got: 19))
    // One number in common is enough, from either side.
    #expect(
      error([4, 5]) { parts in
        parts[2] = UnsafeMutableBufferPointer(start: parts[1].baseAddress! + 19, count: 20)
      } == .overlap("gradient", "momentum"))
    #expect(
      error([4, 5]) { parts in
        parts[1] = UnsafeMutableBufferPointer(start: parts[2].baseAddress! + 19, count: 20)
      } == .overlap("gradient", "momentum"))
    #expect(error([4, 5]) { $0[5] = $0[3] } == .overlap("rowFactor", "instabilityRow"))
  }

  @Test("Errors say which buffer, what it has and what was expected")
  func messages() {
    #expect(
      "\(BufferError.count("momentum", expected: 20, got: 19))"
        == "The buffer momentum must have 20 numbers, but has 19.")
    #expect("\(BufferError.overlap("gradient", "momentum"))".contains("gradient and momentum share memory"))
    #expect("\(BufferError.notFactored(shape: [20]))".contains("[20]"))
    #expect("\(BufferError.shape([4, 0]))".contains("[4, 0]"))
  }

  @Test("Mismatched shapes stop with both shapes in the message")
  func shapes() async {
    let gradient = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let came = FusedCAME(CAME<Float>(defaults))
      var θ = try Tensor<Float>(repeating: 0, shape: [2, 3])
      var state = try came.initialState(shape: [2, 3])
      came.step(&θ, gradient: try Tensor(repeating: 0, shape: [3, 2]), state: &state)
    }
    #expect(text(gradient).contains("The parameter has the shape [2, 3], but the gradient has [3, 2]."))
    let state = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let came = FusedCAME(CAME<Float>(defaults))
      var θ = [try Tensor<Float>(repeating: 0, shape: [2, 3])]
      var states = [try came.initialState(shape: [3, 2])]
      came.step(&θ, gradients: θ, states: &states)
    }
    #expect(text(state).contains("does not belong to a parameter of shape [2, 3]"))
    let model = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var θ = [try Tensor<Float>(repeating: 0, shape: [2, 3])]
      var states: [CAMEState<Float>] = []
      FusedCAME(CAME<Float>(defaults)).step(&θ, gradients: θ, states: &states)
    }
    #expect(text(model).contains("A model of 1 parameters got 1 gradients and 0 states."))
  }

  @Test("A stopped pool and another order of sums stop with what is wrong")
  func rules() async {
    let stopped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let pool = WorkerPool(threads: 2)
      let came = FusedCAME(CAME<Float>(defaults), pool: pool)
      pool.stop()
      var θ = try Tensor<Float>(repeating: 0, shape: [300, 300])
      var state = try came.initialState(shape: [300, 300])
      came.step(&θ, gradient: θ, state: &state)
    }
    #expect(text(stopped).contains("a pool of 2 threads that was stopped before"))
    let order = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FusedCAME(CAME<Float>(defaults, evaluation: Evaluation(summation: .sequential)))
    }
    #expect(text(order).contains("in the order of blockedTree, but the reference adds in that of sequential"))
  }
}

/// Arrays that somebody else owns: θ, g, m and the moments.
private struct Memory {
  let shape: [Int]
  var arrays: [[Float]]

  init(_ shape: [Int], θ: [Float], g: [Float]) {
    self.shape = shape
    let (rows, columns) = (shape.dropLast().reduce(1, *), shape.dropLast(2).reduce(1, *) * shape.last!)
    let counts = shape.count < 2 ? [θ.count] : [rows, columns, rows, columns]
    arrays = [θ, g, θ.map { _ in 0 }] + counts.map { Array(repeating: 0, count: $0) }
  }

  mutating func withBuffers(_ body: (CAMEBuffers<Float>) -> Void) throws {
    var buffers: [UnsafeMutableBufferPointer<Float>] = []
    for array in arrays {
      let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: array.count)
      _ = buffer.initialize(from: array)
      buffers.append(buffer)
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    let (θ, g, m) = (buffers[0], UnsafeBufferPointer(buffers[1]), buffers[2])
    body(
      shape.count < 2
        ? try CAMEBuffers(parameter: θ, gradient: g, momentum: m, secondMoment: buffers[3])
        : try CAMEBuffers(
          shape: shape, parameter: θ, gradient: g, momentum: m, rowFactor: buffers[3], columnFactor: buffers[4],
          instabilityRow: buffers[5], instabilityColumn: buffers[6]))
    arrays = buffers.map(Array.init)
  }
}
