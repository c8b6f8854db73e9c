"""The city's coal units over the years: who runs, mends, leaves, and what comes on line in their place."""

from dataclasses import dataclass, replace

import numpy as np

from abm.in_build import InBuild
from abm.parameters import Parameters
from abm.power.capture import CaptureOffer, UnitCapture
from abm.power.fleet import CoalUnits, read_coal_units, started_share
from abm.randomness import generator
from abm.region import Region
from agents.choice import annuity
from agents.coal_unit import (
    NEVER,
    Bids,
    energy_margin_cny_per_kw,
    enters,
    leaving_times,
    loses_money,
    needed_cut,
    part_of_year,
)
from agents.signals import SupplySignals

GCE_PER_GJ = 1e6 / 29.3076
KW_PER_MW = 1000.0
GOLDEN = (5.0**0.5 - 1.0) / 2.0


@dataclass(frozen=True)
class UnitNumbers:
    """What owners of coal units reckon with."""

    fixed_cny_per_kw: float
    fixed_spread: float  # how far owners' fixed cost lies from the mean, share
    capex_cny_per_kw: float  # of a new large unit
    required_return: float
    life_years: float  # mean over units
    design_years: float  # for which a unit is built; what runs on is mended for it
    extension_cny_per_kw: float  # a year, of a unit that has outlived them
    life_spread_years: float  # by which a unit's own life may be longer or shorter
    available_share: float
    own_use_share: float  # of what a unit makes
    build_years: int
    years_to_leave: int
    loss_years: int  # of losses before an owner gives up
    most_cut: float  # share of the coal rate that a retrofit can take off
    cut_cny_per_kw: float  # for each hundredth taken off
    cut_years: float  # from the decision for a retrofit to its use
    replaced_share: float  # of what rules close that may be built anew as large units

    @classmethod
    def of(cls, p: Parameters) -> "UnitNumbers":
        """Read them."""
        return cls(
            fixed_cny_per_kw=p.value("power.coal.fixed_cost", "CNY/kW"),
            fixed_spread=p.value("power.coal.fixed_cost_spread", "share"),
            capex_cny_per_kw=p.value("power.coal.capex", "CNY/kW"),
            required_return=p.value("power.coal.return", "share"),
            life_years=p.value("power.coal.life", "years"),
            design_years=p.value("power.coal.design_life", "years"),
            extension_cny_per_kw=p.value("power.coal.extension", "CNY/kW")
            / p.value("power.coal.extension_years", "years"),
            life_spread_years=p.value("power.coal.life_spread", "years"),
            available_share=p.value("power.coal.available", "share"),
            own_use_share=p.value("power.coal.own_use", "share"),
            build_years=round(p.value("power.coal.build_years", "years")),
            years_to_leave=round(p.value("power.coal.years_to_leave", "years")),
            loss_years=round(p.value("power.coal.loss_years", "years")),
            most_cut=p.value("power.coal.most_cut", "share"),
            cut_cny_per_kw=p.value("power.coal.cut_cost", "CNY/kW"),
            cut_years=p.value("power.coal.cut_years", "years"),
            replaced_share=p.value("power.coal.replaced_share", "share"),
        )

    @property
    def new_unit_cny_per_kw(self) -> float:
        """Yearly cost of a new unit beside its fuel."""
        return self.fixed_cny_per_kw + self.capex_cny_per_kw * float(annuity(self.required_return, self.life_years))


@dataclass(frozen=True)
class UnitMarket:
    """What owners see: (n_days, 24) price with (n_days,) weights, (n_units,) fuel and carbon, CNY/MWh, and bids."""

    price_cny_per_mwh: np.ndarray
    weight: np.ndarray
    cost_cny_per_mwh: np.ndarray
    bids: Bids


class CoalFleet:
    """Units on the list, permitted ones, and places reserved for large units beside mines.

    ``units`` holds what never changes; ``start_year``, ``leaves_at`` (by rule or choice; a time,
    2030.0 is the end of 2029) and ``cut`` are state, (n_units,).
    """

    def __init__(self, region: Region, years: tuple[int, ...]) -> None:
        p = region.parameters
        self.numbers = UnitNumbers.of(p)
        built = read_coal_units(region)
        permitted = read_coal_units(region, statuses=("construction", "permitted"))
        self.units = joined(built, permitted, pit_mouth_units(region))
        n = len(self.units.id)
        self.is_permitted = np.arange(n) >= len(built.id)
        self.is_pit_mouth = np.arange(n) >= len(built.id) + len(permitted.id)
        self.is_permitted &= ~self.is_pit_mouth
        self.start_year = np.where(self.is_permitted | self.is_pit_mouth, NEVER, self.units.start_year)
        self.leaves_at = np.full(n, float(NEVER))
        self.cut = np.zeros(n)
        self.cut_in_build = InBuild((n,), self.numbers.cut_years)
        self.capture = UnitCapture(p, n)
        self._group_mw = np.bincount(self.units.group, self.units.capacity_mw, minlength=len(self.units.group_name))
        self.luck = generator(0, f"coal_units.{region.id}").random(n)
        self.life_years = lives(self.numbers, self.units.start_year)
        self.bad_years = np.zeros(n, dtype=int)
        self.is_forced = np.zeros(n, dtype=bool)  # told to leave by a rule
        self.first_mw = float(built.capacity_mw @ started_share(years[0], built.start_year))
        self.income_cny_per_kw = np.zeros(n)
        self.retrofit_cny = np.zeros(n)

    def running_share(self, year: int, kept_mw: float) -> np.ndarray:
        """Return (n_units,) share of the year in service; ``kept_mw`` stay while the province keeps its own."""
        return self._now.running_share(year, self.life_years, kept_mw) * part_of_year(year, self.leaves_at)

    @property
    def _now(self) -> CoalUnits:
        """The units with the start years that owners have decided."""
        return replace(self.units, start_year=self.start_year)

    def heat_rate_gj_per_mwh(self) -> np.ndarray:
        """Return (n_units,) fuel per MWh sent out after retrofits, before the common trend."""
        return self.units.heat_rate_gj_per_mwh * (1.0 - self.cut) * self.capture.more_fuel()

    def extension_cny_per_kw(self, year: int) -> np.ndarray:
        """Return (n_units,) CNY a year that it costs to run on beyond the years for which a unit was built."""
        outlived: np.ndarray = started_share(year, self.start_year + self.numbers.design_years)
        return self.numbers.extension_cny_per_kw * outlived

    def group_means(self, values: np.ndarray, running_share: np.ndarray) -> np.ndarray:
        """Return (n_groups,) means of (n_units,) values by running capacity; of all units where none runs."""
        group, n = self.units.group, len(self.units.group_name)
        weight = self.units.capacity_mw * running_share
        of_running = np.bincount(group, weight, minlength=n)
        means = np.bincount(group, self.units.capacity_mw * values, minlength=n) / self._group_mw
        return np.divide(np.bincount(group, weight * values, minlength=n), of_running, out=means, where=of_running > 0)

    def decide(self, year: int, rules: SupplySignals, market: UnitMarket, trend: float, running: np.ndarray) -> None:
        """Owners of ``running`` units (bool) look at last year's prices and the rules, those of waiting ones too.

        ``trend`` is what common progress left of heat rates.
        """
        energy = energy_margin_cny_per_kw(
            market.price_cny_per_mwh,
            market.weight,
            market.cost_cny_per_mwh,
            market.bids,
            self.numbers.available_share * (1.0 - self.numbers.own_use_share),
        )
        self.income_cny_per_kw = energy + rules.coal_capacity_cny_per_kw
        self._mend_or_leave(year, rules, trend, running)
        self._give_up(year, running)
        self._begin(year, rules)

    def fit_capture(self, year: int, offer: CaptureOffer, running: np.ndarray) -> None:
        """Owners of units of some size that run long enough weigh capture."""
        end = np.minimum(self.start_year + self.life_years, self.leaves_at)
        n = self.capture.numbers
        self.capture.decide(offer, running & (end - year >= n.build_years + n.least_years))

    @property
    def forced_mw(self) -> float:
        """Capacity that rules have told to leave."""
        return float(self.units.capacity_mw[self.is_forced].sum())

    def moved_mw(self, year: int, running_share: np.ndarray) -> np.ndarray:
        """Return (n_units,) MW that rules here moved: closed within their life, less new ones that run by approval."""
        gone = self.is_forced * (1.0 - part_of_year(year, self.leaves_at))
        closed = gone * self._now.alive_share(year, self.life_years)
        return self.units.capacity_mw * (closed - running_share * (self.is_permitted | self.is_pit_mouth))

    def _mend_or_leave(self, year: int, rules: SupplySignals, trend: float, running: np.ndarray) -> None:
        """Too small: leave. Above the coal rate: mend if a retrofit reaches it, else leave."""
        n, units = self.numbers, self.units
        self.cut = self.cut + self.cut_in_build.finish()
        begun = self.cut + self.cut_in_build.total
        rate = self.units.heat_rate_gj_per_mwh * (1.0 - begun) * trend * GCE_PER_GJ / 1000.0
        total_cut = 1.0 - (1.0 - begun) * (1.0 - needed_cut(rate, rules.coal_rate_limit_gce_per_kwh))
        stays = running & (self.leaves_at == NEVER)
        too_small = stays & (units.capacity_mw < rules.least_unit_mw)
        hopeless = stays & (total_cut > n.most_cut)
        self.is_forced |= too_small | hopeless
        self.leaves_at = leaving_times(self.leaves_at, too_small | hopeless, year, self.luck, n.years_to_leave)
        mends = stays & ~too_small & ~hopeless & (total_cut > begun)
        more = np.where(mends, total_cut - begun, 0.0)
        self.retrofit_cny = 100.0 * more * n.cut_cny_per_kw * units.capacity_mw * KW_PER_MW
        self.cut = self.cut + self.cut_in_build.begin(more)

    def _give_up(self, year: int, running: np.ndarray) -> None:
        """After years of losses an owner closes the unit at the end of the last of them."""
        n = self.numbers
        loses = running & loses_money(
            self.income_cny_per_kw, n.fixed_cny_per_kw + self.extension_cny_per_kw(year), n.fixed_spread, self.luck
        )
        self.bad_years = np.where(loses, self.bad_years + 1, 0)
        gives_up = self.bad_years >= n.loss_years
        self.leaves_at = np.where(gives_up, np.minimum(self.leaves_at, year + 1.0), self.leaves_at)

    def _begin(self, year: int, rules: SupplySignals) -> None:
        """Begin what is approved and pays: permitted units in their order, then large ones beside mines."""
        units = self.units
        mw = units.capacity_mw
        before = np.cumsum(mw * self.is_permitted)
        permitted = self.is_permitted & (before <= rules.coal_commissioning_share * before[-1] + 1e-6)
        allowed = rules.pit_mouth_mw + self.numbers.replaced_share * self.forced_mw
        beside = self.is_pit_mouth & (np.cumsum(mw * self.is_pit_mouth) <= allowed + 1e-6)
        waits = self.start_year == NEVER
        new = enters(self.income_cny_per_kw, self.numbers.new_unit_cny_per_kw, waits & (permitted | beside))
        self.start_year = np.where(new, year + self.numbers.build_years, self.start_year)


def lives(numbers: UnitNumbers, start_year: np.ndarray) -> np.ndarray:
    """Return (n_units,) years in service, spread evenly around the mean over units in the order of their start.

    Which unit is certified for how long nobody knows yet; steps of the golden ratio give neighbours in
    age different lives, where independent draws would let several leave together by chance.
    """
    place = np.empty(len(start_year))
    place[np.argsort(start_year, kind="stable")] = (GOLDEN * np.arange(1, len(start_year) + 1)) % 1.0
    return numbers.life_years + numbers.life_spread_years * (2.0 * place - 1.0)


def joined(*parts: CoalUnits) -> CoalUnits:
    """Return the units of all parts in one list, with one numbering of classes."""
    names = [part.group_name[g] for part in parts for g in part.group]
    group_name = tuple(dict.fromkeys(names))
    group_name = tuple(sorted(group_name))

    def column(name: str) -> np.ndarray:
        return np.concatenate([getattr(part, name) for part in parts])

    return CoalUnits(
        id=tuple(name for part in parts for name in part.id),
        county=column("county").astype(int),
        group=np.array([group_name.index(name) for name in names], dtype=int),
        group_name=group_name,
        capacity_mw=column("capacity_mw"),
        start_year=column("start_year").astype(int),
        heat_rate_gj_per_mwh=column("heat_rate_gj_per_mwh"),
        burns_waste_coal=column("burns_waste_coal").astype(bool),
        is_chp=column("is_chp").astype(bool),
    )


def pit_mouth_units(region: Region) -> CoalUnits:
    """Return places for large units beside mines, in turn in the counties that have the most mine capacity."""
    p = region.parameters
    n = round(p.value("power.pit_mouth.places", "units"))
    capacity = np.zeros(region.n_counties)
    for row in region.table("facilities/coal_mines.csv"):
        if row["status"] == "operating" and row["capacity"]:
            capacity[region.county_index[row["county"]]] += float(row["capacity"])
    sites = np.argsort(-capacity, kind="stable")[: round(p.value("power.pit_mouth.counties", "counties"))]
    return CoalUnits(
        id=tuple(f"pit_mouth_{i + 1}" for i in range(n)),
        county=sites[np.arange(n) % len(sites)],
        group=np.zeros(n, dtype=int),
        group_name=("large ultra supercritical",),
        capacity_mw=np.full(n, p.value("power.pit_mouth.unit", "MW")),
        start_year=np.full(n, NEVER),
        heat_rate_gj_per_mwh=np.full(n, p.value("power.pit_mouth.heat_rate", "GJ/MWh")),
        burns_waste_coal=np.zeros(n, dtype=bool),
        is_chp=np.zeros(n, dtype=bool),
    )
