(** * Ema: exponential moving averages from zero, without bias correction

    [x_t = b x_(t-1) + (1 - b) y_t].

    - [ema_const]:  the weights of an average add up to [1 - b^t];
    - [ema_closed_form]:  [x_t = (1 - b) sum b^(t - 1 - k) y_k];
    - [ema_abs_bound]:  [|x_t| <= (1 - b^t) X] for inputs up to [X];
    - [ema_square_jensen]:  [x_t^2 <= (1 - b^t)] times the average of the squares;
    - [ema_row_col_means_agree]:  averages of row means and of column means have
      one mean. *)

From Coq Require Import Reals Lra Lia Psatz.
From CAME Require Import Sums.
Open Scope R_scope.

(** [ema b x t] is the average after [t] updates; [x k] is the input of update
    [k + 1]. *)
Fixpoint ema (b : R) (x : vec) (t : nat) : R :=
  match t with
  | O => 0
  | S k => b * ema b x k + (1 - b) * x k
  end.

Lemma pow_unit b t : 0 <= b <= 1 -> 0 <= b ^ t <= 1.
Proof.
  intros Hb. induction t as [|t IH]; simpl; [lra|]. nra.
Qed.

Lemma beta_weight b t : 0 <= b < 1 -> (0 < t)%nat -> 0 < 1 - b ^ t.
Proof.
  intros Hb Ht. destruct t as [|t]; [lia|]. pose proof (pow_unit b t ltac:(lra)).
  simpl. nra.
Qed.

(** The weights of a [t]-step average add up to [1 - b^t]. *)
Theorem ema_const b c t : ema b (fun _ => c) t = (1 - b ^ t) * c.
Proof. induction t as [|t IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Theorem ema_closed_form b x t :
  ema b x t = (1 - b) * sum t (fun k => b ^ (t - 1 - k) * x k).
Proof.
  induction t as [|t IH]; [simpl; ring|].
  cbn [ema sum]. replace (S t - 1 - t)%nat with 0%nat by lia. rewrite IH, pow_O.
  rewrite Rmult_plus_distr_l, Rmult_1_l.
  rewrite (sum_ext t (fun k => b ^ (S t - 1 - k) * x k)
                     (fun k => b * (b ^ (t - 1 - k) * x k))).
  - rewrite sum_scal. ring.
  - intros k Hk. replace (S t - 1 - k)%nat with (S (t - 1 - k)) by lia. simpl. ring.
Qed.

Lemma ema_linear b c x y t :
  ema b (fun k => c * x k + y k) t = c * ema b x t + ema b y t.
Proof. induction t as [|t IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma ema_ext b x y t : (forall k, (k < t)%nat -> x k = y k) -> ema b x t = ema b y t.
Proof.
  induction t as [|t IH]; intros H; simpl; [reflexivity|].
  rewrite IH by (intros; apply H; lia). rewrite H by lia. reflexivity.
Qed.

(** (e) Bounds.  With [0 <= b <= 1], an average of inputs in [lo, hi] lies in
    [(1 - b^t) lo, (1 - b^t) hi]. *)
Lemma ema_lower b x lo t :
  0 <= b <= 1 -> (forall k, (k < t)%nat -> lo <= x k) -> (1 - b ^ t) * lo <= ema b x t.
Proof.
  intros Hb. induction t as [|t IH]; intros H; simpl; [lra|].
  assert (IH' : (1 - b ^ t) * lo <= ema b x t) by (apply IH; intros; apply H; lia).
  assert (Hx : lo <= x t) by (apply H; lia).
  assert (b * ((1 - b ^ t) * lo) <= b * ema b x t) by (apply Rmult_le_compat_l; lra).
  assert ((1 - b) * lo <= (1 - b) * x t) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Lemma ema_upper b x hi t :
  0 <= b <= 1 -> (forall k, (k < t)%nat -> x k <= hi) -> ema b x t <= (1 - b ^ t) * hi.
Proof.
  intros Hb. induction t as [|t IH]; intros H; simpl; [lra|].
  assert (IH' : ema b x t <= (1 - b ^ t) * hi) by (apply IH; intros; apply H; lia).
  assert (Hx : x t <= hi) by (apply H; lia).
  assert (b * ema b x t <= b * ((1 - b ^ t) * hi)) by (apply Rmult_le_compat_l; lra).
  assert ((1 - b) * x t <= (1 - b) * hi) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Theorem ema_abs_bound b x X t :
  0 <= b <= 1 -> (forall k, (k < t)%nat -> Rabs (x k) <= X) ->
  Rabs (ema b x t) <= (1 - b ^ t) * X.
Proof.
  intros Hb H. apply Rabs_le. split.
  - replace (- ((1 - b ^ t) * X)) with ((1 - b ^ t) * - X) by ring.
    apply ema_lower; [exact Hb|]. intros k Hk. specialize (H k Hk).
    revert H; unfold Rabs; destruct Rcase_abs; lra.
  - apply ema_upper; [exact Hb|]. intros k Hk. specialize (H k Hk).
    revert H; unfold Rabs; destruct Rcase_abs; lra.
Qed.

(** Jensen: the square of an average is at most the average of the squares. *)
Theorem ema_square_jensen b x t :
  0 <= b <= 1 -> (ema b x t) ^ 2 <= (1 - b ^ t) * ema b (fun k => x k ^ 2) t.
Proof.
  intros Hb. induction t as [|t IH]; [simpl; lra|].
  pose proof (pow_unit b t Hb) as Hp. cbn [ema].
  set (e := ema b x t) in *. set (s := ema b (fun k => x k ^ 2) t) in *.
  set (w := 1 - b ^ t) in *. set (y := x t).
  replace (1 - b ^ S t) with (b * w + (1 - b)) by (unfold w; simpl; ring).
  assert (Hs : 0 <= s).
  { unfold s. apply Rle_trans with ((1 - b ^ t) * 0); [lra|].
    apply ema_lower; [exact Hb|]. intros; apply pow2_ge_0. }
  assert (Hw : 0 <= w) by (unfold w; lra).
  (* (b e + (1-b) y)^2 <= (b w + (1-b)) (b s + (1-b) y^2) from e^2 <= w s *)
  assert (Hmid : 2 * e * y <= s + w * y ^ 2).
  { destruct (Req_dec w 0) as [Hw0|Hw0].
    - assert (e ^ 2 <= 0) by (rewrite Hw0 in IH; lra).
      assert (e = 0) by nra. subst e. rewrite H0. nra.
    - assert (0 < w) by lra.
      apply Rmult_le_reg_l with w; [assumption|].
      assert (0 <= (e - w * y) ^ 2) by apply pow2_ge_0.
      nra. }
  assert (0 <= b * (1 - b)) by nra.
  assert (b * (1 - b) * (2 * e * y) <= b * (1 - b) * (s + w * y ^ 2))
    by (apply Rmult_le_compat_l; assumption).
  assert (b * b * e ^ 2 <= b * b * (w * s)) by (apply Rmult_le_compat_l; nra).
  replace ((b * e + (1 - b) * y) ^ 2) with
    (b * b * e ^ 2 + b * (1 - b) * (2 * e * y) + (1 - b) ^ 2 * y ^ 2) by ring.
  replace ((b * w + (1 - b)) * (b * s + (1 - b) * y ^ 2)) with
    (b * b * (w * s) + b * (1 - b) * (s + w * y ^ 2) + (1 - b) ^ 2 * y ^ 2) by ring.
  lra.
Qed.

(** The factored state is linear in the history: the row (column) averages are
    the row (column) means of the average of the full matrices. *)
Lemma ema_row_mean b n (V : nat -> mat) t i :
  ema b (fun k => row_mean n (V k) i) t =
  row_mean n (fun i j => ema b (fun k => V k i j) t) i.
Proof.
  unfold row_mean, mean. induction t as [|t IH].
  - simpl. rewrite sum_zero. unfold Rdiv. ring.
  - cbn [ema]. rewrite IH. rewrite sum_plus, !sum_scal. unfold Rdiv. ring.
Qed.

Lemma ema_col_mean b m (V : nat -> mat) t j :
  ema b (fun k => col_mean m (V k) j) t =
  col_mean m (fun i j => ema b (fun k => V k i j) t) j.
Proof. apply (ema_row_mean b m (fun k => transpose (V k)) t j). Qed.

(** Hence the two halves of the state always agree in the mean, which is why
    dividing by the mean of the rows or of the columns is the same. *)
Theorem ema_row_col_means_agree b m n (V : nat -> mat) t :
  mean m (fun i => ema b (fun k => row_mean n (V k) i) t) =
  mean n (fun j => ema b (fun k => col_mean m (V k) j) t).
Proof.
  rewrite (mean_ext m _ (row_mean n (fun i j => ema b (fun k => V k i j) t)))
    by (intros; apply ema_row_mean).
  rewrite (mean_ext n _ (col_mean m (fun i j => ema b (fun k => V k i j) t)))
    by (intros; apply ema_col_mean).
  apply mean_row_mean_col.
Qed.
