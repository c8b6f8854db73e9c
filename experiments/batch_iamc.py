"""A batch in the IAMC format: the mean over the runs of each package and storyline is a scenario.

Only means add up, so they carry the plain names; quantiles, where asked for, are scenarios of their own.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from abm.iamc import INDEX, UNITS, Part, model_name, told_parts
from abm.output import write_whole
from abm.variables import all_variables
from abm.workbook import workbook
from experiments.batch.reading import Made
from experiments.headline import QUANTILES


def batch_iamc(made: Made, region: str, *, quantiles: bool = False) -> pd.DataFrame:
    """Return the wide table of the variables that the batch kept and that have an IAMC name, of the city."""
    rows = pd.concat([made.rows(made.written), made.rows(made.written, sectors=True)], ignore_index=True)
    each = _named(rows, told_parts(made.written)).join(made.runs.set_index("run")[["package", "storyline"]], on="run")
    values = each.groupby(["package", "storyline", "Variable", "Unit", "year"])["value"]
    parts = [(values.mean(), "")]
    if quantiles:
        parts += [(values.quantile(share), _suffix(share)) for share in QUANTILES.values()]
    frames = [_wide(found.reset_index(), region, suffix) for found, suffix in parts]
    return pd.concat(frames, ignore_index=True).sort_values(INDEX, ignore_index=True)


def _named(rows: pd.DataFrame, told: list[tuple[Part, list[str]]]) -> pd.DataFrame:
    """Return run, Variable, Unit, year, value; sectors under their names, with the sums above them.

    They are added up run by run: the sum of what 5 % of runs lie below is not what 5 % of sums lie below.
    """
    parts = []
    for (variable, sector), own in rows.groupby(["variable", "sector"], sort=False):
        about = all_variables().get(str(variable))
        if about is None:
            continue  # a variable of another version has no name to go by
        unit, factor = UNITS.get(about.unit, (about.unit, 1.0))
        for name in _names(str(variable), str(sector), told):
            parts.append(own[["run", "year"]].assign(value=own["value"] * factor, Variable=name, Unit=unit))
    if not parts:
        return pd.DataFrame(columns=["run", "Variable", "Unit", "year", "value"])
    return pd.concat(parts).groupby(["run", "Variable", "Unit", "year"], as_index=False)["value"].sum()


def _names(variable: str, sector: str, told: list[tuple[Part, list[str]]]) -> Iterator[str]:
    """Yield the IAMC names that a row counts towards."""
    if not sector and all_variables()[variable].iamc:
        yield all_variables()[variable].iamc
    taken = {about.iamc for about in all_variables().values()}
    for part, names in told:
        if (part.variable, part.sector) == (variable, sector):
            yield from (name for name in names if name not in taken)  # a variable of that name is told by itself


def _wide(frame: pd.DataFrame, region: str, suffix: str) -> pd.DataFrame:
    frame = frame.assign(
        Model=model_name(), Region=region, Scenario=frame["package"] + " " + frame["storyline"] + suffix
    )
    wide = frame.pivot_table(index=INDEX, columns="year", values="value").reset_index()
    wide.columns = [int(name) if name not in INDEX else str(name) for name in wide.columns]
    return wide


def batch_meta(made: Made, *, quantiles: bool = False) -> pd.DataFrame:
    """Return one row per package and storyline: runs, share that has peaked, median peak year and height.

    With ``quantiles`` one for each of their scenarios too, so that nobody takes them for means.
    """
    rows = []
    done = made.runs[made.runs["state"] == "done"]
    for (package, storyline), own in done.groupby(["package", "storyline"], sort=False):
        peaked = own[own["peak_state"] == "peaked"]
        rows.append(
            {
                "Model": model_name(),
                "Scenario": f"{package} {storyline}",
                "statistic": "mean over runs",
                "runs": len(own),
                "scale": made.design["scale"],
                "share_peaked": len(peaked) / len(own),
                "peak_year_median": float(peaked["peak_year"].median()) if len(peaked) else None,
                "peak_mt_median": float(own["peak_mt"].median()),
            }
        )
    told = [
        {
            **row,
            "Scenario": f"{row['Scenario']}{_suffix(share)}",
            "statistic": f"{share:.0%} of runs lie below, each year",
        }
        for share in (QUANTILES.values() if quantiles else ())
        for row in rows
    ]
    return pd.DataFrame([*rows, *told])


def _suffix(share: float) -> str:
    return f" p{round(100 * share):02d}"


def write_book(sheets: dict[str, pd.DataFrame], path: Path) -> None:
    """Write tables as one CSV (the first), or as an Excel file with a sheet for each."""
    if path.suffix == ".csv":
        first = next(iter(sheets.values()))
        write_whole(path.parent, {path.name: first.to_csv(index=False, lineterminator="\n").encode()})
        return
    write_whole(path.parent, {path.name: workbook(sheets)})
