"""The yearly record: what a run reports, variable by variable, by county and where it adds up by sector."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from abm.accounts.words import SECTORS
from abm.region import Region
from abm.variables import Variable, all_variables, variable


class Record:
    """Values of all variables of ``abm/variables.csv`` in the years of one run.

    ``totals`` is (n_variables, n_years, n_counties + 1), the last column the city; NaN where
    nothing was put. ``by_sector`` holds (n_years, n_sectors, n_counties) of what was put by sector.

    A year brings some 400 variables: what is put by county waits and is written together when somebody reads.
    """

    def __init__(self, region: Region, years: Sequence[int]) -> None:
        self.region = region
        self.years = np.array(years)
        self.year = int(years[0])
        self._at = 0
        self._rows = {name: i for i, name in enumerate(all_variables())}
        self._about = list(all_variables().values())
        self._together: dict[tuple[str, ...], tuple[np.ndarray, set[bool]]] = {}
        self._written = np.full((len(self._rows), len(years), region.n_counties + 1), np.nan)
        self._waiting: list[tuple[int, np.ndarray]] = []  # (row, (n_counties,) values) of the current year
        self._additive = np.array([about.additive_counties for about in self._about])
        self.by_sector: dict[str, np.ndarray] = {}

    @property
    def totals(self) -> np.ndarray:
        """(n_variables, n_years, n_counties + 1) values, the city last."""
        if self._waiting:
            self._write()
        return self._written

    def start(self, year: int) -> None:
        """Make ``year`` the one that is written to."""
        self._write()
        self.year = year
        self._at = self._position(year)

    def put(
        self,
        name: str,
        *,
        by_county: np.ndarray | None = None,
        by_sector: np.ndarray | None = None,
        city: float | None = None,
    ) -> None:
        """Write one variable of the current year, in the unit of ``abm/variables.csv``.

        Args:
            name: a variable of the list.
            by_county: (n_counties,) values.
            by_sector: (n_sectors, n_counties) values; the counties are their sums.
            city: the city's value; the sum of the counties where the variable is additive.

        Raises:
            UnknownVariable: no such variable.
            ValueError: the values do not fit what the list says of the variable.
        """
        row = self._rows.get(name, -1)
        if row < 0:
            variable(name)
        about = self._about[row]
        if by_sector is not None:
            by_county = self._put_sectors(about, np.asarray(by_sector, dtype=float))
        if about.additive_counties:
            if by_county is None or city is not None:
                raise ValueError(f"{name} adds over counties: it needs by_county= and takes no city=")
        elif city is None:
            raise ValueError(f"{name} does not add over counties: it needs city=")
        else:
            self._written[row, self._at, -1] = city
        if by_county is not None:
            self._waiting.append((row, by_county))

    def put_counties(self, names: Sequence[str], by_county: np.ndarray) -> None:
        """Write several variables that add over counties in one go; ``by_county`` is (n_names, n_counties).

        Raises:
            ValueError: one of them does not add, or a number is not finite.
        """
        rows, adds = self._rows_of(tuple(names))
        if not all(adds) or not isfinite(by_county.sum()):
            for name, values in zip(names, by_county, strict=True):  # says which
                self.put(name, by_county=values)
        self.totals[rows, self._at, :-1] = by_county
        self.totals[rows, self._at, -1] = by_county.sum(axis=1)

    def put_city(self, names: Sequence[str], values: np.ndarray) -> None:
        """Write the city's values of several variables that do not add over counties; ``values`` is (n_names,).

        Raises:
            ValueError: one of them adds over counties.
        """
        rows, adds = self._rows_of(tuple(names))
        if any(adds):
            raise ValueError(f"{', '.join(names)}: put_city takes what does not add over counties")
        self.totals[rows, self._at, -1] = values

    def value(self, name: str, year: int, county: str = "") -> float:
        """Return one value, the city's where no county is named; NaN where nothing was put."""
        return float(self._totals(name)[self._position(year), self._county(county)])

    def series(self, name: str, county: str = "") -> np.ndarray:
        """Return (n_years,) values, the city's where no county is named."""
        return self._totals(name)[:, self._county(county)]

    def series_by_county(self, name: str) -> np.ndarray:
        """Return (n_years, n_counties + 1) values, the city last."""
        return self._totals(name)

    def year_values(self, year: int) -> np.ndarray:
        """Return (n_variables, n_counties + 1) values of a year in the order of the list, the city last."""
        return self.totals[:, self._position(year)]

    def city_values(self, names: Sequence[str], year: int) -> np.ndarray:
        """Return the city's values of several variables; NaN where nothing was put."""
        return self.totals[[self._rows[name] for name in names], self._position(year), -1]

    def counties(self, name: str, year: int) -> np.ndarray:
        """Return (n_counties,) values."""
        return self._totals(name)[self._position(year), :-1]

    def sectors(self, name: str) -> np.ndarray:
        """Return (n_years, n_sectors, n_counties) values of a variable that was put by sector.

        Raises:
            ValueError: it was not.
        """
        if name not in self.by_sector:
            variable(name)
            raise ValueError(f"{name} was not put by sector; by sector are {', '.join(self.by_sector)}")
        return self.by_sector[name]

    @property
    def written(self) -> list[str]:
        """Names of the variables that have at least one value."""
        has = ~np.isnan(self.totals).all(axis=(1, 2))
        return [name for name, i in self._rows.items() if has[i]]

    def _put_sectors(self, about: Variable, values: np.ndarray) -> np.ndarray:
        if not about.additive_sectors:
            raise ValueError(f"{about.name} is not additive over sectors, put it by county")
        if about.name not in self.by_sector:
            self.by_sector[about.name] = np.full((len(self.years), len(SECTORS), self.region.n_counties), np.nan)
        self.by_sector[about.name][self._at] = values
        return values.sum(axis=0)

    def _write(self) -> None:
        """Write what waits of the current year; the city is the sum of its counties where they add up."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        rows = np.array([row for row, _ in waiting])
        values = np.array([counties for _, counties in waiting], dtype=float)
        self._written[rows, self._at, :-1] = values
        adds = self._additive[rows]
        total = np.add.reduce(values[adds], axis=1)
        if not np.isfinite(total).all():
            first = int(np.flatnonzero(~np.isfinite(total))[0])
            raise ValueError(self._not_finite(self._about[rows[adds][first]], values[adds][first]))
        self._written[rows[adds], self._at, -1] = total

    def _not_finite(self, about: Variable, counties: np.ndarray) -> str:
        codes = [c.code for c, value in zip(self.region.counties, counties, strict=True) if not isfinite(value)]
        return f"{about.name} in {self.year} is not a finite number in {', '.join(codes) or 'sum'}"

    def _rows_of(self, names: tuple[str, ...]) -> tuple[np.ndarray, set[bool]]:
        """Return rows of variables that are put together, and whether they add over counties; looked up once."""
        if names not in self._together:
            abouts = [variable(name) for name in names]  # raises where one is unknown
            adds = {about.additive_counties for about in abouts}
            self._together[names] = np.array([self._rows[name] for name in names]), adds
        return self._together[names]

    def _totals(self, name: str) -> np.ndarray:
        if name not in self._rows:
            variable(name)
        return self.totals[self._rows[name]]

    def _county(self, county: str) -> int:
        if county in ("", self.region.code):
            return -1
        if county not in self.region.county_index:
            raise KeyError(f"no county {county!r} in {self.region.id}; there are {', '.join(self.region.county_index)}")
        return self.region.county_index[county]

    def _position(self, year: int) -> int:
        at = year - int(self.years[0])
        if not 0 <= at < len(self.years):
            raise KeyError(f"year {year} is not in the run, which has {self.years[0]} to {self.years[-1]}")
        return at
