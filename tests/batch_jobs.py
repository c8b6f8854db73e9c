"""Runs of a batch that cost nothing: real trials, with made-up work that may fail or die."""

import gc
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from experiments.batch.outcome import Finished
from experiments.batch.tables import RESULTS, RUNS
from experiments.batch.tables import TARGETS as SCORES
from experiments.batch.trial import Keep, Sampled, Trial, rows_of

PEAK = '{"peak": {"state": "peaked", "year": 2028, "value": 1.5, "fall_share": 0.1, "at_start": false}, '
TARGETS = '"targets": [["T01", "met", "simulated", 18.0], ["T02", "missed", "simulated", null]]}'


SHORT = """
[design]
region = "tiny"
packages = ["plan"]
storylines = ["steady", "slump"]
until = 2023
scale = 1.0
[[factor]]
driver = "demand.coke"
values = [-1, 1]
[keep]
variables = "all"
counties = true
sectors = true
"""


def tables(folder: Path) -> dict[str, bytes]:
    """What a batch has written."""
    return {name: (folder / name).read_bytes() for name in (RESULTS, RUNS, SCORES)}


def trials(n: int, packages: dict[int, str] | None = None, folder: Path | None = None) -> list[Trial]:
    """Trials whose package says how their work goes: fine (as good as any), raises, dies, dies_once."""
    return [
        Trial(
            number=number,
            point=number // 2,
            package=(packages or {}).get(number, "fine"),
            region=str(folder),
            storyline=("steady", "fast")[number % 2],
            until=2036,
            scale=1.0,
            seed=1 + number % 2,
            population_seed=0,
            history="observed",
            settings=(),
            sampled=Sampled(values=(("x", number / n),)),
            keep=Keep(),
        )
        for number in range(n)
    ]


def made_up_work(trial: Trial) -> Finished:
    """Rows that depend on the trial alone."""
    import pyarrow as pa

    if trial.package == "raises":
        raise ValueError(f"run {trial.number} cannot be made")
    if trial.package == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if trial.package == "dies_once":
        mark = Path(trial.region) / f"died-{trial.number}"
        if not mark.exists():
            mark.write_text("")
            os.kill(os.getpid(), signal.SIGKILL)
    n_rows = 50
    values = [(trial.number * 37 + i * i) % 101 / 101 for i in range(n_rows)]
    words = {name: pa.array([f"{name} {i % 3}" for i in range(n_rows)]).dictionary_encode()
             for name in ("county", "sector", "variable", "unit")}  # fmt: skip
    years = pa.array(range(2020, 2020 + n_rows), pa.int32())
    table = pa.table({"run": ["-"] * n_rows, "seed": [trial.seed] * n_rows, "year": years, **words, "value": values})
    return Finished(rows_of(table, trial.number), PEAK + TARGETS)


def fails(trial: Trial) -> Finished:
    """Fail, whatever the run."""
    raise ValueError(f"run {trial.number} cannot be made")


SECONDS_OF_A_STUBBORN_RUN = 600.0


def stubborn(trial: Trial) -> Finished:
    """Take ten minutes from the second run on, and heed no gentle signal meanwhile."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if trial.number:
        time.sleep(SECONDS_OF_A_STUBBORN_RUN)
    return Finished(b"", "")


class Circle:
    """Something that points at itself, as a city and its agents do."""

    left = 0

    def __init__(self) -> None:
        self.itself = self
        Circle.left += 1

    def __del__(self) -> None:
        Circle.left -= 1


def work_in_circles(trial: Trial) -> Finished:
    """Says how many circles of earlier runs are still there, and leaves one; nothing else collects them."""
    gc.disable()
    left = Circle.left
    Circle()
    return Finished(b"", str(left))


@dataclass(frozen=True)
class Sometimes:
    """Made-up work of which run 2 fails until a file is there."""

    mended: Path

    def __call__(self, trial: Trial) -> Finished:
        if trial.number == 2 and not self.mended.exists():
            raise ValueError("not yet")
        return made_up_work(trial)
