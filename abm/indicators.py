"""Indicators that follow from what the parts reported: sums, shares and figures per head."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from abm.record import Record
from abm.variables import all_variables
from agents.choice import share_or_nan

_CLEAN = ("Gas", "Process Gas", "Wind", "Solar", "Biomass", "Waste")
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
    Ratio("Share|Coal to Material", ("Energy Use|Feedstock",), ("Energy Use|Coal",)),
    Ratio("Emissions|CO2 per Head", ("Emissions|CO2|Energy",), ("Population",), 100.0),  # Mt over 10^4 persons
    Ratio("Share|Clean Capacity", _NON_COAL, (_COAL, *_NON_COAL)),
    Ratio("Share|Clean Capacity with Pumped Storage", (*_NON_COAL, _PUMPED), (_COAL, *_NON_COAL, _PUMPED)),
    Ratio("Share|Clean Generation", _CLEAN_POWER, ("Secondary Energy|Electricity|Coal", *_CLEAN_POWER)),
    Ratio("Share|Urban", ("Population|Urban",), ("Population",)),
    Ratio("Share|Large Ovens", ("Capacity|Coke|Large Ovens",), ("Capacity|Coke",)),
    Ratio("Share|Dry Quenching", ("Capacity|Coke|Dry Quenching",), ("Capacity|Coke",)),
    Ratio("Mines|Average Scale", ("Capacity|Mines",), ("Mines|Count",)),
    Ratio("Share|Mine Methane Used", ("Mine Methane|Used",), ("Mine Methane|Drained",)),
    Ratio("Share|Biogas Capacity Used", ("Farms|Biogas",), ("Farms|Biogas Capacity",)),
    Ratio(
        "Share|Straw Utilization",
        tuple(f"Farms|Straw|{way}" for way in ("Return", "Feed", "Fuel", "Substrate", "Material")),
        ("Farms|Straw",),
    ),
)

_RATIO_NAMES = tuple(ratio.name for ratio in RATIOS)
_FACTORS = np.array([ratio.factor for ratio in RATIOS])[:, None]
_USED = tuple(dict.fromkeys(name for ratio in RATIOS for name in (ratio.name, *ratio.above, *ratio.below)))


def derive(record: Record, year: int) -> None:
    """Write the indicators of ``year`` that no part has written itself."""
    for total in SUMS:
        _put_sum(record, year, total)
    used = _rows(_USED)
    now = record.year_values(year)
    values, found = np.zeros(now.shape), now[used]
    unknown = np.isnan(found)
    found[unknown] = 0.0
    values[used] = found
    top_known, bottom_known = np.logical_or.reduce(_takes() & ~unknown[:, -1], axis=1).reshape(2, -1)
    open_to = top_known & bottom_known & np.isnan(now[_rows(_RATIO_NAMES), -1])
    top, bottom = (_weights() @ values).reshape(2, len(RATIOS), -1)
    shares = share_or_nan(top, bottom)
    rows = np.flatnonzero(open_to)
    shares = shares[rows] * _FACTORS[rows]
    record.put_shares(tuple([_RATIO_NAMES[row] for row in rows.tolist()]), shares[:, :-1], shares[:, -1])


def _put_sum(record: Record, year: int, total: Sum) -> None:
    values = record.year_values(year)[_rows((total.name, *total.parts))]
    known = ~np.isnan(values[:, -1])
    if not known[0] and known.any():
        record.put(total.name, by_county=values[1:][known[1:], :-1].sum(axis=0))


@cache
def _rows(names: tuple[str, ...]) -> np.ndarray:
    """Return the places of some variables in the list."""
    order = {name: i for i, name in enumerate(all_variables())}
    return np.array([order[name] for name in names])


@cache
def _takes() -> np.ndarray:
    """Return (2 * n_ratios, n_used) whether a ratio has a used variable above, then whether below."""
    return _weights()[:, _rows(_USED)] > 0


@cache
def _weights() -> np.ndarray:
    """Return (2 * n_ratios, n_variables) of 0 and 1: what stands above in each ratio, then what stands below."""
    above, below = np.zeros((2, len(RATIOS), len(all_variables())))
    for i, ratio in enumerate(RATIOS):
        above[i, _rows(ratio.above)] = 1.0
        below[i, _rows(ratio.below)] = 1.0
    return np.concatenate([above, below])
