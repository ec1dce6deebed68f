(** * OracleRelated: the oracle carries any relation between two arithmetics

    If a relation between two arithmetics is kept by each operation, then it
    is kept by the whole step.  With "the interval contains the real number" as
    the relation this makes the interval oracle an enclosure. *)

From Coq Require Import List Lia.
From CAME Require Import Oracle.
Import ListNotations.

Section Lists.
Context {A B C A' B' C' : Type}.

Lemma forall2_map (P : A -> A' -> Prop) (Q : B -> B' -> Prop) f g l l' :
  (forall x y, P x y -> Q (f x) (g y)) -> Forall2 P l l' -> Forall2 Q (map f l) (map g l').
Proof. intros H. induction 1; simpl; constructor; auto. Qed.

Lemma forall2_map2 (P : A -> A' -> Prop) (Q : B -> B' -> Prop) (R : C -> C' -> Prop) f g l l' :
  (forall x y a b, P x y -> Q a b -> R (f x a) (g y b)) ->
  Forall2 P l l' -> forall k k', Forall2 Q k k' -> Forall2 R (map2 f l k) (map2 g l' k').
Proof.
  intros H. induction 1; intros k k' [|? ? ? ? ? ?]; simpl; constructor; auto.
Qed.

Lemma forall2_repeat (P : A -> A' -> Prop) x y k : P x y -> Forall2 P (repeat x k) (repeat y k).
Proof. intros H. induction k; simpl; constructor; auto. Qed.

Lemma forall2_fold (P : A -> A' -> Prop) (Q : B -> B' -> Prop) f g l l' :
  (forall s s' x y, Q s s' -> P x y -> Q (f s x) (g s' y)) -> Forall2 P l l' ->
  forall s s', Q s s' -> Q (fold_left f l s) (fold_left g l' s').
Proof. intros H. induction 1; simpl; auto. Qed.

Lemma forall2_firstn (P : A -> A' -> Prop) k l l' :
  Forall2 P l l' -> Forall2 P (firstn k l) (firstn k l').
Proof. intros H. revert k. induction H; intros [|k]; simpl; constructor; auto. Qed.

Lemma forall2_skipn (P : A -> A' -> Prop) k l l' :
  Forall2 P l l' -> Forall2 P (skipn k l) (skipn k l').
Proof. intros H. revert k. induction H; intros [|k]; simpl; try constructor; auto. Qed.

Lemma forall2_nth (P : A -> A' -> Prop) d d' j l l' :
  P d d' -> Forall2 P l l' -> P (nth j l d) (nth j l' d').
Proof. intros H0 H. revert j. induction H; intros [|j]; simpl; auto. Qed.

Lemma forall2_concat (P : A -> A' -> Prop) l l' :
  Forall2 (Forall2 P) l l' -> Forall2 P (concat l) (concat l').
Proof. induction 1; simpl; [constructor|]. now apply Forall2_app. Qed.

Lemma forall2_length (P : A -> A' -> Prop) l l' : Forall2 P l l' -> length l = length l'.
Proof. induction 1; simpl; auto. Qed.
End Lists.

Section Related.
Context {S T : Type} (A : arith S) (B : arith T) (rel : S -> T -> Prop).
Hypothesis rel_zero : rel (zero A) (zero B).
Hypothesis rel_one : rel (one A) (one B).
Hypothesis rel_nat : forall k, rel (of_nat A k) (of_nat B k).
Hypothesis rel_add : forall x y a b, rel x y -> rel a b -> rel (add A x a) (add B y b).
Hypothesis rel_sub : forall x y a b, rel x y -> rel a b -> rel (sub A x a) (sub B y b).
Hypothesis rel_mul : forall x y a b, rel x y -> rel a b -> rel (mul A x a) (mul B y b).
Hypothesis rel_div : forall x y a b, rel x y -> rel a b -> rel (div A x a) (div B y b).
Hypothesis rel_root : forall x y, rel x y -> rel (root A x) (root B y).
Hypothesis rel_max : forall x y a b, rel x y -> rel a b -> rel (maximum A x a) (maximum B y b).

Notation rel1 := (Forall2 rel).
Notation rel2 := (Forall2 (Forall2 rel)).
Variables (o : order) (p : oparams S) (q : oparams T) (m n : nat).

Record related_params : Prop := {
  rp_b1 : rel (obeta1 p) (obeta1 q); rp_c1 : rel (ocobeta1 p) (ocobeta1 q);
  rp_b2 : rel (obeta2 p) (obeta2 q); rp_c2 : rel (ocobeta2 p) (ocobeta2 q);
  rp_b3 : rel (obeta3 p) (obeta3 q); rp_c3 : rel (ocobeta3 p) (ocobeta3 q);
  rp_e1 : rel (oeps1 p) (oeps1 q); rp_e2 : rel (oeps2 p) (oeps2 q);
  rp_d : rel (othreshold p) (othreshold q) }.
Hypothesis Hpq : related_params.

Record related_state (s : ostate S) (t : ostate T) : Prop := {
  rs_row : rel1 (orow s) (orow t); rs_col : rel1 (ocol s) (ocol t);
  rs_mom : rel2 (omom s) (omom t);
  rs_rr : rel1 (ores_row s) (ores_row t); rs_rc : rel1 (ores_col s) (ores_col t) }.

Lemma related_in_order l l' : rel1 l l' -> rel (in_order A l) (in_order B l').
Proof. intros H. unfold in_order. apply (forall2_fold rel rel); auto. Qed.

Lemma related_add_upper a a' b b' : rel1 a a' -> rel1 b b' ->
  rel1 (add_upper A a b) (add_upper B a' b').
Proof.
  intros H. revert b b'. induction H; intros b b' Hb; destruct Hb; simpl; constructor; auto.
Qed.

Lemma related_lanes f a a' l l' : rel1 a a' -> rel1 l l' ->
  rel1 (lanes A f a l) (lanes B f a' l').
Proof.
  revert a a' l l'. induction f as [|f IH]; intros a a' l l' Ha Hl; cbn [lanes].
  - now apply related_add_upper.
  - destruct Hl; [exact Ha|]. apply IH.
    + apply related_add_upper; [exact Ha|]. apply forall2_firstn. now constructor.
    + apply forall2_skipn. now constructor.
Qed.

Lemma related_halve f l l' : rel1 l l' -> rel1 (halve A f l) (halve B f l').
Proof.
  revert l l'. induction f as [|f IH]; intros l l' H; cbn [halve]; [exact H|].
  destruct H as [|x y l l' Hx Hl]; [constructor|].
  destruct Hl as [|z w l l' Hz Hl]; [now repeat constructor|].
  apply IH. unfold halve_once.
  assert (HL : rel1 (x :: z :: l) (y :: w :: l')) by now repeat constructor.
  rewrite (forall2_length _ _ _ HL).
  apply related_add_upper; [now apply forall2_firstn|now apply forall2_skipn].
Qed.

Lemma related_total l l' : rel1 l l' -> rel (total A l) (total B l').
Proof.
  intros H. unfold total. rewrite (forall2_length _ _ _ H).
  destruct (related_halve (length l') l l' H); [exact rel_zero|].
  apply (forall2_fold rel rel); auto.
Qed.

Lemma related_chunks f l l' : rel1 l l' -> rel2 (chunks f l) (chunks f l').
Proof.
  revert l l'. induction f as [|f IH]; intros l l' H; cbn [chunks]; [constructor|].
  destruct H; constructor.
  - apply forall2_firstn. now constructor.
  - apply IH. apply forall2_skipn. now constructor.
Qed.

Lemma related_sum l l' : rel1 l l' -> rel (osum A o l) (osum B o l').
Proof.
  intros H. unfold osum. destruct o; [now apply related_in_order|].
  rewrite (forall2_length _ _ _ H). apply related_total, related_lanes.
  - now apply forall2_firstn.
  - now apply forall2_skipn.
Qed.

Lemma related_column_sum l l' : rel1 l l' -> rel (ocolumn_sum A o l) (ocolumn_sum B o l').
Proof.
  intros H. unfold ocolumn_sum. destruct o; [now apply related_in_order|].
  rewrite (forall2_length _ _ _ H). apply related_total.
  apply (forall2_map rel1); [exact related_in_order|now apply related_chunks].
Qed.

Lemma related_mean l l' : rel1 l l' -> rel (omean A o l) (omean B o l').
Proof.
  intros H. unfold omean. rewrite (forall2_length _ _ _ H). apply rel_div; auto using related_sum.
Qed.

Lemma related_square_plus e e' x y : rel e e' -> rel x y ->
  rel (osquare_plus A e x) (osquare_plus B e' y).
Proof. intros. unfold osquare_plus. auto. Qed.

Lemma related_blend b b' c c' x x' y y' : rel b b' -> rel c c' -> rel x x' -> rel y y' ->
  rel (oblend A b c x y) (oblend B b' c' x' y').
Proof. intros. unfold oblend. auto. Qed.

Lemma related_rsqrt x y : rel x y -> rel (orsqrt A x) (orsqrt B y).
Proof. intros. unfold orsqrt. auto. Qed.

Lemma related_row_means V W : rel2 V W -> rel1 (orow_means A o V) (orow_means B o W).
Proof. apply forall2_map. exact related_mean. Qed.

Lemma related_col_means V W : rel2 V W -> rel1 (ocol_means A o m n V) (ocol_means B o m n W).
Proof.
  intros H. unfold ocol_means. generalize (seq 0 n). induction l as [|j l IH]; simpl; constructor; auto.
  apply rel_div; [|apply rel_nat]. apply related_column_sum.
  apply (forall2_map rel1); [|exact H]. intros. now apply forall2_nth.
Qed.

Lemma related_precondition r r' c c' G G' : rel1 r r' -> rel1 c c' -> rel2 G G' ->
  rel2 (oprecondition A o r c G) (oprecondition B o r' c' G').
Proof.
  intros Hr Hc HG. unfold oprecondition. pose proof (related_mean _ _ Hr) as Hmu.
  apply (forall2_map2 rel (Forall2 rel)); [|apply (forall2_map rel); [|exact Hr]|exact HG].
  - intros a a' g g' Ha Hg. apply (forall2_map2 rel rel); [auto|apply (forall2_map rel)|exact Hg].
    + exact related_rsqrt.
    + exact Hc.
  - intros. apply related_rsqrt. auto.
Qed.

Lemma related_sum2 V W : rel2 V W -> rel (osum2 A o V) (osum2 B o W).
Proof.
  intros H. unfold osum2. pose proof related_sum as HS. destruct o.
  - apply related_in_order. now apply forall2_concat.
  - apply HS. apply (forall2_map rel1); [exact HS|exact H].
Qed.

Lemma related_rms U U' : rel2 U U' -> rel (orms A o m n U) (orms B o m n U').
Proof.
  intros H. unfold orms. apply rel_div; [apply rel_root|apply rel_root, rel_nat].
  apply related_sum2. apply (forall2_map (Forall2 rel)); [|exact H]. intros.
  apply (forall2_map rel); auto.
Qed.

Lemma related_clip U U' : rel2 U U' -> rel2 (oclip A o p m n U) (oclip B o q m n U').
Proof.
  intros H. unfold oclip. pose proof (related_rms _ _ H) as Hr. destruct Hpq.
  apply (forall2_map (Forall2 rel)); [|exact H]. intros. apply (forall2_map rel); auto 6.
Qed.

Lemma related_step s t G H : related_state s t -> rel2 G H ->
  related_state (ostep A o p m n s G) (ostep B o q m n t H).
Proof.
  intros [Hr Hc Hm Hrr Hrc] HG.
  pose proof (forall2_map (Forall2 rel) (Forall2 rel) _ _ _ _
    (fun l l' => forall2_map rel rel _ _ l l'
      (fun x y => related_square_plus _ _ x y (rp_e1 Hpq))) HG) as HV.
  destruct Hpq. unfold ostep.
  set (row := map2 _ (orow s) _). set (row' := map2 _ (orow t) _).
  set (col := map2 _ (ocol s) _). set (col' := map2 _ (ocol t) _).
  assert (Er : rel1 row row').
  { apply (forall2_map2 rel rel); [|exact Hr|now apply related_row_means].
    intros. now apply related_blend. }
  assert (Ec : rel1 col col').
  { apply (forall2_map2 rel rel); [|exact Hc|now apply related_col_means].
    intros. now apply related_blend. }
  set (U := oclip A o p m n _). set (U' := oclip B o q m n _).
  assert (EU : rel2 U U') by now apply related_clip, related_precondition.
  set (M := map2 _ (omom s) U). set (M' := map2 _ (omom t) U').
  assert (EM : rel2 M M').
  { apply (forall2_map2 (Forall2 rel) (Forall2 rel)); auto.
    intros. apply (forall2_map2 rel rel); auto. intros. now apply related_blend. }
  set (R := map2 _ U M). set (R' := map2 _ U' M').
  assert (ER : rel2 R R').
  { apply (forall2_map2 (Forall2 rel) (Forall2 rel)); auto.
    intros. apply (forall2_map2 rel rel); auto. intros. apply related_square_plus; auto. }
  constructor; cbn [orow ocol omom ores_row ores_col]; auto.
  - apply (forall2_map2 rel rel); [|exact Hrr|now apply related_row_means].
    intros. now apply related_blend.
  - apply (forall2_map2 rel rel); [|exact Hrc|now apply related_col_means].
    intros. now apply related_blend.
Qed.

Lemma related_direction s t : related_state s t -> rel2 (odirection A o s) (odirection B o t).
Proof. intros []. now apply related_precondition. Qed.

Lemma related_zero : related_state (ozero A m n) (ozero B m n).
Proof. constructor; cbn; auto using forall2_repeat. Qed.

Fixpoint orun {X} (Ar : arith X) (pp : oparams X) (s : ostate X) (Gs : list (list (list X)))
  : ostate X :=
  match Gs with [] => s | G :: Gs => orun Ar pp (ostep Ar o pp m n s G) Gs end.

Lemma related_run Gs Hs : Forall2 (Forall2 (Forall2 rel)) Gs Hs ->
  forall s t, related_state s t -> related_state (orun A p s Gs) (orun B q t Hs).
Proof. induction 1; simpl; auto using related_step. Qed.

Lemma related_states Gs Hs : Forall2 (Forall2 (Forall2 rel)) Gs Hs ->
  forall s t, related_state s t ->
  Forall2 related_state (ostates A o p m n s Gs) (ostates B o q m n t Hs).
Proof. induction 1; intros s t Hst; simpl; constructor; auto using related_step. Qed.
End Related.
