"""A function with published indices as the work of a batch: Ishigami and Homma (1990), a = 7, b = 0.1."""

import json
import math
from functools import partial
from pathlib import Path

import numpy as np

from experiments.batch.design import Design
from experiments.batch.engine import carry_out_with
from experiments.batch.factors import Factor
from experiments.batch.outcome import Finished
from experiments.batch.processes import Processes
from experiments.batch.samplers import Sampler
from experiments.batch.trial import Keep, Trial, loaded_region, rows_of

A, B = 7.0, 0.1
# Var = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2; V1 = (1 + b pi^4/5)^2/2; V2 = a^2/8; V13 = b^2 pi^8 (1/18 - 1/50)
VARIANCE = A**2 / 8 + B * math.pi**4 / 5 + B**2 * math.pi**8 / 18 + 0.5
V1, V2 = (1 + B * math.pi**4 / 5) ** 2 / 2, A**2 / 8
V13 = B**2 * math.pi**8 * (1 / 18 - 1 / 50)
ISHIGAMI_S1 = np.array([V1, V2, 0.0]) / VARIANCE  # 0.3139, 0.4424, 0
ISHIGAMI_ST = np.array([V1 + V13, V2, V13]) / VARIANCE  # 0.5576, 0.4424, 0.2437
FACTORS = tuple(Factor("parameter", f"x{i}", -math.pi, math.pi, ()) for i in (1, 2, 3))


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def published_work(trial: Trial, fails: frozenset[int] = frozenset()) -> Finished:
    """A run whose CO2 of 2030 is the function."""
    import pyarrow as pa

    if trial.number in fails:
        raise ValueError("not this one")
    x = np.array([[value for _, value in trial.sampled.values]])
    words = {"county": "990100", "sector": "", "variable": "Emissions|CO2|Energy", "unit": "Mt CO2/yr"}
    table = pa.table({
        "run": ["-"], "seed": [trial.seed], "year": pa.array([2030], pa.int32()),
        **{name: pa.array([word]).dictionary_encode() for name, word in words.items()}, "value": ishigami(x),
    })  # fmt: skip
    return Finished(rows_of(table, trial.number), json.dumps({"peak": None, "targets": []}))


def ishigami_batch(folder: Path, sampler: Sampler, fails: set[int] = frozenset()) -> None:
    """A finished batch of the function at a design's points."""
    design = Design(
        region=loaded_region("tiny"),
        region_name="tiny",
        packages=("plan",),
        storylines=("steady",),
        until=2030,
        scale=1.0,
        seeds=(1,),
        population_seeds=(0,),
        history="observed",
        settings=(),
        factors=FACTORS,
        sampler=sampler,
        keep=Keep(),
    )
    work = partial(published_work, fails=frozenset(fails))
    carry_out_with(work, design, "", folder, Processes(1))
