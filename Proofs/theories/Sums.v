(** * Sums: finite sums, means and matrices over the real numbers

    A vector of length [n] is a function [nat -> R] of which only the indices
    [0 .. n-1] matter; a matrix is [nat -> nat -> R].  This is the plainest
    reading of the Swift loops ([for i in 0..<n]).  All here are lemmas:
    linearity, Fubini, and that a real sum doesn't feel the order of its terms. *)

From Coq Require Import Reals Lra Lia Psatz List Permutation.
Open Scope R_scope.

Definition vec := nat -> R.
Definition mat := nat -> nat -> R.

(** [sum n f] is [f 0 + f 1 + ... + f (n-1)]; the empty sum is [0]. *)
Fixpoint sum (n : nat) (f : vec) : R :=
  match n with
  | O => 0
  | S k => sum k f + f k
  end.

Definition mean (n : nat) (f : vec) : R := sum n f / INR n.

(** Sums over a [m] by [n] matrix: all of it, one row, one column. *)
Definition sum2 (m n : nat) (A : mat) : R := sum m (fun i => sum n (A i)).
Definition row_sum (n : nat) (A : mat) : vec := fun i => sum n (A i).
Definition col_sum (m : nat) (A : mat) : vec := fun j => sum m (fun i => A i j).
Definition row_mean (n : nat) (A : mat) : vec := fun i => mean n (A i).
Definition col_mean (m : nat) (A : mat) : vec := fun j => mean m (fun i => A i j).
Definition transpose (A : mat) : mat := fun i j => A j i.

Lemma sum_ext n f g : (forall i, (i < n)%nat -> f i = g i) -> sum n f = sum n g.
Proof.
  induction n as [|n IH]; intros H; simpl; [reflexivity|].
  rewrite IH by (intros i Hi; apply H; lia). rewrite H by lia. reflexivity.
Qed.

Lemma sum_le n f g : (forall i, (i < n)%nat -> f i <= g i) -> sum n f <= sum n g.
Proof.
  induction n as [|n IH]; intros H; simpl; [lra|].
  assert (f n <= g n) by (apply H; lia).
  assert (sum n f <= sum n g) by (apply IH; intros i Hi; apply H; lia).
  lra.
Qed.

Lemma sum_zero n : sum n (fun _ => 0) = 0.
Proof. induction n as [|n IH]; simpl; lra. Qed.

Lemma sum_const n c : sum n (fun _ => c) = INR n * c.
Proof. induction n as [|n IH]; [simpl; lra|]. rewrite S_INR. simpl. lra. Qed.

Lemma sum_plus n f g : sum n (fun i => f i + g i) = sum n f + sum n g.
Proof. induction n as [|n IH]; simpl; lra. Qed.

Lemma sum_minus n f g : sum n (fun i => f i - g i) = sum n f - sum n g.
Proof. induction n as [|n IH]; simpl; lra. Qed.

Lemma sum_scal n c f : sum n (fun i => c * f i) = c * sum n f.
Proof. induction n as [|n IH]; simpl; lra. Qed.

Lemma sum_scal_r n c f : sum n (fun i => f i * c) = sum n f * c.
Proof. induction n as [|n IH]; simpl; lra. Qed.

Lemma sum_div n c f : sum n (fun i => f i / c) = sum n f / c.
Proof. unfold Rdiv. apply sum_scal_r. Qed.

Lemma sum_nonneg n f : (forall i, (i < n)%nat -> 0 <= f i) -> 0 <= sum n f.
Proof. intros H. rewrite <- (sum_zero n). now apply sum_le. Qed.

Lemma sum_pos n f : (0 < n)%nat -> (forall i, (i < n)%nat -> 0 < f i) -> 0 < sum n f.
Proof.
  destruct n as [|n]; [lia|]. intros _ H. simpl.
  assert (0 < f n) by (apply H; lia).
  assert (0 <= sum n f) by (apply sum_nonneg; intros i Hi; left; apply H; lia).
  lra.
Qed.

Lemma sum_term_le n f i :
  (forall k, (k < n)%nat -> 0 <= f k) -> (i < n)%nat -> f i <= sum n f.
Proof.
  induction n as [|n IH]; intros H Hi; [lia|]. simpl.
  assert (0 <= sum n f) by (apply sum_nonneg; intros k Hk; apply H; lia).
  assert (0 <= f n) by (apply H; lia).
  destruct (Nat.eq_dec i n) as [->|Hne]; [lra|].
  assert (f i <= sum n f) by (apply IH; [intros k Hk; apply H|]; lia). lra.
Qed.

(** A sum of nonnegative terms that is zero has only zero terms. *)
Lemma sum_zero_terms n f :
  (forall i, (i < n)%nat -> 0 <= f i) -> sum n f = 0 ->
  forall i, (i < n)%nat -> f i = 0.
Proof.
  intros H H0 i Hi.
  assert (f i <= sum n f) by (now apply sum_term_le).
  assert (0 <= f i) by (now apply H). lra.
Qed.

Lemma sum_abs n f : Rabs (sum n f) <= sum n (fun i => Rabs (f i)).
Proof.
  induction n as [|n IH]; simpl; [rewrite Rabs_R0; lra|].
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

(** Fubini for finite sums. *)
Lemma sum_swap m n (A : mat) :
  sum m (fun i => sum n (fun j => A i j)) = sum n (fun j => sum m (fun i => A i j)).
Proof.
  induction m as [|m IH]; simpl; [now rewrite sum_zero|].
  rewrite IH, <- sum_plus. reflexivity.
Qed.

Lemma sum2_transpose m n A : sum2 n m (transpose A) = sum2 m n A.
Proof. unfold sum2, transpose. symmetry. apply sum_swap. Qed.

Lemma sum2_row_sum m n A : sum m (row_sum n A) = sum2 m n A.
Proof. reflexivity. Qed.

Lemma sum2_col_sum m n A : sum n (col_sum m A) = sum2 m n A.
Proof. unfold col_sum, sum2. symmetry. apply sum_swap. Qed.

Lemma sum2_ext m n A B :
  (forall i j, (i < m)%nat -> (j < n)%nat -> A i j = B i j) -> sum2 m n A = sum2 m n B.
Proof. intros H. apply sum_ext; intros i Hi; apply sum_ext; intros j Hj; now apply H. Qed.

Lemma sum2_le m n A B :
  (forall i j, (i < m)%nat -> (j < n)%nat -> A i j <= B i j) -> sum2 m n A <= sum2 m n B.
Proof. intros H. apply sum_le; intros i Hi; apply sum_le; intros j Hj; now apply H. Qed.

Lemma sum2_nonneg m n A :
  (forall i j, (i < m)%nat -> (j < n)%nat -> 0 <= A i j) -> 0 <= sum2 m n A.
Proof. intros H. apply sum_nonneg; intros i Hi; apply sum_nonneg; intros j Hj; now apply H. Qed.

Lemma sum2_plus m n A B :
  sum2 m n (fun i j => A i j + B i j) = sum2 m n A + sum2 m n B.
Proof. unfold sum2. rewrite <- sum_plus. apply sum_ext; intros. apply sum_plus. Qed.

Lemma sum2_minus m n A B :
  sum2 m n (fun i j => A i j - B i j) = sum2 m n A - sum2 m n B.
Proof. unfold sum2. rewrite <- sum_minus. apply sum_ext; intros. apply sum_minus. Qed.

Lemma sum2_scal m n c A : sum2 m n (fun i j => c * A i j) = c * sum2 m n A.
Proof. unfold sum2. rewrite <- sum_scal. apply sum_ext; intros. apply sum_scal. Qed.

Lemma sum2_div m n c A : sum2 m n (fun i j => A i j / c) = sum2 m n A / c.
Proof. unfold sum2. rewrite <- sum_div. apply sum_ext; intros. apply sum_div. Qed.

Lemma sum2_const m n c : sum2 m n (fun _ _ => c) = INR m * INR n * c.
Proof.
  unfold sum2. rewrite (sum_ext _ _ (fun _ => INR n * c)) by (intros; apply sum_const).
  rewrite sum_const. ring.
Qed.

Lemma sum2_term_le m n A i j :
  (forall i j, (i < m)%nat -> (j < n)%nat -> 0 <= A i j) ->
  (i < m)%nat -> (j < n)%nat -> A i j <= sum2 m n A.
Proof.
  intros H Hi Hj. apply Rle_trans with (sum n (A i)).
  - apply sum_term_le; auto.
  - apply (sum_term_le m (fun i => sum n (A i))); auto.
    intros k Hk. apply sum_nonneg. auto.
Qed.

Lemma INR_pos n : (0 < n)%nat -> 0 < INR n.
Proof. intros H. apply lt_0_INR; lia. Qed.

Lemma mean_le n f c :
  (0 < n)%nat -> (forall i, (i < n)%nat -> f i <= c) -> mean n f <= c.
Proof.
  intros Hn H. unfold mean. apply Rmult_le_reg_r with (INR n); [now apply INR_pos|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r
    by (apply Rgt_not_eq, INR_pos; lia).
  rewrite Rmult_comm, <- sum_const. now apply sum_le.
Qed.

Lemma mean_ge n f c :
  (0 < n)%nat -> (forall i, (i < n)%nat -> c <= f i) -> c <= mean n f.
Proof.
  intros Hn H. unfold mean. apply Rmult_le_reg_r with (INR n); [now apply INR_pos|].
  unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r
    by (apply Rgt_not_eq, INR_pos; lia).
  rewrite Rmult_comm, <- sum_const. now apply sum_le.
Qed.

Lemma mean_ext n f g : (forall i, (i < n)%nat -> f i = g i) -> mean n f = mean n g.
Proof. intros H. unfold mean. now rewrite (sum_ext n f g). Qed.

Lemma mean_plus n f g : mean n (fun i => f i + g i) = mean n f + mean n g.
Proof. unfold mean. rewrite sum_plus. unfold Rdiv. ring. Qed.

Lemma mean_scal n c f : mean n (fun i => c * f i) = c * mean n f.
Proof. unfold mean. rewrite sum_scal. unfold Rdiv. ring. Qed.

(** The mean of the row means is the mean of the column means. *)
Lemma mean_row_mean_col m n A :
  mean m (row_mean n A) = mean n (col_mean m A).
Proof.
  unfold row_mean, col_mean, mean. rewrite !sum_div.
  change (sum m (fun i => sum n (A i))) with (sum2 m n A).
  rewrite <- sum2_col_sum. unfold col_sum, Rdiv. ring.
Qed.

Lemma sum_shift n f : sum (S n) f = f O + sum n (fun i => f (S i)).
Proof.
  induction n as [|n IH]; [simpl; lra|].
  change (sum (S (S n)) f) with (sum (S n) f + f (S n)). rewrite IH. simpl. lra.
Qed.

(** Reordering the summands does not change a real sum. *)
Definition permutes (n : nat) (p : nat -> nat) : Prop :=
  (forall i, (i < n)%nat -> (p i < n)%nat) /\
  (forall i j, (i < n)%nat -> (j < n)%nat -> p i = p j -> i = j).

Definition lsum (l : list R) : R := fold_right Rplus 0 l.

Lemma lsum_app l1 l2 : lsum (l1 ++ l2) = lsum l1 + lsum l2.
Proof. induction l1 as [|x l1 IH]; simpl; [lra|]. rewrite IH. lra. Qed.

Lemma lsum_perm l1 l2 : Permutation l1 l2 -> lsum l1 = lsum l2.
Proof. induction 1; simpl; lra. Qed.

Lemma sum_lsum n f : sum n f = lsum (map f (seq 0 n)).
Proof.
  induction n as [|n IH]; [reflexivity|].
  rewrite seq_S, map_app, lsum_app, <- IH. simpl. lra.
Qed.

Lemma sum_permute n p f : permutes n p -> sum n (fun i => f (p i)) = sum n f.
Proof.
  intros [Hb Hi]. rewrite !sum_lsum. rewrite <- map_map. apply lsum_perm.
  apply Permutation_map. apply NoDup_Permutation_bis.
  - assert (H : forall l, incl l (seq 0 n) -> NoDup l -> NoDup (map p l)).
    { induction l as [|x l IH]; intros Hl Hd; simpl; [constructor|].
      inversion Hd as [|? ? Hnx Hd']; subst. constructor.
      - intros Hin. apply in_map_iff in Hin. destruct Hin as [y [Hy Hyl]].
        assert (Hx : In x (seq 0 n)) by (apply Hl; now left).
        assert (Hy' : In y (seq 0 n)) by (apply Hl; now right).
        apply in_seq in Hx; apply in_seq in Hy'.
        assert (y = x) by (apply Hi; [lia|lia|exact Hy]). congruence.
      - apply IH; [|assumption]. intros z Hz. apply Hl. now right. }
    apply H; [apply incl_refl|apply seq_NoDup].
  - now rewrite map_length.
  - intros x Hx. apply in_map_iff in Hx. destruct Hx as [y [<- Hy]].
    apply in_seq in Hy. apply in_seq. specialize (Hb y). lia.
Qed.
