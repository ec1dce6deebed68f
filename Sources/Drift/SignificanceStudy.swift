internal import CAMECore
internal import Formats
internal import LabRecords
internal import RealModule

#if MPFR
  /// Runs of the same workload in one format whose every operation is rounded at random, and the digits they agree in.
  ///
  /// Unlike the distance from MPFR this needs no truth; beside it, it tells an error that any run has from one that this order
  /// of operations happens to have.
  struct SignificanceStudy {
    /// The formats that can be rounded at random.
    static let formats = DriftExtras.randomizable
    /// The steps that are looked at, at most, evenly spread.
    static let most = 32
    static let (probability, confidence) = (0.95, 0.95)

    private let study: DriftStudy
    private let samples: Int

    init(_ study: DriftStudy, samples: Int) throws(DriftError) {
      guard samples >= 2 else { throw .samples(samples) }
      (self.study, self.samples) = (study, samples)
    }

    /// The significant bits of every quantity in a format.
    func record(_ format: String) throws -> SignificanceRecord {
      switch format {
      case "float16": try record(Float16Layout.self, title: "Float16")
      case "bfloat16": try record(BFloat16Layout.self, title: "BFloat16")
      case "float": try record(Float32Layout.self, title: "Float")
      default: throw DriftError.significance(format, known: Self.formats)
      }
    }

    private func isLookedAt(_ step: Int) -> Bool {
      guard study.steps > Self.most else { return true }
      let place = (step - 1) * (Self.most - 1) / (study.steps - 1)
      return step == 1 || (step - 2) * (Self.most - 1) / (study.steps - 1) < place
    }

    private func record<Layout: FloatLayout>(_ layout: Layout.Type, title: String) throws -> SignificanceRecord {
      let tensors = study.workload.shapes.indices
      let runs = try parallel(tensors.count, threads: study.threads) { tensor in
        try sampled(
          initial: study.workload.initial(tensor, seed: study.seed), bits: Layout.precision,
          layout: layout, sources: { step in try source(tensor, step: step) })
      }
      let margin = SignificantBits.margin(
        samples: samples, probability: Self.probability, confidence: Self.confidence)
      let quantities = Quantity.allCases.filter { quantity in
        quantity != .g && runs.contains { $0.contains { $0?[quantity] != nil } }
      }
      let series = quantities.map { quantity in
        var record = SignificanceSeriesRecord(quantity: quantity.rawValue)
        for step in 0..<study.steps {
          guard runs.contains(where: { $0[step] != nil }) else {
            record.median.append(nil)
            record.low.append(nil)
            record.lowerBound.append(nil)
            continue
          }
          let bits = runs.flatMap { $0[step]?[quantity] ?? [] }.sorted()
          func quantile(_ share: Double) -> Double? {
            bits.isEmpty ? nil : bits[min(bits.count - 1, Int(share * Double(bits.count)))]
          }
          let median = quantile(0.5).flatMap { $0 < 0 ? nil : $0 }
          record.median.append(median)
          record.low.append(quantile(0.05).flatMap { $0 < 0 ? nil : $0 })
          record.lowerBound.append(median.map { max(0, $0 - margin) })
        }
        return record
      }
      return SignificanceRecord(
        arithmetic: title, bits: Layout.precision, samples: samples, seed: study.seed,
        probability: Self.probability, confidence: Self.confidence, series: series)
    }

    private func source(_ tensor: Int, step: Int) throws -> GradientSource {
      switch study.workload {
      case .objective(let objective, _): return .objective(objective)
      case .recording:
        guard let gradient = try study.workload.gradient(tensor, step: step) else {
          preconditionFailure("A recording has gradients.")
        }
        return .recorded(gradient)
      }
    }

    /// The significant bits of every element, by step and quantity; −1 for an element that isn't finite in some run, `nil` for
    /// steps that are not looked at.
    private func sampled<Layout: FloatLayout>(
      initial: Tensor<Float>, bits: Int, layout: Layout.Type, sources: (Int) throws -> GradientSource
    ) throws -> [[Quantity: [Double]]?] {
      let seeds = CounterStream(seed: study.seed)
      let runs = (0..<samples).map { sample in
        // Odd, so never the 0 of constants.
        eraseSample(
          CAME<RandomlyRounded<Layout>>(study.hyperparameters), initial,
          seed: seeds.bits(step: 0, stream: 1, element: sample) | 1)
      }
      return try (1...study.steps).map { step in
        let source = try sources(step)
        guard isLookedAt(step) else {
          for run in runs { run(source, nil) }
          return nil
        }
        var values: [Quantity: [[Double]]] = [:]
        for run in runs { run(source) { quantity, x in values[quantity, default: []].append(x) } }
        return values.mapValues { samples in
          (0..<(samples.first?.count ?? 0)).map { i in
            SignificantBits.of(samples.map { $0[i] }, bits: bits) ?? -1
          }
        }
      }
    }
  }

  /// One run with random rounding, its format hidden: takes a step and shows every quantity.
  @specialized(where Layout == Float16Layout)
  @specialized(where Layout == BFloat16Layout)
  @specialized(where Layout == Float32Layout)
  private func eraseSample<Layout: FloatLayout>(
    _ rule: CAME<RandomlyRounded<Layout>>, _ initial: Tensor<Float>, seed: UInt64
  ) -> (GradientSource, ((Quantity, [Double]) -> Void)?) -> Void {
    typealias Scalar = RandomlyRounded<Layout>
    var θ = initial.map { Scalar(Double($0), seed: seed) }
    guard var state = try? rule.initialState(shape: θ.shape) else {
      preconditionFailure("A tensor that exists has a shape.")
    }
    return { source, look in
      let gradient =
        switch source {
        case .recorded(let g): g.map { Scalar(Double($0), seed: seed) }
        case .objective(let objective): objective.gradient(at: θ)
        }
      guard let look else { return rule.step(&θ, gradient: gradient, state: &state) }
      rule.step(&θ, gradient: gradient, state: &state, tap: { quantity, x in look(quantity, x.values.map(\.value)) })
    }
  }
#endif
