"""Context is no lever: outside demand, fuel prices, technology cost, as four correlated storylines."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from abm.parameters import interpolated, within
from abm.tables import read_rows


@dataclass(frozen=True)
class Storyline:
    """Yearly paths of everything that the city cannot choose."""

    id: str
    paths: dict[str, tuple[str, list[int], list[float]]]  # key -> unit, years, values
    ranges: dict[str, tuple[list[float], list[float]]] = field(default_factory=dict)  # key -> lows, highs
    own: dict[str, tuple[str, list[int], list[float]]] = field(default_factory=dict)  # paths before they were moved
    fixed: frozenset[str] = frozenset()  # drivers that a user set for all years

    def value(self, key: str, unit: str, year: int) -> float:
        """Return the driver in ``year``, linear between given years and constant outside.

        Raises:
            KeyError: no such driver.
            ValueError: the driver has another unit.
        """
        known = self._known.get((key, unit, year))
        if known is None:
            has, years, values = self._find(key)
            if has != unit:
                raise ValueError(f"driver {key}: unit {has!r}, expected {unit!r}")
            known = self._known[key, unit, year] = interpolated(year, years, values)
        return known

    @cached_property
    def _known(self) -> dict[tuple[str, str, int], float]:
        """Values looked up before; a storyline never changes."""
        return {}

    def with_values(self, values: Mapping[str, float]) -> "Storyline":
        """Return a copy in which each named driver holds one value in all years.

        Raises:
            KeyError: no such driver.
        """
        changed = {key: (self._find(key)[0], self._find(key)[1][:1], [value]) for key, value in values.items()}
        return replace(self, paths=self.paths | changed, fixed=self.fixed | set(values))

    def with_positions(self, positions: Mapping[str, float]) -> "Storyline":
        """Return a copy in which each named driver runs elsewhere in its range: -1 low, 0 as it is, 1 high.

        Raises:
            KeyError: no such driver.
        """
        changed = {}
        for key, position in positions.items():
            unit, years, values = self._find(key)
            lows, highs = self.ranges.get(key, (values, values))
            moved = [within(*row, position) for row in zip(lows, values, highs, strict=True)]
            changed[key] = (unit, years, moved)
        own = {key: self.paths[key] for key in changed} | self.own
        return replace(self, paths=self.paths | changed, own=own)

    def _find(self, key: str) -> tuple[str, list[int], list[float]]:
        if key not in self.paths:
            near = get_close_matches(key, self.paths, n=1)
            raise KeyError(f"no driver {key!r} in storyline {self.id!r}; nearest {near}")
        return self.paths[key]


def read_storylines(path: Path) -> dict[str, Storyline]:
    """Return the storylines of a table (key, storyline, year, value, unit, ...).

    A row whose storyline is ``*`` holds in all of them unless one has rows of its own.
    """
    rows = read_rows(path)
    names = list(dict.fromkeys(row["storyline"] for row in rows if row["storyline"] != "*"))
    return {name: _storyline(name, rows) for name in names}


def _storyline(name: str, rows: list[dict[str, str]]) -> Storyline:
    own = {row["key"] for row in rows if row["storyline"] == name}
    told: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        if row["storyline"] == name or (row["storyline"] == "*" and row["key"] not in own):
            told.setdefault(row["key"], []).append(row)
    for dated in told.values():
        dated.sort(key=lambda row: int(row["year"]))

    def column(key: str, name: str) -> list[float]:
        return [float(row.get(name) or row["value"]) for row in told[key]]

    paths = {key: (dated[0]["unit"], [int(row["year"]) for row in dated], column(key, "value"))
             for key, dated in told.items()}  # fmt: skip
    return Storyline(name, paths, {key: (column(key, "low"), column(key, "high")) for key in told})
