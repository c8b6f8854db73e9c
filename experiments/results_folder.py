"""Reads back the folder of a run: the same objects as when the run was made."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from abm.accounts.words import SECTORS
from abm.errors import UserError
from abm.record import Record
from abm.region import Region, UnknownRegion
from abm.results import Results, Run
from abm.variables import all_variables
from experiments.batch.engine import KINDS, kind_of
from experiments.batch.reading import READ, refuse_lacking
from experiments.batch.store import FILE, Store
from experiments.batch.trial import loaded_region

OWN_FILES = ("results.parquet", "runs.parquet", "targets.csv", "who_pays.csv")  # tables of a run's or batch's folder
TOLD_OF_A_RUN = ("region", "package", "storyline", "history", "scale", "seed", "population_seed", "settings", "levers",
                 "years")  # fmt: skip


def load_results(folder: str | Path, region: Region | None = None) -> Results:
    """Return the runs of a folder; ``region`` is theirs if it does not ship with the package.

    Raises:
        UserError: the folder is not one of a run, was made by another version with other variables, or the region is
            not the runs' own.
    """
    facts = read_facts(folder)
    for told in facts["runs"]:
        if missing := [name for name in TOLD_OF_A_RUN if name not in told]:
            raise UserError(
                f"{Path(folder) / 'run.json'} tells no {', '.join(missing)} of a run: spoilt, or of another version"
            )
    frame = read_table(folder)
    unknown = sorted(set(frame["variable"].unique()) - set(all_variables()))
    if unknown:
        raise UserError(f"{folder}: made by another version, its variable {unknown[0]!r} is unknown")
    return Results(tuple(run_of(told, frame, region) for told in facts["runs"]))


def read_facts(folder: str | Path) -> dict[str, Any]:
    """Return the content of ``run.json``.

    Raises:
        UserError: the folder is not one of a run.
    """
    path = Path(folder) / "run.json"
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(_why_no_run(Path(folder), error)) from None
    except ValueError:
        raise UserError(f"{path} is not readable as JSON") from None
    runs = facts.get("runs") if isinstance(facts, dict) else None
    if not runs or not isinstance(runs, list) or not all(isinstance(told, dict) for told in runs):
        raise UserError(f"{path} names no run")
    return facts


def _why_no_run(folder: Path, error: OSError) -> str:
    """Return why a folder is not that of a finished run: what it holds instead, where that can be told."""
    if not (folder / FILE).exists():
        return f"{folder / 'run.json'}: {error.strerror or error}; the folder of a run has one"
    with closing(Store(folder, read_only=True)) as store:
        command = kind_of(store.about())
    unfinished = [KINDS["run"], KINDS["comparison"], *([] if (folder / "batch.json").exists() else [KINDS["batch"]])]
    if command in unfinished:
        return f"{folder}: its runs are not finished; start {command} again and it goes on"
    return f"{folder} holds the runs of {command}, not of tanfeng run or compare"


def refuse_own_file(path: Path, what: str = "") -> None:
    """Keep a table that is made of results from being written over the results themselves.

    Raises:
        UserError: the file is one that a run or a batch keeps in its folder.
    """
    if path.name in OWN_FILES and any((path.parent / mark).exists() for mark in ("run.json", "batch.json")):
        raise UserError(f"{what}{path}: is a file of the results themselves; choose another name")


def read_table(folder: str | Path) -> pd.DataFrame:
    """Return the long table, words as categories.

    Raises:
        UserError: there is none, or it cannot be read.
    """
    path = Path(folder) / "results.parquet"
    try:
        refuse_lacking(path, READ[path.name])
        return pd.read_parquet(path)
    except UserError:
        raise
    except OSError as error:
        raise UserError(f"{path}: {error.strerror or error}") from None
    except ValueError as error:
        raise UserError(f"{path} is not readable: {error}") from None


def run_of(told: dict[str, Any], frame: pd.DataFrame, region: Region | None) -> Run:
    """Return the run that ``run.json`` tells of, with its values from the long table of one or more runs."""
    region = region or _shipped(told["region"])
    if region.id != told["region"]:
        raise UserError(f"--region: got {region.id!r}, the run's region is {told['region']!r}")
    rows = frame[(frame["run"] == told["package"]) & (frame["seed"] == told["seed"])]
    return Run(
        region=region,
        record=_record(region, told["years"], rows),
        package=told["package"],
        storyline=told["storyline"],
        history=told["history"],
        scale=told["scale"],
        seed=told["seed"],
        population_seed=told["population_seed"],
        settings=tuple((lever, year, value) for lever, year, value in told["settings"]),
        levers={lever: np.array(path) for lever, path in told["levers"].items()},
        milliseconds=told.get("milliseconds", {}),
    )


def _shipped(name: str) -> Region:
    try:
        return loaded_region(name)
    except UnknownRegion:
        raise UserError(
            f"the run's region {name!r} does not come with Tanfeng; name its folder: --region DIR"
        ) from None


def _record(region: Region, span: list[int], rows: pd.DataFrame) -> Record:
    record = Record(region, range(span[0], span[1] + 1))
    names = list(all_variables())
    codes = [*(county.code for county in region.counties), region.code]
    variable, county = _places(rows["variable"], names), _places(rows["county"], codes)
    sector = _places(rows["sector"], SECTORS)  # -1 where there is none
    year, value = rows["year"].to_numpy() - span[0], rows["value"].to_numpy()
    whole = sector < 0
    record.totals[variable[whole], year[whole], county[whole]] = value[whole]
    parts = ~whole & (county < region.n_counties)
    for i in np.unique(variable[parts]):
        chosen = parts & (variable == i)
        cells = np.full((len(record.years), len(SECTORS), region.n_counties), np.nan)
        cells[year[chosen], sector[chosen], county[chosen]] = value[chosen]
        record.by_sector[names[i]] = cells
    return record


def _places(words: pd.Series, known: Sequence[str]) -> np.ndarray:
    """Return the place of each word among the known ones, (n_rows,), -1 where it is none; each word is sought once."""
    told = words.astype("category").cat
    places = pd.Index(known).get_indexer(pd.Index(told.categories.astype(str)))
    return np.append(places, -1)[told.codes]
