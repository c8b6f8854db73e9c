"""Where each home stands, and the sums over places that this makes quick."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.words import INCOME_GROUPS
from agents.table import Table

N_GROUPS = len(INCOME_GROUPS)


@dataclass(frozen=True)
class Where:
    """Positions (n,) of homes, made once.

    Homes stand sorted by community, and a community lies in one county and is rural or urban as a
    whole, so sums run over stretches of rows: five times as quick as counting row by row.
    """

    county: np.ndarray
    community: np.ndarray
    cell: np.ndarray  # in (n_counties, 2), rural and urban
    purse: np.ndarray  # in (n_counties, 2, N_GROUPS), by income as well
    starts: np.ndarray  # first row of each community that has homes
    counts: np.ndarray  # rows of each
    county_starts: np.ndarray  # first row of each county that has homes
    county_counts: np.ndarray  # rows of each
    filled_county: np.ndarray  # those counties
    filled: np.ndarray  # those communities
    filled_cell: np.ndarray  # their cells
    run_kind: np.ndarray  # rural or urban, of each run of rows of one kind
    run_counts: np.ndarray  # rows of each run
    absent: np.ndarray  # rows of homes whose people are away all year
    n_counties: int
    n_communities: int

    @classmethod
    def of(cls, homes: Table, n_counties: int, n_communities: int) -> "Where":
        """Read the positions from the table.

        Raises:
            ValueError: rows are not sorted by community, or a community lies in two counties or kinds.
        """
        county, community = homes.county.astype(np.intp), homes.community.astype(np.intp)
        if np.any(np.diff(community) < 0) or np.any(np.diff(county) < 0):
            raise ValueError("households must be sorted by community, and communities by county")
        cell = county * 2 + homes.is_urban
        filled, starts, counts = np.unique(community, return_index=True, return_counts=True)
        of_community = np.zeros(n_communities, dtype=np.intp)
        of_community[filled] = cell[starts]
        if np.any(of_community[community] != cell):
            raise ValueError("a community must lie in one county and be rural or urban as a whole")
        filled_county, county_starts, county_counts = np.unique(county, return_index=True, return_counts=True)
        run_starts = np.flatnonzero(np.diff(homes.is_urban.astype(np.int8), prepend=-1))
        return cls(
            county=county,
            community=community,
            cell=cell,
            purse=cell * N_GROUPS + homes.income_group,
            starts=starts,
            counts=counts,
            county_starts=county_starts,
            county_counts=county_counts,
            filled_county=filled_county,
            filled=filled,
            filled_cell=cell[starts],
            run_kind=homes.is_urban[run_starts].astype(np.intp),
            run_counts=np.diff(run_starts, append=len(county)),
            absent=np.flatnonzero(homes.is_absent),
            n_counties=n_counties,
            n_communities=n_communities,
        )

    def spread(self, values: np.ndarray) -> np.ndarray:
        """Return (n,) the value of each home's community as float32; ``values`` (n_communities,)."""
        return np.repeat(values.astype(np.float32).take(self.filled), self.counts)

    def spread_counties(self, values: np.ndarray) -> np.ndarray:
        """Return (n,) the value of each home's county as float32; ``values`` (n_counties,)."""
        return np.repeat(values.astype(np.float32).take(self.filled_county), self.county_counts)

    def spread_kinds(self, values: np.ndarray) -> np.ndarray:
        """Return (n,) the rural or the urban one of two ``values`` as float32."""
        return np.repeat(np.asarray(values, dtype=np.float32).take(self.run_kind), self.run_counts)

    def by_community(self, values: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return (n_communities,) sums of (n,) values, or of the values of ``rows``, which pays when they are few."""
        if rows is not None:
            return np.bincount(self.community.take(rows), values, self.n_communities)
        found = np.zeros(self.n_communities)
        found[self.filled] = _stretches(values, self.starts)
        return found

    def by_cell(self, values: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return (n_counties, 2) sums of (n,) values, or of the values of ``rows``."""
        cell, values = (
            (self.filled_cell, _stretches(values, self.starts)) if rows is None else (self.cell.take(rows), values)
        )
        sums = np.bincount(cell, values, 2 * self.n_counties)
        return sums.reshape(self.n_counties, 2)

    def by_income(self, values: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return (n_counties, 2, N_GROUPS) sums of (n,) values, or of the values of ``rows``."""
        purse = self.purse if rows is None else self.purse.take(rows)
        sums = np.bincount(purse, values, 2 * self.n_counties * N_GROUPS)
        return sums.reshape(self.n_counties, 2, N_GROUPS)

    def by_income_of_rows(self, rows: np.ndarray, *values: np.ndarray) -> np.ndarray:
        """Return (n_values, n_counties, 2, N_GROUPS) sums of several values of the same ``rows``."""
        purse = self.purse.take(rows)
        sums = np.zeros((len(values), 2 * self.n_counties * N_GROUPS))
        for i, each in enumerate(values):
            sums[i] = np.bincount(purse, each, sums.shape[1])
        return sums.reshape(-1, self.n_counties, 2, N_GROUPS)

    def by_county(self, values: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return (n_counties,) sums of (n,) values, or of the values of ``rows``."""
        if rows is not None:
            return np.bincount(self.county.take(rows), values, self.n_counties)
        found = np.zeros(self.n_counties)
        found[self.filled_county] = _stretches(values, self.county_starts)
        return found


def _stretches(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    return np.add.reduceat(np.asarray(values, dtype=np.float64), starts)  # casting within is slower
