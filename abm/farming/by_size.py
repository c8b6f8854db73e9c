"""Sums over small and large farms of each county, quick because the table of farms is sorted so."""

import numpy as np

from agents.table import Table

SMALL, LARGE = 0, 1


class BySize:
    """Small and large farms of each county lie together in the table, one group after the other.

    Raises:
        ValueError: the farms are in another order.
    """

    def __init__(self, farms: Table, n_counties: int) -> None:
        group = 2 * farms.county.astype(np.intp) + farms.is_large
        if (np.diff(group) < 0).any():
            raise ValueError("farms must be sorted by county, small ones before large ones")
        self.n_counties = n_counties
        self.count = np.bincount(group, minlength=2 * n_counties)
        self._filled = np.flatnonzero(self.count)
        self._start = (np.cumsum(self.count) - self.count)[self._filled]

    def sum(self, each: np.ndarray) -> np.ndarray:
        """Return (n_counties, 2) sums of (n_farms,) values."""
        found = np.zeros(len(self.count))
        found[self._filled] = np.add.reduceat(each, self._start, dtype=float)
        return found.reshape(self.n_counties, 2)

    def each(self, of_group: np.ndarray) -> np.ndarray:
        """Return (n_farms,) the value of each farm's group, given (n_counties, 2)."""
        return of_group.ravel().repeat(self.count)
