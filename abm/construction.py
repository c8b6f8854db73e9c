"""New floor and old: how much is built and torn down, of what, and the cement, steel and rubble of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.region import Region
from abm.world import World
from agents.choice import share_or_one
from agents.farm.land import offering_share
from agents.firm.words import CEMENT, STEEL
from agents.signals import BuildingSignals, Signals, change

if TYPE_CHECKING:
    from abm.record import Record

MATERIALS = (CEMENT, STEEL)


@dataclass(frozen=True)
class BuildingNumbers:
    """Pairs (2,) are cement and steel."""

    rebuilt_share: float  # of floor a year
    needless_share: float  # of it, sound buildings
    held_growth_share: float  # of new floor that gets no land where no new building land is given
    compact_share: float  # of new floor that a site within the town is smaller
    own_share: np.ndarray  # (2,) of what is asked of the city's works that its own builders use
    prefabricated_saved: np.ndarray  # (2,)
    green_saved: np.ndarray  # (2,)
    village_saved: np.ndarray  # (2,) by a steel-framed village home; negative: it takes more
    pace: float  # of the gap between practice and rule that a year closes
    green_cny_per_m2: float
    rubble_t_per_m2: float  # of floor torn down
    site_waste_t_per_m2: float  # of floor built
    crushing_cny_per_t: float  # of rubble, over what aggregate sells for; the middle site
    crushing_spread: float
    crushing_pace: float  # of the gap that new lines close in a year
    city_share: float  # of support

    @classmethod
    def of(cls, region: Region) -> "BuildingNumbers":
        """Read from the region's parameters."""
        p = region.parameters

        def pair(key: str) -> np.ndarray:
            return np.array([p.value(f"construction.{key.format(kind)}", "share") for kind in ("cement", "steel")])

        return cls(
            rebuilt_share=p.value("envelope.rebuilt", "share"),
            needless_share=p.value("construction.needless", "share"),
            held_growth_share=p.value("construction.growth", "share"),
            compact_share=p.value("construction.compact", "share"),
            own_share=pair("{}_share"),
            prefabricated_saved=pair("prefabricated.{}"),
            green_saved=pair("green.{}"),
            village_saved=pair("village_prefab.{}"),
            pace=p.value("construction.prefabricated.pace", "share"),
            green_cny_per_m2=p.value("construction.green.cost", "CNY/m2"),
            rubble_t_per_m2=p.value("construction.rubble", "t/m2"),
            site_waste_t_per_m2=p.value("construction.site_waste", "t/m2"),
            crushing_cny_per_t=p.value("construction.crushing.cost", "CNY/t"),
            crushing_spread=p.value("construction.crushing.spread", "ratio"),
            crushing_pace=p.value("construction.crushing.pace", "share"),
            city_share=p.value("heating.subsidy_city_share", "share"),
        )


class Construction:
    """The builders of the city; arrays are (n_counties,).

    Args:
        world: region and years.
        model: the city, whose people move into what is built.
    """

    def __init__(self, world: World, model: mesa.Model) -> None:
        self.city: Any = model
        self.numbers = BuildingNumbers.of(world.region)
        none = np.zeros(world.region.n_counties)
        self.prefabricated, self.green, self.recycled = none, none, none  # shares
        self.new_m2, self.torn_m2 = none, none
        self.floor_by_kind_m2, self.wanted_m2 = np.zeros((2, len(none), 2))  # (n_counties, 2) of villages and towns
        self.signals = BuildingSignals.quiet(world.region.n_counties)

    def shape(self, signals: Signals) -> Signals:
        """Return the signals with what land leaves of a new home, and the cement and steel that builders ask for."""
        n, self.signals = self.numbers, signals.building
        compact = n.compact_share * signals.driving.compactness_share
        held = (1.0 - n.held_growth_share * self.signals.growth_held_share) * (1.0 - compact)
        asked = self._build(held)
        self.prefabricated = self.prefabricated + n.pace * (self.signals.prefabricated_share - self.prefabricated)
        self.green = self.green + n.pace * (self.signals.green_material_share - self.green)
        self._crush()
        weight = self.wanted_m2.sum(axis=1) / self.wanted_m2.sum()
        demand = np.array(signals.industry.demand_t)
        for product, used in zip(MATERIALS, (self._material_share() * asked) @ weight, strict=True):
            demand[product] *= 1.0 - n.own_share[MATERIALS.index(product)] * (1.0 - used)
        signals = change(signals, "building", new_floor_share=held)
        return change(signals, "industry", demand_t=demand)

    def pay(self, ledger: Ledger) -> None:
        """Book dearer materials and the support of aggregate from rubble."""
        n = self.numbers
        ledger.pay("green materials", "households", "firms", self.green * self.new_m2 * n.green_cny_per_m2)
        support = self.recycled * self.rubble_t * self.signals.aggregate_cny_per_t
        for payer, part in (("city_budget", n.city_share), ("upper_budget", 1.0 - n.city_share)):
            ledger.pay("aggregate support", payer, "firms", support * part)

    @property
    def floor_m2(self) -> np.ndarray:
        """(n_counties,) floor that people live on."""
        return np.asarray(self.floor_by_kind_m2.sum(axis=1))

    @property
    def rubble_t(self) -> np.ndarray:
        """(n_counties,) t of rubble of the year."""
        return self.torn_m2 * self.numbers.rubble_t_per_m2 + self.new_m2 * self.numbers.site_waste_t_per_m2

    def report(self, record: "Record") -> None:
        """Write floor built, torn down and lived on, what it is made of, and where the rubble goes."""
        people = self.city.people.population
        record.put("Floor Area|New", by_county=self.new_m2 / 1e4)
        record.put("Floor Area|Demolished", by_county=self.torn_m2 / 1e4)
        record.put("Floor Area|Residential", by_county=self.floor_m2 / 1e4)
        per_head = float(self.floor_m2.sum() / people.sum())
        record.put("Floor Area|Per Head", by_county=self.floor_m2 / people, city=per_head)
        new, rubble = self.new_m2, self.rubble_t
        for name, share, weight in (
            ("Share|Prefabricated", self.prefabricated, new),
            ("Share|Green Materials", self.green, new),
            ("Share|Rubble Recycled", self.recycled, rubble),
        ):
            record.put(name, by_county=share, city=float(share @ weight / max(weight.sum(), 1e-9)))
        record.put("Solid Waste|Rubble", by_county=rubble / 1e6)

    def _build(self, held: np.ndarray) -> np.ndarray:
        """Move floor on by a year and return new floor over what would be built with land free and nothing refused.

        ``held`` is the share of the wanted floor that a new home gets; where people leave, floor falls empty behind
        them, and towns must build for who comes from a village.
        """
        n, wanted = self.numbers, self.city.people.floor_m2
        is_first = not self.wanted_m2.any()  # of the first year only what is rebuilt
        before, floor = (wanted, wanted) if is_first else (self.wanted_m2, self.floor_by_kind_m2)
        growth = np.maximum(wanted - before, 0.0)
        kept = np.minimum(share_or_one(wanted, before), 1.0) * floor
        rebuilt = n.rebuilt_share * (1.0 - n.needless_share * self.signals.demolition_refused_share)
        torn = kept * rebuilt[:, None]
        new = (growth + torn) * held[:, None]
        self.floor_by_kind_m2, self.wanted_m2 = kept - torn + new, wanted
        self.torn_m2, self.new_m2 = torn.sum(axis=1), new.sum(axis=1)
        asked: np.ndarray = self.new_m2 / (growth + n.rebuilt_share * wanted).sum(axis=1)
        return asked

    def _material_share(self) -> np.ndarray:
        """Return (2, n_counties) cement and steel per floor over those of a plain building."""
        n = self.numbers
        village = self.city.homes.envelope.prefab_floor_share  # of last year's new floor
        less = np.array((n.prefabricated_saved, n.green_saved, n.village_saved)).T
        shares = np.array((self.prefabricated, self.green, village))
        left: np.ndarray = np.multiply.reduce(1.0 - less[:, :, None] * shares, axis=1)
        return left

    def _crush(self) -> None:
        """Lines for aggregate are built where support nears what crushing costs more than aggregate brings."""
        n = self.numbers
        willing = offering_share(self.signals.aggregate_cny_per_t, n.crushing_cny_per_t, n.crushing_spread)
        self.recycled = self.recycled + n.crushing_pace * (willing - self.recycled)
