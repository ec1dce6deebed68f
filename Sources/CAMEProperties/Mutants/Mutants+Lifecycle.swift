internal import CAMECore
internal import Formats

/// What is saved, restored, refused and shared; a run without any of this is that of the reference, but for its last bits.
extension Mutant {
  static func lifecycle<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    restored() + unsaved() + refused() + shared()
  }

  /// What restoring makes of what was saved.
  private static func restored<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn(
        "restored-in-bfloat16", "Restoring rounds the state to the 8 bits of bfloat16, the format of the parameter.",
        seen: "PyTorch, load_state_dict"
      ) {
        $0.restoring = { saved in saved.mapValues { $0.map { $0.rounded(toBits: 8) } } }
      },
      MutantIn("restored-in-half", "Restoring rounds the state to the 11 bits of half precision.") {
        $0.restoring = { saved in saved.mapValues { $0.map { $0.rounded(toBits: 11) } } }
      },
      MutantIn("restored-without-column-instability", "Restoring drops C, which starts from zero again.") {
        $0.restoring = { saved in zeroing(["exp_avg_res_col"], in: saved) }
      },
      MutantIn("restored-without-instability", "Restoring drops R and C, which start from zero again.") {
        $0.restoring = { saved in zeroing(["exp_avg_res_row", "exp_avg_res_col"], in: saved) }
      },
      MutantIn("restored-without-momentum", "Restoring drops the momentum, which starts from zero again.") {
        $0.restoring = { saved in zeroing(["exp_avg"], in: saved) }
      },
      MutantIn("restored-without-vectors", "Restoring drops the second moment of vectors and scalars.") {
        $0.restoring = { saved in zeroing(["exp_avg_sq"], in: saved) }
      },
      MutantIn("restored-under-wrong-name", "Restoring reads R and C from what was saved as r and c.") {
        $0.restoring = { saved in
          var restored = saved
          if let r = saved["exp_avg_sq_row"], let c = saved["exp_avg_sq_col"] {
            (restored["exp_avg_res_row"], restored["exp_avg_res_col"]) = (r, c)
          }
          return restored
        }
      },
      MutantIn("restored-square-transposed", "Restoring exchanges r and c, and R and C, of square matrices.") {
        $0.restoring = { saved in
          var restored = saved
          for moment in ["exp_avg_sq", "exp_avg_res"] {
            guard let row = saved[moment + "_row"], let column = saved[moment + "_col"], row.shape == column.shape
            else { continue }
            (restored[moment + "_row"], restored[moment + "_col"]) = (column, row)
          }
          return restored
        }
      },
    ]
  }

  /// What isn't saved.
  private static func unsaved<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("compensation-unsaved", "θ is summed with Kahan's compensation, which isn't saved.") {
        $0[.θ] = { s in
          let θ = s.decayed(s.θBefore, by: s.k.λη)
          let lost = s.notes["lost"] ?? θ.map { _ in 0 }
          let change = s.zip(s[.update], lost) { -(s.k.η * $0) - $1 }
          let sum = s.zip(θ, change) { $0 + $1 }
          s.notes["lost"] = s.zip(s.zip(sum, θ) { $0 - $1 }, change) { $0 - $1 }
          return sum
        }
      },
      MutantIn("mean-unsaved", "The mean of r is averaged by itself and isn't saved: restoring starts it from zero.") {
        $0[.u] = { s in
          guard s.isMatrix else { return s.x }
          let means = s.notes.average("mean", s.k.β2, s.k.oneMinusβ2, s.rowMeans(s.rowMeans(s.squares)))
          return s.withBatches(s[.g], s[.r], s[.c]) { g, r, c, b in (r / means[b]).inverseRoot * c.inverseRoot * g }
        }
      },
      MutantIn("buffers-on-first-use", "The first step starts the second moment from zero, after restoring too.") {
        $0.each(.secondMoment) { s, quantity in
          s.notes["started"] == nil ? s.term(quantity).map { s.k.oneMinusβ2 * $0 } : s.x
        }
        $0.afterwards = { _, _, s in s.notes["started"] = s[.g] }
      },
    ]
  }

  /// What happens to a gradient of a wrong shape.
  private static func refused<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("refused-after-decay-of-state", "A refused gradient has decayed the momentum already.") {
        $0.refusing = { state, _, k in state.m = state.m.map { k.β1 * $0 } }
      },
      MutantIn("refused-after-decay-of-parameter", "A refused gradient has let θ decay already.") {
        $0.refusing = { _, θ, k in θ = θ.map { $0 - k.λη * $0 } }
      },
      MutantIn("accepts-as-many-elements", "A gradient of another shape is taken if it has as many elements.") {
        $0.accepting = { gradient, shape in
          gradient.count == shape.reduce(1, *) ? gradient.values.shaped(shape) : nil
        }
      },
      MutantIn("accepts-one-element", "A gradient of one element is taken for every element of the parameter.") {
        $0.accepting = { gradient, shape in
          gradient.count == 1 ? Array(repeating: gradient[0], count: shape.reduce(1, *)).shaped(shape) : nil
        }
      },
    ]
  }

  private static func shared<Scalar: Refereed>() -> [MutantIn<Scalar>] {
    [
      MutantIn("state-shared-by-shape", "Tensors of one shape share one state.") { $0.sharesStateByShape = true }
    ]
  }

  private static func zeroing<Scalar: Refereed>(
    _ names: [String], in saved: [String: Tensor<Scalar>]
  ) -> [String: Tensor<Scalar>] {
    Dictionary(uniqueKeysWithValues: saved.map { ($0, names.contains($0) ? $1.map { _ in 0 } : $1) })
  }
}
