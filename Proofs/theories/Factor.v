(** * Factor: the rank-one estimate of the second moment

    Adafactor and CAME keep only the row sums [R] and the column sums [C] of a
    nonnegative matrix [V] and rebuild [V] as [R i * C j / S], with [S] the sum
    of all entries.

    - [factored_means_eq]:  means in place of sums rebuild the same matrix;
    - [factored_row_sums], [factored_col_sums]:  the estimate has the row and column sums of [V];
    - [factored_exact_rank_one]:  of a matrix [a b^T] the estimate loses nothing;
    - [factored_idempotent]:  an estimate of the estimate is the same;
    - [idiv_nonneg], [idiv_zero_eq]:  the I-divergence is nonnegative, and zero
      only between equal matrices;
    - [idiv_pythagoras]:  [I(V, a b^T) = I(V, Vhat) + I(Vhat, a b^T)];
    - [factored_minimises_idiv], [factored_unique_minimiser]:  of all matrices of
      rank one the estimate is the nearest to [V], and the only one. *)

From Coq Require Import Reals Lra Lia Psatz.
From CAME Require Import Sums.
Open Scope R_scope.

(** [factored m n V] is [R C^T / sum V]. *)
Definition factored (m n : nat) (V : mat) : mat :=
  fun i j => row_sum n V i * col_sum m V j / sum2 m n V.

(** [factored_means] is what the code computes: means in place of sums. *)
Definition factored_means (m n : nat) (V : mat) : mat :=
  fun i j => row_mean n V i * col_mean m V j / mean m (row_mean n V).

Theorem factored_means_eq m n V i j :
  (0 < m)%nat -> (0 < n)%nat -> sum2 m n V <> 0 ->
  factored_means m n V i j = factored m n V i j.
Proof.
  intros Hm Hn HS. unfold factored_means, factored, mean, row_mean, col_mean, mean.
  rewrite sum_div. change (sum m (fun i => sum n (V i))) with (sum2 m n V).
  unfold row_sum, col_sum.
  assert (INR m <> 0) by (apply Rgt_not_eq, INR_pos; lia).
  assert (INR n <> 0) by (apply Rgt_not_eq, INR_pos; lia).
  field. auto.
Qed.

(** (a) The estimate has the same row sums and the same column sums as [V]. *)
Theorem factored_row_sums m n V i :
  sum2 m n V <> 0 -> row_sum n (factored m n V) i = row_sum n V i.
Proof.
  intros HS. unfold row_sum at 1, factored.
  rewrite sum_div, sum_scal, sum2_col_sum. field. exact HS.
Qed.

Theorem factored_col_sums m n V j :
  sum2 m n V <> 0 -> col_sum m (factored m n V) j = col_sum m V j.
Proof.
  intros HS. unfold col_sum at 1, factored.
  rewrite sum_div, sum_scal_r, sum2_row_sum. field. exact HS.
Qed.

Lemma factored_total m n V :
  sum2 m n V <> 0 -> sum2 m n (factored m n V) = sum2 m n V.
Proof.
  intros HS. rewrite <- !sum2_row_sum. apply sum_ext; intros.
  now apply factored_row_sums.
Qed.

(** (b) The estimate is exact on matrices of rank one. *)
Theorem factored_exact_rank_one m n (a b : vec) i j :
  sum m a <> 0 -> sum n b <> 0 ->
  factored m n (fun i j => a i * b j) i j = a i * b j.
Proof.
  intros Ha Hb. unfold factored, row_sum, col_sum, sum2.
  rewrite sum_scal, sum_scal_r.
  rewrite (sum_ext m (fun i => sum n (fun j => a i * b j)) (fun i => a i * sum n b))
    by (intros; apply sum_scal).
  rewrite sum_scal_r. field. auto.
Qed.

Theorem factored_idempotent m n V i j :
  sum2 m n V <> 0 ->
  factored m n (factored m n V) i j = factored m n V i j.
Proof.
  intros HS. unfold factored at 1.
  rewrite factored_row_sums, factored_col_sums, factored_total by exact HS. reflexivity.
Qed.

Lemma factored_transpose m n V i j :
  factored n m (transpose V) i j = factored m n V j i.
Proof.
  unfold factored. rewrite sum2_transpose.
  change (row_sum m (transpose V) i) with (col_sum m V i).
  change (col_sum n (transpose V) j) with (row_sum n V j).
  unfold Rdiv. ring.
Qed.

(** ** The I-divergence (generalized Kullback-Leibler divergence)

    [0 * ln (0 / w) = 0] in Coq because [0 * x = 0], which is the usual
    convention.  [ln] of a nonpositive number is [0] in Coq, so statements
    below ask for the entries of the second argument to be positive where it
    matters. *)
Definition kl_term (v w : R) : R := v * ln (v / w) - v + w.
Definition idiv (m n : nat) (V W : mat) : R := sum2 m n (fun i j => kl_term (V i j) (W i j)).

Lemma ln_le_sub_one x : 0 < x -> ln x <= x - 1.
Proof.
  intros Hx. destruct (Rle_lt_dec (ln x) (x - 1)) as [H|H]; [exact H|].
  apply exp_increasing in H. rewrite exp_ln in H by exact Hx.
  pose proof (exp_ineq1_le (x - 1)). lra.
Qed.

Lemma kl_term_nonneg v w : 0 <= v -> 0 < w -> 0 <= kl_term v w.
Proof.
  intros Hv Hw. unfold kl_term.
  destruct (Req_dec v 0) as [->|Hv0]; [rewrite Rmult_0_l; lra|].
  assert (Hv' : 0 < v) by lra.
  assert (Hd : 0 < w / v) by (apply Rdiv_lt_0_compat; lra).
  assert (Hln : ln (v / w) = - ln (w / v)).
  { rewrite <- ln_Rinv by exact Hd. f_equal. field. lra. }
  rewrite Hln. pose proof (ln_le_sub_one _ Hd) as Hl.
  assert (v * ln (w / v) <= v * (w / v - 1)) by (apply Rmult_le_compat_l; lra).
  replace (v * (w / v - 1)) with (w - v) in * by (field; lra). lra.
Qed.

Lemma ln_eq_sub_one x : 0 < x -> ln x = x - 1 -> x = 1.
Proof.
  intros Hx H. destruct (Req_dec (x - 1) 0) as [H0|H0]; [lra|].
  pose proof (exp_ineq1 (x - 1) H0) as He. rewrite <- H in He at 2.
  rewrite exp_ln in He by exact Hx. lra.
Qed.

Lemma kl_term_zero v w : 0 <= v -> 0 < w -> kl_term v w = 0 -> v = w.
Proof.
  intros Hv Hw. unfold kl_term.
  destruct (Req_dec v 0) as [->|Hv0]; [rewrite Rmult_0_l; lra|].
  intros H. assert (Hv' : 0 < v) by lra.
  assert (Hd : 0 < w / v) by (apply Rdiv_lt_0_compat; lra).
  assert (Hln : ln (v / w) = - ln (w / v)).
  { rewrite <- ln_Rinv by exact Hd. f_equal. field. lra. }
  rewrite Hln in H.
  assert (ln (w / v) = w / v - 1).
  { apply Rmult_eq_reg_l with v; [|lra].
    replace (v * (w / v - 1)) with (w - v) by (field; lra). lra. }
  assert (w / v = 1) by now apply ln_eq_sub_one.
  apply Rmult_eq_reg_r with (/ v); [|apply Rinv_neq_0_compat; lra].
  rewrite Rinv_r by lra. unfold Rdiv in *. lra.
Qed.

(** Gibbs' inequality: the I-divergence is nonnegative and separates points. *)
Theorem idiv_nonneg m n V W :
  (forall i j, (i < m)%nat -> (j < n)%nat -> 0 <= V i j) ->
  (forall i j, (i < m)%nat -> (j < n)%nat -> 0 < W i j) ->
  0 <= idiv m n V W.
Proof. intros HV HW. apply sum2_nonneg. intros. apply kl_term_nonneg; auto. Qed.

Theorem idiv_zero_eq m n V W :
  (forall i j, (i < m)%nat -> (j < n)%nat -> 0 <= V i j) ->
  (forall i j, (i < m)%nat -> (j < n)%nat -> 0 < W i j) ->
  idiv m n V W = 0 ->
  forall i j, (i < m)%nat -> (j < n)%nat -> V i j = W i j.
Proof.
  intros HV HW H0 i j Hi Hj. apply kl_term_zero; auto.
  assert (Hrow : sum n (fun j => kl_term (V i j) (W i j)) = 0).
  { apply (sum_zero_terms m (fun i => sum n (fun j => kl_term (V i j) (W i j)))); auto.
    intros k Hk. apply sum_nonneg. intros l Hl. apply kl_term_nonneg; auto. }
  apply (sum_zero_terms n (fun j => kl_term (V i j) (W i j))); auto.
  intros l Hl. apply kl_term_nonneg; auto.
Qed.

Section Optimality.

Variables (m n : nat) (V : mat).
Hypothesis V_nonneg : forall i j, (i < m)%nat -> (j < n)%nat -> 0 <= V i j.
Hypothesis rows_pos : forall i, (i < m)%nat -> 0 < row_sum n V i.
Hypothesis cols_pos : forall j, (j < n)%nat -> 0 < col_sum m V j.
Hypothesis m_pos : (0 < m)%nat.

Lemma total_pos : 0 < sum2 m n V.
Proof. rewrite <- sum2_row_sum. now apply sum_pos. Qed.

Lemma factored_pos i j : (i < m)%nat -> (j < n)%nat -> 0 < factored m n V i j.
Proof.
  intros Hi Hj. unfold factored. apply Rdiv_lt_0_compat; [|apply total_pos].
  apply Rmult_lt_0_compat; auto.
Qed.

(** The Pythagorean identity of information geometry: for every positive
    rank-one matrix [a b^T],
    [I(V || a b^T) = I(V || Vhat) + I(Vhat || a b^T)]. *)
Theorem idiv_pythagoras (a b : vec) :
  (forall i, (i < m)%nat -> 0 < a i) -> (forall j, (j < n)%nat -> 0 < b j) ->
  idiv m n V (fun i j => a i * b j) =
  idiv m n V (factored m n V) + idiv m n (factored m n V) (fun i j => a i * b j).
Proof.
  intros Ha Hb. pose proof total_pos as HS.
  set (F := factored m n V).
  (* log of the ratio F / (a b) splits into a row part and a column part *)
  set (p := fun i => ln (row_sum n V i / a i) - ln (sum2 m n V)).
  set (q := fun j => ln (col_sum m V j / b j)).
  assert (Hsplit : forall i j, (i < m)%nat -> (j < n)%nat ->
            ln (F i j / (a i * b j)) = p i + q j).
  { intros i j Hi Hj. unfold p, q.
    pose proof (rows_pos i Hi) as HRi. pose proof (cols_pos j Hj) as HCj.
    pose proof (Ha i Hi) as Hai. pose proof (Hb j Hj) as Hbj.
    replace (F i j / (a i * b j)) with
      ((row_sum n V i / a i) * (col_sum m V j / b j) * / sum2 m n V)
      by (unfold F, factored; field; lra).
    assert (0 < row_sum n V i / a i) by (apply Rdiv_lt_0_compat; assumption).
    assert (0 < col_sum m V j / b j) by (apply Rdiv_lt_0_compat; assumption).
    rewrite ln_mult; [|apply Rmult_lt_0_compat; assumption
                      |apply Rinv_0_lt_compat; assumption].
    rewrite ln_mult by assumption. rewrite ln_Rinv by assumption. lra. }
  (* F and V integrate row parts and column parts alike *)
  assert (Hint : forall W : mat,
            (forall i, (i < m)%nat -> row_sum n W i = row_sum n V i) ->
            (forall j, (j < n)%nat -> col_sum m W j = col_sum m V j) ->
            sum2 m n (fun i j => W i j * (p i + q j)) =
            sum m (fun i => row_sum n V i * p i) + sum n (fun j => col_sum m V j * q j)).
  { intros W HR HC.
    rewrite (sum2_ext _ _ _ (fun i j => W i j * p i + W i j * q j)) by (intros; ring).
    rewrite sum2_plus. f_equal.
    - unfold sum2. apply sum_ext; intros i Hi. rewrite sum_scal_r.
      fold (row_sum n W i). now rewrite HR.
    - unfold sum2. rewrite sum_swap. apply sum_ext; intros j Hj. rewrite sum_scal_r.
      fold (col_sum m W j). now rewrite HC. }
  assert (HF : sum2 m n F = sum2 m n V) by (apply factored_total; lra).
  assert (Hkey : sum2 m n (fun i j => V i j * (p i + q j)) =
                 sum2 m n (fun i j => F i j * (p i + q j))).
  { rewrite !Hint; auto.
    - intros; apply factored_row_sums; lra.
    - intros; apply factored_col_sums; lra. }
  (* rewrite the three divergences termwise *)
  assert (E1 : idiv m n V (fun i j => a i * b j) =
     idiv m n V F + sum2 m n (fun i j => V i j * (p i + q j))
       - sum2 m n F + sum2 m n (fun i j => a i * b j)).
  { unfold idiv. rewrite <- sum2_plus, <- sum2_minus, <- sum2_plus.
    apply sum2_ext. intros i j Hi Hj. rewrite <- Hsplit by assumption. unfold kl_term.
    pose proof (V_nonneg i j Hi Hj) as HV. pose proof (factored_pos i j Hi Hj) as HFp.
    fold F in HFp. pose proof (Ha i Hi). pose proof (Hb j Hj).
    destruct (Req_dec (V i j) 0) as [->|Hne]; [ring|].
    assert (0 < V i j) by lra.
    replace (V i j / (a i * b j)) with ((V i j / F i j) * (F i j / (a i * b j)))
      by (field; lra).
    rewrite ln_mult; [ring| |]; apply Rdiv_lt_0_compat; try assumption.
    now apply Rmult_lt_0_compat. }
  assert (E2 : idiv m n F (fun i j => a i * b j) =
     sum2 m n (fun i j => F i j * (p i + q j))
       - sum2 m n F + sum2 m n (fun i j => a i * b j)).
  { unfold idiv. rewrite <- sum2_minus, <- sum2_plus.
    apply sum2_ext. intros i j Hi Hj. rewrite <- Hsplit by assumption. reflexivity. }
  rewrite E1, E2, Hkey. ring.
Qed.

(** (c) The estimate minimises the I-divergence among positive rank-one
    matrices, and it is the only minimiser. *)
Theorem factored_minimises_idiv (a b : vec) :
  (forall i, (i < m)%nat -> 0 < a i) -> (forall j, (j < n)%nat -> 0 < b j) ->
  idiv m n V (factored m n V) <= idiv m n V (fun i j => a i * b j).
Proof.
  intros Ha Hb. rewrite (idiv_pythagoras a b Ha Hb).
  assert (0 <= idiv m n (factored m n V) (fun i j => a i * b j)); [|lra].
  apply idiv_nonneg.
  - intros i j Hi Hj. left. now apply factored_pos.
  - intros i j Hi Hj. apply Rmult_lt_0_compat; auto.
Qed.

Theorem factored_unique_minimiser (a b : vec) :
  (forall i, (i < m)%nat -> 0 < a i) -> (forall j, (j < n)%nat -> 0 < b j) ->
  idiv m n V (fun i j => a i * b j) = idiv m n V (factored m n V) ->
  forall i j, (i < m)%nat -> (j < n)%nat -> a i * b j = factored m n V i j.
Proof.
  intros Ha Hb Heq i j Hi Hj. symmetry.
  apply (idiv_zero_eq m n (factored m n V) (fun i j => a i * b j)); auto.
  - intros k l Hk Hl. left. now apply factored_pos.
  - intros k l Hk Hl. apply Rmult_lt_0_compat; auto.
  - pose proof (idiv_pythagoras a b Ha Hb). lra.
Qed.

(** Nonnegative [a], [b]: as soon as [a b^T] is positive wherever [V] is (or
    else its true divergence is infinite), [a] and [b] are positive, so the
    restriction to positive factors above loses nothing. *)
Lemma abs_continuous_factors_pos (a b : vec) :
  (forall i, (i < m)%nat -> 0 <= a i) -> (forall j, (j < n)%nat -> 0 <= b j) ->
  (forall i j, (i < m)%nat -> (j < n)%nat -> 0 < V i j -> 0 < a i * b j) ->
  (forall i, (i < m)%nat -> 0 < a i) /\ (forall j, (j < n)%nat -> 0 < b j).
Proof.
  intros Ha Hb Hac.
  assert (Hex : forall k (f : vec), (forall i, (i < k)%nat -> 0 <= f i) -> 0 < sum k f ->
                exists i, (i < k)%nat /\ 0 < f i).
  { clear. induction k as [|k IH]; intros f Hf Hs; simpl in Hs; [lra|].
    destruct (Rlt_le_dec 0 (f k)) as [H|H]; [exists k; split; [lia|exact H]|].
    destruct (IH f) as [i [Hi Hfi]]; [intros; apply Hf; lia|lra|].
    exists i; split; [lia|exact Hfi]. }
  split.
  - intros i Hi. destruct (Hex n (V i)) as [j [Hj HV]]; [auto|exact (rows_pos i Hi)|].
    pose proof (Hac i j Hi Hj HV). pose proof (Ha i Hi). pose proof (Hb j Hj). nra.
  - intros j Hj. destruct (Hex m (fun i => V i j)) as [i [Hi HV]];
      [auto|exact (cols_pos j Hj)|].
    pose proof (Hac i j Hi Hj HV). pose proof (Ha i Hi). pose proof (Hb j Hj). nra.
Qed.

End Optimality.
