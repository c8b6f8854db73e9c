"""A world around farms alone: the region's farms and villages, everything else silent."""

from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import mesa
import numpy as np
from scipy.sparse import csr_array, identity

from abm import load_region
from abm.accounts.ledger import Ledger
from abm.days import Days
from abm.farming import Farming
from abm.flows import Flows
from abm.loads import Loads
from abm.population.communities import build_communities
from abm.population.farms import build_farms
from abm.population.layers import farms as straw_layer
from abm.population.layers import livestock as livestock_layer
from abm.population.numbers import Cells
from abm.randomness import Streams
from abm.world import World
from agents.signals import FarmSignals

# what county governments delivered around 2025, (field of the straw signals) -> value everywhere
AS_NOW = {
    "off_field_subsidy_cny_per_t": 20.0,
    "collection_coverage_share": 0.42,
    "patrol_share": 0.42,
    "return_support_share": 0.16,
    "power_capacity_share": 0.04,
    "biogas_capacity_share": 0.0,
}

FARM_CNY_PER_KWH = 0.5


def plain_days() -> Days:
    """Return one day of each quarter."""
    hours = np.ones((4, 24))
    return Days(
        date=np.array([15, 105, 196, 288]),
        weight=np.full(4, 365 / 4),
        month=np.array([1, 4, 7, 10]),
        heating=np.array([True, False, False, False]),
        temperature_c=hours * 5.0,
        heat_pump_cop=hours * 2.5,
        load_shape=hours,
        pv=hours * 0.2,
        wind=hours * 0.2,
    )


@cache
def farms_of(name: str, scale: float) -> tuple[dict[str, np.ndarray], int]:
    """Return the read-only columns of a region's farms and the number of its villages."""
    region = load_region(name)
    cells = Cells.of(region)
    communities = build_communities(region, cells)
    farms = build_farms(region, cells, communities, scale, 0)
    for of in (straw_layer, livestock_layer):
        farms.update(of.layer(region, farms, Streams(0)))
    for column in farms.values():
        column.setflags(write=False)
    return farms, len(communities["code"])


def farm_world(name: str = "luliang", scale: float = 0.02, until: int = 2035, seed: int = 1) -> World:
    """Return a world whose villages are islands."""
    region = load_region(name)
    farms, n_villages = farms_of(name, scale)
    population = SimpleNamespace(farms=dict(farms), graph=csr_array(identity(n_villages)))
    return World(
        region=region,
        population=population,  # type: ignore[arg-type]
        days=plain_days(),
        streams=Streams(seed),
        storyline=next(iter(region.storylines.values())),
        years=tuple(range(region.first_year, until + 1)),
        history="free",
    )


class FarmRun:
    """A run of farming alone; ``shares`` is (n_years, ways) of the city's straw."""

    def __init__(self, world: World, pellets_t: float = 0.0) -> None:
        self.world = world
        self.farming = Farming(world, mesa.Model(rng=0))
        self.pellets_t = pellets_t
        self.shares: list[np.ndarray] = []
        self.ledger: Ledger
        self.flows: Flows
        self.loads: Loads

    def year(self, year: int, **changed: float) -> None:
        """Run one year under the conditions of now, changed as told; the grant for manure is none if not told."""
        n = self.world.region.n_counties
        grant = np.full(n, changed.pop("manure_grant_share", 0.0))
        values = {name: np.full(n, value) for name, value in (AS_NOW | changed).items()}
        straw = replace(self.farming.perceive(year), **values)
        signals = SimpleNamespace(
            year=year,
            straw=straw,
            farming=FarmSignals.quiet(n).changed(manure_grant_share=grant),
            fuels=SimpleNamespace(diesel_cny_per_l=6.5),
            electricity=SimpleNamespace(farm_cny_per_kwh=FARM_CNY_PER_KWH),
        )
        self.farming.decide(signals)
        self.flows, self.ledger = Flows(n), Ledger(n)
        self.loads = Loads(n, self.world.days.n_days)
        self.flows.pellets_used_t += self.pellets_t / n
        self.farming.act(signals, self.flows, self.ledger, self.loads)
        ways = self.farming.last.settled.ways_t.sum(axis=1)
        self.shares.append(ways / ways.sum())

    def until(self, last: int, since: int | None = None, **changed: float) -> "FarmRun":
        """Run on to ``last``; changes hold from ``since`` on."""
        start = self.world.years[len(self.shares)]
        for year in range(start, last + 1):
            self.year(year, **(changed if since is None or year >= since else {}))
        return self


def settled(until: int = 2035, since: int = 2027, seed: int = 1, **changed: float) -> FarmRun:
    """Return a run of Lüliang's farms with ``changed`` from ``since`` on."""
    return FarmRun(farm_world(until=until, seed=seed)).until(until, since, **changed)
