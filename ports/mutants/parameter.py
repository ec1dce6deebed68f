"""Mistakes in the parameter, those that were held out, and what isn't repeatable."""

import numpy as np

from step import F, counters, inverse, mutant, rounded

# The parameter

mutant("decay-in-gradient", g=lambda s: s.x + s.λ * s.θ0, theta=lambda s: s.descended(s.θ0))
mutant("decay-in-momentum", uhat=lambda s: s.x + s.λ * s.θ0, theta=lambda s: s.descended(s.θ0))
mutant("decay-without-learning-rate", theta=lambda s: s.descended(s.decayed(s.λ)))
mutant("decay-by-squared-learning-rate", theta=lambda s: s.descended(s.decayed(s.h.λη * s.h.η)))
mutant("decay-by-exponential", theta=lambda s: s.descended(s.θ0 * np.exp(-s.h.λη)))
after = lambda s: s.descended(s.θ0)
mutant("decay-after-update", theta=lambda s: after(s) - s.h.λη * after(s))
mutant("decay-of-matrices-only", theta=lambda s: s.x if s.isMatrix else after(s))
mutant("decay-of-vectors-only", theta=lambda s: after(s) if s.isMatrix else s.x)
mutant("decay-over-root-of-instability", theta=lambda s: s.descended(s.θ0 - s.h.λη * s.confident(s.θ0) if s.isMatrix else s.decayed()))
mutant("decay-twice", theta=lambda s: s.descended(s.decayed(2 * s.h.λη)))
mutant("cautious-decay", theta=lambda s: s.descended(s.θ0 - s.h.λη * np.where(s.θ0 * s["update"] > 0, s.θ0, F(0))))
mutant("growth-for-decay", theta=lambda s: s.descended(s.decayed(-s.h.λη)))
mutant("ascent", update=lambda s: -s.x)
mutant("gradient-negated", g=lambda s: -s.x)
mutant("parameter-scale", update=lambda s: s.x * np.maximum(F(1) / F(1000), s.rms(s.θ0)))
mutant("update-of-sign", update=lambda s: np.where(np.isnan(s.x), s.x, np.sign(s.x)))
undone = lambda test: lambda s, θ, new: (s.θ0, s.before) if test(s["g"]) else (θ, new)
mutant("zero-gradient-skipped").after = undone(lambda g: bool((g == 0).all()))
mutant("nan-gradient-skipped").after = undone(lambda g: not np.isfinite(g).all())
mutant("nan-to-zero-in-gradient", g=lambda s: np.where(np.isnan(s.x), F(0), s.x))
mutant("learning-rate-twice", update=lambda s: s.h.η * s.x)
mutant("warm-up-inside", update=lambda s: s.x * min(F(1), F(s.t) / F(100)))
mutant("decay-of-learning-rate-inside", update=lambda s: s.x / np.sqrt(F(s.t)))
mutant("learning-rate-in-bfloat16", theta=lambda s: s.descended(s.decayed(), F(rounded(s.h.η, 8))))
mutant("scale-of-tall", update=lambda s: s.x * np.sqrt(F(s.n) / F(s.m)) if s.isMatrix and s.n > s.m else s.x)

# Held out: gradient, second moment, clip, momentum


def never_cleared(s):
    s.notes["sum"] = s.notes["sum"] + s.x if "sum" in s.notes else s.x
    return s.notes["sum"]


mutant("gradient-never-cleared", g=never_cleared)
mutant("gradient-centralised", g=lambda s: s.x - s.x.mean(-1, keepdims=True) if s.isMatrix else s.x)


def norm_to_one(s):
    norm = s.rms(s.x) * np.sqrt(F(s.count))
    return s.x / norm if norm > 1 else s.x


mutant("gradient-norm-up-to-one", g=norm_to_one)
mutant("column-means-by-wrong-count", c=lambda s: s.averaged("c", s.squares.sum(-2) / F(s.m)))


def tiled(s):
    if s.n <= 4:
        return s.x
    squares = s.squares.copy()
    squares[..., s.n - s.n % 4 :, :] = 0
    return s.averaged("c", squares.mean(-2))


mutant("rows-after-last-tile", c=tiled)


def late(s):
    term = s.term("c")
    old, s.notes["columns"] = s.notes.get("columns", term), term
    return s.averaged("c", old)


mutant("columns-one-step-late", c=late)


def per_matrix(q):
    def f(s):
        if s.batch == 1:
            return s.x
        (β, w), shape = s.decay(q), s.before[q].shape
        later = (s.batch - 1 - np.arange(s.batch))[:, None]
        flat = lambda x: x.reshape(s.batch, -1)
        return (β**s.batch * flat(s.before[q]) + (β**later).astype(F) * w * flat(s.term(q))).reshape(shape)

    return f


mutant("decay-once-per-matrix", r=per_matrix("r"), c=per_matrix("c"))
mutant(
    "column-factor-by-row",
    u=lambda s: s["g"] * (inverse(s["r"] / s["r"].mean(-1, keepdims=True)) * inverse(s["c"]))[..., :, None]
    if s.isMatrix and s.n == s.m
    else s.x,
)
mutant("root-without-newton-step", u=lambda s: s.pre(lambda r, c, mean: inverse(r / mean) * rounded(inverse(c), 12)))
mutant("column-factor-floor", u=lambda s: s.pre(lambda r, c, mean: inverse(r / mean) * inverse(np.where(c < F(2**-23), F(2**-23), c))))
mutant("old-mean-in-v", u=lambda s: s.over_root(s["g"], s["r"], s["c"], s.before["r"].mean(-1, keepdims=True)) if s.isMatrix and s.t > 1 else s.x)
mutant("row-maximum-for-row-mean", u=lambda s: s.over_root(s["g"], s["r"], s["c"], s["r"].max(-1, keepdims=True)) if s.isMatrix else s.x)


def not_reset(s):
    if not s.isMatrix:
        return s.x
    means = s["r"].mean(-1, keepdims=True)
    return s.over_root(s["g"], s["r"], s["c"], np.cumsum(means, dtype=F).reshape(means.shape))


mutant("row-total-not-reset", u=not_reset)
mutant("beta1-in-second-moment-of-vectors", v=lambda s: s.h.β1 * s.before["v"] + s.h.w1 * s.squares)
mutant("epsilon2-in-second-moment-of-vectors", v=lambda s: s.averaged("v", s["g"] * s["g"] + s.h.ε2))
mutant("clip-by-deviation", rms=lambda s: s.rms(s["u"] - s["u"].mean(dtype=F)))
mutant("epsilon1-in-rms", rms=lambda s: np.sqrt(s.x * s.x + s.h.ε1))
mutant("count-with-padding", rms=lambda s: s.x * np.sqrt(F(s.count) / F((s.count + 3) // 4 * 4)))
partial = lambda s: np.square(s["u"]).sum(-1) if s.isMatrix else np.square(s["u"]).sum()
mutant("largest-partial-sum", rms=lambda s: np.sqrt(np.fmax.reduce(partial(s), axis=None, initial=0) / F(s.count)))
mutant("rms-in-bfloat16", rms=lambda s: rounded(s.x, 8))
mutant("clip-above-one", uhat=lambda s: s["u"] / (s["rms"] / s.h.d) if s["rms"] > 1 else s["u"])
mutant("clip-divisor-from-threshold", uhat=lambda s: s["u"] / np.fmax(s.h.d, s["rms"]))


def offset_clip(s):
    scale = s.h.d / (s["rms"] + F(1e-6))
    return s["u"] * scale if scale < 1 else s["u"]


mutant("clip-with-offset", uhat=offset_clip)
mutant("clip-twice", uhat=lambda s: s.x / np.maximum(F(1), s["rms"] / s.h.d))
mutant("clip-of-momentum", uhat=lambda s: s["u"], m=lambda s: s.clipped(s.x, s.h.d))
mutant(
    "momentum-of-rows-in-use",
    m=lambda s: np.where((s["g"] == 0).all(-1, keepdims=True), s.before["m"], s.x) if s.isMatrix else s.x,
)
mutant("no-momentum-of-one-element", m=lambda s: s["uhat"] if s.count == 1 else s.x)

# What isn't repeatable


def dither(s):
    counters["dither"] += 1
    steps = (counters["dither"] + np.arange(s.count).reshape(s.x.shape)) % 4
    return s.x + s.x * (F(2**-23) * steps.astype(F))


def other_order(s):
    counters["order"] += 1
    squares = np.roll(s.squares, counters["order"] % s.m, -1)
    return s.averaged("r", np.cumsum(squares, -1, dtype=F)[..., -1] / F(s.m))


mutant("dither", update=dither)
mutant("order-of-sums", r=other_order)
