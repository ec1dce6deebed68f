"""The adapters: what they show, set, save and hand on."""

import unittest

import support
import came_port
import numpy as np

try:
    import torch
except ImportError as error:
    print(f"left out: the adapter for torch ({error})")
    torch = None
try:
    import jax.numpy as jnp
    import optax
except ImportError as error:
    print(f"left out: the adapter for optax ({error})")
    optax = None


class Function(unittest.TestCase):
    def test_other_names_and_the_step(self):
        seen = []

        def step(p, g, state, h):
            seen.append((state["step"], h.lr, h.text.lr, p.dtype, g.dtype))
            return p, {"mu": state["mu"] + 1, "step": state["step"] + 1, "mine": None}

        init = lambda shape, dtype: {"mu": np.zeros(shape, np.float32), "step": 0, "mine": None}
        port = came_port.function(step, init, came_port.About("x", formats=["BF16"]), names={"exp_avg": "mu"})
        case = support.case(start={"w": {"exp_avg": np.full((2, 3), 4, np.float32)}}, start_step=9, reload=(2,))
        narrow = lambda tensors: {n: came_port.bfloat16_from_float32(t) for n, t in tensors.items()}
        case = came_port.Case(
            case.hyperparameters, narrow(case.parameters), [narrow(g) for g in case.gradients],
            case.start, case.start_step, case.reload,
        )
        answer = came_port.run_case(port, case)
        self.assertEqual(seen, [(n, 0.001, "0.001", came_port.bfloat16, came_port.bfloat16) for n in (9, 10)])
        self.assertEqual(sorted(answer.tensors)[:2], ["step.0001/param/w", "step.0001/state/exp_avg/w"])
        np.testing.assert_array_equal(answer.tensors["step.0002/state/exp_avg/w"], np.full((2, 3), 6, np.float32))

    def test_a_port_may_work_in_place(self):
        def step(p, g, state, h):
            g *= 2
            p -= g
            return p, state

        case = support.case()
        port = came_port.function(step, lambda shape, dtype: {}, came_port.About("x"))
        first, second = came_port.run_case(port, case).tensors, came_port.run_case(port, case).tensors
        np.testing.assert_equal(first, second)
        after = case.parameters["w"] - 2 * case.gradients[0]["w"]
        np.testing.assert_array_equal(first["step.0001/param/w"], after)
        np.testing.assert_array_equal(first["step.0002/param/w"], after - 2 * case.gradients[1]["w"])


@unittest.skipUnless(torch, "PyTorch isn't installed")
class Torch(unittest.TestCase):
    def test_a_mapping_of_names_shows_starts_and_reloads(self):
        factory = lambda parameters, h: torch.optim.SGD(parameters, lr=h.lr, momentum=0.5)
        port = came_port.torch_optimizer(factory, came_port.About("SGD"), states={"exp_avg": "momentum_buffer"})
        given = np.full((2, 3), 8, np.float32)
        case = support.case(start={"w": {"exp_avg": given}}, start_step=3, reload=(2,))
        answer = came_port.run_case(port, case)
        momentum = given * np.float32(0.5) + case.gradients[0]["w"]
        np.testing.assert_array_equal(answer.tensors["step.0001/state/exp_avg/w"], momentum)
        np.testing.assert_allclose(
            answer.tensors["step.0001/param/w"], case.parameters["w"] - np.float32(0.001) * momentum, rtol=1e-6
        )
        momentum = momentum * np.float32(0.5) + case.gradients[1]["w"]
        np.testing.assert_array_equal(answer.tensors["step.0002/state/exp_avg/w"], momentum)

    def test_a_step_count_is_set_as_number_and_as_tensor(self):
        for kind in (int, torch.tensor):

            class Counts(torch.optim.Optimizer):
                @torch.no_grad()
                def step(self):
                    for p in self.param_groups[0]["params"]:
                        state = self.state[p]
                        if not state:
                            state.update(step=kind(0), exp_avg=torch.zeros_like(p))
                        state["step"] += 1
                        p.copy_(torch.full_like(p, float(state["step"])))

            port = came_port.torch_optimizer(lambda ps, h: Counts(ps, {}), came_port.About("counts"))
            case = support.case(start={"w": {"exp_avg": np.ones((2, 3), np.float32)}}, start_step=41)
            answer = came_port.run_case(port, case)
            self.assertEqual(answer.tensors["step.0002/param/w"][0, 0], 43)
            np.testing.assert_array_equal(answer.tensors["step.0002/state/exp_avg/w"], np.ones((2, 3)))

    def test_a_function_shows_and_takes_no_start(self):
        factory = lambda parameters, h: torch.optim.SGD(parameters, lr=h.lr)
        show = lambda optimizer, parameter: {"exp_avg": parameter.detach() * 2}
        port = came_port.torch_optimizer(factory, came_port.About("SGD"), states=show)
        self.assertEqual((port.about.starts, port.about.reloads, port.about.refuses), (False, True, True))
        answer = came_port.run_case(port, support.case())
        np.testing.assert_array_equal(
            answer.tensors["step.0002/state/exp_avg/w"], 2 * answer.tensors["step.0002/param/w"]
        )

    def test_formats_go_through_unchanged(self):
        for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
            tensor = torch.tensor([1.5, -0.0, float("inf"), 3e-5], dtype=dtype)
            array = came_port.torch_adapter.array_from(tensor)
            back = came_port.torch_adapter.tensor_from(array)
            self.assertEqual((back.dtype, array.nbytes), (dtype, tensor.nbytes))
            self.assertTrue(torch.equal(back, tensor))

    def test_a_start_that_the_optimizer_lacks_is_an_error(self):
        factory = lambda parameters, h: torch.optim.SGD(parameters, lr=h.lr)
        port = came_port.torch_optimizer(factory, came_port.About("SGD"))
        with self.assertRaisesRegex(KeyError, "exp_avg"):
            came_port.run_case(port, support.case(start={"w": {"exp_avg": np.ones((2, 3), np.float32)}}))

    def test_the_official_code_loses_float32_states_of_bfloat16_parameters_on_reload(self):
        try:
            from came_pytorch import CAME
        except ImportError:
            self.skipTest("came-pytorch isn't installed")
        about = came_port.About("came-pytorch", formats=["BF16"])
        port = came_port.torch_optimizer(lambda parameters, h: CAME(parameters, **h.keywords), about)
        case = support.case()
        narrow = lambda tensors: {n: came_port.bfloat16_from_float32(t) for n, t in tensors.items()}
        case = came_port.Case(
            case.hyperparameters, narrow(case.parameters), [narrow(g) for g in case.gradients], reload=(2,)
        )
        answer = came_port.run_case(port, case)
        self.assertEqual(answer.tensors["step.0001/state/exp_avg_sq_row/w"].dtype, np.float32)
        self.assertEqual(answer.tensors["step.0002/state/exp_avg_sq_row/w"].dtype, came_port.bfloat16)


@unittest.skipUnless(optax, "JAX and optax aren't installed")
class Optax(unittest.TestCase):
    @staticmethod
    def chain(h):
        return optax.chain(optax.identity(), optax.scale_by_adam(b1=0.5, b2=0.5), optax.scale(-1.0))

    def test_a_mapping_of_names_finds_them_in_a_chain(self):
        port = came_port.optax_transformation(
            self.chain, came_port.About("adam"), states={"exp_avg": "mu", "exp_avg_sq": "nu"}
        )
        given = {"exp_avg": np.full((2, 3), 2, np.float32), "exp_avg_sq": np.full((2, 3), 6, np.float32)}
        case = support.case(start={"w": given}, start_step=5, reload=(2,))
        tensors = came_port.run_case(port, case).tensors
        g = case.gradients[0]["w"]
        mu, nu = (2 + g) / 2, (6 + g * g) / 2
        np.testing.assert_allclose(tensors["step.0001/state/exp_avg/w"], mu, rtol=1e-6)
        np.testing.assert_allclose(tensors["step.0001/state/exp_avg_sq/w"], nu, rtol=1e-6)
        unbiased = (mu / (1 - 0.5**6)) / (np.sqrt(nu / (1 - 0.5**6)) + 1e-8)  # so the count was set
        np.testing.assert_allclose(tensors["step.0001/param/w"], case.parameters["w"] - unbiased, rtol=1e-5, atol=1e-6)
        whole = came_port.run_case(port, support.case(start={"w": given}, start_step=5)).tensors
        np.testing.assert_equal(tensors, whole)

    def test_a_function_shows_and_takes_no_start(self):
        port = came_port.optax_transformation(
            self.chain, came_port.About("adam"), states=lambda state: {"exp_avg": state[1].mu}, jit=False
        )
        self.assertEqual((port.about.starts, port.about.reloads, port.about.refuses), (False, True, False))
        case = support.case()
        tensors = came_port.run_case(port, case).tensors
        np.testing.assert_allclose(tensors["step.0001/state/exp_avg/w"], case.gradients[0]["w"] / 2, rtol=1e-6)

    def test_a_start_that_the_state_lacks_is_an_error(self):
        port = came_port.optax_transformation(self.chain, came_port.About("adam"))
        with self.assertRaisesRegex(KeyError, "exp_avg"):
            came_port.run_case(port, support.case(start={"w": {"exp_avg": np.ones((2, 3), np.float32)}}))

    def test_double_precision_is_on_only_where_it_is_meant(self):
        port = came_port.optax_transformation(self.chain, came_port.About("adam", formats=["F32", "F64"]))
        for dtype in (np.float64, np.float32):
            tensors = came_port.run_case(port, support.case(dtype=dtype)).tensors
            self.assertEqual(tensors["step.0002/param/w"].dtype, dtype)
            self.assertEqual(jnp.ones(()).dtype, dtype)


class Measures(unittest.TestCase):
    def test_one_division_of_a_square_root_is_under_its_bound(self):
        worst = came_port.rsqrt_ulps(lambda x: 1 / np.sqrt(x))
        self.assertTrue(1.4 < worst < 1.5, worst)

    def test_a_rounded_truth_has_half_an_ulp(self):
        worst = came_port.rsqrt_ulps(lambda x: (1 / np.sqrt(x.astype(np.float64))).astype(np.float32))
        self.assertTrue(0.49 < worst <= 0.5, worst)

    def test_flushing_is_noticed_on_either_side(self):
        least = np.finfo(np.float32).smallest_normal
        zero = lambda x: np.where(np.abs(x) < least, np.float32(0), x)
        self.assertFalse(came_port.flushes(lambda x: x / 2))
        self.assertTrue(came_port.flushes(lambda x: zero(x / 2)))
        self.assertTrue(came_port.flushes(lambda x: zero(x) / 2))


if __name__ == "__main__":
    unittest.main()
