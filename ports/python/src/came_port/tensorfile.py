"""Reading and writing safetensors files: eight bytes of length, a JSON header, then the tensors' bytes.

Written out here because the official package can neither give NumPy a BF16 tensor nor its metadata with it.
Reference: https://huggingface.co/docs/safetensors, "Format".
"""

import json
import math
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .formats import FORMATS, Array, format_of


class FileError(ValueError):
    """A file that isn't what it should be."""


def read_tensors(path: str | os.PathLike[str]) -> tuple[dict[str, Array], dict[str, str]]:
    """The tensors by name, read-only, and the text under `__metadata__`."""
    path = Path(path)
    data = path.read_bytes()
    if len(data) < 8:
        raise FileError(f"{path.name} has {len(data)} bytes; a safetensors file has 8 and a header.")
    length = struct.unpack("<Q", data[:8])[0]
    try:
        header = json.loads(data[8 : 8 + length].decode("utf-8"))
        metadata = header.pop("__metadata__", {})
        body = memoryview(data)[8 + length :]
        return {name: _tensor(path, name, entry, body) for name, entry in header.items()}, metadata
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, AttributeError) as error:
        raise FileError(f"{path.name} has a header that can't be read: {error!r}") from error


def _tensor(path: Path, name: str, entry: Mapping[str, Any], body: memoryview) -> Array:
    if entry["dtype"] not in FORMATS:
        raise FileError(f"{path.name}: {name} is {entry['dtype']}, but a tensor is one of {', '.join(FORMATS)}.")
    dtype, shape = FORMATS[entry["dtype"]], tuple(entry["shape"])
    begin, end = entry["data_offsets"]
    count = math.prod(shape)
    if end - begin != count * dtype.itemsize or not 0 <= begin <= end <= len(body):
        raise FileError(
            f"{path.name}: {name} of shape {list(shape)} needs {count * dtype.itemsize} bytes, "
            f"but has [{begin}, {end}) of {len(body)}."
        )
    return np.frombuffer(body, dtype, count, begin).reshape(shape)


def write_tensors(
    path: str | os.PathLike[str], tensors: Mapping[str, Array], metadata: Mapping[str, str] | None = None
) -> None:
    """Writes the file in full or not at all."""
    header: dict[str, Any] = {"__metadata__": dict(metadata)} if metadata else {}
    names = sorted(tensors, key=lambda name: (-tensors[name].dtype.itemsize, name))  # so that each is aligned
    end = 0
    for name in names:
        begin, end = end, end + tensors[name].nbytes
        header[name] = {
            "dtype": format_of(tensors[name]),
            "shape": list(tensors[name].shape),
            "data_offsets": [begin, end],
        }
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    parts = [tensors[name].astype(FORMATS[format_of(tensors[name])], copy=False).tobytes() for name in names]
    write_whole(path, b"".join([struct.pack("<Q", len(text)), text, *parts]))


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Writes a file beside the path and moves it there, so that nobody sees a part of it."""
    path = Path(path)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
