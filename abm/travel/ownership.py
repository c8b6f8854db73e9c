"""How many private cars there are per head, by county, as incomes grow."""

from typing import TYPE_CHECKING

import numpy as np

from abm.region import Region
from abm.travel.numbers import CarNumbers
from abm.world import World
from agents.vehicle.car import ownership

if TYPE_CHECKING:
    from abm.people import People


class Ownership:
    """Gompertz curves through each county's ownership of the first year.

    Where history is followed, the city's cars per head move as Shanxi's did, and what the curve says
    beyond that is the residual; afterwards the curve's own growth goes on from there.
    """

    def __init__(self, world: World, numbers: CarNumbers, first: np.ndarray, people: "People | None" = None) -> None:
        self.world = world
        self.people = people
        self.numbers = numbers
        self.income = _Incomes(world.region)
        self.weight = world.region.parameters.by_county("people.population", "persons")
        self.observed = world.region.observed("cars.per_head_index")
        income = self.income.of(1.0, 1.0, self.income.urban_share)
        level = np.log(numbers.saturation / np.minimum(first, 0.98 * numbers.saturation))
        self.start = level * np.exp(numbers.pull_per_10k_cny * income / 1e4)
        self.first_mean = float(first @ self.weight) / self.weight.sum()
        self.factor = 1.0
        self.residual = np.nan  # cars per head, free curve less observation

    def of(self, year: int) -> np.ndarray:
        """Return (n_counties,) cars per head; follows observation where the world says so."""
        urban, rural = (self.world.context(f"income.growth_{kind}", "index", year) for kind in ("urban", "rural"))
        n = self.numbers
        self.residual = np.nan
        urban_share = self.income.urban_share if self.people is None else self.people.urban_share
        free = ownership(self.income.of(urban, rural, urban_share), n.saturation, self.start, n.pull_per_10k_cny)
        if self.world.follows(year) and year in self.observed:
            mean = float(free @ self.weight) / self.weight.sum()
            target = self.first_mean * self.observed[year]
            self.residual = 0.0 if np.isclose(mean, target, rtol=1e-12, atol=0.0) else mean - target
            self.factor = target / mean
        return np.minimum(free * self.factor, n.saturation)


class _Incomes:
    """Mean disposable income per head of a county, from the incomes and numbers of its two kinds of people."""

    def __init__(self, region: Region) -> None:
        p = region.parameters
        self.urban_share = p.by_county("people.urban_share", "share")
        self.urban_cny = p.by_county("people.income_urban", "CNY/person/yr")
        self.rural_cny = p.by_county("people.income_rural", "CNY/person/yr")

    def of(self, urban_index: float, rural_index: float, urban_share: np.ndarray) -> np.ndarray:
        """Return (n_counties,) CNY of 2020 per head."""
        return urban_share * self.urban_cny * urban_index + (1.0 - urban_share) * self.rural_cny * rural_index
