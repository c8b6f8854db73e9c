"""What a design varies: a lever, a number of the region, or a driver of its storylines."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from abm.errors import nearest
from abm.parameters import Row
from abm.region import Region
from policies.registry import all_levers

Kind = Literal["lever", "parameter", "driver"]
KINDS: tuple[Kind, ...] = ("lever", "parameter", "driver")
WORDS = {"low", "high", "values", "levels", "year", "group"}
GROUPS = ("levers", "context", "numbers", "behaviour")
BEHAVIOUR = {  # parts of keys that say how agents decide, rather than what things cost or are
    "attitude", "aware", "choice", "compliance", "constant", "constant_end", "discount", "elasticity", "familiar_share",
    "hassle", "hurdle", "money", "neighbours", "openness", "peers", "rate", "reconsider_share", "required", "sharpness",
    "shift_fade", "spread", "taste", "tolerance", "trouble", "unaware",
}  # fmt: skip
MANY_LEVELS = 1000  # of a factor of a grid
POSITIONS = (-1.0, 1.0)  # of a dated number or driver: low and high of its range, 0 its own course


@dataclass(frozen=True)
class Factor:
    """One dimension of a design.

    ``is_position``: the factor is a place in the range of a dated number or of a driver (-1 low, 0 its
    own course, 1 high); else it is in its own unit. ``year``: a lever's first year, None for the first
    decision year. ``values``: what a grid takes, evenly spread if the design names none. ``group``: under
    which heading its share of the variance is told.
    """

    kind: Kind
    name: str
    low: float
    high: float
    values: tuple[float, ...]
    is_position: bool = False
    year: int | None = None
    group: str = ""

    @property
    def label(self) -> str:
        """Name of its column in the table of runs."""
        return f"{self.kind} {self.name}" + (f"@{self.year}" if self.year else "")


def group_of(kind: Kind, name: str) -> str:
    """Return what a factor is: a lever, context outside the city, a number, or how agents behave."""
    if kind != "parameter":
        return "levers" if kind == "lever" else "context"
    return "behaviour" if BEHAVIOUR & set(name.split("@")[0].split(".")) else "numbers"


def grade_of(factor: Factor, region: Region) -> str:
    """Return the weakest grade of the rows behind a number or driver, blank for a lever (a choice, not evidence)."""
    if factor.kind == "lever":
        return ""
    if factor.kind == "driver":
        return max((row["grade"] for row in region.table("storylines.csv") if row["key"] == factor.name), default="M")
    return max((row.grade for row in region.parameters.rows(factor.name) if row.key == factor.name), default="M")


def read_factors(entries: Iterable[Any], region: Region, levels: int, problems: list[str]) -> list[Factor]:
    """Return the factors of a design; what is wrong with them is added to ``problems``."""
    found = []
    for number, words in enumerate(entries, start=1):
        where = f"factor {number}"
        if not isinstance(words, dict) or sum(kind in words for kind in KINDS) != 1:
            problems.append(f"{where}: names one of {', '.join(KINDS)}")
            continue
        kind = next(kind for kind in KINDS if kind in words)
        name = str(words[kind])
        entry = Entry(kind, name, words, f"{where} ({name})", levels)
        problems += [
            f"{entry.where}: unknown word {word!r}{nearest(word, WORDS)}" for word in sorted({*words} - WORDS - {kind})
        ]
        bounds = _bounds(kind, name, region)
        if isinstance(bounds, str):
            problems.append(f"{entry.where}: {bounds}")
            continue
        factor = _factor(entry, bounds, problems)
        if factor:
            found.append(factor)
    problems += [f"factor {label}: in two places" for label in _twice(found, region.first_decision_year)]
    return found


def _twice(factors: list[Factor], first_year: int) -> list[str]:
    """Return the labels of factors that are there before; a lever without a year acts from the first decision year."""
    seen: set[tuple[Kind, str, int | None]] = set()
    found = []
    for factor in factors:
        place = (factor.kind, factor.name, (factor.year or first_year) if factor.kind == "lever" else None)
        if place in seen:
            found.append(factor.label)
        seen.add(place)
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Entry:
    """A factor as a design has it: its ``words``, ``where`` they stand, and the ``levels`` of the design's grid."""

    kind: Kind
    name: str
    words: Mapping[str, Any]
    where: str
    levels: int


@dataclass(frozen=True)
class Bounds:
    """Between what a factor may lie; ``has_range`` is False where the data give none."""

    low: float
    high: float
    is_position: bool = False
    has_range: bool = True


def _bounds(kind: Kind, name: str, region: Region) -> Bounds | str:
    """Return the bounds that the lever, the row or the driver has, or what is wrong with the name."""
    if kind == "lever":
        levers = all_levers()
        if name not in levers:
            return f"unknown lever {name!r}{nearest(name, levers)}"
        return Bounds(levers[name].low, levers[name].high)
    if kind == "driver":
        drivers = next(iter(region.storylines.values())).paths
        return (
            Bounds(*POSITIONS, is_position=True)
            if name in drivers
            else f"unknown driver {name!r}{nearest(name, drivers)}"
        )
    if name not in region.parameters:
        return f"unknown parameter {name!r}{nearest(name, region.parameters.keys)}"
    rows = [row for row in region.parameters.rows(name) if row.key == name]
    return _bounds_of_rows(rows)


def _bounds_of_rows(rows: list[Row]) -> Bounds:
    if len(rows) > 1:
        return Bounds(*POSITIONS, is_position=True, has_range=any(row.low < row.high for row in rows))
    return Bounds(rows[0].low, rows[0].high, has_range=rows[0].low < rows[0].high)


def _factor(entry: Entry, bounds: Bounds, problems: list[str]) -> Factor | None:
    """Return the factor, or None where something is wrong with it."""
    kind, words, where, wrong = entry.kind, entry.words, entry.where, len(problems)
    if not bounds.has_range:
        problems.append(f"{where}: its row gives no range to sample")
    low, high = (_number(entry, word, getattr(bounds, word), problems) for word in ("low", "high"))
    if low >= high:
        problems.append(f"{where}: low {low:g} is not below high {high:g}")
    elif bounds.has_range and not bounds.low <= low < high <= bounds.high:
        problems.append(f"{where}: got {low:g} to {high:g}, allowed {bounds.low:g} to {bounds.high:g}")
    year = words.get("year")
    if year is not None and (kind != "lever" or not isinstance(year, int)):
        problems.append(f"{where}: year is for levers, a whole number")
    values = words.get("values")
    if values is not None and not _are_numbers(values):
        problems.append(f"{where}: values are a list of different finite numbers")
    elif values is not None and not all(bounds.low <= value <= bounds.high for value in values):
        problems.append(f"{where}: values outside {bounds.low:g} to {bounds.high:g}")
    own_levels = words.get("levels", entry.levels)
    if type(own_levels) is not int or not 2 <= own_levels <= MANY_LEVELS:
        problems.append(f"{where}: levels: got {own_levels}, allowed 2 to {MANY_LEVELS}")
    group = words.get("group", group_of(kind, entry.name))
    if group not in GROUPS:
        problems.append(f"{where}: group: unknown {group!r}, there are {', '.join(GROUPS)}")
    if len(problems) > wrong:
        return None
    taken = np.linspace(low, high, own_levels).tolist() if values is None else [float(value) for value in values]
    return Factor(kind, entry.name, low, high, tuple(taken), bounds.is_position, year, group)


def _number(entry: Entry, word: str, default: float, problems: list[str]) -> float:
    value = entry.words.get(word, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        problems.append(f"{entry.where}: {word} is {value!r}, not a finite number")
        return default
    return float(value)


def _are_numbers(values: Any) -> bool:
    return (
        isinstance(values, list)
        and len(values) > 0
        and all(isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in values)
        and len(set(values)) == len(values)
    )
