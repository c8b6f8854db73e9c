"""What is torn down and built, of what, and what owners put into their buildings."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm import load_region, simulate
from abm.accounts.ledger import Ledger
from abm.construction import Construction
from abm.land.town_green import TownGreen
from abm.model import City
from abm.power.building_stores import BuildingStores
from abm.simulation import build_world, lever_paths
from agents.household.envelope import EnvelopeTaste, builds_prefabricated
from agents.signals import change

REGION = load_region("tiny")


def _builders(wanted_m2, **rules):
    """Let builders live through the years of ``wanted_m2`` and return them with what they asked of cement."""
    people = SimpleNamespace(floor_m2=None, population=np.array([100.0, 50.0]))
    homes = SimpleNamespace(envelope=SimpleNamespace(prefab_floor_share=np.zeros(2)))
    builders = Construction(SimpleNamespace(region=REGION), SimpleNamespace(people=people, homes=homes))
    world = build_world(REGION, scale=1.0, until=2020)
    signals = City(world, lever_paths("current", REGION, until=2020)).perceive(2020)
    if rules:
        signals = change(signals, "building", **{name: np.full(2, value) for name, value in rules.items()})
    for wanted in wanted_m2:
        village, town = wanted if isinstance(wanted, tuple) else (0.0, wanted)
        people.floor_m2 = np.array([[village, town], [village / 2, town / 2]])
        shaped = builders.shape(signals)
    return builders, shaped.building.new_floor_share


def test_with_land_free_people_live_on_the_floor_that_they_want():
    builders, given = _builders([1000.0, 1100.0, 1200.0])
    assert builders.floor_m2 == pytest.approx([1200.0, 600.0])
    assert given == pytest.approx([1.0, 1.0])


def test_without_land_new_homes_and_so_floor_per_head_are_smaller():
    builders, given = _builders([1000.0, 1100.0, 1200.0], growth_held_share=1.0)
    assert given == pytest.approx(1.0 - builders.numbers.held_growth_share)
    assert 1000.0 < builders.floor_m2[0] < 1200.0


def test_where_people_leave_floor_goes_with_them():
    builders, _ = _builders([1000.0, 900.0])
    assert builders.floor_m2[0] == pytest.approx(900.0)


def test_towns_build_for_those_who_leave_villages_and_village_floor_falls_empty():
    builders, _ = _builders([(500.0, 500.0), (400.0, 600.0)])
    n = builders.numbers
    assert builders.floor_m2[0] == pytest.approx(1000.0)
    assert builders.new_m2[0] == pytest.approx(100.0 + builders.torn_m2[0])
    assert builders.torn_m2[0] == pytest.approx((400.0 + 500.0) * n.rebuilt_share)


def test_sound_buildings_stay_where_demolition_is_refused_and_leave_less_rubble():
    plain, _ = _builders([1000.0, 1000.0])
    kept, _ = _builders([1000.0, 1000.0], demolition_refused_share=1.0)
    n = plain.numbers
    assert kept.torn_m2 == pytest.approx(plain.torn_m2 * (1.0 - n.needless_share))
    assert plain.torn_m2[0] == pytest.approx(1000.0 * n.rebuilt_share)
    assert kept.rubble_t.sum() < plain.rubble_t.sum()


def test_rubble_comes_back_as_aggregate_where_pay_meets_cost():
    n = _builders([1000.0])[0].numbers
    builders, _ = _builders([1000.0] * 60, aggregate_cny_per_t=n.crushing_cny_per_t)
    assert builders.recycled == pytest.approx([0.5, 0.5], abs=1e-4)
    ledger = Ledger(2)
    builders.pay(ledger)
    paid = sum(cny.sum() for item, _, _, cny in ledger.payments if item == "aggregate support")
    assert paid == pytest.approx(0.5 * builders.rubble_t.sum() * n.crushing_cny_per_t, rel=1e-3)


def test_what_saves_cement_and_steel_saves_a_part_of_what_the_others_leave():
    builders, _ = _builders([1000.0])
    builders.prefabricated, builders.green = np.array([0.5, 0.0]), np.array([0.2, 1.0])
    builders.city.homes.envelope.prefab_floor_share = np.array([0.1, 0.0])
    n = builders.numbers
    first = (1 - 0.5 * n.prefabricated_saved) * (1 - 0.2 * n.green_saved) * (1 - 0.1 * n.village_saved)
    assert builders._material_share() == pytest.approx(np.stack([first, 1 - n.green_saved], axis=1))
    assert (builders._material_share()[0] < 1.0).all()  # of cement all three take less


def test_a_factory_made_home_is_taken_by_habit_and_by_what_it_costs_over_income():
    taste = EnvelopeTaste(cost=12.0, comfort=1.0, hassle=1.0)
    draw, income = np.array([0.4, 0.6]), np.full(2, 60_000.0)
    assert builds_prefabricated(draw, np.zeros(2), income, taste).tolist() == [True, False]
    assert not builds_prefabricated(draw, np.full(2, 10_000.0), income, taste).any()


def _stores(grant, valley=0.3):
    days = SimpleNamespace(weight=np.array([365.0]))
    stores = BuildingStores(load_region("luliang"), days)
    price = np.full((1, 24), valley)
    price[0, 18:22] = 0.9
    bought = [stores.build(np.full(13, grant), np.full(13, 1000.0), price, 0.5) for _ in range(10)]
    return stores, bought


def test_owners_build_stores_where_the_spread_of_the_tariff_pays_them():
    spread, flat, granted = _stores(0.0)[0], _stores(0.0, valley=0.9)[0], _stores(0.8)[0]
    assert flat.kw.sum() < 0.2 * spread.kw.sum()
    assert granted.kw.sum() > 1.3 * spread.kw.sum()
    assert granted.kw.max() < 1000.0 * granted.numbers.kw_per_kw


def test_a_store_costs_what_its_battery_and_wiring_cost():
    stores, bought = _stores(0.0)
    n = stores.numbers
    kwh = stores.share[0] * 1000.0 * n.kw_per_kw * n.hours  # a few have worn out by now
    assert sum(b[0] for b in bought) > kwh * (0.5 * n.battery_cny_per_kwh + n.wiring_cny_per_kwh)


def test_a_town_is_green_up_to_its_room_and_its_trees_fade_as_sinks():
    green, ledger = TownGreen(REGION), Ledger(2)
    sinks = []
    for _ in range(80):
        green.act(np.full(2, 0.02), ledger)
        sinks.append(green.sink_t.sum())
    assert green.share == pytest.approx(green.numbers.most_share)
    assert 0.0 < sinks[-1] < 0.2 * max(sinks)


def test_keeping_old_buildings_saves_cement_and_costs_a_little_heat():
    low, high = (
        simulate("current", "luliang", scale=0.004, seed=1, until=2035, settings=[("demolition_control", None, value)])
        for value in (0.0, 1.0)
    )

    def change_of(name):
        return high.series(name).loc[2035] - low.series(name).loc[2035]

    assert change_of("Production|Cement") < 0.0
    assert change_of("Homes|Heat Demand") > 0.0
    assert change_of("Emissions|CO2|Energy and Processes") < 0.0
