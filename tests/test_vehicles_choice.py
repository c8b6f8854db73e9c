"""One buyer and one charger: formulas with the arithmetic beside the number, and the sign of each thing."""

from dataclasses import replace

import numpy as np
import pytest

from abm.travel.numbers import CarNumbers
from agents.choice import choice_shares, logistic, luck_left, pick_best_of
from agents.vehicle.car import CarOffer, car_value, ownership, price_to_pay
from agents.vehicle.charging import market_chargers, own_trouble, public_access
from agents.vehicle.fleet import choose_fleet, closed_hours_cost, fleet_cost_per_km
from agents.vehicle.lifetime import (
    Eligible,
    TradeIn,
    ages_of_stock,
    early_scrap_chance,
    hazard_by_age,
    scrapped,
    steady_ages,
    weibull_scale,
)
from agents.vehicle.nested import group_lead, nests, shift_to_match
from agents.vehicle.novelty import novelty
from agents.vehicle.powertrain import BATTERY_CAR, BATTERY_FLEET, OIL, PETROL, PLUG_IN


@pytest.fixture(scope="module")
def taste(tiny):
    return CarNumbers.of(tiny, (2020, 2021)).taste


def offer(**changed) -> CarOffer:
    """One buyer without a charger at home, ten per cent of cars around with a plug."""
    values = {
        "price_cny": np.array([[110e3, 130e3, 125e3, 115e3]]),
        "running_cny_per_km": np.array([[0.6, 0.5, 0.4, 0.3]]),
        "access": np.array([0.4]),
        "neighbours_share": np.array([0.10]),
        "range_km": 400.0,
        "variety": 0.7,
    }
    return CarOffer(**values | changed)


def plug_share(taste, own_taste=0.0, income=25_000.0, **changed) -> float:
    value = car_value(offer(**changed), taste, np.array([income]), np.array([12_500.0]), np.array([own_taste]))
    return float(nests(value, taste.dissimilarity).shares()[0, PLUG_IN:].sum())


def test_ownership_is_a_gompertz_curve():
    # 0.36 * exp(-4 * exp(-0.9 * 2.5)) = 0.36 * exp(-4 * 0.105399) = 0.36 * 0.656
    assert ownership(np.array(25_000.0), 0.36, 4.0, 0.9) == pytest.approx(0.36 * np.exp(-4 * np.exp(-2.25)))
    rising = ownership(np.linspace(0, 3e5, 50), 0.36, 4.0, 0.9)
    assert np.all(np.diff(rising) >= 0)
    assert rising[-1] == pytest.approx(0.36, abs=1e-9)


def test_price_takes_tax_relief_and_support_from_what_they_are_meant_for():
    price = price_to_pay(np.full(4, 113_000.0), 0.0885, 0.5, np.array([10_000.0]), 0.38)[0]
    assert price[PETROL] == pytest.approx(113_000 * 1.0885)
    assert price[PLUG_IN] == pytest.approx(113_000 * (1 + 0.0885 / 2) - 3_800)
    assert price[BATTERY_CAR] == pytest.approx(113_000 * (1 + 0.0885 / 2) - 10_000)


def test_money_in_the_value_of_a_car_is_price_and_the_years_looked_ahead(taste):
    taste = replace(taste, discount_rate=0.0, running_years=5.0, income_power=0.0, money_per_10k_cny=0.2)
    dearer = offer(price_cny=offer().price_cny + np.array([[10_000.0, 0, 0, 0]]))
    thirstier = offer(running_cny_per_km=offer().running_cny_per_km + np.array([[0.16, 0, 0, 0]]))
    at = (np.array([25_000.0]), np.array([12_500.0]), np.zeros(1))
    base = car_value(offer(), taste, *at)[0, PETROL]
    assert car_value(dearer, taste, *at)[0, PETROL] == pytest.approx(base - 0.2)
    # 0.16 CNY/km * 12,500 km * 5 years = 10,000 CNY: the same to the buyer
    assert car_value(thirstier, taste, *at)[0, PETROL] == pytest.approx(base - 0.2)


def test_a_charger_at_home_is_worth_what_people_said(taste):
    at = (np.array([taste.income_reference_cny]), np.array([12_500.0]), np.zeros(1))
    without = car_value(offer(access=np.zeros(1)), taste, *at)[0]
    at_home = car_value(offer(access=np.ones(1)), taste, *at)[0]
    worth = taste.money_per_10k_cny * taste.home_charging_cny / 1e4
    assert at_home[BATTERY_CAR] - without[BATTERY_CAR] == pytest.approx(worth)
    assert at_home[PLUG_IN] - without[PLUG_IN] == pytest.approx(taste.plug_in_access_part * worth)
    assert at_home[PETROL] == without[PETROL]


@pytest.mark.parametrize(
    "better",
    [
        {"access": np.array([0.9])},
        {"neighbours_share": np.array([0.3])},
        {"range_km": 600.0},
        {"variety": 1.0},
        {"price_cny": np.array([[110e3, 130e3, 115e3, 105e3]])},
        {"running_cny_per_km": np.array([[0.7, 0.55, 0.4, 0.3]])},
        {"own_taste": 1.0},
    ],
)
def test_what_speaks_for_the_plug_raises_its_share(taste, better):
    assert plug_share(taste, **better) > plug_share(taste) + 1e-4


def test_richer_buyers_mind_a_price_less(taste):
    dear = {"price_cny": np.array([[110e3, 130e3, 165e3, 155e3]])}
    loss = [plug_share(taste, income=income) - plug_share(taste, income=income, **dear) for income in (12e3, 80e3)]
    assert loss[0] > loss[1] > 0


def test_support_meets_an_s_curve_without_kinks(taste):
    shares = [
        plug_share(taste, price_cny=np.array([[110e3, 130e3, 125e3 - 0.38 * s, 115e3 - s]]))
        for s in np.linspace(0, 4e5, 81)
    ]
    assert np.all(np.diff(shares) > 0)
    assert shares[-1] > 0.95
    assert np.max(np.abs(np.diff(shares, 2))) < 0.01


def test_nests_with_a_dissimilarity_of_one_are_the_plain_logit():
    value = np.random.default_rng(1).normal(size=(50, 4))
    assert nests(value, 1.0).shares() == pytest.approx(choice_shares(value))
    assert nests(value, 0.5).shares().sum(axis=1) == pytest.approx(1.0)


def test_a_better_battery_car_takes_more_from_plug_ins_than_from_petrol():
    value = np.zeros((1, 4))
    better = value + np.array([[0, 0, 0, 0.5]])
    loss = (nests(value, 0.5).shares() - nests(better, 0.5).shares())[0]
    assert loss[PLUG_IN] > loss[PETROL] > 0


def test_nests_pick_as_often_as_their_shares_say():
    value = np.tile([[0.3, -0.5, 0.1, 0.4]], (40_000, 1))
    found = nests(value, 0.6)
    draw = (np.arange(40_000) + 0.5) / 40_000
    picked = np.bincount(found.pick(draw, 0.2), minlength=4) / 40_000
    assert picked == pytest.approx(found.shares(0.2)[0], abs=5e-5)


def test_a_shift_meets_the_observed_share():
    lead, weight = np.random.default_rng(2).normal(-1, 1, 500), np.linspace(1, 2, 500)
    shift = shift_to_match(lead, weight, 0.38)
    assert (weight @ logistic(lead + shift)) / weight.sum() == pytest.approx(0.38, abs=1e-9)
    assert shift_to_match(lead, np.zeros(500), 0.38) == 0.0


def test_a_group_that_is_closed_is_beyond_any_shift():
    lead = group_lead(np.zeros((2, 3)), np.array([[True, True, False], [True, True, True]]), (2,))
    assert lead[0] == -np.inf
    assert lead[1] == pytest.approx(np.log(1 / 2))
    assert shift_to_match(lead, np.ones(2), 0.9, limit=8.0) == pytest.approx(8.0, abs=1e-6)


def test_picking_along_the_long_axis_is_the_logit_and_never_takes_what_is_closed():
    value = np.array([[0.0], [1.0], [-np.inf], [0.5], [-np.inf]]).repeat(30_000, axis=1)
    draw = (np.arange(30_000) + 0.5) / 30_000
    shares = np.bincount(pick_best_of(value, draw), minlength=5) / 30_000
    assert shares == pytest.approx(choice_shares(value[:, :1].T)[0], abs=1e-4)
    assert pick_best_of(value[:, :1], np.array([1.0]))[0] == 3


def test_luck_left_over_is_uniform_again():
    luck = (np.arange(10_000) + 0.5) / 10_000
    left = luck_left(luck[luck < 0.2], np.full(2_000, 0.2))
    assert np.histogram(left, 10, (0, 1))[0] == pytest.approx(200, abs=1)


def test_survival_has_the_mean_life_it_was_given():
    hazard = hazard_by_age(weibull_scale(12.8, 4.79), 4.79)
    survival = np.concatenate(([1.0], np.cumprod(1.0 - hazard[:-1].astype(float))))
    assert survival.sum() - 0.5 == pytest.approx(12.8, abs=0.05)
    assert steady_ages(hazard).sum() == pytest.approx(1.0)


def test_ages_of_a_growing_stock_are_young():
    hazard = hazard_by_age(14.46, 4.79)
    growing, still = ages_of_stock(np.linspace(100, 400, 11), hazard), ages_of_stock(np.full(11, 100.0), hazard)
    ages = np.arange(len(still))
    assert growing.sum() == pytest.approx(1.0)
    assert growing @ ages < still @ ages


def test_a_stock_that_stood_still_keeps_its_ages_and_loses_nobody():
    hazard = hazard_by_age(14.46, 4.79)
    still = ages_of_stock(np.full(11, 100.0), hazard)
    assert still[:40] == pytest.approx(steady_ages(hazard)[:40], abs=1e-6)
    # steady ages at a chance of one half are 50, 25, ...; half of each goes on, and 50 + 10 are bought
    half = np.full(256, 0.5)
    assert ages_of_stock(np.array([100.0, 110.0]), half)[:3] == pytest.approx(np.array([60.0, 25.0, 12.5]) / 110)


def test_early_scrapping_needs_a_support_above_what_is_left():
    # logistic((20 - 5 - 6) / 5) - logistic((-5 - 6) / 5) with thousands of CNY
    expected = 1 / (1 + np.exp(-9 / 5)) - 1 / (1 + np.exp(11 / 5))
    assert early_scrap_chance(20e3, np.array([5e3]), 6e3, 5e3)[0] == pytest.approx(expected)
    assert early_scrap_chance(0.0, np.array([5e3, 50e3]), 6e3, 5e3) == pytest.approx(0.0, abs=1e-15)
    chances = TradeIn(110e3, 0.8, 6e3, 5e3).chances(np.array([0.0, 20e3]))
    assert chances[:, 0] == pytest.approx(0.0, abs=1e-6)
    assert np.all(np.diff(chances[:12, 1]) > 0)  # the less it is worth, the sooner
    assert chances[3, 1] < 0.01


def test_novelty_wears_off_in_a_straight_line():
    assert novelty(np.array([0.0, 0.025, 0.05, 0.5]), 0.05, 0.2) == pytest.approx([1.0, 0.6, 0.2, 0.2])


def test_public_access_needs_chargers_near_and_free():
    residents, cars = np.array([100e3]), np.array([800.0])
    near = public_access(np.array([300.0]), residents, cars, 3.0, 8.0)
    assert near == pytest.approx(1 - np.exp(-1.0))  # 3 per 1,000 persons, 2.7 cars per charger: no queue
    queue = public_access(np.array([300.0]), residents, cars * 12, 3.0, 8.0)
    assert queue == pytest.approx(near / 2)  # 32 cars per charger: four times eight


def test_the_market_builds_a_part_of_what_is_missing():
    assert market_chargers(np.array([50.0, 200.0]), np.array([800.0, 800.0]), 8.0, 0.25) == pytest.approx([12.5, 0.0])


def test_trouble_is_lognormal_around_its_median():
    assert own_trouble(np.array([-1.0, 0.0, 1.0]), 350.0, 1.0) == pytest.approx(350.0 * np.exp([-1.0, 0.0, 1.0]))


def test_fleet_cost_is_payment_and_running():
    cost = fleet_cost_per_km(np.array([[18e3, 19.2e3, 25e3]]), np.array([90e3]), np.full((1, 3), 0.5))
    assert cost[0, OIL] == pytest.approx(18e3 / 90e3 + 0.5)
    closed = closed_hours_cost(cost, np.array([0.5]))
    assert closed[0, OIL] == pytest.approx(2 * cost[0, OIL])
    assert closed[0, BATTERY_FLEET] == cost[0, BATTERY_FLEET]


def test_the_scrapped_are_the_worn_out_and_those_who_give_up_early():
    age, county = np.array([0, 12, 12, 12, 20], dtype=np.uint8), np.array([0, 0, 1, 0, 1])
    hazard = np.where(np.arange(256) >= 20, 1.0, 0.1).astype(np.float32)
    early = np.zeros((256, 2), dtype=np.float32)
    early[12, 0] = 0.5
    diesel = np.array([0, 0, 0, 1, 0], dtype=np.uint8)
    eligible = Eligible(age, diesel, county, oldest_rule_years=10, cleaner_from=1)
    rows, chance = scrapped(age, np.full(5, 0.3, dtype=np.float32), hazard, early, eligible)
    assert rows.tolist() == [1, 4]  # 0.1 + 0.9 * 0.5 = 0.55 only where the county pays and oil is burnt
    assert chance == pytest.approx([0.55, 1.0])


def test_a_mandate_binds_its_share_and_leaves_the_rest_to_choose():
    draw = (np.arange(10_000) + 0.5) / 10_000
    value = np.tile([1.0, -np.inf, 0.0], (10_000, 1))
    free = choose_fleet(value, np.zeros(10_000), draw)
    bound = choose_fleet(value, np.full(10_000, 0.4), draw)
    share = np.count_nonzero(free == BATTERY_FLEET) / 10_000
    assert share == pytest.approx(1 / (1 + np.e), abs=1e-3)
    assert np.count_nonzero(bound == BATTERY_FLEET) / 10_000 == pytest.approx(0.4 + 0.6 * share, abs=1e-3)
    assert np.all(choose_fleet(value, np.ones(10_000), draw) == BATTERY_FLEET)
