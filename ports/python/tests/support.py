"""What the tests share: the package from its source, cases to run, and a client to talk to."""

import json
import os
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"
EXAMPLES = Path(__file__).parents[2] / "examples"
sys.path[:0] = [str(SOURCE), str(EXAMPLES)]

import came_port  # noqa: E402
import numpy as np  # noqa: E402

HYPERPARAMETERS = (
    '{"lr": 0.001, "eps": [1e-30, 1e-16], "clip_threshold": 1.0, "betas": [0.9, 0.999, 0.9999], "weight_decay": 0}'
)

# A port that is simple to predict: momentum is the sum of gradients, the parameter goes down by lr times it.
SIMPLE = """
    import came_port
    import numpy as np

    def init(shape, dtype):
        return {"exp_avg": np.zeros(shape, dtype), "step": 0}

    def step(p, g, state, h):
        if g.shape != p.shape:
            raise ValueError(f"got {g.shape}")
        m = state["exp_avg"] + g
        return p - p.dtype.type(h.lr) * m, {"exp_avg": m, "step": state["step"] + 1}

    about = came_port.About("simple", "0.1", refuses=True)
"""
RUN = """
    came_port.run(came_port.function(step, init, about))
"""


def case(shape=(2, 3), steps=2, dtype=np.float32, hyperparameters=HYPERPARAMETERS, names=("w",), seed=1, **rest):
    """A case of random numbers."""
    random = np.random.default_rng(seed)
    draw = lambda: {name: np.array(random.standard_normal(shape), dtype) for name in names}
    return came_port.Case(hyperparameters, draw(), [draw() for _ in range(steps)], **rest)


class Scratch(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def script(self, *parts):
        """A port's script of these parts."""
        path = self.folder / "port.py"
        path.write_text("".join(textwrap.dedent(part) for part in parts))
        return path

    def run_script(self, path, *arguments, **options):
        return subprocess.run(
            [sys.executable, path, *arguments],
            env=environment(),
            capture_output=True,
            text=True,
            timeout=60,
            **options,
        )


class Client:
    """A port's script in a process, as the lab talks to it. Its standard error goes to a file."""

    def __init__(self, path):
        self.errors = open(path.with_suffix(".stderr"), "a+")
        self.process = subprocess.Popen(
            [sys.executable, path],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def run(self, case_path, identifier=1):
        answer = case_path.with_suffix(".answer.safetensors")
        return self.ask(op="run", id=identifier, case=str(case_path), answer=str(answer)), answer

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.rest = self.process.stdout.read()
        self.process.stdout.close()
        self.status = self.process.wait(timeout=30)
        self.errors.seek(0)
        self.stderr = self.errors.read()
        self.errors.close()


def environment():
    """Standard output is buffered, as it is unless someone says otherwise."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | {
        "PYTHONPATH": str(SOURCE)
    }
