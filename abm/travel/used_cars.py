"""The market of used cars in each county: who wants one gets it, and its seller buys a new car in the same year."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.population.first_cars import used_taste
from agents.table import rows_where
from agents.vehicle.powertrain import PLUG_IN
from agents.vehicle.used import Buyers, buys_used, first_of_each, match, selling_order, used_price
from agents.vehicle.used import Cars as ForSale

if TYPE_CHECKING:
    from abm.travel.cars import Cars, Exits

ASKED = 0.25  # of owners, by chance, among whom sellers are sought; several times as many as sell


@dataclass(frozen=True)
class Deals:
    """Cars that change hands in a year, (n,) each: the row of who buys one and of who sells it, and its price."""

    buyers: np.ndarray
    sellers: np.ndarray
    price_cny: np.ndarray


class UsedCars:
    """Buyers and sellers of used cars.

    Args:
        cars: whose rows they are.
    """

    def __init__(self, cars: "Cars") -> None:
        self.taste = used_taste(cars.world.region)
        self.cars = cars
        income, alive = cars.table.income_cny, cars.table.alive
        mean = float(np.dot(cars.weight * alive, income)) / max(float(np.dot(cars.weight, alive)), 1e-9)
        self.relative_income = (income / mean).astype(np.float32)

    def meet(self, exits: "Exits", supported: np.ndarray, year: int) -> tuple[np.ndarray, np.ndarray]:
        """Return who of the buyers wants a used car, (n_buyers,) bool, and as many rows of sellers in each county.

        Who is paid for an old car must buy a new one: ``supported`` (n_buyers,) bool.
        """
        cars, streams = self.cars, self.cars.world.streams
        draw = streams.uniform("cars.used", year, len(cars.county))
        wants = buys_used(draw.take(exits.buyers), self.relative_income.take(exits.buyers), self.taste) & ~supported
        wanted = np.bincount(cars.county.take(exits.buyers.compress(wants)), minlength=len(cars.people_2020))
        may = self._may_sell(draw, exits.gone)
        waiting = selling_order(draw.take(may) / ASKED, self.relative_income.take(may), self.taste)
        sellers = may.take(first_of_each(cars.county.take(may), waiting, wanted))
        found = np.bincount(cars.county.take(sellers), minlength=len(wanted))
        if np.any(found < wanted):  # in small samples: the rest buys new
            rows = rows_where(wants)
            buyers = exits.buyers.take(rows)
            kept = rows.take(first_of_each(cars.county.take(buyers), draw.take(buyers), found))
            wants = np.zeros_like(wants)
            wants[kept] = True
        return wants, sellers

    def deal(self, buyers: np.ndarray, sellers: np.ndarray, plug_lead: np.ndarray, new_cny: np.ndarray) -> Deals:
        """Return who buys whose car; ``new_cny`` (4,) is what cars cost new."""
        c, county = self.cars.table.columns, self.cars.county
        powertrain = c["powertrain"].take(sellers)
        price = used_price(new_cny, powertrain, c["age"].take(sellers), self.taste.kept)
        got = match(
            ForSale(county.take(sellers), powertrain >= PLUG_IN, price),
            Buyers(county.take(buyers), plug_lead, self.relative_income.take(buyers)),
        )
        return Deals(buyers, sellers.take(got), price.take(got))

    def _may_sell(self, draw: np.ndarray, gone: np.ndarray) -> np.ndarray:
        c, taste = self.cars.table.columns, self.taste
        rows = rows_where(draw < ASKED)
        age = c["age"].take(rows)
        may = c["alive"].take(rows) & (age >= taste.youngest_years) & (age <= taste.oldest_years)
        rows = rows.compress(may)
        return rows.compress(~np.isin(rows, gone, assume_unique=True))
