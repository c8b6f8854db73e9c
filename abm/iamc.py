"""Export in the IAMC format: a wide table Model, Scenario, Region, Variable, Unit, 2020, 2021, ..."""

from collections.abc import Iterator
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
        if name in run.record.by_sector:
            for iamc, values in _by_sector(run, name).items():
                found.setdefault(iamc, (unit, values * factor))
    return found


def _by_sector(run: Run, name: str) -> dict[str, np.ndarray]:
    """Return the sectors of a variable under their IAMC names, and the sums above them."""
    found: dict[str, np.ndarray] = {}
    cells = run.record.sectors(name)
    cells = np.concatenate([cells, cells.sum(axis=2, keepdims=True)], axis=2)
    for sector, iamc in sector_names().get(name, ()):
        while iamc != all_variables()[name].iamc:
            values = cells[:, SECTORS.index(sector)]
            found[iamc] = found[iamc] + values if iamc in found else values
            iamc = iamc.rpartition("|")[0]
    return found


@cache
def sector_names() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return variable -> (sector, IAMC name) pairs."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in read_rows(Path(__file__).parent / "accounts" / "iamc_sectors.csv"):
        found.setdefault(row["variable"], []).append((row["sector"], row["iamc"]))
    return {name: tuple(pairs) for name, pairs in found.items()}


def _scenario(run: Run, results: Results) -> str:
    seeds = {other.seed for other in results.runs if other.package == run.package}
    return run.package if len(seeds) == 1 else f"{run.package} seed {run.seed}"


def model_name() -> str:
    """Return what the column ``Model`` says."""
    return f"Tanfeng {code_version()['version']}"
