"""One farm. Written in array style: ``self`` may be one row or the whole table."""

import numpy as np

from agents.farm.manure import LEFT
from agents.farm.ways import BURN
from agents.table import RowAgent


class Farm(RowAgent):
    """A smallholding or a large farm: its fields, its animals, its straw way; of large herds also the manure way."""

    def burns(self) -> np.ndarray:
        """Return whether the straw is left on the field to be burnt or to rot."""
        return np.asarray(self.straw_way == BURN)

    def in_reach(self, coverage_share: np.ndarray) -> np.ndarray:
        """Return whether a collection point serves the village, given the (n_counties,) coverage."""
        return np.asarray(self.reach_rank < coverage_share[self.county])

    def leaves_manure(self) -> np.ndarray:
        """Return whether it keeps a large herd whose manure lies in open heaps and pits."""
        return np.asarray((self.livestock >= 0) & (self.manure_way == LEFT))
