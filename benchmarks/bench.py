"""All figures of the speed table, as JSON: ``make bench``.

Each run is a process of its own (peak memory is then that run's); medians of five.
"""

import argparse
import json
import subprocess
import sys
from statistics import median
from time import perf_counter

import numpy as np


def bandwidth_gb_per_s(n: int = 20_000_000, repeats: int = 5) -> float:
    """Return the best GB/s of copying (n,) float64, reads and writes counted."""
    source, target = np.ones(n), np.zeros(n)
    best = float("inf")
    for _ in range(repeats):
        started = perf_counter()
        np.copyto(target, source)
        best = min(best, perf_counter() - started)
    return 2 * source.nbytes / best / 1e9


def _process(*words: str) -> dict:
    done = subprocess.run([sys.executable, "-m", *words], check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _middle(runs: list[dict]) -> dict:
    """Return the run of median seconds, with the spread of seconds beside it."""
    runs = sorted(runs, key=lambda run: run["seconds"])
    return {**runs[len(runs) // 2], "seconds_min": runs[0]["seconds"], "seconds_max": runs[-1]["seconds"]}


def _seconds(command: list[str]) -> float:
    started = perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="leave out scale 1 and the twin")
    given = parser.parse_args()
    scales = (0.02, 0.04) if given.quick else (0.02, 0.04, 0.5, 1.0)
    figures: dict = {"bandwidth_gb_per_s": None, "repeats": given.repeats, "runs": {}}
    for scale in scales:
        repeats = given.repeats if scale < 0.5 else min(given.repeats, 3)
        words = ("benchmarks.run_once", "--scale", str(scale))
        figures["runs"][str(scale)] = _middle([_process(*words) for _ in range(repeats)])
    figures["help_seconds"] = median(
        _seconds([sys.executable, "-m", "experiments.cli", "--help"]) for _ in range(given.repeats)
    )
    if not given.quick:
        figures["household_twin"] = _process("benchmarks.bench_household")
    figures["bandwidth_gb_per_s"] = bandwidth_gb_per_s()  # last: a process started after it would count its memory
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
