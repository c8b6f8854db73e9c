"""What the workers compute for a room: one future as a few lines and figures, small enough for a phone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.peak import find_peak
from abm.results import Run
from abm.targets.scoring import UNSERVED_ALARM
from experiments.headlines import SCORED
from experiments.web.ask import Ask
from experiments.web.charts import plain
from experiments.workshop.assumptions import NOTHING, Contested

OUTSIDE = {  # what others emit because of what is done here; the second is a level: only its differences mean something
    "goods": "Leakage|CO2",
    "power": "Power|Redispatch CO2",
}
SHOWN_YEAR = 2035  # whose emissions are predicted, and until which tonnes and money are added up
HOUSEHOLDS = ("Money|Households|Paid", "Money|Households|Received")
BUDGETS = ("Money|City Budget", "Money|Upper Budget")
MEAN_YEARS = 3  # as the peak is read
PAYERS = {  # name -> what is paid, what is received
    "households": HOUSEHOLDS,
    "vehicles": ("Money|Vehicle Owners|Paid", "Money|Vehicle Owners|Received"),
    "farms": ("Money|Farms|Paid", "Money|Farms|Received"),
    "firms": ("Money|Firms|Paid", "Money|Firms|Received"),
    "city": ("Money|City Budget", ""),
    "upper": ("Money|Upper Budget", ""),
}
MET = "met"


@dataclass(frozen=True)
class Played:
    """One future for a room."""

    ask: Ask

    def prepare(self, desk: Any) -> None:
        """Have ready the past that all futures of a room share."""
        desk.prepare(self.ask)

    def work(self, desk: Any) -> dict[str, Any]:
        """Simulate it and return its lines and figures as plain data."""
        return figures_of(desk.simulate(self.ask)[0])


def figures_of(run: Run) -> dict[str, Any]:
    """Return the lines (Mt CO2 a year) and the figures that are scored: Mt, Mt a year, targets, 10^8 CNY; TWh cut off.

    ``outside`` and its sum ``moved`` are Mt added up over the counted years; they are told as differences
    between two futures. Goods that others make instead and power that the province's other plants make
    instead both count in ``climate``: else sending either away would win.
    """
    years = run.record.years
    counted = (years >= run.region.first_decision_year) & (years <= SHOWN_YEAR)
    city = run.record.series(SCORED).astype(float)
    outside = {name: float(_series(run, variable)[counted].sum()) for name, variable in OUTSIDE.items()}
    moved = sum(outside.values())
    peak = find_peak(years, city)
    paid = {name: _net(run, counted, *pair) for name, pair in PAYERS.items()}
    at = min(max(SHOWN_YEAR - int(years[0]), 0), len(years) - 1)
    return {
        "years": [int(year) for year in years],
        "city": plain(city),
        "emissions": float(f"{city[at]:.5g}"),
        "inside": float(f"{city[counted].sum():.7g}"),
        "outside": {name: float(f"{value:.7g}") for name, value in outside.items()},
        "moved": float(f"{moved:.7g}"),
        "paid": paid,
        "peak": {"year": peak.year, "value": float(f"{peak.value:.5g}"), "state": peak.state},
        "scored": {
            "climate": float(city[counted].sum()) + moved,
            "economy": float(f"{run.record.series('GDP')[counted].sum():.7g}"),
            "height": height(years, city, run.region.first_decision_year),
            "targets": float((run.targets["state"] == MET).sum()),
            "households": paid["households"],
            "budget": float(sum(run.record.series(name)[counted].sum() for name in BUDGETS)),
            "cuts": _cut_off(run, counted),
        },
    }


def height(years: np.ndarray, city: np.ndarray, first: int) -> float:
    """Return the highest 3-year mean (Mt a year) of the years from ``first`` on: what decisions can still change.

    Where the peak is history its year is the same for every choice; how high emissions go again is not.
    """
    ahead = city[years >= first]
    width = min(MEAN_YEARS, len(ahead))
    return float(np.convolve(ahead, np.ones(width) / width, "valid").max()) if width else float("nan")


def _cut_off(run: Run, counted: np.ndarray) -> float:
    """Return the TWh cut off by decree in the counted years, and for want of plants where the scorecard's alarm rings.

    Zero where power was never rationed and never missing beyond that alarm's bound.
    """
    rationed, unserved, used = (
        np.nan_to_num(_series(run, name)[counted])
        for name in ("Power|Rationed", "Power|Unserved", "Final Energy|Electricity")
    )
    cut_off = rationed + unserved
    return float(f"{cut_off[(rationed > 0.0) | (cut_off > UNSERVED_ALARM * used)].sum():.5g}")


def _series(run: Run, variable: str) -> np.ndarray:
    """Return a variable by year, zero where a run does not write it."""
    if variable not in run.record.written:
        return np.zeros(len(run.record.years))
    return run.record.series(variable).astype(float)


def is_stale(figures: Mapping[str, Any]) -> bool:
    """Return whether figures are missing, or of a code that scored less of what matters."""
    is_whole = "outside" in figures and "cuts" in figures.get("scored", {})
    return not is_whole and "failed" not in figures


def _net(run: Run, counted: np.ndarray, paid: str, received: str) -> float:
    """Return what a group pays net of what it receives, 10^8 CNY added up over the counted years."""
    total = run.record.series(paid)[counted].sum()
    return float(f"{total - (run.record.series(received)[counted].sum() if received else 0.0):.6g}")


def ask_of(
    package: str, storyline: str, levers: Mapping[str, float], contested: Contested = NOTHING, seed: int = 1
) -> Played:
    """Return the job of levers set from the first decision year on; equal choices make equal jobs."""
    settings = tuple((lever, None, float(f"{value:.6g}")) for lever, value in sorted(levers.items()))
    return Played(Ask(package, settings, storyline, seed, drivers=contested.drivers, positions=contested.positions))
