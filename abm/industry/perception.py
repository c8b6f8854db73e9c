"""What firms would perceive without any lever: demand, prices, limits and national rules of the year."""

import numpy as np

from abm.industry.earnings import beyond_mean_year
from abm.industry.numbers import NO_LIMIT, by_product, differential_rates, use_by_product
from abm.parameters import Parameters
from abm.world import World
from agents.firm.words import ALUMINA, ALUMINIUM, CEMENT, CHEMICALS, COKE, GAS, OTHER, PRODUCTS, RAW_COAL, STEEL
from agents.signals import IndustrySignals

TIERED = ("aluminium", "steel", "cement")
IN_MARKET = ("steel", "cement", "aluminium", "coke", "alumina", "chemicals")
PREFERRED = ("coke", "alumina", "aluminium", "chemicals", "other")
PRICED = {COKE: "price.coke", STEEL: "price.steel", ALUMINA: "price.alumina", ALUMINIUM: "price.aluminium",
          CEMENT: "price.cement"}  # fmt: skip
MEGA = 1e6
FOREVER = 9999.0


class Perception:
    """Dated numbers of industry as paths over the years of a run, so that a year is a column."""

    def __init__(self, world: World) -> None:
        p, years = world.region.parameters, world.years
        self.world = world
        self.n_counties = world.region.n_counties
        self.row = {year: i for i, year in enumerate(years)}
        self.demand_t = np.array([_demand_t(world, name) for name in PRODUCTS]).T
        self.limit = np.array([use_by_product(p, "limit", year) for year in years])
        self.tier_threshold, self.tier_rate = _tiers(p, years)
        self.tier_step = np.array([_tier_step(p, name) for name in PRODUCTS])
        self.benchmark = use_by_product(p, "benchmark")
        self.differential = differential_rates(p)
        self.far_over_limit = p.value("industry.far_over_limit", "CNY/kWh")
        self.preferential = by_product(p, "preferential", "CNY/kWh", PREFERRED)
        self.cost = by_product(p, "cost", "CNY/t")
        self.margin = by_product(p, "margin", "CNY/t")
        self.carbon_from = by_product(p, "carbon_from", "year", IN_MARKET, FOREVER)
        self.exposure = p.series("industry.carbon_exposure", "ratio", years)
        self.price_level = p.series("tariff.price_level", "ratio", years)  # national rates are in money of the day
        self.price = np.array([self._prices(year) for year in years])
        self.beyond_mean = beyond_mean_year(world)
        self.plain = self._plain()

    def signals(self, year: int) -> IndustrySignals:
        """Return the signals of a year before levers."""
        i = self.row[year]
        covered = (self.carbon_from <= year) * self.exposure[i]
        return self.plain.changed(
            demand_t=self.demand_t[i],
            price_cny_per_t=self.price[i],
            beyond_mean_cny_per_t=self.beyond_mean[i],
            carbon_cny_per_t=covered * self.world.context("price.carbon", "CNY/t", year),
            limit_per_t=np.repeat(self.limit[i][:, None], self.n_counties, axis=1),
            tier_threshold_per_t=self.tier_threshold[i],
            coming_tier_threshold_per_t=self._coming_tier(i),
            tier_cny_per_kwh=self.tier_rate[i] / self.price_level[i],
            differential_cny_per_kwh=self.differential / self.price_level[i],
            far_over_limit_cny_per_kwh=self.far_over_limit / float(self.price_level[i]),
        )

    def _plain(self) -> IndustrySignals:
        """What stays the same from year to year; the rest is that of the first year, without a price of carbon."""
        n = self.n_counties
        return IndustrySignals(
            demand_t=self.demand_t[0],
            price_cny_per_t=self.price[0],
            beyond_mean_cny_per_t=np.zeros(len(PRODUCTS)),
            carbon_cny_per_t=np.zeros(len(PRODUCTS)),
            limit_per_t=np.repeat(self.limit[0][:, None], n, axis=1),
            benchmark_per_t=self.benchmark,
            differential_cny_per_kwh=self.differential,
            over_limit_cny_per_kwh=np.zeros(n),
            far_over_limit_cny_per_kwh=self.far_over_limit,
            tier_threshold_per_t=self.tier_threshold[0],
            coming_tier_threshold_per_t=self._coming_tier(0),
            tier_step_per_t=self.tier_step,
            tier_cny_per_kwh=self.tier_rate[0],
            preferential_cny_per_kwh=np.repeat(self.preferential[:, None], n, axis=1),
            benchmark_order_share=np.zeros(n),
            zone_order_share=np.zeros(n),
            inspection=np.zeros(n),
            grant_share=np.zeros(n),
            hydrogen_grant_share=np.zeros(n),
            methane_support_cny_per_m3=np.zeros(n),
            least_oven_height_m=0.0,
            most_chemical_use=np.inf,
            chemical_exit_cny_per_t=np.zeros(n),
        )

    def _coming_tier(self, i: int) -> np.ndarray:
        """(n_products,) threshold of next year; that of this year where the whole scheme changes with its rates."""
        after = min(i + 1, len(self.tier_rate) - 1)
        goes_on = self.tier_rate[after] == self.tier_rate[i]
        return np.where(goes_on, self.tier_threshold[after], self.tier_threshold[i])

    def _prices(self, year: int) -> np.ndarray:
        """(n_products,) CNY/t: the storyline where it has one, else cost and margin of the first year."""
        price = self.cost + self.margin
        for product, key in PRICED.items():
            price[product] = self.world.context(key, "CNY/t", year)
        price[RAW_COAL] = self.world.context("price.thermal_coal", "CNY/t", year)
        return price


def _demand_t(world: World, product: str) -> list[float]:
    """T asked of the city by year; gas follows its own path of development (10^3 m3), the others an index of demand."""
    p, years = world.region.parameters, world.years
    number = PRODUCTS.index(product)
    if number == GAS:
        return [p.value("output.gas", "10^9 m3/yr", year) * MEGA for year in years]
    key = {RAW_COAL: "raw_coal", CHEMICALS: "chemicals", OTHER: "other_industry"}.get(number, product)
    unit = "10^6 units" if number == OTHER else "Mt/yr"
    t = p.value(f"output.{product}", unit) * MEGA
    return [t * world.context(f"demand.{key}", "index", year) for year in years]


def _tiers(p: Parameters, years: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    threshold = np.full((len(years), len(PRODUCTS)), NO_LIMIT)
    rate = np.zeros((len(years), len(PRODUCTS)))
    for name in TIERED:
        unit = "kWh/t" if name == "aluminium" else "kgce/t"
        threshold[:, PRODUCTS.index(name)] = p.series(f"industry.tier.threshold.{name}", unit, years)
        rate[:, PRODUCTS.index(name)] = p.series(f"industry.tier.rate.{name}", "CNY/kWh", years)
    return threshold, rate


def _tier_step(p: Parameters, name: str) -> float:
    if name not in TIERED:
        return 1.0
    return p.value(f"industry.tier.step.{name}", "kWh/t" if name == "aluminium" else "kgce/t")
