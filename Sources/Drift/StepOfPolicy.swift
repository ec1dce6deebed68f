internal import CAMECore
internal import Formats
internal import LabRecords
internal import RealModule

/// What a policy's run of one tensor saw at one step.
struct StepOfPolicy {
  /// The errors, by quantity.
  var measured: [Quantity: Measured] = [:]
  /// The bits of error of the elements, by quantity.
  var histograms: [Quantity: BitsHistogram] = [:]
  /// What keeping a quantity in its own format did to it.
  var keeping: [StoredQuantity: Kept] = [:]
  /// Cancellation and absorption, by quantity.
  var counts: [Quantity: StepCounts] = [:]
  /// All quantities as Doubles, if one of them is not finite where the truth is.
  var failure: FailedStep?
}

/// How often digits were lost in additions of one step.
struct StepCounts {
  /// Differences of two numbers that agree in half of the format's digits or more.
  var cancelled = 0
  /// Sums a + b that are a though b is not zero.
  var absorbed = 0
}

/// The values of a step in which a quantity turned to NaN or infinity, for finding out why.
struct FailedStep {
  let shape: [Int]
  let quantities: [Quantity: [Double]]
}

/// The errors of one step from the true state.
struct LocalErrors {
  /// ‖x − truth‖₂ / ‖truth‖₂ after the whole step, by quantity.
  var step: [Quantity: Double] = [:]
  /// The same of each equation alone, whose operands are the true ones rounded to the format.
  var own: [Quantity: Double] = [:]
}

extension TensorRun {
  /// One free step, measured.
  func measuredStep(_ source: GradientSource, truth: TruthStep, kept: UlpScale) -> StepOfPolicy {
    var result = StepOfPolicy()
    var seen: [Quantity: Tensor<Scalar>] = [:]
    let arithmetic = UlpScale(Scalar.self)
    let (before, old) = (parameter, state)
    func measure(_ quantity: Quantity, _ x: Tensor<Scalar>) {
      guard let truth = truth.quantities[quantity] else { return }
      let histogram = BitsHistogram()
      result.measured[quantity] = Measured(
        x, truth: truth, ulp: quantity == .θ ? kept : arithmetic, histogram: histogram)
      result.histograms[quantity] = histogram
      seen[quantity] = x
    }
    result.keeping = step(source) { quantity, x in if quantity != .θ { measure(quantity, x) } }
    measure(.θ, parameter)
    result.counts = counts(before: before, old, seen, truth)
    for (kept, what) in result.keeping where kept != .θ {
      result.counts[kept.quantity, default: StepCounts()].absorbed += what.stalled
    }
    if result.measured.values.contains(where: { $0.nonFinite > 0 }) {
      result.failure = FailedStep(shape: before.shape, quantities: seen.mapValues { $0.values.map(\.expansion.high) })
    }
    return result
  }

  /// One step from the true state, and each equation of it alone; the run is left where it was.
  func localErrors(_ source: GradientSource, truth: TruthStep, before: TruthStep?) -> LocalErrors {
    let here = (parameter, state)
    defer { (parameter, state) = here }
    var errors = LocalErrors()
    let ulp = UlpScale(Scalar.self)
    restart(from: before, asKept: true)
    step(source) { quantity, x in
      guard quantity != .θ, let truth = truth.quantities[quantity] else { return }
      errors.step[quantity] = Measured(x, truth: truth, ulp: ulp).error
    }
    if let θ = truth.quantities[.θ] { errors.step[.θ] = Measured(parameter, truth: θ, ulp: ulp).error }
    restart(from: before, asKept: false)
    step(source) { quantity, x in
      guard let truth = truth.quantities[quantity] else { return }
      errors.own[quantity] = Measured(x, truth: truth, ulp: ulp).error
      x = truth.tensor(as: Scalar.self)
    }
    return errors
  }

  /// Counts what the step's additions lost: an average that did not feel what was added to it, û − m that cancelled, and
  /// parameters that stood still though their true update is not zero.
  private func counts(
    before: Tensor<Scalar>, _ old: CAMEState<Scalar>, _ seen: [Quantity: Tensor<Scalar>], _ truth: TruthStep
  ) -> [Quantity: StepCounts] {
    let (k, after) = (rule.coefficients, parameter)
    var counts: [Quantity: StepCounts] = [:]
    func average(_ quantity: Quantity, _ old: Tensor<Scalar>, _ β: Scalar) {
      guard let new = seen[quantity] else { return }
      counts[quantity, default: StepCounts()].absorbed = (0..<old.count).count { i in
        old[i] != 0 && new[i] == β * old[i] && new[i] != 0
      }
    }
    switch old.moments {
    case .whole(let v): average(.v, v, k.β2)
    case .factored(let s):
      average(.r, s.r, k.β2)
      average(.c, s.c, k.β2)
      average(.R, s.R, k.β3)
      average(.C, s.C, k.β3)
    }
    if let û = seen[.û], let m = seen[.m] {
      let half = Scalar(sign: .plus, exponent: Scalar.Exponent(-(Scalar.significantBits / 2)), significand: 1)
      counts[.m] = StepCounts(
        absorbed: (0..<m.count).count { i in û[i] != 0 && old.m[i] != 0 && m[i] == k.β1 * old.m[i] })
      if seen[.U] != nil {
        var U = StepCounts()
        for i in 0..<m.count {
          let (larger, difference) = (max(û[i].magnitude, m[i].magnitude), (û[i] - m[i]).magnitude)
          if difference < half * larger { U.cancelled += 1 }
          if difference == larger, û[i] != 0, m[i] != 0 { U.absorbed += 1 }
        }
        counts[.U] = U
      }
    }
    if let update = truth.quantities[.update] {
      counts[.θ] = StepCounts(
        absorbed: (0..<before.count).count { i in before[i] == after[i] && !update.values[i].isZero })
    }
    return counts
  }
}
