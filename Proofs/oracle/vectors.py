#!/usr/bin/env python3
"""Runs the extracted oracle on cases drawn from a seed: oracle/vectors.py BUILD OUT writes a JSON file a format, and one of intervals.

Inputs are made here, every result comes from the programs that were extracted from Coq. Standard library only.
"""

import json
import random
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

FORMATS = {"binary16": (11, 5), "bfloat16": (8, 8), "binary32": (24, 8), "binary64": (53, 11)}
DEFAULTS = {"lr": "0.001", "betas": ["0.9", "0.999", "0.9999"], "eps": ["1e-30", "1e-16"], "d": "1", "decay": "0.01"}
# In half precision the default ε are zero and 0.9999 is one.
COARSE = {"lr": "0.01", "betas": ["0.9", "0.99", "0.95"], "eps": ["0.001", "0.002"], "d": "0.75", "decay": "0"}
OTHER = {"lr": "0.5", "betas": ["0.5", "0.9", "0.99"], "eps": ["1e-8", "1e-6"], "d": "2", "decay": "0.1"}

# kind, order of sums, rows, columns, steps, hyperparameters, what the gradients are
CASES = [
    ("matrix", "tree", 1, 1, 3, DEFAULTS, "normal"),
    ("matrix", "tree", 5, 7, 5, DEFAULTS, "normal"),
    ("matrix", "sequential", 5, 7, 5, COARSE, "normal"),
    ("matrix", "tree", 8, 3, 4, COARSE, "wide"),
    ("matrix", "tree", 3, 70, 3, OTHER, "normal"),
    ("matrix", "tree", 70, 3, 3, COARSE, "normal"),
    ("matrix", "sequential", 6, 6, 4, OTHER, "wide"),
    ("matrix", "tree", 4, 4, 4, DEFAULTS, "zeros"),
    ("matrix", "tree", 4, 5, 3, DEFAULTS, "subnormal"),
    ("matrix", "tree", 3, 4, 3, COARSE, "huge"),
    ("matrix", "tree", 2, 3, 3, DEFAULTS, "poisoned"),
    ("vector", "tree", 1, 9, 5, DEFAULTS, "normal"),
    ("vector", "tree", 1, 130, 3, COARSE, "normal"),
    ("vector", "sequential", 1, 20, 4, OTHER, "wide"),
]
INTERVALS = [("tree", 4, 3, 20, DEFAULTS), ("sequential", 2, 5, 20, OTHER)]
PRECISION = 96


class Format:
    def __init__(self, name):
        self.name = name
        self.precision, self.exponent_bits = FORMATS[name]
        self.emax = 1 << (self.exponent_bits - 1)
        self.emin = 3 - self.emax - self.precision
        self.width = self.precision + self.exponent_bits

    def bits(self, x):
        """The pattern of the number nearest to a fraction, ties to even."""
        x = Fraction(x)
        sign, x = (1, -x) if x < 0 else (0, x)
        e = self.emin
        if x > 0:
            e = max(e, x.numerator.bit_length() - x.denominator.bit_length() - self.precision - 1)
            while x >= Fraction(2) ** (e + self.precision):
                e += 1
        scaled = x / Fraction(2) ** e
        q, rest = divmod(scaled.numerator, scaled.denominator)
        if 2 * rest > scaled.denominator or (2 * rest == scaled.denominator and q % 2):
            q += 1
        if q == 1 << self.precision:
            q, e = q >> 1, e + 1
        hidden = 1 << (self.precision - 1)
        pattern = q if q < hidden else ((e - self.emin + 1) << (self.precision - 1)) + q - hidden
        pattern = min(pattern, self.infinity)
        return (sign << (self.width - 1)) | pattern

    @property
    def infinity(self):
        return ((1 << self.exponent_bits) - 1) << (self.precision - 1)

    def hex(self, pattern):
        return f"{pattern:0{(self.width + 3) // 4}x}"

    def drawn(self, kind, random):
        """A gradient's element."""
        significand = random.getrandbits(self.precision - 1)
        exponent = {"normal": (-3, 2), "wide": (-self.emax // 4, self.emax // 8)}.get(kind, (-3, 2))
        biased = random.randint(*exponent) + self.emax - 1
        if kind == "subnormal":
            biased = random.randint(0, 2)
        if kind == "huge":
            biased = random.randint(self.emax // 4, self.emax // 2 + 1) + self.emax - 1
        return (random.getrandbits(1) << (self.width - 1)) | (biased << (self.precision - 1)) | significand


def constants(format, h):
    """As the lab rounds them: 1 − β and λη through double, then everything to the format."""
    pairs = [x for beta in h["betas"] for x in (float(beta), 1 - float(beta))]
    rest = [float(e) for e in h["eps"]] + [float(h["d"]), float(h["decay"]) * float(h["lr"]), float(h["lr"])]
    return [format.bits(x) for x in pairs + rest]


def gradient(format, kind, rows, columns, random):
    g = [[format.drawn(kind, random) for _ in range(columns)] for _ in range(rows)]
    if kind == "zeros":
        g[1] = [0] * columns
        for row in g:
            row[2] = 0
    if kind == "poisoned":
        g[0][1] = format.infinity
    return g


def spoken(program, *arguments, words):
    said = subprocess.run([program, *arguments], input=" ".join(map(str, words)), text=True, check=True, stdout=subprocess.PIPE)
    return [line.split() for line in said.stdout.splitlines()]


def vector_file(build, name):
    format, cases = Format(name), []
    for number, (kind, order, rows, columns, steps, h, gradients) in enumerate(CASES):
        draw = random.Random(f"{name} {number}")
        theta = [format.drawn("normal", draw) for _ in range(rows * columns)]
        gs = [gradient(format, gradients, rows, columns, draw) for _ in range(steps)]
        ps = constants(format, h)
        flat = [[x for row in g for x in row] for g in gs]
        words = [rows, columns, steps, *ps, *theta, *(x for g in flat for x in g)]
        lines = spoken(build / "oracle_float", name, order, kind, words=words)
        text = lambda patterns: " ".join(format.hex(int(x)) for x in patterns)
        cases.append({
            "kind": kind, "order": order, "rows": rows, "columns": columns, "gradients are": gradients,
            "hyperparameters": h, "constants": text(ps), "parameter": text(theta),
            "gradients": [text(g) for g in flat], "steps": [text(line) for line in lines],
        })
    return {"format": name, "values": sum(len(s.split()) for c in cases for s in c["steps"]), "cases": cases}


def interval_file(build):
    format, cases = Format("binary32"), []
    for number, (order, rows, columns, steps, h) in enumerate(INTERVALS):
        draw = random.Random(f"interval {number}")
        dyadic = lambda: ((-1) ** draw.getrandbits(1) * draw.randint(1 << 23, (1 << 24) - 1), draw.randint(-26, -22))
        gs = [[dyadic() for _ in range(rows * columns)] for _ in range(steps)]
        betas = [Fraction(b) for b in h["betas"]]
        ps = [x for b in betas for x in (b, 1 - b)] + [Fraction(x) for x in (*h["eps"], h["d"])]
        words = [rows, columns, steps] + [w for x in ps for w in (x.numerator, x.denominator)]
        words += [w for g in gs for x in g for w in x]
        lines = spoken(build / "oracle_interval", str(PRECISION), order, words=words)
        cases.append({
            "order": order, "rows": rows, "columns": columns, "hyperparameters": h,
            "gradients": [" ".join(f"{m} {e}" for m, e in g) for g in gs], "steps": [" ".join(line) for line in lines],
        })
    return {"format": "intervals", "precision": PRECISION, "cases": cases}


def main():
    build, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    coq = subprocess.run(["coqc", "--print-version"], text=True, stdout=subprocess.PIPE).stdout.split()[0]
    provenance = f"Proofs/theories/Oracle.v, extracted by Coq {coq} with Flocq and CoqInterval; make -C Proofs vectors"
    out.mkdir(parents=True, exist_ok=True)
    for contents in [vector_file(build, name) for name in FORMATS] + [interval_file(build)]:
        path = out / f"{contents['format']}.json"
        path.write_text(json.dumps({"provenance": provenance, **contents}, indent=1, ensure_ascii=False) + "\n")
        print(path.name, contents.get("values", ""), sep="\t")


main()
