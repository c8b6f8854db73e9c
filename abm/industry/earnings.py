"""What a tonne of coke, steel, cement (of gas: 10^3 m3) leaves in good and bad years: its price less what goes into it.

A firm's margin is that of a mean year. Prices of coking coal, coke, ore and steel do not move together, so a year
leaves more or less; how much is the year's spread less the mean one of the years that have been seen. Producers outside
bear the same, so shares of the market stay as they are. Other products have no prices of what goes into them.
"""

import numpy as np

from abm.industry.numbers import by_product
from abm.industry.processes import Works
from abm.industry.steelmaking import ScrapNumbers
from abm.world import World
from agents.firm.book import Book
from agents.firm.words import CEMENT, COKE, GAS, PRODUCTS, STEEL

COAL_GJ_PER_T = 20.93  # 5,000 kcal/kg: the grade that the price of thermal coal is quoted for
M3 = 1000.0  # in the unit in which gas is counted


class Spreads:
    """CNY between what a tonne sells for and what goes into it, by the prices of a storyline."""

    def __init__(self, world: World) -> None:
        p = world.region.parameters
        self.world, works, scrap = world, Works.of(p), ScrapNumbers.of(world)
        self.coals_t = p.value("coke.clean_coal", "t/t") * p.value("industry.coking_blend", "ratio")
        self.coke_t = p.value("industry.steel.coke_turned", "t/t") + p.value("industry.steel.sinter_coke", "t/t")
        self.injected_t = p.value("industry.steel.coal_injected", "GJ/t") / COAL_GJ_PER_T
        self.ore_t = p.value("industry.steel.iron_per_steel", "t/t") * scrap.ore_need
        blended = p.value("solid_waste.blend_filler", "t/t") + 0.5 * p.value("solid_waste.blend_most", "t/t")
        self.kiln_coal_t = works.clinker_coal * (1.0 - blended) / COAL_GJ_PER_T
        self.coal_ratio = p.value("fuel_price.industry_coal_ratio", "ratio")

    def of(self, year: int) -> np.ndarray:
        """(n_products,) CNY/t of a year; nothing where no prices tell it."""

        def price(of: str) -> float:
            return self.world.context(f"price.{of}", "CNY/t", year)

        coal = price("thermal_coal") * self.coal_ratio
        ore = self.world.region.parameters.value("scrap.ore_price", "CNY/t", year)
        found = np.zeros(len(PRODUCTS))
        found[COKE] = price("coke") - self.coals_t * price("coking_coal")
        found[STEEL] = price("steel") - self.coke_t * price("coke") - self.injected_t * coal - self.ore_t * ore
        found[GAS] = M3 * self.world.context("price.gas", "CNY/m3", year)
        found[CEMENT] = price("cement") - self.kiln_coal_t * coal
        return found


def beyond_mean_year(world: World) -> np.ndarray:
    """Return (n_years, n_products) CNY/t that a year leaves beyond a mean one: that of the years seen so far.

    The mean works at least covers its costs: where a price would not, works elsewhere close until it does.
    """
    spreads, region = Spreads(world), world.region
    seen = [spreads.of(year) for year in range(region.first_year, region.last_observed_year + 1)]
    beyond: np.ndarray = np.array([spreads.of(year) for year in world.years]) - np.mean(seen, axis=0)
    return np.maximum(beyond, -by_product(region.parameters, "margin", "CNY/t"))


class Earnings:
    """What a tonne has left lately beyond a mean year, ``lately_cny_per_t`` (n_products,), as owners remember it."""

    def __init__(self, book: Book, memory: float) -> None:
        self.book, self.memory = book, memory
        self.lately_cny_per_t = np.zeros(len(PRODUCTS))

    def see(self, beyond_cny_per_t: np.ndarray) -> None:
        """Take in a year's (n_products,) margins: what firms can spend and expect moves slowly behind them."""
        self.lately_cny_per_t = (1.0 - self.memory) * self.lately_cny_per_t + self.memory * beyond_cny_per_t
        b = self.book
        b.lately_cny_per_t[:] = b.margin_cny_per_t + self.lately_cny_per_t[b.product]
