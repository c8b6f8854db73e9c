"""What becomes of surplus coke-oven gas moves value added: methanol, LNG, hydrogen and the rest at constant prices.

The value added of a tonne of coke holds what its gas brought in the first year. More or less of it since then, by
another split or more gas to the tonne, adds to it or takes from it; prices stay those of the first year, as in all of
value added. Capital and wages of what turns the gas stand in its costs, so the change is told low.
"""

import numpy as np

from abm.flows import Flows
from abm.industry.cokeries import Cokeries
from abm.industry.oven_gas import KG_PER_T
from agents.choice import share_of, share_or_one


class GasValue:
    """Keeps the first year's values of gas, (n_uses,) CNY/GJ, and what it brought then per t of coke, by county."""

    def __init__(self, cokeries: Cokeries) -> None:
        self.cokeries = cokeries
        self.value: np.ndarray | None = None
        self.power_cny_per_kg = 0.0  # of cleaning hydrogen
        self.first_cny_per_t = np.zeros(cokeries.n_counties)

    def add(self, coke_t: np.ndarray, flows: Flows) -> None:
        """Add to coking what the year's gas brings beyond the first year's; ``coke_t`` is (n_plants,)."""
        c = self.cokeries
        is_first = self.value is None
        if self.value is None:
            self.value, self.power_cny_per_kg = np.maximum(c.value, 0.0), c.power_cny_per_kg
        worth, made = c.sums(self._worth_cny(self.value)), c.sums(coke_t)
        if is_first:
            mean = float(share_of(worth.sum(), made.sum()))
            self.first_cny_per_t = np.where(made > 0.0, share_or_one(worth, made), mean)
        flows.add_value("coking", worth - self.first_cny_per_t * made)

    def _worth_cny(self, value: np.ndarray) -> np.ndarray:
        """(n_plants,) CNY of the year's gas at the first year's prices, after what turning and cleaning it costs."""
        c, n = self.cokeries, self.cokeries.numbers.hydrogen
        assert c.split is not None
        kg_cny = n.gate_price - n.purification - self.power_cny_per_kg
        worth: np.ndarray = c.split.uses_gj @ value + c.made_t * KG_PER_T * kg_cny
        return worth
