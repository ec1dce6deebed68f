(** * Running: the rules of running error analysis, by which ports are judged

    A bounded number [(v, e)] stands for every number within [e] of [v].  Each
    rule turns bounds of the operands into a bound of the rounded result:

    - [bounded_add], [bounded_sub]:  of a sum or difference [e + f], and one rounding;
    - [bounded_mul]:  of a product [|v| f + |w| e + e f], and one rounding;
    - [bounded_div]:  of a quotient [(e + |v/w| f) / (|w| - f)], and one rounding;
    - [bounded_sqrt]:  of a root [e / (sqrt v + sqrt (max 0 (v - e)))], and one rounding;
    - [bounded_or_one]:  the greater of one and a number rounds nothing;
    - [bounded_fused]:  a fused multiply-add stays inside what the two separate
      operations may lose;
    - [bounded_sum]:  of a sum of depth [d], in whatever order, [gamma d] of
      the magnitudes;
    - [bounded_flush]:  what taking small numbers for zero may add.

    - [bounded_round]:  one rounding of a number within [e] of [v] costs
      [u (|v| + e) + eta / 2], with [eta] the least positive number.

    There is no overflow here; the judge claims nothing where the format may overflow.
    The same rules are [Bounded] in Swift.

    - [running_witness]:  the hypotheses of the rules can be met. *)

From Coq Require Import Reals Lra Lia Psatz ZArith List.
From Flocq Require Import Core Relative.
From CAME Require Import Sums Rounding FloatSums.
Open Scope R_scope.

(** An exact number and how far from it an implementation may be. *)
Record bounded := Bounded { value : R; error : R }.

(** [x] is one of the numbers that [b] stands for. *)
Definition holds (x : R) (b : bounded) : Prop := Rabs (x - value b) <= error b.

Section Format.
Variables (prec emin : Z).
Context {prec_pos : Prec_gt_0 prec}.
Notation rnd := (rnd prec emin).
Notation format := (format prec emin).
Notation u := (u prec).
Notation gamma := (gamma prec).

(** The least positive number. *)
Definition eta : R := pow2 emin.

(** One rounding more. *)
Definition rounding (v e : R) : bounded := Bounded v (e + (u * (Rabs v + e) + eta / 2)).

Definition badd (a b : bounded) : bounded :=
  rounding (value a + value b) (error a + error b).
Definition bsub (a b : bounded) : bounded :=
  rounding (value a - value b) (error a + error b).
Definition product_error (a b : bounded) : R :=
  Rabs (value a) * error b + Rabs (value b) * error a + error a * error b.
Definition bmul (a b : bounded) : bounded :=
  rounding (value a * value b) (product_error a b).
Definition bdiv (a b : bounded) : bounded :=
  rounding (value a / value b)
    ((error a + Rabs (value a / value b) * error b) / (Rabs (value b) - error b)).
Definition bsqrt (a : bounded) : bounded :=
  rounding (sqrt (value a)) (error a / (sqrt (value a) + sqrt (Rmax 0 (value a - error a)))).
Definition bor_one (a : bounded) : bounded := Bounded (Rmax 1 (value a)) (error a).

Lemma eta_pos : 0 < eta.
Proof. apply bpow_gt_0. Qed.

Lemma holds_error_nonneg x b : holds x b -> 0 <= error b.
Proof. unfold holds. pose proof (Rabs_pos (x - value b)). lra. Qed.

Lemma holds_magnitude x b : holds x b -> Rabs x <= Rabs (value b) + error b.
Proof.
  unfold holds. intros H. replace x with (x - value b + value b) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

(** What one rounding may lose, underflow included. *)
Lemma rnd_error x : Rabs (rnd x - x) <= u * Rabs x + eta / 2.
Proof.
  destruct (error_N_FLT radix2 emin prec prec_pos (fun x => negb (Z.even x)) x)
    as [d [n [Hd [Hn [_ E]]]]].
  change (round radix2 (FLT_exp emin prec) (Znearest (fun x => negb (Z.even x))) x)
    with (rnd x) in E.
  rewrite E. replace (x * (1 + d) + n - x) with (d * x + n) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult.
  assert (Hd' : Rabs d * Rabs x <= u * Rabs x)
    by (apply Rmult_le_compat_r; [apply Rabs_pos|exact Hd]).
  unfold eta, pow2. lra.
Qed.

Theorem bounded_round x v e : Rabs (x - v) <= e -> holds (rnd x) (rounding v e).
Proof.
  intros H. pose proof (u_pos prec) as Hu. unfold holds, rounding. cbn [value error].
  assert (Hx : Rabs x <= Rabs v + e).
  { replace x with (x - v + v) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra. }
  replace (rnd x - v) with (rnd x - x + (x - v)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. pose proof (rnd_error x).
  assert (u * Rabs x <= u * (Rabs v + e)) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Theorem bounded_add x y a b : holds x a -> holds y b -> holds (rnd (x + y)) (badd a b).
Proof.
  intros Hx Hy. apply bounded_round. unfold holds in *.
  replace (x + y - (value a + value b)) with ((x - value a) + (y - value b)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Theorem bounded_sub x y a b : holds x a -> holds y b -> holds (rnd (x - y)) (bsub a b).
Proof.
  intros Hx Hy. apply bounded_round. unfold holds in *.
  replace (x - y - (value a - value b)) with ((x - value a) + - (y - value b)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra.
Qed.

Lemma product_within x y a b : holds x a -> holds y b ->
  Rabs (x * y - value a * value b) <= product_error a b.
Proof.
  intros Hx Hy. pose proof (holds_error_nonneg _ _ Hx). unfold holds, product_error in *.
  set (v := value a) in *. set (w := value b) in *.
  replace (x * y - v * w) with (v * (y - w) + (w * (x - v) + (x - v) * (y - w))) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  eapply Rle_trans; [apply Rplus_le_compat_l, Rabs_triang|]. rewrite !Rabs_mult.
  assert (Rabs v * Rabs (y - w) <= Rabs v * error b)
    by (apply Rmult_le_compat_l; [apply Rabs_pos|exact Hy]).
  assert (Rabs w * Rabs (x - v) <= Rabs w * error a)
    by (apply Rmult_le_compat_l; [apply Rabs_pos|exact Hx]).
  assert (Rabs (x - v) * Rabs (y - w) <= error a * error b)
    by (apply Rmult_le_compat; auto using Rabs_pos).
  lra.
Qed.

Theorem bounded_mul x y a b : holds x a -> holds y b -> holds (rnd (x * y)) (bmul a b).
Proof. intros Hx Hy. apply bounded_round. now apply product_within. Qed.

(** A fused multiply-add rounds once; the bound of a product and a sum that
    are rounded apart covers it. *)
Theorem bounded_fused x y z a b c : holds x a -> holds y b -> holds z c ->
  holds (rnd (x * y + z)) (badd (bmul a b) c).
Proof.
  intros Hx Hy Hz. pose proof (u_pos prec). pose proof eta_pos.
  apply bounded_round. cbn [bmul rounding value error].
  pose proof (product_within _ _ _ _ Hx Hy) as Hp.
  assert (0 <= product_error a b)
    by (eapply Rle_trans; [apply Rabs_pos|exact Hp]).
  assert (0 <= u * (Rabs (value a * value b) + product_error a b)).
  { apply Rmult_le_pos; [lra|]. pose proof (Rabs_pos (value a * value b)). lra. }
  unfold holds in Hz.
  replace (x * y + z - (value a * value b + value c))
    with ((x * y - value a * value b) + (z - value c)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Theorem bounded_div x y a b : holds x a -> holds y b -> error b < Rabs (value b) ->
  holds (rnd (x / y)) (bdiv a b).
Proof.
  intros Hx Hy Hb. apply bounded_round.
  pose proof (holds_error_nonneg _ _ Hx). pose proof (holds_error_nonneg _ _ Hy).
  unfold holds in *. set (v := value a) in *. set (w := value b) in *.
  assert (Hw : w <> 0) by (intros E; rewrite E, Rabs_R0 in Hb; lra).
  assert (Hyw : Rabs w - error b <= Rabs y).
  { pose proof (Rabs_triang (w - y) y) as T. replace (w - y + y) with w in T by ring.
    rewrite Rabs_minus_sym in T. lra. }
  assert (Hy0 : y <> 0) by (intros E; rewrite E, Rabs_R0 in Hyw; lra).
  assert (Hyp : 0 < Rabs y) by now apply Rabs_pos_lt.
  replace (x / y - v / w) with (((x - v) + - (v / w * (y - w))) / y) by (field; auto).
  unfold Rdiv at 1. rewrite Rabs_mult, Rabs_inv.
  apply Rmult_le_compat; [apply Rabs_pos|left; now apply Rinv_0_lt_compat| |].
  - eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, Rabs_mult.
    assert (Rabs (v / w) * Rabs (y - w) <= Rabs (v / w) * error b)
      by (apply Rmult_le_compat_l; [apply Rabs_pos|exact Hy]). lra.
  - apply Rinv_le_contravar; lra.
Qed.

Theorem bounded_sqrt x a : holds x a -> 0 <= x -> 0 < value a -> holds (rnd (sqrt x)) (bsqrt a).
Proof.
  intros Hx H0 Hv. apply bounded_round. pose proof (holds_error_nonneg _ _ Hx) as He.
  unfold holds in Hx. set (v := value a) in *. set (e := error a) in *.
  pose proof (sqrt_lt_R0 v Hv) as Hsv. pose proof (sqrt_pos x) as Hsx.
  pose proof (sqrt_pos (Rmax 0 (v - e))) as Hsm.
  assert (Hm : sqrt (Rmax 0 (v - e)) <= sqrt x).
  { apply sqrt_le_1_alt. apply Rmax_lub; [exact H0|].
    revert Hx. unfold Rabs. destruct Rcase_abs; lra. }
  assert (E : sqrt x - sqrt v = (x - v) / (sqrt v + sqrt x)).
  { pose proof (sqrt_sqrt x H0) as Sx. pose proof (sqrt_sqrt v (Rlt_le _ _ Hv)) as Sv.
    rewrite <- Sx at 2. rewrite <- Sv at 2. field. lra. }
  rewrite E. unfold Rdiv. rewrite Rabs_mult, Rabs_inv.
  apply Rmult_le_compat; [apply Rabs_pos| |exact Hx|].
  - left. apply Rinv_0_lt_compat, Rabs_pos_lt. lra.
  - rewrite Rabs_pos_eq by lra. apply Rinv_le_contravar; lra.
Qed.

(** The clip's divisor: the greater of one and a bounded number. *)
Theorem bounded_or_one x a : holds x a -> holds (Rmax 1 x) (bor_one a).
Proof.
  unfold holds, bor_one. cbn [value error]. intros H. eapply Rle_trans; [|exact H].
  unfold Rmax. destruct (Rle_dec 1 x), (Rle_dec 1 (value a)); unfold Rabs;
    repeat destruct Rcase_abs; lra.
Qed.

(** Arithmetic that takes numbers under [least] for zero. *)
Definition flush (least x : R) : R := if Rlt_dec (Rabs x) least then 0 else x.

Theorem bounded_flush least x v e : 0 < least -> Rabs (x - v) <= e ->
  Rabs (flush least (rnd x) - v) <= error (rounding v e) + least.
Proof.
  intros Hp H. pose proof (bounded_round x v e H) as Hr. unfold holds in Hr.
  cbn [value] in Hr. pose proof (u_pos prec). pose proof eta_pos.
  unfold flush. destruct (Rlt_dec (Rabs (rnd x)) least) as [Hs|Hs]; [|cbn [value rounding] in Hr; lra].
  replace (0 - v) with ((rnd x - v) + - rnd x) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. cbn [value rounding] in Hr. lra.
Qed.

(** A sum in any order whose depth is at most [d]. *)
Theorem bounded_sum t bs d :
  all_format prec emin t -> Forall2 holds (leaves t) bs ->
  (depth t <= d)%nat -> INR d * u < 1 ->
  Rabs (feval prec emin t - lsum (map value bs)) <=
    lsum (map error bs) + gamma d * lsum (map (fun b => Rabs (value b) + error b) bs).
Proof.
  intros Hf Hb Hd Hn. pose proof (u_pos prec) as Hu.
  pose proof (sum_error_depth prec emin t Hf) as E. rewrite exact_leaves in E.
  assert (Hs : forall xs bs, Forall2 holds xs bs ->
    Rabs (lsum xs - lsum (map value bs)) <= lsum (map error bs) /\
    abs_sum xs <= lsum (map (fun b => Rabs (value b) + error b) bs)).
  { clear. induction 1 as [|x b xs bs Hx _ [I1 I2]]; unfold abs_sum, lsum in *;
      cbn [map fold_right] in *.
    - rewrite Rminus_diag_eq by reflexivity. rewrite Rabs_R0. lra.
    - pose proof (holds_magnitude _ _ Hx). unfold holds in Hx. split; [|lra].
      match goal with |- Rabs (x + ?p - (value b + ?q)) <= _ =>
        replace (x + p - (value b + q)) with ((x - value b) + (p - q)) by ring end.
      eapply Rle_trans; [apply Rabs_triang|]. lra. }
  destruct (Hs _ _ Hb) as [H1 H2].
  assert (W : (1 + u) ^ depth t - 1 <= gamma d).
  { eapply Rle_trans; [|apply pow_gamma; exact Hn].
    assert ((1 + u) ^ depth t <= (1 + u) ^ d) by (apply Rle_pow; [lra|exact Hd]). lra. }
  pose proof (w_ge_1 prec (depth t)) as W1. pose proof (abs_sum_nonneg (leaves t)) as A0.
  replace (feval prec emin t - lsum (map value bs))
    with ((feval prec emin t - lsum (leaves t)) + (lsum (leaves t) - lsum (map value bs))) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  assert (((1 + u) ^ depth t - 1) * abs_sum (leaves t) <=
          gamma d * lsum (map (fun b => Rabs (value b) + error b) bs))
    by (apply Rmult_le_compat; lra).
  lra.
Qed.

End Format.

(** The hypotheses can be met: in binary32, one third of one, and its root. *)
Theorem running_witness :
  holds (rnd 24 (-149) (1 / 3)) (bdiv 24 (-149) (Bounded 1 0) (Bounded 3 0)) /\
  holds (rnd 24 (-149) (sqrt 2)) (bsqrt 24 (-149) (Bounded 2 0)).
Proof.
  assert (Hp : Prec_gt_0 24) by easy.
  assert (H : forall v, holds v (Bounded v 0)).
  { intros v. unfold holds. cbn. rewrite Rminus_diag_eq by reflexivity. rewrite Rabs_R0. lra. }
  split.
  - apply bounded_div; auto. cbn. rewrite Rabs_pos_eq; lra.
  - apply bounded_sqrt; auto; cbn; lra.
Qed.
