"""A folder of cases, answered by a script in a process of its own."""

import json
import signal
import subprocess
import sys
import unittest

import support
import came_port
import numpy as np


class Offline(support.Scratch):
    def setUp(self):
        super().setUp()
        (self.folder / "cases").mkdir()
        for name, shape in [("a", ()), ("b", (3,)), ("c", (2, 3)), ("d", (2, 3, 4)), ("e", (4,))]:
            support.case(shape).write(self.folder / "cases" / f"{name}.safetensors")
        self.answers = self.folder / "answers"

    def answered(self):
        return sorted(path.name for path in self.answers.iterdir())

    def test_every_case_has_an_answer(self):
        wrong = """
            quiet = step
            about = came_port.About("simple", ranks=(0, 1, 2))
            def step(p, g, state, h):
                if p.shape == (3,):
                    raise ValueError("three")
                return quiet(p, g, state, h)
        """
        result = self.run_script(self.script(support.SIMPLE, wrong, support.RUN), self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(
            self.answered(),
            ["a.safetensors", "b.json", "c.safetensors", "d.json", "e.safetensors", "port.json"],
        )
        read = lambda name: json.loads((self.answers / name).read_text())
        self.assertEqual(read("port.json")["name"], "simple")
        self.assertEqual(read("b.json"), {"error": "ValueError: three"})
        self.assertEqual(read("d.json"), {"unsupported": "tensors of 3 dimensions"})
        self.assertIn("step.0002/state/exp_avg/w", came_port.read_tensors(self.answers / "c.safetensors")[0])
        self.assertIn("b: ValueError: three", result.stdout)
        self.assertIn("3 answered, 1 unsupported, 1 failed", result.stdout)
        self.assertIn("in step", result.stderr)

        # A new run answers all of it again, and a right answer replaces the error.
        (self.answers / "a.safetensors").write_bytes(b"old")
        result = self.run_script(self.script(support.SIMPLE, support.RUN), self.folder)
        self.assertEqual(self.answered(), [f"{name}.safetensors" for name in "abcde"] + ["port.json"])
        came_port.read_tensors(self.answers / "a.safetensors")

    def test_resume_goes_on_behind_a_case_that_ends_the_process(self):
        crash = """
            import os
            quiet = step
            def step(p, g, state, h):
                if p.ndim == 2:
                    os._exit(9)
                return quiet(p, g, state, h)
        """
        script = self.script(support.SIMPLE, crash, support.RUN)
        self.assertEqual(self.run_script(script, self.folder).returncode, 9)
        self.assertEqual(self.answered(), ["a.safetensors", "b.safetensors", "c.json", "port.json"])
        (self.answers / "a.safetensors").write_bytes(b"mine")
        result = self.run_script(script, self.folder, "--resume")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("3 cases have an answer already", result.stdout)
        self.assertEqual(
            self.answered(),
            ["a.safetensors", "b.safetensors", "c.json", "d.safetensors", "e.safetensors", "port.json"],
        )
        self.assertEqual((self.answers / "a.safetensors").read_bytes(), b"mine")
        self.assertIn("ended", json.loads((self.answers / "c.json").read_text())["error"])

    def test_an_interrupted_case_is_taken_up_again(self):
        slow = """
            import time
            quiet = step
            def step(p, g, state, h):
                if p.ndim == 2:
                    print("now", flush=True)
                    time.sleep(60)
                return quiet(p, g, state, h)
        """
        script = self.script(support.SIMPLE, slow, support.RUN)
        with subprocess.Popen(
            [sys.executable, script, self.folder], env=support.environment(), stdout=subprocess.PIPE, text=True
        ) as process:
            self.assertEqual(process.stdout.readline(), "now\n")
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(timeout=30), 130)
        self.assertEqual(self.answered(), ["a.safetensors", "b.safetensors", "port.json"])

    def test_a_folder_without_cases_is_named(self):
        result = self.run_script(self.script(support.SIMPLE, support.RUN), self.folder / "cases")
        self.assertEqual(result.returncode, 1)
        self.assertIn("came-lab cases export", result.stderr)
        self.assertNotIn("Traceback", result.stderr)

    def test_live_and_offline_agree(self):
        script = self.script(support.SIMPLE, support.RUN)
        later = "came_port.run(lambda: came_port.function(step, init, about))\n"
        self.run_script(self.script(support.SIMPLE, later), self.folder)
        self.script(support.SIMPLE, support.RUN)
        with support.Client(script) as client:
            reply, answer = client.run(self.folder / "cases" / "d.safetensors")
        np.testing.assert_equal(
            came_port.read_tensors(answer), came_port.read_tensors(self.answers / "d.safetensors")
        )


if __name__ == "__main__":
    unittest.main()
