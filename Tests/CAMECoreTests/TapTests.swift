import CAMECore
import PropertyKit
import Testing

@Suite("The tap")
struct TapTests {
  private func quantities(_ shape: [Int], _ form: CAMEForm) throws -> [Quantity] {
    let came = CAME<Double>(defaults, form: form)
    var random = RandomStream(seed: 1)
    var θ: Tensor<Double> = try random.tensor(shape)
    var state = try came.initialState(shape: shape)
    var seen: [Quantity] = []
    came.step(&θ, gradient: try random.tensor(shape), state: &state) { quantity, _ in seen.append(quantity) }
    return seen
  }

  @Test("Every intermediate is handed over in the order of the paper")
  func order() throws {
    #expect(
      try quantities([3, 4], .means) == [
        .g, .r, .c, .inverseRootV, .u, .rms, .û, .m, .U, .R, .C, .inverseRootS, .update, .θ,
      ])
    #expect(try quantities([3, 4], .sums) == [.g, .r, .c, .v, .u, .rms, .û, .m, .U, .R, .C, .S, .update, .θ])
    #expect(try quantities([5], .means) == [.g, .v, .u, .rms, .û, .m, .update, .θ])
  }

  @Test("What is handed over fits together as the equations say", arguments: CAMEForm.allCases)
  func values(form: CAMEForm) throws {
    let came = CAME<Double>(defaults, form: form)
    let k = came.coefficients
    var random = RandomStream(seed: 2)
    let start: Tensor<Double> = try random.tensor([3, 4])
    let g: Tensor<Double> = try random.tensor([3, 4])
    var θ = start
    var state = try came.initialState(shape: [3, 4])
    var x: [Quantity: Tensor<Double>] = [:]
    came.step(&θ, gradient: g, state: &state) { quantity, value in x[quantity] = value }
    func value(_ q: Quantity, _ i: Int = 0) -> Double { x[q]!.values[i] }

    #expect(x[.g] == g)
    #expect(x[.θ] == θ)
    #expect(x[.m] == state.m)
    for i in 0..<12 {
      #expect(value(.û, i) == value(.u, i) / max(1, value(.rms) / k.d))
      #expect(value(.m, i) == k.oneMinusβ1 * value(.û, i))
      #expect(value(.U, i) == (value(.û, i) - value(.m, i)) * (value(.û, i) - value(.m, i)) + k.ε2)
      #expect(value(.θ, i) == start[i] - k.λη * start[i] - k.η * value(.update, i))
      switch form {
      case .means:
        #expect(value(.u, i) == value(.inverseRootV, i) * g[i])
        #expect(value(.update, i) == value(.inverseRootS, i) * value(.m, i))
      case .sums:
        #expect(value(.u, i) == g[i] / value(.v, i).squareRoot())
        #expect(value(.update, i) == value(.m, i) / value(.S, i).squareRoot())
      }
    }
  }

  @Test("A step with a tap has the same bits as one without", arguments: shapes)
  func changesNothing(_ shape: [Int]) throws {
    let came = CAME<Float>(defaults)
    var random = RandomStream(seed: 3)
    var (a, g): (Tensor<Float>, Tensor<Float>) = (try random.tensor(shape), try random.tensor(shape))
    var b = a
    var (first, second) = (try came.initialState(shape: shape), try came.initialState(shape: shape))
    for _ in 1...2 {
      came.step(&a, gradient: g, state: &first)
      came.step(&b, gradient: g, state: &second) { _, _ in }
      g = g.map { $0 / 2 }
    }
    #expect(a == b)
    #expect(first == second)
  }

  @Test("The step goes on with what the tap leaves, and keeps it", arguments: CAMEForm.allCases)
  func changes(form: CAMEForm) throws {
    let came = CAME<Double>(defaults, form: form)
    var random = RandomStream(seed: 4)
    let start: Tensor<Double> = try random.tensor([3, 4])
    let g: Tensor<Double> = try random.tensor([3, 4])
    for changed in try quantities([3, 4], form) {
      var (θ, state) = (start, try came.initialState(shape: [3, 4]))
      var (usual, usualState) = (start, state)
      var seen: [Quantity: Tensor<Double>] = [:]
      came.step(&usual, gradient: g, state: &usualState) { seen[$0] = $1 }
      came.step(&θ, gradient: g, state: &state) { quantity, x in
        // One element: r times a number is the same second moment.
        if quantity == changed { x[0] = x[0] * 1.25 }
      }
      #expect(θ != usual, "\(changed.name)")
      // What comes before is as it was; the rest follows from the changed quantity.
      guard case .factored(let s) = state.moments else { return }
      let kept: [Quantity: Tensor<Double>] = [.r: s.r, .c: s.c, .m: state.m, .R: s.R, .C: s.C, .θ: θ]
      let order = try quantities([3, 4], form)
      for (quantity, value) in kept {
        let isBefore = order.firstIndex(of: quantity)! < order.firstIndex(of: changed)!
        if isBefore { #expect(value == seen[quantity]) }
        if quantity == changed { #expect(value[0] == seen[quantity]![0] * 1.25) }
      }
    }
  }

  @Test("A narrower parameter format rounds after the decay and after the update")
  func storing() throws {
    let came = CAME<Float>(defaults)
    let g = Tensor<Float>([1, -3])
    var θ = Tensor<Float>([1, 1.5])
    var state = try came.initialState(shape: [2])
    let storing: (Float) -> Float = { Float(Float16($0)) }
    came.step(&θ, gradient: g, state: &state, storing: storing)
    for (i, start) in [Float(1), 1.5].enumerated() {
      let decayed = storing(start - came.coefficients.λη * start)
      #expect(θ[i] == storing(decayed - came.coefficients.η * state.m[i]))
    }
  }
}
