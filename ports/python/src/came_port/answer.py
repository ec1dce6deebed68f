"""An answer: what the port shows after each step."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping

from .formats import Array, with_format
from .tensorfile import write_tensors

STATES = ("exp_avg", "exp_avg_sq", "exp_avg_sq_row", "exp_avg_sq_col", "exp_avg_res_row", "exp_avg_res_col")
"""The names that the lab knows, those of the official code."""


def state_shape(state: str, shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of a state for a parameter of a shape."""
    if state.endswith("_row"):
        return shape[:-1]
    if state.endswith("_col"):
        return shape[:-2] + shape[-1:]
    return shape


def state_terms(state: str, shape: tuple[int, ...]) -> int:
    """Of how many terms a state is the mean; 1 for what is no factor."""
    return shape[-1] if state.endswith("_row") else shape[-2] if state.endswith("_col") else 1


class Answer:
    """Collects copies of what is shown, and writes them."""

    def __init__(self) -> None:
        self.tensors: dict[str, Array] = {}
        self.refused: list[int] = []

    def show(self, step: int, parameters: Mapping[str, Array], states: Mapping[str, Mapping[str, Array]]) -> None:
        """Copies the parameters, and the states by parameter and name.

        A factor that is kept as [n, 1] is shown as [n]; the order of its numbers is the same.
        """
        for name, values in parameters.items():
            self.tensors[f"step.{step:04}/param/{name}"] = with_format(values)
        for name, shown in states.items():
            for state, values in shown.items():
                copy, shape = with_format(values), state_shape(state, parameters[name].shape)
                if copy.size == math.prod(shape):
                    copy = copy.reshape(shape)
                self.tensors[f"step.{step:04}/state/{state}/{name}"] = copy

    def write(self, path: str | os.PathLike[str]) -> None:
        """Writes the file in full or not at all."""
        write_tensors(path, self.tensors, {"refused": json.dumps(self.refused)})
