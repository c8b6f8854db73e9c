"""The headline of a batch: when CO2 peaks and which targets are met, as shares of runs.

Per storyline first, then over all. A share of runs is no probability: it says how often under the
assumptions that the design spans. Its 95 % interval (Wilson 1927) counts draws: the points of the sample, for runs of
one point with other seeds are much alike, as are the points that a Sobol design makes of a base point; or where there
is one point its seeds and populations, which all storylines share. The points of a grid or a Morris design are no
draws, so there it has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from abm.errors import UserError
from abm.peak import YEARS_AFTER
from abm.targets import STATES
from experiments.batch.factors import Factor
from experiments.batch.samplers import SAMPLES, Sampler
from experiments.batch.tables import RUNS, TARGETS

QUANTILES = {"low": 0.05, "median": 0.5, "high": 0.95}
SCORED = ("met", "missed")
ALL = "all"
Z = 1.959964  # of a 95 % interval


@dataclass(frozen=True)
class Tables:
    """A finished batch as far as the headline needs it; ``points_per_draw`` points in a row count as one."""

    runs: pd.DataFrame
    targets: pd.DataFrame
    until: int
    method: str = "none"
    points_per_draw: int = 1

    def n_draws(self, done: pd.DataFrame) -> int:
        """Return from how many independent draws runs come (see the top); 0 where nothing is drawn."""
        if self.runs["point"].nunique() <= 1:
            return len(done[["seed", "population_seed"]].drop_duplicates())
        return (done["point"] // self.points_per_draw).nunique() if is_sample(self.method) else 0


def read_tables(folder: Path, until: int, sampler: Sampler, factors: Sequence[Factor]) -> Tables:
    """Return the tables of a batch's folder, whose points a sampler chose.

    Raises:
        UserError: there are none, or they cannot be read.
    """
    try:
        runs, targets = pd.read_parquet(folder / RUNS), pd.read_parquet(folder / TARGETS)
    except FileNotFoundError:
        raise UserError(f"{folder}: the batch is not finished; start it again and it goes on") from None
    except (OSError, ValueError) as error:
        raise UserError(f"{folder}: its tables cannot be read: {error}") from None
    return Tables(runs, targets, until, sampler.method, sampler.points_per_draw(factors))


def headline(tables: Tables, by: int = 2030) -> list[dict[str, Any]]:
    """Return one entry per package and storyline, and one per package over all storylines.

    Each has runs, failed, draws (see the top), peak (share by the year with its interval, states, distribution of year
    and height of the runs that have peaked) and targets (share met of those scored, number of runs in each state).
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
    draws = tables.n_draws(done)
    targets = tables.targets[tables.targets["run"].isin(done["run"])]
    return {
        "runs": len(done),
        "failed": int((group["state"] == "failed").sum()),
        "draws": draws,
        "peak": peak_of(done, tables.until, by, draws),
        "targets": [
            target_of(str(name), rows.set_index("run")["state"], done, tables)
            for name, rows in targets.groupby("id", sort=True)
        ],
    }


def _ends(share: float | None, draws: int) -> tuple[float, float] | tuple[None, None]:
    """Return the ends of the interval of a share; None where there is no share or no draw."""
    return (None, None) if share is None or draws == 0 else wilson(share, draws)


def wilson(share: float, draws: int) -> tuple[float, float]:
    """Return the ends of the 95 % interval of a share of so many draws (Wilson 1927)."""
    middle = (share + Z**2 / (2 * draws)) / (1 + Z**2 / draws)
    half = Z * sqrt(share * (1 - share) / draws + Z**2 / (4 * draws**2)) / (1 + Z**2 / draws)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def peak_of(done: pd.DataFrame, until: int, by: int, draws: int) -> dict[str, Any]:
    """Return how often the runs peak by a year, and when and how high.

    ``share_by`` is None where the runs are too short to tell: a peak needs five later years that have
    a three-year mean.
    """
    peaked = done[done["peak_state"] == "peaked"]
    can_tell = len(done) > 0 and until >= by + YEARS_AFTER + 1
    early = int((peaked["peak_year"] <= by).sum())
    share = early / len(done) if can_tell else None
    low, high = _ends(share, draws)
    return {
        "by": by,
        "n_by": early if can_tell else None,
        "share_by": share,
        "share_by_low": low,
        "share_by_high": high,
        "states": {str(state): int(n) for state, n in done["peak_state"].value_counts(sort=False).items()},
        "year": _spread(peaked["peak_year"], whole=True),
        "years": {int(year): int(n) for year, n in peaked["peak_year"].value_counts().sort_index().items()},
        "height_mt": _spread(peaked["peak_mt"]),
        "n_at_start": int(peaked["peak_at_start"].fillna(False).astype(bool).sum()),
    }


def target_of(name: str, states: pd.Series, done: pd.DataFrame, tables: Tables) -> dict[str, Any]:
    """Return the share of runs in which a target is met, of those in which it is scored; ``states`` by run."""
    counts = {state: int((states == state).sum()) for state in STATES}
    scored = sum(counts[state] for state in SCORED)
    share = counts["met"] / scored if scored else None
    telling = states.index[states.isin(SCORED)]
    low, high = _ends(share, tables.n_draws(done[done["run"].isin(telling)]))
    return {
        "id": name,
        "share_met": share,
        "share_met_low": low,
        "share_met_high": high,
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
