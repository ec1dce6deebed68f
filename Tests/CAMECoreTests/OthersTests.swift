import BigRealModule
@testable import CAMECore
import Foundation
import RealModule
import Testing

/// The other optimizers beside recorded runs of somebody else's.
@Suite("The other optimizers")
struct OthersTests {
  private struct Recording: Decodable {
    let shapes: [String: [Int]]
    let start: [String: [Double]]
    let gradients: [[String: [Double]]]
    let runs: [Run]

    struct Run: Decodable, CustomTestStringConvertible {
      let optimizer: String
      let source: String
      let steps: [[String: [Double]]]

      var testDescription: String { "\(optimizer) beside \(source)" }
    }
  }

  private static let recording: Recording = {
    let url = Bundle.module.url(forResource: "optimizers", withExtension: "json")!
    return try! JSONDecoder().decode(Recording.self, from: Data(contentsOf: url))
  }()

  /// The rule that a run was made with.
  private static func withRule<Scalar: Real & Sendable>(
    _ name: String, in _: Scalar.Type, rounding: HyperparameterRounding,
    _ body: (any StatefulRule<Scalar>) throws -> Void
  ) throws {
    switch name {
    case "SGD":
      try body(SGD<Scalar>(learningRate: 0.05, momentum: 0.9, weightDecay: 0.01, rounding: rounding))
    case "SGD, Nesterov":
      try body(SGD<Scalar>(learningRate: 0.05, momentum: 0.8, nesterov: true, rounding: rounding))
    case "Adam": try body(Adam<Scalar>(learningRate: 0.01, weightDecay: 0.1, rounding: rounding))
    case "AdamW": try body(AdamW<Scalar>(learningRate: 0.01, weightDecay: 0.1, rounding: rounding))
    case "LAMB": try body(LAMB<Scalar>(learningRate: 0.01, weightDecay: 0.1, rounding: rounding))
    case "Lion": try body(Lion<Scalar>(learningRate: 0.01, weightDecay: 0.1, rounding: rounding))
    case "SM3": try body(SM3<Scalar>(learningRate: 0.1, rounding: rounding))
    case "Adafactor": try body(Adafactor<Scalar>(rounding: rounding))
    case "Adafactor, learning rate":
      try body(Adafactor<Scalar>(relative: false, beta1: 0.9, weightDecay: 0.1, rounding: rounding))
    default: Issue.record("nobody knows \(name)")
    }
  }

  /// Runs a rule over the recorded gradients; `watch` is told the parameter, the step and the values after it.
  private static func run<Scalar: Real & Sendable>(
    _ rule: some StatefulRule<Scalar>, _ convert: (Double) -> Scalar, reloadingAt reload: Int? = nil,
    _ watch: (String, Int, [Scalar]) throws -> Void
  ) throws {
    for (name, shape) in recording.shapes {
      var θ = try Tensor(shape: shape, values: recording.start[name]!.map(convert))
      var state = try rule.initialState(shape: shape)
      for (t, gradients) in recording.gradients.enumerated() {
        if t == reload { state = try rule.state(named: state.tensors, step: state.step, shape: shape) }
        let g = try Tensor(shape: shape, values: gradients[name]!.map(convert))
        rule.step(&θ, gradient: g, state: &state, tap: nil, storing: nil)
        try watch(name, t, θ.values)
      }
    }
  }

  @Test("goes the way of an independent implementation", arguments: recording.runs)
  private func agrees(_ run: Recording.Run) throws {
    try Self.withRule(run.optimizer, in: Double.self, rounding: .throughDouble) { rule in
      var reach: [String: Double] = [:]
      try Self.run(rule, { $0 }) { name, t, θ in
        let theirs = run.steps[t][name]!
        let before = t == 0 ? Self.recording.start[name]! : run.steps[t - 1][name]!
        // An update has under 64 roundings in either code, and errors add up from step to step.
        let largest = zip(theirs, before).map { max(abs($0), abs($0 - $1)) }.max()!
        reach[name, default: 0] += 64 * 0x1p-53 * 2 * largest
        for (a, b) in zip(θ, theirs) { #expect(abs(a - b) <= reach[name]!, "\(name), step \(t + 1)") }
      }
    }
  }

  @Test("in MPFR is what Double rounds", arguments: recording.runs)
  private func exact(_ run: Recording.Run) throws {
    var exact: [String: [Double]] = [:]
    try Self.withRule(run.optimizer, in: BigReal127.self, rounding: .exactComplement) { rule in
      try Self.run(rule, { BigReal127($0) }) { name, _, θ in exact[name] = θ.map { Double($0) } }
    }
    for (name, values) in run.steps.last! {
      let largest = values.map(abs).max()!
      // Constants are rounded once through Double, and 1 − 0.999 keeps 43 bits of its 53 there.
      for (a, b) in zip(values, exact[name]!) { #expect(abs(a - b) <= 0x1p-38 * largest, "\(name)") }
    }
  }

  @Test("goes on from a saved state as if nothing had happened", arguments: recording.runs)
  private func reload(_ run: Recording.Run) throws {
    try Self.withRule(run.optimizer, in: Float.self, rounding: .throughDouble) { rule in
      var straight: [String: [Float]] = [:]
      try Self.run(rule, { Float($0) }) { name, t, θ in straight["\(name) \(t)"] = θ }
      try Self.run(rule, { Float($0) }, reloadingAt: 3) { name, t, θ in #expect(straight["\(name) \(t)"] == θ) }
    }
  }

  @Test("lets a NaN through to the parameter", arguments: recording.runs)
  private func poisoned(_ run: Recording.Run) throws {
    try Self.withRule(run.optimizer, in: Float.self, rounding: .throughDouble) { rule in
      var θ = try Tensor<Float>(repeating: 1, shape: [2, 2])
      var state = try rule.initialState(shape: [2, 2])
      rule.step(
        &θ, gradient: try Tensor(shape: [2, 2], values: [1, .nan, 2, 3]), state: &state, tap: nil, storing: nil)
      #expect(θ.values[1].isNaN)
    }
  }

  @Test("refuses constants by name, and states by part")
  func refusals() throws {
    #expect(throws: HyperparameterError(name: "beta1", value: 1, expected: "a number from 0 to under 1")) {
      _ = try Adam<Float>(beta1: 1)
    }
    #expect(throws: HyperparameterError(name: "learningRate", value: -1, expected: "zero or more")) {
      _ = try SGD<Float>(learningRate: -1)
    }
    #expect(throws: HyperparameterError(name: "momentum", value: 0, expected: "more than zero for Nesterov's form")) {
      _ = try SGD<Float>(learningRate: 1, nesterov: true)
    }
    #expect(throws: HyperparameterError(name: "clipThreshold", value: 0, expected: "more than zero")) {
      _ = try Adafactor<Float>(clipThreshold: 0)
    }
    let rule = try Lion<Float>()
    #expect(throws: StateError.missing(name: "exp_avg")) { _ = try rule.state(named: [:], step: 0, shape: [2]) }
    let wrong = ["exp_avg": try Tensor<Float>(repeating: 0, shape: [3])]
    #expect(throws: StateError.shape(name: "exp_avg", expected: [2], got: [3])) {
      _ = try rule.state(named: wrong, step: 0, shape: [2])
    }
    #expect(throws: StateError.negativeStep(-1)) { _ = try rule.state(named: [:], step: -1, shape: [2]) }
  }

  @Test("keeps as many numbers as its paper says")
  func counts() throws {
    let (n, m) = (30, 40)
    #expect(try SGD<Float>(learningRate: 1).stateCount(ofShape: [n, m]) == 0)
    #expect(try SGD<Float>(learningRate: 1, momentum: 0.9).stateCount(ofShape: [n, m]) == n * m)
    #expect(try AdamW<Float>().stateCount(ofShape: [n, m]) == 2 * n * m)
    #expect(try Lion<Float>().stateCount(ofShape: [n, m]) == n * m)
    #expect(try Adafactor<Float>().stateCount(ofShape: [n, m]) == n + m)
    #expect(try Adafactor<Float>(beta1: 0.9).stateCount(ofShape: [n, m]) == n * m + n + m)
    #expect(try SM3<Float>().stateCount(ofShape: [n, m]) == n * m + n + m)
    #expect(CAME<Float>.stateCount(ofShape: [n, m]) == n * m + 2 * (n + m))
    #expect(CAME<Float>.stateCount(ofShape: [n]) == 2 * n && CAME<Float>.stateCount(ofShape: []) == 2)
    // What CAME says of itself is what it allocates.
    for shape in [[], [5], [4, 3], [2, 4, 3]] {
      let held = try CAMEState<Float>(shape: shape).named.values.reduce(0) { $0 + $1.count }
      #expect(CAME<Float>.stateCount(ofShape: shape) == held)
    }
  }

  @Test("tells a tap what it computes, and goes on with what that leaves")
  func tap() throws {
    let rule = try AdamW<Double>()
    var θ = try Tensor<Double>(repeating: 1, shape: [2])
    var state = try rule.initialState(shape: [2])
    var seen: [Quantity] = []
    rule.step(&θ, gradient: try Tensor(shape: [2], values: [1, 2]), state: &state) { quantity, x in
      seen.append(quantity)
      if quantity == .update { for i in 0..<x.count { x[i] = 0 } }
    }
    #expect(seen == [.g, .m, .v, .update, .θ])
    #expect(θ.values == [1 - 0.001 * 0.01, 1 - 0.001 * 0.01])
  }
}
