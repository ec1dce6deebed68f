"""CAME in NumPy in one of many correct forms, drawn from a seed: what a validator must not call a mistake.

`came-lab validate --port "python ports/variations/variation.py --seed 7"`; `make ports ARGS=200` tries as many.

Each choice below is an equal form in exact numbers, and each is met in a port somewhere: the order of sums, a fused
multiply-add or not, sums or means as factors, x + w (y − x) for an average, the reciprocal of a count or of the clip's
scale, several ways to 1/√v, (1 − λη) θ for the decay. Not among them is the root of the product r c: beside a row and a column
of zeros that underflows.
"""

import argparse
import random

import came_port
import numpy as np

F = np.float32


class Form:
    """The choices of one seed."""

    def __init__(self, seed):
        draw = random.Random(seed)
        one = lambda *choices: draw.choice(choices)
        self.summation = one("pairwise", "forward", "backward", "shuffled", "blocks", "wide")
        self.shuffle = draw.randrange(1 << 30)
        self.block = one(4, 8, 32)
        self.isFused = one(False, True)
        self.average = one("weights", "lerp")
        self.holdsSums = one(False, False, True)
        self.mean = one("quotient", "reciprocal")
        self.root = one("official", "quotients", "mean over row", "product of roots")
        self.rms = one("mean", "norm", "root of count")
        self.clip = one("quotient", "reciprocal", "minimum")
        self.decay = one("difference", "factor")
        self.update = one("separate", "joined")

    def __repr__(self):
        return ", ".join(f"{name}={value}" for name, value in vars(self).items() if name != "shuffle")

    # Sums and products

    def sum(self, x, axis):
        """The sum along an axis, in the order of this form."""
        x = np.moveaxis(x, axis, -1)
        if self.summation == "wide":
            return x.astype(np.float64).sum(axis=-1).astype(F)
        if self.summation == "pairwise":
            return np.ascontiguousarray(x).sum(axis=-1, dtype=F)
        if self.summation == "blocks":
            pad = -x.shape[-1] % self.block
            x = np.concatenate([x, np.zeros(x.shape[:-1] + (pad,), F)], axis=-1)
            lanes = x.reshape(*x.shape[:-1], -1, self.block)
            return one_after_the_other(one_after_the_other(np.moveaxis(lanes, -1, -2)))
        if self.summation == "backward":
            x = x[..., ::-1]
        if self.summation == "shuffled":
            x = x[..., np.random.default_rng(self.shuffle).permutation(x.shape[-1])]
        return one_after_the_other(x)

    def total(self, x):
        return self.sum(x.reshape(-1), 0)

    def over(self, x, count):
        return x * (F(1) / F(count)) if self.mean == "reciprocal" else x / F(count)

    def add(self, a, x, b, y):
        """a x + b y, the second product fused into the sum or not."""
        if not self.isFused:
            return a * x + b * y
        # The product of two float32 numbers is exact in float64. The sum is rounded there once before: a fused operation but
        # for one case in 2**29.
        return (b.astype(np.float64) * y + (a * x).astype(np.float64)).astype(F)

    def averaged(self, x, y, β):
        if self.average == "weights":
            return self.add(F(β), x, F(1 - β), y)
        # Like torch.lerp, from the end that is nearer: far from it, a large x would drown a small y.
        return self.add(F(1), x, F(1 - β), y - x) if β > 0.5 else self.add(F(1), y, F(-β), y - x)

    # The parts of a step

    def factor(self, x, axis):
        """What r, c, R and C average: means, or sums where those are held."""
        total = self.sum(x, axis)
        return total if self.holdsSums else self.over(total, x.shape[axis])

    def times_inverse_root(self, x, row, column):
        """x / √(row columnᵀ / mean(row))."""
        if self.holdsSums:
            mean = self.sum(row, -1)[..., None]  # the sum of all, by which row sums times column sums are divided
        else:
            mean = self.over(self.sum(row, -1), row.shape[-1])[..., None]
        row, column, mean = row[..., :, None], column[..., None, :], mean[..., None]
        if self.root == "official":
            return ((F(1) / np.sqrt(row / mean)) * (F(1) / np.sqrt(column))) * x
        if self.root == "quotients":
            return x / np.sqrt(row / mean) / np.sqrt(column)
        if self.root == "mean over row":
            return x * np.sqrt(mean / row) / np.sqrt(column)
        return x / (np.sqrt(row / mean) * np.sqrt(column))

    def clipped(self, u, d):
        if self.rms == "mean":
            rms = np.sqrt(self.over(self.total(u * u), u.size))
        elif self.rms == "norm":
            rms = np.sqrt(self.total(u * u)) / np.sqrt(F(u.size))
        else:
            rms = np.sqrt(self.total(u * u)) * (F(1) / np.sqrt(F(u.size)))
        if self.clip == "minimum":
            return u * np.minimum(F(1), d / rms)
        scale = np.maximum(F(1), rms / d)
        return u * (F(1) / scale) if self.clip == "reciprocal" else u / scale

    def moved(self, θ, update, h):
        η, decay = F(h.lr), F(h.weight_decay * h.lr)
        if decay == 0:
            return self.add(F(1), θ, -η, update)
        if self.update == "joined":
            return θ - self.add(decay, θ, η, update)
        θ = θ * F(1 - h.weight_decay * h.lr) if self.decay == "factor" else self.add(F(1), θ, -decay, θ)
        return self.add(F(1), θ, -η, update)

    # A port

    def init(self, shape, dtype):
        names = came_port.STATES if len(shape) >= 2 else ("exp_avg", "exp_avg_sq")
        names = [name for name in names if name != "exp_avg_sq" or len(shape) < 2]
        return {name: np.zeros(came_port.state_shape(name, shape), F) for name in names}

    def step(self, θ, g, state, h):
        if g.shape != θ.shape:
            raise ValueError(f"The parameter has the shape {θ.shape}, but the gradient has {g.shape}.")
        β1, β2, β3 = h.betas
        ε1, ε2, d = F(h.eps[0]), F(h.eps[1]), F(h.clip_threshold)
        new, square = {}, self.add(g, g, ε1, F(1))
        if θ.ndim < 2:
            v = new["exp_avg_sq"] = self.averaged(state["exp_avg_sq"], square, β2)
            u = g / np.sqrt(v) if self.root == "quotients" else (F(1) / np.sqrt(v)) * g
        else:
            r = new["exp_avg_sq_row"] = self.averaged(state["exp_avg_sq_row"], self.factor(square, -1), β2)
            c = new["exp_avg_sq_col"] = self.averaged(state["exp_avg_sq_col"], self.factor(square, -2), β2)
            u = self.times_inverse_root(g, r, c)
        û = self.clipped(u, d)
        update = m = new["exp_avg"] = self.averaged(state["exp_avg"], û, β1)
        if θ.ndim >= 2:
            U = self.add(û - m, û - m, ε2, F(1))
            R = new["exp_avg_res_row"] = self.averaged(state["exp_avg_res_row"], self.factor(U, -1), β3)
            C = new["exp_avg_res_col"] = self.averaged(state["exp_avg_res_col"], self.factor(U, -2), β3)
            update = self.times_inverse_root(m, R, C)
        return self.moved(θ, update, h), new


def one_after_the_other(x):
    """The sum along the last axis, term by term in float32."""
    return np.cumsum(x, axis=-1, dtype=F)[..., -1]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    options, rest = parser.parse_known_args()
    np.seterr(all="ignore")
    form = Form(options.seed)
    about = came_port.About(
        f"variation {options.seed}", repr(form), refuses=True, factors="sums" if form.holdsSums else "means"
    )
    came_port.run(came_port.function(form.step, form.init, about), rest)
