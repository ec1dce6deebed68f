"""Records runs of other people's optimizers in float64: python record-optimizers.py > optimizers.json

Needs PyTorch, pytorch_optimizer and optax; the recording says of each run whose it is and of which version.
"""

import json
import sys
from importlib.metadata import version

import jax
import numpy as np
import optax
import pytorch_optimizer
import torch

jax.config.update("jax_enable_x64", True)
SHAPES = {"matrix": [3, 4], "batch": [2, 2, 3], "vector": [5], "scalar": []}
STEPS = 6
random = np.random.default_rng(9)
START = {name: random.normal(size=shape) for name, shape in SHAPES.items()}
GRADIENTS = [{name: random.normal(size=shape) * 10.0 ** random.integers(-3, 3) for name, shape in SHAPES.items()} for _ in range(STEPS)]


def torch_run(make):
    parameters = {name: torch.tensor(x, dtype=torch.float64, requires_grad=True) for name, x in START.items()}
    optimizer, states = make(list(parameters.values())), []
    for gradients in GRADIENTS:
        for name, p in parameters.items():
            p.grad = torch.tensor(gradients[name], dtype=torch.float64)
        optimizer.step()
        states.append({name: p.detach().numpy().copy() for name, p in parameters.items()})
    return states


def optax_run(transformation):
    parameters = {name: jax.numpy.asarray(x) for name, x in START.items()}
    state, states = transformation.init(parameters), []
    for gradients in GRADIENTS:
        updates, state = transformation.update({n: jax.numpy.asarray(g) for n, g in gradients.items()}, state, parameters)
        parameters = optax.apply_updates(parameters, updates)
        states.append({name: np.asarray(p) for name, p in parameters.items()})
    return states


TORCH, OPTAX = f"torch {torch.__version__.split('+')[0]}", f"optax {version('optax')}"
KOZISTR = "pytorch_optimizer " + (sys.argv[1] if len(sys.argv) > 1 else version("pytorch_optimizer"))
RUNS = {
    "SGD": (f"{TORCH}, SGD", torch_run(lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01))),
    "SGD, Nesterov": (f"{TORCH}, SGD", torch_run(lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True))),
    "Adam": (f"{TORCH}, Adam", torch_run(lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.1))),
    "AdamW": (f"{TORCH}, AdamW", torch_run(lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1))),
    "LAMB": (f"{OPTAX}, lamb", optax_run(optax.lamb(0.01, weight_decay=0.1))),
    "Lion": (f"{OPTAX}, lion", optax_run(optax.lion(0.01, weight_decay=0.1))),
    "SM3": (f"{KOZISTR}, SM3", torch_run(lambda p: pytorch_optimizer.SM3(p, lr=0.1, momentum=0.9, foreach=False))),
    "Adafactor": (f"{KOZISTR}, AdaFactor", torch_run(lambda p: pytorch_optimizer.AdaFactor(p, betas=(None, 0.999), foreach=False))),
    "Adafactor, learning rate": (
        f"{KOZISTR}, AdaFactor",
        torch_run(lambda p: pytorch_optimizer.AdaFactor(
            p, lr=0.01, betas=(0.9, 0.999), weight_decay=0.1, scale_parameter=False, relative_step=False,
            momentum_dtype=torch.float64, foreach=False)),
    ),
}


def numbers(tensors):
    return {name: np.asarray(x).ravel().tolist() for name, x in tensors.items()}


print(json.dumps({
    "shapes": SHAPES, "start": numbers(START), "gradients": [numbers(g) for g in GRADIENTS],
    "runs": [{"optimizer": name, "source": source, "steps": [numbers(s) for s in states]} for name, (source, states) in RUNS.items()],
}))
