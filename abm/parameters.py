"""The numbers of a region: key, year, value, unit, low, high, source, grade, note, and the note in Chinese.

Between two given years a value runs linearly, outside them it stays constant. A key may end in
``@county`` (six digits). Every read names the unit it expects, so a number cannot be taken for
another kind of quantity.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from itertools import islice, takewhile
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from abm.tables import read_cells


class Row(NamedTuple):
    """One number with its range and where it is from; ``year`` is None when it holds always."""

    key: str
    year: int | None
    value: float
    unit: str
    low: float
    high: float
    source: str
    grade: str
    note: str
    note_zh: str  # blank where a file has no such column
    file: str
    line: int


class UnknownParameter(KeyError):
    """A key that the region does not have; the message names the nearest one."""

    def __str__(self) -> str:
        return str(self.args[0])


def within(low: float, value: float, high: float, position: float) -> float:
    """Return the number at a position of its range: -1 is low, 0 the value itself, 1 high, linear between."""
    return value + position * (high - value if position > 0 else value - low)


def interpolated(year: int, years: Sequence[int], values: Sequence[float]) -> float:
    """Return what runs linearly between the years given, and stays constant outside them, in one year."""
    after = bisect_right(years, year)
    if after in (0, len(years)):
        return values[max(after - 1, 0)]
    at = after - 1
    if years[at] == year:
        return values[at]
    return (values[after] - values[at]) / (years[after] - years[at]) * (year - years[at]) + values[at]


COLUMNS = ("key", "year", "value", "unit", "low", "high", "source", "grade", "note")  # that every parameter file has


def read_parameter_file(path: Path) -> list[Row]:
    """Return the rows of one parameter file; a blank low or high is the value itself."""
    header, lines = read_cells(path)
    if not lines:
        return []
    place, file = {name: i for i, name in enumerate(header)}, path.name
    cells_of = itemgetter(*(place[name] for name in COLUMNS))
    at_zh = place.get("note_zh")
    rows = []
    for line, cells in enumerate(lines, start=2):
        key, year, number, unit, low, high, source, grade, note = cells_of(cells)
        value, zh = float(number), cells[at_zh] if at_zh is not None else ""
        least, most = (float(low) if low else value), (float(high) if high else value)
        rows.append(
            Row(key, int(year) if year else None, value, unit, least, most, source, grade, note, zh, file, line)
        )
    return rows


def _set(row: Row, value: float) -> Row:
    """Return an undated row of the same number with another value."""
    return Row(row.key, None, value, row.unit, value, value, row.source, row.grade, "set", "", "set", 0)


Told = tuple[tuple[str, int | None, float, str], ...]


class Parameters:
    """Looks numbers up by key, unit and year."""

    def __init__(self, rows: Iterable[Row], counties: Sequence[str]) -> None:
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(row.key, []).append(row)
        for dated in self._rows.values():
            dated.sort(key=lambda row: -1 if row.year is None else row.year)
        self._counties = tuple(counties)
        self._told: dict[tuple[str, ...], Told] = {}
        self._courses: dict[str, tuple[list[int], list[float]]] = {}  # years and values of dated numbers asked for
        self._before: tuple[Parameters, tuple[str, ...]] | None = None  # what it is a copy of, and the keys that differ
        self.used: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    @cached_property
    def keys(self) -> list[str]:
        """All keys, sorted."""
        return sorted(self._rows)

    def told(self, prefixes: tuple[str, ...]) -> Told:
        """Return key, year, value and unit of all rows whose key starts with one of ``prefixes``."""
        if prefixes not in self._told:
            self._told[prefixes] = self._tell(prefixes)
        return self._told[prefixes]

    def _tell(self, prefixes: tuple[str, ...]) -> Told:
        if self._before is not None:
            before, changed = self._before
            if not any(key.startswith(prefixes) for key in changed):
                return before.told(prefixes)
        keys = [key for prefix in prefixes for key in self._starting_with(prefix)]
        return tuple([row[:4] for key in keys for row in self._rows[key]])

    def rows(self, prefix: str = "") -> list[Row]:
        """Return the rows whose key starts with ``prefix``, by key and year."""
        return [row for key in self.keys if key.startswith(prefix) for row in self._rows[key]]

    def value(self, key: str, unit: str, year: int | None = None) -> float:
        """Return the number of ``key`` in ``year`` (any year for an undated row).

        Raises:
            UnknownParameter: no such key.
            ValueError: the row has another unit, or is dated and no year was asked for.
        """
        rows = self._rows.get(key) or self._find(key)
        self.used.add(key)
        if rows[0].unit != unit:
            raise ValueError(f"{rows[0].file}:{rows[0].line} {key}: unit {rows[0].unit!r}, expected {unit!r}")
        if len(rows) == 1:
            return rows[0].value
        if year is None:
            raise ValueError(f"{rows[0].file} {key}: has {len(rows)} dated rows, a year is needed")
        return interpolated(year, *self._course(key, rows))

    def by_county(self, key: str, unit: str, year: int | None = None) -> np.ndarray:
        """Return (n_counties,) numbers of ``key@county``; a county without its own takes ``key``."""
        return np.array(
            [self.value(f"{key}@{code}" if f"{key}@{code}" in self else key, unit, year) for code in self._counties]
        )

    def series(self, key: str, unit: str, years: Iterable[int]) -> np.ndarray:
        """Return (n_years,) numbers of ``key``; see :meth:`value`."""
        wanted = np.array(list(years))
        if not len(wanted):
            return np.zeros(0)
        first = self.value(key, unit, int(wanted[0]))
        rows = self._rows[key]
        if len(rows) == 1:
            return np.full(len(wanted), first)
        return np.interp(wanted, *self._course(key, rows))

    def series_by_county(self, key: str, unit: str, years: Sequence[int]) -> np.ndarray:
        """Return (n_years, n_counties) numbers of ``key@county``; a county without its own takes ``key``."""
        own = (f"{key}@{code}" for code in self._counties)
        return np.stack([self.series(name if name in self else key, unit, years) for name in own], axis=1)

    def with_values(self, values: Mapping[str, float]) -> "Parameters":
        """Return a copy in which each named key holds one value in all years (for sampling)."""
        return self._with({key: [_set(self._find(key)[0], value)] for key, value in values.items()})

    def with_positions(self, positions: Mapping[str, float]) -> "Parameters":
        """Return a copy in which each named key runs elsewhere in its range: -1 low, 0 as it is, 1 high.

        Unlike :meth:`with_values` it keeps the course of a dated number over the years.
        """
        moved = {
            key: [
                row._replace(value=within(row.low, row.value, row.high, position), source="set")
                for row in self._find(key)
            ]
            for key, position in positions.items()
        }
        return self._with(moved)

    def _with(self, rows: dict[str, list[Row]]) -> "Parameters":
        """Return a copy with other rows of some keys; the others are shared."""
        copy = Parameters((), self._counties)
        copy._rows = {**self._rows, **rows}
        copy._before = self, tuple(rows)
        return copy

    def _starting_with(self, prefix: str) -> Iterator[str]:
        """Return the keys that start with ``prefix``: they stand together in the sorted ones."""
        later = islice(self.keys, bisect_left(self.keys, prefix), None)
        return takewhile(lambda key: key.startswith(prefix), later)

    def _course(self, key: str, rows: list[Row]) -> tuple[list[int], list[float]]:
        """Return the years and values of a dated number; rows never change."""
        if key not in self._courses:
            self._courses[key] = [row.year or 0 for row in rows], [row.value for row in rows]
        return self._courses[key]

    def _find(self, key: str) -> list[Row]:
        try:
            return self._rows[key]
        except KeyError:
            near = get_close_matches(key, self._rows, n=1)
            hint = f"; nearest is {near[0]!r}" if near else ""
            raise UnknownParameter(f"no parameter {key!r} in this region{hint}") from None
