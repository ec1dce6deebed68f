(** * ClosedForm: trajectories with an exact formula, and small counterexamples

    - [steady_res_closed]:  the instability under gradients of constant magnitude;
    - [steady_direction]:  under such gradients the update is [(1 - beta1^t) d / sqrt S_t];
    - [steady_first_step]:  the first update is [(1 - beta1) d / sqrt ((1 - beta3) ((beta1 d)^2 + eps2))];
    - [raw_update_unbounded]:  without the clip an update has no bound: [diag (1, x)];
    - [decay_box]:  decoupled decay keeps parameters in a box. *)

From Coq Require Import Reals Lra Lia Psatz.
From CAME Require Import Sums Factor Ema Clip Model.
Open Scope R_scope.

(** ** A gradient of constant magnitude

    Every gradient is [c * sg i j] with [sg] a fixed matrix of signs.  As soon
    as the raw update is clipped at every step, the whole trajectory has a
    closed form; it shows that a perfectly steady gradient is amplified by the
    confidence factor, whose average forgets at the rate [beta3] and has no
    bias correction. *)
Section SteadySigns.
Variables (p : params) (m n : nat) (c : R) (sg : mat).
Hypothesis Hp : valid p.
Hypothesis m_pos : (0 < m)%nat.
Hypothesis n_pos : (0 < n)%nat.
Hypothesis c_pos : 0 < c.
Hypothesis Hsg : forall i j, sg i j ^ 2 = 1.
Let G : nat -> mat := fun _ i j => c * sg i j.

Lemma mean_const k x : (0 < k)%nat -> mean k (fun _ => x) = x.
Proof.
  intros Hk. unfold mean. rewrite sum_const. field. now apply Rgt_not_eq, INR_pos.
Qed.

Lemma steady_square k i j : square_plus (eps1 p) (G k) i j = c ^ 2 + eps1 p.
Proof.
  unfold square_plus, G. replace ((c * sg i j) ^ 2) with (c ^ 2 * sg i j ^ 2) by ring.
  rewrite Hsg. ring.
Qed.

Lemma steady_row t i : row (run p m n G t) i = (1 - beta2 p ^ t) * (c ^ 2 + eps1 p).
Proof.
  rewrite run_row, <- ema_const. apply ema_ext; intros k _. unfold row_mean.
  rewrite <- (mean_const n (c ^ 2 + eps1 p) n_pos). apply mean_ext; intros. apply steady_square.
Qed.

Lemma steady_col t j : col (run p m n G t) j = (1 - beta2 p ^ t) * (c ^ 2 + eps1 p).
Proof.
  rewrite run_col, <- ema_const. apply ema_ext; intros k _. unfold col_mean.
  rewrite <- (mean_const m (c ^ 2 + eps1 p) m_pos). apply mean_ext; intros. apply steady_square.
Qed.

(** Size of the raw update after [S t] gradients. *)
Definition steady_raw (t : nat) : R := c / sqrt ((1 - beta2 p ^ S t) * (c ^ 2 + eps1 p)).

Lemma steady_v_pos t : 0 < (1 - beta2 p ^ S t) * (c ^ 2 + eps1 p).
Proof using Hp c_pos.
  apply Rmult_lt_0_compat.
  - apply beta_weight; [apply (beta2_unit p Hp)|apply Nat.lt_0_succ].
  - pose proof (eps1_pos p Hp). pose proof (pow_lt c 2 c_pos). lra.
Qed.

Lemma steady_raw_update t i j :
  raw_update p m n (run p m n G t) (G t) i j = sg i j * steady_raw t.
Proof.
  pose proof (steady_v_pos t) as Hv. unfold raw_update, precondition.
  change (step_row p n (run p m n G t) (G t)) with (row (run p m n G (S t))).
  change (step_col p m (run p m n G t) (G t)) with (col (run p m n G (S t))).
  rewrite (mean_ext m _ (fun _ => (1 - beta2 p ^ S t) * (c ^ 2 + eps1 p)))
    by (intros; apply steady_row).
  rewrite mean_const by exact m_pos. rewrite steady_row, steady_col.
  set (v := (1 - beta2 p ^ S t) * (c ^ 2 + eps1 p)) in *.
  replace (v / v) with 1 by (field; lra). rewrite sqrt_1, Rinv_1.
  unfold steady_raw, G. fold v. unfold Rdiv. ring.
Qed.

Lemma rms_signs a : 0 <= a -> rms m n (fun i j => sg i j * a) = a.
Proof.
  intros Ha. unfold rms, mean_square.
  rewrite (sum2_ext m n _ (fun _ _ => a ^ 2)).
  - rewrite sum2_const. replace (INR m * INR n * a ^ 2 / (INR m * INR n)) with (a ^ 2)
      by (field; split; apply Rgt_not_eq, INR_pos; assumption). now apply sqrt_pow2.
  - intros i j _ _. replace ((sg i j * a) ^ 2) with (sg i j ^ 2 * a ^ 2) by ring.
    rewrite Hsg. ring.
Qed.

(** The clipped update is [min (steady_raw t) d] times the signs. *)
Lemma steady_update t i j :
  update_at p m n G t i j = sg i j * Rmin (steady_raw t) (threshold p).
Proof.
  pose proof (threshold_pos p Hp) as Hd. set (a := steady_raw t).
  assert (Ha : 0 < a).
  { unfold a, steady_raw. apply Rdiv_lt_0_compat; [exact c_pos|]. apply sqrt_lt_R0, steady_v_pos. }
  assert (Er : rms m n (raw_update p m n (run p m n G t) (G t)) = a).
  { rewrite <- (rms_signs a) by lra. unfold rms, mean_square. do 2 f_equal.
    apply sum2_ext; intros. now rewrite steady_raw_update. }
  unfold update_at, clipped, clip. rewrite steady_raw_update, Er. fold a.
  destruct (Rle_lt_dec a (threshold p)) as [H|H].
  - rewrite Rmin_left by exact H. rewrite Rmax_left; [field|].
    apply Rmult_le_reg_r with (threshold p); [exact Hd|].
    replace (a / threshold p * threshold p) with a by (field; lra). lra.
  - rewrite Rmin_right by lra. rewrite Rmax_right; [field; lra|].
    apply Rmult_le_reg_r with (threshold p); [exact Hd|].
    replace (a / threshold p * threshold p) with a by (field; lra). lra.
Qed.

(** The first [t] updates are clipped; with [d = 1] that holds until
    [beta2^t <= eps1 / (c^2 + eps1)], some 10^5 steps with the defaults.  (It
    cannot hold for ever when [eps1 > 0], so it is asked of finitely many
    steps.) *)
Definition clipped_until (t : nat) : Prop :=
  forall k, (k < t)%nat -> threshold p <= steady_raw k.

Lemma clipped_until_intro t :
  threshold p <= 1 -> (1 - beta2 p ^ t) * (c ^ 2 + eps1 p) <= c ^ 2 -> clipped_until t.
Proof using Hp c_pos.
  clear m_pos n_pos. intros Hd Ht k Hk. unfold steady_raw. pose proof (steady_v_pos k) as Hv.
  destruct (beta2_unit p Hp) as [Hb0 Hb1].
  assert (Hpw : beta2 p ^ t <= beta2 p ^ S k).
  { replace t with (S k + (t - S k))%nat by lia. rewrite pow_add.
    rewrite <- (Rmult_1_r (beta2 p ^ S k)) at 2.
    apply Rmult_le_compat_l; [apply pow_le; exact Hb0|].
    pose proof (pow_unit (beta2 p) (t - S k) ltac:(lra)). lra. }
  assert (Hw : 0 < c ^ 2 + eps1 p).
  { pose proof (eps1_pos p Hp). pose proof (pow_lt c 2 c_pos). lra. }
  assert (Hle : (1 - beta2 p ^ S k) * (c ^ 2 + eps1 p) <= c ^ 2).
  { eapply Rle_trans; [|exact Ht]. apply Rmult_le_compat_r; lra. }
  apply Rle_trans with 1; [exact Hd|].
  set (v := (1 - beta2 p ^ S k) * (c ^ 2 + eps1 p)) in *.
  assert (Hs : 0 < sqrt v) by now apply sqrt_lt_R0.
  apply sqrt_le_1_alt in Hle. rewrite sqrt_pow2 in Hle by lra.
  apply Rmult_le_reg_r with (sqrt v); [exact Hs|].
  replace (c / sqrt v * sqrt v) with c by (field; lra). lra.
Qed.

Lemma steady_mom t i j : clipped_until t ->
  mom (run p m n G t) i j = sg i j * ((1 - beta1 p ^ t) * threshold p).
Proof.
  intros Hcl. rewrite run_mom. rewrite (ema_ext _ _ (fun _ => sg i j * threshold p)).
  - rewrite ema_const. ring.
  - intros k Hk. rewrite steady_update, Rmin_right by now apply Hcl. reflexivity.
Qed.

Lemma steady_residual t i j : clipped_until (S t) ->
  residual_at p m n G t i j = (beta1 p ^ S t * threshold p) ^ 2 + eps2 p.
Proof.
  intros Hcl. unfold residual_at, residual, square_plus.
  change (step_mom p m n (run p m n G t) (G t)) with (mom (run p m n G (S t))).
  rewrite steady_mom by exact Hcl. change (clipped p m n (run p m n G t) (G t)) with (update_at p m n G t).
  rewrite steady_update, Rmin_right by (apply Hcl; lia).
  replace ((sg i j * threshold p - sg i j * ((1 - beta1 p ^ S t) * threshold p)) ^ 2)
    with (sg i j ^ 2 * (beta1 p ^ S t * threshold p) ^ 2) by ring.
  rewrite Hsg. ring.
Qed.

(** The confidence factor after [t] steps. *)
Definition steady_res (t : nat) : R :=
  ema (beta3 p) (fun k => (beta1 p ^ S k * threshold p) ^ 2 + eps2 p) t.

Theorem steady_res_closed t :
  beta1 p ^ 2 <> beta3 p ->
  steady_res t =
    (1 - beta3 p) * (beta1 p * threshold p) ^ 2 *
      ((beta3 p ^ t - (beta1 p ^ 2) ^ t) / (beta3 p - beta1 p ^ 2))
    + (1 - beta3 p ^ t) * eps2 p.
Proof.
  intros Hne. unfold steady_res. induction t as [|t IH].
  - simpl. field. intros H. apply Hne. simpl. lra.
  - cbn [ema]. rewrite IH.
    replace ((beta1 p ^ S t * threshold p) ^ 2)
      with ((beta1 p ^ 2) ^ t * (beta1 p * threshold p) ^ 2).
    2:{ rewrite <- pow_mult. simpl. rewrite Nat.add_0_r, pow_add. ring. }
    set (a := beta1 p ^ 2) in *. simpl (_ ^ S t). field. intros H. apply Hne. lra.
Qed.

Theorem steady_direction t i j :
  (0 < t)%nat -> clipped_until t ->
  direction m (run p m n G t) i j =
    sg i j * ((1 - beta1 p ^ t) * threshold p / sqrt (steady_res t)).
Proof.
  intros Ht Hcl.
  assert (Hcl' : forall k, (k < t)%nat -> clipped_until (S k)).
  { intros k Hk l Hl. apply Hcl. lia. }
  assert (Er : forall i, res_row (run p m n G t) i = steady_res t).
  { intros k. rewrite run_res_row. apply ema_ext; intros l Hl. unfold row_mean.
    rewrite <- (mean_const n ((beta1 p ^ S l * threshold p) ^ 2 + eps2 p) n_pos).
    apply mean_ext; intros; apply steady_residual; auto. }
  assert (Ec : forall j, res_col (run p m n G t) j = steady_res t).
  { intros k. rewrite run_res_col. apply ema_ext; intros l Hl. unfold col_mean.
    rewrite <- (mean_const m ((beta1 p ^ S l * threshold p) ^ 2 + eps2 p) m_pos).
    apply mean_ext; intros; apply steady_residual; auto. }
  assert (Hpos : 0 < steady_res t).
  { rewrite <- (Er 0%nat). eapply Rlt_le_trans; [|now apply res_row_lower].
    apply Rmult_lt_0_compat; [|apply (eps2_pos p Hp)].
    apply beta_weight; [apply (beta3_unit p Hp)|exact Ht]. }
  unfold direction, precondition.
  rewrite (mean_ext m _ (fun _ => steady_res t)) by (intros; apply Er).
  rewrite mean_const by exact m_pos. rewrite Er, Ec, steady_mom by exact Hcl.
  replace (steady_res t / steady_res t) with 1 by (field; lra).
  rewrite sqrt_1, Rinv_1. unfold Rdiv. ring.
Qed.

(** The first step is [(1 - beta1) / (beta1 sqrt (1 - beta3))] times larger
    than the momentum's own [1 - beta1]: about 11.1 with the defaults. *)
Theorem steady_first_step i j : clipped_until 1 ->
  direction m (run p m n G 1) i j =
    sg i j * ((1 - beta1 p) * threshold p /
      sqrt ((1 - beta3 p) * ((beta1 p * threshold p) ^ 2 + eps2 p))).
Proof.
  intros Hcl. rewrite steady_direction by (auto; lia). unfold steady_res. cbn [ema]. rewrite pow_1.
  do 3 f_equal. ring.
Qed.

End SteadySigns.

(** ** Why the clipping is needed: the raw update has no bound

    With [V = diag (1, x)] and no [eps1], entry (1,1) of [A / sqrt Vhat] has
    square [(1 + x) / x], which exceeds every bound as [x] goes to 0. *)
Definition diag2 (x : R) : mat :=
  fun i j => match i, j with O, O => 1 | S O, S O => x | _, _ => 0 end.

Theorem raw_update_unbounded : forall K, 0 < K ->
  exists x, 0 < x /\ K < (diag2 x 1%nat 1%nat) / factored 2 2 (diag2 x) 1%nat 1%nat.
Proof.
  intros K HK. exists (/ (K + 1)).
  assert (Hx : 0 < / (K + 1)) by (apply Rinv_0_lt_compat; lra).
  split; [exact Hx|]. set (x := / (K + 1)) in *.
  assert (Ex : x * (K + 1) = 1) by (unfold x; field; lra).
  unfold factored, row_sum, col_sum, sum2, sum, diag2. rewrite !Rplus_0_l, !Rplus_0_r.
  replace (x / (x * x / (1 + x))) with ((1 + x) / x) by (field; lra).
  apply Rmult_lt_reg_r with x; [exact Hx|].
  replace ((1 + x) / x * x) with (1 + x) by (field; lra). nra.
Qed.

(** ** Decoupled weight decay keeps the parameters in a box *)
Theorem decay_box rate decay X w u :
  0 < rate -> 0 < decay -> rate * decay <= 1 -> 0 <= X ->
  Rabs w <= X / decay -> Rabs u <= X ->
  Rabs (w - rate * decay * w - rate * u) <= X / decay.
Proof.
  intros Hr Hd Hrd HX Hw Hu.
  replace (w - rate * decay * w - rate * u) with ((1 - rate * decay) * w + - (rate * u)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, !Rabs_mult.
  rewrite (Rabs_pos_eq (1 - rate * decay)) by lra. rewrite (Rabs_pos_eq rate) by lra.
  assert ((1 - rate * decay) * Rabs w <= (1 - rate * decay) * (X / decay))
    by (apply Rmult_le_compat_l; lra).
  assert (rate * Rabs u <= rate * X) by (apply Rmult_le_compat_l; lra).
  replace (X / decay) with ((1 - rate * decay) * (X / decay) + rate * X) by (field; lra). lra.
Qed.
