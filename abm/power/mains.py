"""Heat mains: how much of each county's district heat power units reach, and what owners add to it."""

from dataclasses import dataclass

import numpy as np

from abm.parameters import Parameters
from abm.power.fleet import CoalUnits
from agents.firm.projects import wish


@dataclass(frozen=True)
class MainsNumbers:
    """Money per GJ of heat a year."""

    capital_cny_per_gj: float  # turbines that can give heat, and the main
    price_cny_per_gj: float  # paid to the plant
    power_lost_mwh_per_gj: float
    hurdle_years: float
    sharpness: float
    pace: float  # share of what is not reached that can be in a year
    first_share: float  # reached in counties whose units give heat already

    @classmethod
    def of(cls, p: Parameters) -> "MainsNumbers":
        """Read them."""
        return cls(
            capital_cny_per_gj=p.value("power.heat.main", "CNY/GJ"),
            price_cny_per_gj=p.value("power.heat.price", "CNY/GJ"),
            power_lost_mwh_per_gj=p.value("power.chp.power_lost", "ratio") / 3.6,
            hurdle_years=p.value("power.heat.hurdle", "years"),
            sharpness=p.value("invest.sharpness", "ratio"),
            pace=p.value("power.heat.pace", "share"),
            first_share=p.value("power.heat.first_reach", "share"),
        )


class HeatMains:
    """(n_counties,) share of district heat that mains from power units reach."""

    def __init__(self, p: Parameters, units: CoalUnits, n_counties: int) -> None:
        self.numbers = MainsNumbers.of(p)
        gives = np.bincount(units.county, units.is_chp, minlength=n_counties) > 0
        self.reach = np.where(gives, self.numbers.first_share, 0.0)
        self.added = np.zeros(n_counties)  # this year

    def extend(self, grant: np.ndarray, price_cny_per_mwh: float, has_unit: np.ndarray) -> None:
        """Owners add what pays back by the heat sold less the power given up; ``grant`` is (n_counties,) of capital."""
        n = self.numbers
        saving = n.price_cny_per_gj - n.power_lost_mwh_per_gj * price_cny_per_mwh
        capital = n.capital_cny_per_gj * (1.0 - grant)
        wanted = wish(np.array(n.hurdle_years), capital, np.array(saving), n.sharpness)
        self.added = np.where(has_unit, n.pace * wanted * (1.0 - self.reach), 0.0)
        self.reach = self.reach + self.added
