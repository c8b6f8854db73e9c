"""What one package changes against another as a table: every variable by year, sector, county and group."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from abm.errors import UserError
from abm.output import write_whole
from abm.results import Run
from experiments.differences import paired
from experiments.results_folder import refuse_own_file

KEYS = ["variable", "unit", "year", "county", "sector"]
KINDS = ("year", "sector", "county", "group")
SUFFIXES = (".csv", ".parquet")


def effects(base: Sequence[Run], other: Sequence[Run], kinds: Sequence[str] = KINDS) -> pd.DataFrame:
    """Return the paired differences, other less base, with their 95 % t intervals (NaN with one seed).

    Columns: variable, unit, year, county, sector, group, base, other, difference, low, high, n_seeds.

    Args:
        base: runs of one package, one per seed and synthetic population.
        other: runs of the other, with the same ones in any order.
        kinds: which rows: ``year`` the city as a whole, ``sector``, ``county``, ``group`` (income groups,
            payers).

    Raises:
        UserError: the runs have no partners.
    """
    sides = [_by_run(runs) for runs in paired(base, other)]
    keys = sides[0].index.intersection(sides[1].index)
    before, after = (side.loc[keys].to_numpy() for side in sides)
    change = after - before
    n_seeds = change.shape[1]
    half = np.full(len(change), np.nan)
    if n_seeds > 1:
        half = stdtrit(n_seeds - 1, 0.975) * change.std(axis=1, ddof=1) / np.sqrt(n_seeds)
    found = keys.to_frame(index=False)
    found["group"] = found["variable"].map({name: group_of(name) for name in found["variable"].unique()})
    mean = change.mean(axis=1)
    columns = {"base": before.mean(axis=1), "other": after.mean(axis=1), "difference": mean}
    found = found.assign(**columns, low=mean - half, high=mean + half, n_seeds=n_seeds)
    return found[_wanted(found, kinds, base[0].region.code)].reset_index(drop=True)


def _by_run(runs: Sequence[Run]) -> pd.DataFrame:
    """Return the values of runs, one row per key and one column per run, sorted by key."""
    columns = []
    for run in runs:
        frame = run.to_frame()
        frame = frame.astype(dict.fromkeys(("variable", "unit", "county", "sector"), str))
        columns.append(frame.set_index(KEYS)["value"])
    return pd.concat(columns, axis=1).sort_index()


def _wanted(found: pd.DataFrame, kinds: Sequence[str], city: str) -> np.ndarray:
    is_sector, is_county, is_group = found["sector"] != "", found["county"] != city, found["group"] != ""
    rows = {
        "year": ~is_sector & ~is_county & ~is_group,
        "sector": is_sector,
        "county": is_county & ~is_sector,
        "group": is_group & ~is_county & ~is_sector,
    }
    chosen = np.zeros(len(found), dtype=bool)
    for kind in kinds:
        chosen |= rows[kind].to_numpy()
    return chosen


def group_of(variable: str) -> str:
    """Return the group that a variable is about: an income group, a size of firm, or who pays."""
    parts = variable.split("|")
    if parts[-1].endswith((" Fifth", " Firms", " Owners")):
        return parts[-1]
    return parts[1] if parts[0] == "Money" and len(parts) > 1 else ""


def check_file(name: str, problem: str = "--effects") -> Path:
    """Return the path of a table to be written.

    Raises:
        UserError: neither CSV nor Parquet, or a file of the results themselves.
    """
    path = Path(name)
    if path.suffix not in SUFFIXES:
        raise UserError(f"{problem}: {name} ends in {path.suffix or 'nothing'!r}, allowed {', '.join(SUFFIXES)}")
    refuse_own_file(path, f"{problem}: ")
    return path


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV or Parquet, all or nothing."""
    if path.suffix == ".csv":
        content = frame.to_csv(index=False, lineterminator="\n").encode()
    else:
        content = frame.to_parquet(None, index=False, compression="zstd")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path.parent, {path.name: content})
