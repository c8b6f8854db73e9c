"""The year of homes as columns against its plain-Mesa twin, as JSON: ``python -m benchmarks.bench_household``.

Both start from the same homes, meet the same prices and draw the same numbers. The columns draw
theirs inside the measured time; the twin is handed its own. CPU seconds of one core, medians over
the years after the first few, in which memory is taken from the system for the first time (a run has 41).
"""

import argparse
import json
from copy import copy
from dataclasses import is_dataclass
from statistics import median
from time import process_time
from types import SimpleNamespace
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
from agents.household.rooftop import yearly_income_per_kw
from agents.signals import Signals
from benchmarks.twin_household import DISTRICT, GAS, TwinHome
from benchmarks.twin_town import Town, TwinKitchens, Village, send_programme
from benchmarks.twin_town import look_around as twin_look_around

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
WARM_UP = 3  # years that are lived and compared, but not in the medians
DECIDED = ("heater", "heater_year", "has_stove", "walls", "on_tou", "pv_year", "roof_let")
MEASURED = ("attitude", "coal_share", "warmth", "need_kwh", "heat_bill", "kwh", "plug_bill", "pv_kw")


def plain(group: Any) -> Any:
    """Return a group of parameters with lists and floats instead of arrays, groups within groups too."""
    if is_dataclass(group):
        return SimpleNamespace(**{name: plain(value) for name, value in vars(group).items()})
    return group.tolist() if isinstance(group, np.ndarray | np.generic) else group


def numbers_of(homes: Homes) -> Any:
    """Return the parameter groups of homes, and the age beyond which hazards stay."""
    return SimpleNamespace(
        heating=plain(homes.heating),
        rooftop=plain(homes.rooftop),
        load=plain(homes.load),
        walls=plain(homes.envelope.numbers),
        oldest=homes.hazard.shape[1] - 1,
    )


def twins_of(homes: Homes) -> list[TwinHome]:
    """Return one agent per living home, with the state of its row."""
    model = mesa.Model(rng=1)
    rows = np.flatnonzero(homes.table.alive)
    state = {name: homes.table.columns[name][rows].tolist() for name in STATE}
    for name in ("is_urban", "elders"):
        state[name] = [int(value) for value in state[name]]
    state["walls"] = homes.envelope.state[rows].tolist()
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
        village = Village(int(places.county[i]), bool(places.is_urban[i]), links, float(homes.reach[i]))
        village.turn = float(places.turn[i])
        village.pv_share, village.looked = (float(each[i]) for each in vars(homes.village_roofs).values())
        found.append(village)
    return found


def town_of(homes: Homes, signals: Signals, villages: list[Village], numbers: Any) -> Town:
    """Return what the twins meet in a year as plain numbers, but for luck; takes nothing that homes decide."""
    at = signals.year - homes.world.years[0]
    plugs, heats = homes.shapes_of(signals)
    market = homes.heat_market(signals, np.zeros(len(villages)), heats)
    uses = homes.load.mix * homes.load.growth[at]
    uses[:, 0] *= homes.drivers.income[at] ** homes.load.income_exponent
    building = signals.building
    blocks = blocks_of(signals)
    programme, hosting = signals.rooftop.programme * signals.rooftop.pilot, signals.rooftop.hosting_share
    offers = roof_offers(signals, homes.rooftop, at, homes.world.days)
    developers = copy(homes.roof_developers)  # as they will be once homes decide
    developers.decide(offers[0], homes.rooftop.traits)
    rules = (market.visit_chance, market.fine_cny, market.reach[:, GAS], market.reach[:, DISTRICT])
    return Town(
        year=signals.year,
        n=numbers,
        villages=villages,
        draws={},
        rules=list(zip(*(rule.tolist() for rule in rules), strict=True)),
        campaign=signals.norms.campaign.tolist(),
        income_growth=(homes.drivers.income[at] * homes.drivers.size[at]).tolist(),
        heat_price=market.heat_cny_per_kwh.tolist(),
        rebate=market.rebate_cny_per_kwh.tolist(),
        rebate_limit=market.rebate_limit_kwh.tolist(),
        net_price=market.net_price_cny.tolist(),
        net_again=market.net_again_cny.tolist(),
        district_price=market.district_cny_per_m2.tolist(),
        rates=homes.heating.rates.tolist(),
        plug_parts=uses.tolist(),
        plug_base=homes.load.mix.sum(axis=1).tolist(),
        tiers=blocks.price_cny_per_kwh.tolist(),
        limits=blocks.limit_kwh.tolist(),
        reference=homes.load.reference.price_cny_per_kwh.tolist(),
        tou_open=signals.electricity.residential_tou_open,
        tou_ease=signals.electricity.residential_tou_ease,
        tou_saving_by_use=list(zip(plugs.saving_as_is.tolist(), plugs.saving_by_moving.tolist(), strict=True)),
        roof_programme=programme.tolist(),
        roof_renting=developers.renting(programme).tolist(),
        roof_room=room_in_grid(homes.scene_of(signals.year), hosting, programme, homes.rooftop).tolist(),
        roof_payback=[offer.price_cny_per_kw / yearly_income_per_kw(offer, homes.rooftop.traits) for offer in offers],
        roof_price=offers[0].price_cny_per_kw,
        roof_rent=offers[0].rent_cny_per_kw,
        wall_support=list(
            zip(building.rural_retrofit_cny_per_m2.tolist(), building.urban_retrofit_cny_per_m2.tolist(), strict=True)
        ),
        metered=building.metered_share.tolist(),
        code_saving=building.code_saving_share.tolist(),
        demolition_refused=building.demolition_refused_share.tolist(),
        new_floor=building.new_floor_share.tolist(),
        inspected=building.village_standard_share.tolist(),
        prefab_support=building.village_prefab_cny_per_m2.tolist(),
        usual_heat=homes.envelope.numbers.usual_kwh_per_m2.tolist(),
        kitchen_support=building.kitchen_support_cny.tolist(),
        appliance_credit=building.appliance_credit_cny.tolist(),
        wall_works=[0.0] * homes.where.n_counties,
        wall_paid=[0.0] * homes.where.n_counties,
    )


def draws_of(homes: Homes, year: int) -> dict[str, list[float]]:
    """Return the uniform numbers of a year by purpose."""
    luck = Luck.draw(homes.world.streams, year, len(homes.table))
    draws = {purpose: getattr(luck, purpose).everyone().tolist() for purpose in Luck.__dataclass_fields__}
    return draws | {"walls": homes.world.streams.uniform("homes.envelope", year, len(homes.table)).tolist()}


def live_as_twins(twins: list[TwinHome], kitchens: TwinKitchens, town: Town, programme: list[float]) -> None:
    """Let the twins live one year, peers included."""
    town.announce()
    twin_look_around(twins, town.villages, town)
    send_programme(town.villages, programme)
    kitchens.live(town)
    for twin in twins:
        twin.live(town)


def differences(homes: Homes, twins: list[TwinHome], town: Town) -> dict[str, Any]:
    """Return the share of homes whose decisions differ, and the largest relative gaps of what is measured.

    Gaps are taken over homes that decided alike: over the home's own value, or over one where it is less.
    """
    rows = np.array([twin.row for twin in twins])
    table = {**homes.table.columns, "walls": homes.envelope.state, "heat_bill": homes.now.winter.bill_cny}
    table |= {"kwh": homes.now.kwh, "plug_bill": homes.now.plug_bill_cny}
    apart = {name: table[name][rows].astype(int) != _of(twins, name).astype(int) for name in DECIDED}
    any_apart = np.any(list(apart.values()), axis=0)
    gaps = {name: _gap(table[name][rows][~any_apart], _of(twins, name)[~any_apart]) for name in MEASURED}
    works, support = homes.envelope.paid
    gaps["wall_works"] = _gap(works, np.array(town.wall_works))
    gaps["wall_paid"] = _gap(support, np.array(town.wall_paid))
    return {
        "decisions_apart": float(any_apart.mean()),
        "apart_by_decision": {name: int(differs.sum()) for name, differs in apart.items()},
        "largest_gap": max(gaps.values()),
        "gaps": gaps,
    }


def _of(twins: list[TwinHome], name: str) -> np.ndarray:
    return np.array([getattr(twin, name) for twin in twins])


def _gap(ours: np.ndarray, theirs: np.ndarray) -> float:
    return float((np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1.0)).max())


def compare(homes: Homes, years: list[Signals]) -> dict[str, Any]:
    """Let columns live the years, then twins the same ones; returns seconds of each and how far they part."""
    twins, villages, numbers = twins_of(homes), villages_of(homes), numbers_of(homes)
    existing = homes.where.by_county(homes.table.weight * homes.table.alive)
    kitchens = TwinKitchens(
        plain(homes.kitchens.numbers),
        homes.kitchens.electric.tolist(),
        homes.kitchens.best.tolist(),
        existing.tolist(),
    )
    fast, slow, met = [], [], []
    for signals in years:
        town = town_of(homes, signals, villages, numbers)
        started = process_time()
        homes.decide(signals)
        fast.append(process_time() - started)
        met.append((town, homes.programme_share.tolist()))
    for town, programme in met:
        town.draws = draws_of(homes, town.year)
        started = process_time()
        live_as_twins(twins, kitchens, town, programme)
        slow.append(process_time() - started)
        town.draws = {}
    return {
        "homes": len(twins),
        "rows": len(homes.table),
        "columns_seconds": median(fast[WARM_UP:]),
        "twin_seconds": median(slow[WARM_UP:]),
        "times_faster": median(slow[WARM_UP:]) / median(fast[WARM_UP:]),
        **differences(homes, twins, town),
    }


def years_of(city: City, first: int, count: int) -> list[Signals]:
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
    parser.add_argument("--years", type=int, default=10)
    given = parser.parse_args()
    region = load_region("luliang")
    total = region.parameters.value("people.family_households", "households")
    world = build_world(region, until=region.first_decision_year + given.years, scale=given.homes / total, seed=1)
    paths = lever_paths("plan", region, until=world.years[-1])
    with threadpool_limits(limits=1):
        city = City(world, paths, rng=1)
        years = years_of(city, region.first_decision_year, given.years)
        print(json.dumps(compare(city.homes, years)))


if __name__ == "__main__":
    main()
