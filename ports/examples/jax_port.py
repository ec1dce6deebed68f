"""CAME as a transformation of gradients in the manner of optax.

Have it validated: `came-lab validate --port "python ports/examples/jax_port.py"`

What to look at in a JAX port:
- On a CPU, XLA takes subnormal numbers for zero: `flushes`. A row of zeros beside huge ones then leads to NaN earlier
  than elsewhere, as r / mean(r) is zero as soon as it is subnormal.
- Its reciprocal root isn't one division by a square root: `came_port.rsqrt_ulps(jax.jit(jax.lax.rsqrt))` gives 1.7416.
- It divides by a constant, so by d and by the count of a mean, through multiplication by the rounded reciprocal.
- Broadcasting takes a gradient of a wrong shape without a word; shapes are known while tracing, so a check costs nothing.
- The decay multiplies the old parameter and isn't scaled by the confidence: it is added after `scale_by_came`, before
  the learning rate.
"""

from typing import Any, NamedTuple

import came_port
import jax
import jax.numpy as jnp
import optax


class CAMEState(NamedTuple):
    """One tree like the parameters' for each part; None where a parameter lacks it. `[…, n, m]` is its shape."""

    count: jax.Array  # steps taken
    exp_avg: Any  # m, as the parameter
    exp_avg_sq: Any  # v, as the parameter, with fewer than two dimensions
    exp_avg_sq_row: Any  # r, […, n]
    exp_avg_sq_col: Any  # c, […, m]
    exp_avg_res_row: Any  # R, […, n]
    exp_avg_res_col: Any  # C, […, m]


def scale_by_came(betas=(0.9, 0.999, 0.9999), eps=(1e-30, 1e-16), clip_threshold=1.0):
    """Confidence-guided adaptive memory efficient optimization (Luo et al., ACL 2023, Algorithm 2).

    A parameter of two or more dimensions has factors over its last two; leading ones are a batch. Vectors and scalars
    have a whole mean square and take no confidence step. Half and bfloat16 gradients are widened to float32, which the
    state has then.

    Returns:
      A transformation whose updates point uphill: scale them by minus the learning rate.
    """
    β1, β2, β3 = betas
    ε1, ε2 = eps
    d = clip_threshold

    def update_one(g, m, v, r, c, R, C):
        if g.shape != m.shape:
            raise ValueError(f"The parameter has the shape {m.shape}, but the gradient has {g.shape}.")
        g = g.astype(arithmetic(g.dtype))

        # r, c: averages of the row and column means of g² + ε1;  u = g / √v,  v = r c / mean(r)
        square = g * g + ε1
        if g.ndim < 2:
            v = average(v, square, β2)
            u = g * jax.lax.rsqrt(v)
        else:
            r = average(r, square.mean(axis=-1), β2)
            c = average(c, square.mean(axis=-2), β2)
            u = g * inverse_root(r, c)

        # û = u / max(1, RMS(u)/d), over the whole tensor
        û = u / jnp.maximum(1.0, jnp.sqrt((u * u).mean()) / d)

        # m: average of û;  R, C: averages of the row and column means of (û − m)² + ε2;  update = m / √S
        m = average(m, û, β1)
        update = m
        if g.ndim >= 2:
            U = (û - m) ** 2 + ε2
            R = average(R, U.mean(axis=-1), β3)
            C = average(C, U.mean(axis=-2), β3)
            update = m * inverse_root(R, C)
        return update, m, v, r, c, R, C

    def init(params):
        zeros = lambda p, shape: jnp.zeros(shape, arithmetic(p.dtype))
        whole = lambda p: zeros(p, p.shape)
        vector = lambda p: zeros(p, p.shape) if p.ndim < 2 else None
        row = lambda p: zeros(p, p.shape[:-1]) if p.ndim >= 2 else None
        column = lambda p: zeros(p, p.shape[:-2] + p.shape[-1:]) if p.ndim >= 2 else None
        parts = (jax.tree.map(part, params) for part in (whole, vector, row, column, row, column))
        return CAMEState(jnp.zeros([], jnp.int32), *parts)

    def update(updates, state, params=None):
        leaves, structure = jax.tree.flatten(updates)
        results = [update_one(*parts) for parts in zip(leaves, *map(structure.flatten_up_to, state[1:]))]
        updates, *parts = (structure.unflatten(part) for part in zip(*results))
        return updates, CAMEState(optax.safe_increment(state.count), *parts)

    return optax.GradientTransformation(init, update)


def came(learning_rate, betas=(0.9, 0.999, 0.9999), eps=(1e-30, 1e-16), clip_threshold=1.0, weight_decay=0.0):
    """CAME with decoupled weight decay and a learning rate, a number or a schedule."""
    return optax.chain(
        scale_by_came(betas, eps, clip_threshold),
        add_wide_decay(weight_decay) if weight_decay else optax.identity(),
        optax.scale_by_learning_rate(learning_rate),
    )


def add_wide_decay(weight_decay):
    """Like `optax.add_decayed_weights`, with half and bfloat16 parameters widened before they are multiplied."""
    return optax.stateless(
        lambda updates, params: jax.tree.map(lambda u, p: u + weight_decay * p.astype(u.dtype), updates, params)
    )


def average(kept, new, β):
    """The next exponential average; 1 − β is formed in double and rounded once, as a number that JAX takes weakly."""
    return β * kept + (1 - β) * new


def inverse_root(row, column):
    """1 / √(row columnᵀ / mean(row)), as a product of two reciprocal roots: the product under the root would underflow."""
    row = row / row.mean(axis=-1, keepdims=True)
    return jax.lax.rsqrt(row)[..., :, None] * jax.lax.rsqrt(column)[..., None, :]


def arithmetic(dtype):
    """In which format it computes: that of the parameter, but float32 at least."""
    return jnp.promote_types(dtype, jnp.float32)


about = came_port.About(
    "JAX example",
    jax.__version__,
    formats=("F32", "F16", "BF16", "F64"),
    refuses=True,
    rsqrt_ulps=1.75,
    flushes=True,
)
port = came_port.optax_transformation(
    lambda h: came(h.lr, h.betas, h.eps, h.clip_threshold, h.weight_decay), about
)

if __name__ == "__main__":
    came_port.run(port)
