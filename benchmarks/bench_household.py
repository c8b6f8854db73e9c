"""The year of homes as columns against its plain-Mesa twin, as JSON: ``python -m benchmarks.bench_household``.

Both start from the same homes, meet the same prices and draw the same numbers. The columns draw
theirs inside the measured time; the twin is handed its own. Medians of five years each.
"""

import argparse
import json
from statistics import median
from time import perf_counter
from typing import Any

import mesa
import numpy as np
from threadpoolctl import threadpool_limits

from abm.homes import Homes
from abm.homes.homes import blocks_of
from abm.homes.roof_money import roof_offers
from abm.homes.roofs import room_in_grid
from abm.homes.scene import Luck
from abm.model import City
from abm.region import load_region
from abm.simulation import build_world, lever_paths
from abm.world import World
from agents.household.rooftop import yearly_income_per_kw
from agents.signals import Signals
from benchmarks.twin_household import Town, TwinHome, Village, send_programme
from benchmarks.twin_household import look_around as twin_look_around

STATE = (
    "weight",
    "is_urban",
    "size",
    "income_cny",
    "floor_m2",
    "elders",
    "is_absent",
    "has_roof",
    "community",
    "need_kwh",
    "heater",
    "heater_year",
    "has_stove",
    "patience",
    "tolerance",
    "attitude",
    "resting",
    "stubbornness",
    "plug_kwh",
    "flexibility",
    "trouble_cny",
    "on_tou",
    "required_years",
    "pv_kw",
    "pv_year",
    "roof_let",
)
DECIDED = ("heater", "has_stove", "on_tou", "roof_let")
MEASURED = ("attitude", "coal_share", "warmth", "pv_kw")


class Numbers:
    """The parameter groups of homes, and the age beyond which hazards stay."""

    def __init__(self, homes: Homes) -> None:
        self.heating, self.rooftop, self.load = homes.heating, homes.rooftop, homes.load
        self.oldest = homes.hazard.shape[1] - 1


def twins_of(homes: Homes) -> list[TwinHome]:
    """Return one agent per living home, with the state of its row."""
    model = mesa.Model(rng=1)
    rows = np.flatnonzero(homes.table.alive)
    state = {name: homes.table.columns[name][rows].tolist() for name in STATE}
    for name in ("is_urban", "elders"):
        state[name] = [int(value) for value in state[name]]
    columns = list(zip(*state.values(), strict=True))
    return [
        TwinHome(model, row, dict(zip(state, values, strict=True)))
        for row, values in zip(rows.tolist(), columns, strict=True)
    ]


def villages_of(homes: Homes) -> list[Village]:
    """Return the communities with their links."""
    graph, places = homes.world.population.graph, homes.places
    found = []
    for i in range(graph.shape[0]):
        span = slice(graph.indptr[i], graph.indptr[i + 1])
        links = list(zip(graph.indices[span].tolist(), graph.data[span].tolist(), strict=True))
        village = Village(int(places.county[i]), links, float(homes.reach[i]))
        village.turn = float(places.turn[i])
        found.append(village)
    return found


def town_of(homes: Homes, signals: Signals, villages: list[Village], luck: Luck) -> Town:
    """Return what the twins meet in a year as plain numbers; takes nothing that homes decide."""
    at = signals.year - homes.world.years[0]
    plugs, heats = homes.shapes_of(signals)
    market = homes.heat_market(signals, np.zeros(len(villages)), heats)
    growth, mix = homes.plug_growth(signals.year)
    blocks = blocks_of(signals)
    programme, hosting = signals.rooftop.programme * signals.rooftop.pilot, signals.rooftop.hosting_share
    offers = roof_offers(signals, homes.rooftop, at, homes.world.days)
    for i, village in enumerate(villages):
        village.visit_chance, village.fine_cny = float(market.visit_chance[i]), float(market.fine_cny[i])
        village.gas, village.district = bool(market.reach[i, 3]), bool(market.reach[i, 8])
    savings = zip((mix @ plugs.saving_as_is).tolist(), (mix @ plugs.saving_by_moving).tolist(), strict=True)
    return Town(
        year=signals.year,
        n=Numbers(homes),
        villages=villages,
        draws={purpose: getattr(luck, purpose).tolist() for purpose in Luck.__dataclass_fields__},
        campaign=signals.norms.campaign.tolist(),
        income_growth=homes.drivers.income[at].tolist(),
        heat_price=market.heat_cny_per_kwh.tolist(),
        rebate=market.rebate_cny_per_kwh.tolist(),
        rebate_limit=market.rebate_limit_kwh.tolist(),
        net_price=market.net_price_cny.tolist(),
        district_price=market.district_cny_per_m2.tolist(),
        rates=homes.heating.rates.tolist(),
        plug_growth=growth.tolist(),
        tiers=blocks.price_cny_per_kwh.tolist(),
        limits=blocks.limit_kwh.tolist(),
        reference=homes.load.reference.price_cny_per_kwh.tolist(),
        tou_open=signals.electricity.residential_tou_open,
        tou_ease=signals.electricity.residential_tou_ease,
        tou_saving=list(savings),
        roof_programme=programme.tolist(),
        roof_room=room_in_grid(homes.table, homes.where, hosting, programme, homes.rooftop).tolist(),
        roof_payback=[offer.price_cny_per_kw / yearly_income_per_kw(offer, homes.rooftop.traits) for offer in offers],
        roof_price=offers[0].price_cny_per_kw,
        roof_rent=offers[0].rent_cny_per_kw,
    )


def live_as_twins(twins: list[TwinHome], town: Town, programme: np.ndarray) -> None:
    """Let the twins live one year, peers included."""
    twin_look_around(twins, town.villages, town)
    send_programme(town.villages, programme.tolist())
    for twin in twins:
        twin.live(town)


def differences(homes: Homes, twins: list[TwinHome]) -> dict[str, float]:
    """Return the share of homes whose decisions differ, and the largest gap of what is measured."""
    rows = np.array([twin.row for twin in twins])
    table, differs = homes.table.columns, np.zeros(len(twins), dtype=bool)
    for name in DECIDED:
        differs |= table[name][rows].astype(int) != np.array([int(getattr(twin, name)) for twin in twins])
    gap = 0.0
    for name in MEASURED:
        apart = np.abs(table[name][rows] - np.array([getattr(twin, name) for twin in twins]))
        gap = max(gap, float(apart[~differs].max()))
    return {"decisions_apart": float(differs.mean()), "largest_gap": gap}


def compare(homes: Homes, years: list[Signals]) -> dict[str, Any]:
    """Let columns and twins live the same years; returns seconds of each and how far they part."""
    twins, villages = twins_of(homes), villages_of(homes)
    fast, slow = [], []
    for signals in years:
        luck = Luck.draw(homes.world.streams, signals.year, len(homes.table))
        town = town_of(homes, signals, villages, luck)
        started = perf_counter()
        homes.decide(signals)
        fast.append(perf_counter() - started)
        started = perf_counter()
        live_as_twins(twins, town, homes.programme_share)
        slow.append(perf_counter() - started)
    return {
        "homes": len(twins),
        "columns_seconds": median(fast),
        "twin_seconds": median(slow),
        "times_faster": median(slow) / median(fast),
        **differences(homes, twins),
    }


def years_of(world: World, city: City, first: int, count: int) -> list[Signals]:
    """Return the signals of some years under the city's policy."""
    delivery = city.counties.delivery()
    return [
        city.policy.rewrite(city.perceive(year), city.policy.values(year), delivery)
        for year in range(first, first + count)
    ]


def main() -> None:
    """Measure and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=100_000)
    parser.add_argument("--years", type=int, default=5)
    given = parser.parse_args()
    region = load_region("luliang")
    total = region.parameters.value("people.family_households", "households")
    world = build_world(region, until=region.first_decision_year + given.years, scale=given.homes / total, seed=1)
    paths = lever_paths("plan", region, until=world.years[-1])
    with threadpool_limits(limits=1):
        city = City(world, paths, rng=1)
        years = years_of(world, city, region.first_decision_year, given.years)
        print(json.dumps(compare(city.homes, years)))


if __name__ == "__main__":
    main()
