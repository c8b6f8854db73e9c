"""Levers that work against each other, a ban and a subsidy of the same thing, say: pairs declared as data."""

import operator
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from policies.lever import Text
from policies.package import Entry, Package, load_package

FILE = Path(__file__).parent / "contradictions.toml"
SIGNS = {"above": operator.gt, "below": operator.lt}


@dataclass(frozen=True)
class Side:
    """One lever beyond a bound."""

    lever: str
    sign: str
    bound: float

    def holds(self, path: np.ndarray) -> np.ndarray:
        """Return (n_years,) whether the lever lies beyond the bound."""
        found: np.ndarray = SIGNS[self.sign](path, self.bound)
        return found


@dataclass(frozen=True)
class Pair:
    """Two sides that contradict each other, and why."""

    first: Side
    second: Side
    why: Text


@dataclass(frozen=True)
class Contradiction:
    """A pair that holds in some years, with the values of both levers in the first of them."""

    pair: Pair
    years: tuple[int, ...]
    values: tuple[float, float]


@cache
def pairs() -> tuple[Pair, ...]:
    """Return the declared pairs."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["pair"]
    return tuple(Pair(_side(r["first"]), _side(r["second"]), Text(r["why_zh"], r["why_en"])) for r in rows)


def contradictions(paths: Mapping[str, np.ndarray], years: Sequence[int], since: int) -> list[Contradiction]:
    """Return the pairs that contradict each other in any year from ``since`` on.

    Args:
        paths: lever -> (n_years,) values.
        years: the years of the paths.
        since: the first decision year; what was before is not for the reader to decide.
    """
    decided = np.asarray(years) >= since
    found = []
    for pair in pairs():
        first, second = paths[pair.first.lever], paths[pair.second.lever]
        both = np.flatnonzero(decided & pair.first.holds(first) & pair.second.holds(second))
        if both.size:
            at = int(both[0])
            values = (float(first[at]), float(second[at]))
            found.append(Contradiction(pair, tuple(int(years[i]) for i in both.tolist()), values))
    return found


def line_of(package: Package, lever: str, folders: Sequence[Path] = ()) -> Entry | None:
    """Return the line that gives a lever its value: the package's own, else that of what it stands on."""
    found = next((entry for entry in package.entries if entry.lever == lever), None)
    if found or not package.base:
        return found
    return line_of(load_package(package.base, folders), lever, folders)


def _side(row: dict) -> Side:
    sign = next(name for name in SIGNS if name in row)
    return Side(row["lever"], sign, float(row[sign]))
