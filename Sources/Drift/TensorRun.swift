internal import BigRealModule
internal import CAMECore
internal import Formats
internal import RealModule

/// One tensor taken through the steps of a run in one arithmetic.
final class TensorRun<Scalar: FormatScalar> {
  let rule: CAME<Scalar>
  let storing: ((Scalar) -> Scalar)?
  var parameter: Tensor<Scalar>
  var state: CAMEState<Scalar>

  init(rule: CAME<Scalar>, initial: Tensor<Float>, storing: ((Scalar) -> Scalar)?) {
    self.rule = rule
    self.storing = storing
    parameter = initial.map { Scalar(nearest: Double($0)) }
    do {
      state = try rule.initialState(shape: initial.shape)
    } catch {
      preconditionFailure("A tensor that exists has a shape: \(error)")
    }
  }

  /// One step; every quantity is handed to `tap`.
  @inline(__always)
  func step(_ gradient: Tensor<Float>, tap: @escaping StepTap<Scalar>) {
    let gradient = gradient.map { Scalar(nearest: Double($0)) }
    rule.step(&parameter, gradient: gradient, state: &state, tap: tap, storing: storing)
  }
}

/// What a policy's run of one tensor saw at one step.
struct StepOfPolicy {
  /// The errors, by quantity.
  var measured: [Quantity: Measured] = [:]
  /// Parameters that stayed where they were though the true update is not zero.
  var stalled = 0
  /// All quantities as Doubles, if one of them is not finite where the truth is.
  var failure: FailedStep?
}

/// The values of a step in which a quantity turned to NaN or infinity, for finding out why.
struct FailedStep {
  let shape: [Int]
  let quantities: [Quantity: [Double]]
}

/// A tensor's run with its format hidden; full speed needs the specializations of ``erase``.
struct ErasedRun {
  /// One step of the reference.
  let truth: (Tensor<Float>) -> [Quantity: TruthValues]
  /// One step of a policy, measured against the reference's.
  let policy: (Tensor<Float>, [Quantity: TruthValues]) -> StepOfPolicy
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
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func erase<Scalar: FormatScalar>(
  rule: CAME<Scalar>, initial: Tensor<Float>, storage: UlpScale, storing: ((Scalar) -> Scalar)?
) -> ErasedRun {
  let run = TensorRun(rule: rule, initial: initial, storing: storing)
  let arithmetic = UlpScale(Scalar.self)
  return ErasedRun(
    truth: { gradient in
      var result: [Quantity: TruthValues] = [:]
      run.step(gradient) { quantity, x in result[quantity] = TruthValues(x.values.map(\.expansion)) }
      return result
    },
    policy: { gradient, truth in
      var result = StepOfPolicy()
      var seen: [Quantity: Tensor<Scalar>] = [:]
      let before = run.parameter
      run.step(gradient) { quantity, x in
        guard let truth = truth[quantity] else { return }
        result.measured[quantity] = Measured(x, truth: truth, ulp: quantity == .θ ? storage : arithmetic)
        seen[quantity] = x
      }
      if let update = truth[.update] {
        for i in 0..<before.count where before[i] == run.parameter[i] && !update.values[i].isZero {
          result.stalled += 1
        }
      }
      if result.measured.values.contains(where: { $0.nonFinite > 0 }) {
        result.failure = FailedStep(
          shape: before.shape, quantities: seen.mapValues { $0.values.map(\.expansion.high) })
      }
      return result
    })
}
