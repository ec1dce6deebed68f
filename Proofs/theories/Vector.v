(** * Vector: parameters of one dimension, which have no factors and no confidence

    [v] is a whole average of [g^2 + eps1], the update is the momentum itself.

    - [vector_second_moment]:  of a vector [v_t = ema beta2 (g^2 + eps1)];
    - [vector_second_lower]:  of a vector [(1 - beta2^t) eps1 <= v_t];
    - [vector_update_bound]:  no element of [u = g / sqrt v] is above
      [1 / sqrt (1 - beta2)], whatever the gradients;
    - [ema_rms_bound]:  the average of tensors whose root mean square is at most
      [d] has at most [(1 - b^t) d];
    - [vector_mom_bound]:  of a vector [rms m_t <= (1 - beta1^t) d];
    - [vector_first_update]:  of a vector [u_1 = g / sqrt ((1 - beta2) (g^2 + eps1))];
    - [vector_witness]:  the hypotheses on vectors can be met. *)

From Coq Require Import Reals Lra Lia Psatz.
From CAME Require Import Sums Ema Clip Model Defaults.
Open Scope R_scope.

Record vstate := VState { second : vec; momentum : vec }.

(** A vector is a matrix of one row where its root mean square is taken. *)
Definition vclip (d : R) (n : nat) (w : vec) : vec := fun j => clip d 1 n (fun _ => w) 0%nat j.
Definition vrms (n : nat) (w : vec) : R := rms 1 n (fun _ => w).

Section Vector.
Variables (p : params) (n : nat).

Definition step_second (s : vstate) (g : vec) : vec :=
  fun j => blend (beta2 p) (second s j) (g j ^ 2 + eps1 p).
Definition vector_update (s : vstate) (g : vec) : vec :=
  fun j => g j / sqrt (step_second s g j).
Definition vstep (s : vstate) (g : vec) : vstate :=
  VState (step_second s g)
    (fun j => blend (beta1 p) (momentum s j) (vclip (threshold p) n (vector_update s g) j)).

Fixpoint vrun (g : nat -> vec) (t : nat) : vstate :=
  match t with
  | O => VState (fun _ => 0) (fun _ => 0)
  | S k => vstep (vrun g k) (g k)
  end.

Theorem vector_second_moment g t j :
  second (vrun g t) j = ema (beta2 p) (fun k => g k j ^ 2 + eps1 p) t.
Proof. induction t as [|t IH]; [reflexivity|]. cbn. unfold step_second, blend. now rewrite IH. Qed.

Lemma vector_momentum g t j :
  momentum (vrun g t) j =
  ema (beta1 p) (fun k => vclip (threshold p) n (vector_update (vrun g k) (g k)) j) t.
Proof. induction t as [|t IH]; [reflexivity|]. cbn. unfold blend. now rewrite IH. Qed.

Hypothesis Hp : valid p.

Theorem vector_second_lower g t j : (1 - beta2 p ^ t) * eps1 p <= second (vrun g t) j.
Proof.
  rewrite vector_second_moment. destruct (beta2_unit p Hp). apply ema_lower; [lra|].
  intros k _. pose proof (pow2_ge_0 (g k j)). lra.
Qed.

Theorem vector_update_bound g t j :
  Rabs (vector_update (vrun g t) (g t) j) <= / sqrt (1 - beta2 p).
Proof.
  destruct (beta2_unit p Hp) as [Hb0 Hb1]. pose proof (eps1_pos p Hp) as He.
  set (s := vrun g t). set (x := g t j).
  assert (Hs : 0 <= second s j).
  { eapply Rle_trans; [|apply vector_second_lower]. apply Rmult_le_pos; [|lra].
    pose proof (pow_unit (beta2 p) t ltac:(lra)). lra. }
  assert (Hv : (1 - beta2 p) * x ^ 2 < step_second s (g t) j).
  { unfold step_second, blend. fold x. assert (0 <= beta2 p * second s j) by now apply Rmult_le_pos.
    assert (0 < (1 - beta2 p) * eps1 p) by (apply Rmult_lt_0_compat; lra). lra. }
  assert (Hx : 0 <= (1 - beta2 p) * x ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]).
  unfold vector_update. fold x. set (v := step_second s (g t) j) in *.
  assert (Sv : 0 < sqrt v) by (apply sqrt_lt_R0; lra).
  assert (Sb : 0 < sqrt (1 - beta2 p)) by (apply sqrt_lt_R0; lra).
  unfold Rdiv. rewrite Rabs_mult, Rabs_inv, (Rabs_pos_eq (sqrt v)) by lra.
  apply Rmult_le_reg_r with (sqrt v * sqrt (1 - beta2 p)); [now apply Rmult_lt_0_compat|].
  replace (Rabs x * / sqrt v * (sqrt v * sqrt (1 - beta2 p)))
    with (sqrt (1 - beta2 p) * Rabs x) by (field; lra).
  replace (/ sqrt (1 - beta2 p) * (sqrt v * sqrt (1 - beta2 p))) with (sqrt v) by (field; lra).
  rewrite <- sqrt_Rsqr_abs, <- sqrt_mult_alt by lra. apply sqrt_le_1_alt. unfold Rsqr.
  replace (x * x) with (x ^ 2) by ring. lra.
Qed.

Theorem vector_first_update g j :
  vector_update (vrun g 0) (g 0%nat) j =
  g 0%nat j / sqrt ((1 - beta2 p) * (g 0%nat j ^ 2 + eps1 p)).
Proof.
  unfold vector_update, step_second, blend. cbn [vrun second]. do 2 f_equal. ring.
Qed.
End Vector.

(** Jensen for tensors: the mean square of an average. *)
Theorem ema_rms_bound m n b d (U : nat -> mat) t :
  (0 < m)%nat -> (0 < n)%nat -> 0 <= b < 1 -> 0 <= d -> (forall k, rms m n (U k) <= d) ->
  rms m n (fun i j => ema b (fun k => U k i j) t) <= (1 - b ^ t) * d.
Proof.
  intros Hm Hn [Hb0 Hb1] Hd HU. pose proof (pow_unit b t ltac:(lra)) as Hw.
  assert (Hsz : 0 < / (INR m * INR n)) by now apply Rinv_0_lt_compat, size_pos.
  assert (E : ema b (fun k => mean_square m n (U k)) t =
    sum2 m n (fun i j => ema b (fun k => U k i j ^ 2) t) / (INR m * INR n)).
  { clear. induction t as [|t IH]; [simpl; rewrite sum2_const; unfold Rdiv; ring|].
    cbn [ema]. rewrite IH, sum2_plus, !sum2_scal. unfold mean_square, Rdiv. ring. }
  assert (Hms : mean_square m n (fun i j => ema b (fun k => U k i j) t) <= ((1 - b ^ t) * d) ^ 2).
  { apply Rle_trans with ((1 - b ^ t) * ema b (fun k => mean_square m n (U k)) t).
    - rewrite E. unfold mean_square, Rdiv. rewrite <- Rmult_assoc.
      apply Rmult_le_compat_r; [lra|]. rewrite <- sum2_scal. apply sum2_le. intros i j _ _.
      apply ema_square_jensen. lra.
    - apply Rle_trans with ((1 - b ^ t) * ((1 - b ^ t) * d ^ 2)); [|right; ring].
      apply Rmult_le_compat_l; [lra|]. apply ema_upper; [lra|]. intros k _.
      rewrite <- rms_square by assumption. specialize (HU k).
      pose proof (rms_nonneg m n (U k)). nra. }
  unfold rms. rewrite <- (sqrt_pow2 ((1 - b ^ t) * d)) by (apply Rmult_le_pos; lra).
  now apply sqrt_le_1_alt.
Qed.

Theorem vector_mom_bound p n g t : valid p -> (0 < n)%nat ->
  vrms n (momentum (vrun p n g t)) <= (1 - beta1 p ^ t) * threshold p.
Proof.
  intros Hp Hn. pose proof (threshold_pos p Hp) as Hd. unfold vrms.
  replace (rms 1 n (fun _ => momentum (vrun p n g t))) with
    (rms 1 n (fun i j => ema (beta1 p)
      (fun k => clip (threshold p) 1 n (fun _ => vector_update p (vrun p n g k) (g k)) i j) t)).
  - apply ema_rms_bound; [lia|exact Hn|apply (beta1_unit p Hp)|lra|].
    intros k. apply rms_clip_le; [lia|exact Hn|exact Hd].
  - unfold rms, mean_square. do 2 f_equal. apply sum2_ext. intros i j _ _.
    rewrite vector_momentum. reflexivity.
Qed.

(** The hypothesis can be met. *)
Theorem vector_witness g t j :
  Rabs (vector_update defaults (vrun defaults 1 g t) (g t) j) <= / sqrt (1 - 0.999).
Proof. apply (vector_update_bound defaults 1 defaults_valid). Qed.
