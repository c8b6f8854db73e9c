"""The answer to one future asked for: its yearly values as arrays, its scores, and the power of a few years by hour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from abm.accounts.words import SECTORS
from abm.peak import Peak, find_peak
from abm.results import EMISSIONS, Run
from experiments.web.ask import Ask

if TYPE_CHECKING:
    from experiments.web.bills import Bills
    from experiments.web.desk import Moment

PEAK_YEARS = 3  # a peak is looked for in a 3-year mean
SCORED = EMISSIONS["energy"]
COMPARED = (  # what a brief holds, in the order in which comparisons show it
    SCORED,
    "Emissions|CO2|Energy and Processes",
    "Emissions|CO2|Energy with Net Electricity Imports",
    "Emissions|CO2",
    "Emissions|CH4",
    "Leakage|CO2",
    "Power|Redispatch CO2",
    "Energy Use|Coal Equivalent",
    "Share|Non-Fossil Energy",
    "Share|Clean Capacity",
    "Share|Clean Generation",
    "Share|Curtailment",
    "Firms|Shifted Load",
    "Homes|Scattered Coal",
    "Share|Clean Heating",
    "Homes|Energy Burden|Poorest Fifth",
    "Share|New Energy Car Sales",
    "Stocks|Transportation|Truck|Battery-Electric",
    "Stocks|Transportation|Truck|Fuel-Cell-Electric",
    "Share|Straw Utilization",
    "Money|City Budget",
    "Money|Upper Budget",
    "Money|Households|Paid",
)


@dataclass(frozen=True)
class Brief:
    """What comparisons need of one future, a few kilobytes.

    ``values`` name -> (n_years,); ``targets`` id -> its state and value, NaN where it has none.
    """

    values: dict[str, np.ndarray]
    peak: Peak | None  # of the scored CO2
    n_met: int  # targets
    targets: dict[str, tuple[str, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What the charts are drawn from.

    ``values`` is (n_names, n_years, n_counties + 1), the city last; ``sectors`` name -> (n_years, n_sectors).
    Both are float32: seven digits are more than a chart shows; files are made from a run of their own.
    """

    ask: Ask
    years: np.ndarray
    names: tuple[str, ...]
    values: np.ndarray
    sectors: dict[str, np.ndarray]
    levers: dict[str, np.ndarray]
    peaks: dict[str, Peak]
    targets: tuple[dict[str, Any], ...]
    moments: dict[int, "Moment"]
    bills: "Bills"

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.names)}

    def has(self, name: str) -> bool:
        """Return whether the run wrote this variable."""
        return name in self._rows

    def series(self, name: str, county: int = -1) -> np.ndarray:
        """Return (n_years,) values of the city or of one county; NaN where the run has none."""
        if name not in self._rows:
            return np.full(len(self.years), np.nan)
        return self.values[self._rows[name], :, county]

    def counties(self, name: str, year: int) -> np.ndarray:
        """Return (n_counties,) values of a year."""
        if name not in self._rows:
            return np.full(self.values.shape[2] - 1, np.nan)
        return self.values[self._rows[name], self.at(year), :-1]

    def brief(self) -> Brief:
        """Return the same future in brief: what :func:`brief_of` gives of its run."""
        values = {name: self.series(name).astype(float) for name in COMPARED if self.has(name)}
        return Brief(values, self.peaks.get(SCORED), *_scored(self.targets))

    def at(self, year: int) -> int:
        """Return the position of a year, or of the nearest simulated one."""
        return int(np.clip(year - int(self.years[0]), 0, len(self.years) - 1))


def answer_of(ask: Ask, simulated: tuple[Run, dict[int, "Moment"], "Bills"]) -> Answer:
    """Return the answer that a run gives."""
    run, moments, bills = simulated
    record = run.record
    names = tuple(record.written)
    values = np.stack([record.series_by_county(name) for name in names]).astype(np.float32)
    targets = run.targets.drop(columns=["run", "seed"])
    return Answer(
        ask=ask,
        years=np.array(run.years),
        names=names,
        values=values,
        sectors={name: cells.sum(axis=2).astype(np.float32) for name, cells in record.by_sector.items()},
        levers={lever: path.astype(np.float32) for lever, path in run.levers.items()},
        peaks=_peaks(run),
        targets=tuple(targets.astype(object).where(targets.notna(), None).to_dict("records")),
        moments=moments,
        bills=bills,
    )


def brief_of(run: Run) -> Brief:
    """Return a run in brief, rounded like an answer, so that equal futures have a difference of zero."""
    written = set(run.record.written)
    values = {n: run.record.series(n).astype(np.float32).astype(float) for n in COMPARED if n in written}
    return Brief(values, _peaks(run).get(SCORED), *_scored(run.targets.to_dict("records")))


def _scored(targets: Iterable[Mapping[str, Any]]) -> tuple[int, dict[str, tuple[str, float]]]:
    """Return how many targets are met, and the state and value of each."""
    told = {str(row["id"]): (str(row["state"]), _or_nan(row["value"])) for row in targets}
    return sum(state == "met" for state, _ in told.values()), told


def _or_nan(value: Any) -> float:
    return float("nan") if value is None else float(value)


def _peaks(run: Run) -> dict[str, Peak]:
    if len(run.years) < PEAK_YEARS:
        return {}
    series = {name: run.record.series(name) for name in EMISSIONS.values()}
    return {name: find_peak(run.years, values) for name, values in series.items() if not np.isnan(values).any()}


def sector_order(cells: np.ndarray) -> list[int]:
    """Return the sectors of (n_years, n_sectors) values that are not zero, the largest first."""
    return [int(i) for i in np.argsort(-np.nansum(cells, axis=0)) if np.nan_to_num(cells[:, i]).any()]


__all__ = ["COMPARED", "SECTORS", "Answer", "Brief", "answer_of", "brief_of", "sector_order"]
