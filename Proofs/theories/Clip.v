(** * Clip: the root mean square of an update, and its clipping at [d]

    - [rms_clip_eq]:  the root mean square after the clip is [min (rms U) d];
    - [clip_noop]:  an update that is small enough stays as it is;
    - [clip_idempotent]:  clipping twice is clipping once;
    - [clip_entry_bound]:  no entry of the clipped update is above [d sqrt (m n)];
    - [rms_forms_agree]:  the norm over the root of the count is the root of the mean. *)

From Coq Require Import Reals Lra Lia Psatz.
From CAME Require Import Sums.
Open Scope R_scope.

Definition mean_square (m n : nat) (U : mat) : R :=
  sum2 m n (fun i j => U i j ^ 2) / (INR m * INR n).
Definition rms (m n : nat) (U : mat) : R := sqrt (mean_square m n U).
Definition clip (d : R) (m n : nat) (U : mat) : mat :=
  fun i j => U i j / Rmax 1 (rms m n U / d).

Lemma size_pos m n : (0 < m)%nat -> (0 < n)%nat -> 0 < INR m * INR n.
Proof. intros. apply Rmult_lt_0_compat; apply INR_pos; assumption. Qed.

Lemma sum2_sq_nonneg m n U : 0 <= sum2 m n (fun i j => U i j ^ 2).
Proof. apply sum2_nonneg; intros; apply pow2_ge_0. Qed.

Lemma mean_square_nonneg m n U : (0 < m)%nat -> (0 < n)%nat -> 0 <= mean_square m n U.
Proof.
  intros Hm Hn. unfold mean_square. apply Rmult_le_pos; [apply sum2_sq_nonneg|].
  left. apply Rinv_0_lt_compat. now apply size_pos.
Qed.

Lemma rms_nonneg m n U : 0 <= rms m n U.
Proof. apply sqrt_pos. Qed.

Lemma rms_square m n U : (0 < m)%nat -> (0 < n)%nat -> rms m n U ^ 2 = mean_square m n U.
Proof.
  intros. unfold rms. simpl. rewrite Rmult_1_r. apply sqrt_sqrt.
  now apply mean_square_nonneg.
Qed.

Lemma rms_scale m n c U :
  (0 < m)%nat -> (0 < n)%nat ->
  rms m n (fun i j => c * U i j) = Rabs c * rms m n U.
Proof.
  intros Hm Hn. unfold rms, mean_square.
  rewrite (sum2_ext _ _ _ (fun i j => c ^ 2 * U i j ^ 2)) by (intros; ring).
  rewrite sum2_scal. unfold Rdiv. rewrite Rmult_assoc, sqrt_mult_alt by apply pow2_ge_0.
  f_equal. replace (c ^ 2) with (Rsqr c) by (unfold Rsqr; ring). apply sqrt_Rsqr_abs.
Qed.

Lemma rms_div m n c U :
  (0 < m)%nat -> (0 < n)%nat -> 0 < c ->
  rms m n (fun i j => U i j / c) = rms m n U / c.
Proof.
  intros Hm Hn Hc. assert (Hi : 0 < / c) by now apply Rinv_0_lt_compat.
  transitivity (rms m n (fun i j => / c * U i j)).
  - unfold rms, mean_square. do 2 f_equal.
    apply sum2_ext; intros; unfold Rdiv; ring.
  - rewrite rms_scale by assumption.
    rewrite Rabs_pos_eq by (left; now apply Rinv_0_lt_compat). unfold Rdiv. ring.
Qed.

Lemma clip_factor_pos d m n U : 0 < Rmax 1 (rms m n U / d).
Proof. apply Rlt_le_trans with 1; [lra|apply Rmax_l]. Qed.

(** (d) After clipping the root mean square is exactly [min (rms U) d]... *)
Theorem rms_clip_eq d m n U :
  (0 < m)%nat -> (0 < n)%nat -> 0 < d ->
  rms m n (clip d m n U) = Rmin (rms m n U) d.
Proof.
  intros Hm Hn Hd. unfold clip. rewrite rms_div; [|assumption|assumption|apply clip_factor_pos].
  pose proof (rms_nonneg m n U) as H0. set (r := rms m n U) in *.
  destruct (Rle_lt_dec r d) as [Hr|Hr].
  - rewrite Rmin_left by exact Hr. rewrite Rmax_left; [field|].
    apply Rmult_le_reg_r with d; [exact Hd|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l by lra. lra.
  - rewrite Rmin_right by lra. rewrite Rmax_right.
    + field. lra.
    + apply Rmult_le_reg_r with d; [exact Hd|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

(** ... so it never exceeds the threshold. *)
Lemma rms_clip_le d m n U :
  (0 < m)%nat -> (0 < n)%nat -> 0 < d -> rms m n (clip d m n U) <= d.
Proof. intros. rewrite rms_clip_eq by assumption. apply Rmin_r. Qed.

Theorem clip_noop d m n U i j :
  0 < d -> rms m n U <= d -> clip d m n U i j = U i j.
Proof.
  intros Hd Hr. unfold clip. rewrite Rmax_left; [field|].
  apply Rmult_le_reg_r with d; [exact Hd|]. unfold Rdiv.
  rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

Theorem clip_idempotent d m n U i j :
  (0 < m)%nat -> (0 < n)%nat -> 0 < d ->
  clip d m n (clip d m n U) i j = clip d m n U i j.
Proof. intros. apply clip_noop; [assumption|]. now apply rms_clip_le. Qed.

Lemma clip_shrinks d m n U i j : Rabs (clip d m n U i j) <= Rabs (U i j).
Proof.
  unfold clip, Rdiv. rewrite Rabs_mult. rewrite <- (Rmult_1_r (Rabs (U i j))) at 2.
  apply Rmult_le_compat_l; [apply Rabs_pos|].
  pose proof (clip_factor_pos d m n U) as Hp.
  rewrite Rabs_pos_eq by (left; now apply Rinv_0_lt_compat).
  rewrite <- Rinv_1 at 2. apply Rinv_le_contravar; [lra|apply Rmax_l].
Qed.

(** One entry against the root mean square: [|U i j| <= sqrt (m n) rms U]. *)
Lemma entry_le_rms m n U i j :
  (i < m)%nat -> (j < n)%nat -> Rabs (U i j) <= sqrt (INR m * INR n) * rms m n U.
Proof.
  intros Hi Hj.
  assert (Hs : 0 < INR m * INR n) by (apply size_pos; lia).
  unfold rms. rewrite <- sqrt_mult_alt by lra. rewrite <- sqrt_Rsqr_abs.
  apply sqrt_le_1_alt. unfold mean_square.
  replace (INR m * INR n * (sum2 m n (fun i j => U i j ^ 2) / (INR m * INR n)))
    with (sum2 m n (fun i j => U i j ^ 2)) by (field; split; apply Rgt_not_eq, INR_pos; lia).
  replace (Rsqr (U i j)) with (U i j ^ 2) by (unfold Rsqr; ring).
  apply (sum2_term_le m n (fun i j => U i j ^ 2)); auto. intros; apply pow2_ge_0.
Qed.

Theorem clip_entry_bound d m n U i j :
  0 < d -> (i < m)%nat -> (j < n)%nat ->
  Rabs (clip d m n U i j) <= d * sqrt (INR m * INR n).
Proof.
  intros Hd Hi Hj. eapply Rle_trans; [apply entry_le_rms; eassumption|].
  rewrite Rmult_comm. apply Rmult_le_compat_r; [apply sqrt_pos|].
  apply rms_clip_le; [lia|lia|assumption].
Qed.

(** The official code divides the norm by the root of the count; in exact
    arithmetic that is the root of the mean. *)
Theorem rms_forms_agree m n U : (0 < m)%nat -> (0 < n)%nat ->
  sqrt (sum2 m n (fun i j => U i j ^ 2)) / sqrt (INR m * INR n) = rms m n U.
Proof.
  intros Hm Hn. unfold rms, mean_square. symmetry. apply sqrt_div_alt. now apply size_pos.
Qed.
