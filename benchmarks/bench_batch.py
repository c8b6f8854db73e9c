"""The batch's own figures, as JSON: overhead, two workers against one, memory of a worker, a thousand runs.

``python -m benchmarks.bench_batch [--region luliang] [--runs 60] [--memory-runs 1000]``. Times are those of this
machine at that moment: on a busy one the overhead and the speed-up say little, so the load is told beside them.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

THOUSAND = 1000
DESIGN = """
[design]
region = "{region}"
packages = ["plan"]
storylines = ["steady"]
until = {until}
scale = {scale}
seeds = {seeds}
[keep]
variables = "main"
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--region", default="luliang")
    parser.add_argument("--runs", type=int, default=60, help="runs of each timed batch")
    parser.add_argument("--until", type=int, default=2060)
    parser.add_argument("--memory-runs", type=int, default=THOUSAND, help="runs of the tiny region in one worker")
    given = parser.parse_args()
    scale = 1.0 if given.region == "tiny" else 0.02
    text = DESIGN.format(region=given.region, until=given.until, scale=scale, seeds=given.runs)
    before = os.getloadavg()[0]
    one, two = (_batch(text, workers) for workers in (1, 2))
    figures = {
        "load_before": before,
        "cores": os.cpu_count(),
        "region": given.region,
        "until": given.until,
        "runs": given.runs,
        "one_worker": one,
        "two_workers": two,
        "two_workers_speed_up": one["seconds"] / two["seconds"],
        "thousand_runs_two_workers_minutes": _thousand(two) / 60,
        "memory": _memory(given.memory_runs),
    }
    print(json.dumps(figures, indent=1))


def _batch(text: str, workers: int) -> dict[str, float]:
    """Return the times of one batch in a process of its own: whole, of its runs, and what is neither."""
    with tempfile.TemporaryDirectory() as folder:
        design = Path(folder) / "design.toml"
        design.write_text(text)
        command = [sys.executable, "-m", "benchmarks.bench_batch_once", str(design), f"{folder}/out", str(workers)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return dict(json.loads(done.stdout.splitlines()[-1]))


def _thousand(timed: dict[str, float]) -> float:
    """Return the seconds of a thousand runs at the pace of a batch, its start counted once."""
    return timed["start_seconds"] + timed["pace_seconds"] * THOUSAND


def _memory(n_runs: int) -> dict[str, Any]:
    """Return the memory of one worker after each hundredth of many runs of the tiny region, in MB."""
    command = [sys.executable, "-m", "benchmarks.bench_batch_memory", str(n_runs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    resident = json.loads(done.stdout.splitlines()[-1])
    first, last = median(resident[len(resident) // 10 :][:5]), median(resident[-5:])
    return {"runs": n_runs, "mb_after_a_tenth": first, "mb_at_the_end": last, "growth_share": last / first - 1}


def timed_batch(design: Path, out: Path, workers: int) -> dict[str, float]:
    """Carry a batch out and return its times.

    ``start_seconds``: until the first run is back, less that run. ``overhead_share``: by how much the time
    of all workers after that exceeds the time of the runs themselves (commits, tables, a worker that waits
    at the end).
    """
    from experiments.batch.design_file import read_design, read_text_of
    from experiments.batch.engine import carry_out_batch
    from experiments.batch.processes import Processes
    from experiments.batch.store import Store

    text = read_text_of(design)
    stamps: list[float] = []
    started = perf_counter()
    carry_out_batch(
        read_design(text), text, out, Processes(workers), notify=lambda found, seen: stamps.append(perf_counter())
    )
    seconds = perf_counter() - started
    store = Store(out, read_only=True)
    own = dict(store._base.execute("SELECT number, seconds FROM run ORDER BY number"))
    store.close()
    first = own.pop(0)
    in_runs = first + sum(own.values())
    start = stamps[0] - started - first
    return {
        "seconds": seconds,
        "seconds_of_runs": in_runs,
        "start_seconds": start,
        "pace_seconds": (seconds - start) / (len(own) + 1),
        "overhead_share": workers * (seconds - start) / in_runs - 1.0,
    }


if __name__ == "__main__":
    main()
