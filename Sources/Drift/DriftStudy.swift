public import CAMECore
internal import Formats
public import LabRecords

/// The same training run under several policies, each measured against MPFR.
///
/// A policy whose storage can't hold the recorded numbers is given rounded ones, and so is the reference that it is
/// compared with: what is measured is the arithmetic and what is kept between steps, and what the rounding of the data did is
/// counted apart. The gradients of an objective are those of each policy's own parameters.
public struct DriftStudy: Sendable {
  /// What is run.
  public let workload: Workload
  /// What it is repeated under.
  public let policies: [Policy]
  /// The constants, those of the workload unless others were given.
  public let hyperparameters: CAMEHyperparameters
  /// How many steps are run, from the first.
  public let steps: Int
  /// The seed of random rounding, and of the start of an objective.
  public let seed: UInt64
  /// How many threads are used; it changes no number.
  public let threads: Int

  /// The most steps at which the errors of one step from the true state are measured, evenly spread; they cost two steps more.
  static let localSteps = 128

  /// A study of the first `steps` steps, or of all.
  ///
  /// - Throws: ``DriftError`` if there is no policy, the workload has fewer steps, or its hyperparameters can't be.
  public init(
    _ workload: Workload, policies: [Policy], hyperparameters: CAMEHyperparameters? = nil, steps: Int? = nil,
    seed: UInt64 = 0, threads: Int = 1
  ) throws {
    guard !policies.isEmpty else { throw DriftError.noPolicy }
    guard workload.steps > 0 else { throw DriftError.steps(asked: workload.steps, recorded: 1) }
    if let steps, !(1...workload.steps).contains(steps) {
      throw DriftError.steps(asked: steps, recorded: workload.steps)
    }
    self.workload = workload
    self.policies = policies
    self.hyperparameters = try hyperparameters ?? workload.hyperparameters()
    self.steps = steps ?? workload.steps
    self.seed = seed
    self.threads = max(1, threads)
  }

  /// Whether the errors of one step from the true state are measured at a step: at each one, or at 128 of them, the first and
  /// the last among them.
  func isMeasuredLocally(_ step: Int) -> Bool {
    let most = Self.localSteps
    guard steps > most else { return true }
    let place = (step - 1) * (most - 1) / (steps - 1)
    return step == 1 || (step - 2) * (most - 1) / (steps - 1) < place
  }

  #if MPFR
    var reference: Reference { Reference(for: policies) }

    /// Runs the study; `progress` is called with the share that is done.
    ///
    /// - Throws: ``RecordedRunError`` if a tensor of the recording can't be read.
    /// - Complexity: per tensor and step one MPFR step for every kind of storage, about 0.6 µs a parameter, and one step
    ///   a policy, three where errors of one step are measured; memory for one step of the tensors in progress, about 600
    ///   bytes a parameter, and 100 bytes a tensor, policy, quantity and step.
    public func record(
      provenance: Provenance, extras: DriftExtras = DriftExtras(), progress: @Sendable (Double) -> Void = { _ in }
    ) throws -> DriftRecord {
      let clock = ContinuousClock()
      let start = clock.now
      // The shares of the bar are a guess; what matters is that it moves.
      let parts = Double(1 + (extras.search == nil ? 0 : 1) + extras.randomized.count)
      let (results, ends) = try measure { progress($0 / parts) }
      let meter = EndMeter(self, known: ends)
      var record = try record(of: results, meter, provenance: provenance)
      if let search = extras.search {
        var search = PolicySearch(meter, workload.shapes, base: search.base, budget: search.budget)
        record.search = try search.run { progress((1 + $0) / parts) }
      }
      let significance = try SignificanceStudy(self, samples: extras.samples)
      for (index, format) in extras.randomized.enumerated() {
        record.significance.append(try significance.record(format))
        progress((parts - Double(extras.randomized.count - index - 1)) / parts)
      }
      record.seconds = (clock.now - start) / .seconds(1)
      return record
    }

    /// Takes every tensor through the steps, all of them one step at a time, so that the elements of all tensors can be ranked
    /// together without being kept.
    func measure(_ progress: (Double) -> Void) throws -> (results: [PolicyResult], ends: [String: [TrueEnd]]) {
      let groups = InputGroup.groups(of: policies, workload)
      let shapes = workload.shapes
      let tasks = shapes.count * groups.count
      let inner = max(1, threads / max(1, tasks))
      let cells = try shapes.indices.flatMap { tensor in
        try groups.map { try StudyCell(self, tensor: tensor, group: $0, threads: inner) }
      }
      var studies = shapes.map { TensorStudy(count: $0.reduce(1, *), policies: policies.count) }
      var bits = policies.map { _ in [Quantity: BitsSeries]() }
      for number in 1...steps {
        let isLocal = isMeasuredLocally(number)
        let results = try parallel(cells.count, threads: threads) { i in
          try cells[i].step(number, measuringLocally: isLocal)
        }
        var ranked = policies.map { _ in [Quantity: BitsSeries.Ranking]() }
        for (cell, result) in zip(cells, results) {
          for (policy, seen) in zip(cell.group.policies, result.policies) {
            studies[cell.tensor].append(seen.free, seen.local, way: result.way, policy: policy, number: number)
            for (quantity, histogram) in seen.free.histograms {
              guard let measured = seen.free.measured[quantity] else { continue }
              ranked[policy][quantity, default: .init()].add(histogram, measured, tensor: cell.tensor)
            }
          }
        }
        for policy in policies.indices {
          for (quantity, ranking) in ranked[policy] { bits[policy][quantity, default: .init()].append(ranking) }
        }
        progress(Double(number) / Double(steps))
      }
      for cell in cells {
        for policy in cell.group.policies {
          studies[cell.tensor].inputs[policy] = cell.inputs
          studies[cell.tensor].overflows[policy] = cell.overflow
        }
      }
      let ends = Dictionary(grouping: cells, by: \.group.name).mapValues { $0.map(\.end) }
      let results = policies.enumerated().map {
        PolicyResult(index: $0, policy: $1, studies: studies, bits: bits[$0], steps: steps)
      }
      return (results, ends)
    }
  #else
    /// - Throws: ``DriftError/withoutMPFR``: there is nothing to compare with.
    public func record(
      provenance: Provenance, extras: DriftExtras = DriftExtras(), progress: @Sendable (Double) -> Void = { _ in }
    ) throws -> DriftRecord {
      throw DriftError.withoutMPFR
    }
  #endif
}
