/// Parameters that share one rule, and so one set of hyperparameters.
public struct ParameterGroup<Rule: UpdateRule>: Sendable {
  /// The rule that updates them; assign a new one to follow a schedule.
  public var rule: Rule
  /// The names of the parameters.
  public let names: [String]

  public init(rule: Rule, names: [String]) {
    self.rule = rule
    self.names = names
  }
}

/// A rule applied to the named parameters of a model, in groups, with all its state.
///
/// A value: copy it to save everything, assign the copy to restore it, bit for bit.
///
///     var optimizer = try Optimizer(
///       groups: [
///         ParameterGroup(rule: CAME<Float>(decayed), names: ["weight"]),
///         ParameterGroup(rule: CAME<Float>(plain), names: ["bias"]),
///       ],
///       shapes: ["weight": [64, 32], "bias": [64]])
///     try optimizer.step(&parameters, gradients: gradients)
public struct Optimizer<Rule: UpdateRule>: Sendable {
  public typealias Parameters = [String: Tensor<Rule.Scalar>]

  /// The groups, in the order given.
  public var groups: [ParameterGroup<Rule>]
  /// The state of each parameter by its name.
  public private(set) var states: [String: Rule.State]
  /// The shape of each parameter by its name.
  public let shapes: [String: [Int]]
  /// Room for a group in the middle of a step, empty between steps.
  private var packed: (parameters: [Tensor<Rule.Scalar>], gradients: [Tensor<Rule.Scalar>], states: [Rule.State]) = (
    [], [], []
  )

  /// The optimizer before its first step.
  ///
  /// - Throws: ``OptimizerError`` if a name is in two groups, or in none, or without a shape; or if a shape can't be.
  public init(groups: [ParameterGroup<Rule>], shapes: [String: [Int]]) throws(OptimizerError) {
    var states: [String: Rule.State] = [:]
    for group in groups {
      for name in group.names {
        guard states[name] == nil else { throw .inTwoGroups(name) }
        guard let shape = shapes[name] else { throw .noShape(name) }
        do {
          states[name] = try group.rule.initialState(shape: shape)
        } catch {
          throw .tensor(name, error)
        }
      }
    }
    for name in shapes.keys.sorted() where states[name] == nil { throw .inNoGroup(name) }
    self.groups = groups
    self.states = states
    self.shapes = shapes
  }

  /// One step of every parameter that has a gradient; the others keep their state and their step count.
  ///
  /// `tap` is handed the name of the parameter with each intermediate, which it may change.
  ///
  /// - Throws: ``OptimizerError`` if a gradient has no parameter, or a shape differs; nothing has changed then.
  public mutating func step(
    _ parameters: inout Parameters, gradients: Parameters,
    tap: ((String, Quantity, inout Tensor<Rule.Scalar>) -> Void)? = nil
  ) throws(OptimizerError) {
    // Sorted only where there is something to say: a step in the steady state allocates nothing.
    if !gradients.allSatisfy({ error($0.key, parameters, gradient: $0.value) == nil }) {
      for name in gradients.keys.sorted() {
        if let error = error(name, parameters, gradient: gradients[name]) { throw error }
      }
    }
    for group in groups {
      if let tap {
        step(group, &parameters, gradients, tap)
      } else {
        step(group, &parameters, gradients)
      }
    }
  }

  /// What is wrong with a gradient, or with the parameter it is for.
  private func error(
    _ name: String, _ parameters: Parameters, gradient: Tensor<Rule.Scalar>?
  ) -> OptimizerError? {
    guard let shape = shapes[name] else { return .notAParameter(name) }
    guard let parameter = parameters[name] else { return .missing(name) }
    guard parameter.shape == shape else {
      return .shape(name, what: "parameter", expected: shape, got: parameter.shape)
    }
    guard let got = gradient?.shape, got == shape else {
      return .shape(name, what: "gradient", expected: shape, got: gradient?.shape ?? [])
    }
    return nil
  }

  /// A group's parameters one by one, each watched.
  private mutating func step(
    _ group: ParameterGroup<Rule>, _ parameters: inout Parameters, _ gradients: Parameters,
    _ tap: @escaping (String, Quantity, inout Tensor<Rule.Scalar>) -> Void
  ) {
    for name in group.names {
      guard let gradient = gradients[name], var parameter = parameters.removeValue(forKey: name),
        var state = states.removeValue(forKey: name)
      else { continue }
      group.rule.step(
        &parameter, gradient: gradient, state: &state, tap: { quantity, value in tap(name, quantity, &value) },
        storing: nil)
      parameters[name] = parameter
      states[name] = state
    }
  }

  /// A group's parameters all at once, so that the rule can share them out among threads.
  private mutating func step(_ group: ParameterGroup<Rule>, _ parameters: inout Parameters, _ gradients: Parameters) {
    for name in group.names {
      guard let gradient = gradients[name], let parameter = parameters.removeValue(forKey: name),
        let state = states.removeValue(forKey: name)
      else { continue }
      packed.parameters.append(parameter)
      packed.gradients.append(gradient)
      packed.states.append(state)
    }
    group.rule.step(&packed.parameters, gradients: packed.gradients, states: &packed.states)
    for name in group.names.reversed() where gradients[name] != nil {
      parameters[name] = packed.parameters.removeLast()
      states[name] = packed.states.removeLast()
    }
    packed.gradients.removeAll(keepingCapacity: true)
  }

  /// Replaces the whole state by one saved from ``states``.
  ///
  /// - Throws: ``OptimizerError`` if a parameter has no state, a state no parameter, or their shapes differ; nothing has
  ///   changed then.
  public mutating func restore(_ saved: [String: Rule.State]) throws(OptimizerError) {
    for name in saved.keys.sorted() where shapes[name] == nil { throw .notAParameter(name) }
    for group in groups {
      for name in group.names.sorted() {
        guard let state = saved[name] else { throw .missing(name) }
        guard let shape = shapes[name], group.rule.accepts(state, shape: shape) else {
          throw .stateOfOtherShape(name, expected: shapes[name] ?? [])
        }
      }
    }
    states = saved
  }
}

/// Parameters, gradients or states that don't belong to the optimizer they were given to.
public enum OptimizerError: Error, Equatable, Sendable, CustomStringConvertible {
  case inTwoGroups(String)
  case inNoGroup(String)
  case noShape(String)
  case notAParameter(String)
  case missing(String)
  case shape(String, what: String, expected: [Int], got: [Int])
  case stateOfOtherShape(String, expected: [Int])
  case tensor(String, TensorError)

  public var description: String {
    switch self {
    case .inTwoGroups(let name): "\(name) is named twice in the groups; a parameter belongs to one."
    case .inNoGroup(let name): "\(name) has a shape but is in no group."
    case .noShape(let name): "\(name) is in a group but has no shape."
    case .notAParameter(let name): "\(name) is not a parameter of this optimizer."
    case .missing(let name): "\(name) is a parameter of this optimizer, but nothing was given for it."
    case .shape(let name, let what, let expected, let got):
      "The \(what) \(name) must have the shape \(expected), but has \(got)."
    case .stateOfOtherShape(let name, let expected):
      "The state of \(name) does not belong to a parameter of shape \(expected)."
    case .tensor(let name, let error): "\(name): \(error)"
    }
  }
}
