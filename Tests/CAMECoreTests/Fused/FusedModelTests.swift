import CAMECore
import PropertyKit
import Testing

@Suite("A fused step of a whole model")
struct FusedModelTests {
  /// Two tensors large enough to be cut for all threads, and small ones of every kind.
  static let shapes = [
    [300, 400], [64], [1, 9], [48, 32], [], [0, 4], [70, 900], [3, 5, 7], [33, 65], [5000], [2, 2],
  ]

  @Test("equals the reference tensor by tensor, bit for bit", arguments: [1, 2, 3])
  func equalsReference(threads: Int) throws {
    let reference = CAME<Float>(defaults)
    let pool = threads == 1 ? nil : Pools.all[threads - 2]
    let came = FusedCAME(reference, pool: pool)
    var random = RandomStream(seed: 7)
    var expected: [Tensor<Float>] = try Self.shapes.map { try random.eighths($0) }
    var got = expected
    var expectedStates = try Self.shapes.map { try reference.initialState(shape: $0) }
    var gotStates = expectedStates
    for step in 1...3 {
      let gradients: [Tensor<Float>] = try Self.shapes.map { try random.eighths($0) }
      for i in expected.indices {
        reference.step(&expected[i], gradient: gradients[i], state: &expectedStates[i])
      }
      came.step(&got, gradients: gradients, states: &gotStates)
      for i in expected.indices {
        let same = sameBits(expected[i], got[i]) && sameBits(expectedStates[i], gotStates[i])
        #expect(same, "\(Self.shapes[i]) at step \(step)")
      }
    }
  }

  @Test("follows models that change from step to step: larger, smaller, none")
  func changingModels() throws {
    let reference = CAME<Float>(defaults)
    let came = FusedCAME(reference, pool: Pools.all[0])
    var random = RandomStream(seed: 8)
    // The last two want the same room, though one of them has no numbers.
    for shapes in [[[3, 3]], [[300, 400], [9]], [], [[9], [300, 400], [80, 80]], [[9]], [[1, 100]], [[0, 300]]] {
      var got: [Tensor<Float>] = try shapes.map { try random.eighths($0) }
      var expected = got
      let gradients: [Tensor<Float>] = try shapes.map { try random.eighths($0) }
      var gotStates = try shapes.map { try came.initialState(shape: $0) }
      var expectedStates = gotStates
      came.step(&got, gradients: gradients, states: &gotStates)
      for i in expected.indices {
        reference.step(&expected[i], gradient: gradients[i], state: &expectedStates[i])
      }
      for i in expected.indices {
        let same = sameBits(got[i], expected[i]) && sameBits(gotStates[i], expectedStates[i])
        #expect(same, "\(shapes[i])")
      }
    }
  }

  @Test("is what an optimizer of named parameters makes, under a schedule and with one pool for all groups")
  func optimizer() throws {
    let shapes = Dictionary(uniqueKeysWithValues: Self.shapes.enumerated().map { ("p\($0.offset)", $0.element) })
    let names = shapes.keys.sorted()
    func groups<Rule: UpdateRule>(_ rule: Rule) -> [ParameterGroup<Rule>] {
      [ParameterGroup(rule: rule, names: Array(names[..<4])), ParameterGroup(rule: rule, names: Array(names[4...]))]
    }
    var fused = FusedCAME(CAME<Float>(defaults), pool: Pools.all[0])
    var a = try Optimizer(groups: groups(fused.reference), shapes: shapes)
    var b = try Optimizer(groups: groups(fused), shapes: shapes)
    var random = RandomStream(seed: 9)
    var x = try names.reduce(into: [String: Tensor<Float>]()) { $0[$1] = try random.eighths(shapes[$1]!) }
    var y = x
    for rate in ["0.01", "0.005", "0.0025"] {
      fused = fused.replacing(CAME(try CAMEHyperparameters(learningRate: try ExactDecimal(rate))))
      for i in a.groups.indices { (a.groups[i].rule, b.groups[i].rule) = (fused.reference, fused) }
      var gradients = try names.reduce(into: [String: Tensor<Float>]()) { $0[$1] = try random.eighths(shapes[$1]!) }
      gradients[names[2]] = nil
      try a.step(&x, gradients: gradients)
      try b.step(&y, gradients: gradients)
    }
    // Not ==: a tensor without numbers has means of nothing in its state.
    for name in names {
      let same = sameBits(x[name]!, y[name]!) && sameBits(a.states[name]!, b.states[name]!)
      #expect(same, "\(name), \(shapes[name]!)")
    }
    #expect(b.states[names[2]]?.step == 0)
  }

  @Test("may be asked for by several threads at once: they take turns")
  func concurrentCallers() async throws {
    let reference = CAME<Float>(defaults)
    let came = FusedCAME(reference, pool: Pools.all[0])
    var random = RandomStream(seed: 10)
    let (start, g): (Tensor<Float>, Tensor<Float>) = (try random.eighths([200, 200]), try random.eighths([200, 200]))
    func run(_ rule: some UpdateRule<Float>) throws -> Tensor<Float> { try steps(rule, start, g) }
    let expected = try run(reference)
    try await withThrowingTaskGroup(of: Tensor<Float>.self) { group in
      for _ in 0..<8 { group.addTask { try steps(came, start, g) } }
      for try await got in group { #expect(got == expected) }
    }
  }
}

/// A hundred steps with the same gradient, long enough for callers to meet.
private func steps<Rule: UpdateRule>(
  _ rule: Rule, _ start: Tensor<Float>, _ g: Tensor<Float>
) throws -> Tensor<Float> where Rule.Scalar == Float {
  var (θ, state) = (start, try rule.initialState(shape: start.shape))
  for _ in 0..<100 { rule.step(&θ, gradient: g, state: &state, tap: nil, storing: nil) }
  return θ
}
