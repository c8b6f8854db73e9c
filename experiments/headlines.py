"""Which variables are shown first, and their values over seeds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from abm.results import Run
from abm.variables import variable
from experiments.language import Speech

SCORED = "Emissions|CO2|Energy"
YEARS = (2020, 2025, 2030, 2035, 2060)
HEADLINES = (
    SCORED,
    "Emissions|CO2|Energy and Processes",
    "Emissions|CO2|Energy with Net Electricity Imports",
    "Emissions|CO2",
    "Emissions|CH4",
    "Energy Use|Coal Equivalent",
    "Share|Non-Fossil Energy",
    "Share|Clean Capacity",
    "Share|Clean Generation",
    "Share|Curtailment",
    "Firms|Surcharge Paid",
    "Firms|Shifted Load",
    "Share|TOU Enrolled",
    "Homes|Scattered Coal",
    "Share|Clean Heating",
    "Share|Return to Coal",
    "Capacity|Electricity|Solar|Rooftop",
    "Share|New Energy Car Sales",
    "Stocks|Transportation|Truck|Battery-Electric",
    "Stocks|Transportation|Truck|Fuel-Cell-Electric",
    "Share|Straw Utilization",
    "Farms|Straw|Burnt",
    "Money|City Budget",
    "Money|Upper Budget",
    "Money|Households|Paid",
)
CUMULATIVE = (SCORED, "Emissions|CO2|Energy and Processes", "Money|City Budget", "Money|Upper Budget")


@dataclass(frozen=True)
class Estimate:
    """A mean over seeds with the half-width of its 95 % t interval (NaN with one seed)."""

    mean: np.ndarray
    half_width: np.ndarray

    def clear(self) -> np.ndarray:
        """Return whether the interval leaves out zero."""
        return np.abs(self.mean) > self.half_width


def estimate(values: np.ndarray, confidence: float = 0.95) -> Estimate:
    """Return the estimate of (n_seeds, ...) values over the seeds."""
    n_seeds = len(values)
    mean = values.mean(axis=0)
    if n_seeds == 1:
        return Estimate(mean, np.full_like(mean, np.nan))
    quantile = stdtrit(n_seeds - 1, 0.5 + confidence / 2)
    return Estimate(mean, quantile * values.std(axis=0, ddof=1) / np.sqrt(n_seeds))


def over_seeds(runs: Sequence[Run], name: str, county: str = "") -> np.ndarray:
    """Return (n_seeds, n_years) values of a variable."""
    return np.array([run.record.series(name, county) for run in runs])


def shown(runs: Sequence[Run]) -> list[str]:
    """Return the headlines that these runs have."""
    written = set(runs[0].record.written)
    return [name for name in HEADLINES if name in written]


def label(name: str, say: Speech) -> str:
    """Return a variable's label in the language."""
    about = variable(name)
    return say(about.label_zh, about.label_en)


def years_of(runs: Sequence[Run], years: Sequence[int] = YEARS) -> list[int]:
    """Return those of ``years`` that were simulated, and the last simulated one."""
    simulated = [int(year) for year in runs[0].years]
    return sorted({year for year in years if year in simulated} | {simulated[-1]})
