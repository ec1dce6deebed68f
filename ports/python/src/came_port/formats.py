"""The formats of tensors, and bfloat16, which NumPy lacks.

Here a bfloat16 is a record of its 16 bits: arithmetic on it is an error instead of a wrong number. Convert it to float32,
which is exact, compute, and round the result back.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

bfloat16 = np.dtype([("bits", "<u2")])

FORMATS: dict[str, np.dtype[Any]] = {
    "F16": np.dtype("<f2"),
    "BF16": bfloat16,
    "F32": np.dtype("<f4"),
    "F64": np.dtype("<f8"),
}


def format_of(array: Array) -> str:
    """Which of `FORMATS` an array has; a `TypeError` if none."""
    for name, dtype in FORMATS.items():
        if array.dtype == dtype:
            return name
    raise TypeError(f"Tensors are {', '.join(FORMATS)}, but got {array.dtype}.")


def with_format(array: npt.ArrayLike) -> Array:
    """A copy that owns its memory, with one of `FORMATS`; the bfloat16 of `ml_dtypes` becomes the one of this module."""
    copy = np.array(array, order="C")
    if copy.dtype.name == "bfloat16":
        return copy.view(np.uint16).view(bfloat16)
    return copy.astype(FORMATS[format_of(copy)], copy=False)


def float32_from_bfloat16(array: Array) -> npt.NDArray[np.float32]:
    """The same numbers as float32; nothing is rounded."""
    if array.dtype != bfloat16:
        raise TypeError(f"Only bfloat16 is widened here, but got {array.dtype}.")
    bits = array["bits"].astype(np.uint32)
    return np.left_shift(bits, 16, dtype=np.uint32).reshape(array.shape).view(np.float32)


def bfloat16_from_float32(array: npt.NDArray[np.float32]) -> Array:
    """The nearest bfloat16, ties to even; a NaN stays a NaN.

    Only float32 is taken: from double one would round twice.
    """
    if array.dtype != np.float32:
        raise TypeError(f"Only float32 is rounded to bfloat16, but got {array.dtype}.")
    bits = np.ascontiguousarray(array).reshape(-1).view(np.uint32)
    upper = bits >> np.uint32(16)
    nearest = (bits + np.uint32(0x7FFF) + (upper & np.uint32(1))) >> np.uint32(16)
    kept = np.where(np.isnan(array.reshape(-1)), upper | np.uint32(0x40), nearest)  # a carry must not turn NaN into ∞
    return kept.astype("<u2").view(bfloat16).reshape(array.shape)
