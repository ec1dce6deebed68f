"""CAME in NumPy: Algorithm 2 of the paper for one parameter, in float32 throughout.

Have it validated: `came-lab validate --port "python ports/examples/numpy_port.py"`

What to look at in a NumPy port:
- Before NumPy 2, a float32 scalar times a Python float is float64, so are its `** 2` and `1 / x`, and then all that
  follows is. So each constant is rounded once, to the format of the arithmetic; 1 − β is formed in double before that.
- Half and bfloat16 gradients are widened first; the state is float32, the parameter keeps its own format and is rounded
  after the decay and again after the update, as PyTorch's in-place operations do.
- NumPy's sums along the last axis are pairwise, along any other one after the other: `reduction` is "any".
"""

import came_port
import numpy as np


def init(shape, dtype):
    """Zero everywhere; a matrix has factors, a vector or a scalar a whole mean square."""
    zeros = lambda name: np.zeros(came_port.state_shape(name, shape), arithmetic(dtype))
    if len(shape) < 2:
        return {name: zeros(name) for name in ("exp_avg", "exp_avg_sq")}
    names = ("exp_avg", "exp_avg_sq_row", "exp_avg_sq_col", "exp_avg_res_row", "exp_avg_res_col")
    return {name: zeros(name) for name in names}


def step(θ, g, state, h):
    """One step; takes the old state and gives a new one."""
    if g.shape != θ.shape:
        raise ValueError(f"The parameter has the shape {θ.shape}, but the gradient has {g.shape}.")
    number = arithmetic(θ.dtype)
    β1, β2, β3 = (number(β) for β in h.betas)
    rest1, rest2, rest3 = (number(1 - β) for β in h.betas)
    ε1, ε2 = (number(ε) for ε in h.eps)
    d, η, decay = number(h.clip_threshold), number(h.lr), number(h.weight_decay * h.lr)
    store, new = θ.dtype, {}
    θ, g = widen(θ), widen(g)

    # r, c: averages of the row and column means of g² + ε1;  u = g / √v,  v = r c / mean(r)
    square = g * g + ε1
    if θ.ndim < 2:
        v = new["exp_avg_sq"] = β2 * state["exp_avg_sq"] + rest2 * square
        u = g * reciprocal_root(v)
    else:
        r = new["exp_avg_sq_row"] = β2 * state["exp_avg_sq_row"] + rest2 * square.mean(axis=-1)
        c = new["exp_avg_sq_col"] = β2 * state["exp_avg_sq_col"] + rest2 * square.mean(axis=-2)
        u = g * inverse_root(r, c)

    # û = u / max(1, RMS(u)/d), over the whole tensor; maximum lets a NaN pass
    rms = np.sqrt((u * u).mean())
    û = u / np.maximum(number(1), rms / d)

    # m: average of û;  R, C: averages of the row and column means of (û − m)² + ε2;  update = m / √S
    m = new["exp_avg"] = β1 * state["exp_avg"] + rest1 * û
    update = m
    if θ.ndim >= 2:
        U = np.square(û - m) + ε2
        R = new["exp_avg_res_row"] = β3 * state["exp_avg_res_row"] + rest3 * U.mean(axis=-1)
        C = new["exp_avg_res_col"] = β3 * state["exp_avg_res_col"] + rest3 * U.mean(axis=-2)
        update = m * inverse_root(R, C)

    if decay != 0:
        θ = rounded(θ - decay * θ, store)
    return narrow(rounded(θ - η * update, store), store), new


def inverse_root(row, column):
    """1 / √(row columnᵀ / mean(row)), as a product of two reciprocal roots: the product under the root would underflow."""
    row = row / row.mean(axis=-1, keepdims=True)
    return reciprocal_root(row)[..., :, None] * reciprocal_root(column)[..., None, :]


def reciprocal_root(x):
    """1 / √x; `1 / …` would be float64 for a scalar."""
    return np.reciprocal(np.sqrt(x))


def arithmetic(dtype):
    """In which format it computes: that of the parameter, but float32 at least."""
    return np.float64 if dtype == np.float64 else np.float32


def widen(array):
    """An array in the format of the arithmetic."""
    if array.dtype == came_port.bfloat16:
        return came_port.float32_from_bfloat16(array)
    return array.astype(arithmetic(array.dtype))


def narrow(array, dtype):
    """An array in the format of the parameter, rounded to nearest."""
    if dtype == came_port.bfloat16:
        return came_port.bfloat16_from_float32(array)
    return array.astype(dtype)


def rounded(array, dtype):
    """Rounded to the format of the parameter, and back in that of the arithmetic."""
    return widen(narrow(array, dtype))


about = came_port.About("numpy example", np.__version__, formats=("F32", "F16", "BF16", "F64"), refuses=True)
port = came_port.function(step, init, about)

if __name__ == "__main__":
    np.seterr(all="ignore")  # infinities and NaN are part of the cases
    came_port.run(port)
