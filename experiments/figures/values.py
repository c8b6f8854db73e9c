"""Evaluates what a figure is measured by.

An expression is Python over groups of runs (``runs.csv``) and the variables of their record::

    (plan - current)[CO2][2030]                 the difference in a year, seed by seed, on the mean of the seeds
    plan['Firms|ETS Cost'][2027:2035]           the mean of the years, the last one included
    low(plan['Budget|Share Paid'][2028])        the lowest of the seeds
    plan['Money|Firms|Net@alumina'][2030]       one sector of a variable kept by sector
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

from abm.errors import UserError

SHORT = {
    "CO2": "Emissions|CO2|Energy",
    "NET": "Emissions|CO2|Energy with Net Electricity Imports",
    "BOTH": "Emissions|CO2|Energy and Processes",
    "PROVINCE": "Power|Redispatch CO2",
    "LEAKED": "Leakage|CO2",
}


@dataclass(frozen=True)
class Series:
    """Yearly values over seeds, (n_seeds, n_years)."""

    values: np.ndarray
    first_year: int

    def __getitem__(self, years: int | slice) -> np.ndarray:
        """Return (n_seeds,) values of a year, or the means of years, the last one included.

        Raises:
            ValueError: a year that is not there.
        """
        if isinstance(years, slice):
            return self.values[:, self._at(years.start) : self._at(years.stop) + 1].mean(axis=1)
        return self.values[:, self._at(years)]

    def _at(self, year: int) -> int:
        last = self.first_year + self.values.shape[1] - 1
        if not self.first_year <= year <= last:
            raise ValueError(f"no year {year}, there are {self.first_year} to {last}")
        return year - self.first_year

    def _with(self, other: "Series | float", how: Callable[[Any, Any], np.ndarray]) -> "Series":
        if not isinstance(other, Series):
            return Series(how(self.values, other), self.first_year)
        first = max(self.first_year, other.first_year)  # means of three years begin a year later
        mine, its = (one.values[:, first - one.first_year :] for one in (self, other))
        seeds, years = (slice(min(pair)) for pair in zip(mine.shape, its.shape, strict=True))  # all begin with seed 1
        return Series(how(mine[seeds, years], its[seeds, years]), first)

    def __add__(self, other: "Series | float") -> "Series":
        """Add, year by year and seed by seed."""
        return self._with(other, np.add)

    def __sub__(self, other: "Series | float") -> "Series":
        """Subtract."""
        return self._with(other, np.subtract)

    def __mul__(self, other: "Series | float") -> "Series":
        """Multiply."""
        return self._with(other, np.multiply)

    def __truediv__(self, other: "Series | float") -> "Series":
        """Divide."""
        return self._with(other, np.divide)


@dataclass(frozen=True)
class Runs:
    """The values of a group, or of one group less another."""

    series: Callable[[str], Series]

    def __getitem__(self, name: str) -> Series:
        """Return a variable."""
        return self.series(name)

    def __sub__(self, other: "Runs") -> "Runs":
        """Return the differences, seed by seed."""
        return Runs(lambda name: self[name] - other[name])


def three_years(series: Series) -> Series:
    """Return the means of each year and its neighbours."""
    inner = (series.values[:, :-2] + series.values[:, 1:-1] + series.values[:, 2:]) / 3.0
    return Series(inner, series.first_year + 1)


def peak_years(series: Series) -> np.ndarray:
    """Return the year of the highest value of each seed."""
    return series.first_year + series.values.argmax(axis=1)


def first_year_above(series: Series, level: float) -> np.ndarray:
    """Return the first year in which each seed's value is at the level or above it; NaN if none is."""
    is_above = series.values >= level
    return np.where(is_above.any(axis=1), series.first_year + is_above.argmax(axis=1), np.nan)


def total(series: Series, first: int, last: int) -> np.ndarray:
    """Return the sums of years, the last one included."""
    return series[first:last] * (last - first + 1)


def lowest(series: Series, first: int, last: int) -> np.ndarray:
    """Return the lowest of the mean over seeds in some years, the last one included."""
    return np.min([series[year].mean() for year in range(first, last + 1)], keepdims=True)


def highest(series: Series, first: int, last: int) -> np.ndarray:
    """Return the highest."""
    return np.max([series[year].mean() for year in range(first, last + 1)], keepdims=True)


def largest_fall(series: Series, first: int, last: int) -> np.ndarray:
    """Return the largest fall of the mean over seeds from one year to the next."""
    return np.max([(series[year] - series[year + 1]).mean() for year in range(first, last)], keepdims=True)


FUNCTIONS = {
    "low": np.min,
    "high": np.max,
    "abs": np.abs,
    "three_years": three_years,
    "peak_years": peak_years,
    "first_year_above": first_year_above,
    "total": total,
    "lowest": lowest,
    "highest": highest,
    "largest_fall": largest_fall,
}


def compiled(expression: str) -> CodeType:
    """Return the expression as code.

    Raises:
        UserError: it is none.
    """
    try:
        return compile(expression, "figures.csv", "eval")
    except SyntaxError as error:
        raise UserError(f"figures.csv: {expression}: {error.msg}") from None


def names_of(expression: str) -> set[str]:
    """Return the names of groups that an expression uses."""
    return set(compiled(expression).co_names) - set(FUNCTIONS) - set(SHORT)


def variables_of(expression: str) -> set[str]:
    """Return the names of variables that an expression uses."""
    code = compiled(expression)
    quoted = {text for text in code.co_consts if isinstance(text, str)}
    return quoted | {SHORT[name] for name in code.co_names if name in SHORT}


def evaluate(expression: str, runs: Mapping[str, Runs]) -> float:
    """Return the value, on the mean of the seeds where the expression does not say otherwise.

    Raises:
        UserError: it cannot be evaluated, or is not a finite number.
    """
    names: dict[str, Any] = {"__builtins__": {}, **SHORT, **FUNCTIONS, **runs}
    code = compiled(expression)
    try:
        value = float(np.mean(eval(code, names)))
    except (ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError) as error:
        raise UserError(f"figures.csv: {expression}: {type(error).__name__}: {error}") from None
    if not math.isfinite(value):
        raise UserError(f"figures.csv: {expression} is {value}")
    return value


def used(expressions: Iterable[str]) -> set[str]:
    """Return the names of all groups that some expressions use."""
    return set().union(*(names_of(expression) for expression in expressions))
