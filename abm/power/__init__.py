"""Power: days, plants, dispatch and prices at the provincial node."""

from abm.power.power import Power

__all__ = ["Power"]
