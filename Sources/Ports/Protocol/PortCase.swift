public import CAMECore
public import Traces

/// What a port is asked: parameters, the gradients of each step, hyperparameters, and perhaps a state to start from.
///
/// Numbers are held as Doubles, which hold every number of ``ElementType``.
public struct PortCase: Sendable {
  /// The name of its file, without `.safetensors`.
  public let name: String
  /// The type of parameters and gradients.
  public let element: ElementType
  public let hyperparameters: CAMEHyperparameters
  public let parameters: [Parameter]
  /// How many steps have led to the state to start from; nil for the zero state.
  public let startStep: Int?
  /// Steps before which the port saves its state and loads it.
  public let reloads: [Int]
  /// Steps whose gradient has a wrong shape.
  public let refused: [Int]

  public struct Parameter: Sendable {
    public let name: String
    public let initial: Tensor<Double>
    /// The gradient of each step; its shape is the parameter's but in refused steps.
    public let gradients: [Tensor<Double>]
    /// The state to start from; empty for the zero state.
    public let start: [StateKey: Tensor<Double>]

    public init(
      name: String, initial: Tensor<Double>, gradients: [Tensor<Double>], start: [StateKey: Tensor<Double>] = [:]
    ) {
      (self.name, self.initial, self.gradients, self.start) = (name, initial, gradients, start)
    }

    public var shape: [Int] { initial.shape }
    public var isFactored: Bool { shape.count >= 2 }
  }

  /// - Precondition: every parameter has as many gradients, and at least one.
  public init(
    name: String, element: ElementType, hyperparameters: CAMEHyperparameters, parameters: [Parameter],
    startStep: Int? = nil, reloads: [Int] = [], refused: [Int] = []
  ) {
    precondition(!parameters.isEmpty && Set(parameters.map(\.gradients.count)).count == 1)
    (self.name, self.element, self.hyperparameters) = (name, element, hyperparameters)
    (self.parameters, self.startStep, self.reloads, self.refused) = (parameters, startStep, reloads, refused)
  }

  /// How many steps there are; they are numbered from 1.
  public var steps: Int { parameters[0].gradients.count }
  /// The type in which states are given.
  var stateElement: ElementType { element == .f64 ? .f64 : .f32 }
  /// Numbers of all parameters together.
  public var count: Int { parameters.reduce(0) { $0 + $1.initial.count } }
}
