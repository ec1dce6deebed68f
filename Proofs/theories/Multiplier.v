(** * Multiplier: how large [1 / sqrt S] grows, and its cap

    - [instability_floor]:  on every reachable state
      [S >= (1 - beta3^t) eps2^2 / (4 beta1^2 d^2 + eps2)];
    - [single_multiplier_cap]:  of a single element [1 / sqrt S] is at most
      [1 / sqrt ((1 - beta3^t) eps2)], whatever the gradients;
    - [steady_multiplier_cap]:  so it is of any matrix under gradients of constant magnitude;
    - [steady_res_limit]:  under such gradients [S] falls to [eps2], so that the multiplier
      comes as near to [1 / sqrt eps2] (10^8 with the defaults) as one likes
      while updates stay clipped: no learning rate bounds the step;
    - [multiplier_witness]:  the hypotheses of the multiplier's growth can be met. *)

From Coq Require Import Reals Lra Lia Psatz.
From CAME Require Import Sums Ema Clip Model ClosedForm Defaults.
Open Scope R_scope.

(** [S i j] of a state, from its two factors. *)
Definition instability (m : nat) (s : state) : mat :=
  fun i j => res_row s i / mean m (res_row s) * res_col s j.

Section Reachable.
Variables (p : params) (m n : nat).
Hypothesis Hp : valid p.
Hypothesis m_pos : (0 < m)%nat.
Hypothesis n_pos : (0 < n)%nat.

Theorem instability_floor G t i j : (0 < t)%nat ->
  (1 - beta3 p ^ t) * eps2 p ^ 2 / (4 * beta1 p ^ 2 * threshold p ^ 2 + eps2 p) <=
  instability m (run p m n G t) i j.
Proof.
  intros Ht. pose proof (eps2_pos p Hp) as He.
  pose proof (beta_weight (beta3 p) t (beta3_unit p Hp) Ht) as Hq.
  set (q := 1 - beta3 p ^ t) in *. set (e := eps2 p) in *.
  set (K := 4 * beta1 p ^ 2 * threshold p ^ 2 + e). set (s := run p m n G t).
  assert (HK : 0 < K).
  { unfold K. assert (0 <= beta1 p ^ 2 * threshold p ^ 2)
      by (apply Rmult_le_pos; apply pow2_ge_0). lra. }
  assert (Hr : q * e <= res_row s i) by (apply res_row_lower; assumption).
  assert (Hc : q * e <= res_col s j) by (apply res_col_lower; assumption).
  assert (Hmu : mean m (res_row s) <= q * K) by (apply res_row_mean_le; assumption).
  assert (Hqe : 0 < q * e) by now apply Rmult_lt_0_compat.
  assert (Hmp : 0 < mean m (res_row s)).
  { apply Rlt_le_trans with (q * e); [exact Hqe|]. apply mean_ge; [exact m_pos|].
    intros; apply res_row_lower; assumption. }
  unfold instability. set (mu := mean m (res_row s)) in *.
  assert (Hrm : e / K <= res_row s i / mu).
  { apply Rmult_le_reg_r with (K * mu); [now apply Rmult_lt_0_compat|].
    replace (e / K * (K * mu)) with (e * mu) by (field; lra).
    replace (res_row s i / mu * (K * mu)) with (res_row s i * K) by (field; lra).
    apply Rle_trans with (e * (q * K)); [apply Rmult_le_compat_l; lra|].
    replace (e * (q * K)) with (q * e * K) by ring. apply Rmult_le_compat_r; lra. }
  assert (HeK : 0 < e / K) by now apply Rdiv_lt_0_compat.
  replace (q * e ^ 2 / K) with (e / K * (q * e)) by (field; lra).
  apply Rmult_le_compat; lra.
Qed.
End Reachable.

Theorem single_multiplier_cap p G t : valid p -> (0 < t)%nat ->
  / sqrt (instability 1 (run p 1 1 G t) 0%nat 0%nat) <= / sqrt ((1 - beta3 p ^ t) * eps2 p).
Proof.
  intros Hp Ht. pose proof (eps2_pos p Hp) as He.
  pose proof (beta_weight (beta3 p) t (beta3_unit p Hp) Ht) as Hq.
  assert (Hqe : 0 < (1 - beta3 p ^ t) * eps2 p) by now apply Rmult_lt_0_compat.
  pose proof (res_row_lower p 1 1 Hp ltac:(lia) G t 0%nat) as Hr.
  pose proof (res_col_lower p 1 1 Hp ltac:(lia) G t 0%nat) as Hc.
  unfold instability, mean. cbn [sum INR]. rewrite Rplus_0_l.
  set (r := res_row _ _) in *. set (c := res_col _ _) in *.
  replace (r / (r / 1) * c) with c by (field; lra).
  apply Rinv_le_contravar; [now apply sqrt_lt_R0|now apply sqrt_le_1_alt].
Qed.

Section Steady.
Variable p : params.
Hypothesis Hp : valid p.

Theorem steady_multiplier_cap t : (0 < t)%nat ->
  / sqrt (steady_res p t) <= / sqrt ((1 - beta3 p ^ t) * eps2 p).
Proof.
  intros Ht. pose proof (eps2_pos p Hp) as He.
  pose proof (beta_weight (beta3 p) t (beta3_unit p Hp) Ht) as Hq.
  destruct (beta3_unit p Hp).
  apply Rinv_le_contravar; [now apply sqrt_lt_R0, Rmult_lt_0_compat|].
  apply sqrt_le_1_alt. unfold steady_res. apply ema_lower; [lra|].
  intros k _. pose proof (pow2_ge_0 (beta1 p ^ S k * threshold p)). lra.
Qed.

Theorem steady_res_limit delta : beta1 p ^ 2 < beta3 p -> 0 < delta ->
  exists T, forall t, (T <= t)%nat -> steady_res p t <= eps2 p + delta.
Proof.
  intros Hb Hd. pose proof (eps2_pos p Hp) as He. destruct (beta3_unit p Hp) as [H30 H31].
  pose proof (pow2_ge_0 (beta1 p)) as H1.
  set (A := (1 - beta3 p) * (beta1 p * threshold p) ^ 2 / (beta3 p - beta1 p ^ 2)).
  assert (HA : 0 <= A).
  { unfold A. apply Rmult_le_pos; [apply Rmult_le_pos; [lra|apply pow2_ge_0]|].
    left. apply Rinv_0_lt_compat. lra. }
  assert (Hab : Rabs (beta3 p) < 1) by (rewrite Rabs_pos_eq; lra).
  destruct (pow_lt_1_zero (beta3 p) Hab (delta / (A + 1)) ltac:(apply Rdiv_lt_0_compat; lra))
    as [T HT].
  exists T. intros t Ht. specialize (HT t ltac:(lia)).
  rewrite steady_res_closed by lra.
  pose proof (pow_unit (beta3 p) t ltac:(lra)) as Hp3.
  rewrite Rabs_pos_eq in HT by lra.
  assert (Hp1 : 0 <= (beta1 p ^ 2) ^ t) by (apply pow_le; exact H1).
  assert (E : (1 - beta3 p) * (beta1 p * threshold p) ^ 2 *
      ((beta3 p ^ t - (beta1 p ^ 2) ^ t) / (beta3 p - beta1 p ^ 2)) =
    A * (beta3 p ^ t - (beta1 p ^ 2) ^ t)) by (unfold A; field; lra).
  rewrite E.
  assert (A * (beta3 p ^ t - (beta1 p ^ 2) ^ t) <= A * beta3 p ^ t)
    by (apply Rmult_le_compat_l; lra).
  assert (A * beta3 p ^ t <= delta).
  { apply Rle_trans with ((A + 1) * beta3 p ^ t); [apply Rmult_le_compat_r; lra|].
    apply Rle_trans with ((A + 1) * (delta / (A + 1))); [apply Rmult_le_compat_l; lra|].
    right. field. lra. }
  assert ((1 - beta3 p ^ t) * eps2 p <= eps2 p) by nra. lra.
Qed.
End Steady.

(** The hypotheses can be met. *)
Theorem multiplier_witness : forall delta, 0 < delta ->
  exists T, forall t, (T <= t)%nat -> steady_res defaults t <= / 10 ^ 16 + delta.
Proof.
  intros delta Hd. apply (steady_res_limit defaults defaults_valid delta); [|exact Hd].
  cbn [beta1 beta3 defaults]. lra.
Qed.
