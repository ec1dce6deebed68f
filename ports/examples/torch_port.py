"""CAME as a `torch.optim.Optimizer`.

Have it validated: `came-lab validate --port "python ports/examples/torch_port.py"`

What to look at in a PyTorch port:
- `update = exp_avg` without a clone, then `update.mul_(lr)`, scales the momentum itself. Here nothing that is kept in
  the state is ever the target of an in-place operation that isn't its average.
- Half and bfloat16 gradients are widened and the state is float32, since in bfloat16 an average with β = 0.999 never
  decays. But `load_state_dict` of PyTorch casts the state to the parameter's format (pytorch#43706): it is put right.
- The root mean square is formed from the mean. The norm over the root of the count is the same number, but its sum of
  squares can overflow where the mean doesn't.
"""

import came_port
import torch


class CAME(torch.optim.Optimizer):
    """Confidence-guided adaptive memory efficient optimization (Luo et al., ACL 2023, Algorithm 2).

    A parameter of two or more dimensions has factors over its last two; leading ones are a batch. Vectors and scalars
    have a whole mean square and take no confidence step. Weight decay is decoupled.
    """

    def __init__(
        self, params, lr, betas=(0.9, 0.999, 0.9999), eps=(1e-30, 1e-16), clip_threshold=1.0, weight_decay=0.0
    ):
        if not lr >= 0:
            raise ValueError(f"The learning rate must not be negative, but is {lr}.")
        if not all(0 <= beta <= 1 for beta in betas):
            raise ValueError(f"Every β must be between 0 and 1, but they are {betas}.")
        super().__init__(
            params, dict(lr=lr, betas=betas, eps=eps, clip_threshold=clip_threshold, weight_decay=weight_decay)
        )

    @torch.no_grad()
    def step(self, closure=None):
        """Takes one step and returns the loss of the closure, if there is one."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self._step_one(p, group)
        return loss

    def _step_one(self, p, group):
        if p.grad.is_sparse:
            raise RuntimeError("CAME doesn't take sparse gradients.")
        β1, β2, β3 = group["betas"]
        ε1, ε2 = group["eps"]
        g = p.grad.float() if p.grad.dtype in (torch.float16, torch.bfloat16) else p.grad
        state = self.state[p]
        if not state:
            self._init(state, g)
        state["step"] += 1

        # r, c: averages of the row and column means of g² + ε1;  u = g / √v,  v = r c / mean(r)
        square = g * g + ε1
        if g.ndim < 2:
            v = average(state["exp_avg_sq"], square, β2)
            u = g * v.rsqrt()
        else:
            r = average(state["exp_avg_sq_row"], square.mean(dim=-1), β2)
            c = average(state["exp_avg_sq_col"], square.mean(dim=-2), β2)
            u = g * inverse_root(r, c)

        # û = u / max(1, RMS(u)/d), over the whole tensor
        rms = (u * u).mean().sqrt()
        û = u / (rms / group["clip_threshold"]).clamp(min=1.0)

        # m: average of û;  R, C: averages of the row and column means of (û − m)² + ε2;  update = m / √S
        m = average(state["exp_avg"], û, β1)
        update = m
        if g.ndim >= 2:
            U = (û - m).square() + ε2
            R = average(state["exp_avg_res_row"], U.mean(dim=-1), β3)
            C = average(state["exp_avg_res_col"], U.mean(dim=-2), β3)
            update = m * inverse_root(R, C)

        if group["weight_decay"] != 0:
            p.add_(p, alpha=-group["weight_decay"] * group["lr"])
        p.add_(update * -group["lr"])

    @staticmethod
    def _init(state, g):
        state["step"] = 0
        state["exp_avg"] = torch.zeros_like(g)
        if g.ndim < 2:
            state["exp_avg_sq"] = torch.zeros_like(g)
        else:
            for kind in ("sq", "res"):
                state[f"exp_avg_{kind}_row"] = g.new_zeros(g.shape[:-1])
                state[f"exp_avg_{kind}_col"] = g.new_zeros(g.shape[:-2] + g.shape[-1:])

    def load_state_dict(self, state_dict):
        """Loads a state and keeps its format, whatever that of the parameters is."""
        super().load_state_dict(state_dict)
        parameters = (p for group in self.param_groups for p in group["params"])
        numbers = (number for group in state_dict["param_groups"] for number in group["params"])
        for number, p in zip(numbers, parameters, strict=True):
            for name, value in state_dict["state"].get(number, {}).items():
                if torch.is_tensor(value):
                    self.state[p][name] = value.to(device=p.device, copy=True)


def average(kept, new, β):
    """Moves an exponential average on, in place, and returns it."""
    return kept.mul_(β).add_(new, alpha=1 - β)


def inverse_root(row, column):
    """1 / √(row columnᵀ / mean(row)), as a product of two reciprocal roots: the product under the root would underflow."""
    row = row / row.mean(dim=-1, keepdim=True)
    return row.rsqrt().unsqueeze(-1) * column.rsqrt().unsqueeze(-2)


about = came_port.About("torch example", torch.__version__, formats=("F32", "F16", "BF16", "F64"))
port = came_port.torch_optimizer(lambda parameters, h: CAME(parameters, **h.keywords), about)

if __name__ == "__main__":
    came_port.run(port)
