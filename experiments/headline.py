"""The headline of a batch: when CO2 peaks and which targets are met, as shares of runs.

Per storyline first, then over all. A share of runs is no probability: it says how often under the
assumptions that the design spans.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from abm.errors import UserError
from abm.peak import YEARS_AFTER
from abm.targets import STATES
from experiments.batch.samplers import SAMPLES
from experiments.batch.tables import RUNS, TARGETS

QUANTILES = {"low": 0.05, "median": 0.5, "high": 0.95}
SCORED = ("met", "missed")
ALL = "all"


@dataclass(frozen=True)
class Tables:
    """A finished batch as far as the headline needs it."""

    runs: pd.DataFrame
    targets: pd.DataFrame
    until: int


def read_tables(folder: Path, until: int) -> Tables:
    """Return the tables of a batch's folder.

    Raises:
        UserError: there are none, or they cannot be read.
    """
    try:
        return Tables(pd.read_parquet(folder / RUNS), pd.read_parquet(folder / TARGETS), until)
    except FileNotFoundError:
        raise UserError(f"{folder}: the batch is not finished; start it again and it goes on") from None
    except (OSError, ValueError) as error:
        raise UserError(f"{folder}: its tables cannot be read: {error}") from None


def headline(tables: Tables, by: int = 2030) -> list[dict[str, Any]]:
    """Return one entry per package and storyline, and one per package over all storylines.

    Each has runs, failed, peak (share by the year, states, distribution of year and height of the
    runs that have peaked) and targets (share met of those scored, number of runs in each state).
    """
    found = []
    for package in dict.fromkeys(tables.runs["package"]):
        runs = tables.runs[tables.runs["package"] == package]
        groups = [(name, runs[runs["storyline"] == name]) for name in dict.fromkeys(runs["storyline"])]
        for storyline, group in [*groups, (ALL, runs)]:
            found.append({"package": package, "storyline": storyline, **_group(group, tables, by)})
    return found


def _group(group: pd.DataFrame, tables: Tables, by: int) -> dict[str, Any]:
    done = group[group["state"] == "done"]
    targets = tables.targets[tables.targets["run"].isin(done["run"])]
    return {
        "runs": len(done),
        "failed": int((group["state"] == "failed").sum()),
        "peak": peak_of(done, tables.until, by),
        "targets": [target_of(str(name), rows["state"]) for name, rows in targets.groupby("id", sort=True)],
    }


def peak_of(done: pd.DataFrame, until: int, by: int) -> dict[str, Any]:
    """Return how often the runs peak by a year, and when and how high.

    ``share_by`` is None where the runs are too short to tell: a peak needs five later years that have
    a three-year mean.
    """
    peaked = done[done["peak_state"] == "peaked"]
    can_tell = len(done) > 0 and until >= by + YEARS_AFTER + 1
    early = int((peaked["peak_year"] <= by).sum())
    return {
        "by": by,
        "n_by": early if can_tell else None,
        "share_by": early / len(done) if can_tell else None,
        "states": {str(state): int(n) for state, n in done["peak_state"].value_counts(sort=False).items()},
        "year": _spread(peaked["peak_year"], whole=True),
        "years": {int(year): int(n) for year, n in peaked["peak_year"].value_counts().sort_index().items()},
        "height_mt": _spread(peaked["peak_mt"]),
        "n_at_start": int(peaked["peak_at_start"].fillna(False).astype(bool).sum()),
    }


def target_of(name: str, states: pd.Series) -> dict[str, Any]:
    """Return the share of runs in which a target is met, of those in which it is scored."""
    counts = {state: int((states == state).sum()) for state in STATES}
    scored = sum(counts[state] for state in SCORED)
    return {
        "id": name,
        "share_met": counts["met"] / scored if scored else None,
        "n_scored": scored,
        "states": {state: n for state, n in counts.items() if n},
    }


def _spread(values: pd.Series, *, whole: bool = False) -> dict[str, float] | None:
    """Return 5 %, median and 95 % of values; of years, ones that occur."""
    if not len(values):
        return None
    method: Any = "nearest" if whole else "linear"
    found = np.quantile(values.to_numpy(dtype=float), list(QUANTILES.values()), method=method)
    return {name: int(value) if whole else float(value) for name, value in zip(QUANTILES, found, strict=True)}


def is_sample(method: str) -> bool:
    """Return whether the points of a method stand for the whole space, so that shares mean something."""
    return method in SAMPLES
