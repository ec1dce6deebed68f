(** * Batch: tensors of more than two dimensions, which are matrices that are clipped together

    Factors and averages are those of each matrix by itself; the root mean
    square is that of the whole tensor.

    - [batch_rms_clip_eq]:  the root mean square of the whole batch after the clip is [min (rms U) d];
    - [batch_of_one]:  a batch of one matrix is that matrix;
    - [batch_separate]:  while the clip doesn't act, matrices don't feel each other;
    - [batch_couples]:  when the clip acts matrices feel each other: one that is small enough by
      itself is changed by its neighbour;
    - [batch_member_bound]:  one matrix of a batch may exceed the threshold, by [sqrt B] at most. *)

From Coq Require Import Reals Lra Lia Psatz.
From CAME Require Import Sums Clip.
Open Scope R_scope.

Definition batch_mean_square (B m n : nat) (U : nat -> mat) : R :=
  sum B (fun b => mean_square m n (U b)) / INR B.
Definition batch_rms (B m n : nat) (U : nat -> mat) : R := sqrt (batch_mean_square B m n U).
Definition batch_clip (d : R) (B m n : nat) (U : nat -> mat) : nat -> mat :=
  fun b i j => U b i j / Rmax 1 (batch_rms B m n U / d).

Lemma batch_rms_nonneg B m n U : 0 <= batch_rms B m n U.
Proof. apply sqrt_pos. Qed.

Lemma batch_rms_div B m n c U : (0 < B)%nat -> 0 < c ->
  batch_rms B m n (fun b i j => U b i j / c) = batch_rms B m n U / c.
Proof.
  intros HB Hc. unfold batch_rms, batch_mean_square.
  rewrite (sum_ext B _ (fun b => / c ^ 2 * mean_square m n (U b))).
  - rewrite sum_scal. unfold Rdiv. rewrite Rmult_assoc, sqrt_mult_alt.
    + rewrite sqrt_inv, sqrt_pow2 by lra. ring.
    + left. apply Rinv_0_lt_compat, pow_lt. exact Hc.
  - intros b _. unfold mean_square.
    rewrite (sum2_ext m n _ (fun i j => / c ^ 2 * U b i j ^ 2)) by (intros; field; lra).
    rewrite sum2_scal. unfold Rdiv. ring.
Qed.

Theorem batch_rms_clip_eq d B m n U : (0 < B)%nat -> 0 < d ->
  batch_rms B m n (batch_clip d B m n U) = Rmin (batch_rms B m n U) d.
Proof.
  intros HB Hd. unfold batch_clip.
  assert (Hc : 0 < Rmax 1 (batch_rms B m n U / d))
    by (apply Rlt_le_trans with 1; [lra|apply Rmax_l]).
  rewrite batch_rms_div by assumption. pose proof (batch_rms_nonneg B m n U).
  set (r := batch_rms B m n U) in *.
  assert (E : r / d * d = r) by (field; lra).
  destruct (Rle_lt_dec r d) as [Hr|Hr].
  - rewrite Rmin_left by exact Hr. rewrite Rmax_left; [field|].
    apply Rmult_le_reg_r with d; lra.
  - rewrite Rmin_right by lra. rewrite Rmax_right; [field; lra|].
    apply Rmult_le_reg_r with d; lra.
Qed.

Theorem batch_of_one d m n U i j : batch_clip d 1 m n U 0%nat i j = clip d m n (U 0%nat) i j.
Proof.
  unfold batch_clip, clip, batch_rms, batch_mean_square, rms. cbn [sum INR].
  rewrite Rplus_0_l. unfold Rdiv at 3. rewrite Rinv_1, Rmult_1_r. reflexivity.
Qed.

Theorem batch_separate d B m n U b i j : 0 < d -> batch_rms B m n U <= d ->
  batch_clip d B m n U b i j = U b i j.
Proof.
  intros Hd Hr. unfold batch_clip. rewrite Rmax_left; [field|].
  apply Rmult_le_reg_r with d; [exact Hd|].
  replace (batch_rms B m n U / d * d) with (batch_rms B m n U) by (field; lra). lra.
Qed.

Theorem batch_couples : exists U : nat -> mat,
  rms 1 1 (U 0%nat) <= 1 /\ batch_clip 1 2 1 1 U 0%nat 0%nat 0%nat <> U 0%nat 0%nat 0%nat.
Proof.
  exists (fun b _ _ => match b with O => 1 | _ => 3 end). split.
  - unfold rms, mean_square, sum2. cbn. replace ((0 + (0 + 1 * (1 * 1))) / (1 * 1)) with 1 by field.
    rewrite sqrt_1. lra.
  - unfold batch_clip. set (r := batch_rms 2 1 1 _).
    assert (Hr : 1 < r).
    { assert (E : batch_mean_square 2 1 1 (fun b _ _ => match b with O => 1 | _ => 3 end) = 5)
        by (unfold batch_mean_square, mean_square, sum2; cbn; field).
      unfold r, batch_rms. rewrite E, <- sqrt_1. apply sqrt_lt_1_alt. lra. }
    rewrite Rmax_right by lra. intros E.
    assert (H : 1 / (r / 1) * r = 1) by (field; lra). rewrite E in H. lra.
Qed.

Theorem batch_member_bound B m n U b : (0 < m)%nat -> (0 < n)%nat -> (b < B)%nat ->
  rms m n (U b) <= sqrt (INR B) * batch_rms B m n U.
Proof.
  intros Hm Hn Hb. assert (HB : 0 < INR B) by (apply INR_pos; lia).
  unfold batch_rms, rms. rewrite <- sqrt_mult_alt by lra. apply sqrt_le_1_alt.
  unfold batch_mean_square.
  replace (INR B * (sum B (fun b => mean_square m n (U b)) / INR B))
    with (sum B (fun b => mean_square m n (U b))) by (field; lra).
  apply (sum_term_le B (fun b => mean_square m n (U b))); [|exact Hb].
  intros k _. now apply mean_square_nonneg.
Qed.
