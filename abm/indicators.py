"""Indicators that follow from what the parts reported: sums, shares and figures per head."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.record import Record
from abm.variables import all_variables

if TYPE_CHECKING:
    from abm.model import City

_CLEAN = ("Gas", "Process Gas", "Wind", "Solar", "Hydro", "Biomass", "Waste")
_COAL = "Capacity|Electricity|Coal"
_NON_COAL = tuple(f"Capacity|Electricity|{kind}" for kind in _CLEAN)
_PUMPED = "Capacity|Storage|Pumped Hydro"
_CLEAN_POWER = tuple(f"Secondary Energy|Electricity|{kind}" for kind in _CLEAN)


@dataclass(frozen=True)
class Sum:
    """A variable that is the sum of others; what nobody reported counts as nothing."""

    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Ratio:
    """A variable that is a sum of others over a sum of others, times a factor of units."""

    name: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    factor: float = 1.0


SUMS = (Sum("Capacity|Electricity|Wind and Solar", ("Capacity|Electricity|Wind", "Capacity|Electricity|Solar")),)
RATIOS = (
    Ratio("Share|Non-Fossil Energy", ("Energy Use|Non-Fossil|Coal Equivalent",), ("Energy Use|Coal Equivalent",)),
    Ratio("Share|Non-Fossil Energy|Calorific", ("Energy Use|Non-Fossil|Calorific",), ("Energy Use|Calorific",)),
    Ratio("Share|Coal in Energy", ("Energy Use|Coal",), ("Energy Use|Calorific",)),
    Ratio("Emissions|CO2 per Head", ("Emissions|CO2|Energy",), ("Population",), 100.0),  # Mt over 10^4 persons
    Ratio("Share|Clean Capacity", _NON_COAL, (_COAL, *_NON_COAL)),
    Ratio("Share|Clean Capacity with Pumped Storage", (*_NON_COAL, _PUMPED), (_COAL, *_NON_COAL, _PUMPED)),
    Ratio("Share|Clean Generation", _CLEAN_POWER, ("Secondary Energy|Electricity|Coal", *_CLEAN_POWER)),
    Ratio("Share|Urban", ("Population|Urban",), ("Population",)),
    Ratio("Share|Large Ovens", ("Capacity|Coke|Large Ovens",), ("Capacity|Coke",)),
    Ratio("Share|Dry Quenching", ("Capacity|Coke|Dry Quenching",), ("Capacity|Coke",)),
    Ratio("Mines|Average Scale", ("Capacity|Mines",), ("Mines|Count",)),
    Ratio("Share|Mine Methane Used", ("Mine Methane|Used",), ("Mine Methane|Drained",)),
    Ratio(
        "Share|Straw Utilization",
        tuple(f"Farms|Straw|{way}" for way in ("Return", "Feed", "Fuel", "Substrate", "Material")),
        ("Farms|Straw",),
    ),
)


def derive(record: Record, year: int, city: "City | None" = None) -> None:
    """Write the indicators of ``year`` that no part has written itself."""
    for total in SUMS:
        values = _sum(record, total.parts, year)
        if values is not None and _is_open(record, total.name, year):
            record.put(total.name, by_county=values[:-1])
    for ratio in RATIOS:
        above, below = _sum(record, ratio.above, year), _sum(record, ratio.below, year)
        if above is None or below is None or not _is_open(record, ratio.name, year):
            continue
        values = np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0) * ratio.factor
        record.put(ratio.name, by_county=values[:-1], city=float(values[-1]))


def _sum(record: Record, names: tuple[str, ...], year: int) -> np.ndarray | None:
    """Return (n_counties + 1,) sums, the city last; None where nobody reported any of them."""
    rows = [record.series_by_county(name)[year - int(record.years[0])] for name in names]
    known = [row for row in rows if not np.isnan(row[-1])]
    return np.nan_to_num(np.sum(known, axis=0)) if known else None


def _is_open(record: Record, name: str, year: int) -> bool:
    """Whether nobody has written the variable this year."""
    assert name in all_variables(), name
    return bool(np.isnan(record.value(name, year)))
