public import CAMECore
public import Foundation

/// Gathers a training run step by step and writes it as a file that ``RecordedRun`` opens.
///
///     var recording = RunRecording(hyperparameters: hyperparameters, initial: ["weight": weight])
///     recording.addStep(gradients: ["weight": gradient])
///     recording.addStep(gradients: ["weight": gradient], parameters: ["weight": weight], states: [:])
///     try recording.write(to: url)
///
/// A run that is incomplete or inconsistent isn't written: what was gathered is opened as a run first, with the same
/// errors.
public struct RunRecording<Scalar: SafetensorsScalar>: Sendable {
  private let hyperparameters: RecordedHyperparameters
  private let metadata: [String: String]
  private var tensors: [RunKey: Tensor<Scalar>]
  private var steps = 0
  private var recordedSteps: [Int] = []

  /// A recording before its first step.
  ///
  /// - Parameters:
  ///   - initial: Each parameter's value before the first step, by its name.
  ///   - metadata: Further text for the file; `optimizer`, `steps`, `recorded_steps` and `hyperparameters` are
  ///     overwritten.
  public init(
    hyperparameters: RecordedHyperparameters, initial: [String: Tensor<Scalar>], metadata: [String: String] = [:]
  ) {
    self.hyperparameters = hyperparameters
    self.metadata = metadata
    tensors = Dictionary(uniqueKeysWithValues: initial.map { (.initial($0), $1) })
  }

  /// Adds the next step with its gradients only.
  public mutating func addStep(gradients: [String: Tensor<Scalar>]) {
    steps += 1
    for (name, gradient) in gradients { tensors[.gradient(step: steps, name)] = gradient }
  }

  /// Adds the next step with its gradients and what they led to.
  ///
  /// - Parameters:
  ///   - parameters: Each parameter's value after the step.
  ///   - states: States after the step, by their kind and the parameter's name; any may be left out.
  public mutating func addStep(
    gradients: [String: Tensor<Scalar>], parameters: [String: Tensor<Scalar>],
    states: [StateKey: [String: Tensor<Scalar>]]
  ) {
    addStep(gradients: gradients)
    recordedSteps.append(steps)
    for (name, value) in parameters { tensors[.parameter(step: steps, name)] = value }
    for (key, values) in states {
      for (name, value) in values { tensors[.state(step: steps, key, name)] = value }
    }
  }

  /// The bytes of the file.
  ///
  /// - Throws: ``RecordedRunError`` if something is missing or doesn't fit.
  public func encode() throws(RecordedRunError) -> Data {
    var writer = SafetensorsWriter(metadata: metadata)
    writer.metadata["optimizer"] = "CAME"
    writer.metadata["steps"] = String(steps)
    writer.metadata["recorded_steps"] = "\(recordedSteps)"
    writer.metadata["hyperparameters"] = hyperparameters.json
    let data: Data
    do throws(SafetensorsError) {
      for (key, tensor) in tensors { try writer.add(key.text, tensor) }
      data = try writer.encode()
    } catch {
      throw .file(error)
    }
    _ = try RecordedRun(data: data, name: "")
    return data
  }

  /// Writes the file whole or not at all; one that is there is replaced.
  ///
  /// - Throws: ``RecordedRunError``
  public func write(to url: URL) throws(RecordedRunError) {
    let data = try encode()
    do throws(RegularFile.Failure) {
      try RegularFile.write(data, to: url)
    } catch {
      throw .file(.unwritable(path: error.path, reason: error.reason))
    }
  }
}
