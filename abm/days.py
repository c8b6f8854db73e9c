"""The representative days of a year, shared by loads, tariffs and the dispatch."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Days:
    """Real days chosen as medoids, plus extreme ones; ``weight`` adds up to the days of a year.

    Arrays are (n_days,) or (n_days, 24), clock hours, read-only.
    """

    date: np.ndarray  # (n_days,) day of the year, 0 to 364
    weight: np.ndarray  # (n_days,) days that each stands for, sum 365
    month: np.ndarray  # (n_days,) 1 to 12
    heating: np.ndarray  # (n_days,) bool, in the heating season
    temperature_c: np.ndarray  # (n_days, 24)
    heat_pump_cop: np.ndarray  # (n_days, 24)
    load_shape: np.ndarray  # (n_days, 24) province's load over its yearly mean
    pv: np.ndarray  # (n_days, 24) output over capacity
    wind: np.ndarray  # (n_days, 24) output over capacity, at reported full-load hours

    @property
    def n_days(self) -> int:
        """Number of representative days."""
        return len(self.weight)

    @cached_property
    def pv_hours(self) -> float:
        """Output of PV in a year over its capacity."""
        return float(self.yearly(self.pv))

    def yearly(self, hourly: np.ndarray) -> np.ndarray:
        """Return the weighted yearly sum of (..., n_days, 24) hourly values, shape (...)."""
        return np.einsum("...dh,d->...", hourly, self.weight)

    def shape(self, hourly: np.ndarray) -> np.ndarray:
        """Return ``hourly`` (n_days, 24) scaled so that its yearly sum is 1."""
        return hourly / self.yearly(hourly)
