import CAMECore
import PropertyKit
import Testing

@Suite("Parameter groups, saving and restoring")
struct OptimizerTests {
  let shapes = ["a": [3, 4], "b": [5], "c": [2, 2]]
  let fast = CAME<Float>(try! CAMEHyperparameters(learningRate: 0.1))
  let slow = CAME<Float>(try! CAMEHyperparameters(learningRate: 0.001, weightDecay: 0.5))

  private func optimizer() throws -> Optimizer<CAME<Float>> {
    try Optimizer(
      groups: [ParameterGroup(rule: fast, names: ["a", "b"]), ParameterGroup(rule: slow, names: ["c"])], shapes: shapes)
  }

  private func tensors(seed: UInt64) throws -> [String: Tensor<Float>] {
    var random = RandomStream(seed: seed)
    return try ["a": random.tensor([3, 4]), "b": random.tensor([5]), "c": random.tensor([2, 2])]
  }

  @Test("Each group follows its own rule, as if its parameters were alone")
  func groups() throws {
    var optimizer = try optimizer()
    var parameters = try tensors(seed: 1)
    let (start, gradients) = (parameters, try tensors(seed: 2))
    try optimizer.step(&parameters, gradients: gradients)
    for (name, rule) in [("a", fast), ("b", fast), ("c", slow)] {
      var θ = start[name]!
      var state = try rule.initialState(shape: θ.shape)
      rule.step(&θ, gradient: gradients[name]!, state: &state)
      #expect(parameters[name] == θ)
      #expect(optimizer.states[name] == state)
    }
  }

  @Test("A parameter without gradient keeps its value, its state and its step count")
  func missingGradient() throws {
    var optimizer = try optimizer()
    var parameters = try tensors(seed: 1)
    let start = parameters
    var gradients = try tensors(seed: 2)
    gradients["a"] = nil
    try optimizer.step(&parameters, gradients: gradients)
    #expect(parameters["a"] == start["a"])
    #expect(optimizer.states["a"]?.step == 0)
    #expect(optimizer.states["b"]?.step == 1)
  }

  @Test("A restored optimizer goes on with the same bits")
  func restore() throws {
    var (first, second) = (try optimizer(), try optimizer())
    var a = try tensors(seed: 1)
    for seed in 2...4 { try first.step(&a, gradients: try tensors(seed: UInt64(seed))) }
    var b = a
    // Through the official names, as a file would have it.
    var saved: [String: CAMEState<Float>] = [:]
    for (name, state) in first.states {
      saved[name] = try CAMEState(named: state.named, step: state.step, shape: shapes[name]!)
    }
    try second.restore(saved)
    for seed in 5...6 {
      try first.step(&a, gradients: try tensors(seed: UInt64(seed)))
      try second.step(&b, gradients: try tensors(seed: UInt64(seed)))
    }
    #expect(a == b)
    #expect(first.states == second.states)
  }

  @Test("Groups that don't cover the parameters once are refused")
  func badGroups() {
    func error(_ names: [[String]], _ shapes: [String: [Int]]) -> OptimizerError? {
      do {
        _ = try Optimizer(groups: names.map { ParameterGroup(rule: fast, names: $0) }, shapes: shapes)
        return nil
      } catch { return error }
    }
    #expect(error([["a"], ["a"]], ["a": [1]]) == .inTwoGroups("a"))
    #expect(error([["a"]], ["a": [1], "b": [1]]) == .inNoGroup("b"))
    #expect(error([["a", "b"]], ["a": [1]]) == .noShape("b"))
    #expect(error([["a"]], ["a": [-1]]) == .tensor("a", .negativeLength(shape: [-1])))
  }

  @Test("A refused step changes nothing")
  func refusedStep() throws {
    let start = try tensors(seed: 1)
    let good = try tensors(seed: 2)
    var cases: [([String: Tensor<Float>], [String: Tensor<Float>], OptimizerError)] = []
    var (parameters, gradients) = (start, good)
    gradients["x"] = gradients["a"]
    cases.append((start, gradients, .notAParameter("x")))
    gradients = good
    gradients["c"] = gradients["a"]
    cases.append((start, gradients, .shape("c", what: "gradient", expected: [2, 2], got: [3, 4])))
    parameters["c"] = parameters["b"]
    cases.append((parameters, good, .shape("c", what: "parameter", expected: [2, 2], got: [5])))
    parameters["c"] = nil
    cases.append((parameters, good, .missing("c")))

    for (parameters, gradients, expected) in cases {
      var optimizer = try optimizer()
      let before = optimizer.states
      var after = parameters
      #expect(throws: expected) { try optimizer.step(&after, gradients: gradients) }
      #expect(after == parameters)
      #expect(optimizer.states == before)
    }
  }

  @Test("A state of another shape, too many or too few are refused, and nothing is lost")
  func refusedRestore() throws {
    var optimizer = try optimizer()
    let good = optimizer.states
    var bad = good
    bad["a"] = good["c"]
    #expect(throws: OptimizerError.stateOfOtherShape("a", expected: [3, 4])) { try optimizer.restore(bad) }
    bad = good
    bad["b"] = nil
    #expect(throws: OptimizerError.missing("b")) { try optimizer.restore(bad) }
    bad = good
    bad["z"] = good["a"]
    #expect(throws: OptimizerError.notAParameter("z")) { try optimizer.restore(bad) }
    #expect(optimizer.states == good)
  }

  @Test("Tensors that are no state are refused by name")
  func badState() throws {
    let good = try CAMEState<Float>(shape: [3, 4]).named
    func error(_ change: (inout [String: Tensor<Float>]) throws -> Void, step: Int = 0) -> StateError? {
      do {
        var tensors = good
        try change(&tensors)
        _ = try CAMEState(named: tensors, step: step, shape: [3, 4])
        return nil
      } catch { return error as? StateError }
    }
    #expect(error { $0["exp_avg"] = nil } == .missing(name: "exp_avg"))
    #expect(
      error { $0["exp_avg_res_col"] = Tensor([1, 2, 3]) } == .shape(name: "exp_avg_res_col", expected: [4], got: [3]))
    #expect(error({ _ in }, step: -1) == .negativeStep(-1))
    #expect(error { $0["step"] = Tensor([1]) }?.description.hasPrefix("The state has step, but only exp_avg, ") == true)
  }
}
