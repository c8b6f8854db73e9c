"""Counts and kilometres of cars by place, kept up to date by what is scrapped and bought."""

from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.words import INCOME_GROUPS
from abm.world import World
from agents.table import rows_where
from agents.vehicle.powertrain import CARS, PLUG_IN

if TYPE_CHECKING:
    from abm.travel.cars import Cars

N_GROUPS = len(INCOME_GROUPS)


class CarTally:
    """Weighted cars by powertrain and community, and their km of a normal year by powertrain, place and income.

    Adding and taking away costs as much as there are changes; a fresh count each year would read
    every row again. A test holds both against each other.
    """

    def __init__(self, cars: "Cars", world: World) -> None:
        t = cars.table
        self.weight = cars.weight
        self.row_weight = float(cars.weight.mean())  # cars that a row stands for
        self.km = cars.weight * t.km_per_year
        self.community = cars.community
        group = world.population.households["income_group"][t.household]
        self.place = cars.county.astype(np.int32) * 2 + t.is_urban  # county and kind of place
        self.purse = self.place * N_GROUPS + group  # and income of the household
        n_communities, self.n_counties = world.population.n_communities, world.region.n_counties
        self.county_of = world.population.communities["county"].astype(np.intp)
        self.cars = np.zeros((len(CARS), n_communities))
        self.car_km = np.zeros((len(CARS), 2 * self.n_counties * N_GROUPS))
        self._by_county: np.ndarray | None = None  # sums, until something changes
        alive = rows_where(t.alive)
        self.add(alive, t.powertrain[alive])

    def add(self, rows: np.ndarray, powertrain: np.ndarray) -> None:
        """Count these rows with these powertrains."""
        self._by_county = None
        self.cars += self._by(self.community, rows, powertrain, self.weight, self.cars.shape)
        self.car_km += self._by(self.purse, rows, powertrain, self.km, self.car_km.shape)

    def remove(self, rows: np.ndarray, powertrain: np.ndarray) -> None:
        """Take these rows out; what rounding leaves below zero is zero."""
        self._by_county = None
        self.cars -= self._by(self.community, rows, powertrain, self.weight, self.cars.shape)
        self.car_km -= self._by(self.purse, rows, powertrain, self.km, self.car_km.shape)
        np.maximum(self.cars, 0.0, out=self.cars)
        np.maximum(self.car_km, 0.0, out=self.car_km)

    def by_county(self) -> np.ndarray:
        """Return (4, n_counties) cars by powertrain."""
        if self._by_county is None:
            self._by_county = np.array([np.bincount(self.county_of, cars, self.n_counties) for cars in self.cars])
            self._by_county.setflags(write=False)
        return self._by_county

    def km_by_income(self) -> np.ndarray:
        """Return (4, n_counties, 2, N_GROUPS) km of a normal year, by income as well."""
        return self.car_km.reshape(len(CARS), self.n_counties, 2, N_GROUPS)

    def plugs_by_income(self, rows: np.ndarray, powertrain: np.ndarray) -> np.ndarray:
        """Return (2, n_counties, 2, N_GROUPS) plug-in and battery cars among these rows."""
        plug = rows_where(powertrain >= PLUG_IN)
        size = 2 * self.n_counties * N_GROUPS
        kind = powertrain.take(plug) - np.uint8(PLUG_IN)
        found = self._by(self.purse, rows.take(plug), kind, self.weight, (2, size))
        return found.reshape(2, self.n_counties, 2, N_GROUPS)

    def plug_share(self, impression_cars: float) -> np.ndarray:
        """Return (n_communities,) shares of cars with a plug, as somebody there takes them to be.

        What one sees at home counts by the number of cars there, the county's share by
        ``impression_cars`` more: so a handful of sampled cars is not taken for a whole village, and
        the share means the same at every scale.
        """
        by_county = self.by_county()
        of_county = unlike_as_everyone(by_county.sum(axis=0), by_county[PLUG_IN:].sum(axis=0), self.row_weight)
        known = impression_cars * self.row_weight  # as many rows at every scale
        cars, plug = self.cars.sum(axis=0), self.cars[PLUG_IN:].sum(axis=0)
        plug += (known * of_county).take(self.county_of)
        cars += known
        plug /= cars
        return plug

    @staticmethod
    def _by(
        place: np.ndarray, rows: np.ndarray, powertrain: np.ndarray, weight: np.ndarray, shape: tuple[int, ...]
    ) -> np.ndarray:
        cell = powertrain * np.intp(shape[1]) + place.take(rows)
        return np.bincount(cell, weight.take(rows), shape[0] * shape[1]).reshape(shape)


def unlike_as_everyone(cars: np.ndarray, plug: np.ndarray, row_weight: float) -> np.ndarray:
    """Return (n_counties,) shares of ``cars`` with a ``plug``, as far from the city's mean as with everyone simulated.

    A sample's counties are more unlike than all cars are: on the mean over cars, chance adds ``p (1 - p)`` over the
    rows of a county to their squared distance from the mean ``p``, less what chance does with everyone. What is seen
    wears mistrust off with a bend, so unlike counties would come to know plugs later, a stronger push would meet the
    sales of the past, and it would stay for years. So distances shrink until their squares are as with everyone.
    """
    total = max(float(cars.sum()), 1e-9)
    share, mean = plug / np.maximum(cars, 1e-9), float(plug.sum()) / total
    away = np.where(cars > 0, share - mean, 0.0)
    squares = float(cars @ away**2) / total
    by_chance = mean * (1.0 - mean) * np.count_nonzero(cars) * max(row_weight - 1.0, 0.0) / total
    kept = max(1.0 - by_chance / squares, 0.0) ** 0.5 if squares > 0 else 1.0
    found: np.ndarray = mean + kept * away
    return found
