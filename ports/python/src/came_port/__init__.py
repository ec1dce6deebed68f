"""Has a port of the CAME optimizer validated by the CAME lab.

    import came_port
    from came_pytorch import CAME
    came_port.run(came_port.torch_optimizer(lambda p, h: CAME(p, **h.keywords), came_port.About("came-pytorch")))

`python my_port.py` talks to the lab, `python my_port.py DIR` answers a folder of cases.
"""

from .about import About
from .answer import STATES, Answer, state_shape
from .case import PROTOCOL, Case, Hyperparameters, HyperparameterText
from .command import run
from .formats import Array, bfloat16, bfloat16_from_float32, float32_from_bfloat16
from .function_adapter import function
from .measure import flushes, rsqrt_ulps
from .optax_adapter import optax_transformation
from .port import Optimizer, Port, Unsupported, run_case
from .tensorfile import FileError, read_tensors, write_tensors
from .torch_adapter import torch_optimizer

__all__ = [
    "PROTOCOL",
    "STATES",
    "About",
    "Answer",
    "Array",
    "Case",
    "FileError",
    "HyperparameterText",
    "Hyperparameters",
    "Optimizer",
    "Port",
    "Unsupported",
    "bfloat16",
    "bfloat16_from_float32",
    "float32_from_bfloat16",
    "flushes",
    "function",
    "optax_transformation",
    "read_tensors",
    "rsqrt_ulps",
    "run",
    "run_case",
    "state_shape",
    "torch_optimizer",
    "write_tensors",
]
