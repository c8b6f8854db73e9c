"""Context is no lever: outside demand, fuel prices, technology cost, as four correlated storylines."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from operator import itemgetter
from pathlib import Path

from abm.parameters import interpolated, within
from abm.tables import read_cells


@dataclass(frozen=True)
class Storyline:
    """Yearly paths of everything that the city cannot choose."""

    id: str
    paths: dict[str, tuple[str, list[int], list[float]]]  # key -> unit, years, values
    ranges: dict[str, tuple[list[float], list[float]]] = field(default_factory=dict)  # key -> lows, highs

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
        return replace(self, paths=self.paths | changed)

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
        return replace(self, paths=self.paths | changed)

    def _find(self, key: str) -> tuple[str, list[int], list[float]]:
        if key not in self.paths:
            near = get_close_matches(key, self.paths, n=1)
            raise KeyError(f"no driver {key!r} in storyline {self.id!r}; nearest {near}")
        return self.paths[key]


EVERY = "*"  # stands for all storylines in the table


def read_storylines(path: Path) -> dict[str, Storyline]:
    """Return the storylines of a table (key, storyline, year, value, unit, ...).

    A row whose storyline is ``*`` holds in all of them unless one has rows of its own.
    """
    header, lines = read_cells(path)
    place = {name: i for i, name in enumerate(header)}
    cells_of = itemgetter(*(place[name] for name in ("key", "storyline", "year", "value", "unit")))
    at_low, at_high = (place.get(end, place["value"]) for end in ("low", "high"))
    dated: dict[str, dict[str, list[Dated]]] = {EVERY: {}}
    for at, cells in enumerate(lines):
        key, name, year, number, unit = cells_of(cells)
        value, low, high = float(number), cells[at_low], cells[at_high]
        one = int(year), at, value, float(low) if low else value, float(high) if high else value, unit
        dated.setdefault(name, {}).setdefault(key, []).append(one)
    common = _drivers(dated.pop(EVERY))
    return {name: _storyline(name, {**common, **_drivers(own)}) for name, own in dated.items()}


Dated = tuple[int, int, float, float, float, str]  # year, row of the table, value, low, high, unit
Driver = tuple[int, tuple[str, list[int], list[float]], tuple[list[float], list[float]]]  # first row, path, range


def _drivers(dated: dict[str, list[Dated]]) -> dict[str, Driver]:
    """Return key -> where the table has it first, its path and its range."""
    found = {}
    for key, rows in dated.items():
        first = rows[0][1]
        years, _, values, lows, highs, units = zip(*sorted(rows), strict=True)
        found[key] = first, (units[0], list(years), list(values)), (list(lows), list(highs))
    return found


def _storyline(name: str, drivers: dict[str, Driver]) -> Storyline:
    """Return the storyline with its drivers in the order of the table."""
    ordered = sorted(drivers.items(), key=lambda item: item[1][0])
    return Storyline(name, {key: path for key, (_, path, _) in ordered}, {key: span for key, (_, _, span) in ordered})
