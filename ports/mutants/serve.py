"""The catalogue's mutants as live Python ports: `python serve.py --mutant no-clip`, `--list`, or neither for the right step."""

import argparse
import sys
from pathlib import Path

import came_port
import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import confidence  # noqa: F401, E402  these four register the mutants
import equations  # noqa: F401, E402
import lifecycle  # noqa: F401, E402
import parameter  # noqa: F401, E402
from step import F, NAMES, REGISTRY, Constants, Patch, take, zero_state  # noqa: E402


class Layout:
    """How a tensor is read: its dimensions in another order, then in another shape."""

    def __init__(self, patch, shape):
        self.axes = patch.axes(shape) if patch.axes else None
        permuted = tuple(shape[i] for i in self.axes) if self.axes else shape
        self.given, self.permuted = shape, permuted
        self.shape = tuple(patch.shape(permuted)) if patch.shape else permuted

    def apply(self, x):
        return (x.transpose(self.axes) if self.axes else x).reshape(self.shape)

    def undo(self, x):
        x = x.reshape(self.permuted)
        return x.transpose(np.argsort(self.axes)).copy() if self.axes else x.copy()


class MutantPort(came_port.Port):
    def __init__(self, about, patch):
        super().__init__(about)
        self.patch = patch

    def begin(self, case):
        return MutantOptimizer(self.patch, case)


class MutantOptimizer(came_port.Optimizer):
    def __init__(self, patch, case):
        self.patch = patch
        h = {"lr": case.h.lr, "betas": case.h.betas, "eps": case.h.eps, "d": case.h.clip_threshold}
        h["weight_decay"] = case.h.weight_decay
        h = patch.hyper(h) if patch.hyper else h
        self.h = Constants(h["lr"], h["betas"], h["eps"], h["d"], h["weight_decay"], patch.rounds_first)
        self.λ = F(h["weight_decay"])
        self.layouts = {name: Layout(patch, x.shape) for name, x in case.parameters.items()}
        self.values = {name: self.layouts[name].apply(x.astype(F)) for name, x in case.parameters.items()}
        self.notes = {name: {} for name in self.values}
        self.t = {name: 0 for name in self.values}
        self.state, self.known = {}, {}
        for name, layout in self.layouts.items():
            state = zero_state(layout.shape)
            self.state[name] = patch.start(state) if patch.start else state
            if case.start:
                self.load(name, {q: case.start[name][full] for q, full in NAMES.items() if full in case.start[name]})
                self.t[name] = case.start_step

    def load(self, name, saved):
        """Takes over a saved state, as the names and shapes of the official code have it."""
        saved = self.patch.restoring(saved) if self.patch.restoring else saved
        layout, fresh = self.layouts[name], zero_state(self.layouts[name].shape)
        read = {q: layout.apply(x) if q in "mv" else x for q, x in saved.items()}
        if {q: x.shape for q, x in read.items()} != {q: x.shape for q, x in fresh.items()}:
            raise ValueError("The state does not belong to a parameter of this shape.")
        self.state[name] = {q: x.astype(F) for q, x in read.items()}

    def step(self, gradients):
        for name, g in gradients.items():
            layout, g = self.layouts[name], g.astype(F)
            if g.shape != layout.given:
                accepted = self.patch.accepting(g, layout.given) if self.patch.accepting else None
                if accepted is None:
                    if self.patch.refusing:
                        refused = self.patch.refusing(self.h, self.values[name], self.state[name])
                        self.values[name], self.state[name] = refused
                    raise ValueError(f"The parameter has the shape {layout.given}, but the gradient has {g.shape}.")
                g = accepted
            if self.patch.shares and layout.given in self.known:
                self.state[name], self.t[name] = self.known[layout.given]
            self.t[name] += 1
            self.values[name], self.state[name] = take(
                self.patch, self.h, self.λ, self.values[name], layout.apply(g), self.state[name], self.notes[name], self.t[name]
            )
            if self.patch.shares:
                self.known[layout.given] = (self.state[name], self.t[name])

    def parameters(self):
        return {name: self.layouts[name].undo(x) for name, x in self.values.items()}

    def states(self):
        return {name: self.shown(name) for name in self.state}

    def shown(self, name):
        undo = self.layouts[name].undo
        return {NAMES[q]: undo(x) if q in "mv" else x for q, x in self.state[name].items()}

    def reload(self):
        for name in self.state:
            shown = self.shown(name)
            self.load(name, {q: shown[full] for q, full in NAMES.items() if full in shown})
            self.notes[name] = {}
        self.known = {}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--mutant", choices=REGISTRY)
    parser.add_argument("--list", action="store_true")
    options, rest = parser.parse_known_args()
    if options.list:
        print("\n".join(REGISTRY))
    else:
        np.seterr(all="ignore")
        about = came_port.About(options.mutant or "right", np.__version__, starts=True, reloads=True, refuses=True)
        came_port.run(MutantPort(about, REGISTRY[options.mutant] if options.mutant else Patch({})), rest)
