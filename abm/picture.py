"""One picture: a city's CO2 by year, the seeds of a package as a band."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from abm.output import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_emissions(emissions: pd.DataFrame, path: str | Path | None = None) -> "Figure":
    """Return a figure of energy CO2 (Mt) by year: mean of the seeds, and their range.

    Args:
        emissions: headline series with index (run, seed, year).
        path: where to write the picture, if anywhere.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    for package, rows in emissions["energy"].groupby(level="run", sort=True):
        by_year = rows.groupby(level="year")
        mean, low, high = by_year.mean(), by_year.min(), by_year.max()
        (line,) = axes.plot(mean.index, mean, label=str(package))
        axes.fill_between(mean.index, low, high, alpha=0.2, color=line.get_color(), linewidth=0)
    axes.set(xlabel="", ylabel="Mt CO2 / year", ylim=(0, None), title="CO2 from energy")
    axes.legend(frameon=False)
    if path is not None:
        target, drawn = Path(path), BytesIO()
        figure.savefig(drawn, dpi=150, format=target.suffix[1:] or "png")
        write_whole(target.parent, {target.name: drawn.getvalue()})
    return figure
