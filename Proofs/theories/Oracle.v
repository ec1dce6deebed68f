(** * Oracle: the step as an executable program over any arithmetic

    One program, several arithmetics: IEEE formats from Flocq give a bit-exact
    reference, intervals from CoqInterval give certified enclosures of the
    real-number step.  It is extracted to OCaml and shares no code with Swift. *)

From Coq Require Import ZArith List PeanoNat.
Import ListNotations.

Record arith (T : Type) := Arith {
  zero : T; one : T; of_nat : nat -> T;
  add : T -> T -> T; sub : T -> T -> T; mul : T -> T -> T; div : T -> T -> T;
  root : T -> T; maximum : T -> T -> T }.
Arguments zero {T}. Arguments one {T}. Arguments of_nat {T}. Arguments add {T}.
Arguments sub {T}. Arguments mul {T}. Arguments div {T}. Arguments root {T}.
Arguments maximum {T}.

Fixpoint map2 {A B C} (f : A -> B -> C) (l : list A) (k : list B) : list C :=
  match l, k with
  | a :: l, b :: k => f a b :: map2 f l k
  | _, _ => []
  end.

Record ostate (T : Type) := OState {
  orow : list T; ocol : list T; omom : list (list T); ores_row : list T; ores_col : list T }.
Arguments OState {T}. Arguments orow {T}. Arguments ocol {T}. Arguments omom {T}.
Arguments ores_row {T}. Arguments ores_col {T}.

Record oparams (T : Type) := OParams {
  obeta1 : T; ocobeta1 : T; obeta2 : T; ocobeta2 : T; obeta3 : T; ocobeta3 : T;
  oeps1 : T; oeps2 : T; othreshold : T }.
Arguments obeta1 {T}. Arguments ocobeta1 {T}. Arguments obeta2 {T}. Arguments ocobeta2 {T}.
Arguments obeta3 {T}. Arguments ocobeta3 {T}. Arguments oeps1 {T}. Arguments oeps2 {T}.
Arguments othreshold {T}.

(** ** The order of a sum

    [InOrder] adds one term after the other.  [Tree] is what the lab does: 64
    lanes, lane [l] adding the terms [l], [l + 64], [l + 128], ... in order, and
    then the upper half of the lanes added to the lower until one is left (up
    to 4096 terms; longer sums are not modelled).  A column adds blocks of 64
    rows in order and halves the blocks the same way. *)
Inductive order := InOrder | Tree.

Section Sums.
Context {T : Type} (A : arith T).

Definition in_order (l : list T) : T := fold_left (add A) l (zero A).

Fixpoint add_upper (a b : list T) : list T :=
  match a, b with
  | x :: a, y :: b => add A x y :: add_upper a b
  | a, [] => a
  | [], b => b
  end.

Fixpoint lanes (fuel : nat) (acc l : list T) : list T :=
  match fuel with
  | O => add_upper acc l
  | S f => match l with [] => acc | _ => lanes f (add_upper acc (firstn 64 l)) (skipn 64 l) end
  end.

Definition halve_once (l : list T) : list T :=
  let h := Nat.div2 (S (length l)) in add_upper (firstn h l) (skipn h l).

Fixpoint halve (fuel : nat) (l : list T) : list T :=
  match fuel, l with
  | S f, _ :: _ :: _ => halve f (halve_once l)
  | _, _ => l
  end.

(** What is left: one number, or nothing of an empty sum. *)
Definition total (l : list T) : T :=
  match halve (length l) l with [] => zero A | x :: rest => fold_left (add A) rest x end.

Fixpoint chunks (fuel : nat) (l : list T) : list (list T) :=
  match fuel, l with
  | S f, _ :: _ => firstn 64 l :: chunks f (skipn 64 l)
  | _, _ => []
  end.

Definition osum (o : order) (l : list T) : T :=
  match o with
  | InOrder => in_order l
  | Tree => total (lanes (length l) (firstn 64 l) (skipn 64 l))
  end.

Definition ocolumn_sum (o : order) (l : list T) : T :=
  match o with
  | InOrder => in_order l
  | Tree => total (map in_order (chunks (length l) l))
  end.

(** Of a matrix, all in one or the rows first. *)
Definition osum2 (o : order) (V : list (list T)) : T :=
  match o with
  | InOrder => in_order (concat V)
  | Tree => osum Tree (map (osum Tree) V)
  end.
End Sums.

Section Oracle.
Context {T : Type} (A : arith T) (o : order) (p : oparams T) (m n : nat).

Definition omean (l : list T) : T := div A (osum A o l) (of_nat A (length l)).
Definition osquare_plus (e x : T) : T := add A (mul A x x) e.
Definition oblend (b b' old new : T) : T := add A (mul A b old) (mul A b' new).
Definition orsqrt (x : T) : T := div A (one A) (root A x).

(** Row sums run along a row; column sums run down a column. *)
Definition column (V : list (list T)) (j : nat) : list T := map (fun l => nth j l (zero A)) V.
Definition orow_means (V : list (list T)) : list T := map omean V.
Definition ocol_means (V : list (list T)) : list T :=
  map (fun j => div A (ocolumn_sum A o (column V j)) (of_nat A m)) (seq 0 n).

Definition oprecondition (r c : list T) (G : list (list T)) : list (list T) :=
  let mu := omean r in
  let fr := map (fun x => orsqrt (div A x mu)) r in
  let fc := map orsqrt c in
  map2 (fun a g => map2 (fun b x => mul A (mul A a b) x) fc g) fr G.

(** The norm over the root of the count, as the official code has it. *)
Definition orms (U : list (list T)) : T :=
  div A (root A (osum2 A o (map (map (fun x => mul A x x)) U))) (root A (of_nat A (m * n))).

Definition oclip (U : list (list T)) : list (list T) :=
  let k := maximum A (one A) (div A (orms U) (othreshold p)) in
  map (map (fun x => div A x k)) U.

Definition ostep (s : ostate T) (G : list (list T)) : ostate T :=
  let V := map (map (osquare_plus (oeps1 p))) G in
  let row := map2 (oblend (obeta2 p) (ocobeta2 p)) (orow s) (orow_means V) in
  let col := map2 (oblend (obeta2 p) (ocobeta2 p)) (ocol s) (ocol_means V) in
  let U := oclip (oprecondition row col G) in
  let M := map2 (map2 (oblend (obeta1 p) (ocobeta1 p))) (omom s) U in
  let S := map2 (map2 (fun x y => osquare_plus (oeps2 p) (sub A x y))) U M in
  OState row col M
    (map2 (oblend (obeta3 p) (ocobeta3 p)) (ores_row s) (orow_means S))
    (map2 (oblend (obeta3 p) (ocobeta3 p)) (ores_col s) (ocol_means S)).

Definition odirection (s : ostate T) : list (list T) :=
  oprecondition (ores_row s) (ores_col s) (omom s).

(** ** A vector: a whole second moment, no confidence *)
Definition ovector_step (v g : list T) (mo : list T) : list T * list T :=
  let v' := map2 (oblend (obeta2 p) (ocobeta2 p)) v (map (osquare_plus (oeps1 p)) g) in
  let u := map2 (fun x y => mul A (orsqrt x) y) v' g in
  let k := maximum A (one A) (div A (orms [u]) (othreshold p)) in
  (v', map2 (oblend (obeta1 p) (ocobeta1 p)) mo (map (fun x => div A x k) u)).

Definition ozero : ostate T :=
  OState (repeat (zero A) m) (repeat (zero A) n) (repeat (repeat (zero A) n) m)
         (repeat (zero A) m) (repeat (zero A) n).

(** The states after each of the gradients. *)
Fixpoint ostates (s : ostate T) (Gs : list (list (list T))) : list (ostate T) :=
  match Gs with
  | [] => []
  | G :: Gs => let s' := ostep s G in s' :: ostates s' Gs
  end.
End Oracle.
