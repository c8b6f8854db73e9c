"""``tanfeng export``: a run in the IAMC format, for the tools of the scenario community."""

from argparse import Namespace
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd

from abm.errors import UserError
from abm.output import write_whole
from abm.peak import find_peak
from abm.region import UnknownRegion, load_region
from abm.variables import all_variables
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.results_folder import read_facts, read_results

MODEL = "Tanfeng"
KEYS = ["Model", "Scenario", "Region", "Variable", "Unit"]


def main(args: Namespace, say: Speech) -> int:
    """Write the variables that have an IAMC name, one scenario per package and seed."""
    target = Path(args.file)
    if target.suffix not in (".csv", ".xlsx"):
        raise UserError(f"{target}: ends in {target.suffix or 'nothing'!r}, allowed .csv, .xlsx")
    facts = read_facts(args.folder)
    frame = read_results(args.folder)
    wide = iamc(frame, _region_names(frame, facts))
    if target.suffix == ".csv":
        content = wide.to_csv(index=False, lineterminator="\n").encode()
    else:
        content = _workbook(wide, meta(frame))
    write_whole(target.parent, {target.name: content})
    n = len(wide)
    print(say(f"{target}：{n} 行", f"{target}: {n} rows"))
    return 0


def iamc(frame: pd.DataFrame, regions: dict[str, str]) -> pd.DataFrame:
    """Return the wide table: Model, Scenario, Region, Variable, Unit and one column a year."""
    named = {name: about.iamc for name, about in all_variables().items() if about.iamc}
    kept = frame[(frame["sector"] == "") & frame["variable"].isin(named)]
    rows = pd.DataFrame(
        {
            "Model": MODEL,
            "Scenario": _scenarios(kept),
            "Region": kept["county"].map(regions),
            "Variable": kept["variable"].map(named),
            "Unit": kept["unit"],
            "year": kept["year"],
            "value": kept["value"],
        }
    )
    wide = rows.pivot(index=KEYS, columns="year", values="value").reset_index()
    wide.columns = pd.Index([name if isinstance(name, str) else int(name) for name in wide.columns])
    return wide


def meta(frame: pd.DataFrame) -> pd.DataFrame:
    """Return Model, Scenario and the peak of the scored CO2."""
    city = frame[(frame["sector"] == "") & (frame["variable"] == SCORED)]
    city = city[city["county"] == _city(frame)]
    rows = []
    for scenario, part in city.assign(Scenario=_scenarios(city)).groupby("Scenario"):
        peak = find_peak(part["year"].to_numpy(), part["value"].to_numpy())
        rows.append(
            {
                "Model": MODEL,
                "Scenario": scenario,
                "Peak Year|CO2 Energy": peak.year,
                "Peak State|CO2 Energy": peak.state,
                "Peak Value|CO2 Energy": peak.value,
            }
        )
    return pd.DataFrame(rows)


def _scenarios(frame: pd.DataFrame) -> pd.Series:
    """Return the package, with its seed where there are several."""
    if frame["seed"].nunique() == 1:
        return frame["run"]
    return frame["run"] + " (seed " + frame["seed"].astype(str) + ")"


def _city(frame: pd.DataFrame) -> str:
    """Return the code of the whole: the one that ends in 00."""
    return next(code for code in np.unique(frame["county"]) if code.endswith("00"))


def _region_names(frame: pd.DataFrame, facts: dict) -> dict[str, str]:
    try:
        region = load_region(facts["runs"][0]["region"])
    except UnknownRegion:
        return {code: code for code in np.unique(frame["county"])}
    return {region.code: region.name_en, **{c.code: f"{region.name_en}|{c.name_en}" for c in region.counties}}


def _workbook(wide: pd.DataFrame, about: pd.DataFrame) -> bytes:
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise UserError("writing .xlsx needs openpyxl (the extra 'lab'); .csv works without") from None
    stream = BytesIO()
    with pd.ExcelWriter(stream, engine="openpyxl") as book:
        wide.to_excel(book, sheet_name="data", index=False)
        about.to_excel(book, sheet_name="meta", index=False)
    return stream.getvalue()
