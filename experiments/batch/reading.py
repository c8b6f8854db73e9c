"""Reads the folder of a finished batch, one of an older version too: its tables, and what ``batch.json`` tells."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from abm.errors import UserError
from experiments.batch.factors import Factor
from experiments.batch.samplers import Sampler
from experiments.batch.store import FILE, Store
from experiments.batch.tables import RESULTS, RUNS, TARGETS

TOLD = {"region", "code", "data"}
DESIGN = {"packages", "storylines", "years", "first_decision_year", "city", "scale", "seeds", "population_seeds",
          "history", "settings", "sampler", "factors"}  # fmt: skip
READ = {
    RESULTS: ("run", "seed", "year", "county", "sector", "variable", "unit", "value"),
    TARGETS: ("run", "id", "state"),
}
COLUMNS = ("run", "point", "package", "storyline", "seed", "population_seed", "state")


@dataclass(frozen=True)
class Made:
    """A batch in which every run has an outcome.

    ``told`` is the content of ``batch.json``, ``runs`` its table of runs, in run order.
    """

    folder: Path
    told: dict[str, Any]
    runs: pd.DataFrame

    @property
    def design(self) -> dict[str, Any]:
        """What the batch tells of its design."""
        return dict(self.told["design"])

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """The factors of the design, in the order of the columns of its points."""
        names = Factor.__dataclass_fields__
        entries = [{key: value for key, value in entry.items() if key in names} for entry in self.design["factors"]]
        return tuple(Factor(**{**entry, "values": tuple(entry["values"])}) for entry in entries)

    @cached_property
    def grades(self) -> dict[str, str]:
        """Factor label -> grade of its evidence, blank for a lever."""
        entries = self.design["factors"]
        return {factor.label: str(entry.get("grade", "")) for factor, entry in zip(self.factors, entries, strict=True)}

    @property
    def sampler(self) -> Sampler:
        """How the points were chosen."""
        names = Sampler.__dataclass_fields__
        return Sampler(**{key: value for key, value in self.design["sampler"].items() if key in names})

    @cached_property
    def points(self) -> np.ndarray:
        """(n_points, n_factors) values of the factors."""
        first = self.runs.drop_duplicates("point").sort_values("point")
        return first[[factor.label for factor in self.factors]].to_numpy(dtype=float)

    @cached_property
    def written(self) -> list[str]:
        """Variables that the batch kept of the city as a whole."""
        table = pq.read_table(self.folder / RESULTS, columns=["variable"])
        return sorted({str(name) for name in table["variable"].unique().to_pylist()})

    @cached_property
    def years(self) -> list[int]:
        """Years that the batch kept."""
        table = pq.read_table(self.folder / RESULTS, columns=["year"])
        return sorted(table["year"].unique().to_pylist())

    def rows(self, variables: list[str], *, sectors: bool = False, counties: bool = False) -> pd.DataFrame:
        """Return run, year, county, sector, variable, value of some variables."""
        chosen: list[Any] = [("variable", "in", variables)]
        if not counties:
            chosen.append(("county", "in", [self.design["city"]]))
        chosen.append(("sector", "not in" if sectors else "in", [""]))
        columns = ["run", "year", "county", "sector", "variable", "value"]
        frame = pq.read_table(self.folder / RESULTS, columns=columns, filters=chosen).to_pandas()
        if not (whole := np.isfinite(frame["value"])).all():  # no run writes such, and a mean would not show it
            lost = frame[~whole].iloc[0]
            told = f"no number of {lost['variable']} in {lost['year']}, run {lost['run']}"
            raise UserError(f"{self.folder / RESULTS}: {told}: spoilt")
        return frame.astype(dict.fromkeys(("county", "sector", "variable"), str))

    def holes(self, runs: pd.DataFrame) -> list[int]:
        """Return the numbers of those runs that have no result."""
        return [int(number) for number in runs.loc[runs["state"] != "done", "run"]]


def read_batch(folder: str | Path) -> Made:
    """Return a finished batch.

    Raises:
        UserError: the folder holds none, it is not finished, or its files cannot be read.
    """
    folder = Path(folder)
    try:
        told = json.loads((folder / "batch.json").read_text(encoding="utf-8"))
        runs = pd.read_parquet(folder / RUNS)
        for name, columns in READ.items():  # found here, not in the midst of an analysis
            refuse_lacking(folder / name, columns)
    except (FileNotFoundError, NotADirectoryError):
        raise UserError(_why_none(folder)) from None
    except UserError:
        raise
    except (OSError, ValueError) as error:
        raise UserError(f"{folder}: its tables cannot be read: {error}") from None
    if not isinstance(told, dict) or "design" not in told:
        raise UserError(f"{folder}: its batch.json tells no design; write it anew: tanfeng batch --out {folder}")
    made = Made(folder, told, runs)
    if lacking := _lacking(made):
        raise UserError(f"{folder}: its batch.json or {RUNS} tells no {lacking}: spoilt, or of another version")
    return made


def refuse_lacking(path: Path, columns: Sequence[str]) -> None:
    """Refuse a table that lacks some of these columns.

    Raises:
        UserError: it does.
        OSError: it cannot be read; a ValueError where it is no Parquet file.
    """
    there = pq.read_schema(path).names
    if lacking := [name for name in columns if name not in there]:
        raise UserError(f"{path} has no column {', '.join(lacking)}: spoilt, or of another version")


def _lacking(made: Made) -> str:
    """Return what a batch does not tell of itself, or what this version cannot read of it; nothing if all is there."""
    design = made.told["design"]
    if not isinstance(design, dict):
        return "design"
    if missing := [*sorted(TOLD - made.told.keys()), *sorted(DESIGN - design.keys())]:
        return ", ".join(missing)
    try:
        labels = [factor.label for factor in made.factors]
        _ = made.sampler
    except (AttributeError, KeyError, TypeError):
        return "factors or sampler"
    return ", ".join(name for name in (*COLUMNS, *labels) if name not in made.runs)


def _why_none(folder: Path) -> str:
    if not (folder / FILE).exists():
        return f"{folder} holds no batch"
    with closing(Store(folder, read_only=True)) as store:
        kind = store.about().get("kind", "batch")
    if kind != "batch":
        return f"{folder} holds the runs of another command than tanfeng batch"
    return f"{folder}: the batch is not finished; start it again and it goes on: tanfeng batch --out {folder}"


def refuse_none(made: Made) -> None:
    """Refuse a batch of which every run failed.

    Raises:
        UserError: it is one.
    """
    if not (made.runs["state"] == "done").any():
        told = "no run has a result; what they failed of is told by"
        raise UserError(f"{made.folder}: {told} tanfeng batch status {made.folder}")


def refuse_holes(made: Made, runs: pd.DataFrame, purpose: str) -> None:
    """Refuse an analysis that needs every run of these.

    Raises:
        UserError: some have no result; the message names them and the command that repeats them.
    """
    holes = made.holes(runs)
    if holes:
        named = ", ".join(map(str, holes[:20])) + (f" and {len(holes) - 20} more" if len(holes) > 20 else "")
        raise UserError(
            f"{made.folder}: {purpose} needs every run, {len(holes)} of {len(runs)} have no result: {named}\n"
            f"repeat them: tanfeng batch --out {made.folder} --rerun failed"
        )
