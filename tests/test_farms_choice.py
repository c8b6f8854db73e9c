"""How one farm weighs the ways of its straw: each rule, and the sign of each thing it sees."""

from dataclasses import replace

import numpy as np
import pytest

from abm.farming.constants import base_fields, base_signals, seen_watch
from abm.farming.market import Market
from abm.farming.numbers import StrawNumbers
from agents.choice import choice_shares, pick
from agents.farm import BURN, FEED, RETURN, SOLD_FUEL, STOVE_FUEL, WAYS, Fields, attraction, choose, way_values
from agents.farm.straw import chance_of_fine, plot_factor, reconsidering, time_value
from agents.farm.ways import MATERIAL, SUBSTRATE
from tests.farm_world import farms_of


@pytest.fixture(scope="module")
def numbers(tiny) -> StrawNumbers:
    return StrawNumbers.of(tiny, range(2020, 2031))


@pytest.fixture(scope="module")
def signals(numbers):
    return base_signals(numbers, Market.opening(numbers.market))


def one_farm(**changed) -> Fields:
    """A farm of 6 mu with 2 t of straw, 4 km from a collection point that serves it."""
    values = {
        "county": 0,
        "area_mu": 6.0,
        "straw_t": 2.0,
        "haul_km": 4.0,
        "animals": 0.0,
        "off_farm": 0.5,
        "has_machine": True,
        "in_reach": True,
        "watched": 0.1,
        "neighbours_burning": 0.15,
    } | changed
    columns = {k: np.array([v], dtype=np.float32 if isinstance(v, float) else None) for k, v in values.items()}
    return Fields(**columns)


def value(fields, signals, numbers, way):
    return float(way_values(fields, signals, numbers.behaviour)[0, way])


def test_an_hour_is_worth_the_wage_to_a_family_that_works_elsewhere(numbers):
    b = numbers.behaviour
    assert time_value(one_farm(off_farm=1.0), b)[0] == pytest.approx(b.wage_cny_per_h)
    assert time_value(one_farm(off_farm=0.0), b)[0] == pytest.approx(b.wage_cny_per_h * b.own_time_share)


def test_machine_work_costs_twice_as_much_on_the_small_plot(numbers):
    assert plot_factor(one_farm(area_mu=numbers.behaviour.small_plot_mu), numbers.behaviour)[0] == pytest.approx(2.0)


def test_selling_is_price_and_subsidy_less_baling_haulage_and_waiting(numbers, signals):
    b, m = numbers.behaviour, numbers.market
    farm = one_farm()
    price = m.gate_base_cny - m.handling_cny  # nobody bought last year: no haul, no premium
    bale = b.bale_cny * (1 + b.small_plot_mu / 6.0)
    waiting = b.hours_selling * b.wage_cny_per_h * (b.own_time_share + (1 - b.own_time_share) * 0.5)
    expected = price + numbers.reference.subsidy_cny_per_t - bale - 4.0 * b.haul_cny_per_km - waiting
    assert value(farm, signals, numbers, SOLD_FUEL) == pytest.approx(expected, rel=1e-5)


def test_own_animals_make_feed_worth_more_than_the_road_to_a_herd(numbers, signals):
    none, some, many = (value(one_farm(animals=a), signals, numbers, FEED) for a in (0.0, 8.0, 40.0))
    assert none < some < many
    assert value(one_farm(animals=1e6), signals, numbers, FEED) == pytest.approx(
        numbers.behaviour.own_feed_cny
        - numbers.behaviour.hours_own_feed * float(time_value(one_farm(), numbers.behaviour)[0])
    )


def test_the_chance_of_a_fine_is_watching_times_being_seen(numbers):
    farm = one_farm(watched=0.3, straw_t=numbers.behaviour.fire_seen_t)
    assert chance_of_fine(farm.watched, farm.straw_t, numbers.behaviour)[0] == pytest.approx(0.3 * (1 - np.exp(-1)))


def test_burning_costs_the_expected_fine_and_unease(numbers, signals):
    farm = one_farm(watched=0.3)
    fine = float(chance_of_fine(farm.watched, farm.straw_t, numbers.behaviour)[0]) * numbers.watch.fine_cny / 2.0
    expected = -fine - numbers.behaviour.unease_cny * (1 - 0.15)
    assert value(farm, signals, numbers, BURN) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("field", "low", "high", "way", "sign"),
    [
        ("haul_km", 1.0, 9.0, SOLD_FUEL, -1),
        ("area_mu", 2.0, 30.0, RETURN, +1),
        ("area_mu", 2.0, 30.0, SOLD_FUEL, +1),
        ("has_machine", False, True, RETURN, +1),
        ("off_farm", 0.0, 1.0, RETURN, -1),
        ("off_farm", 0.0, 1.0, STOVE_FUEL, -1),
        ("watched", 0.0, 0.5, BURN, -1),
        ("neighbours_burning", 0.0, 0.9, BURN, +1),
    ],
)
def test_what_a_farm_is_pulls_in_the_right_direction(numbers, signals, field, low, high, way, sign):
    few, many = (value(one_farm(**{field: v}), signals, numbers, way) for v in (low, high))
    assert sign * (many - few) > 0


@pytest.mark.parametrize(
    ("field", "low", "high", "way", "sign"),
    [
        ("off_field_subsidy_cny_per_t", 0.0, 80.0, SOLD_FUEL, +1),
        ("off_field_subsidy_cny_per_t", 0.0, 80.0, SUBSTRATE, +1),
        ("fuel_price_cny_per_t", 150.0, 250.0, SOLD_FUEL, +1),
        ("feed_price_cny_per_t", 200.0, 400.0, FEED, +1),
        ("taken_fuel_share", 0.2, 1.0, SOLD_FUEL, +1),
        ("taken_material_share", 0.2, 1.0, MATERIAL, +1),
        ("return_support_share", 0.0, 0.8, RETURN, +1),
    ],
)
def test_what_a_farm_sees_pulls_in_the_right_direction(numbers, signals, field, low, high, way, sign):
    n = len(signals.patrol_share)
    few, many = (value(one_farm(), replace(signals, **{field: np.full(n, v)}), numbers, way) for v in (low, high))
    assert sign * (many - few) > 0


def test_buyers_come_only_to_villages_with_a_collection_point(numbers, signals):
    far = attraction(one_farm(in_reach=False), signals, numbers.behaviour, np.zeros(len(WAYS)))
    closed = {way for way in range(len(WAYS)) if np.isneginf(far[0, way])}
    assert closed == {SOLD_FUEL, SUBSTRATE, MATERIAL}


def test_choosing_is_picking_by_logit_shares(numbers, signals):
    rng = np.random.default_rng(0)
    value = rng.normal(0, 2, (1000, len(WAYS))).astype(np.float32)
    value[::3, SOLD_FUEL] = -np.inf
    draw = rng.random(1000, dtype=np.float32)
    same = choose(value, draw) == pick(choice_shares(value), draw)
    assert same.mean() > 0.999  # the last digit of a sum may fall on the other side
    assert not (choose(value, draw)[::3] == SOLD_FUEL).any()


def test_the_share_that_thinks_again_is_given_and_fined_burners_join(numbers):
    b = numbers.behaviour
    calm, fined = reconsidering(np.array([0.0, 0.5]), b)
    assert calm == pytest.approx(b.reconsider_share)
    # 0.25 + 0.75 * 0.8 * 0.5 = 0.55
    assert fined == pytest.approx(b.reconsider_share + (1 - b.reconsider_share) * b.fined_reconsider_share * 0.5)


def test_patrols_reach_fields_near_roads_first(numbers):
    road, evenly = numbers.watch.road_share[0], numbers.watch.evenly_share
    away, near = seen_watch(np.full(2, 0.2), numbers)[0]
    assert away == pytest.approx(0.2 * evenly)  # 0.06: only what is spread evenly
    assert near == pytest.approx(0.2 * evenly + 0.2 * (1 - evenly) / road)  # 0.06 + 0.14 / 0.3
    full = seen_watch(np.ones(2), numbers)[0]
    assert full[1] == 1.0
    assert away < full[0] <= 1.0


def test_off_farm_work_lowers_straw_return_as_published():
    """Land 2023, 12:1599: full work elsewhere lowers the probability by 0.115 to 0.287."""
    from abm import load_region
    from abm.farming.constants import solve_liking

    columns, _ = farms_of("luliang", 0.02)
    numbers = StrawNumbers.of(load_region("luliang"), [2020])
    fields = base_fields(columns, slice(None, None, 3), numbers)
    liking = solve_liking(columns, numbers)
    base = base_signals(numbers, Market.opening(numbers.market))

    def returned(off_farm: float) -> float:
        farms = replace(fields, off_farm=np.full_like(fields.off_farm, off_farm))
        return float(choice_shares(attraction(farms, base, numbers.behaviour, liking))[:, RETURN].mean())

    assert 0.115 <= returned(0.0) - returned(1.0) <= 0.287
