#!/usr/bin/env python3
"""Writes ml-dtypes.bin and ml-dtypes.info.json: what the ml_dtypes package computes in its narrow formats.

The file is little-endian and has three parts:

1. for float8_e5m2 and then float8_e4m3fn: the 256 numbers as float32, a NaN as 0x7fc00000; then for each of + - * / and
   each left operand the FNV-1a hash (64 bits) of the 256 codes of the results, any NaN as 0x7f; then the codes of the 256 roots;
2. PAIRS times: the codes of two bfloat16 numbers, their sum, difference, product, quotient, and the root of the first, any NaN as
   0x7fff;
3. CASTS times: a float32, and its codes in bfloat16 (2 bytes), float8_e5m2 and float8_e4m3fn, NaN as above.

    pip install ml-dtypes==0.6.0
    python3 make-ml-dtypes.py
"""

import hashlib
import json
import pathlib
import platform

import ml_dtypes
import numpy as np

SEED, PAIRS, CASTS = 20261123, 6000, 4000
FOLDER = pathlib.Path(__file__).parent
OPERATIONS = [np.add, np.subtract, np.multiply, np.divide]
BF16, E5M2, E4M3 = ml_dtypes.bfloat16, ml_dtypes.float8_e5m2, ml_dtypes.float8_e4m3fn


def codes(x, unsigned, nan):
    result = x.view(unsigned).copy()
    result[np.isnan(x.astype(np.float32))] = nan
    return result


def fnv(row):
    value = 0xCBF29CE484222325
    for byte in row.tobytes():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def main():
    np.seterr(all="ignore")
    random = np.random.default_rng(SEED)
    parts = []
    for dtype in (E5M2, E4M3):
        numbers = np.arange(256, dtype=np.uint8).view(dtype)
        wide = numbers.astype(np.float32).view(np.uint32).copy()
        wide[np.isnan(numbers.astype(np.float32))] = 0x7FC00000
        parts.append(wide.astype("<u4"))
        for operation in OPERATIONS:
            rows = [fnv(codes(operation(np.repeat(x, 256), numbers), np.uint8, 0x7F)) for x in numbers]
            parts.append(np.array(rows, dtype="<u8"))
        parts.append(codes(np.sqrt(numbers), np.uint8, 0x7F))
    a = random.integers(0, 1 << 16, PAIRS, dtype=np.uint16)
    b = random.integers(0, 1 << 16, PAIRS, dtype=np.uint16)
    # Half the pairs are near each other, where sums cancel and products stay in range.
    b[::2] = a[::2] ^ random.integers(0, 1 << 9, (PAIRS + 1) // 2, dtype=np.uint16)
    x, y = a.view(BF16), b.view(BF16)
    columns = [codes(x, np.uint16, 0x7FFF), codes(y, np.uint16, 0x7FFF)]
    columns += [codes(operation(x, y), np.uint16, 0x7FFF) for operation in OPERATIONS]
    columns.append(codes(np.sqrt(x), np.uint16, 0x7FFF))
    parts.append(np.stack(columns, axis=1).astype("<u2"))
    bits = random.integers(0, 1 << 32, CASTS, dtype=np.uint32)
    # Exponents that the 8-bit formats have, and every other number the middle of two.
    bits[::2] = bits[::2] & 0x807FFFFF | random.integers(100, 145, (CASTS + 1) // 2, dtype=np.uint32) << 23
    bits[::4] = bits[::4] & 0xFFFF0000 | 0x8000
    bits[2::8] &= 0xFFF00000
    bits[6::8] &= 0xFFF80000
    wide = bits.view(np.float32)
    wide = wide[~np.isnan(wide)]
    bits = wide.view(np.uint32)
    for i, number in enumerate(bits):
        parts.append(np.array([number], dtype="<u4"))
        value = wide[i : i + 1]
        parts.append(codes(value.astype(BF16), np.uint16, 0x7FFF).astype("<u2"))
        parts += [codes(value.astype(dtype), np.uint8, 0x7F) for dtype in (E5M2, E4M3)]
    data = b"".join(part.tobytes() for part in parts)
    (FOLDER / "ml-dtypes.bin").write_bytes(data)
    info = {
        "what": "What ml_dtypes computes in float8_e5m2, float8_e4m3fn and bfloat16; make-ml-dtypes.py says in which order.",
        "made_with": {
            "script": "make-ml-dtypes.py",
            "ml_dtypes": ml_dtypes.__version__,
            "numpy": np.__version__,
            "Python": platform.python_version(),
        },
        "seed": SEED,
        "pairs": PAIRS,
        "casts": len(wide),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    (FOLDER / "ml-dtypes.info.json").write_text(json.dumps(info, indent=2) + "\n")


main()
