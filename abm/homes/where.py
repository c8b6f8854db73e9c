"""Where each home stands, and the sums over places that this makes quick."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from abm.accounts.words import INCOME_GROUPS
from agents.household.heaters import N_HEATERS
from agents.table import Table

N_GROUPS = len(INCOME_GROUPS)
MANY = 4096  # homes, from which a matrix adds up quicker than counting row by row


@dataclass(frozen=True)
class Where:
    """Positions (n,) of homes, made once.

    Homes stand sorted by community, and a community lies in one county and is rural or urban as a
    whole, so sums over counties and cells run over stretches of rows: five times as quick as counting row by row.
    Communities are many and short, and homes of one place and income stand apart; a matrix that holds their
    rows adds them up twice as quickly.
    """

    county: np.ndarray
    community: np.ndarray
    cell: np.ndarray  # in (n_counties, 2), rural and urban
    purse: np.ndarray  # in (n_counties, 2, N_GROUPS), by income as well
    of_heaters: np.ndarray  # two bytes: the first of (n_counties, n_heaters), laid out flat
    of_purse_heaters: np.ndarray  # the first of (n_counties, 2, N_GROUPS, n_heaters), laid out flat
    in_purse: csr_array  # (n_counties * 2 * N_GROUPS, n) one where a home belongs
    in_community: csr_array  # (n_communities, n) one where a home belongs
    counts: np.ndarray  # rows of each community that has homes
    county_starts: np.ndarray  # first row of each county that has homes
    county_counts: np.ndarray  # rows of each
    filled_county: np.ndarray  # those counties
    filled: np.ndarray  # those communities
    run_starts: np.ndarray  # first row of each run of rows in one cell
    run_cell: np.ndarray  # that cell
    run_counts: np.ndarray  # rows of each run
    absent: np.ndarray  # rows of homes whose people are away all year
    row_weight: np.ndarray  # (n_communities,) homes that a row stands for, zero where there is none
    left_out: np.ndarray  # (n_communities,) of these beside the row itself
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
        run_starts = np.flatnonzero(np.diff(cell, prepend=-1))
        purse = cell * N_GROUPS + homes.income_group
        row_weight = np.zeros(n_communities)
        row_weight[filled] = homes.weight[starts]
        return cls(
            county=county,
            community=community,
            cell=cell,
            purse=purse,
            of_heaters=(county * N_HEATERS).astype(np.int16),
            of_purse_heaters=purse * N_HEATERS,
            in_purse=_matrix(purse, n_counties * 2 * N_GROUPS),
            in_community=_matrix(community, n_communities),
            counts=counts,
            county_starts=county_starts,
            county_counts=county_counts,
            filled_county=filled_county,
            filled=filled,
            run_starts=run_starts,
            run_cell=cell[run_starts],
            run_counts=np.diff(run_starts, append=len(county)),
            absent=np.flatnonzero(homes.is_absent),
            row_weight=row_weight,
            left_out=np.maximum(row_weight - 1.0, 0.0),
            n_counties=n_counties,
            n_communities=n_communities,
        )

    def spread(self, values: np.ndarray) -> np.ndarray:
        """Return (n,) the value of each home's community as float32; ``values`` (n_communities,)."""
        return values.astype(np.float32).take(self.filled).repeat(self.counts)

    def spread_counties(self, values: np.ndarray) -> np.ndarray:
        """Return (n,) the value of each home's county as float32; ``values`` (n_counties,)."""
        return values.astype(np.float32).take(self.filled_county).repeat(self.county_counts)

    def spread_kinds(self, values: np.ndarray) -> np.ndarray:
        """Return (n,) the rural or the urban one of two ``values`` as float32."""
        return np.asarray(values, dtype=np.float32).take(self.run_cell % 2).repeat(self.run_counts)

    def by_community(self, values: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return (n_communities,) sums of (n,) values, or of the values of ``rows``, which pays when they are few."""
        if rows is not None:
            return np.bincount(self.community.take(rows), values, self.n_communities)
        sums: np.ndarray = self.in_community @ np.asarray(values, dtype=np.float64)
        return sums

    def by_cell(self, values: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return (n_counties, 2) sums of (n,) values, or of the values of ``rows``."""
        if rows is None:
            cell, values = self.run_cell, _stretches(values, self.run_starts)
        else:
            cell = self.cell.take(rows)
        sums = np.bincount(cell, values, 2 * self.n_counties)
        return sums.reshape(self.n_counties, 2)

    def by_income(self, values: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return (n_counties, 2, N_GROUPS) sums of (n,) values, or of the values of ``rows``."""
        if rows is None and len(values) >= MANY:
            sums = self.in_purse @ np.asarray(values, dtype=np.float64)
        else:
            sums = np.bincount(self.purse if rows is None else self.purse.take(rows), values, self.in_purse.shape[0])
        return sums.reshape(self.n_counties, 2, N_GROUPS)

    def by_income_of_rows(self, rows: np.ndarray, *values: np.ndarray) -> np.ndarray:
        """Return (n_values, n_counties, 2, N_GROUPS) sums of several values of the same ``rows``."""
        purse = self.purse.take(rows)
        sums = np.zeros((len(values), self.in_purse.shape[0]))
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


def _matrix(group: np.ndarray, n_groups: int) -> csr_array:
    """Return (n_groups, n) with a one where the row belongs to the group."""
    n = len(group)
    return csr_array((np.ones(n), (group.astype(np.int32), np.arange(n, dtype=np.int32))), shape=(n_groups, n))
