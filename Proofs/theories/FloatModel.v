(** * FloatModel: the same step with a rounding after every operation

    The rounding [rnd] and the order of summation [fsum] are parameters: the
    results hold for every format and every loop order that satisfies the
    few hypotheses of each section.

    - [float_scale_exact]:  gradients times [2^k] and [eps1] times [4^k] change no
      bit of the update, away from underflow and overflow;
    - [float_flip_exact]:  other signs of entries flip signs and no other bit. *)

From Coq Require Import Reals Lra Lia Psatz ZArith.
From Flocq Require Import Core.
From CAME Require Import Sums Rounding Model.
Open Scope R_scope.

Section FloatStep.
Variable rnd : R -> R.
Variable fsum : nat -> vec -> R.
Variables (p : params) (m n : nat).
(** [1 - beta] as the program computed it, once. *)
Variables (cobeta1 cobeta2 cobeta3 : R).

Definition fmean (k : nat) (f : vec) : R := rnd (fsum k f / INR k).
Definition fsquare_plus (e : R) (A : mat) : mat := fun i j => rnd (rnd (A i j * A i j) + e).
Definition fblend (b b' old new : R) : R := rnd (rnd (b * old) + rnd (b' * new)).
Definition frsqrt (x : R) : R := rnd (/ rnd (sqrt x)).
Definition fprecondition (r c : vec) (A : mat) : mat :=
  fun i j => rnd (rnd (frsqrt (rnd (r i / fmean m r)) * frsqrt (c j)) * A i j).
Definition fsum2 (A : mat) : R := fsum m (fun i => fsum n (A i)).
Definition frms (A : mat) : R :=
  rnd (sqrt (rnd (fsum2 (fun i j => rnd (A i j * A i j)) / INR (m * n)))).
Definition fclip (A : mat) : mat :=
  fun i j => rnd (A i j / Rmax 1 (rnd (frms A / threshold p))).

Definition fstep_row (s : state) (G : mat) : vec := fun i =>
  fblend (beta2 p) cobeta2 (row s i) (fmean n (fsquare_plus (eps1 p) G i)).
Definition fstep_col (s : state) (G : mat) : vec := fun j =>
  fblend (beta2 p) cobeta2 (col s j) (fmean m (fun i => fsquare_plus (eps1 p) G i j)).
Definition fclipped (s : state) (G : mat) : mat :=
  fclip (fprecondition (fstep_row s G) (fstep_col s G) G).
Definition fstep_mom (s : state) (G : mat) : mat := fun i j =>
  fblend (beta1 p) cobeta1 (mom s i j) (fclipped s G i j).
Definition fresidual (s : state) (G : mat) : mat :=
  fsquare_plus (eps2 p) (fun i j => rnd (fclipped s G i j - fstep_mom s G i j)).
Definition fstep (s : state) (G : mat) : state :=
  State (fstep_row s G) (fstep_col s G) (fstep_mom s G)
    (fun i => fblend (beta3 p) cobeta3 (res_row s i) (fmean n (fresidual s G i)))
    (fun j => fblend (beta3 p) cobeta3 (res_col s j) (fmean m (fun i => fresidual s G i j))).
Definition fdirection (s : state) : mat := fprecondition (res_row s) (res_col s) (mom s).

Fixpoint frun (G : nat -> mat) (t : nat) : state :=
  match t with O => zero_state | S k => fstep (frun G k) (G k) end.
End FloatStep.

(** Pointwise equality of states (as functions). *)
Definition state_eq (s s' : state) : Prop :=
  (forall i, row s i = row s' i) /\ (forall j, col s j = col s' j) /\
  (forall i j, mom s i j = mom s' i j) /\
  (forall i, res_row s i = res_row s' i) /\ (forall j, res_col s j = res_col s' j).

Section Scale.
Variable rnd : R -> R.
Variable fsum : nat -> vec -> R.
Variables (p : params) (m n : nat) (cobeta1 cobeta2 cobeta3 : R) (k : Z).
Hypothesis rnd_pow2 : forall x l, rnd (x * pow2 l) = rnd x * pow2 l.
Hypothesis fsum_pow2 : forall q f l, fsum q (fun i => f i * pow2 l) = fsum q f * pow2 l.
Hypothesis fsum_ext : forall q f g, (forall i, f i = g i) -> fsum q f = fsum q g.

Notation frun p := (frun rnd fsum p m n cobeta1 cobeta2 cobeta3).

Definition pscale_params : params :=
  Params (beta1 p) (beta2 p) (beta3 p) (eps1 p * pow2 (2 * k)) (eps2 p)
         (threshold p) (rate p) (decay p).
Definition pscale (A : mat) : mat := fun i j => A i j * pow2 k.
Definition pscale_state (s : state) : state :=
  State (fun i => row s i * pow2 (2 * k)) (fun j => col s j * pow2 (2 * k))
        (mom s) (res_row s) (res_col s).

Lemma pow2_pos l : 0 < pow2 l.
Proof. apply bpow_gt_0. Qed.

Lemma pow2_double l : pow2 (2 * l) = pow2 l * pow2 l.
Proof. unfold pow2. rewrite <- bpow_plus. f_equal. ring. Qed.

Lemma pow2_inv l : / pow2 l = pow2 (- l).
Proof. unfold pow2. now rewrite bpow_opp. Qed.

Lemma fmean_pow2 q f l :
  fmean rnd fsum q (fun i => f i * pow2 l) = fmean rnd fsum q f * pow2 l.
Proof.
  unfold fmean. rewrite fsum_pow2, <- rnd_pow2. f_equal. unfold Rdiv. ring.
Qed.

Lemma fmean_ext q f g : (forall i, f i = g i) -> fmean rnd fsum q f = fmean rnd fsum q g.
Proof. intros H. unfold fmean. now rewrite (fsum_ext q f g H). Qed.

Lemma fblend_pow2 b b' x y l :
  fblend rnd b b' (x * pow2 l) (y * pow2 l) = fblend rnd b b' x y * pow2 l.
Proof.
  unfold fblend. rewrite <- !Rmult_assoc, !rnd_pow2.
  rewrite <- Rmult_plus_distr_r. apply rnd_pow2.
Qed.

Lemma frsqrt_pow2 x : 0 <= x -> frsqrt rnd (x * pow2 (2 * k)) = frsqrt rnd x * pow2 (- k).
Proof.
  intros Hx. unfold frsqrt. rewrite sqrt_mult_alt by exact Hx.
  rewrite pow2_double, sqrt_square by (left; apply pow2_pos).
  rewrite rnd_pow2, Rinv_mult, pow2_inv. apply rnd_pow2.
Qed.

Lemma fsquare_plus_pow2 A i j :
  fsquare_plus rnd (eps1 pscale_params) (pscale A) i j =
  fsquare_plus rnd (eps1 p) A i j * pow2 (2 * k).
Proof.
  unfold fsquare_plus, pscale. cbn [eps1 pscale_params].
  replace (A i j * pow2 k * (A i j * pow2 k)) with (A i j * A i j * pow2 (2 * k))
    by (rewrite pow2_double; ring).
  rewrite rnd_pow2, <- Rmult_plus_distr_r. apply rnd_pow2.
Qed.

Lemma fprecondition_ext r r' c c' A A' i j :
  (forall i, r i = r' i) -> (forall j, c j = c' j) -> (forall i j, A i j = A' i j) ->
  fprecondition rnd fsum m r c A i j = fprecondition rnd fsum m r' c' A' i j.
Proof. intros Hr Hc HA. unfold fprecondition. now rewrite (fmean_ext m r r' Hr), Hr, Hc, HA. Qed.

Lemma fprecondition_pow2 r c A i j : 0 <= c j ->
  fprecondition rnd fsum m (fun i => r i * pow2 (2 * k)) (fun j => c j * pow2 (2 * k))
    (pscale A) i j = fprecondition rnd fsum m r c A i j.
Proof.
  intros Hc. unfold fprecondition. rewrite fmean_pow2, frsqrt_pow2 by exact Hc.
  replace (r i * pow2 (2 * k) / (fmean rnd fsum m r * pow2 (2 * k)))
    with (r i / fmean rnd fsum m r).
  2:{ unfold Rdiv. rewrite Rinv_mult.
      replace (r i * pow2 (2 * k) * (/ fmean rnd fsum m r * / pow2 (2 * k))) with
        (r i * / fmean rnd fsum m r * (pow2 (2 * k) * / pow2 (2 * k))) by ring.
      rewrite Rinv_r by apply Rgt_not_eq, pow2_pos. ring. }
  rewrite <- Rmult_assoc, rnd_pow2. f_equal. unfold pscale.
  set (a := rnd _). replace (a * pow2 (- k) * (A i j * pow2 k)) with
    (a * A i j * (pow2 (- k) * pow2 k)) by ring.
  rewrite <- pow2_inv, Rinv_l by apply Rgt_not_eq, pow2_pos. ring.
Qed.

Lemma fclip_ext A A' i j : (forall i j, A i j = A' i j) ->
  fclip rnd fsum p m n A i j = fclip rnd fsum p m n A' i j.
Proof.
  intros H. unfold fclip. rewrite H. do 5 f_equal. unfold frms, fsum2. do 4 f_equal.
  apply fsum_ext; intros. apply fsum_ext; intros. now rewrite H.
Qed.

Hypothesis col_nonneg : forall G t j, 0 <= col (frun p G t) j.

(** (g, h) Scaling every gradient by [2^k] and [eps1] by [4^k] multiplies the
    second-moment state by exactly [4^k] and leaves every other number of the
    computation untouched, bit for bit. *)
Lemma frun_pow2 G t :
  state_eq (frun pscale_params (fun q => pscale (G q)) t) (pscale_state (frun p G t)).
Proof.
  induction t as [|t IH].
  - repeat split; intros; cbn; ring.
  - pose proof IH as (Hr & Hc & Hm & Hrr & Hrc).
    cbn [FloatModel.frun]. set (s := frun p G t) in *. set (G0 := G t).
    set (s' := frun pscale_params (fun q => pscale (G q)) t) in *.
    assert (Er : forall i, fstep_row rnd fsum pscale_params n cobeta2 s' (pscale G0) i =
                 fstep_row rnd fsum p n cobeta2 s G0 i * pow2 (2 * k)).
    { intros i. unfold fstep_row. rewrite Hr. cbn [row pscale_state].
      rewrite (fmean_ext n _ (fun j => fsquare_plus rnd (eps1 p) G0 i j * pow2 (2 * k)))
        by (intros; apply fsquare_plus_pow2).
      rewrite fmean_pow2. apply fblend_pow2. }
    assert (Ec : forall j, fstep_col rnd fsum pscale_params m cobeta2 s' (pscale G0) j =
                 fstep_col rnd fsum p m cobeta2 s G0 j * pow2 (2 * k)).
    { intros j. unfold fstep_col. rewrite Hc. cbn [col pscale_state].
      rewrite (fmean_ext m _ (fun i => fsquare_plus rnd (eps1 p) G0 i j * pow2 (2 * k)))
        by (intros; apply fsquare_plus_pow2).
      rewrite fmean_pow2. apply fblend_pow2. }
    assert (Eu : forall i j, fclipped rnd fsum pscale_params m n cobeta2 s' (pscale G0) i j =
                 fclipped rnd fsum p m n cobeta2 s G0 i j).
    { intros i j. unfold fclipped.
      change (fclip rnd fsum pscale_params) with (fclip rnd fsum p).
      apply fclip_ext. intros a b.
      rewrite (fprecondition_ext _ _ _ _ _ (pscale G0) a b Er Ec) by reflexivity.
      apply fprecondition_pow2. apply (col_nonneg G (S t) b). }
    assert (Em : forall i j, fstep_mom rnd fsum pscale_params m n cobeta1 cobeta2 s' (pscale G0) i j =
                 fstep_mom rnd fsum p m n cobeta1 cobeta2 s G0 i j).
    { intros i j. unfold fstep_mom. now rewrite Hm, Eu. }
    assert (ES : forall i j,
      fresidual rnd fsum pscale_params m n cobeta1 cobeta2 s' (pscale G0) i j =
      fresidual rnd fsum p m n cobeta1 cobeta2 s G0 i j).
    { intros i j. unfold fresidual, fsquare_plus. now rewrite Eu, Em. }
    repeat split; cbn [fstep row col mom res_row res_col pscale_state]; auto.
    + intros i. rewrite Hrr. cbn [res_row pscale_state]. f_equal. now apply fmean_ext.
    + intros j. rewrite Hrc. cbn [res_col pscale_state]. f_equal. now apply fmean_ext.
Qed.

Lemma fdirection_pow2 G t i j :
  fdirection rnd fsum m (frun pscale_params (fun q => pscale (G q)) t) i j =
  fdirection rnd fsum m (frun p G t) i j.
Proof.
  destruct (frun_pow2 G t) as (_ & _ & Hm & Hrr & Hrc).
  unfold fdirection. now apply fprecondition_ext.
Qed.
End Scale.

(** ** Flipping signs entry by entry is exact too *)
Section Flip.
Variable rnd : R -> R.
Variable fsum : nat -> vec -> R.
Variables (p : params) (m n : nat) (cobeta1 cobeta2 cobeta3 : R) (sg : mat).
Hypothesis rnd_odd : forall x, rnd (- x) = - rnd x.
Hypothesis fsum_ext : forall q f g, (forall i, f i = g i) -> fsum q f = fsum q g.
Hypothesis Hsg : forall i j, sg i j = 1 \/ sg i j = -1.

Notation frun := (frun rnd fsum p m n cobeta1 cobeta2 cobeta3).

Definition fflip (A : mat) : mat := fun i j => sg i j * A i j.
Definition fflip_state (s : state) : state :=
  State (row s) (col s) (fflip (mom s)) (res_row s) (res_col s).

Lemma rnd_sign i j x : rnd (sg i j * x) = sg i j * rnd x.
Proof.
  destruct (Hsg i j) as [->| ->].
  - now rewrite !Rmult_1_l.
  - replace (-1 * x) with (- x) by ring. rewrite rnd_odd. ring.
Qed.

Lemma sign_sq i j x : sg i j * x * (sg i j * x) = x * x.
Proof. destruct (Hsg i j) as [->| ->]; ring. Qed.

Lemma fsquare_plus_flip e A i j : fsquare_plus rnd e (fflip A) i j = fsquare_plus rnd e A i j.
Proof. unfold fsquare_plus, fflip. now rewrite sign_sq. Qed.

Lemma frun_flip G t :
  state_eq (frun (fun q => fflip (G q)) t) (fflip_state (frun G t)).
Proof.
  induction t as [|t IH].
  - repeat split. intros i j. unfold fflip_state, fflip; cbn. ring.
  - destruct IH as (Hr & Hc & Hm & Hrr & Hrc).
    cbn [FloatModel.frun]. set (s := frun G t) in *. set (G0 := G t).
    set (s' := frun (fun q => fflip (G q)) t) in *.
    assert (Er : forall i, fstep_row rnd fsum p n cobeta2 s' (fflip G0) i =
                 fstep_row rnd fsum p n cobeta2 s G0 i).
    { intros i. unfold fstep_row. rewrite Hr. f_equal. apply (fmean_ext rnd fsum fsum_ext).
      intros; apply fsquare_plus_flip. }
    assert (Ec : forall j, fstep_col rnd fsum p m cobeta2 s' (fflip G0) j =
                 fstep_col rnd fsum p m cobeta2 s G0 j).
    { intros j. unfold fstep_col. rewrite Hc. f_equal. apply (fmean_ext rnd fsum fsum_ext).
      intros; apply fsquare_plus_flip. }
    assert (Eu : forall i j, fclipped rnd fsum p m n cobeta2 s' (fflip G0) i j =
                 fflip (fclipped rnd fsum p m n cobeta2 s G0) i j).
    { intros i j. unfold fclipped.
      rewrite (fclip_ext rnd fsum p m n fsum_ext _
        (fflip (fprecondition rnd fsum m (fstep_row rnd fsum p n cobeta2 s G0)
                  (fstep_col rnd fsum p m cobeta2 s G0) G0)) i j).
      - unfold fclip. set (A := fprecondition _ _ _ _ _ G0).
        replace (frms rnd fsum m n (fflip A)) with (frms rnd fsum m n A).
        + unfold fflip at 1. unfold Rdiv. rewrite Rmult_assoc, rnd_sign. reflexivity.
        + unfold frms, fsum2. do 4 f_equal. apply fsum_ext; intros. apply fsum_ext; intros.
          unfold fflip. now rewrite sign_sq.
      - intros a b.
        rewrite (fprecondition_ext rnd fsum m fsum_ext _ _ _ _ _ (fflip G0) a b Er Ec) by reflexivity.
        unfold fprecondition, fflip.
        match goal with |- rnd (?x * (?y * ?z)) = _ =>
          replace (x * (y * z)) with (y * (x * z)) by ring end.
        apply rnd_sign. }
    assert (Em : forall i j, fstep_mom rnd fsum p m n cobeta1 cobeta2 s' (fflip G0) i j =
                 fflip (fstep_mom rnd fsum p m n cobeta1 cobeta2 s G0) i j).
    { intros i j. unfold fstep_mom, fblend. rewrite Hm, Eu. unfold fflip_state, fflip; cbn [mom].
      set (x := mom s i j). set (y := fclipped _ _ _ _ _ _ s G0 i j).
      replace (beta1 p * (sg i j * x)) with (sg i j * (beta1 p * x)) by ring.
      replace (cobeta1 * (sg i j * y)) with (sg i j * (cobeta1 * y)) by ring.
      rewrite !rnd_sign, <- Rmult_plus_distr_l. apply rnd_sign. }
    assert (ES : forall i j,
      fresidual rnd fsum p m n cobeta1 cobeta2 s' (fflip G0) i j =
      fresidual rnd fsum p m n cobeta1 cobeta2 s G0 i j).
    { intros i j. unfold fresidual, fsquare_plus. rewrite Eu, Em. unfold fflip.
      rewrite <- Rmult_minus_distr_l, rnd_sign, sign_sq. reflexivity. }
    repeat split; cbn [fstep row col mom res_row res_col fflip_state]; auto.
    + intros i. rewrite Hrr. f_equal. now apply (fmean_ext rnd fsum fsum_ext).
    + intros j. rewrite Hrc. f_equal. now apply (fmean_ext rnd fsum fsum_ext).
Qed.
End Flip.

(** ** Instance: any precision, unbounded exponents, the plain loop order *)
Section Instance.
Variable prec : Z.
Context {prec_pos : Prec_gt_0 prec}.

Definition frnd (x : R) : R := round radix2 (FLX_exp prec) ZnearestE x.

Fixpoint loop_sum (q : nat) (f : vec) : R :=
  match q with O => 0 | S r => frnd (loop_sum r f + f r) end.

Lemma frnd_pow2 x l : frnd (x * pow2 l) = frnd x * pow2 l.
Proof.
  unfold frnd, pow2. destruct (Req_dec x 0) as [->|Hx].
  - rewrite Rmult_0_l, round_0 by apply valid_rnd_N. ring.
  - unfold round, scaled_mantissa, cexp, FLX_exp. rewrite mag_mult_bpow by exact Hx.
    unfold F2R; simpl. set (e := (mag radix2 x - prec)%Z).
    replace (mag radix2 x + l - prec)%Z with (e + l)%Z by (unfold e; ring).
    replace (x * bpow radix2 l * bpow radix2 (- (e + l))) with (x * bpow radix2 (- e)).
    + rewrite bpow_plus. ring.
    + rewrite Rmult_assoc, <- bpow_plus. do 2 f_equal. ring.
Qed.

Lemma frnd_opp x : frnd (- x) = - frnd x.
Proof. apply round_NE_opp. Qed.

Lemma loop_sum_pow2 q f l : loop_sum q (fun i => f i * pow2 l) = loop_sum q f * pow2 l.
Proof.
  induction q as [|q IH]; simpl; [ring|].
  rewrite IH, <- Rmult_plus_distr_r. apply frnd_pow2.
Qed.

Lemma loop_sum_ext q f g : (forall i, f i = g i) -> loop_sum q f = loop_sum q g.
Proof. intros H. induction q as [|q IH]; simpl; [reflexivity|]. now rewrite IH, H. Qed.

Lemma frnd_nonneg x : 0 <= x -> 0 <= frnd x.
Proof.
  intros H. unfold frnd. rewrite <- (round_0 radix2 (FLX_exp prec) ZnearestE).
  apply round_le; [apply FLX_exp_valid; exact prec_pos|apply valid_rnd_N|exact H].
Qed.

Lemma loop_sum_nonneg q f : (forall i, 0 <= f i) -> 0 <= loop_sum q f.
Proof.
  intros H. induction q as [|q IH]; simpl; [lra|]. apply frnd_nonneg. specialize (H q). lra.
Qed.

Variables (p : params) (m n : nat) (c1 c2 c3 : R).
Hypothesis beta2_nonneg : 0 <= beta2 p.
Hypothesis c2_nonneg : 0 <= c2.
Hypothesis eps1_nonneg : 0 <= eps1 p.

Lemma frun_col_nonneg G t j : 0 <= col (frun frnd loop_sum p m n c1 c2 c3 G t) j.
Proof.
  induction t as [|t IH]; [simpl; lra|]. cbn [frun fstep col]. unfold fstep_col, fblend.
  apply frnd_nonneg. apply Rplus_le_le_0_compat; apply frnd_nonneg; apply Rmult_le_pos; auto.
  unfold fmean. apply frnd_nonneg. apply Rmult_le_pos.
  - apply loop_sum_nonneg. intros i. unfold fsquare_plus. apply frnd_nonneg.
    apply Rplus_le_le_0_compat; [|assumption]. apply frnd_nonneg. nra.
  - destruct m as [|q]; [simpl; rewrite Rinv_0; lra|].
    left. apply Rinv_0_lt_compat, lt_0_INR. lia.
Qed.

Theorem float_scale_exact G t k i j :
  fdirection frnd loop_sum m
    (frun frnd loop_sum (pscale_params p k) m n c1 c2 c3 (fun q => pscale k (G q)) t) i j =
  fdirection frnd loop_sum m (frun frnd loop_sum p m n c1 c2 c3 G t) i j.
Proof.
  apply fdirection_pow2.
  - apply frnd_pow2.
  - apply loop_sum_pow2.
  - apply loop_sum_ext.
  - apply frun_col_nonneg.
Qed.

Theorem float_flip_exact sg G t :
  (forall i j, sg i j = 1 \/ sg i j = -1) ->
  state_eq (frun frnd loop_sum p m n c1 c2 c3 (fun q => fflip sg (G q)) t)
    (fflip_state sg (frun frnd loop_sum p m n c1 c2 c3 G t)).
Proof using prec_pos.
  intros Hsg. apply frun_flip; [apply frnd_opp|apply loop_sum_ext|exact Hsg].
Qed.
End Instance.
