internal import BigRealModule
internal import CAMECore
internal import Formats

/// A tensor's run with its format hidden; full speed needs the specializations of ``erase``.
struct ErasedRun {
  /// One step of the reference: every quantity as it truly is.
  let truth: (GradientSource) -> TruthStep
  /// One free step of a policy, measured against the reference's.
  let free: (GradientSource, TruthStep) -> StepOfPolicy
  /// The errors of a step from the true state before it.
  let local: (GradientSource, TruthStep, TruthStep?) -> LocalErrors
  /// One free step that nobody looks at.
  let blind: (GradientSource) -> Void
  /// θ as it is now.
  let parameter: () -> [Expansion]
}

/// Hides the format of a run.
///
/// Opening an existential reaches the unspecialized form, 40 times slower; `@specialized` makes that form jump to the
/// fast one when it meets a format of this list.
#if MPFR
  @specialized(where Scalar == BigReal<1, 53>)
  @specialized(where Scalar == BigReal<2, 113>)
  @specialized(where Scalar == BigReal<2, 127>)
  @specialized(where Scalar == BigReal<4, 255>)
#endif
#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
  @specialized(where Scalar == Float16)
#endif
@specialized(where Scalar == BFloat16)
@specialized(where Scalar == TF32)
@specialized(where Scalar == E4M3)
@specialized(where Scalar == E5M2)
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func erase<Scalar: FormatScalar>(rule: CAME<Scalar>, initial: Tensor<Float>, _ formats: TensorFormats) -> ErasedRun {
  let run = TensorRun(rule: rule.adding(formats.sums), initial: initial, storage: TensorStorage(formats))
  let kept = (formats.kept[.θ]?.quantizer ?? formats.narrowing).map { UlpScale($0) } ?? UlpScale(Scalar.self)
  return ErasedRun(
    truth: { source in
      var result: [Quantity: TruthValues] = [:]
      run.step(source) { quantity, x in
        result[quantity] = TruthValues(x.values.map(\.expansion), shape: x.shape)
      }
      return TruthStep(step: run.state.step, quantities: result)
    },
    free: { source, truth in run.measuredStep(source, truth: truth, kept: kept) },
    local: { source, truth, before in run.localErrors(source, truth: truth, before: before) },
    blind: { source in run.step(source) },
    parameter: { run.parameter.values.map(\.expansion) })
}

extension Policy {
  /// The run of a tensor under this policy.
  func run(
    _ initial: Tensor<Float>, _ hyperparameters: CAMEHyperparameters, seed: UInt64, tensor: Int
  ) -> ErasedRun {
    let formats = TensorFormats(
      kept: stored, narrowing: storage.name == arithmetic.name ? nil : Self.quantizer(storage), sums: sums, seed: seed,
      tensor: tensor)
    func open<A: NumberFormat>(_ arithmetic: A) -> ErasedRun {
      erase(rule: CAME<A.Scalar>(hyperparameters, rounding: rounding), initial: initial, formats)
    }
    return open(arithmetic)
  }

  private static func quantizer<F: NumberFormat>(_ format: F) -> Quantizer { Quantizer(F.Scalar.self) }
}

extension CAME where Scalar: FormatScalar {
  /// The same with its sums added in a wider format.
  @inline(__always)
  func adding(_ sums: Policy.SumFormat?) -> Self {
    let wide: WideSums<Scalar>
    switch sums {
    case nil: return self
    case .float: wide = WideSums(widened: { Float($0.expansion.high) }, rounded: { Scalar(nearest: Double($0)) })
    case .double: wide = WideSums(widened: { $0.expansion.high }, rounded: { Scalar(nearest: $0) })
    }
    return CAME(coefficients: coefficients, form: form, evaluation: evaluation, wideSums: wide)
  }
}
