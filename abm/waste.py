"""Household waste: what people throw away, what is sorted, burnt for power or buried, and the gas of the heaps."""

from dataclasses import dataclass
from typing import Any

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.in_build import Built, Ordered
from abm.loads import Loads
from abm.record import Record
from abm.region import Region
from abm.world import World
from agents.choice import share_of
from agents.household.sorting import SortingTaste, next_sorting
from agents.signals import Signals, WasteSignals

DAYS = 365
KG_PER_T = 1000.0
CH4_PER_C = 16 / 12
SPIN_UP_YEARS = 30


@dataclass(frozen=True)
class WasteNumbers:
    """Waste in t, energy in GJ."""

    kg_per_day: np.ndarray  # (n_years, 2) collected per rural and urban person
    sorting: SortingTaste
    sorting_start: float  # of homes that sort, first year
    separable_share: float  # of what a home throws away that comes out where it sorts
    collection_cny_per_person: float  # a year, where sorted waste is collected apart
    gate_cny_per_t: float  # paid to an incinerator
    capacity_t_per_day: np.ndarray  # (n_years, n_counties) of incinerators
    build_years: float  # from the decision for a plant to its service
    capital_cny: float  # per t/day
    kept_share: float  # of capital a year: repair, chemicals, ash
    planned_t_per_day: np.ndarray  # (n_counties,) of plants that the plan names and that are not yet built
    incinerator_use: float  # share of the year at full load
    fossil_gj_per_t: float
    biogenic_gj_per_t: float
    power_kwh_per_t: float  # sent out
    carbon_decaying: float  # t C that decays without air per t buried
    decay_per_year: float
    methane_share: float  # of the carbon in the gas
    not_caught_share: float  # neither drained nor oxidised in the cover
    past_growth: float  # of waste buried before the first year

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "WasteNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        daily = [p.series(f"waste.per_head.{kind}", "kg/day", years) for kind in ("rural", "urban")]
        return cls(
            kg_per_day=np.array(daily).T,
            sorting=_sorting_taste(region),
            sorting_start=p.value("waste.sorting.start", "share"),
            separable_share=p.value("waste.separable", "share"),
            collection_cny_per_person=p.value("waste.collection_cost", "CNY/person/yr"),
            gate_cny_per_t=p.value("waste.gate_fee", "CNY/t"),
            build_years=p.value("waste.build_years", "years"),
            capital_cny=p.value("waste.capital", "CNY/(t/day)"),
            kept_share=p.value("waste.kept", "1/yr"),
            capacity_t_per_day=p.series_by_county("waste.capacity", "t/day", years),
            planned_t_per_day=p.by_county("waste.planned", "t/day"),
            incinerator_use=p.value("waste.incinerator_use", "share"),
            fossil_gj_per_t=p.value("waste.fossil_energy", "GJ/t"),
            biogenic_gj_per_t=p.value("waste.biogenic_energy", "GJ/t"),
            power_kwh_per_t=p.value("waste.power", "kWh/t"),
            carbon_decaying=p.value("waste.carbon_decaying", "t/t"),
            decay_per_year=p.value("waste.decay", "1/year"),
            methane_share=p.value("waste.methane_share", "share"),
            not_caught_share=1 - p.value("waste.methane_caught", "share"),
            past_growth=p.value("waste.past_growth", "share"),
        )


def _sorting_taste(region: Region) -> SortingTaste:
    p = region.parameters

    def by_kind(key: str) -> np.ndarray:
        return np.array([p.value(f"waste.sorting.{key}.{kind}", "share") for kind in ("rural", "urban")])

    return SortingTaste(
        base=p.value("waste.sorting.base", "logit"),
        rule=p.value("waste.sorting.rule", "logit"),
        norm=p.value("waste.sorting.norm", "logit"),
        self_help=by_kind("self_help"),
        rule_reach=by_kind("rule_reach"),
        speed=p.value("waste.sorting.speed", "share"),
    )


def collected_t(persons: np.ndarray, kg_per_day: np.ndarray) -> np.ndarray:
    """Return (n_counties,) t a year of (n_counties, 2) rural and urban persons at (2,) kg a day."""
    return persons @ kg_per_day * DAYS / KG_PER_T


def sorted_part(persons: np.ndarray, kg_per_day: np.ndarray, sorting: np.ndarray, separable: float) -> np.ndarray:
    """Return (n_counties,) share of the waste that comes out sorted; ``sorting`` (n_counties, 2) of homes."""
    thrown = persons * kg_per_day
    total = thrown.sum(axis=1)
    return separable * share_of((thrown * sorting).sum(axis=1), total)


def decayed(stock_t_c: np.ndarray, decay_per_year: float) -> np.ndarray:
    """Return the carbon that decays in a year, first order: ``stock * (1 - exp(-k))``."""
    return stock_t_c * -np.expm1(-decay_per_year)


def old_heap_t_c(buried_t_c: np.ndarray, numbers: WasteNumbers) -> np.ndarray:
    """Return the carbon left of thirty years in which less and less was buried the further back."""
    past = np.arange(1, SPIN_UP_YEARS + 1)
    return buried_t_c * ((1 + numbers.past_growth) ** -past * np.exp(-numbers.decay_per_year * (past - 1))).sum()


@dataclass(frozen=True)
class WasteYear:
    """Waste of a year, (n_counties,) t by county of origin; burning by county of the plant."""

    collected: np.ndarray
    sorted_out: np.ndarray
    incinerated: np.ndarray
    buried: np.ndarray
    burnt_here: np.ndarray


def split(collected: np.ndarray, sorted_share: float | np.ndarray, capacity_t: np.ndarray) -> WasteYear:
    """Sort, then burn what the city's plants can take wherever it comes from, then bury the rest."""
    sorted_out = collected * sorted_share
    rest = collected - sorted_out
    burnt_share = min(1.0, capacity_t.sum() / rest.sum()) if rest.sum() > 0 else 0.0
    used = rest.sum() * burnt_share / capacity_t.sum() if capacity_t.sum() > 0 else 0.0
    return WasteYear(collected, sorted_out, rest * burnt_share, rest * (1 - burnt_share), capacity_t * used)


class Waste:
    """The waste of the city.

    Args:
        world: region and years.
        model: the city, whose people throw things away.
    """

    def __init__(self, world: World, model: mesa.Model) -> None:
        self.city: Any = model
        self.years = world.years
        self.numbers = WasteNumbers.of(world.region, world.years)
        self.heap_t_c: np.ndarray | None = None
        self.plants = Ordered(1, self.numbers.build_years)  # of the named ones
        self.more = Ordered(world.region.n_counties, self.numbers.build_years)  # t/day per 10,000 residents beside them
        self.built = Built()  # t/day
        self.first_decision_year = world.region.first_decision_year
        self.sorting = np.full((world.region.n_counties, 2), self.numbers.sorting_start)
        self.served = np.zeros(world.region.n_counties)
        self.last: WasteYear

    @property
    def planned_share(self) -> float:
        """Share of the named plants that are in service."""
        return float(self.plants.stands[0])

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Collect, sort, burn and bury the waste of the year."""
        at, numbers = self.years.index(signals.year), self.numbers
        people = self.city.people.people
        self._sort(signals.waste, at, people, ledger)
        collected = collected_t(people, numbers.kg_per_day[at])
        part = sorted_part(people, numbers.kg_per_day[at], self.sorting, numbers.separable_share)
        was_there = signals.year < self.first_decision_year
        self.plants.follow(signals.supply.waste_plants_share, stands=was_there)
        more_per_10k = self.more.follow(signals.waste.more_t_per_day_per_10k, stands=was_there)
        stands = numbers.capacity_t_per_day[at] + self.planned_share * numbers.planned_t_per_day
        stands = stands + more_per_10k * people.sum(axis=1) / 1e4
        capacity = stands * DAYS * numbers.incinerator_use
        self.last = split(collected, part, capacity)
        for item, cny in (
            ("incinerators built", self.built.add(stands) * numbers.capital_cny),
            ("incinerators kept", stands * numbers.capital_cny * numbers.kept_share),
        ):
            ledger.pay(item, "firms", "equipment_makers", cny)
        ledger.pay("waste gate fee", "city_budget", "firms", self.last.burnt_here * numbers.gate_cny_per_t)
        self._burn(flows, ledger)
        self._bury(ledger)

    def report(self, record: Record) -> None:
        """Write the waste by what became of it."""
        year = self.last
        used = year.sorted_out + year.incinerated
        record.put("Waste|Municipal", by_county=year.collected / 1e3)
        named = (self.numbers.planned_t_per_day > 0.0).astype(float)
        record.put("Waste|Planned Plants in Service", by_county=self.planned_share * named)
        people = self.city.people.people
        urban, homes = people[:, 1], people * self.sorting
        record.put(
            "Share|Waste Sorting Coverage",
            by_county=self.served,
            city=float(self.served @ urban / max(urban.sum(), 1.0)),
        )
        record.put(
            "Share|Homes Sorting Waste",
            by_county=homes.sum(axis=1) / people.sum(axis=1),
            city=float(homes.sum() / people.sum()),
        )
        record.put("Waste|Sorted", by_county=year.sorted_out / 1e3)
        record.put("Waste|Incinerated", by_county=year.incinerated / 1e3)
        record.put("Waste|Landfilled", by_county=year.buried / 1e3)
        record.put(
            "Share|Waste Resource Use",
            by_county=used / year.collected,
            city=float(used.sum() / year.collected.sum()),
        )

    def _sort(self, waste: WasteSignals, at: int, people: np.ndarray, ledger: Ledger) -> None:
        """Let homes take up sorting (from the second year on) and pay for what is collected apart."""
        if at > 0:
            self.sorting = next_sorting(self.sorting, waste.rule_share, waste.served_share, self.numbers.sorting)
        self.served = waste.served_share
        cost = self.served * people.sum(axis=1) * self.numbers.collection_cny_per_person
        ledger.pay("sorted waste collection", "city_budget", "firms", cost)

    def _burn(self, flows: Flows, ledger: Ledger) -> None:
        burnt = self.last.burnt_here
        for fuel, gj_per_t in (
            ("waste_fossil", self.numbers.fossil_gj_per_t),
            ("biomass", self.numbers.biogenic_gj_per_t),
        ):
            ledger.produce("waste", fuel, burnt * gj_per_t)
            ledger.burn("waste", fuel, burnt * gj_per_t)
        flows.waste_power_kwh += burnt * self.numbers.power_kwh_per_t

    def _bury(self, ledger: Ledger) -> None:
        buried = self.last.buried * self.numbers.carbon_decaying
        if self.heap_t_c is None:
            self.heap_t_c = old_heap_t_c(buried, self.numbers)
        gone = decayed(self.heap_t_c, self.numbers.decay_per_year)
        self.heap_t_c = self.heap_t_c - gone + buried
        methane = gone * self.numbers.methane_share * CH4_PER_C * self.numbers.not_caught_share
        ledger.release("ch4", "waste", methane)
