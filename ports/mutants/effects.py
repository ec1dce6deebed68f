"""Mistakes in the confidence, the parameter, the layout, in saving and refusing, and those that were held out."""

import numpy as np

from equations import mag
from step import F, FACTORED, counters, inverse, mutant, rounded

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

# Layout

product = lambda shape: int(np.prod(shape))


def layout(name, shape=None, axes=None):
    patch = mutant(name)
    patch.shape, patch.axes = shape, axes


layout("single-row-as-vector", lambda s: (product(s),) if len(s) == 2 and 1 in s else s)
layout("only-matrices-factored", lambda s: (product(s),) if len(s) > 2 else s)
layout("nothing-factored", lambda s: (product(s),) if len(s) > 1 else s)
layout("vectors-as-rows", lambda s: (1,) + s if len(s) == 1 else s)
layout("scalars-as-matrices", lambda s: s or (1, 1))
layout("tall-as-transposed", axes=lambda s: (1, 0) if len(s) == 2 and s[0] > s[1] else None)
layout("tall-as-reshaped", lambda s: s[::-1] if len(s) == 2 and s[0] > s[1] else s)
layout("kernels-as-rows", lambda s: (s[0], product(s[1:])) if len(s) == 4 else s)
layout("batch-as-rows", lambda s: (product(s[:-1]), s[-1]) if len(s) > 2 else s)
layout("batch-as-columns", lambda s: (s[0], s[1] * s[2]) if len(s) == 3 else s)
layout("first-two-dimensions", axes=lambda s: (2, 3, 0, 1) if len(s) == 4 else None)


def two_largest(s):
    if len(s) <= 2:
        return None
    longest = sorted(sorted(range(len(s)), key=lambda i: (s[i], i), reverse=True)[:2])
    return tuple(i for i in range(len(s)) if i not in longest) + tuple(longest)


layout("two-largest-dimensions", axes=two_largest)
layout("shards-as-matrices", lambda s: (2, s[0] // 2, s[1]) if len(s) == 2 and s[0] > 2 and s[0] % 2 == 0 else s)
layout("lengths-of-one-dropped", lambda s: tuple(n for n in s if n != 1) if len(s) > 2 else s)

# Saving, refusing, sharing


def restoring(name, change):
    mutant(name).restoring = change


zeroing = lambda *names: lambda saved: {q: np.zeros_like(x) if q in names else x for q, x in saved.items()}
restoring("restored-in-bfloat16", lambda saved: {q: rounded(x, 8) for q, x in saved.items()})
restoring("restored-in-half", lambda saved: {q: rounded(x, 11) for q, x in saved.items()})
restoring("restored-without-column-instability", zeroing("C"))
restoring("restored-without-instability", zeroing("R", "C"))
restoring("restored-without-momentum", zeroing("m"))
restoring("restored-without-vectors", zeroing("v"))
restoring("restored-under-wrong-name", lambda saved: {**saved, "R": saved["r"], "C": saved["c"]} if "r" in saved else saved)


def transposed(saved):
    if "r" not in saved or saved["r"].shape != saved["c"].shape:
        return saved
    return {**saved, "r": saved["c"], "c": saved["r"], "R": saved["C"], "C": saved["R"]}


restoring("restored-square-transposed", transposed)
restoring(
    "restored-by-columns",
    lambda saved: {**saved, "m": saved["m"].ravel().reshape(saved["m"].shape[::-1]).T.copy()} if saved["m"].ndim == 2 else saved,
)


def compensated(s):
    θ = s.decayed()
    change = -(s.h.η * s["update"]) - s.notes.get("lost", np.zeros_like(θ))
    total = θ + change
    s.notes["lost"] = (total - θ) - change
    return total


mutant("compensation-unsaved", theta=compensated)


def unsaved_mean(s):
    if not s.isMatrix:
        return s.x
    mean = s.average("mean", s.h.β2, s.h.w2, s.squares.mean(-1).mean(-1, keepdims=True))
    return s.over_root(s["g"], s["r"], s["c"], mean)


mutant("mean-unsaved", u=unsaved_mean)


def first_use(s, θ, new):
    s.notes["started"] = True
    return θ, new


mutant(
    "buffers-on-first-use", second=lambda s, q: s.x if "started" in s.notes else s.h.w2 * s.term(q)
).after = first_use
mutant("refused-after-decay-of-state").refusing = lambda h, θ, state: (θ, {**state, "m": h.β1 * state["m"]})
mutant("refused-after-decay-of-parameter").refusing = lambda h, θ, state: (θ - h.λη * θ, state)


def accepting(name, f):
    mutant(name).accepting = f


accepting("accepts-as-many-elements", lambda g, shape: g.reshape(shape) if g.size == product(shape) else None)
accepting("accepts-one-element", lambda g, shape: np.full(shape, g.ravel()[0], F) if g.size == 1 else None)
accepting(
    "accepts-last-dimensions",
    lambda g, shape: np.broadcast_to(g, shape).copy()
    if 0 < g.ndim < len(shape) and shape[-g.ndim :] == g.shape
    else None,
)
mutant("state-shared-by-shape").shares = True

assert set(FACTORED) == {"r", "c", "R", "C"}
