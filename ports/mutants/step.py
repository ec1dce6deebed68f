"""CAME's step in NumPy float32 with a tap at every quantity, so that a mistake is a line: the Python side of the catalogue.

A patch rewrites quantities (`g r c v u rms uhat m U R C update theta`), each by a function of the moment `s`, whose `s.x` is
what the right step computes.
"""

from collections import defaultdict

import numpy as np

F = np.float32
FACTORED = {"r": "exp_avg_sq_row", "c": "exp_avg_sq_col", "R": "exp_avg_res_row", "C": "exp_avg_res_col"}
NAMES = {"m": "exp_avg", "v": "exp_avg_sq", **FACTORED}
SECOND, INSTABILITY = ("r", "c", "v"), ("R", "C")
STATE = SECOND + ("m",) + INSTABILITY


class Patch:
    """What a mutant does otherwise."""

    def __init__(self, taps):
        self.taps = taps
        self.after = self.hyper = self.axes = self.shape = self.start = None
        self.restoring = self.accepting = self.refusing = None
        self.rounds_first = self.shares = False


class Moment:
    """A step while it is taken."""

    def __init__(self, h, λ, before, θ, g, notes, t):
        self.h, self.λ, self.before, self.θ0, self.notes, self.t = h, λ, before, θ, notes, t
        self.x = self.grad = g
        self.seen = {}
        self.isMatrix = g.ndim >= 2
        self.m = g.shape[-1] if g.ndim else 1
        self.n = g.shape[-2] if g.ndim >= 2 else 1
        self.batch = int(np.prod(g.shape[:-2])) if g.ndim > 2 else 1
        self.count = g.size

    def __getitem__(self, quantity):
        return self.seen[quantity]

    @property
    def squares(self):
        return self["g"] * self["g"] + self.h.ε1

    @property
    def residuals(self):
        return np.square(self["uhat"] - self["m"])

    def decay(self, q):
        h = self.h
        return {"m": (h.β1, h.w1), "R": (h.β3, h.w3), "C": (h.β3, h.w3)}.get(q, (h.β2, h.w2))

    def marginal(self, q, a):
        return a.mean(-1) if q in "rR" else a.mean(-2) if q in "cC" else a

    def term(self, q):
        if q == "m":
            return self["uhat"]
        return self.marginal(q, self["U"] if q in INSTABILITY else self.squares)

    def averaged(self, q, term):
        β, w = self.decay(q)
        return β * self.before[q] + w * term

    def average(self, name, β, w, y):
        """An average that the mutant keeps beside the state."""
        self.notes[name] = β * self.notes.get(name, np.zeros_like(y)) + w * y
        return self.notes[name]

    def rms(self, a):
        return np.sqrt((a * a).mean(dtype=F)) if a.size else F(0)

    def over_root(self, x, row, column, mean=None):
        mean = row.mean(-1, keepdims=True) if mean is None else mean
        return x * (inverse(row / mean)[..., :, None] * inverse(column)[..., None, :])

    def pre(self, f, x=None, row="r", column="c"):
        """x times f(row, column, mean of rows), of a matrix; what is right of anything else."""
        if not self.isMatrix:
            return self.x
        r, c = self[row], self[column]
        return f(r[..., :, None], c[..., None, :], r.mean(-1)[..., None, None]) * (self["g"] if x is None else x)

    def sure(self, f):
        return self.pre(f, self["m"], "R", "C") if self.isMatrix else self.x

    def confident(self, x):
        return self.over_root(x, self["R"], self["C"]) if self.isMatrix else x

    def v(self):
        if not self.isMatrix:
            return self["v"]
        r, c = self["r"], self["c"]
        return (r / r.mean(-1, keepdims=True))[..., :, None] * c[..., None, :]

    def clipped(self, u, d):
        excess = self.rms(u) / d
        return u if excess < 1 else u / excess

    def blocks(self, u, size):
        flat = u.reshape(-1, max(1, size))
        return np.stack([self.clipped(block, self.h.d) for block in flat]).reshape(u.shape) if u.size else u

    def cautious(self, x):
        mask = (x * self["g"] > 0).astype(F)
        return x * (mask / np.maximum(mask.mean(dtype=F), F(1) / F(1000)))

    def descended(self, θ, η=None):
        return θ - (self.h.η if η is None else η) * self["update"]

    def decayed(self, part=None):
        return self.θ0 - (self.h.λη if part is None else part) * self.θ0


class Constants:
    """Rounded once, through double; in the format first where the patch says so."""

    def __init__(self, lr, betas, eps, d, weight_decay, rounds_first):
        self.β1, self.β2, self.β3 = (F(β) for β in betas)
        self.w1, self.w2, self.w3 = (F(1) - F(β) if rounds_first else F(1 - β) for β in betas)
        self.ε1, self.ε2 = F(eps[0]), F(eps[1])
        self.d, self.η, self.λη = F(d), F(lr), F(F(weight_decay) * F(lr) if rounds_first else weight_decay * lr)


def inverse(x):
    return F(1) / np.sqrt(x)


def zero_state(shape):
    if len(shape) < 2:
        return {"m": np.zeros(shape, F), "v": np.zeros(shape, F)}
    row, column = np.zeros(shape[:-1], F), np.zeros(shape[:-2] + shape[-1:], F)
    return {"m": np.zeros(shape, F), "r": row, "c": column, "R": row.copy(), "C": column.copy()}


def take(patch, h, λ, θ, g, state, notes, t):
    """One step; the parameter and the state after it."""
    s = Moment(h, λ, state, θ, g, notes, t)
    new = {}

    def tap(q, x):
        s.x = np.asarray(x, F)
        if q in patch.taps:
            x = patch.taps[q](s)
        s.seen[q] = np.asarray(x, F)
        return s.seen[q]

    g = tap("g", g)
    a = g * g + h.ε1
    if s.isMatrix:
        for q in ("r", "c"):
            new[q] = tap(q, s.averaged(q, s.marginal(q, a)))
        tap("u", s.over_root(g, new["r"], new["c"]))
    else:
        new["v"] = tap("v", s.averaged("v", a))
        tap("u", inverse(new["v"]) * g)
    tap("rms", s.rms(s["u"]))
    excess = s["rms"] / h.d
    tap("uhat", s["u"] if excess < 1 else s["u"] / excess)
    new["m"] = tap("m", s.averaged("m", s["uhat"]))
    update = new["m"]
    if s.isMatrix:
        tap("U", s.residuals + h.ε2)
        for q in ("R", "C"):
            new[q] = tap(q, s.averaged(q, s.marginal(q, s["U"])))
        update = s.over_root(new["m"], new["R"], new["C"])
    tap("update", update)
    decayed = θ - h.λη * θ if h.λη != 0 else θ
    θ = tap("theta", decayed - h.η * s["update"])
    if patch.after:
        θ, new = patch.after(s, θ, new)
    return θ, new


REGISTRY = {}


def mutant(name, second=None, instability=None, state=None, **taps):
    """Registers a mutant; the first three give one function of (moment, quantity) to several quantities."""
    for quantities, f in ((SECOND, second), (INSTABILITY, instability), (STATE, state)):
        if f:
            taps.update({q: (lambda s, f=f, q=q: f(s, q)) for q in quantities})
    REGISTRY[name] = Patch(taps)
    return REGISTRY[name]


def rounded(x, bits, how=np.rint):
    """To so many significant bits."""
    x = np.asarray(x, np.float64)
    _, exponent = np.frexp(x)
    with np.errstate(all="ignore"):
        unit = np.ldexp(1.0, exponent - bits)
        return np.where(np.isfinite(x) & (x != 0), how(x / unit) * unit, x).astype(F)


counters = defaultdict(int)
