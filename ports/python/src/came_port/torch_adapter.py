"""A port that is a `torch.optim.Optimizer`. PyTorch is imported only when one is made."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .about import About
from .answer import STATES
from .case import Case, Hyperparameters
from .formats import Array, bfloat16
from .port import Optimizer, Port

if TYPE_CHECKING:
    import torch

    Factory = Callable[[list[torch.nn.Parameter], Hyperparameters], torch.optim.Optimizer]
    Show = Callable[[torch.optim.Optimizer, torch.nn.Parameter], Mapping[str, torch.Tensor]]


def torch_optimizer(
    factory: Factory, about: About, states: Mapping[str, str] | Show | None = None, device: str = "cpu"
) -> Port:
    """A port of `factory(parameters, h) -> torch.optim.Optimizer`.

    `optimizer.state[parameter]` is shown where it has the official names (`exp_avg`, `exp_avg_sq_row`, …). Other names
    are told as `states={"exp_avg": "momentum"}`; a state that is kept in another way by a function of the optimizer and
    a parameter that gives tensors by official name, with which cases that give a start are not taken.

    - Parameters keep the case's format, and gradients have the parameter's. One thread computes.
    - A start: the optimizer takes a step with a zero gradient to make its state, which is then overwritten, the step
      count too; the parameter is put back.
    - A reload goes through `state_dict()`, `torch.save`, new parameters, a new optimizer and `load_state_dict()`.
    - A gradient of a wrong shape is refused by PyTorch itself, as it is set, so every port refuses it; what the
      optimizer would do with it isn't asked.
    """
    return _TorchPort(factory, about.default(starts=not callable(states), reloads=True, refuses=True), states, device)


class _TorchPort(Port):
    def __init__(self, factory: Factory, about: About, states: Mapping[str, str] | Show | None, device: str) -> None:
        super().__init__(about)
        self.factory, self.device = factory, device
        self.show = states if callable(states) else None
        names = {} if states is None or callable(states) else states
        self.names = {state: names.get(state, state) for state in STATES}

    def begin(self, case: Case) -> Optimizer:
        return _TorchOptimizer(self, case)


class _TorchOptimizer(Optimizer):
    def __init__(self, port: _TorchPort, case: Case) -> None:
        import torch

        torch.set_num_threads(1)
        self.port, self.h = port, case.h
        self._make({name: tensor_from(values, port.device) for name, values in case.parameters.items()})
        if case.start:
            self._start(case)

    def _make(self, values: Mapping[str, torch.Tensor]) -> None:
        import torch

        self.values = {name: torch.nn.Parameter(tensor) for name, tensor in values.items()}
        self.optimizer = self.port.factory(list(self.values.values()), self.h)

    def _start(self, case: Case) -> None:
        import torch

        self.step({name: np.zeros_like(values) for name, values in case.parameters.items()})
        with torch.no_grad():
            for name, given in case.start.items():
                self.values[name].copy_(tensor_from(case.parameters[name], self.port.device))
                state = self.optimizer.state[self.values[name]]
                for shown, values in given.items():
                    own = self.port.names[shown]
                    if own not in state:
                        raise KeyError(f"The case starts with {own}, but the state has {sorted(state)}.")
                    state[own].copy_(tensor_from(values, self.port.device).reshape(state[own].shape))
                _set_step(state, case.start_step)
            for group in self.optimizer.param_groups:
                _set_step(group, case.start_step)

    def step(self, gradients: Mapping[str, Array]) -> None:
        for name, gradient in gradients.items():
            self.values[name].grad = tensor_from(gradient, self.port.device)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)

    def parameters(self) -> Mapping[str, Array]:
        return {name: array_from(parameter) for name, parameter in self.values.items()}

    def states(self) -> Mapping[str, Mapping[str, Array]]:
        return {name: self._shown(parameter) for name, parameter in self.values.items()}

    def _shown(self, parameter: torch.nn.Parameter) -> Mapping[str, Array]:
        import torch

        if self.port.show is not None:
            tensors = self.port.show(self.optimizer, parameter)
        else:
            state = self.optimizer.state.get(parameter, {})
            tensors = {shown: state[own] for shown, own in self.port.names.items() if own in state}
        return {shown: array_from(tensor) for shown, tensor in tensors.items() if isinstance(tensor, torch.Tensor)}

    def reload(self) -> None:
        import torch

        file = io.BytesIO()
        values = {name: parameter.detach() for name, parameter in self.values.items()}
        torch.save({"model": values, "optimizer": self.optimizer.state_dict()}, file)
        file.seek(0)
        saved = torch.load(file, weights_only=False)
        self._make(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])


def _set_step(state: Any, step: int) -> None:
    import torch

    if isinstance(state.get("step"), torch.Tensor):
        state["step"].fill_(step)
    elif "step" in state:
        state["step"] = step


def tensor_from(array: Array, device: str = "cpu") -> torch.Tensor:
    """A tensor of the same format that owns its memory."""
    import torch

    if array.dtype == bfloat16:
        return torch.from_numpy(array["bits"].astype(np.int16)).view(torch.bfloat16).to(device)
    return torch.from_numpy(np.array(array)).to(device)


def array_from(tensor: torch.Tensor) -> Array:
    """An array of the same format that owns its memory."""
    import torch

    tensor = tensor.detach().cpu().contiguous()
    if tensor.dtype == torch.bfloat16:
        return tensor.view(torch.int16).numpy().astype("<u2").view(bfloat16)
    return np.array(tensor.numpy())
