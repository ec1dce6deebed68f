(** * Model: one CAME step on an [m] by [n] parameter, over the reals

    A transcription of the reference implementation, with means over rows and
    columns, no bias correction and decoupled weight decay.

    - [run_row], [run_mom], [run_res_row]:  every part of the state is a moving
      average of what the steps saw;
    - [run_means_agree]:  the two factors have one mean on every reachable state;
    - [row_lower], [res_row_lower]:  no factor falls under [(1 - beta^t) eps];
    - [row_upper]:  no factor rises above [(1 - beta2^t) (g^2 + eps1)];
    - [update_rms_le]:  the clipped update has a root mean square of at most [d];
    - [mom_rms_bound]:  the momentum has a root mean square of at most [(1 - beta1^t) d];
    - [mom_entry_bound]:  no entry of the momentum is above [(1 - beta1^t) d sqrt (m n)];
    - [res_row_mean_le]:  the factors of the instability have a mean of at most
      [(1 - beta3^t) (4 beta1^2 d^2 + eps2)];
    - [direction_bound]:  no gradient makes an entry of the update larger than
      [(1 - beta1^t) d sqrt (m n) sqrt (4 beta1^2 d^2 + eps2) / (eps2 sqrt (1 - beta3^t))]. *)

From Coq Require Import Reals Lra Lia Psatz.
From CAME Require Import Sums Factor Ema Clip.
Open Scope R_scope.

Record params := Params {
  beta1 : R; beta2 : R; beta3 : R;
  eps1 : R; eps2 : R;
  threshold : R;                  (* d, the clipping threshold *)
  rate : R; decay : R }.

(** What the theorems below ask of the hyperparameters. *)
Record valid (p : params) : Prop := Valid {
  beta1_unit : 0 <= beta1 p < 1;
  beta2_unit : 0 <= beta2 p < 1;
  beta3_unit : 0 <= beta3 p < 1;
  eps1_pos : 0 < eps1 p;
  eps2_pos : 0 < eps2 p;
  threshold_pos : 0 < threshold p }.

Record state := State {
  row : vec; col : vec;           (* factored second moment of the gradient *)
  mom : mat;                      (* first moment of the clipped update *)
  res_row : vec; res_col : vec }. (* factored residual ("confidence") *)

Definition zero_state : state :=
  State (fun _ => 0) (fun _ => 0) (fun _ _ => 0) (fun _ => 0) (fun _ => 0).

Definition square_plus (e : R) (A : mat) : mat := fun i j => A i j ^ 2 + e.
Definition blend (b : R) (old new : R) : R := b * old + (1 - b) * new.

(** [A i j] divided by the root of the rank-one estimate, in the two factors
    the code uses. *)
Definition precondition (m : nat) (r c : vec) (A : mat) : mat :=
  fun i j => A i j * / sqrt (r i / mean m r) * / sqrt (c j).

Section Step.
Variables (p : params) (m n : nat).

Definition step_row (s : state) (G : mat) : vec :=
  fun i => blend (beta2 p) (row s i) (row_mean n (square_plus (eps1 p) G) i).
Definition step_col (s : state) (G : mat) : vec :=
  fun j => blend (beta2 p) (col s j) (col_mean m (square_plus (eps1 p) G) j).
Definition raw_update (s : state) (G : mat) : mat :=
  precondition m (step_row s G) (step_col s G) G.
Definition clipped (s : state) (G : mat) : mat :=
  clip (threshold p) m n (raw_update s G).
Definition step_mom (s : state) (G : mat) : mat :=
  fun i j => blend (beta1 p) (mom s i j) (clipped s G i j).
Definition residual (s : state) (G : mat) : mat :=
  square_plus (eps2 p) (fun i j => clipped s G i j - step_mom s G i j).
Definition step_res_row (s : state) (G : mat) : vec :=
  fun i => blend (beta3 p) (res_row s i) (row_mean n (residual s G) i).
Definition step_res_col (s : state) (G : mat) : vec :=
  fun j => blend (beta3 p) (res_col s j) (col_mean m (residual s G) j).

Definition step (s : state) (G : mat) : state :=
  State (step_row s G) (step_col s G) (step_mom s G)
        (step_res_row s G) (step_res_col s G).

(** The direction handed to the parameters, read off the new state. *)
Definition direction (s : state) : mat := precondition m (res_row s) (res_col s) (mom s).

Definition apply_update (W : mat) (s : state) : mat :=
  fun i j => W i j - rate p * decay p * W i j - rate p * direction s i j.

(** [run G t] is the state after the gradients [G 0 .. G (t-1)]. *)
Fixpoint run (G : nat -> mat) (t : nat) : state :=
  match t with
  | O => zero_state
  | S k => step (run G k) (G k)
  end.

Definition update_at (G : nat -> mat) (t : nat) : mat := clipped (run G t) (G t).
Definition residual_at (G : nat -> mat) (t : nat) : mat := residual (run G t) (G t).

(** ** Every part of the state is a moving average of what the step saw *)

Theorem run_row G t i :
  row (run G t) i = ema (beta2 p) (fun k => row_mean n (square_plus (eps1 p) (G k)) i) t.
Proof. induction t as [|t IH]; [reflexivity|]. cbn. unfold step_row, blend. now rewrite IH. Qed.

Lemma run_col G t j :
  col (run G t) j = ema (beta2 p) (fun k => col_mean m (square_plus (eps1 p) (G k)) j) t.
Proof. induction t as [|t IH]; [reflexivity|]. cbn. unfold step_col, blend. now rewrite IH. Qed.

Theorem run_mom G t i j :
  mom (run G t) i j = ema (beta1 p) (fun k => update_at G k i j) t.
Proof. induction t as [|t IH]; [reflexivity|]. cbn. unfold step_mom, blend. now rewrite IH. Qed.

Theorem run_res_row G t i :
  res_row (run G t) i = ema (beta3 p) (fun k => row_mean n (residual_at G k) i) t.
Proof. induction t as [|t IH]; [reflexivity|]. cbn. unfold step_res_row, blend. now rewrite IH. Qed.

Lemma run_res_col G t j :
  res_col (run G t) j = ema (beta3 p) (fun k => col_mean m (residual_at G k) j) t.
Proof. induction t as [|t IH]; [reflexivity|]. cbn. unfold step_res_col, blend. now rewrite IH. Qed.

(** The two factors always have the same mean. *)
Theorem run_means_agree G t : mean m (row (run G t)) = mean n (col (run G t)).
Proof.
  rewrite (mean_ext m _ _ (fun i _ => run_row G t i)).
  rewrite (mean_ext n _ _ (fun j _ => run_col G t j)).
  apply (ema_row_col_means_agree (beta2 p) m n (fun k => square_plus (eps1 p) (G k)) t).
Qed.

Lemma run_res_means_agree G t : mean m (res_row (run G t)) = mean n (res_col (run G t)).
Proof.
  rewrite (mean_ext m _ _ (fun i _ => run_res_row G t i)).
  rewrite (mean_ext n _ _ (fun j _ => run_res_col G t j)).
  apply (ema_row_col_means_agree (beta3 p) m n (residual_at G) t).
Qed.

End Step.

(** ** Bounds on the state *)
Section Bounds.
Variables (p : params) (m n : nat).
Hypothesis Hp : valid p.
Hypothesis m_pos : (0 < m)%nat.
Hypothesis n_pos : (0 < n)%nat.

Lemma square_plus_ge e A i j : e <= square_plus e A i j.
Proof. unfold square_plus. pose proof (pow2_ge_0 (A i j)). lra. Qed.

(** (e) The factors never fall below [(1 - beta^t) eps]. *)
Theorem row_lower G t i : (1 - beta2 p ^ t) * eps1 p <= row (run p m n G t) i.
Proof.
  rewrite run_row. destruct (beta2_unit p Hp). apply ema_lower; [lra|].
  intros k _. apply mean_ge; [exact n_pos|]. intros; apply square_plus_ge.
Qed.

Lemma col_lower G t j : (1 - beta2 p ^ t) * eps1 p <= col (run p m n G t) j.
Proof.
  rewrite run_col. destruct (beta2_unit p Hp). apply ema_lower; [lra|].
  intros k _. apply mean_ge; [exact m_pos|]. intros; apply square_plus_ge.
Qed.

Theorem res_row_lower G t i : (1 - beta3 p ^ t) * eps2 p <= res_row (run p m n G t) i.
Proof.
  rewrite run_res_row. destruct (beta3_unit p Hp). apply ema_lower; [lra|].
  intros k _. apply mean_ge; [exact n_pos|]. intros; apply square_plus_ge.
Qed.

Lemma res_col_lower G t j : (1 - beta3 p ^ t) * eps2 p <= res_col (run p m n G t) j.
Proof.
  rewrite run_res_col. destruct (beta3_unit p Hp). apply ema_lower; [lra|].
  intros k _. apply mean_ge; [exact m_pos|]. intros; apply square_plus_ge.
Qed.

Theorem row_upper G t i g :
  (forall k i j, (k < t)%nat -> Rabs (G k i j) <= g) ->
  row (run p m n G t) i <= (1 - beta2 p ^ t) * (g ^ 2 + eps1 p).
Proof.
  intros HG. rewrite run_row. destruct (beta2_unit p Hp). apply ema_upper; [lra|].
  intros k Hk. apply mean_le; [exact n_pos|]. intros j Hj. unfold square_plus.
  specialize (HG k i j Hk). rewrite <- (pow2_abs (G k i j)).
  pose proof (Rabs_pos (G k i j)). nra.
Qed.

(** The clipped updates have root mean square at most the threshold... *)
Theorem update_rms_le G t : rms m n (update_at p m n G t) <= threshold p.
Proof. apply rms_clip_le; auto. apply (threshold_pos p Hp). Qed.

Lemma update_mean_square_le G t :
  mean_square m n (update_at p m n G t) <= threshold p ^ 2.
Proof.
  rewrite <- rms_square by assumption. pose proof (update_rms_le G t).
  pose proof (rms_nonneg m n (update_at p m n G t)). nra.
Qed.

(** ... so the entries of the first moment, which a step never clips again,
    stay below [(1 - beta1^t) d sqrt (m n)]... *)
Theorem mom_entry_bound G t i j :
  (i < m)%nat -> (j < n)%nat ->
  Rabs (mom (run p m n G t) i j) <=
    (1 - beta1 p ^ t) * (threshold p * sqrt (INR m * INR n)).
Proof.
  intros Hi Hj. rewrite run_mom. destruct (beta1_unit p Hp).
  apply ema_abs_bound; [lra|]. intros k _. apply clip_entry_bound; auto.
  apply (threshold_pos p Hp).
Qed.

Lemma ema_mean_square b (U : nat -> mat) t :
  ema b (fun k => mean_square m n (U k)) t =
  sum2 m n (fun i j => ema b (fun k => U k i j ^ 2) t) / (INR m * INR n).
Proof.
  induction t as [|t IH].
  - simpl. rewrite sum2_const. unfold Rdiv. ring.
  - cbn [ema]. rewrite IH. rewrite sum2_plus, !sum2_scal. unfold mean_square, Rdiv. ring.
Qed.

(** ... and its root mean square stays below [(1 - beta1^t) d]. *)
Theorem mom_rms_bound G t :
  rms m n (mom (run p m n G t)) <= (1 - beta1 p ^ t) * threshold p.
Proof.
  destruct (beta1_unit p Hp) as [Hb0 Hb1]. pose proof (threshold_pos p Hp) as Hd.
  pose proof (pow_unit (beta1 p) t ltac:(lra)) as Hw.
  assert (Hsz : 0 < / (INR m * INR n)) by now apply Rinv_0_lt_compat, size_pos.
  assert (Hms : mean_square m n (mom (run p m n G t)) <=
                ((1 - beta1 p ^ t) * threshold p) ^ 2).
  { apply Rle_trans with
      ((1 - beta1 p ^ t) *
       ema (beta1 p) (fun k => mean_square m n (update_at p m n G k)) t).
    - rewrite ema_mean_square. unfold mean_square, Rdiv.
      rewrite <- Rmult_assoc. apply Rmult_le_compat_r; [lra|].
      rewrite <- sum2_scal. apply sum2_le. intros i j _ _. rewrite run_mom.
      apply ema_square_jensen. lra.
    - apply Rle_trans with ((1 - beta1 p ^ t) * ((1 - beta1 p ^ t) * threshold p ^ 2)).
      + apply Rmult_le_compat_l; [lra|]. apply ema_upper; [lra|].
        intros k _. apply update_mean_square_le.
      + right. ring. }
  unfold rms. rewrite <- (sqrt_pow2 ((1 - beta1 p ^ t) * threshold p))
    by (apply Rmult_le_pos; lra).
  now apply sqrt_le_1_alt.
Qed.

(** The residual is at most [(2 beta1 d)^2 + eps2] in the mean. *)
Lemma residual_mean_le G t :
  mean m (row_mean n (residual_at p m n G t)) <= 4 * beta1 p ^ 2 * threshold p ^ 2 + eps2 p.
Proof.
  pose proof (size_pos m n m_pos n_pos) as Hsz.
  destruct (beta1_unit p Hp) as [Hb0 Hb1]. pose proof (threshold_pos p Hp) as Hd.
  set (M := mom (run p m n G t)). set (U := update_at p m n G t).
  assert (HM : mean_square m n M <= threshold p ^ 2).
  { rewrite <- rms_square by assumption. pose proof (mom_rms_bound G t) as H.
    fold M in H. pose proof (pow_unit (beta1 p) t ltac:(lra)).
    pose proof (rms_nonneg m n M).
    assert (rms m n M <= threshold p) by nra. nra. }
  pose proof (update_mean_square_le G t) as HU. fold U in HU.
  assert (E : mean m (row_mean n (residual_at p m n G t)) =
              sum2 m n (residual_at p m n G t) / (INR m * INR n)).
  { unfold row_mean, mean. rewrite sum_div. unfold sum2. field.
    split; apply Rgt_not_eq, INR_pos; assumption. }
  rewrite E.
  apply Rle_trans with
    (sum2 m n (fun i j => 2 * beta1 p ^ 2 * (U i j ^ 2) +
                          (2 * beta1 p ^ 2 * (M i j ^ 2) + eps2 p)) / (INR m * INR n)).
  - apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
    apply sum2_le. intros i j _ _.
    unfold residual_at, residual, square_plus, step_mom, blend.
    change (clipped p m n (run p m n G t) (G t)) with U. fold M.
    set (u := U i j). set (v := M i j). set (b := beta1 p).
    replace ((u - (b * v + (1 - b) * u)) ^ 2) with (b ^ 2 * (u - v) ^ 2) by ring.
    assert ((u - v) ^ 2 <= 2 * u ^ 2 + 2 * v ^ 2) by (pose proof (pow2_ge_0 (u + v)); nra).
    assert (0 <= b ^ 2) by apply pow2_ge_0. nra.
  - rewrite !sum2_plus, !sum2_scal, sum2_const. unfold mean_square in HM, HU.
    set (su := sum2 m n (fun i j => U i j ^ 2)) in *.
    set (sm := sum2 m n (fun i j => M i j ^ 2)) in *.
    replace ((2 * beta1 p ^ 2 * su + (2 * beta1 p ^ 2 * sm + INR m * INR n * eps2 p)) /
             (INR m * INR n))
      with (2 * beta1 p ^ 2 * (su / (INR m * INR n)) +
            2 * beta1 p ^ 2 * (sm / (INR m * INR n)) + eps2 p)
      by (field; split; apply Rgt_not_eq, INR_pos; assumption).
    assert (0 <= beta1 p ^ 2) by apply pow2_ge_0. nra.
Qed.

Theorem res_row_mean_le G t :
  mean m (res_row (run p m n G t)) <=
  (1 - beta3 p ^ t) * (4 * beta1 p ^ 2 * threshold p ^ 2 + eps2 p).
Proof.
  destruct (beta3_unit p Hp).
  assert (E : mean m (res_row (run p m n G t)) =
          ema (beta3 p) (fun k => mean m (row_mean n (residual_at p m n G k))) t).
  { clear -m_pos n_pos. induction t as [|t IH].
    - cbn. unfold mean. rewrite sum_zero. unfold Rdiv. ring.
    - cbn [run step res_row ema]. rewrite <- IH. unfold step_res_row, blend.
      rewrite mean_plus, !mean_scal. reflexivity. }
  rewrite E. apply ema_upper; [lra|]. intros k _. apply residual_mean_le.
Qed.

(** (f) A bound on every entry of the direction that needs no assumption on
    the gradients. *)
Theorem direction_bound G t i j :
  (0 < t)%nat -> (i < m)%nat -> (j < n)%nat ->
  Rabs (direction m (run p m n G t) i j) <=
    (1 - beta1 p ^ t) * (threshold p * sqrt (INR m * INR n)) *
    (sqrt (4 * beta1 p ^ 2 * threshold p ^ 2 + eps2 p) /
     (eps2 p * sqrt (1 - beta3 p ^ t))).
Proof.
  intros Ht Hi Hj. destruct (beta3_unit p Hp) as [Hb0 Hb1].
  pose proof (eps2_pos p Hp) as He.
  pose proof (beta_weight (beta3 p) t (conj Hb0 Hb1) Ht) as Hq.
  set (q := 1 - beta3 p ^ t) in *. set (e := eps2 p) in *.
  set (K := 4 * beta1 p ^ 2 * threshold p ^ 2 + e).
  assert (HK : 0 < K).
  { unfold K. pose proof (pow2_ge_0 (beta1 p)). pose proof (pow2_ge_0 (threshold p)).
    assert (0 <= beta1 p ^ 2 * threshold p ^ 2) by now apply Rmult_le_pos. nra. }
  set (s := run p m n G t).
  assert (Hr : q * e <= res_row s i) by apply res_row_lower.
  assert (Hc : q * e <= res_col s j) by apply res_col_lower.
  assert (Hmu : mean m (res_row s) <= q * K) by apply res_row_mean_le.
  assert (Hqe : 0 < q * e) by now apply Rmult_lt_0_compat.
  assert (Hmp : 0 < mean m (res_row s)).
  { apply Rlt_le_trans with (q * e); [exact Hqe|]. apply mean_ge; [exact m_pos|].
    intros; apply res_row_lower. }
  unfold direction, precondition. fold s.
  set (mu := mean m (res_row s)) in *. set (r := res_row s i) in *.
  set (c := res_col s j) in *.
  rewrite Rmult_assoc, Rabs_mult.
  apply Rmult_le_compat; [apply Rabs_pos|apply Rabs_pos|now apply mom_entry_bound|].
  assert (Hrm : e / K <= r / mu).
  { apply Rmult_le_reg_r with (K * mu); [now apply Rmult_lt_0_compat|].
    replace (e / K * (K * mu)) with (e * mu) by (field; lra).
    replace (r / mu * (K * mu)) with (r * K) by (field; lra).
    apply Rle_trans with (e * (q * K)); [apply Rmult_le_compat_l; lra|].
    replace (e * (q * K)) with (q * e * K) by ring. apply Rmult_le_compat_r; lra. }
  assert (HeK : 0 < e / K) by now apply Rdiv_lt_0_compat.
  assert (Hs1 : 0 < sqrt (r / mu)) by (apply sqrt_lt_R0; lra).
  assert (Hs2 : 0 < sqrt c) by (apply sqrt_lt_R0; lra).
  rewrite Rabs_pos_eq
    by (apply Rmult_le_pos; left; apply Rinv_0_lt_compat; assumption).
  rewrite <- Rinv_mult, <- sqrt_mult_alt by lra.
  assert (Hprod : e / K * (q * e) <= r / mu * c) by (apply Rmult_le_compat; lra).
  assert (Hpp : 0 < e / K * (q * e)) by now apply Rmult_lt_0_compat.
  apply Rle_trans with (/ sqrt (e / K * (q * e))).
  - apply Rinv_le_contravar; [now apply sqrt_lt_R0|]. now apply sqrt_le_1_alt.
  - right. replace (e / K * (q * e)) with (e ^ 2 * q / K) by (field; lra).
    rewrite sqrt_div_alt by exact HK. rewrite sqrt_mult_alt by apply pow2_ge_0.
    rewrite sqrt_pow2 by lra. field. split; [|split].
    + apply Rgt_not_eq, sqrt_lt_R0; exact Hq.
    + lra.
    + apply Rgt_not_eq, sqrt_lt_R0; exact HK.
Qed.

End Bounds.
