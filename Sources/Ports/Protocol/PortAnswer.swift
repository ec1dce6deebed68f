public import CAMECore
public import Foundation
public import Traces

/// What a port shows after each step of a case.
public struct PortAnswer: Sendable {
  /// For each step, what is shown of each parameter, in the order of the case.
  public let steps: [[Shown]]
  /// The steps whose gradient the port refused.
  public let refused: [Int]
  /// The types in which states are shown, narrowest first.
  public let stateTypes: [ElementType]

  /// A parameter and what is shown of its state.
  public struct Shown: Sendable {
    public var θ: Tensor<Double>
    public var state: [StateKey: Tensor<Double>]

    public init(θ: Tensor<Double>, state: [StateKey: Tensor<Double>]) { (self.θ, self.state) = (θ, state) }

    /// Whether all of the state is shown, and nothing that isn't part of it.
    var isComplete: Bool {
      let keys = StateKey.all(forShape: θ.shape)
      return state.count == keys.count && keys.allSatisfy { state[$0]?.shape == $0.shape(forParameter: θ.shape) }
    }
  }

  public init(steps: [[Shown]], refused: [Int] = [], stateTypes: [ElementType] = []) {
    (self.steps, self.refused, self.stateTypes) = (steps, refused, stateTypes)
  }

  /// Reads the file of an answer to a case.
  ///
  /// - Throws: ``SafetensorsError`` or ``PortAnswerError``, which names the tensor, what it is and what was expected.
  /// - Complexity: O(n) for n bytes; what is held beyond them is at most twice as large.
  public init(data: Data, to question: PortCase) throws {
    let file = try SafetensorsFile(data: data)
    let places = Dictionary(uniqueKeysWithValues: question.parameters.enumerated().map { ($1.name, $0) })
    var shown = [[[StateKey: Tensor<Double>]]](
      repeating: Array(repeating: [:], count: places.count), count: question.steps)
    var θ = [[Tensor<Double>?]](repeating: Array(repeating: nil, count: places.count), count: question.steps)
    var types: Set<ElementType> = []
    for entry in file.entries {
      let (step, name, key) = try Self.place(entry, question)
      guard let place = places[name] else { throw PortAnswerError.noParameter(key: entry.name, name) }
      let shape = question.parameters[place].shape
      // A state of a wrong shape is a mistake to be judged; a parameter of one is no answer.
      guard key != nil || entry.shape == shape else {
        throw PortAnswerError.shape(key: entry.name, found: entry.shape, expected: shape)
      }
      guard let type = ElementType(entry.dtype) else { throw PortAnswerError.type(key: entry.name, found: entry.dtype) }
      if key == nil, type != question.element {
        throw PortAnswerError.parameterType(key: entry.name, found: type, expected: question.element)
      }
      let tensor: Tensor<Double> = try file.tensor(entry.name)
      if let key {
        shown[step - 1][place][key] = tensor
        types.insert(type)
      } else {
        θ[step - 1][place] = tensor
      }
    }
    steps = try (0..<question.steps).map { step in
      try question.parameters.indices.map { place in
        guard let value = θ[step][place] else {
          throw PortAnswerError.missing(RunKey.parameter(step: step + 1, question.parameters[place].name).text)
        }
        return Shown(θ: value, state: shown[step][place])
      }
    }
    let text = file.metadata["refused"] ?? "[]"
    guard let refused = stepList(text, upTo: question.steps) else {
      throw PortAnswerError.refused(text, steps: question.steps)
    }
    self.refused = refused
    stateTypes = types.sorted { $0.significantBits < $1.significantBits }
  }

  private static func place(
    _ entry: SafetensorsEntry, _ question: PortCase
  ) throws -> (step: Int, parameter: String, key: StateKey?) {
    let (step, name, key): (Int, String, StateKey?)
    switch RunKey(entry.name) {
    case .parameter(let at, let parameter)?: (step, name, key) = (at, parameter, nil)
    case .state(let at, let state, let parameter)?: (step, name, key) = (at, parameter, state)
    default: throw PortAnswerError.unknown(entry.name)
    }
    guard step <= question.steps else { throw PortAnswerError.stepBeyondEnd(key: entry.name, steps: question.steps) }
    return (step, name, key)
  }
}

/// What is wrong with the file of an answer.
public enum PortAnswerError: Error, Equatable, Sendable, CustomStringConvertible {
  case unknown(String)
  case noParameter(key: String, String)
  case stepBeyondEnd(key: String, steps: Int)
  case shape(key: String, found: [Int], expected: [Int])
  case type(key: String, found: SafetensorsDType)
  case parameterType(key: String, found: ElementType, expected: ElementType)
  case missing(String)
  case refused(String, steps: Int)

  public var description: String {
    switch self {
    case .unknown(let key):
      "The tensor \(Wording.quoted(key)) has no place in an answer; there are step.NNNN/param/PARAM and "
        + "step.NNNN/state/STATE/PARAM, with NNNN from 0001 and STATE one of "
        + "\(StateKey.allCases.map(\.rawValue).joined(separator: ", "))."
    case .noParameter(let key, let name):
      "The tensor \(Wording.quoted(key)) is of \(Wording.quoted(name)), a parameter that the case doesn't have."
    case .stepBeyondEnd(let key, let steps):
      "The tensor \(Wording.quoted(key)) is of a step after the last, which is \(steps)."
    case .shape(let key, let found, let expected):
      "The tensor \(Wording.quoted(key)) has the shape \(found), but must have \(expected)."
    case .type(let key, let found):
      "The tensor \(Wording.quoted(key)) is of the type \(found.rawValue), but must be one of "
        + "\(ElementType.allCases.map(\.rawValue).joined(separator: ", "))."
    case .parameterType(let key, let found, let expected):
      "The tensor \(Wording.quoted(key)) is of the type \(found.rawValue), but the case's parameters are \(expected.rawValue)."
    case .missing(let key): "The tensor \(Wording.quoted(key)) is missing."
    case .refused(let text, let steps):
      "__metadata__: refused is \(Wording.quoted(text)), but must be an ascending array of steps from 1 to \(steps)."
    }
  }
}
