"""Value added at 2020 prices, by sector: what the parts report, and the rest of the economy by its drivers."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.words import SECTORS
from abm.flows import Flows
from abm.world import World

HUNDRED_MILLION = 1e8
N_INDUSTRY = SECTORS.index("services")  # the sectors before services are the secondary ones
FARMING, OTHER_INDUSTRY = SECTORS.index("farming"), SECTORS.index("other_industry")
INDUSTRY = frozenset(SECTORS[:N_INDUSTRY])
_AT = {name: i for i, name in enumerate(SECTORS)}


@dataclass(frozen=True)
class Economy:
    """What the statistics say of the first year, (county,) CNY at 2020 prices.

    Farming and services are placed where people live, the secondary sector where plants report.
    """

    primary_cny: np.ndarray
    tertiary_cny: np.ndarray
    secondary_cny: np.ndarray

    @classmethod
    def of(cls, world: World) -> "Economy":
        """Read the first year of a region."""
        p = world.region.parameters
        people = p.by_county("people.population", "persons")
        where = people / people.sum() * HUNDRED_MILLION
        primary, secondary, tertiary = (
            p.value(f"gdp.{part}", "10^8 CNY") for part in ("primary", "secondary", "tertiary")
        )
        return cls(primary * where, tertiary * where, secondary * where)

    def industry_scale(self, flows: Flows) -> float:
        """Return the statistics' value added of the secondary sector over what plants report of the same year.

        The level is the bulletin's, the growth the plants' own; the ratio is kept as a residual. 1 where
        no plant reports.
        """
        reported = sum(cny.sum() for sector, cny in flows.value_added_cny.items() if sector in INDUSTRY)
        return float(self.secondary_cny.sum() / reported) if reported > 0 else 1.0

    def value_added(self, world: World, year: int, flows: Flows, industry_scale: float) -> np.ndarray:
        """Return (sector, county) CNY at 2020 prices."""
        found = np.zeros((len(SECTORS), world.region.n_counties))
        found[FARMING] = self.primary_cny
        found[N_INDUSTRY] = self.tertiary_cny * world.context("demand.services", "index", year)
        if INDUSTRY.isdisjoint(flows.value_added_cny):
            found[OTHER_INDUSTRY] = self.secondary_cny * world.context("demand.other_industry", "index", year)
        for sector, cny in flows.value_added_cny.items():
            found[_AT[sector]] = cny * industry_scale if sector in INDUSTRY else cny
        found[N_INDUSTRY] += flows.entrants_value_cny
        return found
