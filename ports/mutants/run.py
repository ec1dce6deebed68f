"""Validates every mutant as a live port: `python run.py CAME-LAB [--only ID ...]`; fails if one conforms or under 90 % are named.

The case of 1024² elements is left out, since it takes longer than all others and no mutant needs it.
"""

import argparse
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SERVE = Path(__file__).parent / "serve.py"
NAMED_AT_LEAST = 0.9


def listed(*command):
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return [line.split()[0] for line in lines]


def validated(lab, cases, mutant):
    """The verdict, the names of the mistakes that agree best, and how often the port was started."""
    port = f"{sys.executable} {SERVE} --mutant {mutant}"
    chosen = [argument for case in cases for argument in ("--case", case)]
    command = [lab, "validate", "--port", port, "--json", "--shrink-limit", "0", "--threads", "1", *chosen]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout
    record = json.loads(said)
    best = [m["id"] for d in record["diagnoses"] for m in d["matches"] if m["isTied"]]
    return record["verdict"], best, record["port"].get("starts"), record["seconds"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lab", help="the came-lab program")
    parser.add_argument("--only", nargs="+", metavar="ID")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    cases = [case for case in listed(options.lab, "cases", "list") if case != "large"]
    mutants = options.only or listed(sys.executable, str(SERVE), "--list")
    missed, unnamed = [], []
    with ThreadPoolExecutor(options.jobs) as pool:
        outcomes = pool.map(lambda mutant: validated(options.lab, cases, mutant), mutants)
        for mutant, (verdict, best, starts, seconds) in zip(mutants, outcomes):
            is_named = mutant in best
            missed += [] if verdict == "differs" else [mutant]
            unnamed += [] if is_named else [mutant]
            names = ", ".join(best) or "no known mistake"
            print(f"{'✓' if is_named and verdict == 'differs' else '✕'} {mutant}: {verdict}, {names}; {starts} start, {seconds:.1f} s")
            sys.stdout.flush()
    count = len(mutants)
    print(f"\n{count - len(missed)} of {count} mutants are rejected, {count - len(unnamed)} by their names.")
    for what, those in (("Not rejected", missed), ("Not named", unnamed)):
        if those:
            print(f"{what}: {', '.join(those)}")
    if missed or count - len(unnamed) < NAMED_AT_LEAST * count:
        sys.exit(1)


if __name__ == "__main__":
    main()
