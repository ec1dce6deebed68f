public import CAMECore
public import Foundation

/// A training run that was recorded with every gradient, so that it can be repeated in any format.
///
/// A run is a safetensors file: `init/PARAMETER` before the first step, `step.NNNN/grad/PARAMETER` at every step, and
/// at the recorded steps `step.NNNN/param/PARAMETER` and `step.NNNN/state/STATE/PARAMETER`, both as they are after the
/// step. Its metadata holds `steps`, `recorded_steps` and `hyperparameters`. A file opens only if all of that is there
/// and fits; tensors are decoded when they are asked for.
///
///     let run = try RecordedRun(contentsOf: SampleRun.kjvSmall.url)
///     for step in 1...run.steps {
///       for name in run.parameterNames {
///         let gradient = try run.gradient(step: step, name)
///       }
///     }
///
/// > Warning: A parameter without gradient, which official code skips, is an error here.
public struct RecordedRun: Sendable {
  /// The file's name without `.safetensors`.
  public let name: String
  /// What the run is, from the `info.json` beside the file; nil if there is none.
  public let summary: String?
  /// The hyperparameters as they were written.
  public let hyperparameters: RecordedHyperparameters
  /// How many steps there are; they are numbered from 1.
  public let steps: Int
  /// The steps after which values are recorded, ascending.
  public let recordedSteps: [Int]
  /// The parameters' names in natural order: `blocks.2` before `blocks.10`.
  public let parameterNames: [String]
  /// The SHA-256 of the whole file, as 64 lowercase hexadecimal digits.
  public let sha256: String
  /// The file as a whole.
  public let file: SafetensorsFile

  /// Opens a run, and the NAME.info.json beside it if there is one.
  ///
  /// - Throws: ``RecordedRunError``, also if the `info.json` says that it belongs to other bytes.
  /// - Complexity: O(n) for n bytes, most of it for the digest.
  public init(contentsOf url: URL) throws(RecordedRunError) {
    let file: SafetensorsFile
    do throws(SafetensorsError) {
      file = try SafetensorsFile(contentsOf: url)
    } catch {
      throw .file(error)
    }
    let isPlain = url.pathExtension == "safetensors"
    let name = (isPlain ? url.deletingPathExtension() : url).lastPathComponent
    let info = try RunInfo(besideRun: url, named: name)
    try self.init(file, name: name, info: info)
  }

  /// Checks the bytes of a run's file.
  ///
  /// - Throws: ``RecordedRunError``
  public init(data: Data, name: String) throws(RecordedRunError) {
    let file: SafetensorsFile
    do throws(SafetensorsError) {
      file = try SafetensorsFile(data: data)
    } catch {
      throw .file(error)
    }
    try self.init(file, name: name, info: nil)
  }

  private init(_ file: SafetensorsFile, name: String, info: RunInfo?) throws(RecordedRunError) {
    let metadata = try RunMetadata(file.metadata)
    let shapes = try RunLayout(file, metadata).shapes
    let sha256 = SHA256.hexDigest(of: file.contents)
    try info?.check(byteCount: file.contents.count, sha256: sha256)
    self.name = name
    self.summary = info?.what
    self.hyperparameters = metadata.hyperparameters
    self.steps = metadata.steps
    self.recordedSteps = metadata.recordedSteps
    self.parameterNames = shapes.keys.sorted(by: NaturalOrder.precedes)
    self.sha256 = sha256
    self.file = file
  }

  /// The file's size in bytes.
  public var byteCount: Int { file.contents.count }

  /// The `__metadata__` of the file, as it is there.
  public var metadata: [String: String] { file.metadata }
}

/// What the run holds. `Float` is read unless another type is asked for; narrower elements are widened exactly.
extension RecordedRun {
  /// A parameter's shape; nil if the run has no such parameter.
  public func shape(of name: String) -> [Int]? {
    file[RunKey.initial(name).text]?.shape
  }

  /// A parameter's value before the first step.
  ///
  /// - Throws: ``RecordedRunError/noParameter(_:)``, or ``RecordedRunError/file(_:)`` where exactness would be lost.
  public func initial<Scalar: SafetensorsScalar>(
    _ name: String, as type: Scalar.Type = Float.self
  ) throws(RecordedRunError) -> Tensor<Scalar> {
    try tensor(.initial(name), step: nil)!
  }

  /// A parameter's gradient at a step.
  ///
  /// - Throws: As ``initial(_:as:)``, and ``RecordedRunError/noStep(_:steps:)``.
  public func gradient<Scalar: SafetensorsScalar>(
    step: Int, _ name: String, as type: Scalar.Type = Float.self
  ) throws(RecordedRunError) -> Tensor<Scalar> {
    try tensor(.gradient(step: step, name), step: step)!
  }

  /// A parameter's value after a step; nil if the step isn't recorded.
  ///
  /// - Throws: As ``gradient(step:_:as:)``.
  public func parameter<Scalar: SafetensorsScalar>(
    step: Int, _ name: String, as type: Scalar.Type = Float.self
  ) throws(RecordedRunError) -> Tensor<Scalar>? {
    try tensor(.parameter(step: step, name), step: step)
  }

  /// One of a parameter's states after a step; nil if the step isn't recorded or the run lacks this state there.
  ///
  /// - Throws: As ``gradient(step:_:as:)``.
  public func state<Scalar: SafetensorsScalar>(
    step: Int, _ key: StateKey, _ name: String, as type: Scalar.Type = Float.self
  ) throws(RecordedRunError) -> Tensor<Scalar>? {
    try tensor(.state(step: step, key, name), step: step)
  }

  private func tensor<Scalar: SafetensorsScalar>(
    _ key: RunKey, step: Int?
  ) throws(RecordedRunError) -> Tensor<Scalar>? {
    if let step, !(1...steps).contains(step) { throw .noStep(step, steps: steps) }
    guard shape(of: key.parameter) != nil else { throw .noParameter(key.parameter) }
    guard file[key.text] != nil else { return nil }
    do throws(SafetensorsError) {
      return try file.tensor(key.text)
    } catch {
      throw .file(error)
    }
  }
}
