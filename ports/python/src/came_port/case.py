"""A case: parameters, a gradient for each at every step, and what the optimizer is told."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .formats import Array, format_of
from .tensorfile import FileError, read_tensors, write_tensors

PROTOCOL = 1


@dataclass(frozen=True)
class HyperparameterText:
    """The hyperparameters as they were written, digit by digit, for ports that don't compute in double."""

    lr: str
    betas: tuple[str, str, str]
    eps: tuple[str, str]
    clip_threshold: str
    weight_decay: str


@dataclass(frozen=True)
class Hyperparameters:
    """The hyperparameters as doubles, under the names of the official code.

    `CAME(parameters, **h.keywords)` is the official constructor.
    """

    lr: float
    betas: tuple[float, float, float]
    eps: tuple[float, float]
    clip_threshold: float
    weight_decay: float
    text: HyperparameterText = field(repr=False, compare=False)

    @property
    def keywords(self) -> dict[str, Any]:
        """The five of them as keyword arguments."""
        return {name: getattr(self, name) for name in ("lr", "betas", "eps", "clip_threshold", "weight_decay")}

    @staticmethod
    def parse(text: str) -> Hyperparameters:
        """Reads the JSON object of a case."""
        digits = json.loads(text, parse_float=str, parse_int=str)
        try:
            beta1, beta2, beta3 = digits["betas"]
            epsilon1, epsilon2 = digits["eps"]
            lr, clip_threshold, weight_decay = digits["lr"], digits["clip_threshold"], digits["weight_decay"]
            return Hyperparameters(
                float(lr),
                (float(beta1), float(beta2), float(beta3)),
                (float(epsilon1), float(epsilon2)),
                float(clip_threshold),
                float(weight_decay),
                HyperparameterText(lr, (beta1, beta2, beta3), (epsilon1, epsilon2), clip_threshold, weight_decay),
            )
        except (KeyError, ValueError, TypeError) as error:
            raise FileError(f"These hyperparameters can't be read ({error!r}): {text}") from error


@dataclass(frozen=True)
class Case:
    """What an optimizer is given. Arrays are read-only: copy what is to change."""

    hyperparameters: str
    """JSON, with exact decimals; `h` is the same, read."""
    parameters: Mapping[str, Array]
    gradients: list[Mapping[str, Array]]
    """`gradients[0]` is for step 1."""
    start: Mapping[str, Mapping[str, Array]] = field(default_factory=dict)
    """By parameter, then by the state's name; empty without one."""
    start_step: int = 0
    reload: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()

    @property
    def h(self) -> Hyperparameters:
        return Hyperparameters.parse(self.hyperparameters)

    @property
    def formats(self) -> set[str]:
        """One, that of all parameters and gradients."""
        return {format_of(array) for array in self.parameters.values()}

    @property
    def ranks(self) -> set[int]:
        return {array.ndim for array in self.parameters.values()}

    @staticmethod
    def read(path: str | os.PathLike[str]) -> Case:
        """Reads a case's file, or tells with a `FileError` what's wrong with it."""
        tensors, metadata = read_tensors(path)
        where = Path(path).name
        if metadata.get("protocol") != str(PROTOCOL):
            raise FileError(f"{where} is of protocol {metadata.get('protocol')}, but this client speaks {PROTOCOL}.")
        try:
            case = Case(
                metadata["hyperparameters"],
                {name.removeprefix("init/"): values for name, values in tensors.items() if name.startswith("init/")},
                [_under(tensors, f"step.{step:04}/grad/") for step in range(1, int(metadata["steps"]) + 1)],
                _states(tensors),
                int(metadata.get("start_step", "0")),
                tuple(json.loads(metadata.get("reload", "[]"))),
                tuple(json.loads(metadata.get("refused", "[]"))),
            )
        except (KeyError, ValueError) as error:
            raise FileError(f"{where} is no case: {error!r}") from error
        case._check(where)
        return case

    def write(self, path: str | os.PathLike[str]) -> None:
        """Writes the case as the lab does."""
        tensors = {f"init/{name}": values for name, values in self.parameters.items()}
        for step, gradients in enumerate(self.gradients, 1):
            tensors |= {f"step.{step:04}/grad/{name}": values for name, values in gradients.items()}
        for name, states in self.start.items():
            tensors |= {f"start/{state}/{name}": values for state, values in states.items()}
        metadata = {
            "protocol": str(PROTOCOL),
            "steps": str(len(self.gradients)),
            "hyperparameters": self.hyperparameters,
        }
        if self.start:
            metadata["start_step"] = str(self.start_step)
        if self.reload:
            metadata["reload"] = json.dumps(self.reload)
        if self.refused:
            metadata["refused"] = json.dumps(self.refused)
        write_tensors(path, tensors, metadata)

    def _check(self, where: str) -> None:
        if not self.parameters:
            raise FileError(f"{where} has no parameter.")
        if len(self.formats) != 1:
            raise FileError(f"{where} mixes {' and '.join(sorted(self.formats))}.")
        for step, gradients in enumerate(self.gradients, 1):
            if gradients.keys() != self.parameters.keys():
                raise FileError(
                    f"{where} has gradients of {sorted(gradients)} at step {step}, not of {sorted(self.parameters)}."
                )
            for name, values in gradients.items():
                shape = self.parameters[name].shape
                if step not in self.refused and values.shape != shape:
                    raise FileError(
                        f"{where}: {name} has the shape {list(shape)}, but its gradient at step {step} has "
                        f"{list(values.shape)}."
                    )


def _under(tensors: Mapping[str, Array], prefix: str) -> dict[str, Array]:
    return {name[len(prefix) :]: values for name, values in tensors.items() if name.startswith(prefix)}


def _states(tensors: Mapping[str, Array]) -> dict[str, dict[str, Array]]:
    states: dict[str, dict[str, Array]] = {}
    for name, values in tensors.items():
        if name.startswith("start/"):
            _, state, parameter = name.split("/", 2)
            states.setdefault(parameter, {})[state] = values
    return states
