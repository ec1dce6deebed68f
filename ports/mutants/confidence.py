"""Mistakes in the confidence: U, R and C, 1/√S and what it multiplies."""

import numpy as np

from equations import mag
from step import F, inverse, mutant

# U, R and C

residual = lambda s, x, m, f=np.square: f(x - m) + s.h.ε2
mutant("residual-from-old-momentum", U=lambda s: residual(s, s["uhat"], s.before["m"]))
mutant("residual-of-unclipped", U=lambda s: residual(s, s["u"], s["m"]))
mutant("residual-of-gradient", U=lambda s: residual(s, s["g"], s["m"]))
mutant("residual-magnitude", U=lambda s: residual(s, s["uhat"], s["m"], mag))
mutant("residual-without-momentum", U=lambda s: np.square(s["uhat"]) + s.h.ε2)
mutant("difference-of-squares", U=lambda s: np.square(s["uhat"]) - np.square(s["m"]) + s.h.ε2)
mutant("residual-of-corrected-momentum", U=lambda s: residual(s, s["uhat"], s["m"] / (F(1) - s.h.β1**s.t)))
mutant("residual-of-magnitudes", U=lambda s: residual(s, mag(s["uhat"]), mag(s["m"])))
mutant("epsilon2-in-square", U=lambda s: np.square(s["uhat"] - s["m"] + s.h.ε2))
mutant("column-sums-of-instability", C=lambda s: s.averaged("C", s["U"].sum(-2)))
mutant("row-sums-of-instability", R=lambda s: s.averaged("R", s["U"].sum(-1)))
mutant("no-average-of-instability", instability=lambda s, q: s.term(q))
mutant("no-weight-in-instability", instability=lambda s, q: s.h.β3 * s.before[q] + s.term(q))
mutant("weights-exchanged-in-instability", instability=lambda s, q: s.h.w3 * s.before[q] + s.h.β3 * s.term(q))
mutant("weights-exchanged-in-column-instability", C=lambda s: s.h.w3 * s.before["C"] + s.h.β3 * s.term("C"))
mutant("complement-of-beta2-in-instability", instability=lambda s, q: s.h.β3 * s.before[q] + s.h.w2 * s.term(q))
mutant("instability-every-other-step", instability=lambda s, q: s.before[q] if s.t % 2 == 0 else s.x)
mutant(
    "column-instability-from-old-momentum",
    C=lambda s: s.averaged("C", residual(s, s["uhat"], s.before["m"]).mean(-2)),
)
shared = lambda q, of: lambda s: s.h.β3 * s[of] + s.h.w3 * s.term(q) if s.t > 1 else s.x
mutant("instability-in-second-moment", R=shared("R", "r"), C=shared("C", "c")).after = lambda s, θ, new: (
    θ,
    {**new, "r": new["R"], "c": new["C"]} if s.isMatrix and s.t > 1 else new,
)
mutant("instability-from-one").start = lambda state: {
    q: np.ones_like(x) if q in "RC" else x for q, x in state.items()
}
mutant(
    "instability-of-other-axes",
    R=lambda s: s.averaged("R", s["U"].mean(-2)) if s.n == s.m else s.x,
    C=lambda s: s.averaged("C", s["U"].mean(-1)) if s.n == s.m else s.x,
)


def overlapping(s):
    if s.m <= 4 or s.m % 4 == 0:
        return s.x
    U = s["U"].copy()
    U[..., s.m - 4 : s.m - s.m % 4] *= 2
    return s.averaged("R", U.mean(-1))


mutant("last-vector-overlaps", R=overlapping)


def over_batch(s):
    if s.batch == 1:
        return s.x
    rows = s["U"].mean(-1).reshape(s.batch, s.n).mean(0, dtype=F)
    return s.averaged("R", np.broadcast_to(rows, s.before["R"].shape))


mutant("instability-rows-over-batch", R=over_batch)
mutant("rows-normalised-in-place").after = lambda s, θ, new: (
    θ,
    {**new, "R": new["R"] / new["R"].mean(-1, keepdims=True)} if s.isMatrix else new,
)

# 1/√S and what it multiplies

mutant("row-total-for-row-mean-in-s", update=lambda s: s.sure(lambda R, C, mean: inverse(R / (mean * F(s.n))) * inverse(C)))
mutant("mean-over-batch-in-s", update=lambda s: s.sure(lambda R, C, mean: inverse(R / s["R"].mean(dtype=F)) * inverse(C)))
mutant("no-normalisation-of-s", update=lambda s: s.sure(lambda R, C, mean: inverse(R) * inverse(C)))
mutant("product-first-in-s", update=lambda s: s.sure(lambda R, C, mean: inverse(R * C / mean)))
mutant("rows-only-in-s", update=lambda s: s.sure(lambda R, C, mean: inverse(R) * np.ones_like(C)))
mutant(
    "old-factors-in-s",
    update=lambda s: s.over_root(s["m"], s.before["R"], s.before["C"]) if s.isMatrix and s.t > 1 else s.x,
)
mutant("bias-corrected-instability", update=lambda s: s.x * np.sqrt(F(1) - s.h.β3**s.t) if s.isMatrix else s.x)
mutant("inverse-confidence", update=lambda s: s.sure(lambda R, C, mean: np.sqrt(R / mean) * np.sqrt(C)))
mutant("no-root-of-instability", update=lambda s: s.sure(lambda R, C, mean: F(1) / (R / mean * C)))
mutant("no-confidence", update=lambda s: s["m"])
mutant("confidence-of-clipped", update=lambda s: s.confident(s["uhat"]) if s.isMatrix else s.x)
mutant(
    "confidence-of-vectors",
    update=lambda s: s.x
    if s.isMatrix
    else inverse(s.average("S", s.h.β3, s.h.w3, residual(s, s["uhat"], s["m"]))) * s["m"],
)


def mean_confidence(s):
    if not s.isMatrix:
        return s.x
    R = s["R"] / s["R"].mean(-1, keepdims=True)
    return s["m"] / (np.sqrt(R)[..., :, None] * np.sqrt(s["C"])[..., None, :]).mean(dtype=F)


mutant("mean-confidence", update=mean_confidence)
mutant(
    "confidence-up-to-one", update=lambda s: s.sure(lambda R, C, mean: np.fmin(F(1), inverse(R / mean) * inverse(C)))
)
mutant("clip-of-update", update=lambda s: s.clipped(s.x, s.h.d))
mutant("no-confidence-without-momentum", update=lambda s: s["m"] if s.h.β1 == 0 else s.x)
mutant("mean-of-r-in-s", update=lambda s: s.over_root(s["m"], s["R"], s["C"], s["r"].mean(-1, keepdims=True)) if s.isMatrix else s.x)
mutant(
    "columns-of-first-matrix",
    update=lambda s: s.over_root(s["m"], s["R"], np.broadcast_to(s["C"].reshape(-1, s.m)[0], s["C"].shape)) if s.isMatrix else s.x,
)
mutant("batch-in-row-mean", update=lambda s: s.sure(lambda R, C, mean: inverse(R / (mean / F(s.batch))) * inverse(C)))


def last_odd(s):
    if not s.isMatrix or s.m % 2 == 0:
        return s.x
    update = s.x.copy()
    update[..., -1] = s["m"][..., -1]
    return update


mutant("last-odd-column", update=last_odd)
mutant(
    "single-line-not-normalised",
    update=lambda s: s.sure(lambda R, C, mean: inverse(R) * inverse(C)) if s.isMatrix and 1 in (s.n, s.m) else s.x,
)
