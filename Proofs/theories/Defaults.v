(** * Defaults: what the theorems say about the default hyperparameters, and that their hypotheses can be met

    - [defaults_valid]:  the default hyperparameters are valid;
    - [defaults_clipped]:  a steady gradient is clipped for a thousand steps;
    - [defaults_first_step]:  the first step is 11.1 times the learning rate;
    - [beta3_bfloat16], [beta3_binary16]:  0.9999 rounds to one;
    - [residual_stagnates_bfloat16]:  an instability that is kept in bfloat16
      ignores whatever is less than ten times as large;
    - [contraction_binary32]:  in binary32 a rounded average with 0.9999 forgets;
    - [no_contraction_bfloat16]:  in bfloat16 not even one with 0.999 must. *)

From Coq Require Import Reals Lra Lia Psatz ZArith.
From Flocq Require Import Core.
From CAME Require Import Sums Factor Ema Clip Model ClosedForm Rounding FloatSums.
Open Scope R_scope.

Definition defaults : params :=
  Params 0.9 0.999 0.9999 (/ 10 ^ 30) (/ 10 ^ 16) 1 (2 / 10 ^ 4) 0.

Theorem defaults_valid : valid defaults.
Proof.
  constructor; cbn [beta1 beta2 beta3 eps1 eps2 threshold defaults]; try lra;
    apply Rinv_0_lt_compat, pow_lt; lra.
Qed.

(** The steady trajectory of [ClosedForm] is clipped for at least 10^3 steps. *)
Lemma bernoulli x k : -1 <= x -> 1 + INR k * x <= (1 + x) ^ k.
Proof.
  intros Hx. induction k as [|k IH]; [simpl; lra|]. rewrite S_INR. cbn [pow].
  pose proof (pos_INR k). assert (0 <= INR k * x ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]).
  assert ((1 + x) * (1 + INR k * x) <= (1 + x) * (1 + x) ^ k) by (apply Rmult_le_compat_l; lra).
  nra.
Qed.

Theorem defaults_clipped : clipped_until defaults 1 1000.
Proof.
  apply clipped_until_intro; [exact defaults_valid|lra|cbn; lra|].
  cbn [beta2 eps1 defaults]. replace 1000%nat with (500 * 2)%nat by reflexivity.
  rewrite pow_mult. pose proof (bernoulli (-0.001) 500 ltac:(lra)) as Hb.
  rewrite (INR_IZR_INZ 500) in Hb. replace (1 + -0.001) with 0.999 in Hb by lra.
  change (IZR (Z.of_nat 500)) with 500 in Hb.
  set (w := 0.999 ^ 500) in *. assert (Hw : 1 / 2 <= w) by lra.
  set (e := / 10 ^ 30). assert (He : e <= / 10).
  { unfold e. apply Rinv_le_contravar; [lra|]. rewrite <- (pow_1 10) at 1. apply Rle_pow; lra || lia. }
  assert (He0 : 0 < e) by (apply Rinv_0_lt_compat, pow_lt; lra).
  clearbody w e. cbn [pow]. nra.
Qed.

(** The first step has size 11.1, not 1. *)
Theorem defaults_first_step :
  11.1 < (1 - 0.9) * 1 / sqrt ((1 - 0.9999) * ((0.9 * 1) ^ 2 + / 10 ^ 16)) < 11.12.
Proof.
  set (v := (1 - 0.9999) * ((0.9 * 1) ^ 2 + / 10 ^ 16)).
  assert (Hv : 0.000081 <= v <= 0.00008101) by (unfold v; split; lra).
  assert (Hs : 0.008995 < sqrt v < 0.009005).
  { split.
    - rewrite <- (sqrt_pow2 0.008995) by lra. apply sqrt_lt_1_alt. split; lra.
    - rewrite <- (sqrt_pow2 0.009005) by lra. apply sqrt_lt_1_alt. split; lra. }
  set (q := sqrt v) in *. clearbody q.
  assert (E : (1 - 0.9) * 1 / q * q = 0.1)
    by (unfold Rdiv; rewrite Rmult_assoc, Rinv_l; lra).
  split; apply Rmult_lt_reg_r with q; rewrite ?E; lra.
Qed.

(** A bfloat16 or binary16 rounding of [beta3] is [1]: the average would never
    take in anything. *)
Lemma one_format prec emin : (0 < prec)%Z -> (emin <= 0)%Z -> format prec emin 1.
Proof.
  intros Hp He. unfold format. change 1 with (bpow radix2 0).
  apply generic_format_bpow. unfold fexp, FLT_exp. lia.
Qed.

Theorem beta3_bfloat16 : rnd 8 (-133) 0.9999 = 1.
Proof.
  assert (Hp : Prec_gt_0 8) by easy.
  apply (rnd_absorbs 8 (-133)); [apply one_format; lia|lra| |].
  - right. unfold pow2. simpl. rewrite Rabs_R1. lra.
  - rewrite u_eq. unfold pow2. simpl. apply Rabs_def1; lra.
Qed.

Theorem beta3_binary16 : rnd 11 (-24) 0.9999 = 1.
Proof.
  assert (Hp : Prec_gt_0 11) by easy.
  apply (rnd_absorbs 11 (-24)); [apply one_format; lia|lra| |].
  - right. unfold pow2. simpl. rewrite Rabs_R1. lra.
  - rewrite u_eq. unfold pow2. simpl. apply Rabs_def1; lra.
Qed.

(** In bfloat16 the residual average ignores every input below ten times its
    value. *)
Theorem residual_stagnates_bfloat16 s x :
  format 8 (-133) s -> 0 < s -> normal 8 (-133) s -> 0 <= x <= 10 * s ->
  rnd 8 (-133) (0.9999 * s + (1 - 0.9999) * x) = s.
Proof.
  intros Hf Hs Hn Hx. assert (Hp : Prec_gt_0 8) by easy.
  apply (ema_stagnates 8 (-133)); auto. rewrite u_eq. unfold pow2. simpl. rewrite Rabs_mult.
  rewrite (Rabs_pos_eq (1 - 0.9999)) by lra.
  assert (Rabs (x - s) <= 9 * s) by (apply Rabs_le; lra). lra.
Qed.

(** The hypothesis of [fema_bounded] for the default averages: met in binary32,
    not met in bfloat16. *)
Theorem contraction_binary32 : 0.9999 * (1 + u 24) ^ 2 < 1.
Proof. rewrite u_eq. unfold pow2. simpl. lra. Qed.

Theorem no_contraction_bfloat16 : 1 < 0.999 * (1 + u 8) ^ 2.
Proof. rewrite u_eq. unfold pow2. simpl. lra. Qed.
