(** * OracleFloat: the oracle over IEEE 754 formats, bit for bit

    Flocq's operations on binary16, bfloat16, binary32 and binary64; every NaN
    is printed as the quiet one. *)

From Coq Require Import ZArith List Lia.
From Flocq Require Import Core.
From Flocq Require Binary Bits.
From Flocq Require Import BinarySingleNaN.
From CAME Require Import Oracle.
Import ListNotations.

Section Format.
Variables (mw ew : Z).                     (* bits of fraction, bits of exponent *)
Let prec := (mw + 1)%Z.
Let emax := Zpower 2 (ew - 1).
Hypothesis Hmw : (0 < mw)%Z.
Hypothesis Hew : (0 < ew)%Z.
Hypothesis Hme : (prec < emax)%Z.

Local Instance Hprec : Prec_gt_0 prec.
Proof. unfold Prec_gt_0, prec. lia. Qed.
Local Instance Hmax : Prec_lt_emax prec emax := Hme.

Definition fl := binary_float prec emax.
Definition rne := mode_NE.
Definition fl_of_Z (z : Z) : fl := binary_normalize prec emax Hprec Hmax rne z 0 false.

Definition fl_max (x y : fl) : fl :=
  match Bcompare x y with
  | Some Lt => y | Some _ => x | None => B754_nan end.

Definition fl_arith : arith fl :=
  Arith fl (B754_zero false) (fl_of_Z 1) (fun k => fl_of_Z (Z.of_nat k))
    (Bplus rne) (Bminus rne) (Bmult rne) (Bdiv rne) (Bsqrt rne) fl_max.

Definition fl_of_bits (z : Z) : fl :=
  Binary.B2BSN _ _ (Bits.binary_float_of_bits mw ew Hmw Hew Hme z).

(** The quiet NaN stands for every NaN. *)
Definition bits_of_fl (x : fl) : Z :=
  match x with
  | B754_zero s => Bits.join_bits mw ew s 0 0
  | B754_infinity s => Bits.join_bits mw ew s 0 (Zpower 2 ew - 1)
  | B754_nan => Bits.join_bits mw ew false (Zpower 2 (mw - 1)) (Zpower 2 ew - 1)
  | B754_finite s mx ex _ =>
      let k := (Zpos mx - Zpower 2 mw)%Z in
      let emin := (3 - emax - prec)%Z in
      if Zle_bool 0 k then Bits.join_bits mw ew s k (ex - emin + 1)
      else Bits.join_bits mw ew s (Zpos mx) 0
  end.

Definition fl_map2 := map2 (A := fl) (B := fl) (C := fl).

(** The parameter after a step: decay [decay = lambda eta] first, if there is
    any, and then [rate = eta] times the direction. *)
Definition descend (decay rate : fl) (theta direction : list fl) : list fl :=
  let kept := match Bcompare decay (B754_zero false) with
    | Some Eq => theta
    | _ => map (fun x => Bminus rne x (Bmult rne decay x)) theta end in
  fl_map2 (fun x d => Bminus rne x (Bmult rne rate d)) kept direction.

Fixpoint descents (decay rate : fl) (theta : list fl) (directions : list (list fl)) : list (list fl) :=
  match directions with
  | [] => []
  | d :: directions =>
      let theta' := descend decay rate theta d in theta' :: descents decay rate theta' directions
  end.

(** Parameters are beta1, 1-beta1, beta2, 1-beta2, beta3, 1-beta3, eps1, eps2, d,
    lambda eta, eta; then the start of the parameter and the gradients, row by
    row.  The answer has for every step the rows, the columns, the moments, the
    residual rows and columns, the direction, the parameter. *)
Definition shown (o : order) (s : ostate fl) : list fl :=
  orow s ++ ocol s ++ concat (omom s) ++ ores_row s ++ ores_col s.
Definition towards (o : order) (s : ostate fl) : list fl := concat (odirection fl_arith o s).

Definition oracle (o : order) (ps : list Z) (m n : nat) (theta : list Z) (Gs : list (list (list Z)))
  : list (list Z) :=
  match map fl_of_bits ps with
  | [b1; c1; b2; c2; b3; c3; e1; e2; d; decay; rate] =>
      let p := OParams fl b1 c1 b2 c2 b3 c3 e1 e2 d in
      let states := ostates fl_arith o p m n (ozero fl_arith m n) (map (map (map fl_of_bits)) Gs) in
      let directions := map (towards o) states in
      map2 (fun s dt => map bits_of_fl (shown o s ++ fst dt ++ snd dt)) states
        (map2 pair directions (descents decay rate (map fl_of_bits theta) directions))
  | _ => []
  end.

(** The same of a vector: the second moment, the momentum, the parameter. *)
Fixpoint vector_states (o : order) (p : oparams fl) (n : nat) (v mo : list fl) (gs : list (list fl))
  : list (list fl * list fl) :=
  match gs with
  | [] => []
  | g :: gs =>
      let s := ovector_step fl_arith o p 1 n v g mo in
      s :: vector_states o p n (fst s) (snd s) gs
  end.

Definition oracle_vector (o : order) (ps : list Z) (n : nat) (theta : list Z) (gs : list (list Z))
  : list (list Z) :=
  match map fl_of_bits ps with
  | [b1; c1; b2; c2; b3; c3; e1; e2; d; decay; rate] =>
      let p := OParams fl b1 c1 b2 c2 b3 c3 e1 e2 d in
      let zeros := repeat (zero fl_arith) n in
      let states := vector_states o p n zeros zeros (map (map fl_of_bits) gs) in
      map2 (fun s t => map bits_of_fl (fst s ++ snd s ++ t)) states
        (descents decay rate (map fl_of_bits theta) (map snd states))
  | _ => []
  end.
End Format.

Definition oracle_binary16 := oracle 10 5 eq_refl eq_refl eq_refl.
Definition oracle_bfloat16 := oracle 7 8 eq_refl eq_refl eq_refl.
Definition oracle_binary32 := oracle 23 8 eq_refl eq_refl eq_refl.
Definition oracle_binary64 := oracle 52 11 eq_refl eq_refl eq_refl.
Definition vector_binary16 := oracle_vector 10 5 eq_refl eq_refl eq_refl.
Definition vector_bfloat16 := oracle_vector 7 8 eq_refl eq_refl eq_refl.
Definition vector_binary32 := oracle_vector 23 8 eq_refl eq_refl eq_refl.
Definition vector_binary64 := oracle_vector 52 11 eq_refl eq_refl eq_refl.
