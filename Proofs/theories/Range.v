(** * Range: where the constants and the squares leave a format

    - [rnd_zero_iff]:  a number rounds to zero exactly if it is at most half of
      the least positive one;
    - [quotient_underflows]:  [r / mu] rounds to zero exactly if
      [r <= mu 2^(emin - 1)]: then the reciprocal root is infinite, and a
      gradient of zero in that row makes NaN;
    - [zero_row_binary32]:  with the default constants a row of zeros is lost beside
      a mean above [1.5e12], and not beside one under [1.4e12];
    - [eps1_binary16], [eps2_binary16]:  both default constants are zero in binary16;
    - [eps1_binary32], [eps1_bfloat16], [eps2_bfloat16]:  the default
      constants are not zero in the others;
    - [square_overflows]:  a gradient from [2^k] on has a square of at least [2^(2k)];
    - [squares_fit]:  a gradient of up to [2^k] has a square, [eps1] added, of at most [2^(2k + 1)];
    - [square_range_binary16], [square_range_bfloat16], [square_range_binary32],
      [square_range_binary64]:  squares are infinite from 2^8, 2^64, 2^64 and
      2^512 on, and finite up to half of that. *)

From Coq Require Import Reals Lra Lia Psatz ZArith.
From Flocq Require Import Core.
From CAME Require Import Sums Rounding.
Open Scope R_scope.

Section Format.
Variables (prec emin : Z).
Context {prec_pos : Prec_gt_0 prec}.
Notation rnd := (rnd prec emin).
Notation format := (format prec emin).

Lemma format_pow2 k : (emin <= k)%Z -> format (pow2 k).
Proof.
  intros H. apply generic_format_bpow. unfold fexp, FLT_exp.
  pose proof prec_pos as Hp. unfold Prec_gt_0 in Hp. lia.
Qed.

(** Under the least positive number rounding is to a whole number of them. *)
Lemma rnd_small x : Rabs x <= pow2 emin ->
  rnd x = IZR (ZnearestE (x * pow2 (- emin))) * pow2 emin.
Proof.
  intros Hx. unfold rnd, round, scaled_mantissa, cexp, F2R. cbn.
  destruct (Req_dec x 0) as [->|Hx0].
  { rewrite !Rmult_0_l. replace (ZnearestE 0) with 0%Z; [ring|].
    symmetry. apply (Znearest_imp (fun x => negb (Z.even x)) 0 0).
    rewrite Rminus_0_r, Rabs_R0. lra. }
  replace (fexp prec emin (mag radix2 x)) with emin; [reflexivity|].
  pose proof prec_pos as Hp. unfold Prec_gt_0 in Hp. unfold fexp, FLT_exp.
  assert (mag radix2 x <= emin + 1)%Z; [|lia].
  apply mag_le_bpow; [exact Hx0|]. eapply Rle_lt_trans; [exact Hx|].
  apply bpow_lt. lia.
Qed.

(** The exact condition of underflow to zero. *)
Theorem rnd_zero_iff x : 0 <= x -> (rnd x = 0 <-> x <= pow2 (emin - 1)).
Proof.
  intros H0. assert (P : 0 < pow2 emin) by apply bpow_gt_0.
  assert (Q : pow2 (emin - 1) = pow2 emin / 2).
  { unfold pow2, Zminus. rewrite bpow_plus. change (bpow radix2 (- (1))) with (/ 2). field. }
  rewrite Q.
  assert (I : pow2 emin * pow2 (- emin) = 1).
  { unfold pow2. rewrite <- bpow_plus. replace (emin + - emin)%Z with 0%Z by ring. reflexivity. }
  assert (PI : 0 < pow2 (- emin)) by apply bpow_gt_0.
  split; intros H.
  - destruct (Rle_lt_dec x (pow2 emin / 2)) as [|Hgt]; [assumption|exfalso].
    assert (Hm : pow2 emin <= rnd x); [|lra].
    destruct (Rle_lt_dec x (pow2 emin)) as [Hs|Hl].
    + rewrite rnd_small by (rewrite Rabs_pos_eq; lra).
      replace (ZnearestE (x * pow2 (- emin))) with 1%Z; [lra|]. symmetry.
      apply Znearest_imp. apply Rabs_def1; nra.
    + rewrite <- (rnd_format prec emin (pow2 emin)) by (apply format_pow2; lia).
      apply rnd_monotone; [exact prec_pos|lra].
  - rewrite rnd_small by (rewrite Rabs_pos_eq; lra).
    replace (ZnearestE (x * pow2 (- emin))) with 0%Z; [ring|]. symmetry.
    set (y := x * pow2 (- emin)). assert (Hy : 0 <= y <= / 2) by (unfold y; nra).
    destruct (Req_dec y (/ 2)) as [->|Hne].
    + unfold ZnearestE, Znearest.
      replace (Zfloor (/ 2)) with 0%Z by (symmetry; apply Zfloor_imp; simpl; lra).
      rewrite Rminus_0_r, Rcompare_Eq by reflexivity. reflexivity.
    + apply Znearest_imp. rewrite Rminus_0_r, Rabs_pos_eq; lra.
Qed.

(** The factor of a row over the mean of the factors. *)
Theorem quotient_underflows r mu : 0 <= r -> 0 < mu ->
  (rnd (r / mu) = 0 <-> r <= mu * pow2 (emin - 1)).
Proof.
  intros Hr Hmu. rewrite rnd_zero_iff.
  - assert (E : r / mu * mu = r) by (field; lra). split; intros H.
    + rewrite <- E. rewrite Rmult_comm. apply Rmult_le_compat_l; lra.
    + apply Rmult_le_reg_r with mu; [exact Hmu|]. rewrite E. lra.
  - apply Rmult_le_pos; [exact Hr|]. left. now apply Rinv_0_lt_compat.
Qed.

(** ** Overflow: numbers from [2^emax] on are infinite *)

Theorem square_overflows k g : (emin <= k + k)%Z -> pow2 k <= Rabs g -> pow2 (k + k) <= rnd (g * g).
Proof.
  intros Hk Hg. rewrite <- (rnd_format prec emin (pow2 (k + k))) by now apply format_pow2.
  apply rnd_monotone; [exact prec_pos|]. unfold pow2 in *. rewrite bpow_plus.
  replace (g * g) with (Rabs g * Rabs g).
  - pose proof (bpow_ge_0 radix2 k). apply Rmult_le_compat; assumption.
  - rewrite <- Rabs_mult. apply Rabs_pos_eq. nra.
Qed.

Theorem squares_fit k g e : (emin <= k + k)%Z -> Rabs g <= pow2 k -> 0 <= e <= pow2 (k + k) ->
  0 <= rnd (rnd (g * g) + e) <= pow2 (k + k + 1).
Proof.
  intros Hk Hg He.
  assert (Hsq : 0 <= g * g <= pow2 (k + k)).
  { split; [nra|]. replace (g * g) with (Rabs g * Rabs g).
    - unfold pow2 in *. rewrite bpow_plus. pose proof (Rabs_pos g). apply Rmult_le_compat; assumption.
    - rewrite <- Rabs_mult. apply Rabs_pos_eq. nra. }
  assert (Hr : 0 <= rnd (g * g) <= pow2 (k + k)).
  { split; [apply rnd_nonneg; [exact prec_pos|lra]|].
    rewrite <- (rnd_format prec emin (pow2 (k + k))) by now apply format_pow2.
    apply rnd_monotone; [exact prec_pos|lra]. }
  split; [apply rnd_nonneg; [exact prec_pos|lra]|].
  rewrite <- (rnd_format prec emin (pow2 (k + k + 1))) by (apply format_pow2; lia).
  apply rnd_monotone; [exact prec_pos|].
  replace (pow2 (k + k + 1)) with (2 * pow2 (k + k)); [lra|].
  unfold pow2. rewrite (bpow_plus radix2 (k + k) 1). change (bpow radix2 1) with 2. ring.
Qed.

End Format.

(** ** The formats, with the default constants *)

Definition weak_square prec emin emax k : Prop :=
  (forall g, pow2 k <= Rabs g -> pow2 emax <= rnd prec emin (g * g)) /\
  (forall g e, Rabs g <= pow2 (k - 1) -> 0 <= e <= 1 ->
    0 <= rnd prec emin (rnd prec emin (g * g) + e) < pow2 emax).

Lemma square_range prec emin emax k : (0 < prec)%Z -> (1 <= k)%Z -> (emin <= 0)%Z ->
  (k + k)%Z = emax -> weak_square prec emin emax k.
Proof.
  intros Hp Hk He E. assert (Hp' : Prec_gt_0 prec) by exact Hp. split.
  - intros g Hg. rewrite <- E.
    apply (square_overflows prec emin k g); [clear -Hk He; lia|exact Hg].
  - intros g e Hg H0e. assert (H1 : 1 <= pow2 (k - 1 + (k - 1))).
    { unfold pow2. change 1 with (bpow radix2 0). apply bpow_le. lia. }
    destruct (squares_fit prec emin (k - 1) g e ltac:(lia) Hg ltac:(lra)) as [L U].
    split; [exact L|]. eapply Rle_lt_trans; [exact U|]. apply bpow_lt. lia.
Qed.

(** From 256 on a square is infinite in binary16; up to 128 it isn't. *)
Theorem square_range_binary16 : weak_square 11 (-24) 16 8.
Proof. apply square_range; lia. Qed.

Theorem square_range_bfloat16 : weak_square 8 (-133) 128 64.
Proof. apply square_range; lia. Qed.

Theorem square_range_binary32 : weak_square 24 (-149) 128 64.
Proof. apply square_range; lia. Qed.

Theorem square_range_binary64 : weak_square 53 (-1074) 1024 512.
Proof. apply square_range; lia. Qed.

(** [pow2] of a negative exponent, as a fraction that [lra] can compare. *)
Lemma pow2_inv_pow k : pow2 (- Z.of_nat k) = / 2 ^ k.
Proof.
  unfold pow2. rewrite bpow_opp. f_equal.
  induction k as [|k IH]; [reflexivity|].
  rewrite Nat2Z.inj_succ. unfold Z.succ. rewrite bpow_plus. change (bpow radix2 1) with 2.
  rewrite IH. simpl. ring.
Qed.

Lemma inv_le a b : 0 < b -> b <= a -> / a <= / b.
Proof. intros. now apply Rinv_le_contravar. Qed.

Lemma inv_lt a b : 0 < b -> b < a -> / a < / b.
Proof. intros. apply Rinv_lt_contravar; [nra|assumption]. Qed.

Lemma inv_10_pos k : 0 < / 10 ^ k.
Proof. apply Rinv_0_lt_compat, pow_lt. lra. Qed.

Theorem eps1_binary16 : rnd 11 (-24) (/ 10 ^ 30) = 0.
Proof.
  assert (Hp : Prec_gt_0 11) by easy.
  apply (proj2 (rnd_zero_iff 11 (-24) _ (Rlt_le _ _ (inv_10_pos 30)))).
  change (-24 - 1)%Z with (- Z.of_nat 25)%Z. rewrite pow2_inv_pow. apply inv_le; lra.
Qed.

Theorem eps2_binary16 : rnd 11 (-24) (/ 10 ^ 16) = 0.
Proof.
  assert (Hp : Prec_gt_0 11) by easy.
  apply (proj2 (rnd_zero_iff 11 (-24) _ (Rlt_le _ _ (inv_10_pos 16)))).
  change (-24 - 1)%Z with (- Z.of_nat 25)%Z. rewrite pow2_inv_pow. apply inv_le; lra.
Qed.

Lemma survives prec emin k x : (0 < prec)%Z -> (emin - 1)%Z = (- Z.of_nat k)%Z -> 0 <= x ->
  / 2 ^ k < x -> rnd prec emin x <> 0.
Proof.
  intros Hp He H0 Hx. assert (Hp' : Prec_gt_0 prec) by exact Hp.
  intros E. apply (proj1 (rnd_zero_iff prec emin x H0)) in E. rewrite He, pow2_inv_pow in E. lra.
Qed.

Theorem eps1_bfloat16 : rnd 8 (-133) (/ 10 ^ 30) <> 0.
Proof.
  apply (survives 8 (-133) 134); [lia|reflexivity|left; apply inv_10_pos|]. apply inv_lt; lra.
Qed.

Theorem eps2_bfloat16 : rnd 8 (-133) (/ 10 ^ 16) <> 0.
Proof.
  apply (survives 8 (-133) 134); [lia|reflexivity|left; apply inv_10_pos|]. apply inv_lt; lra.
Qed.

Theorem eps1_binary32 : rnd 24 (-149) (/ 10 ^ 30) <> 0.
Proof.
  apply (survives 24 (-149) 150); [lia|reflexivity|left; apply inv_10_pos|]. apply inv_lt; lra.
Qed.

(** What the default constants leave in a row that has only seen zeros after
    one step is [(1 - 0.999) 1e-30]. *)
Theorem zero_row_binary32 mu :
  (1.5 * 10 ^ 12 <= mu -> rnd 24 (-149) (/ 10 ^ 33 / mu) = 0) /\
  (0 < mu <= 1.4 * 10 ^ 12 -> rnd 24 (-149) (/ 10 ^ 33 / mu) <> 0).
Proof.
  assert (Hp : Prec_gt_0 24) by easy.
  assert (E : pow2 (-149 - 1) = / 2 ^ 150)
    by (change (-149 - 1)%Z with (- Z.of_nat 150)%Z; apply pow2_inv_pow).
  split; intros H.
  - apply (proj2 (quotient_underflows 24 (-149) _ mu (Rlt_le _ _ (inv_10_pos 33)) ltac:(lra))). rewrite E.
    apply Rle_trans with (1.5 * 10 ^ 12 * / 2 ^ 150); [lra|].
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, pow_lt|]; lra.
  - rewrite (quotient_underflows 24 (-149) _ mu (Rlt_le _ _ (inv_10_pos 33)) ltac:(lra)), E.
    apply Rlt_not_le.
    apply Rle_lt_trans with (1.4 * 10 ^ 12 * / 2 ^ 150).
    + apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, pow_lt|]; lra.
    + lra.
Qed.
