import BigRealModule
import CAMECore
import PropertyKit
import RealModule
import Testing

@Suite("CAME, the reference")
struct CAMETests {
  typealias T = BigReal127

  /// Hyperparameters at which no mistake hides: at the defaults the clip conceals every error of scale, and both ε are
  /// too small to matter.
  static let settings = [
    defaults,
    try! CAMEHyperparameters(
      learningRate: 0.1, beta1: 0.5, beta2: 0.25, beta3: 0.75, epsilon1: 3, epsilon2: 5, clipThreshold: 1e12,
      weightDecay: 0.5),
    try! CAMEHyperparameters(learningRate: 1, beta1: 0.9, beta2: 0, beta3: 0.99, epsilon2: 1e-3, clipThreshold: 1e-3),
  ]

  /// Two ways to compute the same at 127 bits agree to far more than half of them; a wrong formula agrees to a few.
  static let tolerance = T("1e-25")!

  @Test("Parameters and states equal a second, naive writing of Algorithm 2", arguments: shapes, CAMEForm.allCases)
  func equalsNaive(_ shape: [Int], form: CAMEForm) throws {
    for (index, h) in Self.settings.enumerated() {
      let came = CAME<T>(h, rounding: .exactComplement, form: form)
      var random = RandomStream(seed: UInt64(index))
      var θ: Tensor<T> = try random.tensor(shape)
      var state = try came.initialState(shape: shape)
      var naive = NaiveCAME(came.coefficients, form: form, θ: θ)
      for _ in 1...4 {
        let g: Tensor<T> = try random.tensor(shape)
        came.step(&θ, gradient: g, state: &state)
        naive.step(g.values)
        try expectClose(θ.values, naive.θ)
        try expectClose(state.m.values, naive.m)
        switch state.moments {
        case .whole(let v): try expectClose(v.values, naive.v)
        case .factored(let s):
          try expectClose(s.r.values, naive.r)
          try expectClose(s.c.values, naive.c)
          try expectClose(s.R.values, naive.R)
          try expectClose(s.C.values, naive.C)
        }
      }
    }
  }

  private func expectClose(_ a: [T], _ b: [T]) throws {
    try #require(a.count == b.count)
    var (scale, worst) = (T(0), T(0))
    for (x, y) in zip(a, b) {
      scale = max(scale, y.magnitude)
      worst = max(worst, (x - y).magnitude)
    }
    #expect(worst <= Self.tolerance * scale)
  }

  @Test("Sums and means are the same algorithm", arguments: shapes)
  func forms(_ shape: [Int]) throws {
    var parameters: [Tensor<T>] = []
    for form in CAMEForm.allCases {
      let came = CAME<T>(defaults, rounding: .exactComplement, form: form)
      var random = RandomStream(seed: 5)
      var θ: Tensor<T> = try random.tensor(shape)
      var state = try came.initialState(shape: shape)
      for _ in 1...3 { came.step(&θ, gradient: try random.tensor(shape), state: &state) }
      parameters.append(θ)
    }
    try expectClose(parameters[0].values, parameters[1].values)
  }

  @Test("One, two and three threads give the same bits", arguments: shapes, Summation.allCases)
  func threads(_ shape: [Int], order: Summation) throws {
    var results: [(Tensor<Float>, CAMEState<Float>)] = []
    for threads in 1...3 {
      let came = CAME<Float>(defaults, evaluation: Evaluation(summation: order, threads: threads))
      var random = RandomStream(seed: 6)
      var θ: Tensor<Float> = try random.tensor(shape)
      var state = try came.initialState(shape: shape)
      for _ in 1...3 { came.step(&θ, gradient: try random.tensor(shape), state: &state) }
      results.append((θ, state))
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test("A zero gradient from the zero state is a fixed point in Float, and NaN in Float16 where both ε are 0")
  func zeroGradient() throws {
    let h = try CAMEHyperparameters(learningRate: 0.01)
    func parameters<S: FormatForTests>(_ type: S.Type) throws -> [S] {
      let came = CAME<S>(h)
      var θ = try Tensor<S>(repeating: 1, shape: [3, 4])
      var state = try came.initialState(shape: θ.shape)
      came.step(&θ, gradient: try Tensor(repeating: 0, shape: θ.shape), state: &state)
      return θ.values
    }
    #expect(try parameters(Float.self).allSatisfy { $0 == 1 })
    #expect(try parameters(Double.self).allSatisfy { $0 == 1 })
    #expect(try parameters(Float16.self).allSatisfy { $0.isNaN })
  }

  @Test("A NaN in one element of the gradient reaches the whole tensor")
  func notANumber() throws {
    let came = CAME<Float>(defaults)
    for shape in [[5], [3, 4], [2, 3, 4]] {
      var θ = try Tensor<Float>(repeating: 1, shape: shape)
      var state = try came.initialState(shape: shape)
      var g = try Tensor<Float>(repeating: 1, shape: shape)
      g[1] = .nan
      came.step(&θ, gradient: g, state: &state)
      #expect(θ.values.allSatisfy { $0.isNaN })
    }
  }

  @Test("Clipping couples the matrices of a batch, the factors do not")
  func batch() throws {
    let loose = CAME<T>(try CAMEHyperparameters(learningRate: 1, clipThreshold: 1e12), rounding: .exactComplement)
    let tight = CAME<T>(try CAMEHyperparameters(learningRate: 1, clipThreshold: 0.5), rounding: .exactComplement)
    var random = RandomStream(seed: 8)
    let parts: [Tensor<T>] = try (0..<2).map { _ in try random.tensor([3, 4]) }
    let stack = try Tensor(shape: [2, 3, 4], values: parts.flatMap(\.values))
    func step(_ rule: CAME<T>, _ g: Tensor<T>) throws -> [T] {
      var θ = try Tensor<T>(repeating: 0, shape: g.shape)
      var state = try rule.initialState(shape: g.shape)
      rule.step(&θ, gradient: g, state: &state)
      return state.m.values
    }
    try expectClose(try step(loose, stack), try parts.flatMap { try step(loose, $0) })
    #expect(try step(tight, stack) != parts.flatMap { try step(tight, $0) })
  }
}

/// What these tests need of a scalar.
typealias FormatForTests = Real & Sendable
