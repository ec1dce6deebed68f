(** * Rounding: what one correctly rounded operation does

    [rnd] is rounding to nearest, ties to even, into a binary format with [prec]
    significant bits and smallest positive number [2^emin] (gradual underflow, no
    overflow): [prec = 24], [emin = -149] for binary32.

    - [mul_pow2_exact]:  a power of two multiplies exactly away from underflow;
    - [rnd_absorbs]:  what is within a quarter of [u s] of [s] rounds to [s];
    - [ema_stagnates]:  a rounded average stands still while
      [(1 - b) |x - s| < u s / 4].

    Nearness, [near k a x], counts the roundings that lie between [a] and [x]:
    it goes through products, quotients, roots and sums of positive numbers. *)

From Coq Require Import Reals Lra Lia Psatz ZArith.
From Flocq Require Import Core Relative Plus_error.
From CAME Require Import Sums.
Open Scope R_scope.

Section Format.

Variables (prec emin : Z).
Context {prec_pos : Prec_gt_0 prec}.

Definition fexp := FLT_exp emin prec.
Definition rnd (x : R) : R := round radix2 fexp ZnearestE x.
Definition format (x : R) : Prop := generic_format radix2 fexp x.
Definition pow2 (k : Z) : R := bpow radix2 k.

(** The unit roundoff, [2^-prec]. *)
Definition u : R := u_ro radix2 prec.

(** Zero, or at least the smallest normal number in magnitude. *)
Definition normal (x : R) : Prop := x = 0 \/ pow2 (emin + prec - 1) <= Rabs x.

Lemma u_pos : 0 < u.
Proof. unfold u, u_ro. pose proof (bpow_gt_0 radix2 (- prec + 1)). lra. Qed.

Lemma u_eq : u = pow2 (- prec).
Proof.
  unfold u, u_ro, pow2. rewrite bpow_plus. change (bpow radix2 1) with 2. field.
Qed.

Lemma format_rnd x : format (rnd x).
Proof. apply generic_format_round; [apply FLT_exp_valid; exact prec_pos|apply valid_rnd_N]. Qed.

Lemma rnd_format x : format x -> rnd x = x.
Proof. intros H. apply round_generic; [apply valid_rnd_N|exact H]. Qed.

Lemma rnd_0 : rnd 0 = 0.
Proof. apply round_0. apply valid_rnd_N. Qed.

Lemma rnd_monotone x y : x <= y -> rnd x <= rnd y.
Proof. apply round_le; [apply FLT_exp_valid; exact prec_pos|apply valid_rnd_N]. Qed.

Lemma rnd_nonneg x : 0 <= x -> 0 <= rnd x.
Proof. intros H. rewrite <- rnd_0. now apply rnd_monotone. Qed.

(** Rounding to nearest-even is odd: flipping a sign is always exact. *)
Lemma rnd_opp x : rnd (- x) = - rnd x.
Proof. apply round_NE_opp. Qed.

(** ** (h) Powers of two *)

Lemma fexp_scale x k : normal x -> normal (x * pow2 k) -> x <> 0 ->
  cexp radix2 fexp (x * pow2 k) = (cexp radix2 fexp x + k)%Z.
Proof.
  intros [->|Hx] Hy Hx0; [now elim Hx0|].
  assert (Hy0 : x * pow2 k <> 0).
  { apply Rmult_integral_contrapositive_currified; [exact Hx0|].
    apply Rgt_not_eq, bpow_gt_0. }
  destruct Hy as [Hy|Hy]; [now elim Hy0|].
  unfold cexp, pow2 in *. rewrite mag_mult_bpow by exact Hx0. unfold fexp, FLT_exp.
  assert (Mx : (emin + prec <= mag radix2 x)%Z).
  { apply mag_ge_bpow. replace (emin + prec - 1)%Z with (emin + prec - 1)%Z by ring. exact Hx. }
  assert (My : (emin + prec <= mag radix2 (x * bpow radix2 k))%Z) by now apply mag_ge_bpow.
  rewrite mag_mult_bpow in My by exact Hx0. lia.
Qed.

(** Scaling by a power of two commutes with rounding while both sides are
    normal. *)
Lemma rnd_scale x k : normal x -> normal (x * pow2 k) ->
  rnd (x * pow2 k) = rnd x * pow2 k.
Proof.
  intros Hx Hy. destruct (Req_dec x 0) as [->|Hx0]; [now rewrite Rmult_0_l, rnd_0, Rmult_0_l|].
  unfold rnd, round, scaled_mantissa. rewrite fexp_scale by assumption.
  set (e := cexp radix2 fexp x). unfold F2R; simpl.
  replace (x * pow2 k * bpow radix2 (- (e + k))) with (x * bpow radix2 (- e)).
  - rewrite bpow_plus. unfold pow2. ring.
  - unfold pow2. rewrite Rmult_assoc, <- bpow_plus. do 2 f_equal. ring.
Qed.

(** Multiplying a number of the format by a power of two is exact: the rounded
    product is the product. *)
Theorem mul_pow2_exact x k : format x -> normal x -> normal (x * pow2 k) ->
  rnd (x * pow2 k) = x * pow2 k.
Proof. intros Hf Hx Hy. rewrite rnd_scale by assumption. now rewrite rnd_format. Qed.

(** Scaling the operand of a square root by [4^k] scales the root by [2^k]. *)
Lemma rnd_sqrt_scale x k : 0 <= x -> normal (sqrt x) -> normal (sqrt x * pow2 k) ->
  rnd (sqrt (x * pow2 (2 * k))) = rnd (sqrt x) * pow2 k.
Proof.
  intros Hx Hn Hm. rewrite sqrt_mult_alt by exact Hx.
  replace (sqrt (pow2 (2 * k))) with (pow2 k).
  - now apply rnd_scale.
  - symmetry. unfold pow2. replace (2 * k)%Z with (k + k)%Z by ring. rewrite bpow_plus.
    apply sqrt_square, bpow_ge_0.
Qed.

(** A quotient does not see a common scaling at all (no condition). *)
Lemma rnd_div_scale x y k : y <> 0 ->
  rnd (x * pow2 k / (y * pow2 k)) = rnd (x / y).
Proof.
  intros Hy. f_equal. field. split; [exact Hy|apply Rgt_not_eq, bpow_gt_0].
Qed.

(** ** Relative errors of single operations *)

(** Addition of two numbers of the format: no underflow condition at all. *)
Lemma add_error x y : format x -> format y ->
  exists d, Rabs d <= u /\ rnd (x + y) = (x + y) * (1 + d).
Proof.
  intros Hx Hy. destruct (FLT_plus_error_N_ex radix2 emin prec
    (fun x => negb (Z.even x)) x y Hx Hy) as [d [Hd E]].
  exists d. split; [|exact E]. eapply Rle_trans; [exact Hd|]. apply u_rod1pu_ro_le_u_ro.
Qed.

(** ** Absorption: when an update is too small to move a number *)

Theorem rnd_absorbs s z : format s -> 0 < s -> normal s ->
  Rabs (z - s) < u * s / 4 -> rnd z = s.
Proof.
  intros Hf Hs Hn Hz.
  assert (Vx : Valid_exp fexp) by (apply FLT_exp_valid; exact prec_pos).
  assert (Hb : - (u * s / 4) < z - s < u * s / 4).
  { revert Hz. unfold Rabs. destruct Rcase_abs; lra. }
  assert (Hulp : u * s <= ulp radix2 fexp s).
  { rewrite ulp_neq_0 by lra. unfold cexp, u, u_ro.
    assert (Hm : s < bpow radix2 (mag radix2 s)).
    { rewrite <- (Rabs_pos_eq s) at 1 by lra. apply bpow_mag_gt. }
    apply Rle_trans with (bpow radix2 (mag radix2 s - prec)).
    - replace (/ 2 * bpow radix2 (- prec + 1)) with (bpow radix2 (- prec))
        by (rewrite bpow_plus; change (bpow radix2 1) with 2; field).
      unfold Zminus. rewrite bpow_plus, Rmult_comm.
      apply Rmult_le_compat_r; [apply bpow_ge_0|lra].
    - apply bpow_le. unfold fexp, FLT_exp. lia. }
  apply Rle_antisym.
  - apply round_N_le_midp; [exact Vx|exact Hf|].
    rewrite succ_eq_pos by lra. lra.
  - apply round_N_ge_midp; [exact Vx|exact Hf|].
    assert (Hp : pred radix2 fexp s <= s - u * s / 2); [|lra].
    rewrite pred_eq_pos by lra. unfold pred_pos.
    case Req_bool_spec; intros He; [|lra].
    (* s is a power of two: the gap below is half as wide *)
    destruct Hn as [Hn|Hn]; [lra|]. rewrite Rabs_pos_eq in Hn by lra.
    assert (Mx : (emin + prec <= mag radix2 s)%Z).
    { apply mag_ge_bpow. rewrite Rabs_pos_eq by lra. exact Hn. }
    assert (u * s / 2 <= bpow radix2 (fexp (mag radix2 s - 1))); [|lra].
    apply Rle_trans with (bpow radix2 (mag radix2 s - 1 - prec)).
    + rewrite He at 1. rewrite u_eq. unfold pow2.
      replace (bpow radix2 (- prec) * bpow radix2 (mag radix2 s - 1) / 2) with
        (bpow radix2 (mag radix2 s - 1 - prec) / 2).
      * pose proof (bpow_gt_0 radix2 (mag radix2 s - 1 - prec)). lra.
      * rewrite <- bpow_plus. do 2 f_equal. ring.
    + apply bpow_le. unfold fexp, FLT_exp. lia.
Qed.

(** A moving average stands still: with one rounding per step, the state [s]
    does not change at all while the input stays within [u s / (4 (1 - b))]
    of it. *)
Theorem ema_stagnates b s x : format s -> 0 < s -> normal s ->
  Rabs ((1 - b) * (x - s)) < u * s / 4 -> rnd (b * s + (1 - b) * x) = s.
Proof.
  intros Hf Hs Hn H. apply rnd_absorbs; auto.
  replace (b * s + (1 - b) * x - s) with ((1 - b) * (x - s)) by ring. exact H.
Qed.

(** ** Nearness

    [near k a x]: the nonnegative number [a] is an approximation of [x] within
    [k] roundings, that is within a factor [(1+u)^k] either way.  The bound
    [u / (1 + u)] of Flocq (Jeannerod and Rump) makes this symmetric. *)
Definition near (k : nat) (a x : R) : Prop :=
  0 <= x /\ x <= a * (1 + u) ^ k /\ a <= x * (1 + u) ^ k.

Lemma w_pos k : 0 < (1 + u) ^ k.
Proof. apply pow_lt. pose proof u_pos. lra. Qed.

Lemma w_ge_1 k : 1 <= (1 + u) ^ k.
Proof. apply pow_R1_Rle. pose proof u_pos. lra. Qed.

Lemma near_nonneg k a x : near k a x -> 0 <= a.
Proof.
  intros (H0 & H1 & _). pose proof (w_pos k). destruct (Rle_lt_dec 0 a); [assumption|]. nra.
Qed.

Lemma near_refl x : 0 <= x -> near 0 x x.
Proof. intros. unfold near. simpl. lra. Qed.

Lemma near_weaken k l a x : (k <= l)%nat -> near k a x -> near l a x.
Proof.
  intros Hkl Hn. pose proof (near_nonneg k a x Hn) as Ha. destruct Hn as (H0 & H1 & H2).
  assert (Hw : (1 + u) ^ k <= (1 + u) ^ l) by (apply Rle_pow; [pose proof u_pos; lra|lia]).
  assert (a * (1 + u) ^ k <= a * (1 + u) ^ l) by (apply Rmult_le_compat_l; assumption).
  assert (x * (1 + u) ^ k <= x * (1 + u) ^ l) by (apply Rmult_le_compat_l; assumption).
  unfold near. lra.
Qed.

Lemma near_trans k l a b x : near k a b -> near l b x -> near (k + l) a x.
Proof.
  intros (_ & H1 & H2) (H0 & H3 & H4). unfold near. rewrite pow_add.
  pose proof (w_pos k). pose proof (w_pos l). repeat split; [exact H0| |].
  - apply Rle_trans with (b * (1 + u) ^ l); [exact H3|]. nra.
  - apply Rle_trans with (b * (1 + u) ^ k); [exact H2|]. nra.
Qed.

Lemma near_of_rel k a x d :
  0 <= x -> Rabs d <= u / (1 + u) -> a = x * (1 + d) -> k = 1%nat -> near k a x.
Proof.
  intros Hx Hd -> ->. pose proof u_pos as Hu. unfold near. rewrite pow_1.
  assert (Hlo : - (u / (1 + u)) <= d <= u / (1 + u)).
  { revert Hd. unfold Rabs. destruct Rcase_abs; lra. }
  assert (E : u / (1 + u) * (1 + u) = u) by (field; lra).
  assert (u / (1 + u) <= u) by apply u_rod1pu_ro_le_u_ro.
  repeat split; [exact Hx| |].
  - assert (1 <= (1 + d) * (1 + u)) by nra. nra.
  - assert (1 + d <= 1 + u) by lra. nra.
Qed.

(** One rounding of a normal result. *)
Lemma near_rnd x : 0 <= x -> normal x -> near 1 (rnd x) x.
Proof.
  intros Hx [->|Hn]; [rewrite rnd_0; unfold near; lra|].
  destruct (relative_error_N_FLX'_ex radix2 prec prec_pos (fun x => negb (Z.even x)) x)
    as [d [Hd E]].
  apply (near_of_rel 1 (rnd x) x d); auto. rewrite <- E. unfold rnd, fexp.
  apply round_FLT_FLX. exact Hn.
Qed.

(** One rounded addition: always. *)
Lemma near_add_rnd x y : format x -> format y -> 0 <= x -> 0 <= y ->
  near 1 (rnd (x + y)) (x + y).
Proof.
  intros Hx Hy H0x H0y. destruct (FLT_plus_error_N_ex radix2 emin prec
    (fun x => negb (Z.even x)) x y Hx Hy) as [d [Hd E]].
  apply (near_of_rel 1 _ _ d); auto. lra.
Qed.

(** Nearness goes through the exact operations... *)
Lemma near_plus k a x b y : near k a x -> near k b y -> near k (a + b) (x + y).
Proof. intros (H0 & H1 & H2) (K0 & K1 & K2). unfold near. lra. Qed.

Lemma near_mult k l a x b y : near k a x -> near l b y -> near (k + l) (a * b) (x * y).
Proof.
  intros Ha Hb. pose proof (near_nonneg _ _ _ Ha) as Pa. pose proof (near_nonneg _ _ _ Hb) as Pb.
  destruct Ha as (H0 & H1 & H2), Hb as (K0 & K1 & K2).
  pose proof (w_pos k). pose proof (w_pos l).
  unfold near. rewrite pow_add. repeat split.
  - now apply Rmult_le_pos.
  - replace (a * b * ((1 + u) ^ k * (1 + u) ^ l)) with ((a * (1 + u) ^ k) * (b * (1 + u) ^ l))
      by ring. apply Rmult_le_compat; lra.
  - replace (x * y * ((1 + u) ^ k * (1 + u) ^ l)) with ((x * (1 + u) ^ k) * (y * (1 + u) ^ l))
      by ring. apply Rmult_le_compat; lra.
Qed.

Lemma near_inv k a x : 0 < x -> near k a x -> near k (/ a) (/ x).
Proof.
  intros Hx Hn. pose proof (near_nonneg _ _ _ Hn) as Ha. destruct Hn as (H0 & H1 & H2).
  pose proof (w_pos k) as Hw.
  assert (Ha' : 0 < a) by (destruct Ha as [Ha|<-]; [exact Ha|]; lra).
  unfold near. repeat split.
  - left. now apply Rinv_0_lt_compat.
  - apply Rmult_le_reg_r with (a * x); [now apply Rmult_lt_0_compat|].
    replace (/ x * (a * x)) with a by (field; lra).
    replace (/ a * (1 + u) ^ k * (a * x)) with (x * (1 + u) ^ k) by (field; lra). exact H2.
  - apply Rmult_le_reg_r with (a * x); [now apply Rmult_lt_0_compat|].
    replace (/ a * (a * x)) with x by (field; lra).
    replace (/ x * (1 + u) ^ k * (a * x)) with (a * (1 + u) ^ k) by (field; lra). exact H1.
Qed.

Lemma near_sqrt k a x : near (2 * k) a x -> near k (sqrt a) (sqrt x).
Proof.
  intros Hn. pose proof (near_nonneg _ _ _ Hn) as Ha. destruct Hn as (H0 & H1 & H2).
  assert (E : sqrt ((1 + u) ^ (2 * k)) = (1 + u) ^ k).
  { replace (2 * k)%nat with (k + k)%nat by lia. rewrite pow_add.
    apply sqrt_square. left; apply w_pos. }
  unfold near. rewrite <- E. repeat split.
  - apply sqrt_pos.
  - rewrite <- sqrt_mult_alt by exact Ha. now apply sqrt_le_1_alt.
  - rewrite <- sqrt_mult_alt by exact H0. now apply sqrt_le_1_alt.
Qed.

(** ... so a relative error can be read off at the end:
    [near k a x] gives [|a - x| <= ((1+u)^k - 1) x]. *)
Lemma near_error k a x : near k a x -> Rabs (a - x) <= ((1 + u) ^ k - 1) * x.
Proof.
  intros Hn. pose proof (near_nonneg _ _ _ Hn) as Ha. destruct Hn as (H0 & H1 & H2).
  pose proof (w_ge_1 k) as Hw. apply Rabs_le. split; [|lra].
  (* x - a <= x - x / w <= (w - 1) x *)
  assert (x * (1 + u) ^ k <= x * (1 + u) ^ k) by lra.
  set (w := (1 + u) ^ k) in *. nra.
Qed.

(** The classical [gamma k = k u / (1 - k u)]. *)
Definition gamma (k : nat) : R := INR k * u / (1 - INR k * u).

Lemma pow_gamma k : INR k * u < 1 -> (1 + u) ^ k - 1 <= gamma k.
Proof.
  intros Hk. pose proof u_pos as Hu.
  assert (Hb : (1 + u) ^ k * (1 - INR k * u) <= 1).
  { clear Hk. induction k as [|k IH]; [simpl; lra|].
    rewrite S_INR. cbn [pow]. pose proof (w_pos k) as Hw. pose proof (pos_INR k) as Hkp.
    assert ((1 + u) * (1 - (INR k + 1) * u) <= 1 - INR k * u) by nra.
    apply Rle_trans with ((1 + u) ^ k * (1 - INR k * u)); [|exact IH].
    replace ((1 + u) * (1 + u) ^ k * (1 - (INR k + 1) * u)) with
      ((1 + u) ^ k * ((1 + u) * (1 - (INR k + 1) * u))) by ring.
    apply Rmult_le_compat_l; lra. }
  unfold gamma. apply Rmult_le_reg_r with (1 - INR k * u); [lra|].
  replace (INR k * u / (1 - INR k * u) * (1 - INR k * u)) with (INR k * u) by (field; lra).
  lra.
Qed.

End Format.
