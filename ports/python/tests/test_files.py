"""Files of tensors, cases and answers: what is written is read, and what is broken is named."""

import json
import struct
import unittest

import support
import came_port
import numpy as np


class TensorFiles(support.Scratch):
    def tensors(self):
        wide = np.array([[1.5, -2.25, 1e-3], [np.inf, -0.0, 3e38]], np.float32)
        return {
            "single": wide,
            "half": wide.astype(np.float16) if np.seterr(over="ignore") else None,
            "brain": came_port.bfloat16_from_float32(wide),
            "double": wide.astype(np.float64).T,
            "scalar": np.array(7, np.float32),
            "empty": np.zeros((0, 3), np.float16),
        }

    def assert_same(self, one, other):
        self.assertEqual(one.keys(), other.keys())
        for name in one:
            self.assertEqual((one[name].dtype, one[name].shape), (other[name].dtype, other[name].shape), name)
            self.assertEqual(one[name].tobytes(), other[name].tobytes(), name)

    def test_what_is_written_is_read(self):
        path = self.folder / "x.safetensors"
        came_port.write_tensors(path, self.tensors(), {"what": "all formats ✓"})
        tensors, metadata = came_port.read_tensors(path)
        self.assert_same(tensors, self.tensors())
        self.assertEqual(metadata, {"what": "all formats ✓"})
        self.assertEqual([path], list(self.folder.iterdir()))  # no part of it is left

    def test_every_tensor_is_aligned(self):
        path = self.folder / "x.safetensors"
        odd = {form: np.zeros(101 - 30 * n, dtype) for n, (form, dtype) in enumerate(came_port.formats.FORMATS.items())}
        came_port.write_tensors(path, odd)
        data = path.read_bytes()
        length = struct.unpack("<Q", data[:8])[0]
        for name, entry in json.loads(data[8 : 8 + length]).items():
            self.assertEqual((8 + length + entry["data_offsets"][0]) % odd[name].itemsize, 0, name)

    def test_a_file_that_cannot_be_put_in_place_leaves_nothing(self):
        (self.folder / "x").mkdir()
        with self.assertRaises(OSError):
            came_port.write_tensors(self.folder / "x", {})
        self.assertEqual([self.folder / "x"], list(self.folder.iterdir()))

    def test_the_official_package_reads_it_and_is_read(self):
        try:
            import safetensors
        except ImportError:
            self.skipTest("safetensors isn't installed")
        path = self.folder / "x.safetensors"
        came_port.write_tensors(path, self.tensors(), {"a": "b"})
        theirs = {name: (entry["dtype"], entry["shape"], bytes(entry["data"]))
                  for name, entry in safetensors.deserialize(path.read_bytes())}
        ours = {name: (came_port.formats.format_of(t), list(t.shape), t.tobytes()) for name, t in self.tensors().items()}
        self.assertEqual(theirs, ours)
        with safetensors.safe_open(path, "numpy") as file:
            self.assertEqual(file.metadata(), {"a": "b"})
            np.testing.assert_array_equal(file.get_tensor("double"), self.tensors()["double"])

        from safetensors.numpy import save_file
        plain = {name: np.ascontiguousarray(t) for name, t in self.tensors().items() if name != "brain"}
        save_file(plain, path, {"c": "d"})
        tensors, metadata = came_port.read_tensors(path)
        self.assert_same(tensors, plain)
        self.assertEqual(metadata, {"c": "d"})

    def test_broken_files_are_named(self):
        path = self.folder / "x.safetensors"
        entry = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
        for header, body, told in [
            (b"no JSON", b"", "header"),
            (json.dumps({"t": entry}).encode(), b"1234567", "needs 8 bytes"),
            (json.dumps({"t": entry | {"shape": [3]}}).encode(), b"12345678", "needs 12 bytes"),
            (json.dumps({"t": entry | {"dtype": "I64"}}).encode(), b"12345678", "I64"),
            (json.dumps({"t": {"dtype": "F32"}}).encode(), b"12345678", "header"),
        ]:
            path.write_bytes(struct.pack("<Q", len(header)) + header + body)
            with self.assertRaises(came_port.FileError, msg=told) as caught:
                came_port.read_tensors(path)
            self.assertIn(told, str(caught.exception))
        path.write_bytes(b"12")
        with self.assertRaisesRegex(came_port.FileError, "2 bytes"):
            came_port.read_tensors(path)

    def test_a_type_without_a_name_is_not_written(self):
        with self.assertRaisesRegex(TypeError, "int64"):
            came_port.write_tensors(self.folder / "x", {"t": np.zeros(2, np.int64)})
        self.assertEqual([], list(self.folder.iterdir()))


class Cases(support.Scratch):
    def test_what_is_written_is_read(self):
        start = {name: {"exp_avg": np.ones((2, 3), np.float32)} for name in ("a/b", "c")}
        case = support.case(names=("a/b", "c"), start=start, start_step=7, reload=(2,))
        path = self.folder / "x.safetensors"
        case.write(path)
        read = came_port.Case.read(path)
        self.assertEqual((read.start_step, read.reload, read.refused, len(read.gradients)), (7, (2,), (), 2))
        self.assertEqual((read.formats, read.ranks), ({"F32"}, {2}))
        np.testing.assert_equal(dict(read.parameters), dict(case.parameters))
        np.testing.assert_equal(read.gradients, case.gradients)
        np.testing.assert_equal(dict(read.start), start)

    def test_hyperparameters_are_doubles_and_digits(self):
        h = came_port.Hyperparameters.parse(support.HYPERPARAMETERS.replace("0.9999]", "0.99990000000000000001]"))
        self.assertEqual(h.betas, (0.9, 0.999, 0.9999))
        self.assertEqual(h.text.betas[2], "0.99990000000000000001")
        self.assertEqual((h.weight_decay, h.text.weight_decay, h.text.eps), (0.0, "0", ("1e-30", "1e-16")))
        self.assertEqual(list(h.keywords), ["lr", "betas", "eps", "clip_threshold", "weight_decay"])
        with self.assertRaisesRegex(came_port.FileError, "clip_threshold"):
            came_port.Hyperparameters.parse('{"lr": 1, "eps": [1, 1], "betas": [0, 0, 0]}')

    def test_a_wrong_case_is_named(self):
        good = support.case()
        path = self.folder / "x.safetensors"
        wide = np.ones((2, 4), np.float32)
        for wrong, told in [
            (support.case(names=()), "no parameter"),
            (came_port.Case(good.hyperparameters, good.parameters, [good.gradients[0], {}]), "at step 2"),
            (came_port.Case(good.hyperparameters, good.parameters, [{"w": wide}]), r"\[2, 4\]"),
            (came_port.Case(good.hyperparameters, {"w": wide, "v": wide.astype(np.float16)}, []), "F16 and F32"),
        ]:
            wrong.write(path)
            with self.assertRaisesRegex(came_port.FileError, told):
                came_port.Case.read(path)
        came_port.Case(good.hyperparameters, good.parameters, [{"w": wide}], refused=(1,)).write(path)
        self.assertEqual(came_port.Case.read(path).refused, (1,))
        tensors, metadata = came_port.read_tensors(path)
        came_port.write_tensors(path, tensors, metadata | {"protocol": "2"})
        with self.assertRaisesRegex(came_port.FileError, "protocol 2"):
            came_port.Case.read(path)


class Claims(unittest.TestCase):
    def test_what_is_said_in_json(self):
        about = came_port.About("x", "1", reduction={"blocks": 128}, arithmetic="BF16").default(reloads=True)
        said = json.loads(json.dumps(about.json()))
        self.assertEqual(said["protocol"], 1)
        self.assertEqual((said["reduction"], said["arithmetic"]), ({"blocks": 128}, "BF16"))
        self.assertEqual((said["starts"], said["reloads"], said["refuses"]), (False, True, False))
        self.assertNotIn("arithmetic", came_port.About("x").json())

    def test_what_is_not_claimed_is_not_run(self):
        about = came_port.About("x", ranks=(0, 1), many=False).default()
        matrix = support.case()
        self.assertEqual(about.lacks(matrix), "tensors of 2 dimensions")
        self.assertEqual(about.lacks(support.case((3,), dtype=np.float16)), "parameters of F16")
        self.assertEqual(about.lacks(support.case((3,), names=("a", "b"))), "several parameters")
        self.assertEqual(about.lacks(support.case((3,), reload=(2,))), "saving and loading")
        self.assertEqual(about.lacks(support.case((3,), refused=(2,))), "refusing a gradient")
        self.assertEqual(about.lacks(support.case((3,), start={"w": {}})), "a given start")
        self.assertIsNone(about.lacks(support.case((3,))))

    def test_a_factor_with_a_dimension_of_one_is_shown_without(self):
        answer = came_port.Answer()
        answer.show(1, {"w": np.ones((2, 3, 4))}, {"w": {"exp_avg_sq_row": np.ones((2, 3, 1)),
                                                         "exp_avg_sq_col": np.ones((2, 1, 4)),
                                                         "exp_avg_res_col": np.ones((2, 3))}})
        self.assertEqual({name.split("/")[-2]: t.shape for name, t in answer.tensors.items()},
                         {"param": (2, 3, 4), "exp_avg_sq_row": (2, 3), "exp_avg_sq_col": (2, 4),
                          "exp_avg_res_col": (2, 3)})


if __name__ == "__main__":
    unittest.main()
