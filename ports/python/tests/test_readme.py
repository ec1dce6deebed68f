"""The first screen of `ports/README.md` works as it stands, and each example runs as a script."""

import json
import re
import unittest

import support
import came_port


class ReadMe(support.Scratch):
    def test_the_three_lines_answer_a_folder(self):
        try:
            import came_pytorch  # noqa: F401
        except ImportError as error:
            self.skipTest(str(error))
        text = (support.EXAMPLES.parent / "README.md").read_text()
        block = re.search("```python\n(.*?)```", text, re.DOTALL)[1]
        self.assertEqual(len(block.splitlines()), 3)
        (self.folder / "cases").mkdir()
        support.case((3, 4), steps=3, reload=(2,)).write(self.folder / "cases" / "a.safetensors")
        result = self.run_script(self.script(block), self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        tensors, _ = came_port.read_tensors(self.folder / "answers" / "a.safetensors")
        self.assertEqual(
            {name.split("/")[-2] for name in tensors} - {"param"}, set(came_port.STATES) - {"exp_avg_sq"}
        )

    def test_each_example_talks_to_the_lab(self):
        path = self.folder / "case.safetensors"
        support.case((3, 4), reload=(2,)).write(path)
        for name in ("numpy", "torch", "jax", "mlx"):
            with self.subTest(name):
                script = support.EXAMPLES / f"{name}_port.py"
                if self.run_script("-c", f"import {'mlx.core' if name == 'mlx' else name}").returncode != 0:
                    print(f"left out: {script.name}, whose library isn't installed")
                    continue
                copy = self.folder / script.name
                copy.write_text(script.read_text())
                with support.Client(copy) as client:
                    hello = client.ask(op="hello", protocol=1)
                    reply, answer = client.run(path)
                self.assertEqual((hello["protocol"], reply), (1, {"id": 1, "ok": True}), client.stderr)
                self.assertTrue(hello["starts"] and hello["reloads"] and hello["refuses"], json.dumps(hello))
                self.assertEqual((client.status, client.rest), (0, ""))
                self.assertEqual(len(came_port.read_tensors(answer)[0]), 12)


if __name__ == "__main__":
    unittest.main()
