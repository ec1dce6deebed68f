"""Other people's CAMEs as ports: `python survey.py ID [--source DIR]`, which `came-lab survey` calls.

Each adapter is what a user of that code writes: the constructor with its arguments by our names. Code that comes as a
file in a checkout is loaded from there, and the modules that it imports but doesn't use in a step are stood in for, so that
nothing of a training framework has to be installed.
"""

import argparse
import contextlib
import importlib.util
import sys
import types
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import came_port


def release(package):
    """The version of a package, which may be put on the path without being installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def optimizer(make, title, formats=("F32", "F16", "BF16"), version="", states=None, **claims):
    """A port of `make(parameters, h, lr)`; a learning rate of zero is set afterwards, as schedules do."""

    def factory(parameters, h):
        made = make(parameters, h, h.lr or 1.0)
        for group in made.param_groups:
            group["lr"] = h.lr
        return made

    about = came_port.About(title, version, formats=formats, **claims)
    return came_port.torch_optimizer(factory, about, states)


def keywords(h, lr):
    """The arguments of the official constructor."""
    return {**h.keywords, "lr": lr}


# From PyPI


def came_pytorch(_):
    with contextlib.redirect_stdout(sys.stderr):
        from came_pytorch import CAME
    return optimizer(lambda p, h, lr: CAME(p, **keywords(h, lr)), "came-pytorch", version=release("came-pytorch"))


def pytorch_optimizer(_, ams_bound=False, formats=("F32",), arithmetic=None):
    from pytorch_optimizer import CAME

    def make(p, h, lr):
        return CAME(
            p, lr=lr, betas=h.betas, weight_decay=h.weight_decay, clip_threshold=h.clip_threshold, eps1=h.eps[0],
            eps2=h.eps[1], ams_bound=ams_bound,
        )

    title = "pytorch-optimizer" + (" with ams_bound" if ams_bound else "")
    claims = {"arithmetic": arithmetic} if arithmetic else {}
    return optimizer(make, title, formats, release("pytorch-optimizer"), **claims)


def adafactor8bit(_):
    import torch
    from adafactor8bit import Adafactor8Bit

    def make(p, h, lr):
        return Adafactor8Bit(
            p, lr=lr, beta1=h.betas[0], beta2=h.betas[1], beta2_decay=None, beta3=h.betas[2], eps=(h.eps[0], 1e-3),
            eps_came=h.eps[1], d=h.clip_threshold, weight_decay=h.weight_decay, relative_step=False, scale_parameter=False,
            quantize=False, use_cuda_kernel=False, bias_correction=False, momentum_only_1d=True,
        )

    # Its state has names of its own and changes them from release to release: it is judged by the parameter.
    return optimizer(make, "adafactor8bit", ("F32",), release("adafactor8bit"), states=lambda made, p: {})


# From a checkout


def load(source, file, stubs=()):
    """A module from a file, with modules that stand in for what it imports."""
    for name, contents in stubs:
        parts = name.split(".")
        for end in range(1, len(parts)):
            sys.modules.setdefault(".".join(parts[:end]), types.ModuleType(".".join(parts[:end])))
        module = types.ModuleType(name)
        module.__dict__.update(contents)
        sys.modules[name] = module
    path = Path(source) / file
    spec = importlib.util.spec_from_file_location(path.stem + "_surveyed", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def colossalai(source):
    CAME = load(source, "colossalai/nn/optimizer/came.py").CAME
    return optimizer(lambda p, h, lr: CAME(p, **keywords(h, lr)), "ColossalAI CAME", ("F32",))


def colossalai_distributed(source):
    import torch

    module = load(
        source,
        "colossalai/nn/optimizer/distributed_came.py",
        [
            ("colossalai.interface.optimizer", {"DistributedOptim": torch.optim.Optimizer}),
            ("colossalai.shardformer.layer._operation", {"_gather": None, "_split": None}),
            ("colossalai.tensor.d_tensor", {"get_sharding_spec": None, "is_distributed_tensor": lambda p: False}),
        ],
    )

    def make(p, h, lr):
        made = module.DistributedCAME(p, **keywords(h, lr))
        made.setup_distributed(use_zero=False)  # one process, nothing sharded
        return made

    return optimizer(make, "ColossalAI DistributedCAME, one process", ("F32",))


def onetrainer(source, cautious=False):
    stub = ("modules.util.bf16_stochastic_rounding", {"add_stochastic_": None})
    CAME = load(source, "modules/util/optimizer/CAME.py", [stub]).CAME
    title = "OneTrainer CAME" + (" with use_cautious" if cautious else "")
    return optimizer(lambda p, h, lr: CAME(p, **keywords(h, lr), use_cautious=cautious), title, ("F32",))


def anima_lora(source):
    CAME = load(source, "library/training/came_optimizer.py").CAME
    return optimizer(lambda p, h, lr: CAME(p, **keywords(h, lr)), "anima_lora CAME", ("F32",))


PORTS = {
    "came-pytorch": came_pytorch,
    "pytorch-optimizer": pytorch_optimizer,
    "pytorch-optimizer-ams": lambda source: pytorch_optimizer(source, ams_bound=True),
    "pytorch-optimizer-half": lambda source: pytorch_optimizer(source, formats=("F16", "BF16")),
    "adafactor8bit": adafactor8bit,
    "colossalai": colossalai,
    "colossalai-distributed": colossalai_distributed,
    "onetrainer": onetrainer,
    "onetrainer-cautious": lambda source: onetrainer(source, cautious=True),
    "anima-lora": anima_lora,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("id", choices=PORTS)
    parser.add_argument("--source")
    options, rest = parser.parse_known_args()
    came_port.run(lambda: PORTS[options.id](options.source), rest)
