(** * FloatSums: rounded sums in any order, sums of squares, means, root mean squares

    A tree says in which order a sum is evaluated: a left comb is the plain
    loop, a balanced tree is pairwise summation, and a comb of lanes is what a
    SIMD loop does.  All bounds hold for every tree and depend on its depth.

    - [sum_error_gamma]:  a sum in any order is off by at most [gamma (n - 1)]
      times the magnitudes;
    - [sum_order_gap]:  two orders of one sum differ by at most twice that;
    - [dot_error]:  a sum of products: one rounding more;
    - [mean_square_near]:  the mean of [g^2 + eps], within [depth + 3] roundings;
    - [rms_near]:  the root of a mean square, within half of those roundings and one;
    - [fema_bounded]:  a rounded average stays in bounds while [b (1 + u)^2 < 1];
    - [fema_error]:  a rounded average stays near the exact one, uniformly in [t];
    - [sums_witness]:  the hypotheses of the float sums can be met. *)

From Coq Require Import Reals Lra Lia Psatz ZArith List Permutation.
From Flocq Require Import Core Relative Plus_error.
From CAME Require Import Sums Rounding.
Open Scope R_scope.

Inductive tree := Leaf (x : R) | Node (l r : tree).

Fixpoint leaves (t : tree) : list R :=
  match t with Leaf x => x :: nil | Node l r => leaves l ++ leaves r end.
Fixpoint depth (t : tree) : nat :=
  match t with Leaf _ => 0 | Node l r => S (Nat.max (depth l) (depth r)) end.
Fixpoint exact (t : tree) : R :=
  match t with Leaf x => x | Node l r => exact l + exact r end.

Lemma exact_leaves t : exact t = lsum (leaves t).
Proof.
  induction t as [x|l IHl r IHr]; simpl; [ring|]. now rewrite lsum_app, IHl, IHr.
Qed.

Lemma leaves_pos t : (0 < length (leaves t))%nat.
Proof. induction t; simpl; [lia|]. rewrite app_length. lia. Qed.

Lemma depth_le_leaves t : (depth t <= length (leaves t) - 1)%nat.
Proof.
  induction t as [x|l IHl r IHr]; simpl; [lia|]. rewrite app_length.
  pose proof (leaves_pos l). pose proof (leaves_pos r). lia.
Qed.

Definition abs_sum (l : list R) : R := lsum (map Rabs l).

Lemma abs_sum_app l1 l2 : abs_sum (l1 ++ l2) = abs_sum l1 + abs_sum l2.
Proof. unfold abs_sum. now rewrite map_app, lsum_app. Qed.

Lemma abs_sum_nonneg l : 0 <= abs_sum l.
Proof.
  induction l as [|x l IH]; unfold abs_sum in *; simpl; [lra|]. pose proof (Rabs_pos x). lra.
Qed.

Lemma lsum_abs_le l : Rabs (lsum l) <= abs_sum l.
Proof.
  induction l as [|x l IH]; unfold abs_sum in *; simpl; [rewrite Rabs_R0; lra|].
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

Section Format.
Variables (prec emin : Z).
Context {prec_pos : Prec_gt_0 prec}.
Notation rnd := (rnd prec emin).
Notation format := (format prec emin).
Notation u := (u prec).
Notation gamma := (gamma prec).
Notation near := (near prec).
Notation normal := (normal prec emin).

Fixpoint feval (t : tree) : R :=
  match t with Leaf x => x | Node l r => rnd (feval l + feval r) end.

Definition all_format (t : tree) : Prop := forall x, In x (leaves t) -> format x.

Lemma all_format_node l r : all_format (Node l r) -> all_format l /\ all_format r.
Proof. intros H. split; intros x Hx; apply H; simpl; apply in_or_app; auto. Qed.

Lemma feval_format t : all_format t -> format (feval t).
Proof.
  induction t as [x|l IHl r IHr]; intros H; [apply H; now left|]. now apply format_rnd.
Qed.

(** (h) The error of a rounded sum, whatever the order of the additions, with
    gradual underflow allowed. *)
Lemma sum_error_depth t : all_format t ->
  Rabs (feval t - exact t) <= ((1 + u) ^ depth t - 1) * abs_sum (leaves t).
Proof.
  pose proof (u_pos prec) as Hu.
  induction t as [x|l IHl r IHr]; intros Hf.
  - simpl. rewrite Rminus_diag_eq by reflexivity. rewrite Rabs_R0. lra.
  - destruct (all_format_node l r Hf) as [Hl Hr]. specialize (IHl Hl). specialize (IHr Hr).
    destruct (add_error prec emin (feval l) (feval r) (feval_format l Hl) (feval_format r Hr))
      as [d [Hd E]].
    cbn [feval exact leaves depth]. rewrite E, abs_sum_app.
    set (a := feval l) in *. set (b := feval r) in *.
    set (x := exact l) in *. set (y := exact r) in *.
    set (A := abs_sum (leaves l)) in *. set (B := abs_sum (leaves r)) in *.
    assert (HA : 0 <= A) by apply abs_sum_nonneg. assert (HB : 0 <= B) by apply abs_sum_nonneg.
    assert (HxA : Rabs x <= A) by (unfold x; rewrite exact_leaves; apply lsum_abs_le).
    assert (HyB : Rabs y <= B) by (unfold y; rewrite exact_leaves; apply lsum_abs_le).
    set (h := Nat.max (depth l) (depth r)).
    assert (Wl : (1 + u) ^ depth l <= (1 + u) ^ h) by (apply Rle_pow; [lra|unfold h; lia]).
    assert (Wr : (1 + u) ^ depth r <= (1 + u) ^ h) by (apply Rle_pow; [lra|unfold h; lia]).
    set (w := (1 + u) ^ h) in *.
    assert (Hw : 1 <= w) by apply w_ge_1.
    cbn [pow]. fold w.
    assert (IH : Rabs ((a - x) + (b - y)) <= (w - 1) * (A + B)).
    { eapply Rle_trans; [apply Rabs_triang|]. nra. }
    replace ((a + b) * (1 + d) - (x + y))
      with (((a - x) + (b - y)) * (1 + d) + (x + y) * d) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
    assert (H1d : Rabs (1 + d) <= 1 + u).
    { eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_R1. lra. }
    assert (Hxy : Rabs (x + y) <= A + B).
    { eapply Rle_trans; [apply Rabs_triang|]. lra. }
    assert (P1 : Rabs (a - x + (b - y)) * Rabs (1 + d) <= (w - 1) * (A + B) * (1 + u))
      by (apply Rmult_le_compat; [apply Rabs_pos|apply Rabs_pos|exact IH|exact H1d]).
    assert (P2 : Rabs (x + y) * Rabs d <= (A + B) * u)
      by (apply Rmult_le_compat; [apply Rabs_pos|apply Rabs_pos|exact Hxy|exact Hd]).
    lra.
Qed.

(** The textbook form: [n] numbers, any order and any parenthesization, error
    at most [gamma (n-1)] times the sum of the magnitudes. *)
Theorem sum_error_gamma t (xs : list R) :
  Permutation (leaves t) xs -> (forall x, In x xs -> format x) ->
  INR (length xs - 1) * u < 1 ->
  Rabs (feval t - lsum xs) <= gamma (length xs - 1) * abs_sum xs.
Proof.
  intros Hp Hf Hn. rewrite <- (lsum_perm _ _ Hp), <- exact_leaves.
  assert (Habs : abs_sum (leaves t) = abs_sum xs)
    by (apply lsum_perm, Permutation_map, Hp).
  assert (Hlen : length (leaves t) = length xs) by now apply Permutation_length.
  eapply Rle_trans.
  - apply sum_error_depth. intros x Hx. apply Hf. now apply (Permutation_in x Hp).
  - rewrite Habs. apply Rmult_le_compat_r; [apply abs_sum_nonneg|].
    eapply Rle_trans; [|apply pow_gamma; exact Hn].
    assert ((1 + u) ^ depth t <= (1 + u) ^ (length xs - 1)); [|lra].
    apply Rle_pow; [pose proof (u_pos prec); lra|]. rewrite <- Hlen. apply depth_le_leaves.
Qed.

(** Two orders of summation can differ by at most twice that. *)
Theorem sum_order_gap t t' xs :
  Permutation (leaves t) xs -> Permutation (leaves t') xs ->
  (forall x, In x xs -> format x) -> INR (length xs - 1) * u < 1 ->
  Rabs (feval t - feval t') <= 2 * gamma (length xs - 1) * abs_sum xs.
Proof.
  intros H H' Hf Hn.
  pose proof (sum_error_gamma t xs H Hf Hn) as E.
  pose proof (sum_error_gamma t' xs H' Hf Hn) as E'.
  replace (feval t - feval t') with ((feval t - lsum xs) + - (feval t' - lsum xs)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra.
Qed.

(** ** Dot products: the leaves are the exact products, each rounded once *)
Fixpoint round_leaves (t : tree) : tree :=
  match t with Leaf x => Leaf (rnd x) | Node l r => Node (round_leaves l) (round_leaves r) end.

Lemma round_leaves_depth t : depth (round_leaves t) = depth t.
Proof. induction t as [x|l IHl r IHr]; simpl; [reflexivity|]. now rewrite IHl, IHr. Qed.

Lemma leaves_round t : leaves (round_leaves t) = map rnd (leaves t).
Proof. induction t as [x|l IHl r IHr]; simpl; [reflexivity|]. now rewrite map_app, IHl, IHr. Qed.

Lemma rnd_normal_error x : normal x -> Rabs (rnd x - x) <= u * Rabs x.
Proof.
  intros [->|Hn].
  - rewrite rnd_0, Rminus_diag_eq by reflexivity. rewrite Rabs_R0. lra.
  - destruct (relative_error_N_FLT_ex radix2 emin prec prec_pos (fun x => negb (Z.even x)) x Hn)
      as [d [Hd E]].
    change (round radix2 (FLT_exp emin prec) (Znearest (fun x => negb (Z.even x))) x)
      with (rnd x) in E.
    rewrite E. replace (x * (1 + d) - x) with (d * x) by ring. rewrite Rabs_mult.
    apply Rmult_le_compat_r; [apply Rabs_pos|exact Hd].
Qed.

Theorem dot_error t : (forall p, In p (leaves t) -> normal p) ->
  Rabs (feval (round_leaves t) - exact t) <= ((1 + u) ^ (depth t + 1) - 1) * abs_sum (leaves t).
Proof.
  intros Hn. pose proof (u_pos prec) as Hu.
  assert (Hf : all_format (round_leaves t)).
  { intros x Hx. rewrite leaves_round in Hx. apply in_map_iff in Hx.
    destruct Hx as [y [<- _]]. now apply format_rnd. }
  pose proof (sum_error_depth _ Hf) as H1. rewrite round_leaves_depth, leaves_round in H1.
  rewrite exact_leaves, leaves_round in H1. rewrite exact_leaves.
  assert (Hd : forall l, (forall p, In p l -> normal p) ->
            Rabs (lsum (map rnd l) - lsum l) <= u * abs_sum l /\
            abs_sum (map rnd l) <= (1 + u) * abs_sum l).
  { clear -Hu prec_pos. induction l as [|x l IH]; intros Hl.
    - unfold abs_sum; simpl. rewrite Rminus_diag_eq by reflexivity. rewrite Rabs_R0. lra.
    - destruct IH as [I1 I2]; [intros; apply Hl; now right|].
      pose proof (rnd_normal_error x (Hl x (or_introl eq_refl))) as Hx.
      unfold abs_sum in *; simpl.
      set (sl := lsum (map Rabs l)) in *. set (sr := lsum (map Rabs (map rnd l))) in *.
      assert (Hrx : Rabs (rnd x) <= Rabs x + u * Rabs x).
      { replace (rnd x) with (x + (rnd x - x)) by ring.
        eapply Rle_trans; [apply Rabs_triang|]. lra. }
      split; [|lra].
      replace (rnd x + lsum (map rnd l) - (x + lsum l)) with
        ((rnd x - x) + (lsum (map rnd l) - lsum l)) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. lra. }
  destruct (Hd _ Hn) as [H2 H3].
  set (S := abs_sum (leaves t)) in *. set (w := (1 + u) ^ depth t) in *.
  assert (Hw : 1 <= w) by apply w_ge_1.
  rewrite pow_add, pow_1. fold w.
  replace (feval (round_leaves t) - lsum (leaves t)) with
    ((feval (round_leaves t) - lsum (map rnd (leaves t))) +
     (lsum (map rnd (leaves t)) - lsum (leaves t))) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  assert ((w - 1) * abs_sum (map rnd (leaves t)) <= (w - 1) * ((1 + u) * S))
    by (apply Rmult_le_compat_l; lra).
  lra.
Qed.

(** ** Nonnegative sums keep a small relative error *)

(** A tree of approximations matched with a tree of exact values. *)
Inductive matches (k : nat) : tree -> tree -> Prop :=
  | match_leaf a x : format a -> near k a x -> matches k (Leaf a) (Leaf x)
  | match_node l r l' r' :
      matches k l l' -> matches k r r' -> matches k (Node l r) (Node l' r').

Lemma sum_near k t t' : matches k t t' ->
  format (feval t) /\ near (k + depth t) (feval t) (exact t').
Proof.
  induction 1 as [a x Ha Hn|l r l' r' _ [Fl Nl] _ [Fr Nr]].
  - cbn [feval exact depth]. rewrite Nat.add_0_r. auto.
  - cbn [feval exact depth]. split; [now apply format_rnd|].
    set (h := Nat.max (depth l) (depth r)).
    apply near_weaken with (1 + (k + h))%nat; [lia|].
    apply near_trans with (feval l + feval r).
    + apply near_add_rnd; auto; eapply near_nonneg; eassumption.
    + apply near_plus.
      * eapply near_weaken; [ |exact Nl]. unfold h; lia.
      * eapply near_weaken; [ |exact Nr]. unfold h; lia.
Qed.

(** The mean of [N] squares plus [eps], as the code computes a row factor:
    each entry rounds a product and a sum, the tree adds [depth], the division
    by [N] rounds once more. *)
Fixpoint square_tree (e : R) (t : tree) : tree :=
  match t with
  | Leaf x => Leaf (rnd (rnd (x * x) + e))
  | Node l r => Node (square_tree e l) (square_tree e r)
  end.
Fixpoint square_tree_exact (e : R) (t : tree) : tree :=
  match t with
  | Leaf x => Leaf (x * x + e)
  | Node l r => Node (square_tree_exact e l) (square_tree_exact e r)
  end.

Lemma square_tree_depth e t : depth (square_tree e t) = depth t.
Proof. induction t as [x|l IHl r IHr]; simpl; [reflexivity|]. now rewrite IHl, IHr. Qed.

Lemma square_matches e t :
  format e -> 0 <= e -> (forall x, In x (leaves t) -> normal (x * x)) ->
  matches 2 (square_tree e t) (square_tree_exact e t).
Proof.
  intros He H0e. induction t as [x|l IHl r IHr]; intros Hn; simpl.
  - assert (Hx : normal (x * x)) by (apply Hn; now left).
    assert (Hsq : 0 <= x * x) by nra.
    constructor; [now apply format_rnd|].
    change 2%nat with (1 + 1)%nat.
    apply near_trans with (rnd (x * x) + e).
    + apply near_add_rnd; auto; [now apply format_rnd|now apply rnd_nonneg].
    + apply near_plus; [now apply near_rnd|].
      eapply near_weaken; [ |apply near_refl; exact H0e]. lia.
  - constructor; [apply IHl|apply IHr]; intros x Hx; apply Hn; simpl; apply in_or_app; auto.
Qed.

Definition fmean_square (e N : R) (t : tree) : R := rnd (feval (square_tree e t) / N).

Theorem mean_square_near e N t :
  format e -> 0 <= e -> 0 < N ->
  (forall x, In x (leaves t) -> normal (x * x)) ->
  normal (feval (square_tree e t) / N) ->
  near (depth t + 3) (fmean_square e N t) (exact (square_tree_exact e t) / N).
Proof.
  intros He H0e HN Hn HnN. destruct (sum_near 2 _ _ (square_matches e t He H0e Hn)) as [_ Hs].
  rewrite square_tree_depth in Hs. pose proof (near_nonneg _ _ _ _ Hs) as Hs0.
  apply near_weaken with (1 + (2 + depth t))%nat; [lia|].
  apply near_trans with (feval (square_tree e t) / N).
  - apply near_rnd; [exact prec_pos| |exact HnN]. apply Rmult_le_pos; [exact Hs0|].
    left; now apply Rinv_0_lt_compat.
  - unfold Rdiv. replace (2 + depth t)%nat with (2 + depth t + 0)%nat by lia.
    apply near_mult; [exact Hs|]. apply near_refl.
    left; now apply Rinv_0_lt_compat.
Qed.

(** The root mean square: half of the above, and one rounding for the root. *)
Theorem rms_near e N t k :
  format e -> 0 <= e -> 0 < N ->
  (forall x, In x (leaves t) -> normal (x * x)) ->
  normal (feval (square_tree e t) / N) -> normal (sqrt (fmean_square e N t)) ->
  (depth t + 3 <= 2 * k)%nat ->
  near (k + 1) (rnd (sqrt (fmean_square e N t))) (sqrt (exact (square_tree_exact e t) / N)).
Proof.
  intros He H0e HN Hn HnN Hns Hk. rewrite Nat.add_comm.
  apply near_trans with (sqrt (fmean_square e N t)).
  - apply near_rnd; [exact prec_pos|apply sqrt_pos|exact Hns].
  - apply near_sqrt. eapply near_weaken; [exact Hk|].
    now apply mean_square_near.
Qed.

(** ** Moving averages in floating point *)

(** [fema b b' x t]: both products and the sum are rounded; [b'] is the
    rounded [1 - b]. *)
Fixpoint fema (b b' : R) (x : vec) (t : nat) : R :=
  match t with
  | O => 0
  | S k => rnd (rnd (b * fema b b' x k) + rnd (b' * x k))
  end.

(** The same recursion without rounding. *)
Fixpoint rema (b b' : R) (x : vec) (t : nat) : R :=
  match t with
  | O => 0
  | S k => b * rema b b' x k + b' * x k
  end.

Lemma fema_format b b' x t : format (fema b b' x t).
Proof. destruct t; [apply generic_format_0|]. now apply format_rnd. Qed.

(** The state never leaves [0, bound] when [b (1+u)^2 < 1]; for binary32 and
    [beta3 = 0.9999] that holds, for bfloat16 it does not. *)
Theorem fema_bounded b b' x X t :
  0 <= b -> 0 <= b' -> b * (1 + u) ^ 2 < 1 ->
  (forall k, 0 <= x k <= X) ->
  (forall k, normal (b * fema b b' x k)) -> (forall k, normal (b' * x k)) ->
  0 <= fema b b' x t <= b' * (1 + u) ^ 2 * X / (1 - b * (1 + u) ^ 2).
Proof.
  intros Hb Hb' Hc Hx Hn1 Hn2. pose proof (u_pos prec) as Hu.
  set (w := (1 + u) ^ 2) in *.
  assert (Hw : 0 < w) by apply w_pos.
  induction t as [|t IH].
  - cbn [fema]. split; [lra|]. apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat; lra].
    specialize (Hx 0%nat). repeat apply Rmult_le_pos; lra.
  - cbn [fema]. destruct IH as [IH0 IH]. set (s := fema b b' x t) in *.
    specialize (Hx t). specialize (Hn1 t). specialize (Hn2 t). fold s in Hn1.
    assert (Ps : 0 <= b * s) by now apply Rmult_le_pos.
    assert (Px : 0 <= b' * x t) by (apply Rmult_le_pos; lra).
    pose proof (near_rnd prec emin (b * s) Ps Hn1) as N1.
    pose proof (near_rnd prec emin (b' * x t) Px Hn2) as N2.
    pose proof (near_add_rnd prec emin _ _ (format_rnd prec emin (b * s))
      (format_rnd prec emin (b' * x t)) (rnd_nonneg prec emin _ Ps)
      (rnd_nonneg prec emin _ Px)) as N3.
    pose proof (near_trans prec _ _ _ _ _ N3 (near_plus prec _ _ _ _ _ N1 N2)) as N.
    split; [eapply near_nonneg; exact N|].
    destruct N as (_ & _ & N). change (1 + 1)%nat with 2%nat in N. fold w in N.
    eapply Rle_trans; [exact N|].
    assert (Hd : 0 < 1 - b * w) by lra.
    set (Bd := b' * w * X / (1 - b * w)) in *.
    assert (EB : Bd = b * w * Bd + b' * w * X) by (unfold Bd; field; lra).
    assert (b * w * s <= b * w * Bd) by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact IH]).
    assert (b' * w * x t <= b' * w * X) by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra]).
    rewrite EB. lra.
Qed.

Lemma rema_bounded b b' x X t :
  0 <= b < 1 -> 0 <= b' -> (forall k, 0 <= x k <= X) ->
  0 <= rema b b' x t <= b' * X / (1 - b).
Proof.
  intros Hb Hb' Hx. set (Bd := b' * X / (1 - b)).
  assert (EB : Bd = b * Bd + b' * X) by (unfold Bd; field; lra).
  assert (HBd : 0 <= Bd).
  { unfold Bd. specialize (Hx 0%nat). apply Rmult_le_pos; [apply Rmult_le_pos; lra|].
    left; apply Rinv_0_lt_compat; lra. }
  induction t as [|t IH]; cbn [rema]; [lra|]. specialize (Hx t). set (q := rema b b' x t) in *.
  assert (b * q <= b * Bd) by (apply Rmult_le_compat_l; lra).
  assert (b' * x t <= b' * X) by (apply Rmult_le_compat_l; lra).
  split; [|lra]. apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra.
Qed.

(** Distance to the exact average, uniformly in the number of steps. *)
Theorem fema_error b b' x X t :
  0 <= b -> 0 <= b' -> b * (1 + u) ^ 2 < 1 ->
  (forall k, 0 <= x k <= X) ->
  (forall k, normal (b * fema b b' x k)) -> (forall k, normal (b' * x k)) ->
  let e := (1 + u) ^ 2 - 1 in
  Rabs (fema b b' x t - rema b b' x t) <=
  e * (b' * X / (1 - b)) / (1 - b * (1 + u) ^ 2).
Proof.
  intros Hb Hb' Hc Hx Hn1 Hn2 e. pose proof (u_pos prec) as Hu.
  set (w := (1 + u) ^ 2) in *. assert (Hw : 1 <= w) by apply w_ge_1.
  assert (Hb1 : b < 1) by nra.
  induction t as [|t IH].
  - cbn [fema rema]. rewrite Rminus_diag_eq by reflexivity. rewrite Rabs_R0.
    specialize (Hx 0%nat).
    assert (0 <= / (1 - b)) by (left; apply Rinv_0_lt_compat; lra).
    assert (0 <= / (1 - b * w)) by (left; apply Rinv_0_lt_compat; lra).
    unfold Rdiv. repeat apply Rmult_le_pos; try assumption; try lra. unfold e; lra.
  - assert (Hs0 : 0 <= fema b b' x t) by (apply (fema_bounded b b' x X t); auto).
    assert (Hq : 0 <= rema b b' x t <= b' * X / (1 - b)) by (apply rema_bounded; auto).
    cbn [fema rema]. set (q := rema b b' x t) in *. set (s := fema b b' x t) in *.
    specialize (Hn1 t). specialize (Hn2 t). fold s in Hn1. pose proof (Hx t) as Hxt.
    assert (Ps : 0 <= b * s) by now apply Rmult_le_pos.
    assert (Px : 0 <= b' * x t) by (apply Rmult_le_pos; lra).
    pose proof (near_rnd prec emin (b * s) Ps Hn1) as N1.
    pose proof (near_rnd prec emin (b' * x t) Px Hn2) as N2.
    pose proof (near_add_rnd prec emin _ _ (format_rnd prec emin (b * s))
      (format_rnd prec emin (b' * x t)) (rnd_nonneg prec emin _ Ps)
      (rnd_nonneg prec emin _ Px)) as N3.
    pose proof (near_trans prec _ _ _ _ _ N3 (near_plus prec _ _ _ _ _ N1 N2)) as N.
    pose proof (near_error _ _ _ _ N) as E. change (1 + 1)%nat with 2%nat in E.
    fold w in E. fold e in E.
    set (f := rnd (rnd (b * s) + rnd (b' * x t))) in *.
    replace (f - (b * q + b' * x t)) with ((f - (b * s + b' * x t)) + b * (s - q)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult, (Rabs_pos_eq b) by exact Hb.
    set (D := Rabs (s - q)) in *. set (Q := b' * X / (1 - b)) in *.
    set (T := e * Q / (1 - b * w)) in *.
    (* s <= q + D *)
    assert (HsD : s <= q + D).
    { assert (s - q <= D) by apply Rle_abs. lra. }
    assert (He : 0 <= e) by (unfold e; lra).
    assert (EQ : Q = b * Q + b' * X) by (unfold Q; field; lra).
    assert (ET : T = b * w * T + e * Q) by (unfold T; field; lra).
    assert (Hbs : b * s <= b * Q + b * D) by nra.
    assert (Hbx : b' * x t <= b' * X) by (apply Rmult_le_compat_l; lra).
    assert (e * (b * s + b' * x t) <= e * (Q + b * D)) by (apply Rmult_le_compat_l; lra).
    assert (HbD : b * D <= b * T) by (apply Rmult_le_compat_l; assumption).
    assert (e * (b * D) <= e * (b * T)) by (apply Rmult_le_compat_l; assumption).
    replace (b * w * T) with (b * T + e * (b * T)) in ET by (unfold e; ring). lra.
Qed.

End Format.

(** In binary32, the mean square of one and one. *)
Theorem sums_witness :
  near 24 4 (fmean_square 24 (-149) 0 2 (Node (Leaf 1) (Leaf 1)))
    (exact (square_tree_exact 0 (Node (Leaf 1) (Leaf 1))) / 2).
Proof.
  assert (Hp : Prec_gt_0 24) by easy.
  assert (N : normal 24 (-149) 1).
  { right. rewrite Rabs_R1. unfold pow2. change 1 with (bpow radix2 0) at 1. apply bpow_le. lia. }
  assert (E : forall k, (0 <= k)%Z -> rnd 24 (-149) (bpow radix2 k) = bpow radix2 k).
  { intros k Hk. apply (rnd_format 24 (-149)). apply generic_format_bpow.
    unfold fexp, FLT_exp. lia. }
  pose proof (E 0%Z ltac:(lia)) as E1. pose proof (E 1%Z ltac:(lia)) as E2.
  change (bpow radix2 0) with 1 in E1. change (bpow radix2 1) with 2 in E2.
  apply (mean_square_near 24 (-149) 0 2 (Node (Leaf 1) (Leaf 1))); try lra.
  - apply generic_format_0.
  - intros x [<-|[<-|[]]]; rewrite Rmult_1_r; exact N.
  - cbn [square_tree feval]. rewrite Rmult_1_r, E1, Rplus_0_r, E1.
    replace (1 + 1) with 2 by ring. rewrite E2. replace (2 / 2) with 1 by field. exact N.
Qed.
