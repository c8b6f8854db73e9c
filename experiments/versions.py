"""Two folders of results against each other: what moved, and whether by code, data, seed or what was asked.

Reads the folders of runs and of batches, of any version: only ``run.json`` or ``batch.json`` and the table.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from scipy.special import stdtrit

from abm.errors import UserError
from experiments.batch.reading import read_batch, refuse_lacking

CAUSES = ("code", "data", "seed", "population", "levers", "storyline", "scale", "years", "history", "numbers")
LUCK = ("seed", "population")
KEYS = ["package", "storyline", "variable", "unit", "year"]


@dataclass(frozen=True)
class Side:
    """One folder: what made it, cause by cause, and its city totals.

    ``values`` has package, storyline, variable, unit, year, replicate, value; a replicate is a seed, of a batch also a
    point and a synthetic population. ``draws``: replicate -> what it is a draw of, where several are much alike: the
    runs of one point of a sample.
    """

    folder: Path
    made: Mapping[str, Any]
    values: pd.DataFrame
    draws: Mapping[Any, Any] = field(default_factory=dict)


def read_side(folder: str | Path) -> Side:
    """Return a folder of a run or of a batch.

    Raises:
        UserError: it is neither, or cannot be read.
    """
    folder = Path(folder)
    if (folder / "run.json").exists():
        return _run_side(folder)
    if (folder / "batch.json").exists():
        return _batch_side(folder)
    raise UserError(f"{folder}: holds neither a run (run.json) nor a finished batch (batch.json)")


def _run_side(folder: Path) -> Side:
    try:
        facts = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        runs = facts["runs"]
        made = {
            "code": facts.get("code"),
            "data": facts.get("data"),
            "seed": sorted({run["seed"] for run in runs}),
            "population": sorted({run.get("population_seed", 0) for run in runs}),
            "levers": {run["package"]: run["levers"] for run in runs},
            "storyline": sorted({run["storyline"] for run in runs}),
            "scale": runs[0]["scale"],
            "years": runs[0]["years"],
            "history": runs[0].get("history"),
            "numbers": [],
        }
        storylines = {(run["package"], run["seed"]): run["storyline"] for run in runs}
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise UserError(f"{folder / 'run.json'} is not readable: {error}") from None
    frame = _totals(folder)
    frame = frame.rename(columns={"run": "package", "seed": "replicate"})
    frame["package"] = frame["package"].astype(str)
    pairs = zip(frame["package"], frame["replicate"], strict=True)
    frame["storyline"] = [storylines.get(pair, "") for pair in pairs]
    return Side(folder, made, frame)


def _batch_side(folder: Path) -> Side:
    batch = read_batch(folder)
    design = batch.design
    made = {
        "code": batch.told["code"],
        "data": batch.told["data"],
        "seed": design["seeds"],
        "population": design["population_seeds"],
        "levers": design["packages"],
        "storyline": sorted(design["storylines"]),
        "scale": design["scale"],
        "years": design["years"],
        "history": design["history"],
        "numbers": [design["factors"], design["sampler"], design["settings"]],
    }
    runs = batch.runs.set_index("run")
    named = runs[["package", "storyline"]].assign(
        replicate=[f"{row.point}-{row.population_seed}-{row.seed}" for row in runs.itertuples()]
    )
    draws: dict[Any, Any] = {}
    if runs["point"].nunique() > 1:
        alike = batch.sampler.points_alike(batch.factors)
        draws = dict(zip(named["replicate"], runs["point"] // alike, strict=True))
    values = _totals(folder).drop(columns="seed").join(named, on="run").drop(columns="run")
    return Side(folder, made, values, draws)


def _totals(folder: Path) -> pd.DataFrame:
    """Return the rows of the city as a whole (its code is the one that ends in 00)."""
    columns = ["run", "seed", "year", "county", "variable", "unit", "value"]
    try:
        refuse_lacking(folder / "results.parquet", [*columns, "sector"])
        table = pq.read_table(folder / "results.parquet", columns=columns, filters=[("sector", "in", [""])])
    except UserError:
        raise
    except (OSError, ValueError) as error:
        raise UserError(f"{folder / 'results.parquet'} is not readable: {error}") from None
    frame = table.to_pandas()
    frame = frame.astype(dict.fromkeys(("county", "variable", "unit"), str))
    return frame[frame["county"].str.endswith("00")].drop(columns="county")


def causes(a: Side, b: Side) -> list[str]:
    """Return in what the two folders differ, of all that results depend on."""
    return [cause for cause in CAUSES if _plain(a.made[cause]) != _plain(b.made[cause])]


def _plain(made: Any) -> Any:
    """Return what identifies a cause: of the code its hash, of the data its hash without the region's name."""
    if isinstance(made, dict) and "hash" in made:
        return made["hash"]
    if isinstance(made, dict) and len(made) == 1 and isinstance(next(iter(made.values())), str):
        return next(iter(made.values()))
    return made


def movements(a: Side, b: Side) -> pd.DataFrame:
    """Return every variable and year that both folders have: a, b, difference, half_width, relative, n, moved.

    The same replicates are paired, of each row those that both sides have (a run may have failed on one of them);
    without common ones the two means are compared (Welch). Intervals count draws, ``n`` of them at least on either
    side. ``moved``: the difference is not nought and, where its interval is known, leaves out nought.
    """
    sides = [side.values.pivot_table(index=KEYS, columns="replicate", values="value") for side in (a, b)]
    common = [name for name in sides[0].columns if name in set(sides[1].columns)]
    rows = sides[0].index.intersection(sides[1].index)
    before, after = (side.loc[rows] for side in sides)
    if common:
        before, after = before[common], after[common]
        is_pair = before.notna() & after.notna()
        before, after = before.where(is_pair), after.where(is_pair)
    by_draw = _by_draw(before, a.draws), _by_draw(after, b.draws)
    half, n = _half_width(by_draw[1] - by_draw[0]) if common else _welch(*by_draw)
    means = [_mean(one) for one in by_draw]
    found = rows.to_frame(index=False).assign(a=means[0], b=means[1], difference=means[1] - means[0], half_width=half)
    size = np.maximum(np.abs(found["a"]), np.abs(found["b"]))
    found["relative"] = np.where(size > 0, found["difference"] / size.where(size > 0, 1.0), 0.0)
    found["n"] = n
    beyond = found["half_width"].isna() | (found["difference"].abs() > found["half_width"])
    found["moved"] = (found["relative"].abs() > 1e-12) & beyond
    return found[n > 0].reset_index(drop=True)


def _by_draw(values: pd.DataFrame, draws: Mapping[Any, Any]) -> np.ndarray:
    """Return (n_rows, n_draws) means of the replicates that each draw has; NaN where it has none."""
    return values.T.groupby([draws.get(name, name) for name in values.columns]).mean().T.to_numpy()


def _mean(values: np.ndarray) -> np.ndarray:
    n = (~np.isnan(values)).sum(axis=1)
    return np.where(n > 0, np.nansum(values, axis=1) / np.maximum(n, 1), np.nan)


def _squared_error(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the squared standard error of the mean of each row's values, NaN of fewer than two, and how many."""
    n = (~np.isnan(values)).sum(axis=1)
    off = values - _mean(values)[:, None]
    return np.where(n > 1, np.nansum(off**2, axis=1) / (np.maximum(n - 1, 1) * np.maximum(n, 1)), np.nan), n


def _half_width(change: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the half-widths of the 95 % t interval of the mean change, NaN of one draw, and how many draws."""
    squared, n = _squared_error(change)
    return stdtrit(np.maximum(n - 1, 1), 0.975) * np.sqrt(squared), n


def _welch(before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the half-widths of the difference of two means that share no replicate, NaN with one draw of either."""
    (first, n), (second, m) = _squared_error(before), _squared_error(after)
    least = np.minimum(n, m)
    return stdtrit(np.maximum(least - 1, 1), 0.975) * np.sqrt(first + second), least


def only_in(a: Side, b: Side) -> tuple[list[str], list[str]]:
    """Return the variables that only the first, and only the second folder has."""
    names = [set(side.values["variable"].unique()) for side in (a, b)]
    return sorted(names[0] - names[1]), sorted(names[1] - names[0])


def other_units(a: Side, b: Side) -> dict[str, tuple[str, str]]:
    """Return the variables that both folders have but count in different units, which are not compared."""
    units = [dict(side.values[["variable", "unit"]].drop_duplicates().itertuples(index=False)) for side in (a, b)]
    return {name: (unit, units[1][name]) for name, unit in sorted(units[0].items()) if units[1].get(name, unit) != unit}
