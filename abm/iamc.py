"""Export in the IAMC format: a wide table Model, Scenario, Region, Variable, Unit, 2020, 2021, ..."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from abm.accounts.balance import EXA, TEN_THOUSAND_TCE
from abm.accounts.words import SECTORS
from abm.output import write_whole
from abm.provenance import code_version
from abm.results import Results, Run
from abm.tables import read_rows
from abm.variables import all_variables
from abm.workbook import workbook

INDEX = ["Model", "Scenario", "Region", "Variable", "Unit"]
UNITS = {  # ours -> IAMC unit and factor
    "TWh/yr": ("EJ/yr", 0.0036),
    "10^4 vehicles": ("million", 0.01),
    "10^4 vehicles/yr": ("million/yr", 0.01),
    "10^4 persons": ("million", 0.01),
    "10^4 ha": ("million ha", 0.01),
    "10^4 tce/yr": ("EJ/yr", EXA / TEN_THOUSAND_TCE),
    "10^8 CNY/yr": ("billion CNY_2020/yr", 0.1),
    "CNY/kWh": ("CNY_2020/GJ", 1.0 / 0.0036),
    "CNY/t CO2": ("CNY_2020/t CO2", 1.0),
}


def iamc_frame(results: Results, *, counties: bool = False) -> pd.DataFrame:
    """Return the wide table of all variables that have an IAMC name.

    Args:
        results: runs; each package is a scenario, each seed of several one of its own.
        counties: also the counties, as regions ``City|County``.
    """
    rows = [row for run in results.runs for row in _rows(run, _scenario(run, results), counties=counties)]
    years = [int(year) for year in results.runs[0].years]
    frame = pd.DataFrame(rows, columns=[*INDEX, *years])
    return frame.sort_values(INDEX, ignore_index=True)


def meta_frame(results: Results) -> pd.DataFrame:
    """Return one row per scenario: storyline, scale and when it peaks."""
    rows = []
    for run in results.runs:
        rows.append(
            {
                "Model": model_name(),
                "Scenario": _scenario(run, results),
                "storyline": run.storyline,
                "scale": run.scale,
                "seed": run.seed,
                "peak_state": run.peak.state,
                "peak_year": run.peak.year,
            }
        )
    return pd.DataFrame(rows)


def write_iamc(results: Results, path: str | Path, *, counties: bool = False) -> Path:
    """Write the wide table as CSV, or as Excel (data, meta, variables) where the name ends in .xlsx."""
    path = Path(path)
    frame = iamc_frame(results, counties=counties)
    if path.suffix == ".xlsx":
        content = workbook({"data": frame, "meta": meta_frame(results), "variables": variables_frame(frame)})
    else:
        content = frame.to_csv(index=False, lineterminator="\n").encode()
    write_whole(path.parent, {path.name: content})
    return path


def variables_frame(wide: pd.DataFrame) -> pd.DataFrame:
    """Return one row per variable of a wide table: its unit, and what it is in English and Chinese where it has words.

    Sectors and the sums above them are told by their names alone.
    """
    known = {about.iamc: about for about in all_variables().values() if about.iamc}
    rows = [
        {
            "Variable": name,
            "Unit": unit,
            "English": known[name].label_en if name in known else "",
            "中文": known[name].label_zh if name in known else "",
            "name in Tanfeng": known[name].name if name in known else "",
        }
        for name, unit in wide[["Variable", "Unit"]].drop_duplicates().itertuples(index=False)
    ]
    return pd.DataFrame(rows, columns=["Variable", "Unit", "English", "中文", "name in Tanfeng"])


def _rows(run: Run, scenario: str, *, counties: bool) -> Iterator[list[object]]:
    places = [(run.region.name_en, -1)]
    if counties:
        places += [(f"{run.region.name_en}|{c.name_en}", i) for i, c in enumerate(run.region.counties)]
    for name, (unit, values) in sorted(_series(run).items()):
        for place, at in places:
            if not np.isnan(values[:, at]).all():
                yield [model_name(), scenario, place, name, unit, *values[:, at].tolist()]


def _series(run: Run) -> dict[str, tuple[str, np.ndarray]]:
    """Return IAMC name -> unit and (n_years, n_counties + 1) values, the city last."""
    found: dict[str, tuple[str, np.ndarray]] = {}
    for name in run.record.written:
        about = all_variables()[name]
        unit, factor = UNITS.get(about.unit, (about.unit, 1.0))
        if about.iamc:
            found[about.iamc] = (unit, run.record.series_by_county(name) * factor)
    return {**_by_part(run), **found}  # a variable of that name is told by itself


def _by_part(run: Run) -> dict[str, tuple[str, np.ndarray]]:
    """Return sectors and other parts of variables under their IAMC names, and the sums above them."""
    found: dict[str, tuple[str, np.ndarray]] = {}
    for part, names in told_parts(run.record.written):
        about = all_variables()[part.whole]
        unit, factor = UNITS.get(about.unit, (about.unit, 1.0))
        values = _values(run, part) * factor
        for name in names:
            found[name] = (unit, found[name][1] + values if name in found else values)
    return found


def _values(run: Run, part: "Part") -> np.ndarray:
    """Return (n_years, n_counties + 1) values of a part, the city last."""
    if not part.sector:
        return run.record.series_by_county(part.variable)
    cells = run.record.sectors(part.variable)[:, SECTORS.index(part.sector)]
    return np.concatenate([cells, cells.sum(axis=1, keepdims=True)], axis=1)


@dataclass(frozen=True)
class Part:
    """A part of the variable ``whole`` with an IAMC name: a sector of it, or of another variable in the same unit.

    Where no sector is named the part is all of ``variable``.
    """

    whole: str
    variable: str
    sector: str
    iamc: str

    @property
    def names(self) -> Iterator[str]:
        """Yield the part's name and those of the sums above it, the whole left out."""
        name = self.iamc
        while name != all_variables()[self.whole].iamc:
            yield name
            name = name.rpartition("|")[0]


@cache
def iamc_parts() -> tuple[Part, ...]:
    """Return all parts: those of a whole add up to it."""
    rows = read_rows(Path(__file__).parent / "accounts" / "iamc_sectors.csv")
    return tuple(Part(row["variable"], row["part"] or row["variable"], row["sector"], row["iamc"]) for row in rows)


def told_parts(written: Collection[str]) -> list[tuple[Part, list[str]]]:
    """Return the parts, and the names that can be told of each where only some variables are ``written``.

    A sum of which a part is missing has no name: it would be too small.
    """
    missing = {name for part in iamc_parts() if part.variable not in written for name in part.names}
    kept = [part for part in iamc_parts() if part.variable in written]
    return [(part, [name for name in part.names if name not in missing]) for part in kept]


def _scenario(run: Run, results: Results) -> str:
    seeds = {other.seed for other in results.runs if other.package == run.package}
    return run.package if len(seeds) == 1 else f"{run.package} seed {run.seed}"


def model_name() -> str:
    """Return what the column ``Model`` says."""
    return f"Tanfeng {code_version()['version']}"
