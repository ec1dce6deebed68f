internal import CAMECore
public import Foundation
internal import Traces

/// A case as a safetensors file.
extension PortCase {
  /// The key of a state to start from.
  static func startKey(_ key: StateKey, _ parameter: String) -> String { "start/\(key.rawValue)/\(parameter)" }

  /// The bytes of the file.
  public func encode() throws -> Data {
    var writer = SafetensorsWriter(metadata: [
      "protocol": "1", "steps": "\(steps)", "hyperparameters": hyperparameters.recorded.json,
    ])
    if let startStep { writer.metadata["start_step"] = "\(startStep)" }
    if !reloads.isEmpty { writer.metadata["reload"] = "\(reloads)" }
    if !refused.isEmpty { writer.metadata["refused"] = "\(refused)" }
    func add(_ key: String, _ tensor: Tensor<Double>, _ type: ElementType) throws {
      try writer.add(key, dtype: type.dtype, shape: tensor.shape, bytes: type.encoded(tensor.values))
    }
    for parameter in parameters {
      try add(RunKey.initial(parameter.name).text, parameter.initial, element)
      for (step, gradient) in parameter.gradients.enumerated() {
        try add(RunKey.gradient(step: step + 1, parameter.name).text, gradient, element)
      }
      for (key, state) in parameter.start { try add(Self.startKey(key, parameter.name), state, stateElement) }
    }
    return try writer.encode()
  }

  /// Reads the file of a case.
  ///
  /// - Throws: ``SafetensorsError`` or ``PortCaseError``, which names the tensor or the key, what it is and what was expected.
  public init(data: Data, name: String) throws {
    let file = try SafetensorsFile(data: data)
    let metadata = try CaseMetadata(file.metadata)
    var (types, shapes, order): (Set<SafetensorsDType>, [String: [Int]], [String]) = ([], [:], [])
    for entry in file.entries where entry.name.hasPrefix("init/") {
      guard case .initial(let parameter)? = RunKey(entry.name) else { throw PortCaseError.unknown(entry.name) }
      shapes[parameter] = entry.shape
      order.append(parameter)
    }
    guard !order.isEmpty else { throw PortCaseError.noParameters }
    var known: Set<String> = []
    func tensor(_ key: String, _ shape: [Int]?) throws -> Tensor<Double> {
      guard let entry = file[key] else { throw PortCaseError.missing(key) }
      if let shape, entry.shape != shape { throw PortCaseError.shape(key, found: entry.shape, expected: shape) }
      known.insert(key)
      return try file.tensor(key)
    }
    let parameters = try order.sorted(by: NaturalOrder.precedes).map { parameter in
      let shape = shapes[parameter]!
      let initial = try tensor(RunKey.initial(parameter).text, shape)
      types.insert(file[RunKey.initial(parameter).text]!.dtype)
      let gradients = try (1...metadata.steps).map { step in
        let key = RunKey.gradient(step: step, parameter).text
        let gradient = try tensor(key, metadata.refused.contains(step) ? nil : shape)
        types.insert(file[key]!.dtype)
        return gradient
      }
      var start: [StateKey: Tensor<Double>] = [:]
      if metadata.startStep != nil {
        for key in StateKey.all(forShape: shape) {
          start[key] = try tensor(Self.startKey(key, parameter), key.shape(forParameter: shape))
        }
      }
      return Parameter(name: parameter, initial: initial, gradients: gradients, start: start)
    }
    if let unknown = file.entries.first(where: { !known.contains($0.name) }) {
      throw PortCaseError.unknown(unknown.name)
    }
    guard types.count == 1, let element = ElementType(types.first!) else {
      throw PortCaseError.types(types.map(\.rawValue).sorted())
    }
    self.init(
      name: name, element: element, hyperparameters: metadata.hyperparameters, parameters: parameters,
      startStep: metadata.startStep, reloads: metadata.reloads, refused: metadata.refused)
  }
}

extension CAMEHyperparameters {
  /// The constants as decimal text.
  var recorded: RecordedHyperparameters {
    // A decimal's description is a number of JSON.
    try! RecordedHyperparameters(
      learningRate: "\(learningRate)", epsilon1: "\(epsilon1)", epsilon2: "\(epsilon2)",
      clipThreshold: "\(clipThreshold)", beta1: "\(beta1)", beta2: "\(beta2)", beta3: "\(beta3)",
      weightDecay: "\(weightDecay)")
  }
}

/// What is wrong with the file of a case.
public enum PortCaseError: Error, Equatable, Sendable, CustomStringConvertible {
  case metadata(key: String, found: String, expected: String)
  case noParameters
  case missing(String)
  case unknown(String)
  case shape(String, found: [Int], expected: [Int])
  case types([String])

  public var description: String {
    switch self {
    case .metadata(let key, let found, let expected): "__metadata__: \(key) is \(found), but must be \(expected)."
    case .noParameters: "The case has no parameter: no tensor is named init/PARAM."
    case .missing(let key): "The tensor \(Wording.quoted(key)) is missing."
    case .unknown(let key): "The tensor \(Wording.quoted(key)) has no place in a case."
    case .shape(let key, let found, let expected):
      "The tensor \(Wording.quoted(key)) has the shape \(found), but must have \(expected)."
    case .types(let types):
      "Parameters and gradients are of the types \(types.joined(separator: ", ")), but must all be of one of "
        + "\(ElementType.allCases.map(\.rawValue).joined(separator: ", "))."
    }
  }
}
