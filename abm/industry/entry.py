"""New plants: what is announced is begun where its price pays and it is admitted, and comes on line years later."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.in_build import InBuild
from abm.industry.gas_first import GasFirst
from abm.industry.investment import Investment
from abm.industry.numbers import use_by_product
from abm.parameters import Parameters
from abm.world import World
from agents.choice import share_of
from agents.firm.book import NEVER
from agents.firm.expand import admitted_share, started
from agents.firm.words import ALUMINA, CHEMICALS, GAS, OTHER, PRODUCTS, PROJECTS
from agents.signals import Signals

NEW = ("alumina", "aluminium")  # products whose announced plants are weighed by their price; steel: renewal.py
BASE = "base"  # a coal-chemistry base: needs an approval of its own


@dataclass(frozen=True)
class EntryNumbers:
    """What new plants cost and earn; (n_products,) arrays in CNY per t of yearly capacity."""

    hurdle_years: float
    build_years: int
    quota_found: float
    market_share: float
    capital: np.ndarray
    quota: np.ndarray
    margin_share: np.ndarray
    base_margin: float
    base_coal_t: float

    @classmethod
    def of(cls, p: Parameters) -> "EntryNumbers":
        """Read them."""

        def table(name: str, unit: str, products: tuple[str, ...]) -> np.ndarray:
            return np.array([p.value(f"entry.{name}.{n}", unit) if n in products else 0.0 for n in PRODUCTS])

        capital = table("capital", "CNY/t", NEW)
        capital[CHEMICALS] = p.value("project.coal_chemistry.capital", "CNY/t")
        return cls(
            hurdle_years=p.value("entry.hurdle_years", "years"),
            build_years=round(p.value("entry.build_years", "years")),
            quota_found=p.value("entry.quota_found", "share"),
            market_share=p.value("entry.market_share", "share"),
            capital=capital,
            quota=table("quota", "CNY/t", (*NEW, "chemicals")),
            margin_share=table("margin", "share", NEW),
            base_margin=p.value("entry.margin.chemicals", "CNY/t"),
            base_coal_t=p.value("entry.coal.chemicals", "t/t"),
        )


class Entry:
    """Rows of the book that do not run yet: what of each is in build, in service and stranded, as shares.

    What has been begun is one of the three: works on a plant that closes stop, and what they have cost is lost.
    ``use`` is how full each runs as its owner sees it: as last year, before that as investors hope.
    """

    def __init__(self, investment: Investment, gas_first: GasFirst, world: World) -> None:
        p, book = world.region.parameters, investment.book
        self.world, self.book, self.yard, self.investment = world, book, investment.yard, investment
        self.gas_first = gas_first
        self.numbers, self.sharpness = EntryNumbers.of(p), investment.numbers.sharpness
        is_new = (book.start_year == NEVER) & np.isin(book.product, [CHEMICALS, *map(PRODUCTS.index, NEW)])
        self.rows = np.flatnonzero(is_new)
        self.product = book.product[self.rows]
        self.is_base = np.array([book.size_class[row] == BASE for row in self.rows], dtype=bool)
        self.full_t = book.capacity_t[self.rows]
        self.in_build = InBuild((len(self.rows),), self.numbers.build_years - 0.5)  # whole plants start with a year
        self.in_service, self.stranded = np.zeros((2, len(self.rows)))
        self.stranded_cny = np.zeros(len(self.rows))  # of the year
        self.spent_cny, self.quota_cny = np.zeros(len(self.rows)), np.zeros(len(self.rows))
        book.capacity_t[self.rows] = 0.0
        self.use = np.full(len(self.rows), self.numbers.market_share)
        self._settle_traits(use_by_product(p, "base_level"))
        self.mean_margin = self.numbers.margin_share * _mean_price(world)
        self.lately_cny_per_t = np.zeros(len(PRODUCTS))  # that a tonne has left beyond a mean year
        self.first_coal = world.context("price.thermal_coal", "CNY/t", world.years[0])
        self.base_level = use_by_product(p, "base_level")
        self.restrained = np.where(book.product == CHEMICALS, 1.0, 0.0)
        self.may_grow = np.isin(book.product, (ALUMINA, CHEMICALS, GAS, OTHER)).astype(float)
        self.may_grow[self.rows] = 0.0

    def decide(self, signals: Signals) -> None:
        """Begin what pays and is admitted; what was begun long enough ago comes on line."""
        n, rules, year = self.numbers, signals.investment, signals.year
        self._see_use()
        self._come_on_line(signals)
        self.spent_cny, self.quota_cny = np.zeros(len(self.rows)), np.zeros(len(self.rows))
        if year <= self.world.region.last_observed_year or not len(self.rows):
            return  # until then what was built stands in the lists
        quota = rules.admission_strictness * n.quota[self.product] * self.full_t
        plant = n.capital[self.product] * self.full_t
        begun = self.in_service + self.in_build.total
        margin = self._margin_cny_per_t(signals) * self.use * self.full_t
        new = started(begun, self._admitted(signals), plant + quota, margin, n.hurdle_years, self.sharpness)
        new = np.where(self.book.is_closed[self.rows], 0.0, new)
        self.in_build.begin(new)
        self.spent_cny, self.quota_cny = new * plant, new * quota

    def growth_admitted(self, signals: Signals) -> np.ndarray:
        """Return (n_firms,) how much of its usual growth a firm that is full may add; zero for restrained products."""
        admitted = float(admitted_share(signals.investment.admission_strictness, self.numbers.quota_found))
        return self.may_grow * (1.0 - self.restrained * (1.0 - admitted))

    def won_t(self) -> np.ndarray:
        """Return (n_products,) t that new plants win from producers outside."""
        return np.bincount(self.product, self._trade_t(), minlength=len(PRODUCTS))

    def capacity_t(self, bases_only: bool = False) -> np.ndarray:
        """Return (n_counties,) t of new capacity in service."""
        made = self._working_t() * (self.is_base if bases_only else 1.0)
        return np.bincount(self.book.county[self.rows], made, minlength=self.yard.n_counties)

    def stranded_t(self) -> np.ndarray:
        """Return (n_counties,) t of capacity that was begun and will never run, because its plant closed before."""
        lost = self.stranded * self.full_t
        return np.bincount(self.book.county[self.rows], lost, minlength=self.yard.n_counties)

    def displaced_t(self, outside_t_per_t: np.ndarray) -> np.ndarray:
        """Return (n_counties,) t CO2 that producers outside no longer release because plants here took their trade."""
        spared = self._trade_t() * outside_t_per_t[self.product]
        return np.bincount(self.book.county[self.rows], spared, minlength=self.yard.n_counties)

    def pay(self, ledger: Ledger) -> None:
        """Book what new plants and the quota that they need cost this year."""
        for item, receiver, cny in (
            ("new plant", "equipment_makers", self.spent_cny),
            ("capacity quota", "outside", self.quota_cny),
        ):
            of_firms = np.zeros(len(self.book))
            of_firms[self.rows] = cny
            ledger.pay_by_firm(item, "firms", receiver, of_firms, self.book.county)

    def _see_use(self) -> None:
        """See how full plants ran last year; none is built on, and keeps customers, for more than what it runs."""
        rows, hoped, stood_t = self.rows, self.numbers.market_share, self.book.capacity_t[self.rows]
        ran = np.minimum(share_of(self.book.output_t[rows], stood_t), hoped)
        self.use = np.where(stood_t > 0.0, ran, hoped)

    def _trade_t(self) -> np.ndarray:
        """(n_rows,) t whose customers came with the plant, and stay with it as far as it runs."""
        return self._working_t() * self.use

    def _working_t(self) -> np.ndarray:
        """(n_rows,) t of capacity in service, none where the plant has closed."""
        return self.in_service * self.full_t * ~self.book.is_closed[self.rows]

    def _admitted(self, signals: Signals) -> np.ndarray:
        """(n_rows,) shares of plants that may be built: named ones by quota, bases as far as they are approved."""
        rules = signals.investment
        named = admitted_share(rules.admission_strictness, self.numbers.quota_found)
        bases = float(self.full_t[self.is_base].sum())
        approved = min(rules.coal_chemistry_approved_t / bases, 1.0) if bases > 0 else 0.0
        return np.where(self.is_base, approved, named)

    def _margin_cny_per_t(self, signals: Signals) -> np.ndarray:
        """(n_rows,) what a tonne would earn as the last years have gone, less what gas first makes it cost more."""
        n, named = self.numbers, (self.mean_margin + self.lately_cny_per_t)[self.product]
        coal = self.world.context("price.thermal_coal", "CNY/t", signals.year) - self.first_coal
        plain = np.where(self.is_base, n.base_margin - n.base_coal_t * coal, named)
        carbon = signals.industry.carbon_cny_per_t[self.book.product]
        return plain - self.gas_first.dearer_cny_per_t(signals, carbon, self.rows)

    def _come_on_line(self, signals: Signals) -> None:
        """Move what is in build a year on; a plant enters with the specific use that its admission asked for.

        Without admission it is like those that stand, but within the limit of its standard, in force or announced:
        above it nobody builds anew.
        """
        rows = self.rows
        self._strand(self.book.is_closed[rows])
        ready = self.in_build.finish()
        first = (ready > 0) & (self.in_service == 0)
        base, benchmark = self.base_level[self.product], signals.industry.benchmark_per_t[self.product]
        asked = base - signals.investment.admission_strictness * np.maximum(base - benchmark, 0.0)
        limit = np.minimum(signals.industry.limit_per_t, signals.investment.coming_limit_per_t)
        asked = np.minimum(asked, limit[self.product, self.book.county[rows]])
        self.book.specific_use[rows] = np.where(first, asked, self.book.specific_use[rows])
        self.book.start_year[rows] = np.where(first, signals.year, self.book.start_year[rows])
        self.in_service = self.in_service + ready
        self.book.capacity_t[rows] = self.in_service * self.full_t

    def _strand(self, closed: np.ndarray) -> None:
        """Stop works on plants that have (n_rows,) ``closed``; their capital is lost, quota can be sold on."""
        lost = np.where(closed, self.in_build.total, 0.0)
        self.in_build.waiting[:, closed] = 0.0
        self.stranded = self.stranded + lost
        self.stranded_cny = lost * self.numbers.capital[self.product] * self.full_t

    def _settle_traits(self, base_level: np.ndarray) -> None:
        """Give rows the mean fuel and power of their product, so that their own efficiency shows; bases their kind."""
        b, rows = self.book, self.rows
        for number in np.unique(self.product):
            old = np.flatnonzero((b.product == number) & (b.capacity_t > 0))
            new = rows[self.product == number]
            mean = np.average(b.first_use[old], weights=b.capacity_t[old]) if len(old) else base_level[number]
            kwh = np.average(b.kwh_per_t[old], weights=b.capacity_t[old]) if len(old) else b.kwh_per_t[new]
            b.first_use[new], b.kwh_per_t[new] = mean, kwh
        kind = PROJECTS.index("coal_chemistry")
        bases = rows[self.is_base]
        self.investment.done[bases, kind] = 1.0
        self.investment.is_inborn[bases, kind] = True


def _mean_price(world: World) -> np.ndarray:
    """(n_products,) CNY/t of the years seen, of products whose announced plants are weighed by their price."""
    found, region = np.zeros(len(PRODUCTS)), world.region
    years = range(region.first_year, region.last_observed_year + 1)
    for name in NEW:
        found[PRODUCTS.index(name)] = np.mean([world.context(f"price.{name}", "CNY/t", year) for year in years])
    return found
