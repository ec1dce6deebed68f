// swift-format-ignore-file
// Written by `make -C Proofs audit` from the compiled proofs.

extension Theorem {
  /// Every public theorem of `Proofs`.
  public static let all: [Theorem] = [
    Theorem(
      #"Batch.batch_rms_clip_eq"#, #"8db70504"#,
      words: #"the root mean square of the whole batch after the clip is min (rms U) d"#,
      statement: #"forall (d : R) (B m n : nat) (U : nat -> Sums.mat), (0 < B)%nat -> 0 < d -> Batch.batch_rms B m n (Batch.batch_clip d B m n U) = Rmin (Batch.batch_rms B m n U) d"#),
    Theorem(
      #"Batch.batch_of_one"#, #"bf1474a7"#,
      words: #"a batch of one matrix is that matrix"#,
      statement: #"forall (d : R) (m n : nat) (U : nat -> Sums.mat) (i j : nat), Batch.batch_clip d 1 m n U 0 i j = Clip.clip d m n (U 0%nat) i j"#),
    Theorem(
      #"Batch.batch_separate"#, #"602a7b31"#,
      words: #"while the clip doesn't act, matrices don't feel each other"#,
      statement: #"forall (d : R) (B m n : nat) (U : nat -> Sums.mat) (b i j : nat), 0 < d -> Batch.batch_rms B m n U <= d -> Batch.batch_clip d B m n U b i j = U b i j"#),
    Theorem(
      #"Batch.batch_couples"#, #"2f66cfc9"#,
      words: #"when the clip acts matrices feel each other: one that is small enough by itself is changed by its neighbour"#,
      statement: #"exists U : nat -> Sums.mat, Clip.rms 1 1 (U 0%nat) <= 1 /\ Batch.batch_clip 1 2 1 1 U 0 0%nat 0%nat <> U 0%nat 0%nat 0%nat"#),
    Theorem(
      #"Batch.batch_member_bound"#, #"d5eed315"#,
      words: #"one matrix of a batch may exceed the threshold, by sqrt B at most"#,
      statement: #"forall (B m n : nat) (U : nat -> Sums.mat) (b : nat), (0 < m)%nat -> (0 < n)%nat -> (b < B)%nat -> Clip.rms m n (U b) <= sqrt (INR B) * Batch.batch_rms B m n U"#),
    Theorem(
      #"Clip.rms_clip_eq"#, #"171902ae"#,
      words: #"the root mean square after the clip is min (rms U) d"#,
      statement: #"forall (d : R) (m n : nat) (U : Sums.mat), (0 < m)%nat -> (0 < n)%nat -> 0 < d -> Clip.rms m n (Clip.clip d m n U) = Rmin (Clip.rms m n U) d"#),
    Theorem(
      #"Clip.clip_noop"#, #"e0868d93"#,
      words: #"an update that is small enough stays as it is"#,
      statement: #"forall (d : R) (m n : nat) (U : Sums.mat) (i j : nat), 0 < d -> Clip.rms m n U <= d -> Clip.clip d m n U i j = U i j"#),
    Theorem(
      #"Clip.clip_idempotent"#, #"9a884cf5"#,
      words: #"clipping twice is clipping once"#,
      statement: #"forall (d : R) (m n : nat) (U : Sums.mat) (i j : nat), (0 < m)%nat -> (0 < n)%nat -> 0 < d -> Clip.clip d m n (Clip.clip d m n U) i j = Clip.clip d m n U i j"#),
    Theorem(
      #"Clip.clip_entry_bound"#, #"f2f0611d"#,
      words: #"no entry of the clipped update is above d sqrt (m n)"#,
      statement: #"forall (d : R) (m n : nat) (U : Sums.mat) (i j : nat), 0 < d -> (i < m)%nat -> (j < n)%nat -> Rabs (Clip.clip d m n U i j) <= d * sqrt (INR m * INR n)"#),
    Theorem(
      #"Clip.rms_forms_agree"#, #"809eb910"#,
      words: #"the norm over the root of the count is the root of the mean"#,
      statement: #"forall (m n : nat) (U : nat -> nat -> R), (0 < m)%nat -> (0 < n)%nat -> sqrt (Sums.sum2 m n (fun i j : nat => U i j ^ 2)) / sqrt (INR m * INR n) = Clip.rms m n U"#),
    Theorem(
      #"ClosedForm.steady_res_closed"#, #"627a989a"#,
      words: #"the instability under gradients of constant magnitude"#,
      statement: #"forall (p : Model.params) (t : nat), Model.beta1 p ^ 2 <> Model.beta3 p -> ClosedForm.steady_res p t = (1 - Model.beta3 p) * (Model.beta1 p * Model.threshold p) ^ 2 * ((Model.beta3 p ^ t - (Model.beta1 p ^ 2) ^ t) / (Model.beta3 p - Model.beta1 p ^ 2)) + (1 - Model.beta3 p ^ t) * Model.eps2 p"#),
    Theorem(
      #"ClosedForm.steady_direction"#, #"b2d8e31d"#,
      words: #"under such gradients the update is (1 - beta1^t) d / sqrt S_t"#,
      statement: #"forall (p : Model.params) (m n : nat) (c : R) (sg : Sums.mat), Model.valid p -> (0 < m)%nat -> (0 < n)%nat -> 0 < c -> (forall i j : nat, sg i j ^ 2 = 1) -> forall t i j : nat, (0 < t)%nat -> ClosedForm.clipped_until p c t -> Model.direction m (Model.run p m n (fun _ i0 j0 : nat => c * sg i0 j0) t) i j = sg i j * ((1 - Model.beta1 p ^ t) * Model.threshold p / sqrt (ClosedForm.steady_res p t))"#),
    Theorem(
      #"ClosedForm.steady_first_step"#, #"d9073432"#,
      words: #"the first update is (1 - beta1) d / sqrt ((1 - beta3) ((beta1 d)^2 + eps2))"#,
      statement: #"forall (p : Model.params) (m n : nat) (c : R) (sg : Sums.mat), Model.valid p -> (0 < m)%nat -> (0 < n)%nat -> 0 < c -> (forall i j : nat, sg i j ^ 2 = 1) -> forall i j : nat, ClosedForm.clipped_until p c 1 -> Model.direction m (Model.run p m n (fun _ i0 j0 : nat => c * sg i0 j0) 1) i j = sg i j * ((1 - Model.beta1 p) * Model.threshold p / sqrt ((1 - Model.beta3 p) * ((Model.beta1 p * Model.threshold p) ^ 2 + Model.eps2 p)))"#),
    Theorem(
      #"ClosedForm.raw_update_unbounded"#, #"96c937ec"#,
      words: #"without the clip an update has no bound: diag (1, x)"#,
      statement: #"forall K : R, 0 < K -> exists x : R, 0 < x /\ K < ClosedForm.diag2 x 1%nat 1%nat / Factor.factored 2 2 (ClosedForm.diag2 x) 1%nat 1%nat"#),
    Theorem(
      #"ClosedForm.decay_box"#, #"4f807750"#,
      words: #"decoupled decay keeps parameters in a box"#,
      statement: #"forall rate decay X w u : R, 0 < rate -> 0 < decay -> rate * decay <= 1 -> 0 <= X -> Rabs w <= X / decay -> Rabs u <= X -> Rabs (w - rate * decay * w - rate * u) <= X / decay"#),
    Theorem(
      #"Defaults.defaults_valid"#, #"8e1d4f63"#,
      words: #"the default hyperparameters are valid"#,
      statement: #"Model.valid Defaults.defaults"#),
    Theorem(
      #"Defaults.defaults_clipped"#, #"54c3e12a"#,
      words: #"a steady gradient is clipped for a thousand steps"#,
      statement: #"ClosedForm.clipped_until Defaults.defaults 1 1000"#),
    Theorem(
      #"Defaults.defaults_first_step"#, #"7f05ecd7"#,
      words: #"the first step is 11.1 times the learning rate"#,
      statement: #"11.1 < (1 - 0.9) * 1 / sqrt ((1 - 0.9999) * ((0.9 * 1) ^ 2 + / 10 ^ 16)) < 11.12"#),
    Theorem(
      #"Defaults.beta3_bfloat16"#, #"8a27b9dc"#,
      words: #"0.9999 rounds to one"#,
      statement: #"Rounding.rnd 8 (-133) 0.9999 = 1"#),
    Theorem(
      #"Defaults.beta3_binary16"#, #"74e2efe4"#,
      words: #"0.9999 rounds to one"#,
      statement: #"Rounding.rnd 11 (-24) 0.9999 = 1"#),
    Theorem(
      #"Defaults.residual_stagnates_bfloat16"#, #"f9b42696"#,
      words: #"an instability that is kept in bfloat16 ignores whatever is less than ten times as large"#,
      statement: #"forall s x : R, Rounding.format 8 (-133) s -> 0 < s -> Rounding.normal 8 (-133) s -> 0 <= x <= 10 * s -> Rounding.rnd 8 (-133) (0.9999 * s + (1 - 0.9999) * x) = s"#),
    Theorem(
      #"Defaults.contraction_binary32"#, #"da3fcab7"#,
      words: #"in binary32 a rounded average with 0.9999 forgets"#,
      statement: #"0.9999 * (1 + Rounding.u 24) ^ 2 < 1"#),
    Theorem(
      #"Defaults.no_contraction_bfloat16"#, #"0af1289a"#,
      words: #"in bfloat16 not even one with 0.999 must"#,
      statement: #"1 < 0.999 * (1 + Rounding.u 8) ^ 2"#),
    Theorem(
      #"Ema.ema_const"#, #"5c581ad4"#,
      words: #"the weights of an average add up to 1 - b^t"#,
      statement: #"forall (b c : R) (t : nat), Ema.ema b (fun _ : nat => c) t = (1 - b ^ t) * c"#),
    Theorem(
      #"Ema.ema_closed_form"#, #"dbe0340a"#,
      words: #"x_t = (1 - b) sum b^(t - 1 - k) y_k"#,
      statement: #"forall (b : R) (x : Sums.vec) (t : nat), Ema.ema b x t = (1 - b) * Sums.sum t (fun k : nat => b ^ (t - 1 - k) * x k)"#),
    Theorem(
      #"Ema.ema_abs_bound"#, #"ae2d78db"#,
      words: #"|x_t| <= (1 - b^t) X for inputs up to X"#,
      statement: #"forall (b : R) (x : nat -> R) (X : R) (t : nat), 0 <= b <= 1 -> (forall k : nat, (k < t)%nat -> Rabs (x k) <= X) -> Rabs (Ema.ema b x t) <= (1 - b ^ t) * X"#),
    Theorem(
      #"Ema.ema_square_jensen"#, #"1e8b7460"#,
      words: #"x_t^2 <= (1 - b^t) times the average of the squares"#,
      statement: #"forall (b : R) (x : Sums.vec) (t : nat), 0 <= b <= 1 -> Ema.ema b x t ^ 2 <= (1 - b ^ t) * Ema.ema b (fun k : nat => x k ^ 2) t"#),
    Theorem(
      #"Ema.ema_row_col_means_agree"#, #"f64fe1c5"#,
      words: #"averages of row means and of column means have one mean"#,
      statement: #"forall (b : R) (m n : nat) (V : nat -> Sums.mat) (t : nat), Sums.mean m (fun i : nat => Ema.ema b (fun k : nat => Sums.row_mean n (V k) i) t) = Sums.mean n (fun j : nat => Ema.ema b (fun k : nat => Sums.col_mean m (V k) j) t)"#),
    Theorem(
      #"Equivariance.direction_flip"#, #"841f92af"#,
      words: #"other signs of entries flip the same entries of the update"#,
      statement: #"forall (p : Model.params) (m n : nat) (sg : Sums.mat), (forall i j : nat, sg i j ^ 2 = 1) -> forall (G : nat -> Sums.mat) (t i j : nat), (i < m)%nat -> (j < n)%nat -> Model.direction m (Model.run p m n (fun k : nat => Equivariance.flip sg (G k)) t) i j = sg i j * Model.direction m (Model.run p m n G t) i j"#),
    Theorem(
      #"Equivariance.direction_scale"#, #"3f8b2a08"#,
      words: #"gradients times c > 0 and eps1 times c^2 change nothing"#,
      statement: #"forall (p : Model.params) (m n : nat) (c : R), 0 < c -> (0 < m)%nat -> forall (G : nat -> Sums.mat) (t i j : nat), Model.valid p -> (i < m)%nat -> (j < n)%nat -> Model.direction m (Model.run (Equivariance.scale_params p c) m n (fun k : nat => Equivariance.scale c (G k)) t) i j = Model.direction m (Model.run p m n G t) i j"#),
    Theorem(
      #"Equivariance.direction_transpose"#, #"86d565c0"#,
      words: #"transposed gradients are transposed updates, though the code divides by the mean of the rows alone"#,
      statement: #"forall p : Model.params, Model.valid p -> forall (m n : nat) (G : nat -> Sums.mat) (t i j : nat), (0 < t)%nat -> (i < m)%nat -> (j < n)%nat -> Model.direction n (Model.run p n m (fun k : nat => Sums.transpose (G k)) t) j i = Model.direction m (Model.run p m n G t) i j"#),
    Theorem(
      #"Equivariance.direction_permute"#, #"370bedbf"#,
      words: #"rows and columns in another order are updates in that order"#,
      statement: #"forall (p : Model.params) (m n : nat) (pr pc : nat -> nat), Sums.permutes m pr -> Sums.permutes n pc -> forall (G : nat -> Sums.mat) (t i j : nat), (i < m)%nat -> (j < n)%nat -> Model.direction m (Model.run p m n (fun k : nat => Equivariance.permute pr pc (G k)) t) i j = Model.direction m (Model.run p m n G t) (pr i) (pc j)"#),
    Theorem(
      #"Factor.factored_means_eq"#, #"85932a43"#,
      words: #"means in place of sums rebuild the same matrix"#,
      statement: #"forall (m n : nat) (V : Sums.mat) (i j : nat), (0 < m)%nat -> (0 < n)%nat -> Sums.sum2 m n V <> 0 -> Factor.factored_means m n V i j = Factor.factored m n V i j"#),
    Theorem(
      #"Factor.factored_row_sums"#, #"44ec0908"#,
      words: #"the estimate has the row and column sums of V"#,
      statement: #"forall (m n : nat) (V : Sums.mat) (i : nat), Sums.sum2 m n V <> 0 -> Sums.row_sum n (Factor.factored m n V) i = Sums.row_sum n V i"#),
    Theorem(
      #"Factor.factored_col_sums"#, #"a15626ff"#,
      words: #"the estimate has the row and column sums of V"#,
      statement: #"forall (m n : nat) (V : Sums.mat) (j : nat), Sums.sum2 m n V <> 0 -> Sums.col_sum m (Factor.factored m n V) j = Sums.col_sum m V j"#),
    Theorem(
      #"Factor.factored_exact_rank_one"#, #"4b2063ca"#,
      words: #"of a matrix a b^T the estimate loses nothing"#,
      statement: #"forall (m n : nat) (a b : Sums.vec) (i j : nat), Sums.sum m a <> 0 -> Sums.sum n b <> 0 -> Factor.factored m n (fun i0 j0 : nat => a i0 * b j0) i j = a i * b j"#),
    Theorem(
      #"Factor.factored_idempotent"#, #"84aa9cf8"#,
      words: #"an estimate of the estimate is the same"#,
      statement: #"forall (m n : nat) (V : Sums.mat) (i j : nat), Sums.sum2 m n V <> 0 -> Factor.factored m n (Factor.factored m n V) i j = Factor.factored m n V i j"#),
    Theorem(
      #"Factor.idiv_nonneg"#, #"ac73b613"#,
      words: #"the I-divergence is nonnegative, and zero only between equal matrices"#,
      statement: #"forall (m n : nat) (V W : nat -> nat -> R), (forall i j : nat, (i < m)%nat -> (j < n)%nat -> 0 <= V i j) -> (forall i j : nat, (i < m)%nat -> (j < n)%nat -> 0 < W i j) -> 0 <= Factor.idiv m n V W"#),
    Theorem(
      #"Factor.idiv_zero_eq"#, #"58ac6939"#,
      words: #"the I-divergence is nonnegative, and zero only between equal matrices"#,
      statement: #"forall (m n : nat) (V W : nat -> nat -> R), (forall i j : nat, (i < m)%nat -> (j < n)%nat -> 0 <= V i j) -> (forall i j : nat, (i < m)%nat -> (j < n)%nat -> 0 < W i j) -> Factor.idiv m n V W = 0 -> forall i j : nat, (i < m)%nat -> (j < n)%nat -> V i j = W i j"#),
    Theorem(
      #"Factor.idiv_pythagoras"#, #"156b552c"#,
      words: #"I(V, a b^T) = I(V, Vhat) + I(Vhat, a b^T)"#,
      statement: #"forall (m n : nat) (V : Sums.mat), (forall i j : nat, (i < m)%nat -> (j < n)%nat -> 0 <= V i j) -> (forall i : nat, (i < m)%nat -> 0 < Sums.row_sum n V i) -> (forall j : nat, (j < n)%nat -> 0 < Sums.col_sum m V j) -> (0 < m)%nat -> forall a b : Sums.vec, (forall i : nat, (i < m)%nat -> 0 < a i) -> (forall j : nat, (j < n)%nat -> 0 < b j) -> Factor.idiv m n V (fun i j : nat => a i * b j) = Factor.idiv m n V (Factor.factored m n V) + Factor.idiv m n (Factor.factored m n V) (fun i j : nat => a i * b j)"#),
    Theorem(
      #"Factor.factored_minimises_idiv"#, #"0b3de511"#,
      words: #"of all matrices of rank one the estimate is the nearest to V, and the only one"#,
      statement: #"forall (m n : nat) (V : Sums.mat), (forall i j : nat, (i < m)%nat -> (j < n)%nat -> 0 <= V i j) -> (forall i : nat, (i < m)%nat -> 0 < Sums.row_sum n V i) -> (forall j : nat, (j < n)%nat -> 0 < Sums.col_sum m V j) -> (0 < m)%nat -> forall a b : Sums.vec, (forall i : nat, (i < m)%nat -> 0 < a i) -> (forall j : nat, (j < n)%nat -> 0 < b j) -> Factor.idiv m n V (Factor.factored m n V) <= Factor.idiv m n V (fun i j : nat => a i * b j)"#),
    Theorem(
      #"Factor.factored_unique_minimiser"#, #"e8babe97"#,
      words: #"of all matrices of rank one the estimate is the nearest to V, and the only one"#,
      statement: #"forall (m n : nat) (V : Sums.mat), (forall i j : nat, (i < m)%nat -> (j < n)%nat -> 0 <= V i j) -> (forall i : nat, (i < m)%nat -> 0 < Sums.row_sum n V i) -> (forall j : nat, (j < n)%nat -> 0 < Sums.col_sum m V j) -> (0 < m)%nat -> forall a b : Sums.vec, (forall i : nat, (i < m)%nat -> 0 < a i) -> (forall j : nat, (j < n)%nat -> 0 < b j) -> Factor.idiv m n V (fun i j : nat => a i * b j) = Factor.idiv m n V (Factor.factored m n V) -> forall i j : nat, (i < m)%nat -> (j < n)%nat -> a i * b j = Factor.factored m n V i j"#),
    Theorem(
      #"FloatKernel.kernel_error"#, #"545c5b79"#,
      words: #"rsqrt (r / mu) * rsqrt c * g, rounded after every operation, is within (1 + u)^7 - 1 of the exact one"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall r mu c g : R, 0 < r -> 0 < mu -> 0 < c -> 0 <= g -> Rounding.normal prec emin (r / mu) -> FloatKernel.rsqrt_normal prec emin (Rounding.rnd prec emin (r / mu)) -> FloatKernel.rsqrt_normal prec emin c -> Rounding.normal prec emin (FloatModel.frsqrt (Rounding.rnd prec emin) (Rounding.rnd prec emin (r / mu)) * FloatModel.frsqrt (Rounding.rnd prec emin) c) -> Rounding.normal prec emin (Rounding.rnd prec emin (FloatModel.frsqrt (Rounding.rnd prec emin) (Rounding.rnd prec emin (r / mu)) * FloatModel.frsqrt (Rounding.rnd prec emin) c) * g) -> Rabs (Rounding.rnd prec emin (Rounding.rnd prec emin (FloatModel.frsqrt (Rounding.rnd prec emin) (Rounding.rnd prec emin (r / mu)) * FloatModel.frsqrt (Rounding.rnd prec emin) c) * g) - / sqrt (r / mu) * / sqrt c * g) <= ((1 + Rounding.u prec) ^ 7 - 1) * (/ sqrt (r / mu) * / sqrt c * g)"#),
    Theorem(
      #"FloatKernel.kernel_witness"#, #"890c3808"#,
      words: #"the hypotheses of the kernel's error can be met"#,
      statement: #"Rabs (Rounding.rnd 24 (-149) (Rounding.rnd 24 (-149) (FloatModel.frsqrt (Rounding.rnd 24 (-149)) (Rounding.rnd 24 (-149) (1 / 1)) * FloatModel.frsqrt (Rounding.rnd 24 (-149)) 1) * 1) - / sqrt (1 / 1) * / sqrt 1 * 1) <= ((1 + Rounding.u 24) ^ 7 - 1) * (/ sqrt (1 / 1) * / sqrt 1 * 1)"#),
    Theorem(
      #"FloatModel.float_scale_exact"#, #"a9bb8fa1"#,
      words: #"gradients times 2^k and eps1 times 4^k change no bit of the update, away from underflow and overflow"#,
      statement: #"forall prec : Z, FLX.Prec_gt_0 prec -> forall (p : Model.params) (m n : nat) (c1 c2 c3 : R), 0 <= Model.beta2 p -> 0 <= c2 -> 0 <= Model.eps1 p -> forall (G : nat -> Sums.mat) (t : nat) (k : Z) (i j : nat), FloatModel.fdirection (FloatModel.frnd prec) (FloatModel.loop_sum prec) m (FloatModel.frun (FloatModel.frnd prec) (FloatModel.loop_sum prec) (FloatModel.pscale_params p k) m n c1 c2 c3 (fun q : nat => FloatModel.pscale k (G q)) t) i j = FloatModel.fdirection (FloatModel.frnd prec) (FloatModel.loop_sum prec) m (FloatModel.frun (FloatModel.frnd prec) (FloatModel.loop_sum prec) p m n c1 c2 c3 G t) i j"#),
    Theorem(
      #"FloatModel.float_flip_exact"#, #"c4789422"#,
      words: #"other signs of entries flip signs and no other bit"#,
      statement: #"forall prec : Z, FLX.Prec_gt_0 prec -> forall (p : Model.params) (m n : nat) (c1 c2 c3 : R) (sg : nat -> nat -> R) (G : nat -> Sums.mat) (t : nat), (forall i j : nat, sg i j = 1 \/ sg i j = -1) -> FloatModel.state_eq (FloatModel.frun (FloatModel.frnd prec) (FloatModel.loop_sum prec) p m n c1 c2 c3 (fun q : nat => FloatModel.fflip sg (G q)) t) (FloatModel.fflip_state sg (FloatModel.frun (FloatModel.frnd prec) (FloatModel.loop_sum prec) p m n c1 c2 c3 G t))"#),
    Theorem(
      #"FloatSums.sum_error_gamma"#, #"812c25a1"#,
      words: #"a sum in any order is off by at most gamma (n - 1) times the magnitudes"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (t : FloatSums.tree) (xs : list R), Permutation.Permutation (FloatSums.leaves t) xs -> (forall x : R, In x xs -> Rounding.format prec emin x) -> INR (length xs - 1) * Rounding.u prec < 1 -> Rabs (FloatSums.feval prec emin t - Sums.lsum xs) <= Rounding.gamma prec (length xs - 1) * FloatSums.abs_sum xs"#),
    Theorem(
      #"FloatSums.sum_order_gap"#, #"8d0a60c6"#,
      words: #"two orders of one sum differ by at most twice that"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (t t' : FloatSums.tree) (xs : list R), Permutation.Permutation (FloatSums.leaves t) xs -> Permutation.Permutation (FloatSums.leaves t') xs -> (forall x : R, In x xs -> Rounding.format prec emin x) -> INR (length xs - 1) * Rounding.u prec < 1 -> Rabs (FloatSums.feval prec emin t - FloatSums.feval prec emin t') <= 2 * Rounding.gamma prec (length xs - 1) * FloatSums.abs_sum xs"#),
    Theorem(
      #"FloatSums.dot_error"#, #"db07bad0"#,
      words: #"a sum of products: one rounding more"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall t : FloatSums.tree, (forall p : R, In p (FloatSums.leaves t) -> Rounding.normal prec emin p) -> Rabs (FloatSums.feval prec emin (FloatSums.round_leaves prec emin t) - FloatSums.exact t) <= ((1 + Rounding.u prec) ^ (FloatSums.depth t + 1) - 1) * FloatSums.abs_sum (FloatSums.leaves t)"#),
    Theorem(
      #"FloatSums.mean_square_near"#, #"5d542ef1"#,
      words: #"the mean of g^2 + eps, within depth + 3 roundings"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (e N : R) (t : FloatSums.tree), Rounding.format prec emin e -> 0 <= e -> 0 < N -> (forall x : R, In x (FloatSums.leaves t) -> Rounding.normal prec emin (x * x)) -> Rounding.normal prec emin (FloatSums.feval prec emin (FloatSums.square_tree prec emin e t) / N) -> Rounding.near prec (FloatSums.depth t + 3) (FloatSums.fmean_square prec emin e N t) (FloatSums.exact (FloatSums.square_tree_exact e t) / N)"#),
    Theorem(
      #"FloatSums.rms_near"#, #"f4c71d4a"#,
      words: #"the root of a mean square, within half of those roundings and one"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (e N : R) (t : FloatSums.tree) (k : nat), Rounding.format prec emin e -> 0 <= e -> 0 < N -> (forall x : R, In x (FloatSums.leaves t) -> Rounding.normal prec emin (x * x)) -> Rounding.normal prec emin (FloatSums.feval prec emin (FloatSums.square_tree prec emin e t) / N) -> Rounding.normal prec emin (sqrt (FloatSums.fmean_square prec emin e N t)) -> (FloatSums.depth t + 3 <= 2 * k)%nat -> Rounding.near prec (k + 1) (Rounding.rnd prec emin (sqrt (FloatSums.fmean_square prec emin e N t))) (sqrt (FloatSums.exact (FloatSums.square_tree_exact e t) / N))"#),
    Theorem(
      #"FloatSums.fema_bounded"#, #"d33ad344"#,
      words: #"a rounded average stays in bounds while b (1 + u)^2 < 1"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (b b' : R) (x : nat -> R) (X : R) (t : nat), 0 <= b -> 0 <= b' -> b * (1 + Rounding.u prec) ^ 2 < 1 -> (forall k : nat, 0 <= x k <= X) -> (forall k : nat, Rounding.normal prec emin (b * FloatSums.fema prec emin b b' x k)) -> (forall k : nat, Rounding.normal prec emin (b' * x k)) -> 0 <= FloatSums.fema prec emin b b' x t <= b' * (1 + Rounding.u prec) ^ 2 * X / (1 - b * (1 + Rounding.u prec) ^ 2)"#),
    Theorem(
      #"FloatSums.fema_error"#, #"1851d73a"#,
      words: #"a rounded average stays near the exact one, uniformly in t"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (b b' : R) (x : nat -> R) (X : R) (t : nat), 0 <= b -> 0 <= b' -> b * (1 + Rounding.u prec) ^ 2 < 1 -> (forall k : nat, 0 <= x k <= X) -> (forall k : nat, Rounding.normal prec emin (b * FloatSums.fema prec emin b b' x k)) -> (forall k : nat, Rounding.normal prec emin (b' * x k)) -> let e := (1 + Rounding.u prec) ^ 2 - 1 in Rabs (FloatSums.fema prec emin b b' x t - FloatSums.rema b b' x t) <= e * (b' * X / (1 - b)) / (1 - b * (1 + Rounding.u prec) ^ 2)"#),
    Theorem(
      #"FloatSums.sums_witness"#, #"d7239783"#,
      words: #"the hypotheses of the float sums can be met"#,
      statement: #"Rounding.near 24 4 (FloatSums.fmean_square 24 (-149) 0 2 (FloatSums.Node (FloatSums.Leaf 1) (FloatSums.Leaf 1))) (FloatSums.exact (FloatSums.square_tree_exact 0 (FloatSums.Node (FloatSums.Leaf 1) (FloatSums.Leaf 1))) / 2)"#),
    Theorem(
      #"Model.run_row"#, #"c85498dd"#,
      words: #"every part of the state is a moving average of what the steps saw"#,
      statement: #"forall (p : Model.params) (m n : nat) (G : nat -> Sums.mat) (t i : nat), Model.row (Model.run p m n G t) i = Ema.ema (Model.beta2 p) (fun k : nat => Sums.row_mean n (Model.square_plus (Model.eps1 p) (G k)) i) t"#),
    Theorem(
      #"Model.run_mom"#, #"60963061"#,
      words: #"every part of the state is a moving average of what the steps saw"#,
      statement: #"forall (p : Model.params) (m n : nat) (G : nat -> Sums.mat) (t i j : nat), Model.mom (Model.run p m n G t) i j = Ema.ema (Model.beta1 p) (fun k : nat => Model.update_at p m n G k i j) t"#),
    Theorem(
      #"Model.run_res_row"#, #"6ed73e29"#,
      words: #"every part of the state is a moving average of what the steps saw"#,
      statement: #"forall (p : Model.params) (m n : nat) (G : nat -> Sums.mat) (t i : nat), Model.res_row (Model.run p m n G t) i = Ema.ema (Model.beta3 p) (fun k : nat => Sums.row_mean n (Model.residual_at p m n G k) i) t"#),
    Theorem(
      #"Model.run_means_agree"#, #"d5c434ea"#,
      words: #"the two factors have one mean on every reachable state"#,
      statement: #"forall (p : Model.params) (m n : nat) (G : nat -> Sums.mat) (t : nat), Sums.mean m (Model.row (Model.run p m n G t)) = Sums.mean n (Model.col (Model.run p m n G t))"#),
    Theorem(
      #"Model.row_lower"#, #"28ecd4b5"#,
      words: #"no factor falls under (1 - beta^t) eps"#,
      statement: #"forall (p : Model.params) (m n : nat), Model.valid p -> (0 < n)%nat -> forall (G : nat -> Sums.mat) (t i : nat), (1 - Model.beta2 p ^ t) * Model.eps1 p <= Model.row (Model.run p m n G t) i"#),
    Theorem(
      #"Model.res_row_lower"#, #"35a6f551"#,
      words: #"no factor falls under (1 - beta^t) eps"#,
      statement: #"forall (p : Model.params) (m n : nat), Model.valid p -> (0 < n)%nat -> forall (G : nat -> Sums.mat) (t i : nat), (1 - Model.beta3 p ^ t) * Model.eps2 p <= Model.res_row (Model.run p m n G t) i"#),
    Theorem(
      #"Model.row_upper"#, #"2829db42"#,
      words: #"no factor rises above (1 - beta2^t) (g^2 + eps1)"#,
      statement: #"forall (p : Model.params) (m n : nat), Model.valid p -> (0 < n)%nat -> forall (G : nat -> nat -> nat -> R) (t i : nat) (g : R), (forall k i0 j : nat, (k < t)%nat -> Rabs (G k i0 j) <= g) -> Model.row (Model.run p m n G t) i <= (1 - Model.beta2 p ^ t) * (g ^ 2 + Model.eps1 p)"#),
    Theorem(
      #"Model.update_rms_le"#, #"3f7c502f"#,
      words: #"the clipped update has a root mean square of at most d"#,
      statement: #"forall (p : Model.params) (m n : nat), Model.valid p -> (0 < m)%nat -> (0 < n)%nat -> forall (G : nat -> Sums.mat) (t : nat), Clip.rms m n (Model.update_at p m n G t) <= Model.threshold p"#),
    Theorem(
      #"Model.mom_entry_bound"#, #"20e6d441"#,
      words: #"no entry of the momentum is above (1 - beta1^t) d sqrt (m n)"#,
      statement: #"forall (p : Model.params) (m n : nat), Model.valid p -> forall (G : nat -> Sums.mat) (t i j : nat), (i < m)%nat -> (j < n)%nat -> Rabs (Model.mom (Model.run p m n G t) i j) <= (1 - Model.beta1 p ^ t) * (Model.threshold p * sqrt (INR m * INR n))"#),
    Theorem(
      #"Model.mom_rms_bound"#, #"810869bf"#,
      words: #"the momentum has a root mean square of at most (1 - beta1^t) d"#,
      statement: #"forall (p : Model.params) (m n : nat), Model.valid p -> (0 < m)%nat -> (0 < n)%nat -> forall (G : nat -> Sums.mat) (t : nat), Clip.rms m n (Model.mom (Model.run p m n G t)) <= (1 - Model.beta1 p ^ t) * Model.threshold p"#),
    Theorem(
      #"Model.res_row_mean_le"#, #"dd5c2d39"#,
      words: #"the factors of the instability have a mean of at most (1 - beta3^t) (4 beta1^2 d^2 + eps2)"#,
      statement: #"forall (p : Model.params) (m n : nat), Model.valid p -> (0 < m)%nat -> (0 < n)%nat -> forall (G : nat -> Sums.mat) (t : nat), Sums.mean m (Model.res_row (Model.run p m n G t)) <= (1 - Model.beta3 p ^ t) * (4 * Model.beta1 p ^ 2 * Model.threshold p ^ 2 + Model.eps2 p)"#),
    Theorem(
      #"Model.direction_bound"#, #"a70a8ec4"#,
      words: #"no gradient makes an entry of the update larger than (1 - beta1^t) d sqrt (m n) sqrt (4 beta1^2 d^2 + eps2) / (eps2 sqrt (1 - beta3^t))"#,
      statement: #"forall (p : Model.params) (m n : nat), Model.valid p -> (0 < m)%nat -> (0 < n)%nat -> forall (G : nat -> Sums.mat) (t i j : nat), (0 < t)%nat -> (i < m)%nat -> (j < n)%nat -> Rabs (Model.direction m (Model.run p m n G t) i j) <= (1 - Model.beta1 p ^ t) * (Model.threshold p * sqrt (INR m * INR n)) * (sqrt (4 * Model.beta1 p ^ 2 * Model.threshold p ^ 2 + Model.eps2 p) / (Model.eps2 p * sqrt (1 - Model.beta3 p ^ t)))"#),
    Theorem(
      #"Multiplier.instability_floor"#, #"7dc1de35"#,
      words: #"on every reachable state S >= (1 - beta3^t) eps2^2 / (4 beta1^2 d^2 + eps2)"#,
      statement: #"forall (p : Model.params) (m n : nat), Model.valid p -> (0 < m)%nat -> (0 < n)%nat -> forall (G : nat -> Sums.mat) (t i j : nat), (0 < t)%nat -> (1 - Model.beta3 p ^ t) * Model.eps2 p ^ 2 / (4 * Model.beta1 p ^ 2 * Model.threshold p ^ 2 + Model.eps2 p) <= Multiplier.instability m (Model.run p m n G t) i j"#),
    Theorem(
      #"Multiplier.single_multiplier_cap"#, #"06841baa"#,
      words: #"of a single element 1 / sqrt S is at most 1 / sqrt ((1 - beta3^t) eps2), whatever the gradients"#,
      statement: #"forall (p : Model.params) (G : nat -> Sums.mat) (t : nat), Model.valid p -> (0 < t)%nat -> / sqrt (Multiplier.instability 1 (Model.run p 1 1 G t) 0%nat 0%nat) <= / sqrt ((1 - Model.beta3 p ^ t) * Model.eps2 p)"#),
    Theorem(
      #"Multiplier.steady_multiplier_cap"#, #"bef5664a"#,
      words: #"so it is of any matrix under gradients of constant magnitude"#,
      statement: #"forall p : Model.params, Model.valid p -> forall t : nat, (0 < t)%nat -> / sqrt (ClosedForm.steady_res p t) <= / sqrt ((1 - Model.beta3 p ^ t) * Model.eps2 p)"#),
    Theorem(
      #"Multiplier.steady_res_limit"#, #"1a36cdcb"#,
      words: #"under such gradients S falls to eps2, so that the multiplier comes as near to 1 / sqrt eps2 (10^8 with the defaults) as one likes while updates stay clipped: no learning rate bounds the step"#,
      statement: #"forall p : Model.params, Model.valid p -> forall delta : R, Model.beta1 p ^ 2 < Model.beta3 p -> 0 < delta -> exists T : nat, forall t : nat, (T <= t)%nat -> ClosedForm.steady_res p t <= Model.eps2 p + delta"#),
    Theorem(
      #"Multiplier.multiplier_witness"#, #"c206cbda"#,
      words: #"the hypotheses of the multiplier's growth can be met"#,
      statement: #"forall delta : R, 0 < delta -> exists T : nat, forall t : nat, (T <= t)%nat -> ClosedForm.steady_res Defaults.defaults t <= / 10 ^ 16 + delta"#),
    Theorem(
      #"OracleInterval.interval_states_enclose"#, #"6a49931c"#,
      words: #"whatever numbers lie in the given parameters and gradients, every number of every state lies in the interval that is printed"#,
      statement: #"forall (prec : OracleInterval.F.precision) (o : Oracle.order) (p : Oracle.oparams OracleInterval.I.type) (q : Oracle.oparams R) (m n : nat) (Gs : list (list (list OracleInterval.I.type))) (Hs : list (list (list R))), OracleRelated.related_params OracleInterval.encloses p q -> Forall2 (Forall2 (Forall2 OracleInterval.encloses)) Gs Hs -> Forall2 (OracleRelated.related_state OracleInterval.encloses) (Oracle.ostates (OracleInterval.I_arith prec) o p m n (Oracle.ozero (OracleInterval.I_arith prec) m n) Gs) (Oracle.ostates OracleInterval.R_arith o q m n (Oracle.ozero OracleInterval.R_arith m n) Hs)"#),
    Theorem(
      #"OracleInterval.rational_encloses"#, #"fa1a0d02"#,
      words: #"a rational parameter lies in its interval"#,
      statement: #"forall (prec : OracleInterval.F.precision) (a b : Z), OracleInterval.encloses (OracleInterval.rational prec (a, b)) (IZR a / IZR b)"#),
    Theorem(
      #"OracleInterval.dyadic_encloses"#, #"b856c94c"#,
      words: #"a gradient lies in its interval"#,
      statement: #"forall m e : Z, OracleInterval.encloses (OracleInterval.dyadic (m, e)) (IZR m * Raux.bpow Zaux.radix2 e)"#),
    Theorem(
      #"OracleLink.oracle_encloses_direction"#, #"637b7bf6"#,
      words: #"every Model.direction lies in the oracle's intervals"#,
      statement: #"forall (prec : OracleInterval.F.precision) (o : Oracle.order) (p : Oracle.oparams OracleInterval.I.type) (q : Model.params) (m n : nat) (Gs : list (list (list OracleInterval.I.type))) (G : nat -> Sums.mat) (t : nat), (0 < m)%nat -> (0 < n)%nat -> OracleRelated.related_params OracleInterval.encloses p (OracleLink.to_oparams q) -> Forall2 (Forall2 (Forall2 OracleInterval.encloses)) Gs (OracleLink.tab t (fun k : nat => OracleLink.tab2 m n (G k))) -> Forall2 (Forall2 OracleInterval.encloses) (Oracle.odirection (OracleInterval.I_arith prec) o (OracleRelated.orun o m n (OracleInterval.I_arith prec) p (Oracle.ozero (OracleInterval.I_arith prec) m n) Gs)) (OracleLink.tab2 m n (Model.direction m (Model.run q m n G t)))"#),
    Theorem(
      #"OracleLink.oracle_encloses_run"#, #"d7a0f2c9"#,
      words: #"every state of Model.run lies in the oracle's intervals"#,
      statement: #"forall (prec : OracleInterval.F.precision) (o : Oracle.order) (p : Oracle.oparams OracleInterval.I.type) (q : Model.params) (m n : nat) (Gs : list (list (list OracleInterval.I.type))) (G : nat -> Sums.mat) (t : nat), (0 < m)%nat -> (0 < n)%nat -> OracleRelated.related_params OracleInterval.encloses p (OracleLink.to_oparams q) -> Forall2 (Forall2 (Forall2 OracleInterval.encloses)) Gs (OracleLink.tab t (fun k : nat => OracleLink.tab2 m n (G k))) -> Forall2 (OracleRelated.related_state OracleInterval.encloses) (Oracle.ostates (OracleInterval.I_arith prec) o p m n (Oracle.ozero (OracleInterval.I_arith prec) m n) Gs) (OracleLink.tab t (fun k : nat => OracleLink.to_ostate m n (Model.run q m n G (S k))))"#),
    Theorem(
      #"Range.rnd_zero_iff"#, #"94a0cc62"#,
      words: #"a number rounds to zero exactly if it is at most half of the least positive one"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall x : R, 0 <= x -> Rounding.rnd prec emin x = 0 <-> x <= Rounding.pow2 (emin - 1)"#),
    Theorem(
      #"Range.quotient_underflows"#, #"487186e9"#,
      words: #"r / mu rounds to zero exactly if r <= mu 2^(emin - 1): then the reciprocal root is infinite, and a gradient of zero in that row makes NaN"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall r mu : R, 0 <= r -> 0 < mu -> Rounding.rnd prec emin (r / mu) = 0 <-> r <= mu * Rounding.pow2 (emin - 1)"#),
    Theorem(
      #"Range.square_overflows"#, #"31336b6c"#,
      words: #"a gradient from 2^k on has a square of at least 2^(2k)"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (k : Z) (g : R), (emin <= k + k)%Z -> Rounding.pow2 k <= Rabs g -> Rounding.pow2 (k + k) <= Rounding.rnd prec emin (g * g)"#),
    Theorem(
      #"Range.squares_fit"#, #"9344d950"#,
      words: #"a gradient of up to 2^k has a square, eps1 added, of at most 2^(2k + 1)"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (k : Z) (g e : R), (emin <= k + k)%Z -> Rabs g <= Rounding.pow2 k -> 0 <= e <= Rounding.pow2 (k + k) -> 0 <= Rounding.rnd prec emin (Rounding.rnd prec emin (g * g) + e) <= Rounding.pow2 (k + k + 1)"#),
    Theorem(
      #"Range.square_range_binary16"#, #"3c0fab10"#,
      words: #"squares are infinite from 2^8, 2^64, 2^64 and 2^512 on, and finite up to half of that"#,
      statement: #"Range.weak_square 11 (-24) 16 8"#),
    Theorem(
      #"Range.square_range_bfloat16"#, #"c65b46e8"#,
      words: #"squares are infinite from 2^8, 2^64, 2^64 and 2^512 on, and finite up to half of that"#,
      statement: #"Range.weak_square 8 (-133) 128 64"#),
    Theorem(
      #"Range.square_range_binary32"#, #"acb1d07e"#,
      words: #"squares are infinite from 2^8, 2^64, 2^64 and 2^512 on, and finite up to half of that"#,
      statement: #"Range.weak_square 24 (-149) 128 64"#),
    Theorem(
      #"Range.square_range_binary64"#, #"464f372e"#,
      words: #"squares are infinite from 2^8, 2^64, 2^64 and 2^512 on, and finite up to half of that"#,
      statement: #"Range.weak_square 53 (-1074) 1024 512"#),
    Theorem(
      #"Range.eps1_binary16"#, #"5a76a968"#,
      words: #"both default constants are zero in binary16"#,
      statement: #"Rounding.rnd 11 (-24) (/ 10 ^ 30) = 0"#),
    Theorem(
      #"Range.eps2_binary16"#, #"367b97b0"#,
      words: #"both default constants are zero in binary16"#,
      statement: #"Rounding.rnd 11 (-24) (/ 10 ^ 16) = 0"#),
    Theorem(
      #"Range.eps1_bfloat16"#, #"b2cb34ae"#,
      words: #"the default constants are not zero in the others"#,
      statement: #"Rounding.rnd 8 (-133) (/ 10 ^ 30) <> 0"#),
    Theorem(
      #"Range.eps2_bfloat16"#, #"b8c4ae69"#,
      words: #"the default constants are not zero in the others"#,
      statement: #"Rounding.rnd 8 (-133) (/ 10 ^ 16) <> 0"#),
    Theorem(
      #"Range.eps1_binary32"#, #"a54aa0cf"#,
      words: #"the default constants are not zero in the others"#,
      statement: #"Rounding.rnd 24 (-149) (/ 10 ^ 30) <> 0"#),
    Theorem(
      #"Range.zero_row_binary32"#, #"b4aa92a5"#,
      words: #"with the default constants a row of zeros is lost beside a mean above 1.5e12, and not beside one under 1.4e12"#,
      statement: #"forall mu : R, (1.5 * 10 ^ 12 <= mu -> Rounding.rnd 24 (-149) (/ 10 ^ 33 / mu) = 0) /\ (0 < mu <= 1.4 * 10 ^ 12 -> Rounding.rnd 24 (-149) (/ 10 ^ 33 / mu) <> 0)"#),
    Theorem(
      #"Rounding.mul_pow2_exact"#, #"c4b722b3"#,
      words: #"a power of two multiplies exactly away from underflow"#,
      statement: #"forall (prec emin : Z) (x : R) (k : Z), Rounding.format prec emin x -> Rounding.normal prec emin x -> Rounding.normal prec emin (x * Rounding.pow2 k) -> Rounding.rnd prec emin (x * Rounding.pow2 k) = x * Rounding.pow2 k"#),
    Theorem(
      #"Rounding.rnd_absorbs"#, #"c5529caf"#,
      words: #"what is within a quarter of u s of s rounds to s"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall s z : R, Rounding.format prec emin s -> 0 < s -> Rounding.normal prec emin s -> Rabs (z - s) < Rounding.u prec * s / 4 -> Rounding.rnd prec emin z = s"#),
    Theorem(
      #"Rounding.ema_stagnates"#, #"cbb45d5a"#,
      words: #"a rounded average stands still while (1 - b) |x - s| < u s / 4"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall b s x : R, Rounding.format prec emin s -> 0 < s -> Rounding.normal prec emin s -> Rabs ((1 - b) * (x - s)) < Rounding.u prec * s / 4 -> Rounding.rnd prec emin (b * s + (1 - b) * x) = s"#),
    Theorem(
      #"Running.bounded_round"#, #"31328d3a"#,
      words: #"one rounding of a number within e of v costs u (|v| + e) + eta / 2, with eta the least positive number"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall x v e : R, Rabs (x - v) <= e -> Running.holds (Rounding.rnd prec emin x) (Running.rounding prec emin v e)"#),
    Theorem(
      #"Running.bounded_add"#, #"8b5d19c9"#,
      words: #"of a sum or difference e + f, and one rounding"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (x y : R) (a b : Running.bounded), Running.holds x a -> Running.holds y b -> Running.holds (Rounding.rnd prec emin (x + y)) (Running.badd prec emin a b)"#),
    Theorem(
      #"Running.bounded_sub"#, #"b8382cae"#,
      words: #"of a sum or difference e + f, and one rounding"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (x y : R) (a b : Running.bounded), Running.holds x a -> Running.holds y b -> Running.holds (Rounding.rnd prec emin (x - y)) (Running.bsub prec emin a b)"#),
    Theorem(
      #"Running.bounded_mul"#, #"c7a2459c"#,
      words: #"of a product |v| f + |w| e + e f, and one rounding"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (x y : R) (a b : Running.bounded), Running.holds x a -> Running.holds y b -> Running.holds (Rounding.rnd prec emin (x * y)) (Running.bmul prec emin a b)"#),
    Theorem(
      #"Running.bounded_fused"#, #"bd34e095"#,
      words: #"a fused multiply-add stays inside what the two separate operations may lose"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (x y z : R) (a b c : Running.bounded), Running.holds x a -> Running.holds y b -> Running.holds z c -> Running.holds (Rounding.rnd prec emin (x * y + z)) (Running.badd prec emin (Running.bmul prec emin a b) c)"#),
    Theorem(
      #"Running.bounded_div"#, #"e5a82970"#,
      words: #"of a quotient (e + |v/w| f) / (|w| - f), and one rounding"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (x y : R) (a b : Running.bounded), Running.holds x a -> Running.holds y b -> Running.error b < Rabs (Running.value b) -> Running.holds (Rounding.rnd prec emin (x / y)) (Running.bdiv prec emin a b)"#),
    Theorem(
      #"Running.bounded_sqrt"#, #"a52543f4"#,
      words: #"of a root e / (sqrt v + sqrt (max 0 (v - e))), and one rounding"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (x : R) (a : Running.bounded), Running.holds x a -> 0 <= x -> 0 < Running.value a -> Running.holds (Rounding.rnd prec emin (sqrt x)) (Running.bsqrt prec emin a)"#),
    Theorem(
      #"Running.bounded_or_one"#, #"184cf548"#,
      words: #"the greater of one and a number rounds nothing"#,
      statement: #"forall (x : R) (a : Running.bounded), Running.holds x a -> Running.holds (Rmax 1 x) (Running.bor_one a)"#),
    Theorem(
      #"Running.bounded_flush"#, #"508a8289"#,
      words: #"what taking small numbers for zero may add"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall least x v e : R, 0 < least -> Rabs (x - v) <= e -> Rabs (Running.flush least (Rounding.rnd prec emin x) - v) <= Running.error (Running.rounding prec emin v e) + least"#),
    Theorem(
      #"Running.bounded_sum"#, #"96d9d4a1"#,
      words: #"of a sum of depth d, in whatever order, gamma d of the magnitudes"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (t : FloatSums.tree) (bs : list Running.bounded) (d : nat), FloatSums.all_format prec emin t -> Forall2 Running.holds (FloatSums.leaves t) bs -> (FloatSums.depth t <= d)%nat -> INR d * Rounding.u prec < 1 -> Rabs (FloatSums.feval prec emin t - Sums.lsum (map Running.value bs)) <= Sums.lsum (map Running.error bs) + Rounding.gamma prec d * Sums.lsum (map (fun b : Running.bounded => Rabs (Running.value b) + Running.error b) bs)"#),
    Theorem(
      #"Running.running_witness"#, #"0561b314"#,
      words: #"the hypotheses of the rules can be met"#,
      statement: #"Running.holds (Rounding.rnd 24 (-149) (1 / 3)) (Running.bdiv 24 (-149) {| Running.value := 1; Running.error := 0 |} {| Running.value := 3; Running.error := 0 |}) /\ Running.holds (Rounding.rnd 24 (-149) (sqrt 2)) (Running.bsqrt 24 (-149) {| Running.value := 2; Running.error := 0 |})"#),
    Theorem(
      #"StepError.residual_error"#, #"2906356d"#,
      words: #"|(u' - m')^2 - (u - m)^2| <= (a + b) (2 |u - m| + a + b) where u' is within a and m' within b: an absolute bound"#,
      statement: #"forall u m u' m' a b eps : R, Rabs (u' - u) <= a -> Rabs (m' - m) <= b -> Rabs ((u' - m') ^ 2 + eps - ((u - m) ^ 2 + eps)) <= (a + b) * (2 * Rabs (u - m) + (a + b))"#),
    Theorem(
      #"StepError.residual_no_relative_bound"#, #"5d0b2dd9"#,
      words: #"there is no relative bound of the residual: u - m cancels"#,
      statement: #"forall w K : R, 0 < w -> exists u m u' : R, Rabs (u' - u) <= w * Rabs u /\ K * (u - m) ^ 2 < Rabs ((u' - m) ^ 2 - (u - m) ^ 2)"#),
    Theorem(
      #"StepError.residual_rounded"#, #"d9d715a2"#,
      words: #"the residual with every operation rounded"#,
      statement: #"forall prec emin : Z, FLX.Prec_gt_0 prec -> forall (u' m' eps' : R) (bu bm be : Running.bounded), Running.holds u' bu -> Running.holds m' bm -> Running.holds eps' be -> let d := Rounding.rnd prec emin (u' - m') in let bd := Running.bsub prec emin bu bm in Running.holds (Rounding.rnd prec emin (Rounding.rnd prec emin (d * d) + eps')) (Running.badd prec emin (Running.bmul prec emin bd bd) be)"#),
    Theorem(
      #"StepError.blend_error"#, #"b003a952"#,
      words: #"an average adds the errors in its weights"#,
      statement: #"forall b x x' y y' e f : R, 0 <= b <= 1 -> Rabs (x' - x) <= e -> Rabs (y' - y) <= f -> Rabs (Model.blend b x' y' - Model.blend b x y) <= b * e + (1 - b) * f"#),
    Theorem(
      #"StepError.inverse_root_error"#, #"565b8fcc"#,
      words: #"|1/sqrt s' - 1/sqrt s| <= |s' - s| / (2 f sqrt f) above a floor f"#,
      statement: #"forall f s s' : R, 0 < f -> f <= s -> f <= s' -> Rabs (/ sqrt s' - / sqrt s) <= Rabs (s' - s) / (2 * f * sqrt f)"#),
    Theorem(
      #"StepError.instability_error"#, #"38271e14"#,
      words: #"the error of S = r c / mu from those of its factors"#,
      statement: #"forall r c mu r' c' mu' rho kappa nu n : R, 0 <= r -> r <= n * mu -> 0 <= c -> 0 <= kappa -> nu < mu -> Rabs (r' - r) <= rho -> Rabs (c' - c) <= kappa -> Rabs (mu' - mu) <= nu -> let tau := (rho + n * nu) / (mu - nu) in Rabs (r' / mu' * c' - r / mu * c) <= n * kappa + c * tau + tau * kappa"#),
    Theorem(
      #"StepError.update_error"#, #"ad071c5f"#,
      words: #"the error of m / sqrt S from those of m and S"#,
      statement: #"forall f m m' s s' sigma b : R, 0 < f -> f <= s -> f <= s' -> Rabs (m' - m) <= b -> Rabs (s' - s) <= sigma -> Rabs (m' * / sqrt s' - m * / sqrt s) <= StepError.update_bound f m sigma b"#),
    Theorem(
      #"StepError.step_forward_error"#, #"14a9cc71"#,
      words: #"the forward error of the whole update, roundings included, in terms of the errors of the state"#,
      statement: #"forall f m m' s s' sigma b w y : R, 0 < f -> f <= s -> f <= s' -> 0 <= w -> Rabs (m' - m) <= b -> Rabs (s' - s) <= sigma -> Rabs (y - m' * / sqrt s') <= w * Rabs (m' * / sqrt s') -> Rabs (y - m * / sqrt s) <= StepError.update_bound f m sigma b + w * (Rabs (m * / sqrt s) + StepError.update_bound f m sigma b)"#),
    Theorem(
      #"StepError.step_forward_witness"#, #"9eb7dbcf"#,
      words: #"reachable states have a floor"#,
      statement: #"forall (G : nat -> Sums.mat) (t i j : nat), (0 < t)%nat -> 0 < (1 - Model.beta3 Defaults.defaults ^ t) * Model.eps2 Defaults.defaults ^ 2 / (4 * Model.beta1 Defaults.defaults ^ 2 * Model.threshold Defaults.defaults ^ 2 + Model.eps2 Defaults.defaults) <= Multiplier.instability 4 (Model.run Defaults.defaults 4 3 G t) i j"#),
    Theorem(
      #"Vector.vector_second_moment"#, #"0fd5c67f"#,
      words: #"of a vector v_t = ema beta2 (g^2 + eps1)"#,
      statement: #"forall (p : Model.params) (n : nat) (g : nat -> Sums.vec) (t j : nat), Vector.second (Vector.vrun p n g t) j = Ema.ema (Model.beta2 p) (fun k : nat => g k j ^ 2 + Model.eps1 p) t"#),
    Theorem(
      #"Vector.vector_second_lower"#, #"8588bd05"#,
      words: #"of a vector (1 - beta2^t) eps1 <= v_t"#,
      statement: #"forall (p : Model.params) (n : nat), Model.valid p -> forall (g : nat -> Sums.vec) (t j : nat), (1 - Model.beta2 p ^ t) * Model.eps1 p <= Vector.second (Vector.vrun p n g t) j"#),
    Theorem(
      #"Vector.vector_update_bound"#, #"0a2f3a89"#,
      words: #"no element of u = g / sqrt v is above 1 / sqrt (1 - beta2), whatever the gradients"#,
      statement: #"forall (p : Model.params) (n : nat), Model.valid p -> forall (g : nat -> Sums.vec) (t j : nat), Rabs (Vector.vector_update p (Vector.vrun p n g t) (g t) j) <= / sqrt (1 - Model.beta2 p)"#),
    Theorem(
      #"Vector.vector_first_update"#, #"4758e62c"#,
      words: #"of a vector u_1 = g / sqrt ((1 - beta2) (g^2 + eps1))"#,
      statement: #"forall (p : Model.params) (n : nat) (g : nat -> Sums.vec) (j : nat), Vector.vector_update p (Vector.vrun p n g 0) (g 0%nat) j = g 0%nat j / sqrt ((1 - Model.beta2 p) * (g 0%nat j ^ 2 + Model.eps1 p))"#),
    Theorem(
      #"Vector.ema_rms_bound"#, #"6c66ed5b"#,
      words: #"the average of tensors whose root mean square is at most d has at most (1 - b^t) d"#,
      statement: #"forall (m n : nat) (b d : R) (U : nat -> Sums.mat) (t : nat), (0 < m)%nat -> (0 < n)%nat -> 0 <= b < 1 -> 0 <= d -> (forall k : nat, Clip.rms m n (U k) <= d) -> Clip.rms m n (fun i j : nat => Ema.ema b (fun k : nat => U k i j) t) <= (1 - b ^ t) * d"#),
    Theorem(
      #"Vector.vector_mom_bound"#, #"6f98b3cd"#,
      words: #"of a vector rms m_t <= (1 - beta1^t) d"#,
      statement: #"forall (p : Model.params) (n : nat) (g : nat -> Sums.vec) (t : nat), Model.valid p -> (0 < n)%nat -> Vector.vrms n (Vector.momentum (Vector.vrun p n g t)) <= (1 - Model.beta1 p ^ t) * Model.threshold p"#),
    Theorem(
      #"Vector.vector_witness"#, #"c265772d"#,
      words: #"the hypotheses on vectors can be met"#,
      statement: #"forall (g : nat -> Sums.vec) (t j : nat), Rabs (Vector.vector_update Defaults.defaults (Vector.vrun Defaults.defaults 1 g t) (g t) j) <= / sqrt (1 - 0.999)"#),
  ]
}
