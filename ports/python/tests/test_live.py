"""The conversation with the lab, with a port in a process of its own that does all it can to spoil it."""

import json
import unittest

import support
import came_port
import numpy as np


class Live(support.Scratch):
    def write(self, name="1", **options):
        path = self.folder / f"{name}.safetensors"
        support.case(**options).write(path)
        return path

    def test_hello_run_and_the_end(self):
        with support.Client(self.script(support.SIMPLE, support.RUN)) as client:
            hello = client.ask(op="hello", protocol=1, unknown=True)
            self.assertEqual((hello["protocol"], hello["name"], hello["version"]), (1, "simple", "0.1"))
            path = self.write()
            reply, answer = client.run(path, 41)
            self.assertEqual(reply, {"id": 41, "ok": True})
            tensors, metadata = came_port.read_tensors(answer)
        self.assertEqual((client.status, client.rest, client.stderr), (0, "", ""))
        case = came_port.Case.read(path)
        sum_ = case.gradients[0]["w"] + case.gradients[1]["w"]
        np.testing.assert_array_equal(tensors["step.0002/state/exp_avg/w"], sum_)
        first = case.parameters["w"] - np.float32(0.001) * case.gradients[0]["w"]
        np.testing.assert_array_equal(tensors["step.0001/param/w"], first)
        np.testing.assert_array_equal(tensors["step.0002/param/w"], first - np.float32(0.001) * sum_)
        self.assertEqual(metadata, {"refused": "[]"})

    def test_a_case_leaves_nothing_for_the_next(self):
        with support.Client(self.script(support.SIMPLE, support.RUN)) as client:
            path = self.write()
            first = came_port.read_tensors(client.run(path)[1])[0]
            second = came_port.read_tensors(client.run(path)[1])[0]
        np.testing.assert_equal(first, second)

    def test_prints_stay_out_of_it(self):
        noise = """
            import os, subprocess, sys
            quiet = step
            def step(p, g, state, h):
                os.write(1, b"written to the descriptor\\n")
                sys.__stdout__.write("to the first stdout\\n"); sys.__stdout__.flush()
                subprocess.run(["echo", "by a child"])
                assert sys.stdin.readline() == "" and os.read(0, 1) == b""
                print("printed within")
                return quiet(p, g, state, h)
            def port():
                print("printed before", flush=True)
                return came_port.function(step, init, about)
            came_port.run(port)
        """
        with support.Client(self.script(support.SIMPLE, noise)) as client:
            self.assertEqual(client.ask(op="hello", protocol=1)["name"], "simple")
            for number in (1, 2):
                self.assertEqual(client.run(self.write(), number)[0], {"id": number, "ok": True})
                client.errors.seek(0)  # what is printed is there at once, should the port end in a crash
                self.assertEqual(client.errors.read().count("printed within"), 2 * number)
        self.assertEqual((client.status, client.rest), (0, ""))
        said = ("printed before", "printed within", "written to the descriptor", "to the first stdout", "by a child")
        for text in said:
            self.assertIn(text, client.stderr)

    def test_errors_are_told_and_the_next_case_is_taken(self):
        wrong = """
            quiet = step
            def step(p, g, state, h):
                if p.ndim == 0:
                    raise ValueError('a "scalar"\\nof value ' + str(p))
                if p.ndim == 1:
                    raise came_port.Unsupported("vectors")
                if p.ndim == 3:
                    raise SystemExit(3)
                return quiet(p, g, state, h)
        """
        with support.Client(self.script(support.SIMPLE, wrong, support.RUN)) as client:
            reply, answer = client.run(self.write(shape=()), 1)
            self.assertEqual(reply["id"], 1)
            self.assertRegex(reply["error"], '^ValueError: a "scalar"\nof value')
            self.assertFalse(answer.exists())
            self.assertEqual(client.run(self.write(shape=(3,)), 2)[0], {"id": 2, "unsupported": "vectors"})
            self.assertEqual(client.run(self.write(shape=(1, 2, 3)), 3)[0], {"id": 3, "error": "SystemExit: 3"})
            self.assertEqual(client.run(self.write(dtype=np.float64), 4)[0],
                             {"id": 4, "unsupported": "parameters of F64"})
            self.assertRegex(client.run(self.folder / "none", 5)[0]["error"], "^FileNotFoundError: ")
            self.assertEqual(client.run(self.write(), 6)[0], {"id": 6, "ok": True})
            self.assertIn("dance", client.ask(op="dance", id=7)["error"])
            client.process.stdin.write("no JSON\n")
            self.assertIn("Not a request", client.ask(op="hello", protocol=1)["error"])
            self.assertEqual(json.loads(client.process.stdout.readline())["name"], "simple")
        self.assertEqual((client.status, client.rest), (0, ""))
        self.assertIn("Traceback", client.stderr)
        self.assertIn("in step", client.stderr)

    def test_starts_reloads_and_refusals(self):
        with support.Client(self.script(support.SIMPLE, support.RUN)) as client:
            start = {"w": {"exp_avg": np.full((2, 3), 5, np.float32)}}
            path = self.write(start=start, start_step=3, reload=(2,))
            reply, answer = client.run(path)
            self.assertEqual(reply, {"id": 1, "ok": True})
            case = came_port.Case.read(path)
            moments = came_port.read_tensors(answer)[0]
            np.testing.assert_array_equal(
                moments["step.0002/state/exp_avg/w"], (5 + case.gradients[0]["w"]) + case.gradients[1]["w"]
            )
            good = support.case(steps=3)
            gradients = [good.gradients[0], {"w": np.ones((3, 3), np.float32)}, good.gradients[2]]
            path = self.folder / "refused.safetensors"
            came_port.Case(good.hyperparameters, good.parameters, gradients, refused=(2,)).write(path)
            tensors, metadata = came_port.read_tensors(client.run(path)[1])
            self.assertEqual(metadata["refused"], "[2]")
            for name in ("param/w", "state/exp_avg/w"):
                np.testing.assert_array_equal(tensors[f"step.0001/{name}"], tensors[f"step.0002/{name}"])
                self.assertTrue((tensors[f"step.0002/{name}"] != tensors[f"step.0003/{name}"]).any())

    def test_a_gradient_that_is_wrongly_taken_is_not_in_the_list(self):
        careless = """
            def step(p, g, state, h):
                return p, state
        """
        good = support.case(steps=1)
        path = self.folder / "refused.safetensors"
        came_port.Case(
            good.hyperparameters, good.parameters, [{"w": np.ones((3, 3), np.float32)}], refused=(1,)
        ).write(path)
        with support.Client(self.script(support.SIMPLE, careless, support.RUN)) as client:
            reply, answer = client.run(path)
        self.assertEqual((reply, came_port.read_tensors(answer)[1]), ({"id": 1, "ok": True}, {"refused": "[]"}))

    def test_a_start_with_a_state_that_the_port_lacks_is_an_error(self):
        with support.Client(self.script(support.SIMPLE, support.RUN)) as client:
            reply, _ = client.run(self.write(start={"w": {"exp_avg_sq": np.ones((2, 3), np.float32)}}))
        self.assertIn("exp_avg_sq", reply["error"])


if __name__ == "__main__":
    unittest.main()
