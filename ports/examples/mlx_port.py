"""CAME as an optimizer of MLX, and how to write a port without an adapter.

Have it validated: `came-lab validate --port "python ports/examples/mlx_port.py"`; without an Apple chip, MLX computes on
the CPU after `pip install "mlx[cpu]"`.

What to look at in an MLX port:
- MLX's own Adafactor keeps its state in the parameter's format. In float16, ε1 = 1e-30 is zero and the first step NaN;
  here half and bfloat16 gradients are widened and the state is float32.
- A Python float takes the array's format, so 1 − β is formed in double and rounded once.
- Broadcasting takes a gradient of a wrong shape without a word.
"""

import tempfile
from pathlib import Path

import came_port
import mlx.core as mx
import numpy as np
from mlx.optimizers import Optimizer
from mlx.utils import tree_flatten, tree_unflatten


class CAME(Optimizer):
    """Confidence-guided adaptive memory efficient optimization (Luo et al., ACL 2023, Algorithm 2).

    A parameter of two or more dimensions has factors over its last two; leading ones are a batch. Vectors and scalars
    have a whole mean square and take no confidence step. Weight decay is decoupled.
    """

    def __init__(
        self, learning_rate, betas=(0.9, 0.999, 0.9999), eps=(1e-30, 1e-16), clip_threshold=1.0, weight_decay=0.0
    ):
        super().__init__()
        self._maybe_schedule("learning_rate", learning_rate)
        self.betas, self.eps, self.clip_threshold, self.weight_decay = betas, eps, clip_threshold, weight_decay

    def init_single(self, parameter, state):
        shape = parameter.shape
        state["exp_avg"] = mx.zeros(shape)
        if parameter.ndim < 2:
            state["exp_avg_sq"] = mx.zeros(shape)
        else:
            for kind in ("sq", "res"):
                state[f"exp_avg_{kind}_row"] = mx.zeros(shape[:-1])
                state[f"exp_avg_{kind}_col"] = mx.zeros(shape[:-2] + shape[-1:])

    def apply_single(self, gradient, parameter, state):
        if gradient.shape != parameter.shape:
            raise ValueError(f"The parameter has the shape {parameter.shape}, but the gradient has {gradient.shape}.")
        β1, β2, β3 = self.betas
        ε1, ε2 = self.eps
        g, η = gradient.astype(mx.float32), self.learning_rate

        # r, c: averages of the row and column means of g² + ε1;  u = g / √v,  v = r c / mean(r)
        square = g * g + ε1
        if g.ndim < 2:
            v = state["exp_avg_sq"] = average(state["exp_avg_sq"], square, β2)
            u = g * mx.rsqrt(v)
        else:
            r = state["exp_avg_sq_row"] = average(state["exp_avg_sq_row"], square.mean(axis=-1), β2)
            c = state["exp_avg_sq_col"] = average(state["exp_avg_sq_col"], square.mean(axis=-2), β2)
            u = g * inverse_root(r, c)

        # û = u / max(1, RMS(u)/d), over the whole tensor
        û = u / mx.maximum(1.0, mx.sqrt((u * u).mean()) / self.clip_threshold)

        # m: average of û;  R, C: averages of the row and column means of (û − m)² + ε2;  update = m / √S
        m = state["exp_avg"] = average(state["exp_avg"], û, β1)
        update = m
        if g.ndim >= 2:
            U = mx.square(û - m) + ε2
            R = state["exp_avg_res_row"] = average(state["exp_avg_res_row"], U.mean(axis=-1), β3)
            C = state["exp_avg_res_col"] = average(state["exp_avg_res_col"], U.mean(axis=-2), β3)
            update = m * inverse_root(R, C)

        θ = parameter.astype(mx.float32)
        if self.weight_decay != 0:
            θ = θ - (η * self.weight_decay) * θ
        return (θ - η * update).astype(parameter.dtype)


def average(kept, new, β):
    """The next exponential average."""
    return β * kept + (1 - β) * new


def inverse_root(row, column):
    """1 / √(row columnᵀ / mean(row)), as a product of two reciprocal roots: the product under the root would underflow."""
    row = row / row.mean(axis=-1, keepdims=True)
    return mx.rsqrt(row)[..., :, None] * mx.rsqrt(column)[..., None, :]


class MLXOptimizer(came_port.Optimizer):
    """The optimizer at work on one case. Its parameters are a list: in a dictionary, a name could be `step`."""

    def __init__(self, case):
        self.h, self.names = case.h, list(case.parameters)
        self.values = [mlx_array(values) for values in case.parameters.values()]
        self.optimizer = self.make()
        for name, given in case.start.items():
            state = self.optimizer.state["parameters"][self.names.index(name)]
            if given.keys() != state.keys():
                raise KeyError(f"The case starts with {sorted(given)}, but the state has {sorted(state)}.")
            state.update((own, mlx_array(values)) for own, values in given.items())
        self.optimizer.state["step"] = mx.array(case.start_step, mx.uint64)

    def make(self):
        optimizer = CAME(self.h.lr, self.h.betas, self.h.eps, self.h.clip_threshold, self.h.weight_decay)
        optimizer.init({"parameters": self.values})
        return optimizer

    def step(self, gradients):
        arrays = {"parameters": [mlx_array(gradients[name]) for name in self.names]}
        self.values = self.optimizer.apply_gradients(arrays, {"parameters": self.values})["parameters"]
        mx.eval(self.values, self.optimizer.state)

    def parameters(self):
        return {name: numpy_array(values) for name, values in zip(self.names, self.values)}

    def states(self):
        shown = self.optimizer.state["parameters"]
        return {
            name: {own: numpy_array(values) for own, values in state.items()} for name, state in zip(self.names, shown)
        }

    def reload(self):
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "optimizer.safetensors")
            mx.save_safetensors(path, dict(tree_flatten(self.optimizer.state)))
            saved = tree_unflatten(list(mx.load(path).items()))
            mx.eval(saved)
        self.optimizer = self.make()
        self.optimizer.state = saved


class MLXPort(came_port.Port):
    def begin(self, case):
        return MLXOptimizer(case)


def mlx_array(array):
    """The same format; bfloat16 goes over as its bits."""
    if array.dtype == came_port.bfloat16:
        return mx.array(array["bits"].copy()).view(mx.bfloat16)
    return mx.array(array)


def numpy_array(array):
    """The same format; bfloat16 comes back as its bits."""
    if array.dtype == mx.bfloat16:
        return np.array(array.view(mx.uint16)).view(came_port.bfloat16)
    return np.array(array)


mx.set_default_device(mx.cpu)
about = came_port.About(
    "MLX example", mx.__version__, formats=("F32", "F16", "BF16"), starts=True, reloads=True, refuses=True
)
port = MLXPort(about)

if __name__ == "__main__":
    came_port.run(port)
