"""The year of the straw: what farms perceive, who thinks again, what buyers take, what goes up in flames."""

import numpy as np

from abm.farming.by_size import BySize
from abm.farming.constants import base_signals, fields_at, seen_watch, solve_liking
from abm.farming.market import Capacity, Market, Settled, settle
from abm.farming.numbers import StrawNumbers
from abm.flows import Flows
from abm.in_build import Built, Ordered
from abm.world import World
from agents.choice import share_of
from agents.farm import BURN, FEED, WAYS, Fields, attraction, choose, reconsidering
from agents.farm.straw import chance_of_fine
from agents.signals import Signals, StrawSignals
from agents.table import Table, rows_where


class Straw:
    """The straw of all farms, and the memory of its market and of its patrols.

    Args:
        world: region, people, luck and years.
        farms: the table of farms.
        herd: (n_counties,) sheep units of all ruminants in the city.
    """

    def __init__(self, world: World, farms: Table, herd: np.ndarray) -> None:
        self.world = world
        self.farms = farms
        self.herd = herd
        self.numbers = StrawNumbers.of(world.region, world.years)
        self.market = Market.opening(self.numbers.market)
        n = world.region.n_counties
        build = self.numbers.build
        self.plants_built = Built()  # t of straw a year, at the first year's yields
        years = build.points_years, build.plant_years, build.biogas_years
        self.points, self.plants, self.biogas = (Ordered(n, each) for each in years)
        self.felt = seen_watch(np.full(n, self.numbers.reference.patrol_share), self.numbers)
        self.liking = solve_liking(farms.columns, self.numbers)
        self._graph = world.population.graph.astype(float)  # as the shares that go through it
        self._county, self._community = farms.county.astype(np.int32), farms.community
        self._key = self._county * len(WAYS)
        self.sold_feed_share = np.ones(n)
        self.yield_index = 1.0  # of the year that was settled last
        self.weighed = (
            np.zeros(0, dtype=np.intp),
            np.zeros((0, len(WAYS))),
        )  # rows that thought again, what it was worth
        self._groups = BySize(farms, n)
        self._chop_cny = np.where(farms.has_machine, 1, self.numbers.behaviour.chop_hired_factor)
        self._chop_cny = (self.numbers.behaviour.chop_cny * self._chop_cny).astype(np.float32)
        self.resize()

    def perceive(self, year: int) -> StrawSignals:
        """Return what farms would perceive this year without any lever."""
        wage = self.world.context("income.growth_rural", "index", year)
        return base_signals(self.numbers, self.market, self._at(year), wage)

    def decide(self, signals: Signals) -> None:
        """Let some farms think again, and commit their ways; points and plants that are ordered get on."""
        straw, was_there = signals.straw, signals.year < self.world.region.first_decision_year
        self.points.follow(straw.collection_coverage_share, stands=was_there)
        self.plants.follow(straw.power_capacity_share, stands=was_there)
        self.biogas.follow(straw.biogas_capacity_share, stands=was_there)
        self._feel(signals.straw.patrol_share)
        burning = self._burning()
        rows, luck = self._thinking(signals.year, burning)
        worth = self._worth(rows, signals, self._around(burning))
        self.weighed = rows, worth
        self.farms.own("straw_way")[rows] = choose(worth, luck)

    def worth(self, rows: np.ndarray, signals: Signals) -> np.ndarray:
        """Return (n, ways) what each way is worth to the farms of these rows, in units of what is not seen."""
        return self._worth(rows, signals, self.burning_by_village())

    def _worth(self, rows: np.ndarray, signals: Signals, around: np.ndarray) -> np.ndarray:
        straw = signals.straw
        fields = self._fields(rows, signals.year, around)
        return attraction(fields, straw, self.numbers.behaviour, self.liking)

    def settle(self, signals: Signals, flows: Flows) -> Settled:
        """Return where the straw of the year went, after buyers took what they could."""
        at = self._at(signals.year)
        self.yield_index = float(self.numbers.paths.yield_index[at])
        offered = self.offered_t(at)
        straw_t = offered.sum(axis=0)
        settled, self.market = settle(
            self.market, offered, self._capacity(signals, flows, straw_t, at), straw_t, self.numbers.market
        )
        self.sold_feed_share = self._sold_feed_share(at)
        flows.straw_for_power_t += settled.plants_t[0]
        flows.straw_for_pellets_t += settled.plants_t[1]
        return settled

    def plant_cny(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (n_counties,) CNY for plants that begin to run this year, and for keeping all; once a year."""
        build, takes_t = self.numbers.build, self.plants.stands * self._by_county(self._tonnes)
        capital = build.plant_cny_per_t * self.plants_built.add(takes_t)
        return capital, build.plant_cny_per_t * build.plant_kept_share * takes_t

    def offered_t(self, at: int) -> np.ndarray:
        """Return (ways, n_counties) t of straw by the way that farms chose."""
        n = self.world.region.n_counties
        chosen = np.bincount(self._key + self.farms.columns["straw_way"], self._tonnes, n * len(WAYS))
        return chosen.reshape(n, len(WAYS)).T * self.numbers.paths.yield_index[at]

    def burning_by_village(self) -> np.ndarray:
        """Return (n_communities,) share of straw left or burnt in the village and, in part, around it."""
        return self._around(self._burning())

    def _burning(self) -> np.ndarray:
        """Rows that burn their straw."""
        return rows_where(self.farms.columns["straw_way"] == BURN)

    def _around(self, burning: np.ndarray) -> np.ndarray:
        village = self._community.take(burning)
        own = np.bincount(village, self._tonnes.take(burning), len(self._village_t)) / self._village_t
        outside = self.numbers.outside_share
        return (1 - outside) * own + outside * (self._graph @ own)

    def resize(self) -> None:
        """Take note of who farms which land: straw of farms and villages, a county's means."""
        farms, behaviour = self.farms, self.numbers.behaviour
        living = farms.weight * farms.alive
        self._tonnes = (living * farms.straw_t).astype(float)
        self._village_t = np.maximum(np.bincount(self._community, self._tonnes, self._graph.shape[0]), 1e-9)
        tonnes, owners = (np.maximum(self._by_county(each), 1e-9) for each in (self._tonnes, living))
        self.straw_per_farm_t = tonnes / owners
        size = 1 + behaviour.small_plot_mu / farms.area_mu  # small plots take longer
        self.chop_cny_per_t = self._by_county(self._tonnes * self._chop_cny * size) / tonnes
        self.bale_cny_per_t = self._by_county(self._tonnes * behaviour.bale_cny * size) / tonnes

    def _by_county(self, each: np.ndarray) -> np.ndarray:
        """Return (n_counties,) sums of (n_farms,) values."""
        return np.asarray(self._groups.sum(each).sum(axis=1))

    def _sold_feed_share(self, at: int) -> np.ndarray:
        """(n_counties,) share of the straw fed that goes to animals of others."""
        columns = self.farms.columns
        rows = rows_where(columns["straw_way"] == FEED)
        paths = self.numbers.paths
        need = paths.feed_need_t_per_sheep_unit[at] / paths.yield_index[at]  # in straw at the first year's yields
        own = np.minimum(1, columns["has_animals"].take(rows) * need / columns["straw_t"].take(rows))
        tonnes, county, n = self._tonnes.take(rows), self._county.take(rows), len(self.herd)
        fed = np.bincount(county, tonnes, n)
        return 1 - share_of(np.bincount(county, tonnes * own, n), fed)

    def _feel(self, patrol_share: np.ndarray) -> None:
        seen = seen_watch(patrol_share, self.numbers)
        self.felt = self.felt + self.numbers.watch.learning_share * (seen - self.felt)

    def _thinking(self, year: int, burning: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows that choose this year, and (n,) uniforms left over from the draw that chose them."""
        behaviour, columns = self.numbers.behaviour, self.farms.columns
        draw = self.world.streams.uniform("straw.way", year, len(self.farms))
        chance = np.full(len(draw), behaviour.reconsider_share, dtype=np.float32)
        watched = self._watched.ravel().take(2 * self._county.take(burning) + columns["near_road"].take(burning))
        straw_t = columns["straw_t"].take(burning) * np.float32(self.numbers.paths.yield_index[self._at(year)])
        fined = chance_of_fine(watched, straw_t, behaviour)
        chance[burning] = reconsidering(fined, behaviour)
        rows = rows_where(draw < chance)
        return rows, draw.take(rows) / chance.take(rows)

    def _fields(self, rows: np.ndarray, year: int, around: np.ndarray) -> Fields:
        village = around.take(self._community.take(rows)).astype(np.float32)
        yields = float(self.numbers.paths.yield_index[self._at(year)])
        return fields_at(self.farms.columns, rows, self.points.stands, self._watched, village, yields)

    @property
    def _watched(self) -> np.ndarray:
        """(n_counties, 2) felt chance that a fire which is large enough ends in a fine."""
        return (self.felt * self.numbers.watch.caught_share).astype(np.float32)

    def _capacity(self, signals: Signals, flows: Flows, straw_t: np.ndarray, at: int) -> Capacity:
        paths = self.numbers.paths
        return Capacity(
            feed_t=self.herd * paths.feed_need_t_per_sheep_unit[at],
            power_t=self.plants.stands * straw_t,
            pellets_t=flows.pellets_used_t * self.numbers.market.pellet_straw_t_per_t,
            biogas_t=self.biogas.stands * straw_t,
            substrate_t=paths.substrate_share[at] * straw_t,
            material_t=paths.material_share[at] * straw_t,
        )

    def _at(self, year: int) -> int:
        return year - self.world.years[0]
