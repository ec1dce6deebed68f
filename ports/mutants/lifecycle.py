"""Mistakes in the layout, in saving and restoring, in refusing, and memory that is shared."""

import numpy as np

from step import F, FACTORED, mutant, rounded

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
