public import CAMECore
public import Traces

/// The training run that every policy is taken through.
public enum Workload: Sendable {
  /// A recording: the same gradients for every policy.
  case recording(RecordedRun)
  /// A function whose gradient each policy takes at its own parameters, run for a number of steps from a start that the seed
  /// decides.
  case objective(Objective, steps: Int)

  /// How many steps there are.
  public var steps: Int {
    switch self {
    case .recording(let run): run.steps
    case .objective(_, let steps): steps
    }
  }

  /// What it is called.
  public var name: String {
    switch self {
    case .recording(let run): run.name
    case .objective(let objective, _): objective.kind.rawValue
    }
  }

  /// The names of its tensors.
  var names: [String] {
    switch self {
    case .recording(let run): run.parameterNames
    case .objective: ["θ"]
    }
  }

  /// The shapes of its tensors.
  var shapes: [[Int]] {
    switch self {
    case .recording(let run): run.parameterNames.map { run.shape(of: $0) ?? [] }
    case .objective(let objective, _): [objective.shape]
    }
  }

  /// A tensor before the first step.
  func initial(_ tensor: Int, seed: UInt64) throws(RecordedRunError) -> Tensor<Float> {
    switch self {
    case .recording(let run): try run.initial(run.parameterNames[tensor])
    case .objective(let objective, _): objective.start(seed: seed)
    }
  }

  /// The recorded gradient of a tensor at a step; `nil` for an objective.
  func gradient(_ tensor: Int, step: Int) throws(RecordedRunError) -> Tensor<Float>? {
    guard case .recording(let run) = self else { return nil }
    return try run.gradient(step: step, run.parameterNames[tensor])
  }

  /// The constants of a recording; those of the paper with a learning rate of 0.001 for an objective.
  public func hyperparameters() throws -> CAMEHyperparameters {
    switch self {
    case .recording(let run): try CAMEHyperparameters(run.hyperparameters)
    case .objective: try CAMEHyperparameters(learningRate: 0.001)
    }
  }
}
