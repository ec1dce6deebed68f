"""A port that is a `GradientTransformation` in the manner of optax. JAX is imported only when one is run."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .about import About
from .answer import STATES
from .case import Case, Hyperparameters
from .formats import Array, bfloat16, with_format
from .port import Optimizer, Port

if TYPE_CHECKING:
    import optax

    Make = Callable[[Hyperparameters], optax.GradientTransformation]
    Show = Callable[[Any], Mapping[str, Mapping[str, Any]]]


def optax_transformation(
    make: Make, about: About, states: Mapping[str, str] | Show | None = None, jit: bool = True
) -> Port:
    """A port of `make(h) -> optax.GradientTransformation`, whose updates `optax.apply_updates` adds to the parameters.

    The parameters are a dictionary by name. A named tuple anywhere in the state is shown where its fields have the
    official names (`exp_avg`, `exp_avg_sq_row`, …) and hold a tree like the parameters', with None for a parameter that
    lacks the state. Other names are told as `states={"exp_avg": "mu"}`; a state that is kept in another way by a
    function of the state that gives `{"exp_avg": {"parameter": array}}`, with which cases that give a start are not
    taken.

    - Double precision is switched on for cases of F64, and off for all others.
    - A start: those fields are replaced, and `count` or `step` in the same tuple is set.
    - A reload pickles the leaves of the state and puts them into the state of a new transformation.
    - Whether a gradient of a wrong shape is refused is up to the transformation: claim it with `refuses=True`.
    """
    return _OptaxPort(make, about.default(starts=not callable(states), reloads=True), states, jit)


class _OptaxPort(Port):
    def __init__(self, make: Make, about: About, states: Mapping[str, str] | Show | None, jit: bool) -> None:
        super().__init__(about)
        self.make, self.jit = make, jit
        self.show = states if callable(states) else None
        names = {} if states is None or callable(states) else states
        self.names = {state: names.get(state, state) for state in STATES}

    def begin(self, case: Case) -> Optimizer:
        return _OptaxOptimizer(self, case)


class _OptaxOptimizer(Optimizer):
    def __init__(self, port: _OptaxPort, case: Case) -> None:
        import jax

        configure: Callable[[str, bool], None] = jax.config.update
        configure("jax_enable_x64", "F64" in case.formats)
        self.port, self.h = port, case.h
        self.values = {name: _jax_array(values) for name, values in case.parameters.items()}
        self.state = self._make()
        if case.start:
            given: dict[str, dict[str, Any]] = {}
            for name, states in case.start.items():
                for shown, values in states.items():
                    given.setdefault(port.names[shown], {})[name] = _jax_array(values)
            found: set[str] = set()
            self.state = _replaced(self.state, given, case.start_step, found)
            if given.keys() - found:
                raise KeyError(f"The case starts with {sorted(given)}, but the state has {sorted(found)} of them.")

    def _make(self) -> Any:
        """A new transformation; gives its first state."""
        import jax
        import optax

        transformation = self.port.make(self.h)

        def advance(values: Any, state: Any, gradients: Any) -> Any:
            updates, state = transformation.update(gradients, state, values)
            return optax.apply_updates(values, updates), state

        self.advance = jax.jit(advance) if self.port.jit else advance
        return transformation.init(self.values)

    def step(self, gradients: Mapping[str, Array]) -> None:
        arrays = {name: _jax_array(gradient) for name, gradient in gradients.items()}
        self.values, self.state = self.advance(self.values, self.state, arrays)

    def parameters(self) -> Mapping[str, Array]:
        return {name: with_format(np.asarray(values)) for name, values in self.values.items()}

    def states(self) -> Mapping[str, Mapping[str, Array]]:
        if self.port.show is not None:
            trees = self.port.show(self.state)
        else:
            trees = {shown: tree for shown, own in self.port.names.items() for tree in _fields(self.state, own)}
        return {
            name: {
                shown: with_format(np.asarray(tree[name]))
                for shown, tree in trees.items()
                if hasattr(tree.get(name), "shape")
            }
            for name in self.values
        }

    def reload(self) -> None:
        import jax

        leaves = pickle.loads(pickle.dumps([np.asarray(leaf) for leaf in jax.tree.leaves(self.state)]))
        structure = jax.tree.structure(self._make())
        self.state = jax.tree.unflatten(structure, [jax.numpy.asarray(leaf) for leaf in leaves])


def _jax_array(array: Array) -> Any:
    import jax.numpy as jnp
    import ml_dtypes

    return jnp.asarray(array.view(np.uint16).view(ml_dtypes.bfloat16) if array.dtype == bfloat16 else array)


def _fields(state: Any, field: str) -> list[Mapping[str, Any]]:
    """The dictionaries in fields of that name in named tuples, however deep."""
    if not isinstance(state, tuple):
        return []
    own = getattr(state, field, None) if hasattr(state, "_fields") else None
    return [own] if isinstance(own, Mapping) else [tree for part in state for tree in _fields(part, field)]


def _replaced(state: Any, given: Mapping[str, Mapping[str, Any]], step: int, found: set[str]) -> Any:
    """The state with these dictionaries in fields of these names, and the names that it has."""
    if not isinstance(state, tuple):
        return state
    if not hasattr(state, "_fields"):
        return tuple(_replaced(part, given, step, found) for part in state)
    own = [field for field in state._fields if field in given]
    found.update(own)
    changed: dict[str, Any] = {field: {**getattr(state, field), **given[field]} for field in own}
    if own:
        import jax.numpy as jnp

        counts = [field for field in ("count", "step") if hasattr(getattr(state, field, None), "dtype")]
        changed |= {field: jnp.full_like(getattr(state, field), step) for field in counts}
    rest = {f: _replaced(getattr(state, f), given, step, found) for f in state._fields if f not in changed}
    return type(state)(**{**changed, **rest})
