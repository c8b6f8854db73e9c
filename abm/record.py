"""The yearly record: what a run reports, variable by variable, by county and where it adds up by sector."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

import numpy as np

from abm.accounts.words import SECTORS
from abm.region import Region
from abm.variables import Variable, all_variables, variable

_LOOKS = ("_now", "_now_by_county", "_now_of_city")  # what looks at the values of the current year


class _Rows(dict[str, int]):
    """Name -> row in the order of the list; an unknown name is answered with the nearest."""

    def __missing__(self, name: str) -> int:
        variable(name)
        raise KeyError(name)


class Record:
    """Values of all variables of ``abm/variables.csv`` in the years of one run.

    ``totals`` is (n_variables, n_years, n_counties + 1), the last column the city; NaN where
    nothing was put. ``by_sector`` holds (n_years, n_sectors, n_counties) of what was put by sector.

    A year brings some 500 variables: their counties are written at once, and summed up together when somebody
    asks for the city.
    """

    def __init__(self, region: Region, years: Sequence[int]) -> None:
        self.region = region
        self.years = np.array(years)
        self.by_sector: dict[str, np.ndarray] = {}
        self._first_year, self._n_years = int(years[0]), len(years)
        self._about = list(all_variables().values())
        self._rows = _Rows((about.name, row) for row, about in enumerate(self._about))
        self._adds = [about.additive_counties for about in self._about]
        self._together: dict[tuple[str, ...], tuple[np.ndarray, set[bool]]] = {}
        self._written = np.full((len(years), len(self._rows), region.n_counties + 1), np.nan)
        self._open: list[int] = []  # rows of the current year that add up and whose city is not summed up yet
        self.start(self._first_year)

    @property
    def totals(self) -> np.ndarray:
        """(n_variables, n_years, n_counties + 1) values, the city last."""
        self._sum_up()
        return self._written.swapaxes(0, 1)

    def start(self, year: int) -> None:
        """Make ``year`` the one that is written to."""
        self._sum_up()
        self.year, self._at = year, self._position(year)
        self._look_at()

    def __getstate__(self) -> dict[str, Any]:
        """Return what a copy is made from: it looks at its own values, not at these."""
        self._sum_up()
        return {name: value for name, value in vars(self).items() if name not in _LOOKS}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take it over."""
        vars(self).update(state)
        self._look_at()

    def _look_at(self) -> None:
        """Look at the values of the current year."""
        self._now = self._written[self._at]
        self._now_by_county, self._now_of_city = self._now[:, :-1], self._now[:, -1]

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
        row = self._rows[name]
        if by_sector is not None:
            self._sector_cells(self._about[row])[self._at] = by_sector
            by_county = np.add.reduce(by_sector)
        if self._adds[row]:
            if by_county is None or city is not None:
                raise ValueError(f"{name} adds over counties: it needs by_county= and takes no city=")
            self._now_by_county[row] = by_county
            self._open.append(row)
            return
        if city is None:
            raise ValueError(f"{name} does not add over counties: it needs city=")
        self._now_of_city[row] = city
        if by_county is not None:
            self._now_by_county[row] = by_county

    def put_counties(self, names: Sequence[str], by_county: np.ndarray) -> None:
        """Write several variables that add over counties in one go; ``by_county`` is (n_names, n_counties).

        Raises:
            ValueError: one of them does not add.
        """
        rows, adds = self._rows_of(tuple(names))
        if not all(adds):
            for name, values in zip(names, by_county, strict=True):  # says which
                self.put(name, by_county=values)
        self._now_by_county[rows] = by_county
        self._open.extend(rows.tolist())

    def put_shares(self, names: Sequence[str], by_county: np.ndarray, city: np.ndarray) -> None:
        """Write several variables that do not add: ``by_county`` is (n_names, n_counties), ``city`` (n_names,)."""
        self.put_city(names, city)
        self._now_by_county[self._rows_of(tuple(names))[0]] = by_county

    def put_sectors(self, names: Sequence[str], by_sector: np.ndarray) -> None:
        """Write several variables by sector in one go; ``by_sector`` is (n_names, n_sectors, n_counties).

        Raises:
            ValueError: one of them does not add over sectors.
        """
        for name, cells in zip(names, by_sector, strict=True):
            self._sector_cells(self._about[self._rows[name]])[self._at] = cells
        self.put_counties(names, np.einsum("nsc->nc", by_sector))

    def put_city(self, names: Sequence[str], values: np.ndarray) -> None:
        """Write the city's values of several variables that do not add over counties; ``values`` is (n_names,).

        Raises:
            ValueError: one of them adds over counties.
        """
        rows, adds = self._rows_of(tuple(names))
        if any(adds):
            raise ValueError(f"{', '.join(names)}: put_city takes what does not add over counties")
        self._now_of_city[rows] = values

    def county_position(self, county: str) -> int:
        """Return where a county stands in county arrays, -1 for the whole city (no code, or the city's).

        Raises:
            KeyError: no such county; the message names those there are.
        """
        if county in ("", self.region.code):
            return -1
        if county not in self.region.county_index:
            raise KeyError(f"no county {county!r} in {self.region.id}; there are {', '.join(self.region.county_index)}")
        return self.region.county_index[county]

    def value(self, name: str, year: int, county: str = "") -> float:
        """Return one value, the city's where no county is named; NaN where nothing was put."""
        at, position = self.county_position(county), self._position(year)
        if at < 0 and position == self._at:  # years that are over are summed up
            self._sum_up()
        return float(self._written[position, self._rows[name], at])

    def series(self, name: str, county: str = "") -> np.ndarray:
        """Return (n_years,) values, the city's where no county is named."""
        return self.totals[self._rows[name], :, self.county_position(county)]

    def series_by_county(self, name: str) -> np.ndarray:
        """Return (n_years, n_counties + 1) values, the city last."""
        return self.totals[self._rows[name]]

    def years_of(self, names: Sequence[str]) -> np.ndarray:
        """Return (n_years, n_names, n_counties + 1) values, the city last."""
        self._sum_up()
        return self._written[:, [self._rows[name] for name in names]]

    def year_values(self, year: int) -> np.ndarray:
        """Return (n_variables, n_counties + 1) values of a year in the order of the list, the city last."""
        self._sum_up()
        return self._written[self._position(year)]

    def city_values(self, names: Sequence[str], year: int) -> np.ndarray:
        """Return the city's values of several variables; NaN where nothing was put."""
        rows, _ = self._rows_of(tuple(names))
        return self.year_values(year)[rows, -1]

    def counties(self, name: str, year: int) -> np.ndarray:
        """Return (n_counties,) values."""
        return self._written[self._position(year), self._rows[name], :-1]

    def counties_of(self, names: Sequence[str], year: int) -> np.ndarray:
        """Return (n_names, n_counties) values; NaN where nothing was put."""
        return self._written[self._position(year), self._rows_of(tuple(names))[0], :-1]

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

    def sectors_now(self, name: str) -> np.ndarray:
        """Return (n_sectors, n_counties) values of the current year of a variable that was put by sector.

        Raises:
            ValueError: it was not.
        """
        return self.sectors(name)[self._at]

    def _sector_cells(self, about: Variable) -> np.ndarray:
        """Return (n_years, n_sectors, n_counties) room for a variable."""
        if about.name not in self.by_sector:
            if not about.additive_sectors:
                raise ValueError(f"{about.name} is not additive over sectors, put it by county")
            shape = len(self.years), len(SECTORS), self.region.n_counties
            self.by_sector[about.name] = np.full(shape, np.nan)
        return self.by_sector[about.name]

    def _sum_up(self) -> None:
        """Sum up the counties of what was put since the last time: the city, where they add up."""
        if not self._open:
            return
        rows, self._open = np.array(self._open), []
        values = self._now_by_county[rows]
        total = np.add.reduce(values, axis=1)
        if not np.isfinite(total).all():
            first = int(np.flatnonzero(~np.isfinite(total))[0])
            raise ValueError(self._not_finite(self._about[rows[first]], values[first]))
        self._now_of_city[rows] = total

    def _not_finite(self, about: Variable, counties: np.ndarray) -> str:
        codes = [c.code for c, value in zip(self.region.counties, counties, strict=True) if not isfinite(value)]
        return f"{about.name} in {self.year} is not a finite number in {', '.join(codes) or 'sum'}"

    def _rows_of(self, names: tuple[str, ...]) -> tuple[np.ndarray, set[bool]]:
        """Return rows of variables that are put together, and whether they add over counties; looked up once."""
        if names not in self._together:
            rows = [self._rows[name] for name in names]
            self._together[names] = np.array(rows, dtype=np.intp), {self._adds[row] for row in rows}
        return self._together[names]

    def _position(self, year: int) -> int:
        at = year - self._first_year
        if not 0 <= at < self._n_years:
            raise KeyError(f"year {year} is not in the run, which has {self.years[0]} to {self.years[-1]}")
        return at
