"""The example ports against each other and against the same steps in double precision.

An example whose library isn't installed is left out, and said so.
"""

import importlib
import json
import unittest

import support
import came_port
import numpy as np

SHAPES = [(), (1,), (7,), (1, 1), (1, 9), (9, 1), (2, 3), (17, 13), (3, 4, 5), (2, 3, 4, 3)]
DEFAULT = {"lr": 0.001, "eps": [1e-30, 1e-16], "clip_threshold": 1.0, "betas": [0.9, 0.999, 0.9999], "weight_decay": 0}
VARIANTS = {
    "default": {},
    "fast": {"betas": [0.5, 0.9, 0.99], "lr": 0.1},
    "no average": {"betas": [0.25, 0.0, 0.0]},
    "large eps": {"eps": [3.0, 5.0]},
    "never clipped": {"clip_threshold": 1e12},
    "always clipped": {"clip_threshold": 0.001},
    "decay": {"weight_decay": 0.1, "lr": 0.01},
}


def example(name):
    try:
        return importlib.import_module(f"{name}_port").port
    except ImportError as error:
        print(f"left out: the {name} example ({error})")
        raise unittest.SkipTest(f"{name}: {error}") from None


def narrowed(values, form):
    values = np.array(values, np.float32)
    return came_port.bfloat16_from_float32(values) if form == "BF16" else values.astype(came_port.formats.FORMATS[form])


def widened(values):
    wide = came_port.float32_from_bfloat16(values) if values.dtype == came_port.bfloat16 else values
    return wide.astype(np.float64)


def make_case(form="F32", shapes=SHAPES, scale=1.0, steps=5, seed=5, hyperparameters={}, **rest):
    random = np.random.default_rng(seed)
    spread = lambda shape: random.standard_normal(shape) * np.exp(random.standard_normal(shape)) * scale
    names = {f"{number}-{'x'.join(map(str, shape))}": shape for number, shape in enumerate(shapes)}
    parameters = {name: narrowed(random.standard_normal(shape), form) for name, shape in names.items()}
    gradients = [{name: narrowed(spread(shape), form) for name, shape in names.items()} for _ in range(steps)]
    return came_port.Case(json.dumps(DEFAULT | hyperparameters), parameters, gradients, **rest)


def in_double(case):
    """The same numbers in double precision."""
    wide = lambda tensors: {name: widened(values) for name, values in tensors.items()}
    return came_port.Case(case.hyperparameters, wide(case.parameters), [wide(step) for step in case.gradients])


def worst_ratio(answer, truth, case, digits):
    """The largest error of any state or parameter over what is allowed.

    Allowed, relative to the largest number that the tensor had, are 64 roundings and one for each term of the longest
    sum, as the order of sums is free. A parameter moves by a part of itself: its own format's half ulp a step comes on
    top, twice with decay.
    """
    assert answer.tensors.keys() == truth.tensors.keys(), answer.tensors.keys() ^ truth.tensors.keys()
    largest, worst = {}, (0.0, "")
    for name, values in answer.tensors.items():
        step, what = name.split("/", 1)
        true = truth.tensors[name]
        size = largest[what] = max(largest.get(what, 0.0), np.abs(true).max(initial=0))
        count = case.parameters[what.rsplit("/", 1)[1]].size
        allowed = size * (64 + count) * 2.0**-digits
        if "/param/" in name:
            own = {2: 11 if values.dtype == np.float16 else 8, 4: 24, 8: 53}[values.dtype.itemsize]
            allowed += size * 2 * int(step[5:]) * 2.0**-own
        ratio = np.abs(widened(values) - true).max(initial=0) / allowed if size else 0.0
        worst = max(worst, (ratio if np.isfinite(ratio) else np.inf, name))
    return worst


class Examples:
    """What is asked of each example; `name` says of which."""

    @classmethod
    def setUpClass(cls):
        cls.port, cls.truth = example(cls.name), example("numpy")

    def test_states_are_those_of_double_precision(self):
        worst = (0.0, "")
        for variant, scale in [(variant, 1.0) for variant in VARIANTS] + [("never clipped", 1e-18), ("decay", 1e16)]:
            with self.subTest(variant=variant, scale=scale):
                case = make_case(scale=scale, hyperparameters=VARIANTS[variant])
                answer = came_port.run_case(self.port, case)
                ratio = worst_ratio(answer, came_port.run_case(self.truth, in_double(case)), case, 24)
                self.assertLess(ratio[0], 1, ratio[1])
                worst = max(worst, (*ratio, variant, scale))
        print(f"{self.name}: at most {worst[0]:.3f} of what is allowed, at {worst[1:]}")

    def test_half_and_bfloat16_are_computed_in_float32(self):
        for form in ("F16", "BF16"):
            with self.subTest(form):
                case = make_case(form, hyperparameters={"weight_decay": 0.1})
                answer = came_port.run_case(self.port, case)
                for name, values in answer.tensors.items():
                    self.assertEqual(came_port.formats.format_of(values), form if "/param/" in name else "F32", name)
                ratio = worst_ratio(answer, came_port.run_case(self.truth, in_double(case)), case, 24)
                self.assertLess(ratio[0], 1, ratio[1])

    def test_double_is_double(self):
        if "F64" not in self.port.about.formats:
            self.skipTest(f"{self.name} doesn't claim double precision")
        case = in_double(make_case(hyperparameters={"weight_decay": 0.1}))
        ratio = worst_ratio(came_port.run_case(self.port, case), came_port.run_case(self.truth, case), case, 53)
        self.assertLess(ratio[0], 1, ratio[1])

    def test_a_reload_and_a_start_change_no_bit(self):
        for form in ("F32", "BF16"):
            with self.subTest(form):
                decay = {"weight_decay": 0.1}  # so that a step with a zero gradient isn't for free
                case = make_case(form, hyperparameters=decay)
                whole = came_port.run_case(self.port, case)
                again = came_port.run_case(self.port, make_case(form, hyperparameters=decay, reload=(1, 3)))
                np.testing.assert_equal(again.tensors, whole.tensors)
                after = lambda what: {
                    name: {
                        state: values
                        for state in came_port.STATES
                        if (values := whole.tensors.get(f"step.0002/{what}/{state}/{name}")) is not None
                    }
                    for name in case.parameters
                }
                middle = {name: whole.tensors[f"step.0002/param/{name}"] for name in case.parameters}
                late = came_port.run_case(
                    self.port,
                    came_port.Case(case.hyperparameters, middle, case.gradients[2:], after("state"), start_step=2),
                )
                for name, values in late.tensors.items():
                    step, what = name.split("/", 1)
                    np.testing.assert_array_equal(values, whole.tensors[f"step.{int(step[5:]) + 2:04}/{what}"], name)

    def test_a_gradient_of_a_wrong_shape_is_refused(self):
        for shape, wrong in [((4, 3), (3,)), ((4, 3), (3, 4)), ((3,), (1,)), ((), (1,)), ((2, 4, 3), (4, 3))]:
            with self.subTest(shape=shape, wrong=wrong):
                case = make_case(shapes=[shape], steps=3)
                name = next(iter(case.parameters))
                gradients = [case.gradients[0], {name: np.ones(wrong, np.float32)}, case.gradients[2]]
                answer = came_port.run_case(
                    self.port, came_port.Case(case.hyperparameters, case.parameters, gradients, refused=(2,))
                )
                self.assertEqual(answer.refused, [2])
                plain = came_port.run_case(
                    self.port, came_port.Case(case.hyperparameters, case.parameters, gradients[::2])
                )
                for shown, values in plain.tensors.items():
                    step, what = shown.split("/", 1)
                    other = {"step.0001": "step.0002", "step.0002": "step.0003"}[step]
                    np.testing.assert_array_equal(answer.tensors[f"{other}/{what}"], values, shown)

    def test_zero_gradients_move_nothing(self):
        case = make_case(scale=0.0)
        answer = came_port.run_case(self.port, case)
        for name, values in case.parameters.items():
            np.testing.assert_array_equal(answer.tensors[f"step.0005/param/{name}"], values)


class NumPy(Examples, unittest.TestCase):
    name = "numpy"


class Torch(Examples, unittest.TestCase):
    name = "torch"


class JAX(Examples, unittest.TestCase):
    name = "jax"


class MLX(Examples, unittest.TestCase):
    name = "mlx"


class Golden(unittest.TestCase):
    def test_a_first_step_worked_out_elsewhere(self):
        """Two parameters in double precision; the numbers were published with another implementation, to 1e-11."""
        case = came_port.Case(
            json.dumps(DEFAULT | {"lr": 2e-3, "weight_decay": 1e-2}),
            {"θ": np.array([[1.0, 2], [3, 4]]), "b": np.array([0.5, -0.5])},
            [{"θ": np.array([[0.1, -0.2], [0.3, -0.4]]), "b": np.array([0.25, -0.75])}],
        )
        tensors = came_port.run_case(example("numpy"), case).tensors
        np.testing.assert_allclose(
            tensors["step.0001/param/θ"],
            [[0.980582854201, 2.024152491287], [2.975494706746, 4.020245758239]],
            rtol=1e-11,
        )
        np.testing.assert_allclose(tensors["step.0001/param/b"], [0.49979, -0.49979], rtol=1e-11)


if __name__ == "__main__":
    unittest.main()
