#!/usr/bin/env python3
"""Writes storage.bin and storage.info.json: what torchao and bitsandbytes make of optimizer state that is stored in few bits.

The file holds little-endian float32, in this order:

1. the maps: torchao's signed (256) and unsigned (256) of 8 bits, signed (16) and unsigned (16) of 4 bits; then bitsandbytes'
   signed (256) and unsigned (256);
2. COUNT numbers to store;
3. COUNT numbers read back for each of: torchao 8 bits signed, 8 bits unsigned (of the magnitudes), 4 bits signed, 4 bits
   unsigned (of the magnitudes), FP8 E4M3, and bitsandbytes 8 bits signed, in blocks of 256, 256, 128, 128, 256, 256.

The numbers are, by blocks of 256: normal; spread over seven decades; multiples of 1/256, among which are ties; zeros; with
one NaN; with one infinity.

    pip install torch==2.15.0 torchao==0.18.0 bitsandbytes==0.50.2
    python3 make-storage.py
"""

import hashlib
import json
import pathlib
import platform

import bitsandbytes
import numpy as np
import torch
import torchao
from bitsandbytes import functional
from torchao.optim import quant_utils
from torchao.optim.subclass_4bit import get_qmap_unsigned
from torchao.optim.subclass_fp8 import quantize_fp8

SEED = 20261123
FOLDER = pathlib.Path(__file__).parent


def through_map(x, block, values, quantize):
    values = torch.tensor(values, dtype=torch.float32)
    shares, scale = quant_utils.scale_tensor(x, block)
    return quant_utils.dequant_with_qmap(quantize(shares, values), values, scale)


def through_fp8(x):
    codes, scale = quantize_fp8(x, 256)
    return (codes.float().view(-1, 256) * scale.view(-1, 1)).view(-1)


def through_bitsandbytes(x):
    # As doubles, for which it looks for the nearest code as on a GPU; for floats on a CPU it looks codes up in a table
    # too coarse for small shares, and stores 1e-6 of a scale as 2e-5 of it.
    codes, absmax = torch.ops.bitsandbytes.quantize_blockwise(x.double(), functional.create_dynamic_map(), 256)
    return torch.ops.bitsandbytes.dequantize_blockwise(
        codes, absmax, functional.create_dynamic_map(), 256, torch.float32
    )


def main():
    random = np.random.default_rng(SEED)
    blocks = [
        random.standard_normal(256),
        random.standard_normal(256) * 10.0 ** random.uniform(-7, 0, 256),
        random.integers(-256, 257, 256) / 256,
        np.zeros(256),
        random.standard_normal(256),
        random.standard_normal(256),
    ]
    blocks[2][7] = 1
    blocks[4][100] = np.nan
    blocks[5][200] = -np.inf
    x = torch.tensor(np.concatenate(blocks), dtype=torch.float32)
    maps = [
        quant_utils.create_dynamic_map(True, 7, 8),
        quant_utils.create_dynamic_map(False, 7, 8),
        quant_utils.create_dynamic_map(True, 3, 4),
        get_qmap_unsigned(),
    ]
    of_8, of_4 = quant_utils.quantize_8bit_with_qmap, quant_utils.quantize_4bit_with_qmap
    parts = [torch.tensor(values, dtype=torch.float32) for values in maps]
    parts += [functional.create_dynamic_map(signed=signed) for signed in (True, False)]
    parts += [
        x,
        through_map(x, 256, maps[0], of_8),
        through_map(x.abs(), 256, maps[1], of_8),
        through_map(x, 128, maps[2], of_4),
        through_map(x.abs(), 128, maps[3], of_4),
        through_fp8(x),
        through_bitsandbytes(x),
    ]
    data = b"".join(part.numpy().astype("<f4").tobytes() for part in parts)
    (FOLDER / "storage.bin").write_bytes(data)
    info = {
        "what": "Optimizer state stored in few bits by torchao and bitsandbytes; make-storage.py says in which order.",
        "made_with": {
            "script": "make-storage.py",
            "torch": torch.__version__,
            "torchao": torchao.__version__,
            "bitsandbytes": bitsandbytes.__version__,
            "numpy": np.__version__,
            "Python": platform.python_version(),
        },
        "seed": SEED,
        "count": len(x),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    (FOLDER / "storage.info.json").write_text(json.dumps(info, indent=2) + "\n")


main()
