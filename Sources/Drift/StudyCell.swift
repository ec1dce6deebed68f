internal import CAMECore
internal import Formats
internal import LabRecords
internal import Traces

#if MPFR
  /// One tensor under the policies that are fed the same numbers, beside the truth: what one thread works on at a time.
  final class StudyCell {
    let tensor: Int
    let group: InputGroup
    private let study: DriftStudy
    private let initial: Tensor<Float>
    private let truth: ErasedRun
    private let runs: [ErasedRun]
    private let threads: Int
    private var before: TruthStep?
    private(set) var inputs: InputsRecord
    private(set) var overflow: Int?

    /// What was seen at a step: of each policy of the group, and how far θ has truly come.
    struct Step {
      let policies: [(free: StepOfPolicy, local: LocalErrors?)]
      let way: Double
    }

    init(_ study: DriftStudy, tensor: Int, group: InputGroup, threads: Int) throws {
      (self.study, self.tensor, self.group, self.threads) = (study, tensor, group, threads)
      inputs = InputsRecord(values: 0, rounded: 0, underflowed: 0, overflowed: 0)
      initial = group.rounded(try study.workload.initial(tensor, seed: study.seed), &inputs)
      overflow = inputs.overflowed > 0 ? 0 : nil
      let initial = initial
      truth = study.reference.truth(initial, study.hyperparameters, threads: threads)
      runs = group.policies.map {
        study.policies[$0].run(initial, study.hyperparameters, seed: study.seed, tensor: tensor)
      }
    }

    /// The next step of all of them.
    func step(_ number: Int, measuringLocally: Bool) throws -> Step {
      let source: GradientSource
      switch study.workload {
      case .objective(let objective, _): source = .objective(objective)
      case .recording:
        guard let recorded = try study.workload.gradient(tensor, step: number) else {
          preconditionFailure("A recording has gradients.")
        }
        source = .recorded(group.rounded(recorded, &inputs))
        if overflow == nil, inputs.overflowed > 0 { overflow = number }
      }
      let truths = truth.truth(source)
      let results = try parallel(runs.count, threads: threads) { i in
        (
          free: runs[i].free(source, truths),
          local: measuringLocally ? runs[i].local(source, truths, before) : nil
        )
      }
      before = truths
      return Step(policies: results, way: way(truths.quantities[.θ]))
    }

    /// Where the truth is now.
    var end: TrueEnd { TrueEnd(θ: truth.parameter(), start: initial.values) }

    /// ‖θ − θ₀‖₂ of the truth.
    private func way(_ θ: TruthValues?) -> Double {
      guard let θ else { return 0 }
      var squares = 0.0
      for (start, end) in zip(initial.values, θ.values) where end.isFinite {
        let x = (end - Expansion(Double(start))) / θ.scale
        squares += x * x
      }
      return squares.squareRoot() * θ.scale
    }
  }
#endif
