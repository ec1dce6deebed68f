#!/usr/bin/env python3
"""Writes elementary.txt and elementary.info.json: correctly rounded values of elementary functions.

The values come from Arb's ball arithmetic (FLINT), which shares no elementary function with MPFR. A ball is an
interval proven to hold the exact result. Rounding is monotonic, so where both ends of the ball round to the same number
the exact result does too; where they don't, the working precision is raised and the ball computed anew. Only a result
exactly halfway between two numbers would never be decided that way, and those are recognised in exact rationals.

    pip install python-flint==0.9.0
    python3 make-fixtures.py [FOLDER]
"""

import hashlib
import json
import math
import pathlib
import platform
import random
import sys
from fractions import Fraction

import flint
from flint import arb, ctx

SEED = 20250611

# Random arguments, and how many are searched for how many hard ones.
COUNTS = {53: (26, 20_000, 4), 113: (10, 2_000, 2), 127: (18, 4_000, 3)}

# Lefevre and Muller found the double whose exponential is the hardest of all to round.
KNOWN_HARD = {"exp": [7.5417527749959590085206221e-10]}


# Numbers are (significand, exponent) pairs of integers.

def ball(number):
    return arb(number)


def fraction(number):
    significand, exponent = number
    return Fraction(significand) * Fraction(2) ** exponent


def rounded(number, bits):
    """To nearest, ties to even."""
    significand, exponent = number
    extra = abs(significand).bit_length() - bits
    if extra <= 0:
        return reduced(number)
    magnitude, half = abs(significand), 1 << (extra - 1)
    kept, rest = magnitude >> extra, magnitude & ((1 << extra) - 1)
    if rest > half or (rest == half and kept & 1):
        kept += 1
    return reduced((-kept if significand < 0 else kept, exponent + extra))


def reduced(number):
    significand, exponent = number
    if significand == 0:
        return (0, 0)
    zeros = (significand & -significand).bit_length() - 1
    return (significand >> zeros, exponent + zeros)


def hexadecimal(number):
    """As C's %a, with a leading 1 and no trailing zeros."""
    significand, exponent = number
    if significand == 0:
        return "0x0p+0"
    magnitude = abs(significand)
    places = magnitude.bit_length() - 1
    padding = -places % 4
    digits = format(magnitude << padding, "x")
    rest = digits[1:].rstrip("0")
    sign = "-" if significand < 0 else ""
    return f"{sign}0x{digits[0]}{'.' + rest if rest else ''}p{exponent + places:+d}"


# The functions, on balls. Integer arguments stay integers.

def log_gamma(x):
    return x.lgamma() if x > 0 else abs(x.gamma()).log()


def root(x, n):
    magnitude = abs(x).root(abs(n))
    result = magnitude if n > 0 else 1 / magnitude
    return -result if x < 0 else result


FUNCTIONS = {
    "exp": arb.exp,
    "exp2": lambda x: (x * arb.const_log2()).exp(),
    "exp10": lambda x: (x * arb.const_log10()).exp(),
    "expm1": arb.expm1,
    "log": arb.log,
    "log2": lambda x: x.log() / arb.const_log2(),
    "log10": lambda x: x.log() / arb.const_log10(),
    "log1p": arb.log1p,
    "sin": arb.sin,
    "cos": arb.cos,
    "tan": arb.tan,
    "asin": arb.asin,
    "acos": arb.acos,
    "atan": arb.atan,
    "sinh": arb.sinh,
    "cosh": arb.cosh,
    "tanh": arb.tanh,
    "asinh": arb.asinh,
    "acosh": arb.acosh,
    "atanh": arb.atanh,
    "erf": arb.erf,
    "erfc": arb.erfc,
    "gamma": arb.gamma,
    "lgamma": log_gamma,
    "sqrt": arb.sqrt,
    "pow": lambda x, y: x ** y,
    "atan2": arb.atan2,
    "hypot": lambda x, y: (x * x + y * y).sqrt(),
    "root": root,
    "powi": lambda x, n: x ** n,
}

ZEROS = {"log": (1,), "log2": (1,), "log10": (1,), "acos": (1,), "acosh": (1,), "lgamma": (1, 2)}


def is_exactly(function, arguments, number):
    """Whether the function's exact result is `number`, decided in rationals."""
    value = fraction(number)
    x, *rest = [fraction(a) if isinstance(a, tuple) else a for a in arguments]
    if value == 0:
        return x in ZEROS.get(function, ())
    if function == "sqrt":
        return value >= 0 and value ** 2 == x
    if function == "root":
        return value ** rest[0] == x
    if function == "powi":
        return value == x ** rest[0]
    if function == "hypot":
        return value ** 2 == x ** 2 + rest[0] ** 2
    if function == "pow":
        y = rest[0]
        small = y.denominator <= 64 and abs(y.numerator) <= 4096
        return small and value ** y.denominator == x ** y.numerator
    if function in ("exp2", "exp10") and x.denominator == 1:
        return value == Fraction(2 if function == "exp2" else 10) ** int(x)
    if function == "gamma" and x.denominator == 1:
        return value == math.factorial(int(x) - 1)
    return False


def evaluate(function, arguments, precision):
    ctx.prec = precision
    return FUNCTIONS[function](*[ball(a) if isinstance(a, tuple) else a for a in arguments])


def ends(result):
    return [tuple(int(n) for n in end.man_exp()) for end in (result.lower(), result.upper())]


def correctly_rounded(function, arguments, bits):
    if is_exactly(function, arguments, (0, 0)):
        return (0, 0)
    precision = bits + 40
    while precision <= 1 << 17:
        result = evaluate(function, arguments, precision)
        if result.is_finite():
            low, high = (rounded(end, bits) for end in ends(result))
            if low == high:
                return low
            middle = rounded(ends(result)[0], bits + 1)
            if precision > 4 * bits and is_exactly(function, arguments, middle):
                return rounded(middle, bits)
        precision *= 2
    raise ArithmeticError(f"{function}{arguments} is undecided at {bits} bits")


def distance(function, arguments, bits):
    """From the exact result to the nearest number or midpoint of two, in units of the last place; None if exact."""
    guard = 72
    result = evaluate(function, arguments, bits + guard + 40)
    if not result.is_finite():
        return None
    significand = abs(int(result.mid().man_exp()[0]))
    shift = significand.bit_length() - bits - 1  # below half a unit in the last place
    if shift <= 0:
        return None
    rest = significand & ((1 << shift) - 1)
    rest = min(rest, (1 << shift) - rest)
    return math.ldexp(rest / (1 << shift), -1) if rest >> max(shift - guard, 0) else None


# Arguments.

class Arguments:
    def __init__(self, function, bits):
        self.function, self.bits = function, bits
        self.random = random.Random(f"{SEED} {function} {bits}")

    def number(self, low, high, signed=False):
        """With exactly as many bits as the precision, 2^low <= |x| < 2^high."""
        significand = 1 << (self.bits - 1) | self.random.getrandbits(self.bits - 1) | 1
        exponent = self.random.randrange(low, high) - self.bits + 1
        return (-significand if signed and self.random.getrandbits(1) else significand, exponent)

    def near(self, value, sign):
        """The number next to 1 or -1, above (sign > 0) or below in magnitude."""
        if sign > 0:
            return (value * ((1 << (self.bits - 1)) + 1), 1 - self.bits)
        return (value * ((1 << self.bits) - 1), -self.bits)

    def usual(self, hard=False):
        """Random over the function's range, or over the part of it where hard ones are searched."""
        function, number = self.function, self.number
        if function in RANGES:
            low, high, signed = RANGES[function][1 if hard else 0]
            return (number(low, high, signed),)
        if function == "log1p":
            if self.random.getrandbits(1):
                return (number(-3, 3) if hard else number(-30, 30),)
            significand, exponent = number(-3, 0) if hard else number(-30, 0)
            return ((-significand, exponent),)
        if function == "pow":
            return (number(-3, 4), number(-2, 3, True)) if hard else (number(-20, 20), number(-6, 5, True))
        if function == "atan2":
            return tuple(number(-2, 3, True) if hard else number(-20, 20, True) for _ in "yx")
        if function == "hypot":
            scale = 0 if hard else self.random.randrange(-300, 300)
            return tuple(number(scale - 4, scale + 4, True) for _ in "xy")
        if function == "root":
            n = self.random.choice((3, 5, -2))
            return (number(-9, 9, n != -2) if hard else number(-200, 200, n != -2), n)
        n = self.random.randrange(2, 12) if hard else self.random.choice((1, -1)) * self.random.randrange(2, 60)
        return (number(-3, 4, True) if hard else number(-8, 8, True), n)

    def unusual(self):
        """Tiny and large arguments, those next to a zero or the edge of the domain, and those of exact results."""
        function, bits, number, near = self.function, self.bits, self.number, self.near

        def at(scale, signed=False):
            return number(scale, scale + 1, signed)

        if function in TINY:
            yield from ((at(scale, True),) for scale in (-40, -40, -200, -200))
        for scale in LARGE.get(function, ()):
            yield (at(scale, function in SIGNED_LARGE),)
        if function in ("log", "log2", "log10"):
            yield from ((a,) for a in (at(-40), at(-200), near(1, 1), near(1, -1), (1, 0)))
        if function in ("log2", "exp2"):
            yield from (((n, 0),) for n in (2, 8, 32))
        if function == "log2":
            yield from (((1, n),) for n in (-1, -77, 1000))
        if function == "exp2":
            yield from (((n, 0),) for n in (1, -1, -1000, 4321))
        if function == "log10":
            yield from ((reduced((10 ** n, 0)),) for n in (1, 2, 22, 26))
        if function == "exp10":
            # 5^23 has 54 bits, 5^49 has 114 and 5^55 has 128: halfway.
            yield from (((n, 0),) for n in (1, 2, 22, 23, 24, 48, 49, 50, 54, 55, 56, -1, -3))
        if function == "log1p":
            yield from ((a,) for a in (near(-1, -1), at(-1000), at(500)))
        if function in ("asin", "acos", "atanh"):
            yield from ((near(sign, -1),) for sign in (1, -1))
        if function in ("acos", "acosh"):
            yield ((1, 0),)
        if function == "acos":
            yield ((-1, 0),)
            yield ((1, -1),)
        if function == "acosh":
            yield from (((((1 << k) + 1), -k),) for k in (bits - 1, bits - 2, bits // 2, 20))
        if function in ("erf", "tanh"):
            yield ((11, -1),)
        if function in ("gamma", "lgamma"):
            yield from (((n, 0),) for n in (1, 2, 3, 10, 23, 24, 25, 30, 40))
            yield from (((n, -1),) for n in (1, 3, -1, -3, -201))
            yield from ((a,) for a in (near(1, 1), near(1, -1), near(-1, 1), near(-1, -1)))
        if function == "lgamma":
            # Next to zeros of log |gamma| below 0.
            yield from ((rounded(a, bits),) for a in ((-0x275d, -12), (-0x2bf6, -12), (-0x324c, -12)))
        if function == "sqrt":
            yield from ((a,) for a in (at(-40), at(-200), at(1000), near(1, 1), near(1, -1), (1, 1)))
            for width in (bits // 2, bits // 2 - 3):
                yield ((self.odd(width) ** 2, -7 * 2),)
        if function == "root":
            for n in (3, 5):
                yield from ((reduced((sign * self.odd(bits // n) ** n, -n)), n) for sign in (1, -1))
                yield from ((at(scale, True), n) for scale in (-2000, 2000))
            yield from (((1, 2 * k), -2) for k in (3, -4))
            yield from ((a, -2) for a in (near(1, 1), near(1, -1), at(-1000), at(1000)))
        if function == "powi":
            for n in (2, 3):
                yield from ((self.halfway(n), n) for _ in range(2))
            yield from ((near(sign, 1), n) for sign in (1, -1) for n in (2, 3, -1, 1_000_000))
            yield from ((number(0, 2, True), n) for n in (-1, 0, 1, 1001))
            yield from (((3, 0), n) for n in (33, 34, 35, 80, 81))
        if function == "pow":
            yield from ((self.halfway(n), (n, 0)) for n in (2, 3))
            quarter = self.odd_whose_power_is_halfway(6)
            if quarter is not None:
                yield ((quarter ** 4, 0), (3, -1))
            yield ((self.odd(bits // 2) ** 2, 2), (1, -1))
            yield ((self.odd(bits // 4) ** 4, -8), (-1, -2))
            yield from ((near(1, 1), at(scale, True)) for scale in (0, 20, bits - 1))
            yield from ((near(1, -1), at(scale, True)) for scale in (0, 20, bits - 1))
            yield from ((at(scale), at(-40, True)) for scale in (-200, 200))
        if function == "atan2":
            for y, x in ((-200, 0), (0, -200), (-200, -200), (-40, 0), (200, 0), (0, 200)):
                yield (at(y, True), at(x, True))
            yield from (((y, 0), (x, 0)) for y in (1, -1) for x in (1, -1))
        if function == "hypot":
            yield ((3, 0), (-4, 0))
            yield from (self.triple() for _ in range(3))
            for gap in (bits // 2 - 1, bits // 2, bits // 2 + 1, bits, 200):
                yield (at(0, True), at(-gap, True))

    def odd(self, width):
        return 1 << (width - 1) | self.random.getrandbits(width - 1) | 1

    def odd_whose_power_is_halfway(self, n):
        """An odd number whose n-th power has just one bit too many; None if there is none."""
        for _ in range(1000):
            m = self.odd((self.bits + 1 + n - 1) // n)
            if (m ** n).bit_length() == self.bits + 1:
                return m
        return None

    def halfway(self, n):
        m = self.odd_whose_power_is_halfway(n)
        return (m if m is not None else self.odd(self.bits), 0)

    def triple(self):
        """A Pythagorean triple's legs whose hypotenuse is halfway between two numbers."""
        while True:
            m, n = self.odd((self.bits + 1) // 2), 2 * self.random.getrandbits((self.bits - 3) // 2)
            legs = reduced((abs(m * m - n * n), 0)), reduced((2 * m * n, 0))
            if (m * m + n * n).bit_length() == self.bits + 1 and all(self.fits(leg) for leg in legs):
                return legs

    def fits(self, number):
        return number != (0, 0) and rounded(number, self.bits) == number

    def hard(self, tries, keep):
        found = []
        for _ in range(tries):
            arguments = self.usual(hard=True)
            d = distance(self.function, arguments, self.bits)
            if d is not None:
                found.append((d, arguments))
        found.sort()
        return found[:keep]


# Of one-argument functions: exponents from, to, and signs; of random arguments and of those searched for hard ones.
RANGES = {
    "exp": ((-8, 9, True), (-3, 4, True)),
    "exp2": ((-8, 10, True), (-3, 4, True)),
    "exp10": ((-8, 8, True), (-3, 3, True)),
    "expm1": ((-20, 6, True), (-3, 3, True)),
    "log": ((-60, 60, False), (-8, 8, False)),
    "log2": ((-60, 60, False), (-8, 8, False)),
    "log10": ((-60, 60, False), (-8, 8, False)),
    "sin": ((-10, 20, True), (-3, 4, True)),
    "cos": ((-10, 20, True), (-3, 4, True)),
    "tan": ((-10, 20, True), (-3, 4, True)),
    "asin": ((-12, 0, True), (-4, 0, True)),
    "acos": ((-12, 0, True), (-4, 0, True)),
    "atan": ((-12, 12, True), (-3, 4, True)),
    "sinh": ((-12, 8, True), (-3, 4, True)),
    "cosh": ((-12, 8, True), (-3, 4, True)),
    "tanh": ((-12, 5, True), (-3, 2, True)),
    "asinh": ((-12, 20, True), (-3, 4, True)),
    "acosh": ((0, 20, False), (0, 4, False)),
    "atanh": ((-12, 0, True), (-4, 0, True)),
    "erf": ((-10, 2, True), (-3, 1, True)),
    "erfc": ((-10, 3, True), (-3, 2, True)),
    "gamma": ((-4, 6, True), (-2, 4, True)),
    "lgamma": ((-8, 16, True), (-2, 4, True)),
    "sqrt": ((-500, 500, False), (-2, 2, False)),
}

TINY = {
    "exp", "exp2", "exp10", "expm1", "log1p", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh",
    "asinh", "atanh", "erf", "erfc", "gamma", "lgamma",
}

LARGE = {
    "exp": (14, 14, 20), "exp2": (14, 14, 20), "exp10": (12, 12, 18), "expm1": (7, 7, 12, 12), "log1p": (200,),
    "log": (1000, 100_000), "log2": (1000, 100_000), "log10": (1000, 100_000),
    "sin": (60, 100, 1000), "cos": (60, 100, 1000), "tan": (60, 100, 1000),
    "atan": (40, 200), "sinh": (13, 16), "cosh": (13, 16), "tanh": (5, 6, 9), "asinh": (60, 300), "acosh": (60, 300),
    "erf": (2, 3, 4), "erfc": (3, 3, 6), "gamma": (7, 10), "lgamma": (60, 200),
}

SIGNED_LARGE = set(LARGE) - {"log", "log2", "log10", "log1p", "acosh", "lgamma"}


def cases(function, bits):
    """The function's arguments without repetition, and the distances of the hard ones."""
    arguments = Arguments(function, bits)
    usual, tries, keep = COUNTS[bits]
    result = [arguments.usual() for _ in range(usual)]
    result += arguments.unusual()
    hard = arguments.hard(tries, keep)
    if bits == 53:
        for x in KNOWN_HARD.get(function, ()):
            numerator, denominator = x.as_integer_ratio()
            known = (reduced((numerator, 1 - denominator.bit_length())),)
            hard.append((distance(function, known, bits), known))
    result += [a for _, a in hard]
    fitting = [a for a in result if all(arguments.fits(reduced(n)) for n in a if isinstance(n, tuple))]
    return list(dict.fromkeys(fitting)), [d for d, _ in hard if d]


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    lines, hardest = [], {}
    for function in FUNCTIONS:
        for bits in COUNTS:
            arguments, distances = cases(function, bits)
            for case in arguments:
                result = correctly_rounded(function, case, bits)
                texts = [hexadecimal(a) if isinstance(a, tuple) else str(a) for a in case]
                lines.append(" ".join([function, str(bits), *texts, hexadecimal(result)]))
            closest = math.log2(min(distances))
            hardest.setdefault(str(bits), {})[function] = round(closest, 1)
            print(f"{function:7}{bits:4} bits {len(arguments):4} cases, the hardest 2^{closest:.1f} ulp away")
    text = "".join(line + "\n" for line in lines)
    (folder / "elementary.txt").write_bytes(text.encode("ascii"))
    info = {
        "what": "Values of elementary functions, rounded to nearest, ties to even, each proven by ball arithmetic."
                " A line is: function, precision in bits, arguments, result; numbers as C's %a writes them, the integer"
                " n of root and powi in decimal; atan2's arguments are y and x; lgamma is log |gamma|.",
        "made_with": {
            "script": "make-fixtures.py",
            "python-flint": flint.__version__,
            "FLINT": flint.__FLINT_VERSION__,
            "Python": platform.python_version(),
        },
        "arguments": {
            "random": {str(bits): count for bits, (count, _, _) in COUNTS.items()},
            "hard": {str(bits): f"{keep} hardest of {tries}" for bits, (_, tries, keep) in COUNTS.items()},
            "others": "tiny, large, next to zeros and edges of domains, of exact results, halfway between two numbers",
            "hardest": "log2 of the distance from a number or a midpoint of two, in units of the last place",
            "hardest_found": hardest,
        },
        "seed": SEED,
        "lines": len(lines),
        "sha256": hashlib.sha256(text.encode("ascii")).hexdigest(),
    }
    (folder / "elementary.info.json").write_text(json.dumps(info, indent=2) + "\n")
    print(f"{len(lines)} lines, {len(text)} bytes")


if __name__ == "__main__":
    main()
