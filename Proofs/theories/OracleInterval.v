(** * OracleInterval: the oracle over intervals encloses the real-number step

    - [interval_states_enclose]:  whatever numbers lie in the given parameters and
      gradients, every number of every state lies in the interval that is printed;
    - [rational_encloses]:  a rational parameter lies in its interval;
    - [dyadic_encloses]:  a gradient lies in its interval. *)

From Coq Require Import ZArith Reals List Lra.
From Interval Require Import Real.Xreal Float.Basic Float.Generic_proof.
From Interval Require Import Float.Specific_stdz Float.Specific_ops.
From Interval Require Import Interval.Interval Interval.Float Interval.Float_full.
From CAME Require Import Oracle OracleRelated.
Import ListNotations.

Module F := SpecificFloat StdZRadix2.
Module I := FloatIntervalFull F.

Definition R_arith : arith R :=
  Arith R 0%R 1%R INR Rplus Rminus Rmult Rdiv R_sqrt.sqrt Rmax.

Section Precision.
Variable prec : F.precision.

Definition imax (x y : I.type) : I.type :=
  I.div prec (I.add prec (I.add prec x y) (I.abs (I.sub prec x y))) (I.fromZ prec 2).

Definition I_arith : arith I.type :=
  Arith I.type (I.fromZ prec 0) (I.fromZ prec 1) (fun k => I.fromZ prec (Z.of_nat k))
    (I.add prec) (I.sub prec) (I.mul prec) (I.div prec) (I.sqrt prec) imax.

Definition encloses (i : I.type) (x : R) : Prop := contains (I.convert i) (Xreal x).

Lemma encloses_fromZ z : encloses (I.fromZ prec z) (IZR z).
Proof. apply I.fromZ_correct. Qed.

Lemma encloses_add i j x y : encloses i x -> encloses j y -> encloses (I.add prec i j) (x + y).
Proof. intros. now apply (I.add_correct prec i j (Xreal x) (Xreal y)). Qed.

Lemma encloses_sub i j x y : encloses i x -> encloses j y -> encloses (I.sub prec i j) (x - y).
Proof. intros. now apply (I.sub_correct prec i j (Xreal x) (Xreal y)). Qed.

Lemma encloses_mul i j x y : encloses i x -> encloses j y -> encloses (I.mul prec i j) (x * y).
Proof. intros. now apply (I.mul_correct prec i j (Xreal x) (Xreal y)). Qed.

Lemma contains_nan_all i x : contains i Xnan -> contains i (Xreal x).
Proof. destruct i; simpl; tauto. Qed.

Lemma encloses_div i j x y : encloses i x -> encloses j y -> encloses (I.div prec i j) (x / y).
Proof.
  intros Hi Hj. pose proof (I.div_correct prec i j (Xreal x) (Xreal y) Hi Hj) as H.
  simpl in H. unfold Xdiv' in H. destruct (is_zero y); [now apply contains_nan_all|exact H].
Qed.

Lemma encloses_sqrt i x : encloses i x -> encloses (I.sqrt prec i) (R_sqrt.sqrt x).
Proof.
  intros Hi. pose proof (I.sqrt_correct prec i (Xreal x) Hi) as H.
  exact H.
Qed.

Lemma encloses_max i j x y : encloses i x -> encloses j y -> encloses (imax i j) (Rmax x y).
Proof.
  intros Hi Hj. unfold imax.
  replace (Rmax x y) with ((x + y + Rabs (x - y)) / 2)%R.
  - apply encloses_div; [|apply encloses_fromZ]. apply encloses_add; [now apply encloses_add|].
    apply (I.abs_correct _ (Xreal (x - y))). now apply encloses_sub.
  - unfold Rmax, Rabs. destruct Rle_dec, Rcase_abs; lra.
Qed.

(** The enclosure of whole trajectories: whatever numbers lie in the given
    parameter and gradient intervals, every entry of the real-number direction
    lies in the interval the oracle prints. *)
Lemma interval_oracle_encloses o p q m n Gs Hs :
  related_params encloses p q ->
  Forall2 (Forall2 (Forall2 encloses)) Gs Hs ->
  Forall2 (Forall2 encloses)
    (odirection I_arith o (orun o m n I_arith p (ozero I_arith m n) Gs))
    (odirection R_arith o (orun o m n R_arith q (ozero R_arith m n) Hs)).
Proof.
  intros Hp HG.
  assert (E0 : encloses (zero I_arith) (zero R_arith)) by apply encloses_fromZ.
  assert (E1 : encloses (one I_arith) (one R_arith)) by apply encloses_fromZ.
  assert (EN : forall k, encloses (of_nat I_arith k) (of_nat R_arith k)).
  { intros k. cbn. rewrite INR_IZR_INZ. apply encloses_fromZ. }
  apply related_direction; cbn;
    auto using encloses_add, encloses_sub, encloses_mul, encloses_div, encloses_sqrt, encloses_max.
  apply related_run; cbn;
    auto using encloses_add, encloses_sub, encloses_mul, encloses_div, encloses_sqrt, encloses_max.
  apply related_zero. exact E0.
Qed.

(** ... and so does every state on the way. *)
Theorem interval_states_enclose o p q m n Gs Hs :
  related_params encloses p q ->
  Forall2 (Forall2 (Forall2 encloses)) Gs Hs ->
  Forall2 (related_state encloses)
    (ostates I_arith o p m n (ozero I_arith m n) Gs) (ostates R_arith o q m n (ozero R_arith m n) Hs).
Proof.
  intros Hp HG.
  assert (E0 : encloses (zero I_arith) (zero R_arith)) by apply encloses_fromZ.
  assert (E1 : encloses (one I_arith) (one R_arith)) by apply encloses_fromZ.
  assert (EN : forall k, encloses (of_nat I_arith k) (of_nat R_arith k)).
  { intros k. cbn. rewrite INR_IZR_INZ. apply encloses_fromZ. }
  apply related_states; cbn;
    auto using encloses_add, encloses_sub, encloses_mul, encloses_div, encloses_sqrt, encloses_max.
  apply related_zero. exact E0.
Qed.
End Precision.

(** ** What is extracted

    Parameters are rationals [num / den] (so [0.9] is nine tenths, not a float);
    gradients are dyadic, [num * 2^exp], which every float is. *)
Definition rational (prec : F.precision) (ab : Z * Z) : I.type :=
  I.div prec (I.fromZ prec (fst ab)) (I.fromZ prec (snd ab)).

Definition dyadic (me : Z * Z) : I.type := I.singleton (Float (fst me) (snd me)).

Theorem rational_encloses prec a b : encloses (rational prec (a, b)) (IZR a / IZR b).
Proof. unfold rational. apply encloses_div; apply encloses_fromZ. Qed.

Theorem dyadic_encloses m e : encloses (dyadic (m, e)) (IZR m * Raux.bpow Zaux.radix2 e).
Proof.
  unfold encloses, dyadic. cbn [fst snd].
  pose proof (I.singleton_correct (Float m e)) as H.
  replace (Xreal (IZR m * Raux.bpow Zaux.radix2 e)) with
    (Xreal (proj_val (I.F.toX (Float m e)))); [exact H|].
  f_equal. unfold I.F.toX, F.toX, F.toF. cbn.
  destruct m as [|m|m]; cbn; [ring| |]; rewrite FtoR_split; reflexivity.
Qed.

(** Lower and upper end, or nothing when the interval is unbounded. *)
Definition ends (i : I.type) : option ((Z * Z) * (Z * Z)) :=
  match I.lower i, I.upper i with
  | Float a e, Float b f => Some ((a, e), (b, f))
  | _, _ => None
  end.

(** Rows, columns, moments, residual rows and columns, direction, at each step. *)
Definition oracle_interval (o : order) (prec : Z) (ps : list (Z * Z)) (m n : nat)
    (Gs : list (list (list (Z * Z)))) : list (list (option ((Z * Z) * (Z * Z)))) :=
  match map (rational prec) ps with
  | [b1; c1; b2; c2; b3; c3; e1; e2; d] =>
      let p := OParams I.type b1 c1 b2 c2 b3 c3 e1 e2 d in
      let A := I_arith prec in
      map (fun s => map ends (orow s ++ ocol s ++ concat (omom s) ++ ores_row s ++ ores_col s
                              ++ concat (odirection A o s)))
        (ostates A o p m n (ozero A m n) (map (map (map dyadic)) Gs))
  | _ => []
  end.
