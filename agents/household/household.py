"""A household: one row of the table of homes, with methods that serve one home or all alike."""

import numpy as np

from agents.household.heaters import HEATERS, IS_CLEAN
from agents.household.market import HeatMarket, running_cost
from agents.household.rooftop import RooftopTraits, system_kw
from agents.table import RowAgent


class Household(RowAgent):
    """A family in its community: what it heats with, what it can bear, what it thinks.

    Methods read columns by name and work on the whole table (arrays) as on one agent (scalars):
    ``Household.heating_bills(table, market)`` or ``table.agent(7).heating_bills(market)``.
    """

    def is_clean(self) -> np.ndarray:
        """Return whether the main heater burns no coal."""
        return IS_CLEAN[self.heater]

    def household_income_cny(self) -> np.ndarray:
        """Return the household's income a year at the base year's level."""
        return self.income_cny * self.size

    def heating_bills(self, market: HeatMarket) -> np.ndarray:
        """Return (..., n_heaters) CNY a winter with each heater, heated as it would be."""
        return running_cost(market, self.need_kwh, self.floor_m2, self.county)

    def heating_bill(self, market: HeatMarket) -> np.ndarray:
        """Return CNY a winter with the own heater at full warmth."""
        bills = running_cost(market, self.need_kwh, self.floor_m2, self.county)
        return np.take_along_axis(bills, np.asarray(self.heater, dtype=np.intp)[..., None], axis=-1)[..., 0]

    def annual_costs(self, market: HeatMarket) -> np.ndarray:
        """Return (..., n_heaters) CNY a year, purchase at the own discount rate included."""
        bills = running_cost(market, self.need_kwh, self.floor_m2, self.county)
        return bills + market.yearly_cost_of_one[self.patience] * market.net_price_cny[self.county]

    def roof_kw(self, traits: RooftopTraits) -> np.ndarray:
        """Return kW that fit on the roof; zero without an own one."""
        return np.where(self.has_roof, system_kw(self.floor_m2, traits), 0.0)

    def heater_name(self) -> str:
        """Return the name of one agent's heater."""
        return HEATERS[int(self.heater)]
