"""CAME steps in gmpy2 or mpmath, for the benchmark to time: `came_step.py gmpy2|mpmath`.

Reads one line of JSON: the precision in bits, the shape, the parameters and one gradient a step, all as hexadecimal
doubles, and the constants as decimal text. Answers with a line that names the library. Then, line by line:

    run     makes all steps from the start and answers with the nanoseconds they took
    values  answers with the parameters after them, each exactly, as hexadecimal text

The arrays are numpy arrays of objects. In a product with a number the array comes first: a number of mpmath times an
array takes ten times as long as the array times the number.
"""

import json
import sys
import time

import numpy


class Gmpy2:
    """Numbers of gmpy2, whose context holds the precision."""

    def __init__(self, bits):
        import gmpy2

        gmpy2.get_context().precision = bits
        self.number, self.sqrt = gmpy2.mpfr, numpy.frompyfunc(gmpy2.sqrt, 1, 1)
        self.name = f"gmpy2 {gmpy2.version()}"

    def exact(self, x):
        mantissa, exponent = x.as_mantissa_exp()
        return int(mantissa), int(exponent)


class Mpmath:
    """Numbers of mpmath, whose global `mp` holds the precision."""

    def __init__(self, bits):
        import mpmath

        mpmath.mp.prec = bits
        self.number, self.sqrt = mpmath.mpf, numpy.frompyfunc(mpmath.sqrt, 1, 1)
        self.name = f"mpmath {mpmath.__version__}, backend {mpmath.libmp.BACKEND}"

    def exact(self, x):
        sign, mantissa, exponent, _ = x._mpf_
        return (-int(mantissa) if sign else int(mantissa)), int(exponent)


class Job:
    """The steps to make, in the numbers of a library."""

    def __init__(self, text, libraries):
        job = json.loads(text)
        self.library = libraries[sys.argv[1]](job["bits"])
        self.rows, self.columns = job["rows"], job["columns"]
        self.constants = {name: self.library.number(value) for name, value in job["constants"].items()}
        self.parameters = self.array(job["parameters"])
        self.gradients = [self.array(values) for values in job["gradients"]]

    def array(self, values):
        numbers = [self.library.number(float.fromhex(value)) for value in values]
        return numpy.array(numbers, dtype=object).reshape(self.rows, self.columns)

    def zeros(self, *shape):
        return numpy.full(shape, self.library.number(0), dtype=object)

    def run(self):
        """The parameters after all steps: CAME in the form of means, as the official code has it."""
        sqrt, n, m = self.library.sqrt, self.rows, self.columns
        beta1, beta2, beta3 = (self.constants[f"beta{i}"] for i in (1, 2, 3))
        rest1, rest2, rest3 = (self.constants[f"one_minus_beta{i}"] for i in (1, 2, 3))
        epsilon1, epsilon2 = self.constants["epsilon1"], self.constants["epsilon2"]
        rate, threshold = self.constants["learning_rate"], self.constants["clip_threshold"]
        theta, momentum = self.parameters, self.zeros(n, m)
        r, c, R, C = self.zeros(n), self.zeros(m), self.zeros(n), self.zeros(m)
        root_of_count = sqrt(self.library.number(n * m))

        def over_root(x, rows, columns):
            a = 1 / sqrt(rows / (rows.sum() / n))
            b = 1 / sqrt(columns)
            return numpy.multiply.outer(a, b) * x

        for g in self.gradients:
            square = g * g + epsilon1
            r = r * beta2 + square.sum(axis=1) / m * rest2
            c = c * beta2 + square.sum(axis=0) / n * rest2
            u = over_root(g, r, c)
            excess = sqrt((u * u).sum()) / root_of_count / threshold
            u = u / max(1, excess)
            momentum = momentum * beta1 + u * rest1
            residual = u - momentum
            instability = residual * residual + epsilon2
            R = R * beta3 + instability.sum(axis=1) / m * rest3
            C = C * beta3 + instability.sum(axis=0) / n * rest3
            theta = theta - over_root(momentum, R, C) * rate
        return theta


def main():
    job = Job(sys.stdin.readline(), {"gmpy2": Gmpy2, "mpmath": Mpmath})
    print(job.library.name, flush=True)
    theta = job.parameters
    for command in sys.stdin:
        if command.strip() == "run":
            start = time.perf_counter_ns()
            theta = job.run()
            print(time.perf_counter_ns() - start, flush=True)
        else:
            pairs = (job.library.exact(x) for x in theta.flat)
            print(" ".join(f"{mantissa:#x}p{exponent}" for mantissa, exponent in pairs), flush=True)


if __name__ == "__main__":
    main()
