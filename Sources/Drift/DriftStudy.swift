public import CAMECore
internal import Dispatch
internal import Formats
public import LabRecords
internal import Synchronization
public import Traces

/// The same training run under several policies, each measured against MPFR on exactly the same inputs.
///
/// A policy whose storage can't hold the recorded numbers is given rounded ones, and so is the reference that it is
/// compared with: what is measured is the arithmetic, and what the rounding of the data did is counted apart.
public struct DriftStudy: Sendable {
  /// The recorded run.
  public let run: RecordedRun
  /// What the run is repeated under.
  public let policies: [Policy]
  /// The constants, those of the recording unless others were given.
  public let hyperparameters: CAMEHyperparameters
  /// How many steps are run, from the first.
  public let steps: Int
  /// How many tensors are run at a time; it changes no number.
  public let threads: Int

  /// A study of the first `steps` steps, or of all.
  ///
  /// - Throws: ``DriftError`` if there is no policy, the recording has fewer steps, or its hyperparameters can't be.
  public init(
    _ run: RecordedRun, policies: [Policy], hyperparameters: CAMEHyperparameters? = nil, steps: Int? = nil,
    threads: Int = 1
  ) throws {
    guard !policies.isEmpty else { throw DriftError.noPolicy }
    if let steps, !(1...run.steps).contains(steps) { throw DriftError.steps(asked: steps, recorded: run.steps) }
    self.run = run
    self.policies = policies
    self.hyperparameters = try hyperparameters ?? CAMEHyperparameters(run.hyperparameters)
    self.steps = steps ?? run.steps
    self.threads = max(1, threads)
  }

  #if MPFR
    /// Runs the study; `progress` is called with the share that is done, from any thread.
    ///
    /// - Throws: ``RecordedRunError`` if a tensor of the recording can't be read.
    /// - Complexity: per tensor and step one MPFR step for every kind of storage, about 1 µs a parameter, and one step
    ///   a policy; memory for one step of the tensors in progress, about 400 bytes a parameter.
    public func record(
      provenance: Provenance, progress: @Sendable (Double) -> Void = { _ in }
    ) throws -> DriftRecord {
      let names = run.parameterNames
      let groups = InputGroup.groups(of: policies)
      let clock = ContinuousClock()
      let start = clock.now
      let total = names.count * groups.count * steps

      let results = Mutex<[Result<TensorStudy, any Error>?]>(Array(repeating: nil, count: names.count))
      let done = Mutex(0)
      let queue = Mutex(0)
      DispatchQueue.concurrentPerform(iterations: min(threads, names.count)) { _ in
        while true {
          let tensor = queue.withLock { next in
            defer { next += 1 }
            return next
          }
          guard tensor < names.count else { return }
          let result = Result {
            try TensorStudy(
              of: run, name: names[tensor], steps: steps, policies: policies, groups: groups,
              hyperparameters: hyperparameters
            ) {
              let count = done.withLock { done in
                done += 1
                return done
              }
              progress(Double(count) / Double(total))
            }
          }
          results.withLock { $0[tensor] = result }
        }
      }
      let studies = try results.withLock { try $0.compactMap { try $0?.get() } }
      let seconds = (clock.now - start) / .seconds(1)
      return record(of: studies, provenance: provenance, seconds: seconds)
    }
  #else
    /// - Throws: ``DriftError/withoutMPFR``: there is nothing to compare with.
    public func record(
      provenance: Provenance, progress: @Sendable (Double) -> Void = { _ in }
    ) throws -> DriftRecord {
      throw DriftError.withoutMPFR
    }
  #endif
}

/// Where a record comes from.
public struct Provenance: Sendable {
  /// The tool and its version.
  public let tool: String
  /// When, ISO 8601 in UTC.
  public let made: String
  /// One command line that repeats the run.
  public let command: String

  public init(tool: String, made: String, command: String) {
    self.tool = tool
    self.made = made
    self.command = command
  }
}

/// A study that can't be run.
public enum DriftError: Error, Equatable, Sendable, CustomStringConvertible {
  case noPolicy
  case steps(asked: Int, recorded: Int)
  case withoutMPFR

  public var description: String {
    switch self {
    case .noPolicy: "A study needs at least one policy."
    case .steps(let asked, let recorded): "The recording has \(recorded) steps, but \(asked) were asked for."
    case .withoutMPFR:
      "This build is without MPFR, so there is no truth to measure against; build with the trait MPFR, which is on by default."
    }
  }
}
