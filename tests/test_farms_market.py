"""Who takes the straw and at what price: the circle of a plant, the appetite of herds, what nobody takes."""

from dataclasses import replace

import numpy as np
import pytest

from abm import load_region
from abm.farming.biogas import BiogasNumbers
from abm.farming.market import (
    Capacity,
    Market,
    demand_radius_km,
    feed_appetite,
    gate_price,
    point_price,
    running_share,
    settle,
)
from abm.farming.numbers import MarketNumbers
from agents.farm import BURN, FEED, RETURN, SOLD_FUEL, STOVE_FUEL, WAYS


@pytest.fixture(scope="module")
def numbers(tiny) -> MarketNumbers:
    return MarketNumbers.of(tiny.parameters)


@pytest.fixture(scope="module")
def offered() -> np.ndarray:
    ways = np.zeros((len(WAYS), 2))
    ways[RETURN], ways[FEED], ways[SOLD_FUEL] = 400.0, 300.0, 100.0
    ways[STOVE_FUEL], ways[BURN] = 50.0, 150.0
    return ways


def capacity(**changed) -> Capacity:
    values = {"feed_t": 300.0, "power_t": 0.0, "pellets_t": 0.0, "biogas_t": 0.0, "substrate_t": 9.0, "material_t": 9.0}
    return Capacity(**{name: np.full(2, value) for name, value in (values | changed).items()})


def test_the_circle_of_a_plant_grows_with_the_root_of_its_demand():
    # 31,416 t from 100 t/km2: 314.16 km2, a circle of 10 km
    assert demand_radius_km(np.array([31_415.93]), np.array([100.0]))[0] == pytest.approx(10.0)
    assert demand_radius_km(np.array([4 * 31_415.93]), np.array([100.0]))[0] == pytest.approx(20.0)


def test_a_plants_straw_price_rises_with_its_demand_radius_up_to_what_it_can_pay(numbers):
    radius = np.array([0.0, 10.0, 20.0, 1000.0])
    price = gate_price(radius, np.zeros(4), numbers)
    assert price[0] == numbers.gate_base_cny
    assert price[1] == pytest.approx(numbers.gate_base_cny + 10 * numbers.haul_cny_per_km * numbers.detour)
    assert (np.diff(price) > 0).all()
    assert price[-1] == max(numbers.worth_cny) + numbers.worth_spread_cny / 2


def test_farms_gain_a_third_of_what_the_circle_adds(numbers):
    # all are paid the haul from the edge, the mean straw travels two thirds of it
    none = np.zeros(2)
    near, far = point_price(np.array([0.0, 9.0]), none, numbers)
    assert far - near == pytest.approx(9.0 / 3 * numbers.haul_cny_per_km * numbers.detour)


def test_plants_stop_where_straw_costs_more_than_it_is_worth():
    # spread 100 around 300: all run at 250, half at 300, none at 350
    assert running_share(np.array([200.0, 250.0, 300.0, 325.0, 350.0, 400.0]), 300.0, 100.0) == pytest.approx(
        [1, 1, 0.5, 0.25, 0, 0]
    )


def test_what_farms_leave_is_all_that_there_is(numbers, offered):
    for power in (0.0, 30.0, 100.0, 500.0):
        year, _ = settle(Market.opening(numbers), offered, capacity(power_t=power), offered.sum(axis=0), numbers)
        assert year.ways_t.sum(axis=0) == pytest.approx(offered.sum(axis=0), rel=1e-12)
        assert year.plants_t.sum(axis=0) == pytest.approx(year.ways_t[SOLD_FUEL], rel=1e-12)


def test_straw_that_nobody_takes_goes_the_way_of_the_rest_on_the_field(numbers, offered):
    year, after = settle(Market.opening(numbers), offered, capacity(power_t=40.0), offered.sum(axis=0), numbers)
    # 60 t unsold on 400 returned and 150 left: 60 * 150 / 550 = 16.36 are left as well
    assert year.ways_t[SOLD_FUEL] == pytest.approx([40.0, 40.0])
    assert year.ways_t[BURN] == pytest.approx([150 + 60 * 150 / 550] * 2)
    assert after.taken[1] == pytest.approx([0.4, 0.4])


def test_plants_that_want_more_bid_more_and_those_with_too_much_less(numbers, offered):
    straw = offered.sum(axis=0)
    _, short = settle(Market.opening(numbers), offered, capacity(power_t=400.0), straw, numbers)
    # 300 of 400 t are missing: three quarters of a step
    assert short.premium_cny == pytest.approx([0.75 * numbers.bid_step_cny] * 2)
    _, plenty = settle(short, offered, capacity(power_t=50.0), straw, numbers)
    assert (plenty.premium_cny < short.premium_cny).all()


def test_a_larger_plant_leaves_a_dearer_market(numbers, offered):
    straw = offered.sum(axis=0)
    gates = []
    for power in (20.0, 60.0, 100.0, 300.0):
        _, after = settle(Market.opening(numbers), offered, capacity(power_t=power), straw, numbers)
        gates.append(gate_price(after.radius_km, after.premium_cny, numbers)[0])
    assert all(np.diff(gates) > 0)


def test_herds_take_less_when_straw_is_dear(numbers):
    base = numbers.feed_price_cny
    appetite = feed_appetite(np.array([base / 2, base, 2 * base]), numbers)
    # 2 ** -0.4 = 0.758
    assert appetite == pytest.approx([2**numbers.feed_elasticity, 1.0, 2**-numbers.feed_elasticity])


def test_the_feed_price_follows_demand_over_supply_within_bounds(numbers, offered):
    straw = offered.sum(axis=0)
    market = Market.opening(numbers)
    _, hungry = settle(market, offered, capacity(feed_t=330.0), straw, numbers)
    assert hungry.feed_price_cny[0] == pytest.approx(numbers.feed_price_cny * 1.1**numbers.feed_price_response)
    _, starving = settle(market, offered, capacity(feed_t=1e5), straw, numbers)
    assert starving.feed_price_cny[0] == pytest.approx(numbers.feed_price_cny * numbers.feed_price_bounds[1])


def test_feed_travels_between_counties(numbers, offered):
    uneven = replace(capacity(), feed_t=np.array([600.0, 0.0]))
    year, _ = settle(Market.opening(numbers), offered, uneven, offered.sum(axis=0), numbers)
    assert year.ways_t[FEED] == pytest.approx([300.0, 300.0])


def test_a_county_without_straw_is_no_trouble(numbers):
    nothing = np.zeros((len(WAYS), 2))
    year, after = settle(Market.opening(numbers), nothing, capacity(power_t=10.0), np.zeros(2), numbers)
    assert year.ways_t.sum() == 0
    assert np.isfinite(after.radius_km).all() and np.isfinite(after.feed_price_cny).all()


class TestBiogas:
    def _plant(self, **positions):
        p = load_region("luliang").parameters.with_positions({f"straw.biogas.{k}": v for k, v in positions.items()})
        return BiogasNumbers.of(p)

    def test_what_is_left_for_straw_is_income_less_all_other_cost(self):
        plant = self._plant()
        # 500 m3 at 3.0; half of it at 3.0 / 0.585, half at 3.0 / 1.419, of which 300 was the straw
        assert plant.income_cny_per_t == pytest.approx(1500.0)
        assert plant.other_cost_cny_per_t == pytest.approx(750.0 / 0.585 + 750.0 / 1.419 - 300.0)
        assert plant.worth_cny_per_t == pytest.approx(-10.6, abs=0.1)

    def test_dearer_gas_better_plants_and_fertiliser_leave_more_for_straw(self):
        plain = self._plant().worth_cny_per_t
        for better in ("gas", "digestate", "straw_gain", "manure_gain"):
            assert self._plant(**{better: 1.0}).worth_cny_per_t > plain + 40.0

    def test_plants_that_lose_stand_idle_and_run_where_gas_is_dear(self):
        gate = np.array([300.0])
        spread = MarketNumbers.of(load_region("luliang").parameters).worth_spread_cny
        assert running_share(gate, self._plant().worth_cny_per_t, spread) == 0.0
        assert running_share(gate, self._plant(gas=1.0).worth_cny_per_t, spread) > 0.5
