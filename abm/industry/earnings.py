"""What a tonne of a product (of gas: 10^3 m3) leaves in good and bad years: its price less what goes into it.

A firm's margin is that of a mean year. Prices of coking coal, coke, ore and steel, of ore, soda and alumina do not move
together, so a year leaves more or less; how much is the year's spread less the mean one of the years that have been
seen. Producers outside bear the same, so shares of the market stay as they are. Power for cells is the one input whose
price the model makes itself. Chemicals and other industry have no prices of their own.
"""

import numpy as np

from abm.industry.numbers import by_product
from abm.industry.processes import Works
from abm.industry.steelmaking import ScrapNumbers
from abm.parameters import Parameters
from abm.world import World
from agents.choice import share_of
from agents.firm.book import Book
from agents.firm.words import ALUMINA, ALUMINIUM, CEMENT, COKE, GAS, PRODUCTS, STEEL

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
        self.bauxite_t = p.value("industry.alumina.bauxite", "t/t")
        self.soda_t = p.value("industry.alumina.caustic_soda", "t/t")
        heat = works.alumina_boiler + works.alumina_calcination / works.coal_gas_efficiency
        self.refinery_coal_t = heat / COAL_GJ_PER_T
        self.alumina_t = p.value("industry.aluminium.alumina_need", "t/t")
        self.anodes_t = p.value("industry.aluminium.anodes", "t/t")
        self.coal_ratio = p.value("fuel_price.industry_coal_ratio", "ratio")

    def of(self, year: int) -> np.ndarray:
        """(n_products,) CNY/t of a year; nothing where no prices tell it, and aluminium before its power."""

        def price(of: str) -> float:
            return self.world.context(f"price.{of}", "CNY/t", year)

        coal = price("thermal_coal") * self.coal_ratio
        ore = self.world.region.parameters.value("scrap.ore_price", "CNY/t", year)
        found = np.zeros(len(PRODUCTS))
        found[COKE] = price("coke") - self.coals_t * price("coking_coal")
        found[STEEL] = price("steel") - self.coke_t * price("coke") - self.injected_t * coal - self.ore_t * ore
        found[GAS] = M3 * self.world.context("price.gas", "CNY/m3", year)
        found[CEMENT] = price("cement") - self.kiln_coal_t * coal
        ore_and_soda = self.bauxite_t * price("bauxite") + self.soda_t * price("caustic_soda")
        found[ALUMINA] = price("alumina") - ore_and_soda - self.refinery_coal_t * coal
        found[ALUMINIUM] = price("aluminium") - self.alumina_t * price("alumina") - self.anodes_t * price("anodes")
        return found


def beyond_mean_year(world: World) -> np.ndarray:
    """Return (n_years, n_products) CNY/t that prices leave beyond a mean year: that of the years seen so far."""
    spreads, region = Spreads(world), world.region
    seen = [spreads.of(year) for year in range(region.first_year, region.last_observed_year + 1)]
    beyond: np.ndarray = np.array([spreads.of(year) for year in world.years]) - np.mean(seen, axis=0)
    return beyond


def covers_its_costs(beyond_cny_per_t: np.ndarray, margin_cny_per_t: np.ndarray) -> np.ndarray:
    """Return (..., n_products) CNY/t beyond a mean year, no lower than what leaves the mean works nothing.

    The mean works at least covers its costs: where a price would not, works elsewhere close until it does.
    """
    return np.maximum(beyond_cny_per_t, -margin_cny_per_t)


class Earnings:
    """What a tonne has left lately beyond a mean year, ``lately_cny_per_t`` (n_products,), as owners remember it."""

    def __init__(self, book: Book, p: Parameters) -> None:
        self.book, self.memory = book, p.value("industry.margin_memory", "share")
        self.margin = by_product(p, "margin", "CNY/t")
        self.mean_year_power = p.value("industry.aluminium.mean_year_power", "CNY/kWh")
        cells = book.product == ALUMINIUM
        self.cells_kwh_per_t = share_of((book.kwh_per_t * book.capacity_t)[cells].sum(), book.capacity_t[cells].sum())
        self.lately_cny_per_t = np.zeros(len(PRODUCTS))

    def see(self, beyond_cny_per_t: np.ndarray, power_cny_per_kwh: float) -> None:
        """Take in a year's (n_products,) margins: what firms can spend and expect moves slowly behind them.

        Args:
            beyond_cny_per_t: what the year's prices leave beyond a mean year.
            power_cny_per_kwh: that cells pay.
        """
        power = np.zeros(len(PRODUCTS))
        power[ALUMINIUM] = self.cells_kwh_per_t * (power_cny_per_kwh - self.mean_year_power)
        beyond = covers_its_costs(beyond_cny_per_t - power, self.margin)
        self.lately_cny_per_t = (1.0 - self.memory) * self.lately_cny_per_t + self.memory * beyond
        b = self.book
        b.lately_cny_per_t[:] = b.margin_cny_per_t + self.lately_cny_per_t[b.product]
