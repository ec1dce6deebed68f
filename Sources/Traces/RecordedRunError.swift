/// What keeps a file from being a recorded run, or what a run was asked for and doesn't have.
public enum RecordedRunError: Error, Equatable, Sendable {
  /// It isn't a sound safetensors file, or can't be read or written.
  case file(SafetensorsError)
  /// The file beside it, NAME.info.json, doesn't fit; `field` is nil if the file as a whole can't be read.
  case info(field: String?, found: String, expected: String)
  /// The header's `__metadata__` lacks this key or has a value that can't be.
  case metadata(key: String, found: String, expected: String)
  /// The `hyperparameters` of the metadata don't say what CAME needs; `key` is nil if they are no JSON object.
  case hyperparameters(key: String?, found: String, expected: String)
  /// A tensor of this name has no place in the layout of a run.
  case unknownKey(String)
  /// A tensor is of a type that isn't a floating-point type.
  case dtype(key: String, found: SafetensorsDType)
  /// There is no parameter at all.
  case noParameters
  /// A tensor belongs to a parameter that has no initial value.
  case noInitialValue(key: String, parameter: String)
  /// A tensor belongs to a step after the last.
  case stepBeyondEnd(key: String, steps: Int)
  /// A parameter or a state stands at a step that `recorded_steps` doesn't list.
  case stepNotRecorded(key: String, recorded: [Int])
  /// A parameter has no gradient at a step; such parameters, though legal in training, aren't supported.
  case missingGradient(step: Int, parameter: String)
  /// A parameter's value is missing at a recorded step.
  case missingParameter(step: Int, parameter: String)
  /// A tensor's shape isn't the one that its parameter's shape asks for.
  case shape(key: String, found: [Int], expected: [Int])
  /// A state of this kind can't belong to a parameter of this shape.
  case stateKind(key: String, shape: [Int], expected: [StateKey])
  /// The run has no parameter of this name.
  case noParameter(String)
  /// The run has no such step.
  case noStep(Int, steps: Int)
}

extension RecordedRunError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .info(nil, let found, let expected): "The info.json is \(found), but must be \(expected)."
    case .info(let field?, let found, let expected):
      "The info.json says \(field) is \(found), but it must be \(expected)."
    case .metadata(let key, let found, let expected):
      "__metadata__: \(key) is \(found), but must be \(expected)."
    case .hyperparameters(nil, let found, let expected):
      "__metadata__: hyperparameters is \(found), but must be \(expected)."
    case .hyperparameters(let key?, let found, let expected):
      "__metadata__: hyperparameters: \(key) is \(found), but must be \(expected)."
    case .unknownKey(let key):
      "Tensor \(Wording.quoted(key)) has no place in a recorded run; the names are init/PARAMETER, "
        + "step.NNNN/grad/PARAMETER, step.NNNN/param/PARAMETER and step.NNNN/state/STATE/PARAMETER, "
        + "where NNNN counts from 0001 and STATE is one of \(Self.list(StateKey.allCases))."
    case .dtype(let key, let found):
      "Tensor \(Wording.quoted(key)): dtype is \(found.rawValue), but must be one of F16, BF16, F32, F64."
    case .noParameters: "The run has no parameter: no tensor is named init/PARAMETER."
    case .noInitialValue(let key, let parameter):
      "Tensor \(Wording.quoted(key)) belongs to \(Wording.quoted(parameter)), which has no initial value."
    case .stepBeyondEnd(let key, let steps):
      "Tensor \(Wording.quoted(key)) belongs to a step after the last, which is \(steps)."
    case .stepNotRecorded(let key, let recorded):
      "Tensor \(Wording.quoted(key)) belongs to a step that recorded_steps doesn't list; it lists "
        + "\(Wording.clipped("\(recorded)"))."
    case .missingGradient(let step, let parameter):
      "Parameter \(Wording.quoted(parameter)) has no gradient at step \(step). A run without a gradient for every "
        + "parameter at every step isn't supported."
    case .missingParameter(let step, let parameter):
      "Parameter \(Wording.quoted(parameter)) has no value at step \(step), which recorded_steps lists."
    case .shape(let key, let found, let expected):
      "Tensor \(Wording.quoted(key)): shape is \(found), but its parameter asks for \(expected)."
    case .stateKind(let key, let shape, let expected):
      "Tensor \(Wording.quoted(key)) can't be a state of a parameter of shape \(shape), "
        + "which has only \(Self.list(expected))."
    case .noParameter(let name): "The run has no parameter \(Wording.quoted(name))."
    case .noStep(let step, let steps): "The run has no step \(step); its steps are 1 to \(steps)."
    }
  }

  private static func list(_ keys: [StateKey]) -> String {
    keys.map(\.rawValue).joined(separator: ", ")
  }
}
