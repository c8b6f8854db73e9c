"""Projects of all firms over the years: what each has, what it takes, what that changes in energy."""

from dataclasses import dataclass, replace

import numpy as np

from abm.accounts.balance import GJ_PER_TCE
from abm.accounts.factors import Factors
from abm.accounts.ledger import Ledger
from abm.accounts.words import FUELS, SECTORS
from abm.in_build import InBuild
from abm.industry.kinds import Kinds, told_apart
from abm.industry.numbers import NO_LIMIT, use_by_product
from abm.industry.processes import Fuels
from abm.industry.yard import Yard
from abm.parameters import Parameters
from abm.region import Region
from agents.choice import between, share_or_one
from agents.firm.book import NEVER
from agents.firm.projects import Loan, Offer, Purse, Taken, eased, ordered, take
from agents.firm.words import OTHER, PRODUCTS, PROJECTS, SECTOR
from agents.signals import InvestmentSignals, Signals

AT = [SECTORS.index(SECTOR[name]) for name in PRODUCTS]
NOTICE_YEARS = 1  # from the publication of a national limit to the year in which it binds
HAIR = 1e-12  # of specific use that retrofits go deeper: who aims at a limit meets it, however sums are rounded


@dataclass(frozen=True)
class InvestNumbers:
    """How firms weigh projects and pay for them."""

    sharpness: float
    loan: Loan
    esco_years: float  # payback that a service company accepts
    esco_rate: float  # yearly return that it asks for
    energy_worth: float  # of a saved GJ of coal over the pithead price
    spread_years: float  # from the first plants to all that can have a technique
    soft_share: float  # of capital: planning, trials, fitting in
    knowledge_cny: float  # of research with which firms know two thirds of what can be known
    forgetting: float  # share of knowledge lost in a year
    taught: float  # awareness that full knowledge brings, as intensity of demonstrations
    pioneer_share: float  # of capacity with a project from which on partners take notice
    mend_years: float  # from the decision for a retrofit to its use

    @classmethod
    def of(cls, p: Parameters) -> "InvestNumbers":
        """Read them."""
        loan = Loan(
            share=p.value("invest.loan.share", "share"),
            rate=p.value("invest.loan.rate", "share"),
            years=p.value("invest.loan.years", "years"),
        )
        return cls(
            sharpness=p.value("invest.sharpness", "ratio"),
            loan=loan,
            esco_years=p.value("invest.esco.years", "years"),
            esco_rate=p.value("invest.esco.rate", "share"),
            energy_worth=p.value("industry.mend.energy_worth", "ratio"),
            spread_years=p.value("invest.spread_years", "years"),
            soft_share=p.value("invest.soft_share", "share"),
            knowledge_cny=p.value("invest.research.scale", "10^6 CNY") * 1e6,
            forgetting=p.value("invest.research.forgetting", "share"),
            taught=p.value("invest.research.taught", "ratio"),
            pioneer_share=p.value("invest.pioneer_share", "share"),
            mend_years=p.value("industry.mend.build_years", "years"),
        )


@dataclass(frozen=True)
class YearOfProjects:
    """What a year's projects cost; (n_firms, n_kinds) CNY: all of it, what grants and what service companies pay."""

    capital_cny: np.ndarray
    grant_cny: np.ndarray
    contract_cny: np.ndarray


@dataclass(frozen=True)
class Terms:
    """What a year's signals mean for investment, whatever firms do: worked out once a year."""

    green_hurdle_years: np.ndarray  # (n_firms,) of payback accepted for what saves, at this year's rate of green loans
    hurdle_years: np.ndarray  # (n_firms, n_kinds) of payback accepted, that of green loans where a kind has them
    fuel_cny_per_gj: np.ndarray  # (n_fuels,) at the works; fuels that no project turns to are zero
    power_cny_per_kwh: np.ndarray  # (n_products,) on the year's mean
    fuel_cny_per_t: np.ndarray  # (n_products, n_kinds) that a tonne made with a project costs more
    gap_support_cny_per_t: np.ndarray  # (n_products, n_kinds) that is paid of it


class Investment:
    """The projects of a region's firms. ``done`` is (n_firms, n_kinds), the share of capacity that has each.

    ``in_build`` are the shares that are decided and do not work yet, ``mending`` the (n_firms,) specific use that
    retrofits in build will take off. What is taken in the first year works in it: it stands for what was begun before.

    Args:
        yard: of the firms.
        region: whose numbers hold.
        compliance: (n_owners,) share of what is ordered that owners do in a year.
        first_year: from which equipment gets cheaper.
    """

    def __init__(self, yard: Yard, region: Region, compliance: np.ndarray, first_year: int) -> None:
        self.yard, self.book, self.first_year = yard, yard.book, first_year
        self.parameters = region.parameters
        self.kinds = kinds = Kinds.of(region.parameters)
        self.numbers = InvestNumbers.of(region.parameters)
        self.fuels = Fuels.of(region)
        product = self.book.product
        self.fits = kinds.fits[product]
        self.done = np.zeros(self.fits.shape)
        self.in_build = InBuild(self.done.shape, kinds.build_years)
        self.mending = InBuild((len(self.book),), self.numbers.mend_years)
        self.use_before, self.worked_part = self.book.specific_use.copy(), np.ones(len(self.book))
        self.is_inborn = np.zeros(self.fits.shape, dtype=bool)  # what a firm is, not what it chose
        self.kept = np.zeros(self.fits.shape)  # what it was built with by rule and may not give up
        self.extra_cny_per_t = np.zeros((len(PRODUCTS), len(PROJECTS)))  # what a kind's own market adds this year
        self.burden_cny_per_t = np.zeros(len(self.book))  # of projects that are dearer to run
        self.compliance = compliance[self.book.owner]
        self.year = YearOfProjects(*np.zeros((3, *self.done.shape)))
        factors = Factors.of(region)
        self.fuel_co2 = factors.co2_t_per_gj * factors.is_fossil
        self.direct_t_per_t = kinds.fuel @ self.fuel_co2, kinds.effect["process_co2"]  # (n_products, n_kinds) each
        self.co2_avoided = kinds.effect["captured"] - sum(self.direct_t_per_t)
        self.coal_replaced_tce_per_t = np.maximum(-kinds.fuel[:, :, FUELS.index("raw_coal")], 0.0) / GJ_PER_TCE
        self.next_limit = use_by_product(region.parameters, "next_limit")
        self.no_limit = np.full((len(PRODUCTS), yard.n_counties), NO_LIMIT)
        self.knowledge_cny = 0.0
        self._seen: tuple[object, ...] = (None, None, None)  # themes that the terms are worked out from
        self._terms: Terms
        self.plain = self._plain()
        self.power_saved = kinds.effect["power_saved"][product]
        self.power_added = kinds.effect["power"][product]

    def perceive(self, year: int) -> InvestmentSignals:
        """Return what firms would perceive without any lever; a technique spreads from its first year on.

        A national limit is published a year before it binds.
        """
        since = (year + 1 - self.kinds.ready) / self.numbers.spread_years
        coming = use_by_product(self.parameters, "limit", year + NOTICE_YEARS)
        return self.plain.changed(
            project_room_share=self.kinds.most * between(since, 0.0, 1.0),
            coming_limit_per_t=np.repeat(coming[:, None], self.yard.n_counties, axis=1),
        )

    def _plain(self) -> InvestmentSignals:
        """What stays the same from year to year; the techniques that there are, as if all had spread."""
        per_county = np.zeros((len(PROJECTS), self.yard.n_counties))
        return InvestmentSignals(
            project_grant_share=per_county,
            project_order_share=per_county,
            project_support_cny_per_t=np.zeros(len(PROJECTS)),
            coal_replaced_cny_per_tce=np.zeros(len(PROJECTS)),
            fuel_gap_support_share=np.zeros(len(PROJECTS)),
            project_room_share=self.kinds.most,
            loan_discount_share=np.zeros(self.yard.n_counties),
            esco_reach_share=np.zeros(self.yard.n_counties),
            equipment_grant_share=np.zeros(self.yard.n_counties),
            disclosing_share=0.0,
            border_carbon_cny_per_t=0.0,
            energy_budget_cut_share=np.zeros(self.yard.n_counties),
            coming_limit_per_t=self.no_limit,
            next_limit_per_t=self.next_limit,
            research_cny=np.zeros(self.yard.n_counties),
            admission_strictness=0.0,
            coal_chemistry_approved_t=0.0,
            capture_support_cny_per_t=0.0,
            business_support_cny=np.zeros(self.yard.n_counties),
            efficient_from_year=float(NEVER),
        )

    def terms(self, signals: Signals) -> Terms:
        """Return what the year's signals mean; themes are frozen, so the same ones mean the same."""
        rules, fuels, power = self._seen
        if signals.investment is not rules or signals.fuels is not fuels or signals.electricity is not power:
            self._seen = signals.investment, signals.fuels, signals.electricity
            self._terms = self._worked_out(signals)
        return self._terms

    def _worked_out(self, signals: Signals) -> Terms:
        rules, fuel = signals.investment, fuel_cny_per_gj(signals, self.numbers, self.fuels)
        dearer = self.kinds.fuel @ fuel
        discount, usual = rules.loan_discount_share.take(self.book.county), self.book.hurdle_years
        green = eased(usual, self.numbers.loan, discount)
        return Terms(
            green_hurdle_years=green,
            hurdle_years=np.where(self.kinds.is_green, green[:, None], usual[:, None]),
            fuel_cny_per_gj=fuel,
            power_cny_per_kwh=power_cny_per_kwh(signals),
            fuel_cny_per_t=dearer,
            gap_support_cny_per_t=np.maximum(dearer, 0.0) * rules.fuel_gap_support_share,
        )

    def learn(self, signals: Signals) -> None:
        """Add the year's research to what local firms know; knowledge that nobody renews is forgotten."""
        kept = self.knowledge_cny * (1.0 - self.numbers.forgetting)
        self.knowledge_cny = kept + float(signals.investment.research_cny.sum())

    def known_share(self) -> float:
        """Return how much of what research can teach local firms know, 0 to 1."""
        return 1.0 - float(np.exp(-self.knowledge_cny / self.numbers.knowledge_cny))

    def cost_index(self) -> float:
        """Return the capital of projects over what it is without local research: planning and trials get cheaper.

        Equipment itself has the world's price.
        """
        return 1.0 - self.numbers.soft_share * self.known_share()

    def finish(self) -> None:
        """Projects and retrofits that have been in build long enough begin to work.

        Those that do so within the year lower its mean use; ``worked_part`` is the part of it in which they work.
        """
        b, falls = self.book, self.mending.finish()
        self.use_before, self.worked_part = b.specific_use.copy(), share_or_one(falls, falls + self.mending.total)
        b.specific_use[:] = b.specific_use - falls
        b.is_mended |= falls > 0.0
        self._have(self.done + self.in_build.finish())

    def coming_use(self) -> np.ndarray:
        """Return (n_firms,) specific use once the retrofits in build work."""
        return self.book.specific_use - self.mending.total

    def mend(self, year: int, falls: np.ndarray) -> None:
        """Begin retrofits that will take (n_firms,) ``falls`` off specific use."""
        b = self.book
        falls = falls + np.where(falls > 0.0, HAIR * b.specific_use, 0.0)
        now = self.mending.begin(falls, stands=year == self.first_year)
        b.specific_use[:] = b.specific_use - now
        b.is_mended |= now > 0.0

    def replace_plant(self, new_share: np.ndarray, kind: int, gets_it: np.ndarray) -> None:
        """New plant takes the place of (n_firms,) shares of capacity: it has a ``kind``, works begun on the old end.

        ``gets_it`` (n_firms,) says whose new plant has it.
        """
        done = self.done[:, kind]
        done[:] = np.where(gets_it, done * (1.0 - new_share) + new_share, done)
        self.in_build.waiting[:, :, kind] *= np.where(gets_it, 1.0 - new_share, 1.0)
        self.mending.waiting *= 1.0 - new_share

    def is_pioneer(self) -> np.ndarray:
        """Return (n_firms,) which firms have a project at work that partners take notice of."""
        return np.logical_or.reduce(self.done > self.numbers.pioneer_share, axis=1)

    def decide(self, signals: Signals, carbon: np.ndarray, looks: np.ndarray, spent_cny: np.ndarray) -> None:
        """Take what pays and what is ordered, and commit it.

        Args:
            signals: of the year.
            carbon: (n_firms, n_kinds) CNY/t that a firm reckons with for CO2 while a project pays back.
            looks: (n_firms,) aware, open and at a planning point.
            spent_cny: (n_firms,) of its own money that a firm has put into retrofits this year.
        """
        rules, b = signals.investment, self.book
        whole, grant = self.capital_cny(signals), rules.project_grant_share[:, b.county].T
        saving = self.saving_cny_per_t(signals, carbon)
        begun = self.done + self.in_build.total
        offer = Offer(
            capital_cny=(1.0 - grant) * whole,
            saving_cny=saving * b.output_t[:, None],
            room=self.fits * rules.project_room_share,
            done=begun,
            suits_contract=self.kinds.suits_contract,
        )
        cash = b.cash_years * np.maximum(b.lately_cny_per_t, 0.0) * b.output_t - spent_cny
        reach = rules.esco_reach_share[b.county]
        purse = Purse(self.terms(signals).hurdle_years, cash, reach, self.numbers.esco_years)
        taken = take(offer, purse, looks, self.numbers.sharpness)
        order = rules.project_order_share[:, b.county].T * self.fits
        stands = b.is_open(signals.year)[:, None]
        must = ordered(order, begun + taken.own + taken.by_contract, self.compliance) * stands
        taken = replace(taken, worn=np.minimum(taken.worn, np.maximum(self.done - np.maximum(order, self.kept), 0.0)))
        costs = YearOfProjects(whole, whole * grant, whole * (1.0 - grant))
        self._commit(taken, must, costs, stands, year=signals.year)
        self.burden_cny_per_t = self._burden(saving, carbon)

    def years_ahead(self, signals: Signals) -> np.ndarray:
        """Return (n_firms, n_kinds) years from a decision to the middle of the time in which a project has to pay."""
        return self.kinds.build_years + 0.5 * self.terms(signals).hurdle_years

    def _burden(self, saving: np.ndarray, carbon: np.ndarray) -> np.ndarray:
        """(n_firms,) CNY/t by which projects are dearer to run; what they save of carbon shows in allowances."""
        before = saving - self.co2_avoided[self.book.product] * by_kind(carbon) * self.fits
        return (np.maximum(-before, 0.0) * self.done * ~self.is_inborn).sum(axis=1)

    def capital_cny(self, signals: Signals) -> np.ndarray:
        """Return (n_firms, n_kinds) CNY of a project for a firm's whole capacity; equipment gets cheaper by year."""
        learned = (1.0 - self.kinds.capital_fall) ** (signals.year - self.first_year) * self.cost_index()
        return (self.kinds.capital * learned)[self.book.product] * self.book.capacity_t[:, None]

    def saving_cny_per_t(
        self, signals: Signals, carbon: np.ndarray, rows: np.ndarray | slice = slice(None)
    ) -> np.ndarray:
        """Return (n_firms, n_kinds) CNY that a tonne made with the project gains over one without, all or ``rows``.

        ``carbon`` is (n_firms,) or (n_firms, n_kinds) CNY/t of CO2.
        """
        b, k = self.book, self.kinds
        terms = self.terms(signals)
        fuel = terms.fuel_cny_per_t - terms.gap_support_cny_per_t
        plain = self._support_cny_per_t(signals.investment) - fuel - k.effect["running"] + self.extra_cny_per_t
        product = b.product[rows]
        power = self.power_saved[rows] * b.kwh_per_t[rows, None] - self.power_added[rows]
        price = terms.power_cny_per_kwh.take(product)
        saving = plain[product] + power * price[:, None] + self.co2_avoided[product] * by_kind(carbon)[rows]
        return saving * self.fits[rows]

    def supports_cny(self, signals: Signals) -> dict[str, np.ndarray]:
        """Return item -> (n_firms,) CNY that is paid this year for what is made with supported projects."""
        support = self._support_cny_per_t(signals.investment)[self.book.product]
        return told_apart(self.book.output_t[:, None] * self.done * support, self.kinds.supports)

    def _support_cny_per_t(self, rules: InvestmentSignals) -> np.ndarray:
        """(n_products, n_kinds) CNY paid for a tonne made with a project: for it, for coal replaced, for CO2."""
        coal = self.coal_replaced_tce_per_t * rules.coal_replaced_cny_per_tce
        captured = self.kinds.effect["captured"] * rules.capture_support_cny_per_t
        paid: np.ndarray = rules.project_support_cny_per_t + coal + captured
        return paid

    def made_t(self, kind: str) -> np.ndarray:
        """Return (n_counties,) t of this year's output that are made with a kind of project."""
        made = self.book.output_t * self.done[:, PROJECTS.index(kind)]
        return np.bincount(self.book.county, made, minlength=self.yard.n_counties)

    def value_added_cny(self, product: int) -> np.ndarray | float:
        """Return (n_counties,) CNY of value added that projects bring beyond the product's own, 0 where none can."""
        gain = self.kinds.effect["value_added"][product]
        return self.yard.by_county(product, self.book.output_t * (self.done @ gain)) if gain.any() else 0.0

    def write(self, ledger: Ledger) -> None:
        """Write into the accounts what projects change of the fuels and releases of each sector."""
        effect = self.kinds.effect
        made = self.yard.tables(self.done * self.book.output_t[:, None] * ~self.kinds.is_booked)
        burnt = ledger.flow_of("burnt")[AT]
        change = np.matmul(self.kinds.fuel.transpose(0, 2, 1), made)  # (n_products, n_fuels, n_counties)
        has = np.divide(burnt, -change, out=np.ones_like(burnt), where=-change > burnt)
        change *= has.min(axis=1)[:, None]  # never less than nothing is burnt
        bound, process, captured = (
            np.matmul(effect[name][:, None], made)[:, 0] for name in ("bound_coal", "process_co2", "captured")
        )
        for product in np.flatnonzero(made.any(axis=(1, 2))).tolist():
            sector = SECTOR[PRODUCTS[product]]
            for fuel in change[product].any(axis=1).nonzero()[0].tolist():
                ledger.burn(sector, FUELS[fuel], change[product, fuel])
            ledger.bind(sector, "raw_coal", bound[product])
            ledger.release("co2_process", sector, process[product])
            ledger.release("co2_captured", sector, captured[product])

    def _commit(self, taken: Taken, must: np.ndarray, whole: YearOfProjects, stands: np.ndarray, year: int) -> None:
        """Begin what was taken; renewals at the end of life are paid like new ones, without a grant.

        ``whole`` is what projects on all of a firm's capacity would cost. The money is bound when the work is
        ordered. What is renewed stands in the place of what leaves, with no year between. Plants that do not run yet,
        or no more (``stands`` is (n_firms, 1)), wear nothing out and renew nothing.
        """
        due = self.done / self.kinds.life * stands
        lost = np.where(self.is_inborn, 0.0, np.minimum(due, taken.worn))
        fresh = taken.own + taken.by_contract + must
        self.year = YearOfProjects(
            capital_cny=(fresh + np.where(self.is_inborn, 0.0, due - lost)) * whole.capital_cny,
            grant_cny=fresh * whole.grant_cny,
            contract_cny=taken.by_contract * whole.contract_cny,
        )
        now = self.in_build.begin(fresh, stands=year == self.first_year)
        self._have(self.done - lost + now)

    def _have(self, done: np.ndarray) -> None:
        """Set what works, and the power per tonne that it leaves."""
        self.done = between(done, 0.0, 1.0)
        self.book.power_ratio[:] = np.multiply.reduce(1.0 - self.done * self.power_saved, axis=1)
        self.book.power_added_kwh_per_t[:] = (self.done * self.power_added).sum(axis=1)


def fuel_cny_per_gj(signals: Signals, numbers: InvestNumbers, fuels: Fuels) -> np.ndarray:
    """Return (n_fuels,) CNY/GJ at the works; fuels that no project turns to are zero."""
    f, price = signals.fuels, np.zeros(len(FUELS))
    for fuel, cny in (
        ("raw_coal", f.raw_coal_industry_cny_per_t * numbers.energy_worth),
        ("coke", f.coke_cny_per_t),
        ("natural_gas", f.gas_industry_cny_per_m3 * 1000.0),
    ):
        price[FUELS.index(fuel)] = cny / fuels.heat[fuel]
    return price


def by_kind(carbon: np.ndarray) -> np.ndarray:
    """Return (n_firms, n_kinds) prices of carbon, or (n_firms, 1) where one holds for all kinds."""
    return carbon if carbon.ndim == 2 else carbon[:, None]


def power_cny_per_kwh(signals: Signals) -> np.ndarray:
    """Return (n_products,) prices on the year's mean."""
    e = signals.electricity
    price = np.full(len(PRODUCTS), e.large_user_mean_cny_per_kwh)
    price[OTHER] = e.small_business_mean_cny_per_kwh
    return price
