(** * StepError: how far one step is off, given how far its state is off

    - [residual_error]:  [|(u' - m')^2 - (u - m)^2| <= (a + b) (2 |u - m| + a + b)]
      where [u'] is within [a] and [m'] within [b]: an absolute bound;
    - [residual_no_relative_bound]:  there is no relative bound of the residual: [u - m] cancels;
    - [residual_rounded]:  the residual with every operation rounded;
    - [blend_error]:  an average adds the errors in its weights;
    - [inverse_root_error]:  [|1/sqrt s' - 1/sqrt s| <= |s' - s| / (2 f sqrt f)]
      above a floor [f];
    - [instability_error]:  the error of [S = r c / mu] from those of its factors;
    - [update_error]:  the error of [m / sqrt S] from those of [m] and [S];
    - [step_forward_error]:  the forward error of the whole update, roundings
      included, in terms of the errors of the state;
    - [step_forward_witness]:  reachable states have a floor. *)

From Coq Require Import Reals Lra Lia Psatz ZArith.
From Flocq Require Import Core.
From CAME Require Import Sums Rounding Running Model Multiplier Defaults.
Open Scope R_scope.

Theorem residual_error u m u' m' a b eps :
  Rabs (u' - u) <= a -> Rabs (m' - m) <= b ->
  Rabs (((u' - m') ^ 2 + eps) - ((u - m) ^ 2 + eps)) <= (a + b) * (2 * Rabs (u - m) + (a + b)).
Proof.
  intros Ha Hb. set (d := (u' - u) - (m' - m)).
  assert (Hd : Rabs d <= a + b).
  { unfold d, Rminus at 1. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra. }
  replace (((u' - m') ^ 2 + eps) - ((u - m) ^ 2 + eps)) with (d * (2 * (u - m) + d))
    by (unfold d; ring).
  rewrite Rabs_mult. apply Rmult_le_compat; auto using Rabs_pos.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult, (Rabs_pos_eq 2) by lra. lra.
Qed.

(** However small the relative error [w] of the update and however large [K]. *)
Theorem residual_no_relative_bound w K : 0 < w -> exists u m u',
  Rabs (u' - u) <= w * Rabs u /\ K * (u - m) ^ 2 < Rabs ((u' - m) ^ 2 - (u - m) ^ 2).
Proof.
  intros Hw. exists 1, 1, (1 + w).
  replace (1 + w - 1) with w by ring. replace (1 - 1) with 0 by ring.
  rewrite Rabs_R1, Rabs_pos_eq by lra. split; [lra|].
  rewrite Rabs_pos_eq; [|nra]. nra.
Qed.

Section Rounded.
Variables (prec emin : Z).
Context {prec_pos : Prec_gt_0 prec}.
Notation rnd := (rnd prec emin).

(** The residual as it is computed: a difference, its square, and [eps2]. *)
Theorem residual_rounded u' m' eps' bu bm be :
  holds u' bu -> holds m' bm -> holds eps' be ->
  let d := rnd (u' - m') in let bd := bsub prec emin bu bm in
  holds (rnd (rnd (d * d) + eps')) (badd prec emin (bmul prec emin bd bd) be).
Proof.
  intros Hu Hm He. cbn zeta. apply bounded_add; [exact prec_pos| |exact He].
  apply bounded_mul; [exact prec_pos| |]; apply bounded_sub; assumption.
Qed.
End Rounded.

Theorem blend_error b x x' y y' e f : 0 <= b <= 1 ->
  Rabs (x' - x) <= e -> Rabs (y' - y) <= f ->
  Rabs (blend b x' y' - blend b x y) <= b * e + (1 - b) * f.
Proof.
  intros Hb He Hf. unfold blend.
  replace (b * x' + (1 - b) * y' - (b * x + (1 - b) * y))
    with (b * (x' - x) + (1 - b) * (y' - y)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
  rewrite (Rabs_pos_eq b), (Rabs_pos_eq (1 - b)) by lra.
  apply Rplus_le_compat; apply Rmult_le_compat_l; lra.
Qed.

Theorem inverse_root_error f s s' : 0 < f -> f <= s -> f <= s' ->
  Rabs (/ sqrt s' - / sqrt s) <= Rabs (s' - s) / (2 * f * sqrt f).
Proof.
  intros Hf Hs Hs'. pose proof (sqrt_lt_R0 f Hf) as Sf.
  assert (S1 : sqrt f <= sqrt s) by now apply sqrt_le_1_alt.
  assert (S2 : sqrt f <= sqrt s') by now apply sqrt_le_1_alt.
  pose proof (sqrt_sqrt s ltac:(lra)) as Q1. pose proof (sqrt_sqrt s' ltac:(lra)) as Q2.
  pose proof (sqrt_sqrt f ltac:(lra)) as Qf.
  set (a := sqrt s) in *. set (b := sqrt s') in *. set (c := sqrt f) in *.
  replace (/ b - / a) with (- ((s' - s) * / (a * b * (a + b))))
    by (rewrite <- Q1, <- Q2; field; lra).
  rewrite Rabs_Ropp, Rabs_mult. unfold Rdiv. apply Rmult_le_compat_l; [apply Rabs_pos|].
  assert (P : 2 * f * c <= a * b * (a + b)).
  { rewrite <- Qf. replace (2 * (c * c) * c) with (c * c * (c + c)) by ring.
    apply Rmult_le_compat; try nra. }
  assert (0 < 2 * f * c) by nra.
  rewrite Rabs_pos_eq by (left; apply Rinv_0_lt_compat; lra).
  apply Rinv_le_contravar; lra.
Qed.

(** [nu] bounds the error of the mean, [n] the quotient [r / mu]. *)
Theorem instability_error r c mu r' c' mu' rho kappa nu n :
  0 <= r -> r <= n * mu -> 0 <= c -> 0 <= kappa -> nu < mu ->
  Rabs (r' - r) <= rho -> Rabs (c' - c) <= kappa -> Rabs (mu' - mu) <= nu ->
  let tau := (rho + n * nu) / (mu - nu) in
  Rabs (r' / mu' * c' - r / mu * c) <= n * kappa + c * tau + tau * kappa.
Proof.
  intros Hr Hn Hc Hk Hnu H1 H2 H3. cbn zeta.
  assert (N0 : 0 <= nu) by (pose proof (Rabs_pos (mu' - mu)); lra).
  assert (R0 : 0 <= rho) by (pose proof (Rabs_pos (r' - r)); lra).
  assert (M0 : 0 < mu) by lra.
  assert (M1 : mu - nu <= mu') by (revert H3; unfold Rabs; destruct Rcase_abs; lra).
  set (q := r / mu). set (q' := r' / mu'). set (tau := (rho + n * nu) / (mu - nu)).
  assert (Q : 0 <= q <= n).
  { unfold q. split.
    - apply Rmult_le_pos; [exact Hr|]. left. now apply Rinv_0_lt_compat.
    - apply Rmult_le_reg_r with mu; [exact M0|]. replace (r / mu * mu) with r by (field; lra). exact Hn. }
  assert (T : Rabs (q' - q) <= tau).
  { replace (q' - q) with (((r' - r) + - (q * (mu' - mu))) / mu') by (unfold q, q'; field; lra).
    unfold tau, Rdiv. rewrite Rabs_mult, Rabs_inv, (Rabs_pos_eq mu') by lra.
    apply Rmult_le_compat; [apply Rabs_pos|left; apply Rinv_0_lt_compat; lra| |].
    - eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq q) by lra.
      assert (q * Rabs (mu' - mu) <= n * nu) by (apply Rmult_le_compat; try lra; apply Rabs_pos). lra.
    - apply Rinv_le_contravar; lra. }
  replace (q' * c' - q * c) with (q * (c' - c) + ((q' - q) * c + (q' - q) * (c' - c))) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  eapply Rle_trans; [apply Rplus_le_compat_l, Rabs_triang|]. rewrite !Rabs_mult.
  rewrite (Rabs_pos_eq q), (Rabs_pos_eq c) by lra.
  assert (q * Rabs (c' - c) <= n * kappa) by (apply Rmult_le_compat; try lra; apply Rabs_pos).
  assert (Rabs (q' - q) * c <= tau * c) by (apply Rmult_le_compat_r; lra).
  assert (Rabs (q' - q) * Rabs (c' - c) <= tau * kappa)
    by (apply Rmult_le_compat; try apply Rabs_pos; assumption).
  lra.
Qed.

(** The error of the update, from those of the momentum and of [S]. *)
Definition update_bound (f m sigma b : R) : R :=
  Rabs m * (sigma / (2 * f * sqrt f)) + b / sqrt f.

Theorem update_error f m m' s s' sigma b : 0 < f -> f <= s -> f <= s' ->
  Rabs (m' - m) <= b -> Rabs (s' - s) <= sigma ->
  Rabs (m' * / sqrt s' - m * / sqrt s) <= update_bound f m sigma b.
Proof.
  intros Hf Hs Hs' Hm Hd. pose proof (sqrt_lt_R0 f Hf) as Sf. unfold update_bound.
  assert (S2 : sqrt f <= sqrt s') by now apply sqrt_le_1_alt.
  replace (m' * / sqrt s' - m * / sqrt s)
    with (m * (/ sqrt s' - / sqrt s) + (m' - m) * / sqrt s') by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
  rewrite (Rabs_pos_eq (/ sqrt s')) by (left; apply Rinv_0_lt_compat; lra).
  apply Rplus_le_compat.
  - apply Rmult_le_compat_l; [apply Rabs_pos|].
    eapply Rle_trans; [apply (inverse_root_error f); assumption|].
    unfold Rdiv. apply Rmult_le_compat_r; [|exact Hd].
    left. apply Rinv_0_lt_compat. nra.
  - unfold Rdiv. apply Rmult_le_compat; [apply Rabs_pos| |exact Hm|].
    + left. apply Rinv_0_lt_compat. lra.
    + apply Rinv_le_contravar; assumption.
Qed.

(** [y] is what the rounded kernel makes of the state at hand, within the
    relative error [w] (that is [(1 + u)^7 - 1] by [FloatKernel.kernel_error]). *)
Theorem step_forward_error f m m' s s' sigma b w y : 0 < f -> f <= s -> f <= s' -> 0 <= w ->
  Rabs (m' - m) <= b -> Rabs (s' - s) <= sigma ->
  Rabs (y - m' * / sqrt s') <= w * Rabs (m' * / sqrt s') ->
  Rabs (y - m * / sqrt s) <=
    update_bound f m sigma b + w * (Rabs (m * / sqrt s) + update_bound f m sigma b).
Proof.
  intros Hf Hs Hs' Hw Hm Hd Hy.
  pose proof (update_error f m m' s s' sigma b Hf Hs Hs' Hm Hd) as E.
  set (z := m * / sqrt s) in *. set (z' := m' * / sqrt s') in *. set (B := update_bound f m sigma b) in *.
  assert (Hz : Rabs z' <= Rabs z + B).
  { replace z' with (z' - z + z) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra. }
  replace (y - z) with ((y - z') + (z' - z)) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  assert (w * Rabs z' <= w * (Rabs z + B)) by (apply Rmult_le_compat_l; assumption). lra.
Qed.

(** The floor can be met: every reachable state of the default hyperparameters has one. *)
Theorem step_forward_witness G t i j : (0 < t)%nat ->
  0 < (1 - beta3 defaults ^ t) * eps2 defaults ^ 2 /
      (4 * beta1 defaults ^ 2 * threshold defaults ^ 2 + eps2 defaults) <=
  instability 4 (run defaults 4 3 G t) i j.
Proof.
  intros Ht. split; [|apply instability_floor; auto using defaults_valid; lia].
  pose proof (eps2_pos _ defaults_valid) as He.
  pose proof (Ema.beta_weight _ t (beta3_unit _ defaults_valid) Ht).
  apply Rdiv_lt_0_compat.
  - apply Rmult_lt_0_compat; [assumption|]. now apply pow_lt.
  - assert (0 <= beta1 defaults ^ 2 * threshold defaults ^ 2)
      by (apply Rmult_le_pos; apply pow2_ge_0). lra.
Qed.
