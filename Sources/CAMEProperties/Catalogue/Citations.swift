internal import Theorems

/// Which theorems the properties rest on; a property that isn't named here isn't proved.
///
/// Exact arithmetic is what most theorems speak of; what rounding adds is the property's bound, which rests on the rules of
/// `Running`, cited where they are tested.
let citations: [String: [Citation]] = [
  "first-step-multiplier": [
    Citation("ClosedForm.steady_first_step", "d9073432"),
    Citation("Defaults.defaults_first_step", "7f05ecd7"),
    Citation("Vector.vector_first_update", "4758e62c"),
  ],
  "constant-gradient-multiplier": [
    Citation("ClosedForm.steady_direction", "b2d8e31d"),
    Citation("ClosedForm.steady_res_closed", "627a989a"),
    Citation("Multiplier.steady_multiplier_cap", "bef5664a"),
  ],
  "multiplier-grows": [
    Citation("Multiplier.steady_res_limit", "1a36cdcb"),
    Citation("Multiplier.single_multiplier_cap", "06841baa"),
  ],
  "factors-not-negative": [
    Citation("Model.row_lower", "28ecd4b5"),
    Citation("Model.res_row_lower", "35a6f551"),
    Citation("Vector.vector_second_lower", "8588bd05"),
  ],
  "factors-above-floor": [
    Citation("Model.row_lower", "28ecd4b5"),
    Citation("Model.res_row_lower", "35a6f551"),
    Citation("Vector.vector_second_lower", "8588bd05"),
    Citation("Ema.ema_const", "5c581ad4"),
  ],
  "factors-below-ceiling": [Citation("Model.row_upper", "2829db42"), Citation("Ema.ema_abs_bound", "ae2d78db")],
  "instability-below-ceiling": [Citation("Model.res_row_mean_le", "dd5c2d39")],
  "clipped-update-bound": [
    Citation("Model.update_rms_le", "3f7c502f"),
    Citation("Clip.rms_clip_eq", "171902ae"),
    Citation("Batch.batch_rms_clip_eq", "8db70504"),
  ],
  "clip-threshold-reached": [
    Citation("Clip.rms_clip_eq", "171902ae"), Citation("Batch.batch_rms_clip_eq", "8db70504"),
  ],
  "clip-is-one-factor": [Citation("Batch.batch_of_one", "bf1474a7")],
  "clip-leaves-alone": [Citation("Clip.clip_noop", "e0868d93"), Citation("Clip.clip_idempotent", "9a884cf5")],
  "momentum-bound": [
    Citation("Model.mom_rms_bound", "810869bf"),
    Citation("Vector.vector_mom_bound", "6f98b3cd"),
    Citation("Vector.ema_rms_bound", "6c66ed5b"),
    Citation("Ema.ema_square_jensen", "1e8b7460"),
  ],
  "vector-update-bound": [Citation("Vector.vector_update_bound", "0a2f3a89")],
  "element-update-bound": [
    Citation("Clip.clip_entry_bound", "f2f0611d"), Citation("Model.mom_entry_bound", "20e6d441"),
  ],
  "displacement-bound": [
    Citation("Model.direction_bound", "a70a8ec4"), Citation("Multiplier.instability_floor", "7dc1de35"),
  ],
  "finite-in-finite-out": [
    Citation("Range.squares_fit", "9344d950"),
    Citation("Range.square_overflows", "31336b6c"),
    Citation("Range.quotient_underflows", "487186e9"),
  ],
  "zero-row-and-column": [
    Citation("Range.quotient_underflows", "487186e9"), Citation("Range.zero_row_binary32", "b4aa92a5"),
  ],
  "average-that-cannot-decay": [
    Citation("Rounding.rnd_absorbs", "c5529caf"), Citation("Rounding.ema_stagnates", "cbb45d5a"),
  ],
  "second-moment-equation": [
    Citation("Model.run_row", "c85498dd"),
    Citation("Vector.vector_second_moment", "0fd5c67f"),
    Citation("FloatSums.mean_square_near", "5d542ef1"),
  ],
  "second-moment-average": [Citation("Ema.ema_closed_form", "dbe0340a"), Citation("Ema.ema_const", "5c581ad4")],
  "momentum-equation": [
    Citation("Model.run_mom", "60963061"),
    Citation("FloatKernel.kernel_error", "545c5b79"),
    Citation("FloatSums.rms_near", "f4c71d4a"),
  ],
  "instability-equation": [
    Citation("Model.run_res_row", "6ed73e29"),
    Citation("StepError.residual_error", "2906356d"),
    Citation("StepError.residual_rounded", "d9d715a2"),
    Citation("StepError.blend_error", "b003a952"),
  ],
  "instability-by-residual": [Citation("StepError.residual_no_relative_bound", "5d0b2dd9")],
  "parameter-equation": [
    Citation("StepError.step_forward_error", "14a9cc71"),
    Citation("StepError.update_error", "ad071c5f"),
    Citation("StepError.instability_error", "38271e14"),
    Citation("StepError.inverse_root_error", "565b8fcc"),
  ],
  "sums-equal-means": [Citation("Factor.factored_means_eq", "85932a43")],
  "row-permutation": [
    Citation("Equivariance.direction_permute", "370bedbf"), Citation("FloatSums.sum_order_gap", "8d0a60c6"),
  ],
  "column-permutation": [
    Citation("Equivariance.direction_permute", "370bedbf"), Citation("FloatSums.sum_order_gap", "8d0a60c6"),
  ],
  "transposition": [
    Citation("Equivariance.direction_transpose", "86d565c0"), Citation("FloatSums.sum_error_gamma", "812c25a1"),
  ],
  "batch-is-separate": [Citation("Batch.batch_separate", "602a7b31")],
  "clip-couples-a-batch": [
    Citation("Batch.batch_couples", "2f66cfc9"), Citation("Batch.batch_member_bound", "d5eed315"),
  ],
  "means-balance": [
    Citation("Model.run_means_agree", "d5c434ea"), Citation("Ema.ema_row_col_means_agree", "f64fe1c5"),
  ],
  "row-and-column-means-kept": [
    Citation("Factor.factored_row_sums", "44ec0908"),
    Citation("Factor.factored_col_sums", "a15626ff"),
  ],
  "divergence-minimal": [
    Citation("Factor.factored_minimises_idiv", "0b3de511"),
    Citation("Factor.factored_unique_minimiser", "e8babe97"),
    Citation("Factor.idiv_pythagoras", "156b552c"),
  ],
  "factoring-error": [
    Citation("Factor.idiv_nonneg", "ac73b613"),
    Citation("Factor.idiv_zero_eq", "58ac6939"),
    Citation("Factor.idiv_pythagoras", "156b552c"),
  ],
  "best-by-brute-force": [Citation("Factor.factored_minimises_idiv", "0b3de511")],
  "exact-on-rank-one": [Citation("Factor.factored_exact_rank_one", "4b2063ca")],
  "unfactored-on-rank-one": [Citation("Factor.factored_exact_rank_one", "4b2063ca")],
  "power-of-two-scaling": [
    Citation("FloatModel.float_scale_exact", "a9bb8fa1"),
    Citation("Rounding.mul_pow2_exact", "c4b722b3"),
    Citation("Equivariance.direction_scale", "3f8b2a08"),
  ],
  "sign-symmetry": [
    Citation("FloatModel.float_flip_exact", "c4789422"), Citation("Equivariance.direction_flip", "841f92af"),
  ],
]
