(** * OracleLink: over the real numbers the oracle is the model

    So what the interval oracle encloses is what all other theorems speak of.

    - [oracle_encloses_run]:  every state of [Model.run] lies in the oracle's intervals;
    - [oracle_encloses_direction]:  every [Model.direction] lies in the oracle's intervals. *)

From Coq Require Import ZArith Reals List Lia Lra.
From CAME Require Import Sums Factor Ema Clip Model Oracle OracleRelated OracleInterval.
Import ListNotations.
Open Scope R_scope.

(** The list of the first [k] values of a function, and the same for matrices. *)
Definition tab {T} (k : nat) (f : nat -> T) : list T := map f (seq 0 k).
Definition tab2 (m n : nat) (A : mat) : list (list R) := tab m (fun i => tab n (A i)).

Lemma tab_S {T} k (f : nat -> T) : tab (S k) f = tab k f ++ [f k].
Proof. unfold tab. now rewrite seq_S, map_app. Qed.

Lemma tab_ext {T} k (f g : nat -> T) : (forall i, (i < k)%nat -> f i = g i) -> tab k f = tab k g.
Proof. intros H. apply map_ext_in. intros i Hi. apply in_seq in Hi. apply H. lia. Qed.

Lemma map_tab {S T} (h : S -> T) k f : map h (tab k f) = tab k (fun i => h (f i)).
Proof. unfold tab. now rewrite map_map. Qed.

Lemma map2_tab {A B C} (h : A -> B -> C) k f g :
  map2 h (tab k f) (tab k g) = tab k (fun i => h (f i) (g i)).
Proof. unfold tab. induction (seq 0 k); simpl; [reflexivity|]. now rewrite IHl. Qed.

Lemma repeat_tab {T} (x : T) k : repeat x k = tab k (fun _ => x).
Proof.
  unfold tab. rewrite <- (seq_length k 0) at 1. induction (seq 0 k); simpl; [reflexivity|].
  now rewrite IHl.
Qed.

Lemma length_tab {T} k (f : nat -> T) : length (tab k f) = k.
Proof. unfold tab. now rewrite map_length, seq_length. Qed.

(** Over the real numbers the order of a sum doesn't matter. *)
Lemma fold_add l x : fold_left (add R_arith) l x = x + lsum l.
Proof.
  revert x. induction l as [|y l IH]; intros x; [simpl; ring|]. cbn [fold_left].
  rewrite IH. change (lsum (y :: l)) with (y + lsum l). cbn [add R_arith]. ring.
Qed.

Lemma in_order_lsum l : in_order R_arith l = lsum l.
Proof. unfold in_order. rewrite fold_add. cbn. ring. Qed.

Lemma lsum_cons x l : lsum (x :: l) = x + lsum l.
Proof. reflexivity. Qed.

Lemma add_upper_lsum a b : lsum (add_upper R_arith a b) = lsum a + lsum b.
Proof.
  revert b. induction a as [|x a IH]; intros [|y b]; cbn [add_upper]; try (cbn; ring).
  rewrite !lsum_cons, IH. cbn [add R_arith]. ring.
Qed.

Lemma cut_lsum k l : lsum (firstn k l) + lsum (skipn k l) = lsum l.
Proof. rewrite <- lsum_app, firstn_skipn. reflexivity. Qed.

Lemma lanes_lsum f a l : lsum (lanes R_arith f a l) = lsum a + lsum l.
Proof.
  revert a l. induction f as [|f IH]; intros a l; cbn [lanes]; [apply add_upper_lsum|].
  destruct l as [|x l]; [cbn; ring|].
  rewrite IH, add_upper_lsum, <- (cut_lsum 64 (x :: l)). ring.
Qed.

Lemma halve_lsum f l : lsum (halve R_arith f l) = lsum l.
Proof.
  revert l. induction f as [|f IH]; intros l; cbn [halve]; [reflexivity|].
  destruct l as [|x [|y l]]; try reflexivity. rewrite IH. unfold halve_once.
  rewrite add_upper_lsum. apply cut_lsum.
Qed.

Lemma total_lsum l : total R_arith l = lsum l.
Proof.
  unfold total. rewrite <- (halve_lsum (length l) l). destruct (halve _ _ _); [reflexivity|].
  rewrite fold_add. reflexivity.
Qed.

Lemma chunks_lsum f l : (length l <= f)%nat -> lsum (map (in_order R_arith) (chunks f l)) = lsum l.
Proof.
  revert l. induction f as [|f IH]; intros [|x l] H; try reflexivity; [simpl in H; lia|].
  cbn [chunks map]. rewrite in_order_lsum, <- (cut_lsum 64 (x :: l)).
  change (lsum (lsum (firstn 64 (x :: l)) :: map (in_order R_arith) (chunks f (skipn 64 (x :: l)))))
    with (lsum (firstn 64 (x :: l)) + lsum (map (in_order R_arith) (chunks f (skipn 64 (x :: l))))).
  rewrite IH; [reflexivity|]. rewrite skipn_length. simpl in *. lia.
Qed.

Lemma osum_lsum o l : osum R_arith o l = lsum l.
Proof.
  destruct o; [apply in_order_lsum|]. unfold osum. rewrite total_lsum, lanes_lsum. apply cut_lsum.
Qed.

Lemma osum_tab o k f : osum R_arith o (tab k f) = sum k f.
Proof. rewrite osum_lsum, sum_lsum. reflexivity. Qed.

Lemma ocolumn_sum_tab o k f : ocolumn_sum R_arith o (tab k f) = sum k f.
Proof.
  rewrite sum_lsum. change (map f (seq 0 k)) with (tab k f). destruct o; [apply in_order_lsum|].
  unfold ocolumn_sum. rewrite total_lsum. now apply chunks_lsum.
Qed.

Lemma lsum_concat (V : list (list R)) : lsum (concat V) = lsum (map lsum V).
Proof. induction V as [|l V IH]; [reflexivity|]. simpl. rewrite lsum_app, IH. reflexivity. Qed.

Lemma osum2_tab o m n A : osum2 R_arith o (tab2 m n A) = sum2 m n A.
Proof.
  assert (E : lsum (map lsum (tab2 m n A)) = sum2 m n A).
  { unfold tab2, sum2. rewrite map_tab, sum_lsum. f_equal. apply map_ext. intros i.
    rewrite sum_lsum. reflexivity. }
  destruct o; cbn [osum2].
  - now rewrite in_order_lsum, lsum_concat.
  - rewrite osum_lsum, <- E. f_equal. apply map_ext. intros l. apply osum_lsum.
Qed.

Lemma omean_tab o k f : omean R_arith o (tab k f) = mean k f.
Proof. unfold omean. now rewrite osum_tab, length_tab. Qed.

Lemma orow_means_tab o m n A : orow_means R_arith o (tab2 m n A) = tab m (row_mean n A).
Proof. unfold orow_means, tab2. rewrite map_tab. apply tab_ext; intros. apply omean_tab. Qed.

Lemma nth_tab k f j : (j < k)%nat -> nth j (tab k f) 0 = f j.
Proof.
  intros H. unfold tab. rewrite (nth_indep _ 0 (f 0%nat)) by now rewrite map_length, seq_length.
  rewrite map_nth, seq_nth by exact H. reflexivity.
Qed.

Lemma ocol_means_tab o m n A : ocol_means R_arith o m n (tab2 m n A) = tab n (col_mean m A).
Proof.
  unfold ocol_means. apply (tab_ext n). intros j Hj. unfold column, tab2. rewrite map_tab.
  unfold col_mean, mean. rewrite <- (ocolumn_sum_tab o m (fun i => A i j)).
  cbn [div R_arith of_nat]. do 2 f_equal. apply tab_ext. intros i _. now apply nth_tab.
Qed.

Lemma oprecondition_tab o m n r c A :
  oprecondition R_arith o (tab m r) (tab n c) (tab2 m n A) = tab2 m n (precondition m r c A).
Proof.
  unfold oprecondition, tab2. rewrite omean_tab, !map_tab, map2_tab. apply tab_ext; intros i _.
  rewrite map2_tab. apply tab_ext; intros j _.
  unfold precondition, orsqrt; cbn. unfold Rdiv. ring.
Qed.

Lemma orms_tab o m n U : (0 < m)%nat -> (0 < n)%nat -> orms R_arith o m n (tab2 m n U) = rms m n U.
Proof.
  intros Hm Hn. rewrite <- rms_forms_agree by assumption. unfold orms. cbn [root div R_arith].
  assert (E : map (map (fun x => mul R_arith x x)) (tab2 m n U) = tab2 m n (fun i j => U i j ^ 2)).
  { unfold tab2. rewrite map_tab. apply tab_ext; intros. rewrite map_tab. apply tab_ext; intros. cbn. ring. }
  rewrite E, osum2_tab. cbn [of_nat R_arith]. now rewrite mult_INR.
Qed.

Definition to_oparams (p : params) : oparams R :=
  OParams R (beta1 p) (1 - beta1 p) (beta2 p) (1 - beta2 p) (beta3 p) (1 - beta3 p)
          (eps1 p) (eps2 p) (threshold p).

Definition to_ostate (m n : nat) (s : state) : ostate R :=
  OState (tab m (row s)) (tab n (col s)) (tab2 m n (mom s)) (tab m (res_row s)) (tab n (res_col s)).

Lemma oclip_tab o p m n U : (0 < m)%nat -> (0 < n)%nat ->
  oclip R_arith o (to_oparams p) m n (tab2 m n U) = tab2 m n (clip (threshold p) m n U).
Proof.
  intros Hm Hn. unfold oclip. rewrite orms_tab by assumption. unfold tab2. rewrite map_tab. apply tab_ext; intros.
  now rewrite map_tab.
Qed.

Lemma square_plus_tab m n e A :
  map (map (osquare_plus R_arith e)) (tab2 m n A) = tab2 m n (square_plus e A).
Proof.
  unfold tab2. rewrite map_tab. apply tab_ext; intros. rewrite map_tab. apply tab_ext; intros.
  unfold osquare_plus, square_plus; cbn. ring.
Qed.

Lemma map2_tab2 h m n A B :
  map2 (map2 h) (tab2 m n A) (tab2 m n B) = tab2 m n (fun i j => h (A i j) (B i j)).
Proof. unfold tab2. rewrite map2_tab. apply tab_ext; intros. apply map2_tab. Qed.

Lemma ostep_is_step o p m n s G : (0 < m)%nat -> (0 < n)%nat ->
  ostep R_arith o (to_oparams p) m n (to_ostate m n s) (tab2 m n G) =
  to_ostate m n (step p m n s G).
Proof.
  intros Hm Hn. unfold ostep, to_ostate. cbn [orow ocol omom ores_row ores_col].
  rewrite square_plus_tab, orow_means_tab, ocol_means_tab, !map2_tab.
  change (tab m (fun i => oblend R_arith (obeta2 (to_oparams p)) (ocobeta2 (to_oparams p))
    (row s i) (row_mean n (square_plus (oeps1 (to_oparams p)) G) i))) with (tab m (step_row p n s G)).
  change (tab n (fun i => oblend R_arith (obeta2 (to_oparams p)) (ocobeta2 (to_oparams p))
    (col s i) (col_mean m (square_plus (oeps1 (to_oparams p)) G) i))) with (tab n (step_col p m s G)).
  rewrite oprecondition_tab, oclip_tab, !map2_tab2 by assumption.
  change (clip (threshold p) m n (precondition m (step_row p n s G) (step_col p m s G) G))
    with (clipped p m n s G).
  assert (ES : tab2 m n (fun i j => osquare_plus R_arith (oeps2 (to_oparams p))
      (sub R_arith (clipped p m n s G i j)
        (oblend R_arith (obeta1 (to_oparams p)) (ocobeta1 (to_oparams p)) (mom s i j)
          (clipped p m n s G i j)))) = tab2 m n (residual p m n s G)).
  { apply tab_ext; intros. apply tab_ext; intros.
    unfold osquare_plus, residual, square_plus, step_mom, oblend, blend; cbn. ring. }
  rewrite ES, orow_means_tab, ocol_means_tab, !map2_tab. reflexivity.
Qed.

Lemma odirection_is_direction o m n s :
  odirection R_arith o (to_ostate m n s) = tab2 m n (direction m s).
Proof. unfold odirection, to_ostate; cbn [ores_row ores_col omom]. apply oprecondition_tab. Qed.

Lemma orun_is_run o p m n G t : (0 < m)%nat -> (0 < n)%nat ->
  orun o m n R_arith (to_oparams p) (ozero R_arith m n) (tab t (fun k => tab2 m n (G k))) =
  to_ostate m n (run p m n G t).
Proof.
  intros Hm Hn. assert (E0 : ozero R_arith m n = to_ostate m n zero_state).
  { unfold ozero, to_ostate, tab2. cbn [row col mom res_row res_col zero_state].
    rewrite !repeat_tab. reflexivity. }
  rewrite E0. induction t as [|t IH]; [reflexivity|].
  rewrite tab_S. cbn [run]. rewrite <- (ostep_is_step o), <- IH by assumption.
  generalize (tab t (fun k => tab2 m n (G k))) (to_ostate m n zero_state).
  induction l as [|H l IHl]; intros s; simpl; [reflexivity|]. apply IHl.
Qed.

(** The whole chain: inputs enclosed by the oracle's intervals give a
    [direction] enclosed by what the oracle prints. *)
Theorem oracle_encloses_direction prec o (p : oparams I.type) (q : params) m n Gs G t :
  (0 < m)%nat -> (0 < n)%nat -> related_params encloses p (to_oparams q) ->
  Forall2 (Forall2 (Forall2 encloses)) Gs (tab t (fun k => tab2 m n (G k))) ->
  Forall2 (Forall2 encloses)
    (odirection (I_arith prec) o (orun o m n (I_arith prec) p (ozero (I_arith prec) m n) Gs))
    (tab2 m n (direction m (run q m n G t))).
Proof.
  intros Hm Hn Hp HG. rewrite <- (odirection_is_direction o), <- (orun_is_run o) by assumption.
  now apply interval_oracle_encloses.
Qed.

Lemma firstn_tab {T} j k (f : nat -> T) : (j <= k)%nat -> firstn j (tab k f) = tab j f.
Proof.
  intros H. unfold tab. rewrite firstn_map. f_equal.
  replace k with (j + (k - j))%nat by lia. rewrite seq_app, firstn_app, seq_length, Nat.sub_diag.
  cbn [firstn]. rewrite app_nil_r. rewrite <- (seq_length j 0) at 1. apply firstn_all.
Qed.

Lemma ostates_are_runs o p m n G t : (0 < m)%nat -> (0 < n)%nat ->
  ostates R_arith o (to_oparams p) m n (ozero R_arith m n) (tab t (fun k => tab2 m n (G k))) =
  tab t (fun k => to_ostate m n (run p m n G (S k))).
Proof.
  intros Hm Hn.
  assert (H : forall l s, ostates R_arith o (to_oparams p) m n s l =
    tab (length l) (fun k => orun o m n R_arith (to_oparams p) s (firstn (S k) l))).
  { induction l as [|G0 l IH]; intros s; [reflexivity|]. cbn [ostates length].
    rewrite IH. unfold tab. cbn [seq map]. f_equal.
    rewrite <- seq_shift, map_map. reflexivity. }
  rewrite H, length_tab. apply tab_ext. intros k Hk.
  rewrite <- (orun_is_run o) by assumption. rewrite firstn_tab by lia. reflexivity.
Qed.

(** Every number of every state that the interval oracle goes through encloses
    that of the model. *)
Theorem oracle_encloses_run prec o (p : oparams I.type) (q : params) m n Gs G t :
  (0 < m)%nat -> (0 < n)%nat -> related_params encloses p (to_oparams q) ->
  Forall2 (Forall2 (Forall2 encloses)) Gs (tab t (fun k => tab2 m n (G k))) ->
  Forall2 (related_state encloses)
    (ostates (I_arith prec) o p m n (ozero (I_arith prec) m n) Gs)
    (tab t (fun k => to_ostate m n (run q m n G (S k)))).
Proof.
  intros Hm Hn Hp HG. rewrite <- (ostates_are_runs o) by assumption.
  now apply interval_states_enclose.
Qed.
