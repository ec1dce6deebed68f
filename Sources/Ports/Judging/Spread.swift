internal import CAMECore
internal import Formats
internal import RealModule
internal import Traces

/// One step from a known state, many times over with every operation rounded up or down at random and sums in several orders:
/// how far correct implementations lie from the exact result as a rule, where the bound says how far they may.
///
/// Reference: Parker, *Monte Carlo Arithmetic: exploiting randomness in floating-point arithmetic*, UCLA CSD-970002, 1997.
struct Spread {
  static let samples = 24
  /// Student's t with 23 degrees of freedom, exceeded with probability 10⁻⁶: one false alarm in a million quantities, were the
  /// samples normal.
  static let quantile = 6.3

  let hyperparameters: CAMEHyperparameters
  let rounding: HyperparameterRounding

  /// Every quantity after a step from `before`, sample by sample; nil where the arithmetic has no layout to be emulated in.
  func samples(
    _ arithmetic: ElementType, _ before: PortAnswer.Shown, steps: Int, _ gradient: Tensor<Double>
  ) -> [[Quantity: Tensor<Double>]]? {
    switch arithmetic {
    case .f32: sampled(Float32Layout.self, self, before, steps, gradient)
    case .f16: sampled(Float16Layout.self, self, before, steps, gradient)
    case .bf16: sampled(BFloat16Layout.self, self, before, steps, gradient)
    case .f64: nil
    }
  }

  /// The root mean square of deviations over bounds, of a port and the most of it that is usual.
  ///
  /// The limit is beyond both the prediction interval of the samples and four times their largest; a deviation of two roundings is
  /// always usual, for samples may happen to be exact, and so is one of the least number. Numbers that flushing to zero may
  /// change by more than rounding are left out, since the samples don't flush.
  static func judge(
    _ shown: Tensor<Double>, _ samples: [Tensor<Double>], exact: [Double], bounds: [Double], roundoff: Double,
    least: Double,
    isFlushing: Bool
  ) -> (value: Double, limit: Double)? {
    let places = exact.indices.filter { place in
      let bound = bounds[place]
      return bound > 0 && bound.isFinite && exact[place].isFinite && shown[place].isFinite
        && (!isFlushing || bound < 4096 * roundoff * exact[place].magnitude)
    }
    guard !places.isEmpty else { return nil }
    func size(_ deviation: (Int) -> Double) -> Double {
      (places.reduce(0) { $0 + deviation($1) * deviation($1) } / Double(places.count)).squareRoot()
    }
    let sizes = samples.map { sample in
      size { sample[$0].isFinite ? (sample[$0] - exact[$0]) / bounds[$0] : 1 }
    }
    let mean = sizes.reduce(0, +) / Double(sizes.count)
    let variance = sizes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, sizes.count - 1))
    let reach = quantile * (variance * (1 + 1 / Double(sizes.count))).squareRoot()
    let oneRounding = size { (roundoff * exact[$0].magnitude + least) / bounds[$0] }
    let limit = max(mean + reach, 4 * (sizes.max() ?? 0)) + 2 * oneRounding
    return (size { (shown[$0] - exact[$0]) / bounds[$0] }, limit)
  }
}

/// A function of its own, for it runs at full speed only where it is specialized.
@specialized(where Layout == Float32Layout)
@specialized(where Layout == Float16Layout)
@specialized(where Layout == BFloat16Layout)
private func sampled<Layout: FloatLayout>(
  _ layout: Layout.Type, _ spread: Spread, _ before: PortAnswer.Shown, _ steps: Int,
  _ gradient: Tensor<Double>
) -> [[Quantity: Tensor<Double>]]? {
  typealias Scalar = RandomlyRounded<Layout>
  let orders = Summation.allCases
  // Constants have no seed, so they are rounded once and to nearest.
  let coefficients = CAMECoefficients<Scalar>(spread.hyperparameters, rounding: spread.rounding)
  var results: [[Quantity: Tensor<Double>]] = []
  for sample in 0..<Spread.samples {
    let seed = UInt64(sample + 1)
    func seeded(_ x: Tensor<Double>) -> Tensor<Scalar> { x.map { Scalar($0, seed: seed) } }
    let came = CAME<Scalar>(
      coefficients: coefficients, evaluation: Evaluation(summation: orders[sample % orders.count]))
    var θ = seeded(before.θ)
    let named = Dictionary(uniqueKeysWithValues: before.state.map { ($0.rawValue, seeded($1)) })
    guard var state = try? CAMEState(named: named, step: steps, shape: θ.shape) else { return nil }
    came.step(&θ, gradient: seeded(gradient), state: &state)
    var result: [Quantity: Tensor<Double>] = [.θ: θ.map(\.value)]
    for (name, tensor) in state.named {
      if let key = StateKey(rawValue: name) { result[key.quantity] = tensor.map(\.value) }
    }
    results.append(result)
  }
  return results
}
