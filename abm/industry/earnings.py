"""What a tonne of a product (of gas: 10^3 m3) leaves in good and bad years: its price less what goes into it.

A firm's margin is that of a mean year. Prices of coking coal, coke, ore and steel, of ore, soda and alumina do not move
together, so a year leaves more or less; how much is the year's spread less the mean one of the years that have been
seen. Producers outside bear the same, so shares of the market stay as they are. Power for cells is the one input whose
price the model makes itself. Chemicals and other industry have no prices of their own.
"""

import numpy as np

from abm.industry.passed_on import needs
from abm.industry.price_floor import least_beyond_mean
from abm.industry.steelmaking import ScrapNumbers
from abm.world import World
from agents.choice import share_of
from agents.firm.book import Book
from agents.firm.words import ALUMINIUM, GAS, PRODUCTS, STEEL

M3 = 1000.0  # in the unit in which gas is counted


class Spreads:
    """CNY between what a tonne sells for and what goes into it, by the prices of a storyline."""

    def __init__(self, world: World) -> None:
        p = world.region.parameters
        self.world, self.needs = world, needs(p)
        self.ore_t = p.value("industry.steel.iron_per_steel", "t/t") * ScrapNumbers.of(world).ore_need

    def of(self, year: int) -> np.ndarray:
        """(n_products,) CNY/t of a year; nothing where no prices tell it, and aluminium before its power."""

        def price(of: str) -> float:
            return self.world.context(of, "CNY/t", year)

        found = np.zeros(len(PRODUCTS))
        for product, inputs in self.needs.items():
            bought = sum(t * price(of) for of, t in inputs.items())
            found[PRODUCTS.index(product.removeprefix("price."))] = price(product) - bought
        found[STEEL] -= self.ore_t * self.world.region.parameters.value("scrap.ore_price", "CNY/t", year)
        found[GAS] = M3 * self.world.context("price.gas", "CNY/m3", year)
        return found


def beyond_mean_year(world: World) -> np.ndarray:
    """Return (n_years, n_products) CNY/t that prices leave beyond a mean year: that of the years seen so far."""
    spreads, region = Spreads(world), world.region
    seen = [spreads.of(year) for year in range(region.first_year, region.last_observed_year + 1)]
    beyond: np.ndarray = np.array([spreads.of(year) for year in world.years]) - np.mean(seen, axis=0)
    return beyond


class Earnings:
    """What a tonne has left lately beyond a mean year, ``lately_cny_per_t`` (n_products,), as owners remember it."""

    def __init__(self, book: Book, world: World) -> None:
        p = world.region.parameters
        self.book, self.memory = book, p.value("industry.margin_memory", "share")
        self.least_cny_per_t = dict(zip(world.years, least_beyond_mean(world), strict=True))
        self.mean_year_power = p.value("industry.aluminium.mean_year_power", "CNY/kWh")
        cells = book.product == ALUMINIUM
        self.cells_kwh_per_t = share_of((book.kwh_per_t * book.capacity_t)[cells].sum(), book.capacity_t[cells].sum())
        self.lately_cny_per_t = np.zeros(len(PRODUCTS))

    def see(self, year: int, beyond_cny_per_t: np.ndarray, power_cny_per_kwh: float) -> None:
        """Take in a year's (n_products,) margins: what firms can spend and expect moves slowly behind them.

        Args:
            year: that they are of; it says how little a price can leave.
            beyond_cny_per_t: what the year's prices leave beyond a mean year.
            power_cny_per_kwh: that cells pay.
        """
        power = np.zeros(len(PRODUCTS))
        power[ALUMINIUM] = self.cells_kwh_per_t * (power_cny_per_kwh - self.mean_year_power)
        beyond = np.maximum(beyond_cny_per_t - power, self.least_cny_per_t[year])
        self.lately_cny_per_t = (1.0 - self.memory) * self.lately_cny_per_t + self.memory * beyond
        b = self.book
        b.lately_cny_per_t[:] = b.margin_cny_per_t + self.lately_cny_per_t[b.product]
