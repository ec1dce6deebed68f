"""The shrinking challenge in Hypothesis, for the benchmark to compare with: how small and how cheap its minima are.

The challenges are those of https://github.com/jlink/shrinking-challenge and one of floating-point numbers. Each is run
many times, every time with another seed, and each run falsifies the property and shrinks what falsified it. Prints one
line of JSON for a challenge as soon as its runs are done: how many runs found a failure, the minima as text and how
often each came out, and the evaluations that each run took. As in the challenge's own runner, the evaluations are the
calls of the property from the first that failed, including it and those that an assumption discarded.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, assume, configuration, strategies as st

Expression = int | tuple[str, "Expression", "Expression"]
Heap = tuple[int, "Heap", "Heap"] | None

SETTINGS = hypothesis.settings(
    database=None, deadline=None, derandomize=False, max_examples=10**6, phases=[Phase.generate, Phase.shrink],
    report_multiple_bugs=False, suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet,
)  # fmt: skip


@dataclass(frozen=True)
class Challenge:
    """A false property, what it speaks of, and how to write down a value of it."""

    values: st.SearchStrategy[Any]
    holds: Callable[[Any], bool]
    text: Callable[[Any], str] = repr


class Falsified(Exception):
    """Tells Hypothesis that the property does not hold."""


def sum_int16(values: Iterable[int]) -> int:
    """The sum that 16-bit integers wrap around to."""
    return (sum(values) + 2**15) % 2**16 - 2**15


def divides_by_literal_zero(expression: Expression) -> bool:
    if isinstance(expression, int):
        return False
    operator, left, right = expression
    return (operator == "/" and right == 0) or divides_by_literal_zero(left) or divides_by_literal_zero(right)


def evaluate(expression: Expression) -> int:
    if isinstance(expression, int):
        return expression
    operator, left, right = expression
    return evaluate(left) + evaluate(right) if operator == "+" else evaluate(left) // evaluate(right)


def calculator_holds(expression: Expression) -> bool:
    assume(not divides_by_literal_zero(expression))
    try:
        evaluate(expression)
    except ZeroDivisionError:
        return False
    return True


def difference(wrong: range) -> Challenge:
    """Two positive integers, the first of two digits or more, should not differ by as much as `wrong` says."""
    positive = st.integers(1, 2**31 - 1)
    return Challenge(st.tuples(positive, positive), lambda pair: pair[0] < 10 or abs(pair[0] - pair[1]) not in wrong)


def heaps(least: int, size: int) -> st.SearchStrategy[Heap]:
    """Heaps without values below `least`. Each of the two children has half the size, and at size 0 there are none."""
    return st.none() | full_heaps(least, size) if size > 0 else st.none()


@st.composite
def full_heaps(draw: st.DrawFn, least: int, size: int) -> Heap:
    value = draw(st.integers(least, 2**31 - 1))
    return value, draw(heaps(value, size // 2)), draw(heaps(value, size // 2))


def heap_values(heap: Heap) -> list[int]:
    """The values in the order of a walk that goes right before left."""
    return [heap[0], *heap_values(heap[2]), *heap_values(heap[1])] if heap else []


def merged(one: Heap, other: Heap) -> Heap:
    if one is None or other is None:
        return other if one is None else one
    lesser, greater = (one, other) if one[0] <= other[0] else (other, one)
    return lesser[0], merged(lesser[2], greater), lesser[1]


def binheap_holds(heap: Heap) -> bool:
    wrongly_sorted = [heap[0], *heap_values(merged(heap[1], heap[2]))] if heap else []
    return wrongly_sorted == sorted(wrongly_sorted) == sorted(heap_values(heap))


def coupling_holds(values: list[int]) -> bool:
    assume(all(value < len(values) for value in values))
    return not any(index != value and values[value] == index for index, value in enumerate(values))


def deletion_holds(sample: tuple[list[int], int]) -> bool:
    values, index = sample
    assume(index < len(values))
    rest = values.copy()
    rest.remove(values[index])
    return values[index] not in rest


integer_lists = st.lists(st.integers())
int16_lists = st.lists(st.integers(-(2**15), 2**15 - 1), max_size=10).filter(lambda values: sum_int16(values) < 256)
expressions: st.SearchStrategy[Expression] = st.deferred(
    lambda: st.integers()
    | st.tuples(st.just("+"), expressions, expressions)
    | st.tuples(st.just("/"), expressions, expressions)
)
long_lists = st.integers(1, 100).flatmap(lambda n: st.lists(st.integers(0, 1000), min_size=n, max_size=n))
floats = st.floats(-1e6, 1e6)

CHALLENGES = {
    "bound5": Challenge(st.tuples(*[int16_lists] * 5), lambda lists: sum_int16(chain.from_iterable(lists)) < 5 * 256),
    "large_union_list": Challenge(st.lists(integer_lists), lambda lists: len(set(chain.from_iterable(lists))) < 5),
    "reverse": Challenge(integer_lists, lambda values: values == values[::-1]),
    "calculator": Challenge(expressions, calculator_holds),
    "length_list": Challenge(long_lists, lambda values: max(values) < 900),
    "difference_zero": difference(range(0, 1)),
    "difference_small": difference(range(1, 5)),
    "difference_one": difference(range(1, 2)),
    "binheap": Challenge(st.integers(0, 20).flatmap(lambda size: heaps(0, size)), binheap_holds),
    "coupling": Challenge(st.lists(st.integers(0, 10), max_size=20), coupling_holds),
    "deletion": Challenge(st.tuples(integer_lists, st.integers(0, 10)), deletion_holds),
    "distinct": Challenge(integer_lists, lambda values: len(set(values)) < 3),
    "nested_lists": Challenge(st.lists(st.lists(st.just(0))), lambda lists: sum(map(len, lists)) <= 10),
    "float_cancellation": Challenge(
        st.tuples(floats, floats),
        lambda pair: (pair[0] + pair[1]) - pair[1] == pair[0],
        lambda pair: f"({pair[0].hex()}, {pair[1].hex()})",
    ),
}


def run(challenge: Challenge, seed: int) -> tuple[str, int] | None:
    """The minimum as text and the evaluations it took, or nothing where no failure was found."""
    failures: list[Any] = []  # At most one: the last value to fail, which in the end is the minimum, made once more.
    evaluations = 0

    @hypothesis.seed(seed)
    @SETTINGS
    @hypothesis.given(challenge.values)
    def test(value: Any) -> None:
        nonlocal evaluations
        evaluations += bool(failures)
        if not challenge.holds(value):
            evaluations += not failures
            failures[:] = [value]
            raise Falsified

    try:
        test()
    except Falsified:
        return challenge.text(failures[0]), evaluations
    return None


def measure(name: str, runs: int, limit: float) -> dict[str, Any]:
    """Runs a challenge as often as asked for, but starts no run once `limit` seconds have gone by."""
    outcomes: list[tuple[str, int] | None] = []
    start = time.perf_counter()
    while len(outcomes) < runs and time.perf_counter() - start < limit:
        outcomes.append(run(CHALLENGES[name], seed=len(outcomes)))
    seconds = time.perf_counter() - start
    found = [outcome for outcome in outcomes if outcome is not None]
    minima = Counter(text for text, _ in found)
    evaluations = [count for _, count in found]
    return {
        "library": "Hypothesis",
        "version": hypothesis.__version__,
        "challenge": name,
        "runs": len(outcomes),
        "found": len(found),
        "distinct": len(minima),
        "mean_evaluations": round(sum(evaluations) / len(found), 2) if found else None,
        "evaluations": evaluations,
        "minima": dict(minima.most_common()),
        "seconds": round(seconds, 3),
        "milliseconds_per_run": round(1000 * seconds / len(outcomes), 3) if outcomes else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Runs Hypothesis on the shrinking challenge.")
    parser.add_argument("--runs", type=int, default=100, metavar="N", help="runs of each challenge (default: 100)")
    parser.add_argument("--seconds", type=float, default=float("inf"), metavar="S", help="start no run after this time")
    parser.add_argument("--only", nargs="+", choices=CHALLENGES, default=[], metavar="NAME", help="these challenges")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        configuration.set_hypothesis_home_dir(directory)  # So that Hypothesis leaves nothing behind where it runs.
        for name in arguments.only or CHALLENGES:
            print(json.dumps(measure(name, arguments.runs, arguments.seconds)), flush=True)


if __name__ == "__main__":
    main()
