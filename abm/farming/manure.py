"""Manure in a year: large livestock farms choose one by one, small ones by shares; nitrogen, methane and money."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.farming.herds import HerdNumbers, manure_n_t
from abm.farming.livestock import LivestockNumbers, Sites, county_km2, large_by_kind, solve_liking
from abm.parameters import Parameters
from abm.world import World
from agents.farm.manure import (
    LEFT,
    MANURE_WAYS,
    Stalls,
    capital_cny,
    chance_of_inspection,
    choose_way,
    looks,
    manure_values,
)
from agents.farm.practice import taken_up
from agents.signals import FarmSignals
from agents.table import Table

KG_PER_T = 1000.0


@dataclass(frozen=True)
class SmallHerds:
    """Families with animals, taken together: each has a few, and so are their stores."""

    start: float  # of manure that is stored, covered and spread on fields or digested
    base: float  # logit without a grant
    grant: float  # logit of a grant of the whole capital
    speed: float
    cny_per_kg_n: float  # capital per kg of nitrogen treated a year
    ch4_cut: float  # of the methane of manure that treatment avoids

    @classmethod
    def of(cls, p: Parameters) -> "SmallHerds":
        """Read from the region's parameters."""
        return cls(
            start=p.value("manure.start.small", "share"),
            base=p.value("manure.base.small", "logit"),
            grant=p.value("manure.grant", "logit"),
            speed=p.value("manure.speed", "share"),
            cny_per_kg_n=p.value("manure.capital.store", "CNY/kg N"),
            ch4_cut=p.value("manure.ch4_cut.small", "share"),
        )


class Manure:
    """What becomes of manure; arrays (n_counties,) or (n_counties, animals).

    Args:
        world: region, people, luck and years.
        farms: the table of farms.
        herd_share: (n_counties,) of the city's animals.
    """

    def __init__(self, world: World, farms: Table, herd_share: np.ndarray) -> None:
        p, n = world.region.parameters, world.region.n_counties
        self.world, self.farms, self.herd_share = world, farms, herd_share
        self.small, self.numbers = SmallHerds.of(p), LivestockNumbers.of(p, world.years)
        self.herds = HerdNumbers.of(world.region, world.years)
        self.sites = Sites(farms.columns, n, county_km2(world.region), herd_share)
        self._luck = farms.columns["manure_luck"][self.sites.rows]
        self.liking = solve_liking(self._stalls(0), self.numbers)
        self.replaced_share = p.value("manure.replaced", "share")
        self.upper_part = p.value("fields.upper_part", "share")
        self.small_share = np.full(n, self.small.start)
        self._turn_to(0)
        self.share = self._share()  # (n_counties,) of manure that is treated and used, by its nitrogen
        self._first_n_share = self.share
        self._first_cut = self.herd_share @ self._cut()

    def act(self, signals: FarmSignals, at: int, ledger: Ledger) -> None:
        """Let farms choose and build, and book who pays.

        The first year is as it was found: what is known of it was counted at its end.
        """
        self._turn_to(at)
        capital = fines = np.zeros(len(self.herd_share))
        if at > 0:
            built, fines = self._choose(signals)
            capital = self._take_up(signals) + built
            self.share = self._share()
        ledger.pay("manure fines", "farms", "city_budget", fines)
        ledger.pay("manure stores", "farms", "equipment_makers", capital)
        ledger.pay_from_both("manure support", "farms", capital * signals.manure_grant_share, self.upper_part)

    @property
    def way(self) -> np.ndarray:
        """(n_sites,) ways of the large farms."""
        return np.asarray(self.farms.columns["manure_way"][self.sites.rows])

    @property
    def n_t(self) -> np.ndarray:
        """(n_counties,) t of nitrogen excreted."""
        return self.herd_share * manure_n_t(self.herds, self.at)

    @property
    def replaced_n_t(self) -> np.ndarray:
        """(n_counties,) t of bought nitrogen that treated manure takes the place of, beyond the first year's."""
        return np.asarray((self.share - self._first_n_share) * self.n_t * self.replaced_share)

    @property
    def ch4_t(self) -> np.ndarray:
        """(n_counties,) t CH4 of manure: heads times kg a head in the first year, then by what treatment avoids."""
        by_kind = self.herds.heads[:, self.at] * self.herds.ch4_manure_kg / KG_PER_T
        factor = (1.0 - self._cut()) / (1.0 - self._first_cut)
        return np.asarray(self.herd_share * (factor @ by_kind))

    def way_shares(self) -> np.ndarray:
        """Return (ways, n_counties) of the nitrogen of large farms that goes each way."""
        nitrogen = self.herds.heads[:, self.at] * self.herds.manure_n_kg * self._large
        way = self.way
        cells = np.array([self.sites.by_cell(way == each) for each in range(len(MANURE_WAYS))])
        return np.asarray(cells @ (nitrogen / nitrogen.sum()))

    def with_facilities(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (n_counties,) large livestock farms that do not leave their manure, and all of them."""
        n = self.world.region.n_counties
        return np.bincount(self.sites.county, self.way != LEFT, n), np.bincount(self.sites.county, minlength=n)

    def _turn_to(self, at: int) -> None:
        """Go to year number ``at``: animals stand on large farms as they do then."""
        self.at, self._large = at, large_by_kind(self.herds, self.numbers, at)

    def _share(self) -> np.ndarray:
        """(n_counties,) of manure that is treated and used, by its nitrogen."""
        large = self._large
        used = self.sites.by_cell(self.way != LEFT) * large + self.small_share[:, None] * (1.0 - large)
        nitrogen = self.herds.heads[:, self.at] * self.herds.manure_n_kg
        return np.asarray(used @ nitrogen / nitrogen.sum())

    def _take_up(self, signals: FarmSignals) -> np.ndarray:
        """Move families' stores on by a year; return (n_counties,) CNY of what they build."""
        small, before = self.small, self.small_share
        self.small_share = taken_up(before, small.base + small.grant * signals.manure_grant_share, small.speed)
        return np.maximum(self.small_share - before, 0.0) * self._small_n_kg() * small.cny_per_kg_n

    def _choose(self, signals: FarmSignals) -> tuple[np.ndarray, np.ndarray]:
        """Let large farms choose; return (n_counties,) CNY of what they build, and of fines."""
        n, sites, way, n_counties = self.numbers, self.sites, self.way, self.world.region.n_counties
        stalls = self._stalls(self.at)
        chance = chance_of_inspection(stalls, float(n.inspected[self.at]), n.behaviour)
        year = self.world.years[self.at]
        found = self.world.streams.uniform("farm.inspected", year, len(way)) < chance
        fines = np.bincount(sites.county, (found & (way == LEFT)) * n.behaviour.fine_cny, n_counties)
        luck = self.world.streams.uniform("farm.manure", year, len(way))
        rows = np.flatnonzero(looks(way, found, luck, n.behaviour.look_share))
        thinking, county = stalls.of(rows), sites.county[rows]
        values = manure_values(thinking, signals.manure_grant_share[county], chance[rows], n.behaviour)
        chosen = choose_way(values, self.liking, self._luck[rows], n.behaviour)
        self.farms.own("manure_way")[sites.rows[rows]] = chosen
        built = np.where(chosen != way[rows], capital_cny(thinking, chosen, n.behaviour), 0.0)
        return np.bincount(county, built, n_counties), fines

    def _stalls(self, at: int) -> Stalls:
        return self.sites.stalls(self.herds, self.numbers, at, self.farms.columns["area_mu"])

    def _small_n_kg(self) -> np.ndarray:
        """(n_counties,) kg of nitrogen that animals of families excrete."""
        nitrogen = self.herds.heads[:, self.at] * self.herds.manure_n_kg
        small = float(nitrogen @ (1.0 - self._large))
        return np.asarray(self.herd_share * small)

    def _cut(self) -> np.ndarray:
        """(n_counties, animals) of the methane of open stores that treatment avoids."""
        large = self._large
        cut = self.sites.by_cell(self.numbers.ch4_cut[self.way])
        return np.asarray(cut * large + self.small_share[:, None] * self.small.ch4_cut * (1.0 - large))
