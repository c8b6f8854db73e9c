"""Parks and trees of towns: what is made green, up to what a town has room for, and the carbon its trees take up."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.carbon_pool import CarbonPool
from abm.region import Region
from agents.choice import between


@dataclass(frozen=True)
class GreenNumbers:
    """Area in ha, carbon in t."""

    built_up_ha: np.ndarray  # (n_counties,) of towns, first year
    start_share: float  # of it that is green
    most_share: float
    tc_per_ha: float  # a year into trees and soil of new green, in its first years
    years: float  # that carbon stays
    cny_per_ha: float

    @classmethod
    def of(cls, region: Region) -> "GreenNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        townspeople = p.by_county("people.population", "persons") * p.by_county("people.urban_share", "share")
        return cls(
            built_up_ha=townspeople * p.value("land.town.per_head", "m2/person") / 1e4,
            start_share=p.value("land.town.green", "share"),
            most_share=p.value("land.town.green_most", "share"),
            tc_per_ha=p.value("land.town.gain", "tC/ha"),
            years=p.value("land.town.stay", "year"),
            cny_per_ha=p.value("land.town.cost", "CNY/ha"),
        )


class TownGreen:
    """Green of towns so far; (n_counties,)."""

    def __init__(self, region: Region) -> None:
        n = self.numbers = GreenNumbers.of(region)
        self.share = np.full(region.n_counties, n.start_share)
        self.sink_t = np.zeros(region.n_counties)
        self._trees = CarbonPool(n.years, np.zeros(region.n_counties))

    def act(self, new_share: np.ndarray, ledger: Ledger) -> None:
        """Plant and pay; ``new_share`` (n_counties,) of built-up area that is to be made green in the year."""
        n = self.numbers
        new = between(new_share, 0.0, np.maximum(n.most_share - self.share, 0.0))
        self.share = self.share + new
        self.sink_t = self._trees.take_up((self.share - n.start_share) * n.built_up_ha * n.tc_per_ha)
        ledger.release("co2_land", "land", -self.sink_t)
        ledger.pay("town green", "city_budget", "firms", new * n.built_up_ha * n.cny_per_ha)
