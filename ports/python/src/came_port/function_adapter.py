"""A port that is a plain function of arrays, one parameter at a time."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .about import About
from .answer import STATES
from .case import Case, Hyperparameters
from .formats import Array
from .port import Optimizer, Port

State = Mapping[str, Any]
Step = Callable[[Array, Array, State, Hyperparameters], tuple[Array, State]]
Init = Callable[[tuple[int, ...], "np.dtype[Any]"], State]


def function(step: Step, init: Init, about: About, names: Mapping[str, str] | None = None) -> Port:
    """A port of `step(parameter, gradient, state, h) -> (parameter, state)` and `init(shape, dtype) -> state`.

    A state is a mapping. Its entries under the official names (`exp_avg`, `exp_avg_sq`, `exp_avg_sq_row`, …) are shown
    and, where a case gives a start, set; `names` says what they are called if they have other names, for example
    `{"exp_avg": "m"}`. An entry `step` is set to the number of steps taken. Anything else is the port's own business.

    bfloat16 comes as `came_port.bfloat16`; to compute, go through `float32_from_bfloat16` and back.
    """
    return _FunctionPort(step, init, about.default(starts=True, reloads=True), names or {})


class _FunctionPort(Port):
    def __init__(self, step: Step, init: Init, about: About, names: Mapping[str, str]) -> None:
        super().__init__(about)
        self.step, self.init = step, init
        self.names = {state: names.get(state, state) for state in STATES}

    def begin(self, case: Case) -> Optimizer:
        return _FunctionOptimizer(self, case)


class _FunctionOptimizer(Optimizer):
    def __init__(self, port: _FunctionPort, case: Case) -> None:
        self.port, self.h = port, case.h
        self.values = {name: values.copy() for name, values in case.parameters.items()}
        self.state = {name: port.init(values.shape, values.dtype) for name, values in case.parameters.items()}
        for name, given in case.start.items():
            self.state[name] = self._started(self.state[name], given, case.start_step)

    def _started(self, state: State, given: Mapping[str, Array], step: int) -> State:
        own = {self.port.names[name]: values.copy() for name, values in given.items()}
        unknown = own.keys() - state.keys()
        if unknown:
            raise KeyError(f"The case starts with {sorted(unknown)}, but the state has {sorted(state)}.")
        return {**state, **own, **({"step": step} if "step" in state else {})}

    def step(self, gradients: Mapping[str, Array]) -> None:
        for name, gradient in gradients.items():
            self.values[name], self.state[name] = self.port.step(
                self.values[name], gradient, self.state[name], self.h
            )

    def parameters(self) -> Mapping[str, Array]:
        return self.values

    def states(self) -> Mapping[str, Mapping[str, Array]]:
        return {
            name: {shown: np.asarray(state[own]) for shown, own in self.port.names.items() if state.get(own) is not None}
            for name, state in self.state.items()
        }

    def reload(self) -> None:
        self.state = pickle.loads(pickle.dumps(self.state))
