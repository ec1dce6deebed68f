"""What a port is to this client, and how a case is run on it.

The adapters (`function`, `torch_optimizer`, `optax_transformation`) make one of these; write your own for anything else.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace

from .about import About
from .answer import Answer, state_terms
from .case import Case
from .formats import Array


class Unsupported(Exception):
    """Raised by a port that can't take a case; it isn't counted as a failure."""


class Optimizer(ABC):
    """One optimizer at work on one case."""

    @abstractmethod
    def step(self, gradients: Mapping[str, Array]) -> None:
        """Takes a step of all parameters together."""

    @abstractmethod
    def parameters(self) -> Mapping[str, Array]:
        """The parameters as they are now, in the format in which they are kept."""

    def states(self) -> Mapping[str, Mapping[str, Array]]:
        """What can be shown of the state: by parameter, then by one of `STATES`."""
        return {}

    def reload(self) -> None:
        """Saves the state as users do, makes a new optimizer and loads it."""
        raise Unsupported("saving and loading")


class Port(ABC):
    """Makes an optimizer for each case; nothing may be kept from one case to the next."""

    def __init__(self, about: About) -> None:
        self.about = about

    @abstractmethod
    def begin(self, case: Case) -> Optimizer:
        """A new optimizer with the case's parameters, hyperparameters and, if it has one, start."""


def run_case(port: Port, case: Case) -> Answer:
    """Takes every step of a case; `Unsupported`, or whatever the port raises, passes through."""
    lacking = port.about.lacks(case)
    if lacking is not None:
        raise Unsupported(lacking)
    answer = Answer()
    optimizer = port.begin(with_sums(case) if port.about.factors == "sums" else case)
    for step, gradients in enumerate(case.gradients, 1):
        if step in case.reload:
            optimizer.reload()
        try:
            optimizer.step({name: values.copy() for name, values in gradients.items()})
        except Unsupported:
            raise
        except Exception:
            if step not in case.refused:
                raise
            answer.refused.append(step)
        answer.show(step, optimizer.parameters(), optimizer.states())
    return answer


def with_sums(case: Case) -> Case:
    """A case gives means to start from; a port that holds sums starts from the means times how many terms they have."""
    start = {
        name: {
            state: values * values.dtype.type(state_terms(state, case.parameters[name].shape))
            for state, values in given.items()
        }
        for name, given in case.start.items()
    }
    return replace(case, start=start)
