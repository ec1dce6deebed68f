(** * Equivariance: what happens to a whole trajectory when every gradient is changed alike

    - [direction_flip]:  other signs of entries flip the same entries of the update;
    - [direction_scale]:  gradients times [c > 0] and [eps1] times [c^2] change nothing;
    - [direction_permute]:  rows and columns in another order are updates in that order;
    - [direction_transpose]:  transposed gradients are transposed updates, though
      the code divides by the mean of the rows alone. *)

From Coq Require Import Reals Lra Lia Psatz.
From CAME Require Import Sums Factor Ema Clip Model.
Open Scope R_scope.

(** Two states that agree on the indices of an [m] by [n] matrix. *)
Definition agree (m n : nat) (s s' : state) : Prop :=
  (forall i, (i < m)%nat -> row s i = row s' i) /\
  (forall j, (j < n)%nat -> col s j = col s' j) /\
  (forall i j, (i < m)%nat -> (j < n)%nat -> mom s i j = mom s' i j) /\
  (forall i, (i < m)%nat -> res_row s i = res_row s' i) /\
  (forall j, (j < n)%nat -> res_col s j = res_col s' j).

Lemma precondition_ext m n r r' c c' A A' :
  (forall i, (i < m)%nat -> r i = r' i) -> (forall j, (j < n)%nat -> c j = c' j) ->
  (forall i j, (i < m)%nat -> (j < n)%nat -> A i j = A' i j) ->
  forall i j, (i < m)%nat -> (j < n)%nat ->
  precondition m r c A i j = precondition m r' c' A' i j.
Proof.
  intros Hr Hc HA i j Hi Hj. unfold precondition.
  rewrite (mean_ext m r r' Hr), (Hr i Hi), (Hc j Hj), (HA i j Hi Hj). reflexivity.
Qed.

Lemma clip_ext d m n A A' :
  (forall i j, (i < m)%nat -> (j < n)%nat -> A i j = A' i j) ->
  forall i j, (i < m)%nat -> (j < n)%nat -> clip d m n A i j = clip d m n A' i j.
Proof.
  intros HA i j Hi Hj. unfold clip. rewrite (HA i j Hi Hj). do 2 f_equal.
  unfold rms, mean_square. do 3 f_equal. apply sum2_ext. intros. now rewrite HA.
Qed.

(** ** Flipping signs entry by entry *)
Section Signs.
Variables (p : params) (m n : nat) (sg : mat).
Hypothesis Hsg : forall i j, sg i j ^ 2 = 1.

Definition flip (A : mat) : mat := fun i j => sg i j * A i j.
Definition flip_state (s : state) : state :=
  State (row s) (col s) (flip (mom s)) (res_row s) (res_col s).

Lemma square_plus_flip e A i j : square_plus e (flip A) i j = square_plus e A i j.
Proof.
  unfold square_plus, flip. replace ((sg i j * A i j) ^ 2) with (sg i j ^ 2 * A i j ^ 2) by ring.
  rewrite Hsg. ring.
Qed.

Lemma clip_flip d A i j : clip d m n (flip A) i j = flip (clip d m n A) i j.
Proof.
  unfold clip. replace (rms m n (flip A)) with (rms m n A).
  - unfold flip, Rdiv. ring.
  - unfold rms, mean_square. do 2 f_equal. apply sum2_ext; intros.
    pose proof (square_plus_flip 0 A i0 j0) as H1. unfold square_plus in H1. lra.
Qed.

Lemma step_flip s s' G :
  agree m n s' (flip_state s) ->
  agree m n (step p m n s' (flip G)) (flip_state (step p m n s G)).
Proof.
  intros (Hr & Hc & Hm & Hrr & Hrc).
  assert (Er : forall i, (i < m)%nat -> step_row p n s' (flip G) i = step_row p n s G i).
  { intros i Hi. unfold step_row. rewrite (Hr i Hi). f_equal. apply mean_ext.
    intros; apply square_plus_flip. }
  assert (Ec : forall j, (j < n)%nat -> step_col p m s' (flip G) j = step_col p m s G j).
  { intros j Hj. unfold step_col. rewrite (Hc j Hj). f_equal. apply mean_ext.
    intros; apply square_plus_flip. }
  assert (Eu : forall i j, (i < m)%nat -> (j < n)%nat ->
            clipped p m n s' (flip G) i j = flip (clipped p m n s G) i j).
  { intros i j Hi Hj. unfold clipped. rewrite <- clip_flip.
    apply clip_ext; auto. intros k l Hk Hl. unfold raw_update.
    rewrite (precondition_ext m n _ (step_row p n s G) _ (step_col p m s G) _ (flip G)); auto.
    unfold precondition, flip. ring. }
  assert (Em : forall i j, (i < m)%nat -> (j < n)%nat ->
            step_mom p m n s' (flip G) i j = flip (step_mom p m n s G) i j).
  { intros i j Hi Hj. unfold step_mom, blend. rewrite (Hm i j Hi Hj), (Eu i j Hi Hj).
    unfold flip_state, flip; cbn [mom]. ring. }
  assert (ES : forall i j, (i < m)%nat -> (j < n)%nat ->
            residual p m n s' (flip G) i j = residual p m n s G i j).
  { intros i j Hi Hj. unfold residual.
    rewrite <- (square_plus_flip _ (fun i j => clipped p m n s G i j - step_mom p m n s G i j)).
    unfold square_plus. rewrite (Eu i j Hi Hj), (Em i j Hi Hj). unfold flip.
    do 2 f_equal. ring. }
  repeat split; cbn; auto.
  - intros i Hi. unfold step_res_row. rewrite (Hrr i Hi). simpl. f_equal. apply mean_ext; auto.
  - intros j Hj. unfold step_res_col. rewrite (Hrc j Hj). simpl. f_equal. apply mean_ext; auto.
Qed.

Lemma run_flip G t :
  agree m n (run p m n (fun k => flip (G k)) t) (flip_state (run p m n G t)).
Proof.
  induction t as [|t IH].
  - repeat split; intros i j Hi Hj; unfold flip_state, flip; cbn; ring.
  - cbn [run]. now apply step_flip.
Qed.

(** Flipping the sign of any set of entries in every gradient flips the same
    entries of the direction and changes nothing else. *)
Theorem direction_flip G t i j : (i < m)%nat -> (j < n)%nat ->
  direction m (run p m n (fun k => flip (G k)) t) i j =
  sg i j * direction m (run p m n G t) i j.
Proof.
  intros Hi Hj. destruct (run_flip G t) as (_ & _ & Hm & Hrr & Hrc).
  unfold direction. rewrite (precondition_ext m n _ _ _ _ _ _ Hrr Hrc Hm i j Hi Hj).
  unfold precondition, flip_state, flip. simpl. ring.
Qed.

End Signs.

(** ** Scaling: gradients by [c], [eps1] by [c^2] *)
Section Scaling.
Variables (p : params) (m n : nat) (c : R).
Hypothesis c_pos : 0 < c.
Hypothesis m_pos : (0 < m)%nat.

Definition scale (A : mat) : mat := fun i j => c * A i j.
Definition scale_params : params :=
  Params (beta1 p) (beta2 p) (beta3 p) (c ^ 2 * eps1 p) (eps2 p)
         (threshold p) (rate p) (decay p).
Definition scale_state (s : state) : state :=
  State (fun i => c ^ 2 * row s i) (fun j => c ^ 2 * col s j) (mom s) (res_row s) (res_col s).

Lemma precondition_scale r cc A i j :
  (forall k, (k < m)%nat -> 0 <= r k) -> 0 <= cc j ->
  precondition m (fun k => c ^ 2 * r k) (fun l => c ^ 2 * cc l) (scale A) i j =
  precondition m r cc A i j.
Proof.
  intros Hr Hc. unfold precondition, scale. rewrite mean_scal.
  assert (Hc2 : 0 < c ^ 2) by (apply pow_lt; exact c_pos).
  replace (c ^ 2 * r i / (c ^ 2 * mean m r)) with (r i / mean m r).
  2:{ unfold Rdiv. rewrite Rinv_mult.
      replace (c ^ 2 * r i * (/ c ^ 2 * / mean m r)) with
        ((c ^ 2 * / c ^ 2) * (r i * / mean m r)) by ring.
      rewrite Rinv_r by lra. ring. }
  rewrite sqrt_mult_alt by lra. rewrite sqrt_pow2 by lra. rewrite Rinv_mult.
  replace (c * A i j * / sqrt (r i / mean m r) * (/ c * / sqrt (cc j))) with
    ((c * / c) * (A i j * / sqrt (r i / mean m r) * / sqrt (cc j))) by ring.
  rewrite Rinv_r by lra. ring.
Qed.

Lemma square_plus_scale i j (G : mat) :
  square_plus (eps1 scale_params) (scale G) i j = c ^ 2 * square_plus (eps1 p) G i j.
Proof. unfold square_plus, scale. cbn [eps1 scale_params]. ring. Qed.

Lemma run_scale G t : valid p ->
  agree m n (run scale_params m n (fun k => scale (G k)) t) (scale_state (run p m n G t)).
Proof.
  intros Hp. induction t as [|t IH].
  - repeat split; intros; unfold scale_state; cbn; ring.
  - destruct IH as (Hr & Hc & Hmo & Hrr & Hrc).
    set (s := run p m n G t) in *. set (G0 := G t).
    set (s' := run scale_params m n (fun k => scale (G k)) t) in *.
    assert (Er : forall i, (i < m)%nat ->
              step_row scale_params n s' (scale G0) i = c ^ 2 * step_row p n s G0 i).
    { intros i Hi. unfold step_row, blend. rewrite (Hr i Hi). unfold row_mean.
      rewrite (mean_ext n _ (fun j => c ^ 2 * square_plus (eps1 p) G0 i j))
        by (intros; apply square_plus_scale). rewrite mean_scal.
      cbn [row scale_state beta2 scale_params]. ring. }
    assert (Ec : forall j, (j < n)%nat ->
              step_col scale_params m s' (scale G0) j = c ^ 2 * step_col p m s G0 j).
    { intros j Hj. unfold step_col, blend. rewrite (Hc j Hj). unfold col_mean.
      rewrite (mean_ext m _ (fun i => c ^ 2 * square_plus (eps1 p) G0 i j))
        by (intros; apply square_plus_scale). rewrite mean_scal.
      cbn [col scale_state beta2 scale_params]. ring. }
    assert (Hq : 0 <= (1 - beta2 p ^ S t) * eps1 p).
    { left. apply Rmult_lt_0_compat; [|apply (eps1_pos p Hp)].
      apply beta_weight; [apply (beta2_unit p Hp)|lia]. }
    assert (Eu : forall i j, (i < m)%nat -> (j < n)%nat ->
              clipped scale_params m n s' (scale G0) i j = clipped p m n s G0 i j).
    { intros i j Hi Hj. unfold clipped. cbn [threshold scale_params].
      apply clip_ext; auto. intros k l Hk Hl. unfold raw_update.
      assert (Hnn : (0 < n)%nat) by lia.
      rewrite (precondition_ext m n _ _ _ _ _ (scale G0) Er Ec); auto.
      apply precondition_scale.
      - intros i0 _. eapply Rle_trans; [exact Hq|]. apply (row_lower p m n Hp Hnn G (S t)).
      - eapply Rle_trans; [exact Hq|]. apply (col_lower p m n Hp m_pos G (S t)). }
    assert (Em : forall i j, (i < m)%nat -> (j < n)%nat ->
              step_mom scale_params m n s' (scale G0) i j = step_mom p m n s G0 i j).
    { intros i j Hi Hj. unfold step_mom. rewrite (Hmo i j Hi Hj), (Eu i j Hi Hj). reflexivity. }
    assert (ES : forall i j, (i < m)%nat -> (j < n)%nat ->
              residual scale_params m n s' (scale G0) i j = residual p m n s G0 i j).
    { intros i j Hi Hj. unfold residual, square_plus.
      rewrite (Eu i j Hi Hj), (Em i j Hi Hj). reflexivity. }
    cbn [run]; fold s s' G0.
    repeat split; cbn [step row col mom res_row res_col scale_state]; auto.
    + intros i Hi. unfold step_res_row. rewrite (Hrr i Hi). f_equal. apply mean_ext; auto.
    + intros j Hj. unfold step_res_col. rewrite (Hrc j Hj). f_equal. apply mean_ext; auto.
Qed.

(** Scaling all gradients by [c] and [eps1] by [c^2] leaves the direction as
    it was. *)
Theorem direction_scale G t i j : valid p -> (i < m)%nat -> (j < n)%nat ->
  direction m (run scale_params m n (fun k => scale (G k)) t) i j =
  direction m (run p m n G t) i j.
Proof.
  intros Hp Hi Hj. destruct (run_scale G t Hp) as (_ & _ & Hmo & Hrr & Hrc).
  unfold direction. now apply (precondition_ext m n).
Qed.
End Scaling.

(** ** Transposition *)
Section Transposition.
Variables (p : params).
Hypothesis Hp : valid p.

Definition transpose_state (s : state) : state :=
  State (col s) (row s) (transpose (mom s)) (res_col s) (res_row s).

(** The code divides by the mean of the row factor; with equal means it is the
    same as dividing by the mean of the column factor. *)
Lemma precondition_transpose m n r c A i j :
  mean m r = mean n c -> 0 < mean m r -> 0 < r i -> 0 < c j ->
  precondition n c r (transpose A) j i = precondition m r c A i j.
Proof.
  intros Hmu Hpos Hr Hc. unfold precondition, transpose. rewrite <- Hmu.
  set (mu := mean m r) in *. rewrite !Rmult_assoc. f_equal.
  rewrite <- !Rinv_mult. f_equal.
  assert (Hi : 0 <= / mu) by (left; now apply Rinv_0_lt_compat).
  assert (0 <= r i / mu) by (apply Rmult_le_pos; lra).
  assert (0 <= c j / mu) by (apply Rmult_le_pos; lra).
  rewrite <- !sqrt_mult_alt by assumption. f_equal. unfold Rdiv. ring.
Qed.

Lemma mean_square_transpose m n A :
  mean_square n m (transpose A) = mean_square m n A.
Proof.
  unfold mean_square, transpose. rewrite Rmult_comm. f_equal.
  apply (sum2_transpose m n (fun i j => A i j ^ 2)).
Qed.

Lemma clip_transpose d m n A i j : clip d n m (transpose A) j i = clip d m n A i j.
Proof. unfold clip, rms. rewrite mean_square_transpose. reflexivity. Qed.

Lemma run_transpose m n G t :
  (0 < m)%nat -> (0 < n)%nat ->
  agree n m (run p n m (fun k => transpose (G k)) t) (transpose_state (run p m n G t)).
Proof.
  intros Hm Hn. induction t as [|t IH]; [repeat split|].
  pose proof IH as (Hr & Hc & Hmo & Hrr & Hrc).
  set (s := run p m n G t) in *. set (G0 := G t).
  set (s' := run p n m (fun k => transpose (G k)) t) in *.
  assert (Er : forall j, (j < n)%nat -> step_row p m s' (transpose G0) j = step_col p m s G0 j).
  { intros j Hj. unfold step_row, step_col. rewrite (Hr j Hj). reflexivity. }
  assert (Ec : forall i, (i < m)%nat -> step_col p n s' (transpose G0) i = step_row p n s G0 i).
  { intros i Hi. unfold step_row, step_col. rewrite (Hc i Hi). reflexivity. }
  assert (Hq : 0 < (1 - beta2 p ^ S t) * eps1 p).
  { apply Rmult_lt_0_compat; [|apply (eps1_pos p Hp)]. apply (beta_weight); [|lia].
    apply (beta2_unit p Hp). }
  assert (Prow : forall i, 0 < step_row p n s G0 i).
  { intros i. eapply Rlt_le_trans; [exact Hq|]. apply (row_lower p m n Hp Hn G (S t) i). }
  assert (Pcol : forall j, 0 < step_col p m s G0 j).
  { intros j. eapply Rlt_le_trans; [exact Hq|]. apply (col_lower p m n Hp Hm G (S t) j). }
  assert (Emu : mean m (step_row p n s G0) = mean n (step_col p m s G0))
    by apply (run_means_agree p m n G (S t)).
  assert (Pmu : 0 < mean m (step_row p n s G0)).
  { eapply Rlt_le_trans; [exact Hq|]. apply mean_ge; [exact Hm|]. intros i _.
    apply (row_lower p m n Hp Hn G (S t) i). }
  assert (Eu : forall j i, (j < n)%nat -> (i < m)%nat ->
            clipped p n m s' (transpose G0) j i = transpose (clipped p m n s G0) j i).
  { intros j i Hj Hi. unfold clipped.
    transitivity (clip (threshold p) n m (transpose (raw_update p m n s G0)) j i);
      [|apply clip_transpose].
    apply clip_ext; auto. intros l k Hl Hk. unfold raw_update.
    rewrite (precondition_ext n m _ (step_col p m s G0) _ (step_row p n s G0) _ (transpose G0));
      auto.
    now apply precondition_transpose. }
  assert (Em : forall j i, (j < n)%nat -> (i < m)%nat ->
            step_mom p n m s' (transpose G0) j i = transpose (step_mom p m n s G0) j i).
  { intros j i Hj Hi. unfold step_mom. rewrite (Hmo j i Hj Hi), (Eu j i Hj Hi). reflexivity. }
  assert (ES : forall j i, (j < n)%nat -> (i < m)%nat ->
            residual p n m s' (transpose G0) j i = transpose (residual p m n s G0) j i).
  { intros j i Hj Hi. unfold residual, square_plus.
    pose proof (Eu j i Hj Hi) as E1. pose proof (Em j i Hj Hi) as E2.
    unfold transpose in *. now rewrite E1, E2. }
  cbn [run]; fold s s' G0.
  repeat split; cbn [step row col mom res_row res_col transpose_state]; auto.
  - intros j Hj. unfold step_res_row, step_res_col. rewrite (Hrr j Hj). simpl. f_equal.
    apply mean_ext. intros i Hi. apply (ES j i Hj Hi).
  - intros i Hi. unfold step_res_row, step_res_col. rewrite (Hrc i Hi). simpl. f_equal.
    apply mean_ext. intros j Hj. apply (ES j i Hj Hi).
Qed.

(** Training the transposed parameter takes the transposed direction. *)
Theorem direction_transpose m n G t i j :
  (0 < t)%nat -> (i < m)%nat -> (j < n)%nat ->
  direction n (run p n m (fun k => transpose (G k)) t) j i =
  direction m (run p m n G t) i j.
Proof.
  intros Ht Hi Hj. assert (Hm : (0 < m)%nat) by lia. assert (Hn : (0 < n)%nat) by lia.
  destruct (run_transpose m n G t Hm Hn) as (_ & _ & Hmo & Hrr & Hrc).
  unfold direction.
  rewrite (precondition_ext n m _ _ _ _ _ _ Hrr Hrc Hmo j i Hj Hi). simpl.
  assert (Hq : 0 < (1 - beta3 p ^ t) * eps2 p).
  { apply Rmult_lt_0_compat; [|apply (eps2_pos p Hp)]. apply beta_weight; auto.
    apply (beta3_unit p Hp). }
  apply precondition_transpose.
  - apply run_res_means_agree.
  - eapply Rlt_le_trans; [exact Hq|]. apply mean_ge; [exact Hm|]. intros k _.
    now apply res_row_lower.
  - eapply Rlt_le_trans; [exact Hq|]. now apply res_row_lower.
  - eapply Rlt_le_trans; [exact Hq|]. now apply res_col_lower.
Qed.
End Transposition.

(** ** Permuting rows and columns *)
Section Permutations.
Variables (p : params) (m n : nat) (pr pc : nat -> nat).
Hypothesis Hpr : permutes m pr.
Hypothesis Hpc : permutes n pc.

Definition permute (A : mat) : mat := fun i j => A (pr i) (pc j).
Definition permute_state (s : state) : state :=
  State (fun i => row s (pr i)) (fun j => col s (pc j)) (permute (mom s))
        (fun i => res_row s (pr i)) (fun j => res_col s (pc j)).

Lemma mean_permute k q f : permutes k q -> mean k (fun i => f (q i)) = mean k f.
Proof. intros H. unfold mean. now rewrite (sum_permute k q f H). Qed.

Lemma clip_permute d A i j : clip d m n (permute A) i j = permute (clip d m n A) i j.
Proof.
  unfold permute at 2, clip. unfold permute at 1. do 2 f_equal. unfold rms, mean_square.
  do 3 f_equal. unfold sum2, permute.
  rewrite <- (sum_permute m pr (fun i => sum n (fun j => A i j ^ 2)) Hpr).
  apply sum_ext; intros k _. apply (sum_permute n pc (fun l => A (pr k) l ^ 2) Hpc).
Qed.

Lemma precondition_permute r c A i j :
  precondition m (fun i => r (pr i)) (fun j => c (pc j)) (permute A) i j =
  permute (precondition m r c A) i j.
Proof.
  unfold permute, precondition. rewrite (mean_permute m pr r Hpr). reflexivity.
Qed.

Lemma run_permute G t :
  agree m n (run p m n (fun k => permute (G k)) t) (permute_state (run p m n G t)).
Proof.
  induction t as [|t IH]; [repeat split|].
  destruct IH as (Hr & Hc & Hmo & Hrr & Hrc).
  set (s := run p m n G t) in *. set (G0 := G t).
  set (s' := run p m n (fun k => permute (G k)) t) in *.
  assert (Er : forall i, (i < m)%nat ->
            step_row p n s' (permute G0) i = step_row p n s G0 (pr i)).
  { intros i Hi. unfold step_row. rewrite (Hr i Hi). f_equal.
    apply (mean_permute n pc (fun j => square_plus (eps1 p) G0 (pr i) j) Hpc). }
  assert (Ec : forall j, (j < n)%nat ->
            step_col p m s' (permute G0) j = step_col p m s G0 (pc j)).
  { intros j Hj. unfold step_col. rewrite (Hc j Hj). f_equal.
    apply (mean_permute m pr (fun i => square_plus (eps1 p) G0 i (pc j)) Hpr). }
  assert (Eu : forall i j, (i < m)%nat -> (j < n)%nat ->
            clipped p m n s' (permute G0) i j = permute (clipped p m n s G0) i j).
  { intros i j Hi Hj. unfold clipped.
    transitivity (clip (threshold p) m n (permute (raw_update p m n s G0)) i j);
      [|apply clip_permute].
    apply clip_ext; auto. intros k l Hk Hl. unfold raw_update.
    rewrite (precondition_ext m n _ _ _ _ _ (permute G0) Er Ec); auto.
    apply (precondition_permute (step_row p n s G0) (step_col p m s G0)). }
  assert (Em : forall i j, (i < m)%nat -> (j < n)%nat ->
            step_mom p m n s' (permute G0) i j = permute (step_mom p m n s G0) i j).
  { intros i j Hi Hj. unfold step_mom. rewrite (Hmo i j Hi Hj), (Eu i j Hi Hj). reflexivity. }
  assert (ES : forall i j, (i < m)%nat -> (j < n)%nat ->
            residual p m n s' (permute G0) i j = permute (residual p m n s G0) i j).
  { intros i j Hi Hj. unfold residual, square_plus.
    pose proof (Eu i j Hi Hj) as E1. pose proof (Em i j Hi Hj) as E2.
    unfold permute in *. now rewrite E1, E2. }
  cbn [run]; fold s s' G0.
  repeat split; cbn [step row col mom res_row res_col permute_state]; auto.
  - intros i Hi. unfold step_res_row. rewrite (Hrr i Hi). cbn [res_row permute_state]. f_equal.
    unfold row_mean.
    etransitivity; [|apply (mean_permute n pc (residual p m n s G0 (pr i)) Hpc)].
    apply mean_ext. intros j Hj. apply (ES i j Hi Hj).
  - intros j Hj. unfold step_res_col. rewrite (Hrc j Hj). cbn [res_col permute_state]. f_equal.
    unfold col_mean.
    etransitivity; [|apply (mean_permute m pr (fun i => residual p m n s G0 i (pc j)) Hpr)].
    apply mean_ext. intros i Hi. apply (ES i j Hi Hj).
Qed.

Theorem direction_permute G t i j : (i < m)%nat -> (j < n)%nat ->
  direction m (run p m n (fun k => permute (G k)) t) i j =
  direction m (run p m n G t) (pr i) (pc j).
Proof.
  intros Hi Hj. destruct (run_permute G t) as (_ & _ & Hmo & Hrr & Hrc).
  unfold direction. rewrite (precondition_ext m n _ _ _ _ _ _ Hrr Hrc Hmo i j Hi Hj).
  apply (precondition_permute (res_row (run p m n G t)) (res_col (run p m n G t))).
Qed.
End Permutations.
