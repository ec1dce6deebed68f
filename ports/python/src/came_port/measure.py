"""What a port claims of its arithmetic is better measured than believed."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from .formats import Array

Map = Callable[[npt.NDArray[np.float32]], Array]


def rsqrt_ulps(function: Map) -> float:
    """The largest error in ulps of `function`, an elementwise reciprocal square root of float32.

    Every significand is tried, in [1, 4) and in the same interval times 2¹⁰⁰ and 2⁻¹⁰⁰: 50 million arguments.

    Error Bounds: the truth is formed in double precision, so that the result is true to 2⁻²⁸.
    """
    worst = 0.0
    for scale in (1.0, 2.0**100, 2.0**-100):
        for first in (0x3F800000, 0x40000000):
            for begin in range(first, first + (1 << 23), 1 << 20):
                bits = np.arange(begin, begin + (1 << 20), dtype=np.uint32)
                x = bits.view(np.float32) * np.float32(scale)
                true = 1 / np.sqrt(x.astype(np.float64))
                ulp = np.ldexp(1.0, np.frexp(true)[1] - 24)
                worst = max(worst, float(np.max(np.abs(np.asarray(function(x), np.float64) - true) / ulp)))
    return worst


def flushes(halve: Map) -> bool:
    """Whether `halve`, elementwise x/2 of float32, takes a subnormal number for zero, given or as its result."""
    least = np.finfo(np.float32).smallest_normal
    halves = np.asarray(halve(np.array([least, 1e-40], np.float32)))
    return bool((halves == 0).any())
