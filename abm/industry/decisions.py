"""The year's decisions of all firms: aware, surcharged, mended, closed; then what each makes."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from abm.industry.budgets import EnergyBudgets
from abm.industry.carbon import CarbonBook
from abm.industry.entry import Entry
from abm.industry.equipment import Equipment
from abm.industry.growth import Growth, MayGrow
from abm.industry.investment import Investment
from abm.industry.numbers import Behaviour, Economics, MendNumbers
from abm.industry.renewal import Renewal
from abm.industry.wells import Wells
from abm.industry.yard import Yard
from agents.choice import share_of
from agents.firm.aware import chance_of_awareness, plans_now
from agents.firm.book import NEVER
from agents.firm.command import complies, order_places
from agents.firm.market import demand_left, outputs
from agents.firm.mend import Mending, Plant, Technique, at_benchmark, closes, mend
from agents.firm.surcharge import Standing, Surcharge, surcharge
from agents.firm.words import ALUMINA, CEMENT, OTHER, PRODUCTS, TALL_OVEN_M
from agents.signals import IndustrySignals, Signals

KGCE_PER_T_OF_COAL = 714.0  # standard coal, 7000 over 5000 kcal/kg: the grade that the pithead price is quoted for
CO2_T_PER_KGCE = 2.66e-3
MONTHS = 12.0
NO_BOUND_YEARS = 1e6  # of margin: what another purse pays is not bound by the firm's own


@dataclass(frozen=True)
class Luck:
    """(n_firms,) uniforms of the year."""

    aware: np.ndarray
    found: np.ndarray
    complies: np.ndarray
    offered: np.ndarray  # a contract by a service company


@dataclass(frozen=True)
class YearOfFirms:
    """What was decided; (n_firms,) arrays, (n_products,) for the market."""

    is_open: np.ndarray
    looks: np.ndarray  # weighed investments
    charged: Surcharge
    mending: Mending
    by_contract: np.ndarray  # retrofits that a service company paid
    closed: np.ndarray
    market_t: np.ndarray  # demand at the costs of 2020
    kept_t: np.ndarray  # what of it stays at today's local cost
    made_t: np.ndarray


@dataclass(frozen=True)
class Means:
    """What firms invest in, what they build, and what carbon and energy beyond the budget cost them."""

    investment: Investment
    equipment: Equipment
    carbon: CarbonBook
    budgets: EnergyBudgets
    entry: Entry
    renewal: Renewal
    growth: Growth
    wells: Wells


def technique(
    n: MendNumbers, thermal_coal_cny_per_t: float, power_cny_per_kwh: float, years_of_learning: int
) -> Technique:
    """Return what retrofits cost and save at this year's prices; equipment gets cheaper year by year."""
    kgce = thermal_coal_cny_per_t / KGCE_PER_T_OF_COAL * n.energy_worth
    return Technique(
        energy_cny_per_unit=n.kgce_per_unit * kgce + n.kwh_per_unit * power_cny_per_kwh,
        carbon_t_per_unit=n.kgce_per_unit * CO2_T_PER_KGCE,
        capital_cny=n.capital * (1.0 - n.capital_fall) ** years_of_learning,
        convexity=n.convexity,
    )


class Decisions:
    """Applies the pure rules of ``agents/firm`` to the book, decision first, commit after."""

    def __init__(
        self,
        yard: Yard,
        economics: Economics,
        behaviour: Behaviour,
        numbers: MendNumbers,
        words: sparse.csr_array,
        means: Means,
    ) -> None:
        self.yard = yard
        self.investment, self.equipment = means.investment, means.equipment
        self.carbon, self.budgets, self.entry = means.carbon, means.budgets, means.entry
        self.renewal, self.growth, self.wells = means.renewal, means.growth, means.wells
        self.first_year = means.investment.first_year
        self.book = yard.book
        self.economics = economics
        self.behaviour = behaviour
        self.numbers = numbers
        b = self.book
        stays = (b.start_year < NEVER) & ((b.oven_height_m == 0.0) | (b.oven_height_m >= TALL_OVEN_M))
        self.order_place = order_places(b.product, np.where(stays, b.capacity_t, 0.0), b.specific_use)
        self.kilns, self.kiln_months_stopped = np.flatnonzero(b.product == CEMENT), 0.0
        self.found_share = np.zeros(yard.n_counties)  # chance that use above a limit comes to light
        self.rationed_kwh = np.zeros(yard.n_counties)  # of the year, cut by decree
        self.first_added_cny_per_t: np.ndarray | None = None  # (n_products,) borne only here in the first year
        self.added_cny_per_t = np.zeros(len(b))  # borne only here this year
        self.added_to_new_cny_per_t = np.zeros(len(b))  # of it, what core plant built anew would bear as well
        self.drift_cny_per_t = np.zeros(len(PRODUCTS))  # what a tonne costs more here than in the first year
        heard = words.tocoo()  # whom a firm listens to
        self.listener, self.heard, self.weight = heard.row.astype(np.intp), heard.col.astype(np.intp), heard.data

    def decide(self, signals: Signals, luck: Luck) -> YearOfFirms:
        """Decide and commit everything of the year but loads and by-products."""
        book, rules, year = self.book, signals.industry, signals.year
        is_open = book.is_open(year)
        self.kiln_months_stopped = signals.materials.kiln_months_stopped
        self._produce_at_first(rules, is_open)
        self.budgets.set(signals)
        self.investment.learn(signals)
        standing = self._standing(signals, luck, self.investment.coming_use())
        coming = np.minimum(rules.limit_per_t, signals.investment.coming_limit_per_t)
        ahead = rules.changed(limit_per_t=coming, tier_threshold_per_t=rules.coming_tier_threshold_per_t)
        threatened = surcharge(standing, ahead.changed(limit_per_t=rules.limit_per_t)).total > 0
        pressed = threatened | (standing.specific_use > coming[book.product, book.county])
        offered = luck.offered < signals.investment.esco_reach_share.take(book.county)
        self._hear(signals, pressed, luck, offered)
        looks = self._looks(pressed, is_open, year)
        carbon = self.carbon.felt_cny_per_t(signals)
        plants, technique = self._plant(signals, standing, offered, carbon), self._technique(signals)
        mending = mend(plants, technique, ahead, looks)
        mending = at_benchmark(mending, plants, technique, rules, self._obeys(rules, luck, is_open, year))
        self.investment.mend(year, standing.specific_use - mending.specific_use)
        own = mending.capital_cny * (1.0 - rules.grant_share[book.county]) * ~offered
        expected = self.carbon.expected_cny_per_t(signals, self.investment.years_ahead(signals))
        self.investment.decide(signals, expected, looks, own)
        self.equipment.decide(signals, carbon, looks, is_open)
        charged = self.charged_in_year(standing, rules)
        kwh_per_t = book.kwh_per_t_now()
        self.carbon.price(signals, kwh_per_t)
        lasting = surcharge(replace(standing, specific_use=self.investment.coming_use()), rules)
        closed = self._close(lasting, is_open, kwh_per_t)
        is_open = is_open & ~closed
        self.added_cny_per_t = self.added_cost(rules, charged, kwh_per_t)
        self.added_to_new_cny_per_t = self.added_cny_per_t - self._spared_by_new(signals, charged, kwh_per_t)
        kept = self._produce(rules, self.added_cny_per_t, is_open)
        self.wells.limit(year, self.added_cny_per_t)
        if year == self.first_year:
            book.settle_levels()
        self.rationed_kwh = self._ration(signals.governance.rationed_share, kwh_per_t)
        made = self.yard.by_product(book.output_t)
        book.surcharge_cny_per_kwh[:] = np.where(is_open, charged.total, 0.0)
        caps_t = {ALUMINA: self.renewal.alumina_cap_t(signals.materials.alumina_cap_share)}
        expected_t = self.renewal.expected_t(kept, self.growth.build_years)
        may_grow = MayGrow(self.entry.growth_admitted(signals), is_open, caps_t)
        self.growth.decide(expected_t, may_grow, self.added_cny_per_t)
        by_contract = offered & mending.is_mended
        return YearOfFirms(is_open, looks, charged, mending, by_contract, closed, self._demand_t(rules), kept, made)

    def _standing(self, signals: Signals, luck: Luck, use_per_t: np.ndarray) -> Standing:
        """Where each firm stands with (n_firms,) specific use; an inspector finds overuse, or meters that report."""
        b = self.book
        seen = self.behaviour.monitor_finds * signals.governance.monitored_share
        self.found_share = 1.0 - (1.0 - signals.industry.inspection) * (1.0 - seen)
        return Standing(b.product, b.county, b.equipment, use_per_t, luck.found < self.found_share[b.county])

    def charged_in_year(self, standing: Standing, rules: IndustrySignals) -> Surcharge:
        """Return the year's surcharges; ``standing`` is what is left of use once works begun earlier are done.

        Retrofits that begin to work within the year end a surcharge then: until that use before them counts,
        afterwards what they leave. Its mean would be above a limit all year though the works meet it from spring on.
        """
        before, part = self.investment.use_before, self.investment.worked_part
        charged = surcharge(replace(standing, specific_use=self.book.specific_use), rules)
        within = part < 1.0
        if not within.any():
            return charged
        first, last = (surcharge(replace(standing, specific_use=use), rules) for use in (before, standing.specific_use))
        return Surcharge(
            differential=charged.differential,
            punitive=np.where(within, (1.0 - part) * first.punitive + part * last.punitive, charged.punitive),
            tiered=np.where(within, (1.0 - part) * first.tiered + part * last.tiered, charged.tiered),
        )

    def _plant(self, signals: Signals, standing: Standing, offered: np.ndarray, carbon: np.ndarray) -> Plant:
        """What firms weigh a retrofit with; a service company brings the cash and waits longer for its money."""
        b = self.book
        hurdle, years = self.investment.terms(signals).green_hurdle_years, self.investment.numbers.esco_years
        hurdle = np.where(offered, np.maximum(hurdle, years), hurdle)
        cash = np.where(offered, NO_BOUND_YEARS, b.cash_years)
        return Plant(
            standing=standing,
            output_t=b.output_t,
            capacity_t=b.capacity_t,
            kwh_per_t=b.kwh_per_t,
            margin_cny_per_t=np.where(offered, b.margin_cny_per_t, np.maximum(b.lately_cny_per_t, 0.0)),
            hurdle_years=hurdle,
            cash_years=cash,
            carbon_cny_per_t=carbon,
            budget_per_t=self.budgets.allowed_per_t,
            quota_cny_per_unit=self.budgets.quota_cny_per_unit,
        )

    def _technique(self, signals: Signals) -> Technique:
        power = signals.electricity.large_user_mean_cny_per_kwh
        learned = signals.year - self.first_year
        plain = technique(self.numbers, signals.fuels.raw_coal_industry_cny_per_t, power, learned)
        return replace(plain, capital_cny=plain.capital_cny * self.investment.cost_index())

    def _hear(self, signals: Signals, pressed: np.ndarray, luck: Luck, offered: np.ndarray) -> None:
        book, n = self.book, self.behaviour
        tells = book.is_mended | self.investment.is_pioneer()
        neighbours = np.bincount(self.listener, self.weight * tells.take(self.heard), len(book))
        taught = self.investment.numbers.taught * self.investment.known_share()
        shown = signals.norms.demonstration.take(book.county) + taught
        chance = chance_of_awareness(n.aware_base, n.aware_spread, neighbours, shown, pressed)
        forgets = luck.aware > 1.0 - n.aware_fade
        book.is_aware[:] = (book.is_aware & ~forgets) | (luck.aware < chance) | offered

    def _looks(self, pressed: np.ndarray, is_open: np.ndarray, year: int) -> np.ndarray:
        """A surcharge, or a limit that comes, is reason to look at once; otherwise firms look at their planning points.

        A plant that must leave before a retrofit has paid back does not look.
        """
        b = self.book
        stays = b.last_year - year >= b.hurdle_years
        due = plans_now(b.luck, year, self.behaviour.planning_years) | pressed
        return is_open & stays & b.is_aware & due

    def _obeys(self, rules: IndustrySignals, luck: Luck, is_open: np.ndarray, year: int) -> np.ndarray:
        b = self.book
        share = np.where(b.product == OTHER, 0.0, rules.benchmark_order_share[b.county])
        zone = b.in_zone & (b.oven_height_m >= TALL_OVEN_M)
        share = np.where(zone, np.maximum(share, rules.zone_order_share[b.county]), share)
        chance = self.behaviour.compliance[b.owner]
        return is_open & (b.last_year > year) & complies(self.order_place, share, chance, luck.complies)

    def _close(self, charged: Surcharge, is_open: np.ndarray, kwh_per_t: np.ndarray) -> np.ndarray:
        """Close whose tonne does not earn the surcharge that is left once the retrofits in build work."""
        b = self.book
        closed = is_open & closes(charged.total * kwh_per_t, b.margin_cny_per_t)
        b.is_closed |= closed
        b.is_priced_out |= closed
        return closed

    def _produce_at_first(self, rules: IndustrySignals, is_open: np.ndarray) -> None:
        """In the first year firms weigh retrofits with the output they expect: demand by capacity."""
        if self.book.output_t.any():
            return
        b = self.book
        capacity = np.where(is_open, b.capacity_t, 0.0)
        total = self.yard.by_product(capacity)
        share = share_of(rules.demand_t, total)
        b.output_t[:] = capacity * np.minimum(share, 1.0)[b.product]

    def _produce(self, rules: IndustrySignals, added: np.ndarray, is_open: np.ndarray) -> np.ndarray:
        """Return (n_products,) demand that stays; commits outputs.

        ``added`` is (n_firms,) CNY/t borne only here. What was borne in the first year is in the trade of that year:
        only what is more or less since then moves it.
        """
        b = self.book
        capacity = np.where(is_open, b.capacity_t, 0.0)
        capacity[self.kilns] *= 1.0 - min(self.kiln_months_stopped, MONTHS) / MONTHS
        total = self.yard.by_product(capacity)
        mean = share_of(self.yard.by_product(capacity * added), total)
        if self.first_added_cny_per_t is None:
            self.first_added_cny_per_t = mean
        dearer = mean - self.first_added_cny_per_t + self.drift_cny_per_t
        kept = demand_left(self._demand_t(rules), dearer, rules.price_cny_per_t, self.economics.market.elasticity)
        b.output_t[:] = outputs(capacity, b.cost_cny_per_t + added, b.product, kept, self.economics.market)
        return kept

    def _ration(self, share: float, kwh_per_t: np.ndarray) -> np.ndarray:
        """Return (n_counties,) kWh cut by decree; everyone makes so much less, the best plant like the worst.

        Who asked for it asks elsewhere: it counts as leakage by capacity.
        """
        b = self.book
        cut_t = b.output_t * share
        b.output_t[:] = b.output_t - cut_t
        return np.bincount(b.county, cut_t * kwh_per_t, self.yard.n_counties)

    def _demand_t(self, rules: IndustrySignals) -> np.ndarray:
        """(n_products,) asked of the city: of the plants of the first year, and what new ones win from outside."""
        return rules.demand_t + self.entry.won_t()

    def _spared_by_new(self, signals: Signals, charged: Surcharge, kwh_per_t: np.ndarray) -> np.ndarray:
        """(n_firms,) CNY/t borne only here that ends with the old plant: surcharges, quota, CO2 above the benchmark."""
        quota = self.budgets.cost_cny_per_t()
        spared: np.ndarray = charged.total * kwh_per_t + quota + self.carbon.spared_by_new_cny_per_t(signals)
        return spared

    def added_cost(self, rules: IndustrySignals, charged: Surcharge, kwh_per_t: np.ndarray) -> np.ndarray:
        """Return (n_firms,) CNY/t borne only here: surcharges, orders, quota, carbon; less the discount on power.

        Tariffs are borne by competitors as well and leave shares as they are. So is the carbon price up to the
        benchmark: what a firm emits above it is dearer here than with the producer at the benchmark elsewhere.
        """
        b = self.book
        per_kwh = charged.total - rules.preferential_cny_per_kwh[b.product, b.county]
        carbon = self.carbon.cost
        own = self.investment.burden_cny_per_t + self.budgets.cost_cny_per_t()
        return per_kwh * kwh_per_t + own + carbon.allowances + carbon.border
