"""Carbon of firms: intensity of each, allowances by benchmark, what buyers abroad charge, and who pays."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.factors import Factors
from abm.accounts.ledger import Ledger
from abm.accounts.words import FLOWS, GASES, SECTORS
from abm.industry.investment import Investment
from abm.industry.numbers import by_product
from abm.world import World
from agents.choice import share_of, share_or_one
from agents.firm.carbon import (
    allowance_cost,
    border_cost,
    felt_price,
    internal_price,
    market_share_of_route,
    over_todays,
    seen_rises,
)
from agents.firm.words import CEMENT, OWNERS, PRODUCTS, SECTOR, STEEL
from agents.signals import Signals

EXPORTED = ("coke", "steel", "aluminium", "chemicals", "other")
KWH_PER_MWH = 1000.0
SECTOR_ROWS = [SECTORS.index(SECTOR[product]) for product in PRODUCTS]


@dataclass(frozen=True)
class CarbonCost:
    """(n_firms,) CNY per t of product: allowances bought (or sold), and charged by buyers abroad."""

    allowances: np.ndarray
    border: np.ndarray


class CarbonBook:
    """Keeps what each product emits per tonne, and puts a price on it."""

    def __init__(self, investment: Investment, world: World, value_added: np.ndarray) -> None:
        p, years = world.region.parameters, world.years
        self.world, self.book, self.yard, self.investment = world, investment.book, investment.yard, investment
        self.factors = Factors.of(world.region)
        self.exported = by_product(p, "exported", "share", EXPORTED)[self.book.product]
        self.benchmark_index = p.series("ets.benchmark_index", "index", years)
        self.by_process = p.value("ets.by_process", "share")
        self.grid_t_per_kwh = p.series("grid.emission_factor", "tCO2/MWh", years) / KWH_PER_MWH
        self.price_cny_per_t = np.array([world.context("price.carbon", "CNY/t", year) for year in years])
        self.rise_cny_per_t = seen_rises(self.price_cny_per_t, p.value("invest.carbon_memory", "share"))
        self.counted = 2.0 * self.book.luck * p.value("invest.carbon_rise_counted", "ratio")  # owners differ in it
        self.ahead_years = round(p.value("invest.internal_price.years", "years"))
        value = self.book.capacity_t * value_added[self.book.product]
        large = p.value("invest.large_value", "10^8 CNY/yr") * 1e8
        self.is_large = (value >= large) | (self.book.owner < OWNERS.index("private"))
        self.energy_t_per_t, self.process_t_per_t = np.zeros(len(PRODUCTS)), np.zeros(len(PRODUCTS))
        self.first_t_per_t: np.ndarray | None = None
        self.iron_ratio = self.first_iron_ratio = 1.0  # hot metal per t of converter steel, last year's and the first's
        self.clinker_share = self.first_clinker_share = 1.0  # t per t of cement, last year's and the first's
        self.cost = CarbonCost(np.zeros(len(self.book)), np.zeros(len(self.book)))

    def coming_cny_per_t(self, year: int) -> float:
        """Return the national price that is expected over the life of a project."""
        return self.world.context("price.carbon", "CNY/t", year + self.ahead_years)

    def remember(self, ledger: Ledger, iron_ratio: float, clinker_share: float) -> None:
        """Keep the year's CO2 per tonne of each product, without what projects change of it, its hot metal and clinker.

        ``iron_ratio`` is hot metal per t of converter steel, ``clinker_share`` clinker per t of cement.
        """
        b, self.iron_ratio = self.book, iron_ratio
        self.clinker_share = clinker_share if clinker_share > 0.0 else self.clinker_share
        made = self.yard.by_product(b.output_t)
        burnt_gj = ledger.energy_gj[FLOWS.index("burnt"), SECTOR_ROWS].sum(axis=2)
        energy, process = (
            ledger.gas_t[GASES.index(gas), SECTOR_ROWS].sum(axis=(1, 2)) for gas in ("co2_energy", "co2_process")
        )
        energy += burnt_gj @ (self.factors.co2_t_per_gj * self.factors.is_fossil)
        done_t = self.investment.done * b.output_t[:, None]
        fuel, stone = self.investment.direct_t_per_t
        energy -= self.yard.by_product((done_t * fuel[b.product]).sum(axis=1))
        process -= self.yard.by_product((done_t * stone[b.product]).sum(axis=1))
        self.energy_t_per_t, self.process_t_per_t = (share_of(np.maximum(t, 0.0), made) for t in (energy, process))
        if self.first_t_per_t is None:
            self.first_t_per_t = self.energy_t_per_t + self.process_t_per_t
            self.first_iron_ratio, self.first_clinker_share = iron_ratio, self.clinker_share

    def intensity_t_per_t(self, use_per_t: np.ndarray | None = None) -> np.ndarray:
        """Return (n_firms,) t of direct CO2 per t: its product's mean, energy by its own use, and its projects.

        ``use_per_t`` is the specific use that a firm would have; without it, the one that it has.
        """
        b = self.book
        own = b.specific_use if use_per_t is None else use_per_t
        made = self.yard.by_product(b.output_t)
        mean = share_or_one(self.yard.by_product(b.output_t * b.specific_use), made)
        relative = share_or_one(own, mean[b.product])
        avoided = (self.investment.done * self.investment.co2_avoided[b.product]).sum(axis=1)
        plain = self.process_t_per_t[b.product] + self.energy_t_per_t[b.product] * relative
        return np.maximum(plain - avoided, 0.0)

    def benchmark_t_per_t(self, year: int) -> np.ndarray:
        """Return (n_firms,) free allowances per t: the first year's intensity, tightened by the nation's index.

        A plant of another kind by birth, such as a coal-chemistry base, has a benchmark of its own. So has, as far as
        allowances go by process, steel made without hot metal or with less of it: its CO2 comes nearly all with iron.
        Cement is allowed by the tonne of clinker: who blends more slag and ash is allowed less.
        """
        i, product = self.investment, self.book.product
        first = self.energy_t_per_t if self.first_t_per_t is None else self.first_t_per_t
        own = i.is_inborn + self.by_process * i.kinds.is_route * i.done
        allowed = first[product] - (own * i.co2_avoided[product]).sum(axis=1)
        missing = self.by_process * (1.0 - self.iron_ratio / self.first_iron_ratio) * self.blast_share()
        allowed -= np.where(product == STEEL, missing * first[STEEL], 0.0)
        allowed *= np.where(product == CEMENT, self.clinker_share / self.first_clinker_share, 1.0)
        return allowed * self.benchmark_index[year - self.world.years[0]]

    def blast_share(self) -> np.ndarray:
        """Return (n_firms,) share of output whose iron comes from a blast furnace."""
        share: np.ndarray = np.maximum(1.0 - self.investment.done @ self.investment.kinds.is_route, 0.0)
        return share

    def price(self, signals: Signals, kwh_per_t: np.ndarray) -> CarbonCost:
        """Work out and keep what carbon adds to the cost of a tonne this year; ``kwh_per_t`` (n_firms,) it takes."""
        b, at = self.book, signals.year - self.world.years[0]
        price, border = signals.industry.carbon_cny_per_t[b.product], signals.investment.border_carbon_cny_per_t
        intensity = self.intensity_t_per_t()
        footprint = intensity + kwh_per_t * self.grid_t_per_kwh[at]
        self.cost = CarbonCost(
            allowances=allowance_cost(price, intensity, self.benchmark_t_per_t(signals.year)),
            border=border_cost(self.exported, footprint, border, price),
        )
        return self.cost

    def spared_by_new_cny_per_t(self, signals: Signals) -> np.ndarray:
        """Return (n_firms,) CNY of allowances that a tonne needs less where plant at the benchmark makes it."""
        b = self.book
        best = np.minimum(signals.industry.benchmark_per_t[b.product], b.specific_use)
        spared = self.intensity_t_per_t() - self.intensity_t_per_t(best)
        cny: np.ndarray = signals.industry.carbon_cny_per_t[b.product] * spared
        return cny

    def felt_cny_per_t(self, signals: Signals) -> np.ndarray:
        """Return (n_firms,) CNY that firms reckon a tonne of CO2 with when they weigh a project."""
        return self._felt(signals, signals.industry.carbon_cny_per_t[self.book.product])

    def expected_cny_per_t(self, signals: Signals, years_ahead: np.ndarray) -> np.ndarray:
        """Return (n_firms, n_kinds) CNY that firms reckon a tonne with so many years ahead, as the price has risen.

        Another process for the product saves CO2 that its own benchmark does not allow: the market pays less for it.
        """
        at = signals.year - self.world.years[0]
        price = max(float(self.price_cny_per_t[at]), 1e-9)
        rise = over_todays(float(self.rise_cny_per_t[at]) / price, self.counted[:, None], years_ahead)
        counts = np.where(
            self.investment.kinds.is_route, market_share_of_route(self.by_process, self.benchmark_index[at]), 1.0
        )
        market = signals.industry.carbon_cny_per_t[self.book.product] * rise.T
        return self._felt(signals, market, counts[:, None]).T

    def _felt(self, signals: Signals, market: np.ndarray, counts: np.ndarray | float = 1.0) -> np.ndarray:
        """(..., n_firms) CNY/t that firms reckon with at a ``market`` price of allowances; a part of it ``counts``."""
        border = self.exported * np.maximum(signals.investment.border_carbon_cny_per_t - market, 0.0)
        return felt_price(counts * market, border, self.internal_cny_per_t(signals))

    def internal_cny_per_t(self, signals: Signals) -> np.ndarray:
        """Return (n_firms,) CNY/t that firms set themselves; zero where they set none."""
        share = signals.investment.disclosing_share
        return internal_price(self.is_large, self.book.luck, share, self.coming_cny_per_t(signals.year))

    def pay(self, ledger: Ledger) -> tuple[np.ndarray, np.ndarray]:
        """Book what was paid for allowances and abroad; returns (n_counties,) CNY of both."""
        county = self.book.county
        net, abroad = self.book.output_t * self.cost.allowances, self.book.output_t * self.cost.border
        ledger.pay_by_firm("carbon allowances bought", "firms", "outside", np.maximum(net, 0.0), county)
        ledger.pay_by_firm("carbon allowances sold", "outside", "firms", np.maximum(-net, 0.0), county)
        ledger.pay_by_firm("border carbon price", "firms", "outside", abroad, county)
        n = self.yard.n_counties
        return np.bincount(county, net, minlength=n), np.bincount(county, abroad, minlength=n)
