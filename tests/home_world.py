"""A world around homes alone: the tiny region at a few thousand made-up homes, prices by hand."""

from dataclasses import fields, replace
from functools import cache
from types import SimpleNamespace

import mesa
import numpy as np
from scipy.sparse import csr_array

from abm import load_region
from abm.accounts.ledger import Ledger
from abm.days import Days
from abm.flows import Flows
from abm.homes import Homes
from abm.loads import Loads
from abm.population.layers.homes import layer
from abm.randomness import Streams
from abm.record import Record
from abm.world import World
from agents.household.heaters import ELECTRIC
from agents.signals import BuildingSignals, ElectricitySignals, FuelSignals, NormSignals, Signals, change

N_VILLAGES = 6  # of the tiny region: 4 in the first county, 2 in the second, see communities.csv
IS_URBAN = np.array([True, True, False, True, False, False])
COUNTY = np.array([0, 0, 0, 1, 1, 1])


def days() -> Days:
    """Return one winter and one summer day."""
    hours = np.arange(24)
    warm = 3.0 * np.sin((hours - 9) * np.pi / 12)
    sun = np.maximum(np.sin((hours - 6) * np.pi / 12), 0.0)
    return Days(
        date=np.array([15, 196]),
        weight=np.array([150.0, 215.0]),
        month=np.array([1, 7]),
        heating=np.array([True, False]),
        temperature_c=np.array([-4.0 + warm, 22.0 + warm]),
        heat_pump_cop=np.array([2.1 + 0.05 * warm, 3.0 + 0 * warm]),
        load_shape=np.ones((2, 24)),
        pv=np.array([0.5 * sun, 0.7 * sun]),
        wind=np.full((2, 24), 0.25),
    )


@cache
def columns(n: int, seed: int) -> dict[str, np.ndarray]:
    """Return ``n`` homes in six villages, rural ones poorer and larger, with the layer of homes."""
    region, luck = load_region("tiny"), np.random.default_rng(seed)
    community = np.sort(luck.integers(0, N_VILLAGES, n)).astype(np.int16)
    urban = IS_URBAN[community]
    income = np.exp(luck.normal(np.where(urban, 10.1, 9.2), 0.55)).astype(np.float32)
    found = {
        "weight": np.full(n, 50.0, dtype=np.float32),
        "alive": np.ones(n, dtype=bool),
        "community": community,
        "county": COUNTY[community].astype(np.uint8),
        "is_urban": urban,
        "size": luck.integers(1, 5, n).astype(np.uint8),
        "income_cny": income,
        "floor_m2": np.where(urban, 90.0, 105.0).astype(np.float32),
        "elders": luck.choice(3, n, p=(0.6, 0.25, 0.15)).astype(np.uint8),
        "is_absent": luck.random(n) < 0.1,
        "has_roof": ~urban,
        "entry_rank": luck.random(n, dtype=np.float32),
    }
    edges = np.quantile(income, (0.2, 0.4, 0.6, 0.8))
    found["income_group"] = np.searchsorted(edges, income).astype(np.uint8)
    found |= layer(region, found, Streams(0))
    for column in found.values():
        column.setflags(write=False)
    return found


def home_world(
    n: int = 3000, *, until: int = 2040, seed: int = 1, history: str = "free", **changed: np.ndarray
) -> World:
    """Return a world of ``n`` homes; ``changed`` columns replace those of the layer."""
    region = load_region("tiny")
    ring = (np.roll(np.eye(N_VILLAGES), 1, axis=1) + np.roll(np.eye(N_VILLAGES), -1, axis=1)) / 2
    population = SimpleNamespace(
        households={**columns(n, 0), **changed},
        communities={"county": COUNTY, "is_urban": IS_URBAN, "is_village": ~IS_URBAN},
        graph=csr_array(ring),
        n_communities=N_VILLAGES,
    )
    storyline = next(iter(region.storylines.values()))
    return World(region, population, days(), Streams(seed), storyline, tuple(range(2020, until + 1)), history)


def homes_of(world: World, purse_cny: float = 1e9) -> Homes:
    """Return the homes, with a purse that does not run out unless told so."""
    homes = Homes(world, mesa.Model(rng=1))
    homes.heating = replace(homes.heating, purse_cny=purse_cny)
    return homes


def signals_of(homes: Homes, year: int) -> Signals:
    """Return a year without any lever, at prices of Shanxi."""
    n, n_days = 2, homes.world.days.n_days
    valley = np.isin(np.arange(24), (20, 21, 22, 23, 0, 1, 2, 3, 4, 5, 6, 7))
    known = {
        "residential_tier_cny_per_kwh": np.array([0.477, 0.527, 0.777]),
        "residential_tier_kwh_per_month": np.array([170.0, 260.0]),
        "residential_tou_add_cny_per_kwh": np.tile(np.where(valley, -0.19, 0.03), (n_days, 1)),
        "residential_tou_open": True,
        "residential_tou_ease": 0.0,
        "heating_tariff_peak_cny_per_kwh": 0.507,
        "heating_tariff_valley_cny_per_kwh": 0.2862,
        "heating_valley_hours": valley,
        "wholesale_cny_per_kwh": np.full((n_days, 24), 0.2),
        "feed_in_cny_per_kwh": 0.332,
    }
    fuels = {
        "raw_coal_household_cny_per_t": np.full(n, 600.0),
        "clean_coal_household_cny_per_t": np.full(n, 1100.0),
        "gas_household_cny_per_m3": np.full(n, 2.6),
        "lng_cny_per_kg": 4.5,
        "pellets_cny_per_t": 1000.0,
        "district_heat_cny_per_m2": np.full(n, 18.0),
    }
    heating, rooftop = homes.perceive(year)
    quiet = np.zeros(n)
    known_themes = {"year", "electricity", "fuels", "norms", "heating", "rooftop", "building"}
    return Signals(
        year=year,
        electricity=ElectricitySignals(**{f.name: known.get(f.name) for f in fields(ElectricitySignals)}),
        fuels=FuelSignals(**{f.name: fuels.get(f.name) for f in fields(FuelSignals)}),
        norms=NormSignals(campaign=quiet, demonstration=quiet),
        heating=heating,
        rooftop=rooftop,
        building=BuildingSignals.quiet(n),
        **dict.fromkeys({theme.name for theme in fields(Signals)} - known_themes),
    )


def supported(
    signals: Signals, *, purchase: float = 0.0, running: float = 0.0, programme: float = 0.0, visits: float = 0.0
) -> Signals:
    """Return signals with support for electric heating, a programme, and inspections in the zones."""
    subsidy = signals.heating.purchase_subsidy_cny.copy()
    subsidy[:, list(ELECTRIC)] = purchase
    return change(
        signals,
        "heating",
        purchase_subsidy_cny=subsidy,
        electricity_rebate_cny_per_kwh=np.full(2, running),
        gas_rebate_cny_per_m3=np.full(2, 10.0 * running),
        programme_share=np.full(2, programme),
        coal_inspection=np.full(2, visits),
    )


def whole_zone(signals: Signals) -> Signals:
    """Return signals in which every village lies in a no-coal zone."""
    return change(signals, "heating", no_coal_zone_share=np.ones(2))


def live(homes: Homes, signals: Signals) -> SimpleNamespace:
    """Let homes live one year; returns ledger, loads, flows and the homes."""
    ledger, flows = Ledger(2), Flows(2)
    loads = Loads(2, homes.world.days.n_days)
    homes.decide(signals)
    homes.act(signals, flows, ledger, loads)
    return SimpleNamespace(ledger=ledger, loads=loads, flows=flows, homes=homes)


def recorded(homes: Homes, year: int) -> Record:
    """Return a record with one year of homes."""
    record = Record(homes.world.region, homes.world.years)
    record.start(year)
    homes.report(record)
    return record
