"""Mistakes in the second moment, the clip and the momentum."""

import numpy as np

from step import F, inverse, mutant, rounded

mag = np.abs

# What r, c and v average

mutant("row-sums", r=lambda s: s.averaged("r", s.squares.sum(-1)))
mutant("column-sums", c=lambda s: s.averaged("c", s.squares.sum(-2)))
mutant("sums-over-means", r=lambda s: s.averaged("r", s.squares.sum(-1)), c=lambda s: s.averaged("c", s.squares.sum(-2)))
mutant("doubled-row-factor", r=lambda s: s.averaged("r", 2 * s.squares.mean(-1)))
mutant("largest-of-row-and-column", r=lambda s: s.averaged("r", s.squares.max(-1)), c=lambda s: s.averaged("c", s.squares.max(-2)))
square_of = lambda q: lambda s: s.averaged(q, np.square(s.marginal(q, mag(s["g"]))) + s.h.ε1)
mutant("square-of-means", r=square_of("r"), c=square_of("c"))
mutant(
    "axes-exchanged",
    r=lambda s: s.averaged("r", s.squares.mean(-2)) if s.n == s.m else s.x,
    c=lambda s: s.averaged("c", s.squares.mean(-1)) if s.n == s.m else s.x,
)
mutant(
    "second-moment-of-clipped-gradient",
    second=lambda s, q: s.averaged(q, s.marginal(q, np.square(s.clipped(s["g"], s.h.d)) + s.h.ε1)),
)

# How they average

mutant("no-weight-in-second-moment", second=lambda s, q: s.h.β2 * s.before[q] + s.term(q))
mutant("weights-exchanged-in-second-moment", second=lambda s, q: s.h.w2 * s.before[q] + s.h.β2 * s.term(q))
mutant("no-average-of-second-moment", second=lambda s, q: s.term(q))
mutant("first-second-moment-whole", second=lambda s, q: s.term(q) if s.t == 1 else s.x)
schedule = lambda s: F(float(s.t) ** -0.8)
mutant("beta2-schedule", second=lambda s, q: (1 - schedule(s)) * s.before[q] + schedule(s) * s.term(q))
mutant("beta3-in-column-factor", c=lambda s: s.h.β3 * s.before["c"] + s.h.w3 * s.term("c"))
mutant("largest-second-moment", second=lambda s, q: np.where(s.before[q] >= s.x, s.before[q], s.x))


def hyper(name, change):
    mutant(name).hyper = change


hyper("beta2-beta3-exchanged", lambda h: {**h, "betas": (h["betas"][0], h["betas"][2], h["betas"][1])})
hyper("beta3-ignored", lambda h: {**h, "betas": h["betas"][:2] + (0.9999,)})
hyper("beta1-beta2-exchanged", lambda h: {**h, "betas": (h["betas"][1], h["betas"][0], h["betas"][2])})
hyper("zero-beta1-is-default", lambda h: {**h, "betas": (h["betas"][0] or 0.9,) + h["betas"][1:]})
hyper("epsilons-exchanged", lambda h: {**h, "eps": h["eps"][::-1]})
hyper("epsilon1-for-epsilon2", lambda h: {**h, "eps": (h["eps"][0],) * 2})
hyper("no-epsilon1", lambda h: {**h, "eps": (0.0, h["eps"][1])})
hyper("no-epsilon2", lambda h: {**h, "eps": (h["eps"][0], 0.0)})
hyper("epsilons-ignored", lambda h: {**h, "eps": (1e-30, 1e-16)})
hyper("threshold-squared", lambda h: {**h, "d": h["d"] ** 2})
hyper("threshold-ignored", lambda h: {**h, "d": 1.0})
hyper("no-decay", lambda h: {**h, "weight_decay": 0.0})
hyper("zero-learning-rate-is-default", lambda h: {**h, "lr": h["lr"] or 0.001})

# The root

mutant("bias-corrected-second-moment", u=lambda s: s.x * np.sqrt(F(1) - s.h.β2**s.t))
mutant("no-root-of-second-moment", u=lambda s: s["g"] / s.v())


def fourth_root(s):
    roots = np.sqrt(s.v())
    s.notes["largest"] = roots if "largest" not in s.notes else np.where(roots >= s.notes["largest"], roots, s.notes["largest"])
    return inverse(s.notes["largest"] / s.h.β2) * s["g"]


mutant("fourth-root", u=fourth_root)


def centred(s):
    squares = np.square(s.average("mean", s.h.β2, s.h.w2, s["g"]))
    if not s.isMatrix:
        return inverse(s["v"] - squares) * s["g"]
    return s.over_root(s["g"], s["r"] - squares.mean(-1), s["c"] - squares.mean(-2))


mutant("centred-second-moment", u=centred)
mutant("nan-to-zero-in-update", u=lambda s: np.where(np.isnan(s.x), F(0), s.x))
mutant("row-total-for-row-mean-in-v", u=lambda s: s.pre(lambda r, c, mean: inverse(r / (mean * F(s.n))) * inverse(c)))
mutant("mean-over-batch-in-v", u=lambda s: s.pre(lambda r, c, mean: inverse(r / s["r"].mean(dtype=F)) * inverse(c)))


def mean_of_another(s):
    if s.grad.ndim != 3 or s.batch != s.n:
        return s.x
    return s.over_root(s["g"], s["r"] / s["r"].mean(-1)[None, :], s["c"], mean=F(1))


mutant("mean-of-another-matrix-in-v", u=mean_of_another)
mutant("no-normalisation-of-v", u=lambda s: s.pre(lambda r, c, mean: inverse(r) * inverse(c)))
mutant("geometric-mean-for-v", u=lambda s: s.pre(lambda r, c, mean: inverse(np.sqrt(r) * np.sqrt(c))))
mutant("product-first-in-v", u=lambda s: s.pre(lambda r, c, mean: inverse(r * c / mean)))


def old_factors(s):
    if s.t == 1:
        return s.x
    if s.isMatrix:
        return s.over_root(s["g"], s.before["r"], s.before["c"])
    return inverse(s.before["v"]) * s["g"]


mutant("old-factors-in-v", u=old_factors)
mutant("unit-row-factor-of-tall", u=lambda s: s.pre(lambda r, c, mean: inverse(c) * np.ones_like(r)) if s.n > s.m else s.x)
mutant(
    "whole-second-moment",
    u=lambda s: inverse(s.average("v", s.h.β2, s.h.w2, s.squares)) * s["g"] if s.isMatrix else s.x,
)

# Where ε1 and ε2 are added

plain = lambda s, q: s.averaged(q, s.marginal(q, s["g"] * s["g"]))
mutant("epsilon1-beside-root", second=plain, u=lambda s: s["g"] / (np.sqrt(s.v()) + s.h.ε1))
mutant("epsilon1-beside-root-too", u=lambda s: s["g"] / (np.sqrt(s.v()) + s.h.ε1))
mutant("epsilon1-after-average", second=lambda s, q: plain(s, q) + s.h.ε1)
mutant(
    "epsilon1-where-used",
    second=plain,
    u=lambda s: s.over_root(s["g"], s["r"] + s.h.ε1, s["c"] + s.h.ε1) if s.isMatrix else inverse(s["v"] + s.h.ε1) * s["g"],
)
mutant("epsilon1-in-rows-only", c=lambda s: plain(s, "c"))
mutant("epsilon1-as-floor", second=lambda s, q: s.averaged(q, s.marginal(q, np.maximum(s["g"] * s["g"], s.h.ε1))))
mutant(
    "means-clamped-at-epsilon1",
    u=lambda s: (
        s.pre(lambda r, c, mean: inverse(r / np.maximum(mean, s.h.ε1)) * inverse(c))
        if s.isMatrix
        else s["g"] * inverse(np.maximum(s["v"], s.h.ε1 * s.h.ε1))
    ),
    update=lambda s: s.sure(lambda R, C, mean: inverse(R / np.maximum(mean, s.h.ε1)) * inverse(C)),
)
mutant("epsilon2-after-average", instability=lambda s, q: s.averaged(q, s.marginal(q, s.residuals)) + s.h.ε2)
mutant("epsilon2-in-rows-only", C=lambda s: s.averaged("C", s.residuals.mean(-2)))
mutant("epsilon2-in-root", update=lambda s: s.sure(lambda R, C, mean: F(1) / (np.sqrt(R / mean) * np.sqrt(C) + s.h.ε2)))

# The clip

mutant("clip-by-mean-square", rms=lambda s: s.x * s.x)
mutant("clip-by-norm", rms=lambda s: s.x * np.sqrt(F(s.count)))
mutant("clip-by-norm-over-count", rms=lambda s: s.x / np.sqrt(F(s.count)))
mutant("clip-by-norm-over-last-dimension", rms=lambda s: s.x * np.sqrt(F(s.count) / F(s.m)))
mutant("clip-by-largest", rms=lambda s: np.fmax.reduce(mag(s["u"]), axis=None, initial=0))
mutant("clip-by-mean-magnitude", rms=lambda s: mag(s["u"]).mean(dtype=F))
mutant("clip-by-gradient", rms=lambda s: s.rms(s["g"]))


def last_step(s):
    old, s.notes["rms"] = s.notes.get("rms", s.x), s.x
    return old


mutant("clip-by-last-step", rms=last_step)
mutant(
    "clip-without-last-row",
    rms=lambda s: np.sqrt(np.square(s["u"].ravel()[: -s.m]).sum(dtype=F) / F(s.count)) if s.isMatrix else s.x,
)
mutant("no-clip", uhat=lambda s: s["u"])
mutant("no-clip-of-vectors", uhat=lambda s: s.x if s.isMatrix else s["u"])
mutant("always-clip", uhat=lambda s: s["u"] / (s["rms"] / s.h.d))
mutant("clip-to-one", uhat=lambda s: s["u"] / s["rms"] if s["rms"] > s.h.d else s.x)
mutant("clip-elements", uhat=lambda s: np.where(mag(s["u"]) > s.h.d, np.where(s["u"] < 0, -s.h.d, s.h.d), s["u"]))
mutant("clip-rows", uhat=lambda s: s.blocks(s["u"], s.m))
mutant("clip-matrices-of-batch", uhat=lambda s: s.blocks(s["u"], s.n * s.m) if s.batch > 1 else s.x)
mutant("clip-of-gradient", g=lambda s: s.clipped(s.x, s.h.d), uhat=lambda s: s["u"])
mutant("clip-passes-nan", uhat=lambda s: s["u"] if np.isnan(s["rms"]) else s.x)
times = lambda s, excess, keep: s["u"] if keep else s["u"] / excess
mutant("clip-times-threshold", uhat=lambda s: times(s, s["rms"] * s.h.d, s["rms"] * s.h.d < 1))
mutant("clip-minimum", uhat=lambda s: times(s, s["rms"] / s.h.d, s["rms"] / s.h.d > 1))
mutant("clip-minimum-times-threshold", uhat=lambda s: times(s, s["rms"] * s.h.d, s["rms"] * s.h.d > 1))

# The momentum

mutant("momentum-of-gradient", m=lambda s: s.averaged("m", s["g"]))
mutant("momentum-of-unclipped", m=lambda s: s.averaged("m", s["u"]))
mutant("no-weight-in-momentum", m=lambda s: s.h.β1 * s.before["m"] + s["uhat"])
mutant("weights-exchanged-in-momentum", m=lambda s: s.h.w1 * s.before["m"] + s.h.β1 * s["uhat"])
mutant("no-momentum", m=lambda s: s["uhat"])
mutant("first-momentum-whole", m=lambda s: s["uhat"] if s.t == 1 else s.x)
mutant("beta3-in-momentum", m=lambda s: s.h.β3 * s.before["m"] + s.h.w3 * s["uhat"])
mutant(
    "learning-rate-in-momentum",
    m=lambda s: s.averaged("m", s.h.η * s["uhat"]),
    theta=lambda s: s.descended(s.decayed(), F(1)),
)
mutant("bias-corrected-momentum", update=lambda s: s.confident(s["m"] / (F(1) - s.h.β1**s.t)))
mutant("nesterov", update=lambda s: s.confident(s.h.β1 * s["m"] + s.h.w1 * s["uhat"]))
mutant("old-momentum-in-update", update=lambda s: s.confident(s.before["m"]) if s.t > 1 else s.x)
mutant("learning-rate-into-momentum-of-vectors").after = lambda s, θ, new: (
    θ,
    new if s.isMatrix else {**new, "m": s.h.η * new["m"]},
)
mutant("update-in-place-of-momentum").after = lambda s, θ, new: (θ, {**new, "m": s["update"]})
mutant("update-in-place-of-second-moment").after = lambda s, θ, new: (θ, new if s.isMatrix else {**new, "v": s["u"]})
mutant("cautious-update", update=lambda s: s.cautious(s.x))
mutant("cautious-momentum", m=lambda s: s.cautious(s.x))

# Roundings

mutant("state-in-half", state=lambda s, q: rounded(s.x, 11))
mutant("state-in-bfloat16", state=lambda s, q: rounded(s.x, 8))
mutant("momentum-in-bfloat16", m=lambda s: rounded(s.x, 8))
mutant("instability-in-bfloat16", instability=lambda s, q: rounded(s.x, 8))
mutant("gradient-in-bfloat16", g=lambda s: rounded(s.x, 8))
mutant("update-in-bfloat16", update=lambda s: rounded(s.x, 8))
mutant("parameter-in-bfloat16", theta=lambda s: rounded(s.x, 8))


def eight_bits(s):
    least, greatest = (s.x.min(), s.x.max()) if s.x.size else (F(0), F(0))
    if not least < greatest:
        return s.x
    unit = (greatest - least) / F(255)
    ratio = (s.x - least) / unit
    return np.trunc(ratio + np.copysign(F(0.5), ratio)) * unit + least


mutant("momentum-in-eight-bit-integers", m=eight_bits)
mutant("complements-in-format").rounds_first = True
mutant("momentum-rounded-down", m=lambda s: rounded(s.x, 20, np.floor))
mutant("momentum-cut-off", m=lambda s: rounded(s.x, 20, np.trunc))
mutant("small-steps-lost", theta=lambda s: np.where(mag(s.x - s.θ0) < mag(s.θ0) / F(256), s.θ0, s.x))
