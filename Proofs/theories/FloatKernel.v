(** * FloatKernel: the rounded kernel [g / sqrt (r c / mu)], scalar by scalar

    - [kernel_error]:  [rsqrt (r / mu) * rsqrt c * g], rounded after every
      operation, is within [(1 + u)^7 - 1] of the exact one;
    - [kernel_witness]:  the hypotheses of the kernel's error can be met. *)

From Coq Require Import Reals Lra Lia Psatz ZArith.
From Flocq Require Import Core.
From CAME Require Import Sums Rounding Model FloatModel.
Open Scope R_scope.

Section Kernel.
Variables (prec emin : Z).
Context {prec_pos : Prec_gt_0 prec}.
Notation rnd := (rnd prec emin).
Notation near := (near prec).
Notation normal := (normal prec emin).

(** Every intermediate result of [frsqrt x] is normal. *)
Definition rsqrt_normal (x : R) : Prop :=
  normal (sqrt x) /\ normal (/ rnd (sqrt x)).

Lemma frsqrt_near k x' x : 0 < x -> near (2 * k) x' x -> rsqrt_normal x' ->
  near (k + 2) (frsqrt rnd x') (/ sqrt x).
Proof.
  intros Hx Hn [N1 N2]. pose proof (sqrt_lt_R0 x Hx) as Hs. unfold frsqrt.
  assert (E : near (1 + k) (rnd (sqrt x')) (sqrt x)).
  { apply near_trans with (sqrt x'); [|now apply near_sqrt].
    apply (near_rnd prec emin); [apply sqrt_pos|exact N1]. }
  replace (k + 2)%nat with (1 + (1 + k))%nat by lia.
  apply near_trans with (/ rnd (sqrt x')); [|now apply near_inv].
  apply (near_rnd prec emin); [|exact N2]. pose proof (near_nonneg _ _ _ _ E) as H0.
  destruct (Req_dec (rnd (sqrt x')) 0) as [->|Hne]; [rewrite Rinv_0; lra|].
  left. apply Rinv_0_lt_compat. lra.
Qed.

(** The whole scalar kernel [rsqrt (r / mu) * rsqrt c * g], from factors that
    are themselves off by [kr], [km] and [kc] roundings. *)
Lemma kernel_near kr km kc a b r' r mu' mu c' c g :
  0 < r -> 0 < mu -> 0 < c -> 0 <= g ->
  near kr r' r -> near km mu' mu -> near kc c' c ->
  (kr + km + 1 <= 2 * a)%nat -> (kc <= 2 * b)%nat ->
  normal (r' / mu') -> rsqrt_normal (rnd (r' / mu')) -> rsqrt_normal c' ->
  normal (frsqrt rnd (rnd (r' / mu')) * frsqrt rnd c') ->
  normal (rnd (frsqrt rnd (rnd (r' / mu')) * frsqrt rnd c') * g) ->
  near (a + b + 6)
    (rnd (rnd (frsqrt rnd (rnd (r' / mu')) * frsqrt rnd c') * g))
    (/ sqrt (r / mu) * / sqrt c * g).
Proof.
  intros Hr Hmu Hc Hg Nr Nmu Nc Ha Hb N1 N2 N3 N4 N5.
  assert (Eq : near (2 * a) (rnd (r' / mu')) (r / mu)).
  { apply near_weaken with (1 + (kr + km))%nat; [lia|].
    apply near_trans with (r' / mu').
    - apply (near_rnd prec emin); [|exact N1]. apply Rmult_le_pos.
      + eapply near_nonneg; exact Nr.
      + pose proof (near_inv _ _ _ _ Hmu Nmu) as Ni. eapply near_nonneg; exact Ni.
    - apply near_mult; [exact Nr|now apply near_inv]. }
  assert (Ea : near (a + 2) (frsqrt rnd (rnd (r' / mu'))) (/ sqrt (r / mu))).
  { apply frsqrt_near; [now apply Rdiv_lt_0_compat|exact Eq|exact N2]. }
  assert (Eb : near (b + 2) (frsqrt rnd c') (/ sqrt c)).
  { apply frsqrt_near; [exact Hc| |exact N3]. eapply near_weaken; [exact Hb|exact Nc]. }
  assert (Eab := near_mult _ _ _ _ _ _ _ Ea Eb).
  set (fa := frsqrt rnd (rnd (r' / mu'))) in *. set (fb := frsqrt rnd c') in *.
  assert (E1 : near (1 + (a + 2 + (b + 2))) (rnd (fa * fb)) (/ sqrt (r / mu) * / sqrt c)).
  { apply near_trans with (fa * fb); [|exact Eab].
    apply (near_rnd prec emin); [|exact N4]. eapply near_nonneg; exact Eab. }
  assert (E2 := near_mult _ _ _ _ _ _ _ E1 (near_refl prec g Hg)).
  apply near_weaken with (1 + (1 + (a + 2 + (b + 2)) + 0))%nat; [lia|].
  apply near_trans with (rnd (fa * fb) * g); [|exact E2].
  apply (near_rnd prec emin); [|exact N5]. eapply near_nonneg; exact E2.
Qed.

(** From factors taken as given, six roundings and a half: at most [7 u] to
    first order. *)
Theorem kernel_error r mu c g :
  0 < r -> 0 < mu -> 0 < c -> 0 <= g ->
  normal (r / mu) -> rsqrt_normal (rnd (r / mu)) -> rsqrt_normal c ->
  normal (frsqrt rnd (rnd (r / mu)) * frsqrt rnd c) ->
  normal (rnd (frsqrt rnd (rnd (r / mu)) * frsqrt rnd c) * g) ->
  Rabs (rnd (rnd (frsqrt rnd (rnd (r / mu)) * frsqrt rnd c) * g) -
        / sqrt (r / mu) * / sqrt c * g) <=
  ((1 + u prec) ^ 7 - 1) * (/ sqrt (r / mu) * / sqrt c * g).
Proof.
  intros Hr Hmu Hc Hg N1 N2 N3 N4 N5. apply near_error.
  apply (kernel_near 0 0 0 1 0 r r mu mu c c g); auto; try lia;
    apply near_refl; lra.
Qed.
End Kernel.

(** In binary32, with one for every factor. *)
Theorem kernel_witness :
  Rabs (rnd 24 (-149) (rnd 24 (-149) (frsqrt (rnd 24 (-149)) (rnd 24 (-149) (1 / 1)) *
          frsqrt (rnd 24 (-149)) 1) * 1) - / sqrt (1 / 1) * / sqrt 1 * 1) <=
  ((1 + u 24) ^ 7 - 1) * (/ sqrt (1 / 1) * / sqrt 1 * 1).
Proof.
  assert (Hp : Prec_gt_0 24) by easy.
  assert (N : normal 24 (-149) 1).
  { right. rewrite Rabs_R1. unfold pow2. change 1 with (bpow radix2 0) at 1. apply bpow_le. lia. }
  assert (E : rnd 24 (-149) 1 = 1).
  { apply (rnd_format 24 (-149)). unfold format. change 1 with (bpow radix2 0).
    apply generic_format_bpow. unfold fexp, FLT_exp. lia. }
  assert (Q : 1 / 1 = 1) by field.
  assert (RN : rsqrt_normal 24 (-149) 1).
  { unfold rsqrt_normal. rewrite sqrt_1, E, Rinv_1. split; exact N. }
  assert (F : frsqrt (rnd 24 (-149)) 1 = 1).
  { unfold frsqrt. rewrite sqrt_1, E, Rinv_1. exact E. }
  apply kernel_error; try lra; try exact RN; rewrite ?Q, ?E, ?F, ?Rmult_1_r, ?E; auto.
Qed.
