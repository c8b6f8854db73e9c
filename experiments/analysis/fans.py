"""Fans: what share of the runs of a batch lies below a line, year by year, per sector and storyline."""

import numpy as np
import pandas as pd

from experiments.batch.reading import Made
from experiments.headline import ALL
from experiments.headlines import SCORED

QUANTILES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
WHOLE = "all"


def fans(made: Made, variable: str = SCORED) -> pd.DataFrame:
    """Return package, storyline, sector, year, runs and quantiles of a variable among the finished runs.

    Storylines one by one and ``all``; sectors where the batch kept them, and ``all``.
    """
    rows = made.rows([variable])
    rows["sector"] = WHOLE
    parts = made.rows([variable], sectors=True)
    rows = pd.concat([rows, parts], ignore_index=True)
    about = made.runs.set_index("run")[["package", "storyline"]]
    rows = rows.join(about, on="run")
    every = rows if rows["storyline"].nunique() < 2 else pd.concat([rows, rows.assign(storyline=ALL)])
    keys = ["package", "storyline", "sector", "year"]
    groups = every.groupby(keys, sort=True)["value"]
    found = groups.quantile(list(QUANTILES.values())).unstack()
    found.columns = list(QUANTILES)
    return groups.size().rename("runs").to_frame().join(found).reset_index()


def largest_sectors(found: pd.DataFrame, package: str, n: int = 8) -> list[str]:
    """Return the sectors whose median is largest in some year, largest first."""
    own = found[(found["package"] == package) & (found["sector"] != WHOLE)]
    size = own.groupby("sector")["p50"].apply(lambda values: float(np.abs(values).max()))
    return [str(name) for name in size[size > 0].sort_values(ascending=False).index[:n]]
