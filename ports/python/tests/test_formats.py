"""bfloat16 against values worked out by hand, and against PyTorch or ml_dtypes where they are installed."""

import unittest

import support  # noqa: F401
import came_port
import numpy as np
from came_port.formats import with_format


def rounded(bits):
    array = np.array(bits, np.uint32).view(np.float32)
    return came_port.bfloat16_from_float32(array)["bits"].tolist()


class BFloat16(unittest.TestCase):
    def test_ties_go_to_even(self):
        self.assertEqual(rounded([0x3F808000]), [0x3F80])  # 1 + 2⁻⁸, between 1 and 1 + 2⁻⁷: down, to the even one
        self.assertEqual(rounded([0x3F818000]), [0x3F82])  # 1 + 3·2⁻⁸: up, to the even one
        self.assertEqual(rounded([0xBF818000]), [0xBF82])  # the same on the other side
        self.assertEqual(rounded([0x3F808001, 0x3F817FFF]), [0x3F81, 0x3F81])  # one unit beside a tie

    def test_carries_into_the_exponent_and_to_infinity(self):
        self.assertEqual(rounded([0x3FFF8000]), [0x4000])  # just under 2
        self.assertEqual(rounded([0x7F7F8000, 0x7F7F7FFF]), [0x7F80, 0x7F7F])  # half an ulp over the greatest number
        self.assertEqual(rounded([0x00008000, 0x00018000, 0x00008001]), [0, 2, 1])  # subnormal

    def test_keeps_nan_infinity_and_signed_zero(self):
        self.assertEqual(rounded([0x7F800000, 0xFF800000, 0x80000000]), [0x7F80, 0xFF80, 0x8000])
        for nan in (0x7F800001, 0x7FFFFFFF, 0xFFFFFFFF):  # the first would be ∞, the others zero, if it were rounded
            values = came_port.bfloat16_from_float32(np.array([nan], np.uint32).view(np.float32))
            self.assertTrue(np.isnan(came_port.float32_from_bfloat16(values)).all(), hex(nan))

    def test_widening_is_exact_and_rounding_undoes_it(self):
        every = np.arange(1 << 16, dtype=np.uint16).view(came_port.bfloat16)
        wide = came_port.float32_from_bfloat16(every)
        self.assertEqual(wide[0x3F81], np.float32(1.0078125))
        same = came_port.bfloat16_from_float32(wide)["bits"] == every["bits"]
        self.assertTrue((same | np.isnan(wide)).all())

    def test_shapes_stay(self):
        for shape in [(), (0,), (2, 3)]:
            narrow = came_port.bfloat16_from_float32(np.ones(shape, np.float32))
            self.assertEqual(narrow.shape, shape)
            self.assertEqual(came_port.float32_from_bfloat16(narrow).shape, shape)

    def test_strided_arrays(self):
        wide = np.arange(6, dtype=np.float32).reshape(2, 3).T
        np.testing.assert_array_equal(came_port.float32_from_bfloat16(came_port.bfloat16_from_float32(wide)), wide)

    def test_doubles_and_bare_bits_are_refused(self):
        with self.assertRaises(TypeError):
            came_port.bfloat16_from_float32(np.ones(2))
        with self.assertRaises(TypeError):
            came_port.float32_from_bfloat16(np.ones(2, np.uint16))
        with self.assertRaises(TypeError):
            np.zeros(2, came_port.bfloat16) * 2

    def test_as_ml_dtypes_rounds(self):
        try:
            import ml_dtypes
        except ImportError:
            self.skipTest("ml_dtypes isn't installed")
        bits = np.random.default_rng(3).integers(0, 1 << 32, 200_000, dtype=np.uint32)
        bits[::2] = bits[::2] & 0xFFFF0000 | 0x8000  # ties
        values = bits.view(np.float32)
        values = values[~np.isnan(values)]
        theirs = values.astype(ml_dtypes.bfloat16)
        np.testing.assert_array_equal(came_port.bfloat16_from_float32(values)["bits"], theirs.view(np.uint16))
        self.assertEqual(with_format(theirs).dtype, came_port.bfloat16)
        np.testing.assert_array_equal(with_format(theirs)["bits"], theirs.view(np.uint16))


if __name__ == "__main__":
    unittest.main()
