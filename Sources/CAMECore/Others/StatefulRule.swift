internal import RealModule

/// A rule whose state is a step count and tensors by name.
///
/// Size, saving and restoring follow from the list of its parts.
public protocol StatefulRule<Scalar>: ScheduledRule where State == NamedState<Scalar> {
  /// The name under which papers and libraries know it.
  static var title: String { get }

  /// The tensors that it keeps of a parameter of `shape`: their names, as PyTorch has them, and their shapes.
  func parts(ofShape shape: [Int]) -> [StatePart]
}

/// A tensor of an optimizer's state.
public struct StatePart: Hashable, Sendable {
  public let name: String
  public let shape: [Int]

  public init(_ name: String, _ shape: [Int]) { (self.name, self.shape) = (name, shape) }

  /// How many numbers it holds.
  public var count: Int { shape.reduce(1, *) }
}

/// What an optimizer remembers of one parameter.
public struct NamedState<Scalar: Sendable>: Sendable {
  /// How many steps were taken.
  public var step: Int
  /// The tensors by their names.
  public var tensors: [String: Tensor<Scalar>]

  @usableFromInline
  init(step: Int, tensors: [String: Tensor<Scalar>]) { (self.step, self.tensors) = (step, tensors) }

  /// A tensor that the rule has put there.
  @inlinable
  subscript(name: String) -> Tensor<Scalar> {
    get { tensors[name]! }
    set { tensors[name] = newValue }
  }
}

extension NamedState: Equatable where Scalar: Equatable {}

extension StatefulRule {
  public func initialState(shape: [Int]) throws(TensorError) -> NamedState<Scalar> {
    var tensors: [String: Tensor<Scalar>] = [:]
    for part in parts(ofShape: shape) { tensors[part.name] = try Tensor(repeating: 0, shape: part.shape) }
    return NamedState(step: 0, tensors: tensors)
  }

  public func accepts(_ state: NamedState<Scalar>, shape: [Int]) -> Bool {
    let parts = parts(ofShape: shape)
    return state.tensors.count == parts.count && parts.allSatisfy { state.tensors[$0.name]?.shape == $0.shape }
  }

  /// The state of a parameter of `shape` from saved tensors.
  ///
  /// - Throws: ``StateError`` if one is missing, not known, or has another shape.
  public func state(
    named tensors: [String: Tensor<Scalar>], step: Int, shape: [Int]
  ) throws(StateError) -> NamedState<Scalar> {
    guard step >= 0 else { throw .negativeStep(step) }
    let parts = parts(ofShape: shape)
    for name in tensors.keys.sorted() where !parts.contains(where: { $0.name == name }) {
      throw .unknown(name: name, expected: parts.map(\.name).sorted())
    }
    for part in parts {
      guard let tensor = tensors[part.name] else { throw .missing(name: part.name) }
      guard tensor.shape == part.shape else {
        throw .shape(name: part.name, expected: part.shape, got: tensor.shape)
      }
    }
    return NamedState(step: step, tensors: tensors)
  }

  /// How many numbers the rule keeps of a parameter of `shape`.
  public func stateCount(ofShape shape: [Int]) -> Int { parts(ofShape: shape).reduce(0) { $0 + $1.count } }

  @inlinable
  func check(_ parameter: Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: NamedState<Scalar>) {
    demand(
      gradient.shape == parameter.shape,
      "The parameter has the shape \(parameter.shape), but the gradient has \(gradient.shape).")
    demand(
      accepts(state, shape: parameter.shape), "The state does not belong to a parameter of shape \(parameter.shape).")
  }

  /// What the tap leaves of a quantity.
  @inlinable
  func tapped(_ quantity: Quantity, _ x: Tensor<Scalar>, _ tap: StepTap<Scalar>?) -> Tensor<Scalar> {
    guard let tap else { return x }
    var x = x
    tap(quantity, &x)
    return x
  }

  /// θ = f(θ, x), stored in the parameter's own format.
  @inlinable
  func write(
    _ θ: inout Tensor<Scalar>, with x: Tensor<Scalar>, _ storing: ((Scalar) -> Scalar)?,
    _ f: (Scalar, Scalar) -> Scalar
  ) {
    Evaluation().update(&θ, with: x, f)
    if let storing { θ = θ.map(storing) }
  }
}

extension CAME {
  /// How many numbers CAME keeps of a parameter of `shape`: n·m + 2(n + m) of a matrix, twice as many as a vector has.
  public static func stateCount(ofShape shape: [Int]) -> Int {
    let count = shape.reduce(1, *)
    guard shape.count >= 2 else { return 2 * count }
    let batch = shape.dropLast(2).reduce(1, *)
    return count + 2 * batch * (shape[shape.count - 2] + shape[shape.count - 1])
  }
}
