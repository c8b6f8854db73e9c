"""Tariffs: blocks, dated period hours, the spread around the flat price, three regimes; and fuel prices."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest

from abm.days import Days
from abm.prices import Prices
from abm.prices.periods import Seasons, following_set, hours_on, read_rules
from abm.region import load_region
from agents.signals.electricity import FLAT, PEAK, SHARP, VALLEY, ElectricitySignals, spread_multipliers
from agents.signals.supply import SupplySignals
from policies.levers.coal_power import LEVERS as COAL_LEVERS
from policies.levers.supply import LEVERS as SUPPLY_LEVERS
from policies.levers.tou import LEVERS
from tests.power_cases import tiny_world

RULES = read_rules(load_region("luliang"))
WRITTEN = np.array([0.36, 0.45, 1.0, 1.6, 1.92])


@dataclass(frozen=True)
class _Signals:
    """As much of the signals as these levers rewrite."""

    electricity: ElectricitySignals
    supply: SupplySignals | None = None


@pytest.fixture(scope="module")
def prices():
    return Prices(tiny_world())


@pytest.fixture(scope="module")
def electricity(prices):
    return prices.electricity(2025)


def test_hours_of_2022():
    hours = hours_on(RULES, 0, date(2023, 4, 10))
    assert (hours[[0, 6, 11, 12]] == VALLEY).all()
    assert (hours[[8, 10, 17, 22]] == PEAK).all()
    assert (hours[[7, 13, 16, 23]] == FLAT).all()
    assert (hours == VALLEY).sum() == 9 and (hours == PEAK).sum() == 9


def test_sharp_peak_in_winter_and_summer_only():
    assert hours_on(RULES, 0, date(2023, 1, 10))[18] == SHARP
    assert hours_on(RULES, 0, date(2023, 7, 10))[18] == SHARP
    assert hours_on(RULES, 0, date(2023, 10, 10))[18] == PEAK


def test_the_new_hours_start_on_the_first_of_may_2026():
    assert (hours_on(RULES, 1, date(2026, 4, 30)) == hours_on(RULES, 0, date(2026, 4, 30))).all()
    after = hours_on(RULES, 1, date(2026, 5, 1))
    assert (after[9:15] == VALLEY).all()  # noon, where the old rule has a peak until eleven
    assert (after[17:24] == PEAK).all()
    assert after[0] == FLAT


def test_hours_that_follow_the_spot_price_have_the_same_counts():
    n = 3
    days = Days(
        *(np.arange(n), np.ones(n), np.array([1, 4, 4]), np.ones(n, bool)),
        *(np.ones((n, 24)) for _ in range(5)),
    )
    pattern = np.array([hours_on(RULES, 0, date(2023, m, 10)) for m in days.month])
    price = np.tile(np.where((np.arange(24) >= 10) & (np.arange(24) < 16), 0.1, 0.3) + np.arange(24) / 1000, (n, 1))
    codes = following_set(pattern, price, Seasons.of(days))
    assert (np.sort(codes, axis=1) == np.sort(pattern, axis=1)).all()
    assert (codes[:, 10:16] == VALLEY).all()  # the cheapest hours
    assert codes[1, 23] == PEAK and codes[0, 23] == SHARP  # the dearest


def test_of_hours_that_cost_the_same_those_stay_dear_that_are():
    n = 3
    days = Days(
        *(np.arange(n), np.ones(n), np.array([1, 4, 4]), np.ones(n, bool)),
        *(np.ones((n, 24)) for _ in range(5)),
    )
    pattern = np.array([hours_on(RULES, 0, date(2023, m, 10)) for m in days.month])
    noon = (np.arange(24) >= 8) & (np.arange(24) < 16)
    least = 0.0001 * np.arange(24)[::-1]  # falls towards the night: the optimum's way of telling equal hours apart
    codes = following_set(pattern, np.tile(np.where(noon, 0.1, 0.5) + least, (n, 1)), Seasons.of(days))
    assert (codes[:, 8:16] <= FLAT).all()
    evening = pattern >= PEAK
    evening[:, 8:16] = False
    assert (codes[evening] >= PEAK).all()
    # a difference that somebody would move a peak for still does
    moved = following_set(pattern, np.tile(np.where(noon, 0.1, 0.5) + 100 * least, (n, 1)), Seasons.of(days))
    assert (moved[:, 0] >= PEAK).all()


def test_spread_at_the_written_ratio_gives_the_written_multipliers():
    assert spread_multipliers(WRITTEN, 1.6 / 0.45) == pytest.approx(WRITTEN)
    assert spread_multipliers(WRITTEN, 1.0) == pytest.approx(np.ones(5))
    wider = spread_multipliers(WRITTEN, 6.0)
    assert wider[PEAK] / wider[VALLEY] == pytest.approx(6.0)
    assert (spread_multipliers(WRITTEN, 8.0) > 0).all()


def test_a_wider_spread_costs_a_user_who_moves_nothing_the_same(electricity):
    year = electricity.day_weight[:, None] * electricity.business_load_shape
    bills = [
        np.vdot(replace(electricity, peak_valley_ratio=ratio).small_business_cny_per_kwh, year)
        for ratio in (1.0, 2.0, 3.5556, 5.0, 8.0)
    ]
    assert bills == pytest.approx([bills[0]] * 5)


def test_in_the_mean_price_of_a_year_a_day_counts_by_the_days_it_stands_for(electricity):
    dear = np.full_like(electricity.wholesale_cny_per_kwh, 0.2)
    dear[0] = 1.0  # the first day
    seen = replace(electricity, wholesale_cny_per_kwh=dear, large_user_spot_share=1.0)
    share = seen.day_weight[0] / seen.day_weight.sum()
    assert abs(share - 1.0 / len(dear)) > 0.01
    energy = seen.large_user_mean_cny_per_kwh - seen.large_user_adders_cny_per_kwh
    assert energy == pytest.approx(0.2 + 0.8 * share)


def test_small_business_pays_the_flat_price_in_flat_hours(electricity):
    plain = replace(electricity, peak_valley_ratio=1.6 / 0.45)
    flat = plain.small_business_cny_per_kwh[plain.period == FLAT]
    assert flat == pytest.approx(np.full(len(flat), plain.small_business_flat_cny_per_kwh))
    valley = plain.small_business_cny_per_kwh[plain.period == VALLEY]
    assert valley == pytest.approx(np.full(len(valley), 0.45 * plain.small_business_flat_cny_per_kwh))


def test_sharp_peaks_bind_large_users_only(electricity):
    sharp = electricity.period == SHARP
    assert sharp.any()
    small = electricity.small_business_cny_per_kwh
    assert small[sharp] == pytest.approx(np.full(sharp.sum(), small.max()))
    no_spot = replace(electricity, large_user_spot_share=0.0)
    assert (
        no_spot.large_user_cny_per_kwh[sharp].min() > no_spot.large_user_cny_per_kwh[electricity.period == PEAK].max()
    )


def test_large_users_pay_their_spot_share_by_the_hour(electricity):
    hourly = np.array(electricity.wholesale_cny_per_kwh)
    dearer = replace(electricity, wholesale_cny_per_kwh=hourly + 0.1)
    rise = dearer.large_user_cny_per_kwh - electricity.large_user_cny_per_kwh
    assert rise == pytest.approx(np.full(hourly.shape, 0.1 * electricity.large_user_spot_share))


def test_catalogue_of_homes(prices):
    first, later = prices.electricity(2020), prices.electricity(2024)
    assert first.residential_tier_cny_per_kwh == pytest.approx([0.477, 0.527, 0.777])
    assert first.residential_tier_kwh_per_month == pytest.approx([170.0, 260.0])
    assert first.heating_valley_hours.sum() == 12
    at_night = first.residential_tou_add_cny_per_kwh[0, 2]
    assert 0.477 + at_night == pytest.approx(0.2862)
    assert later.residential_tier_cny_per_kwh[0] == pytest.approx(0.477 / 1.033)  # same money, less worth


def test_contract_follows_last_years_price_within_the_band():
    prices = Prices(tiny_world())
    shape = (prices.world.days.n_days, 24)
    found = []
    for cny in (0.1, 0.33, 0.9):
        prices.wholesale = np.full(shape, cny)
        found.append([prices.contract_cny_per_kwh(year) for year in (2020, 2025)])
    later = 1.033  # consumer prices over 2020: the law's band is worth less, the wholesale price is not
    assert found[0] == pytest.approx([0.332 * 0.85, 0.332 * 0.8 / later])  # the band was -15 to +10 % at first
    assert found[1] == pytest.approx([0.33, 0.33 * 1.05])  # the premium is one over a market by the hour
    assert found[2] == pytest.approx([0.332 * 1.1, 0.332 * 1.2 / later])


def test_plants_are_paid_by_contract_until_a_market_settles_the_hours():
    prices = Prices(tiny_world())
    hourly = np.full((prices.world.days.n_days, 24), 0.15)
    hourly[:, 18] = 0.6
    before = prices.electricity(2020)
    assert before.paid_to_plants_cny_per_kwh(hourly) == pytest.approx(np.full(hourly.shape, 0.31))
    prices.wholesale = before.paid_to_plants_cny_per_kwh(hourly)
    assert prices.contract_cny_per_kwh(2021) == pytest.approx(0.31)  # carried on, whatever the hours would have cost
    assert (prices.electricity(2022).paid_to_plants_cny_per_kwh(hourly) == hourly).all()


def test_what_a_regulator_writes_loses_worth_with_its_money():
    prices = Prices(tiny_world())
    t = prices.tariffs
    for year, level in ((2020, 1.0), (2025, 1.033)):
        at = prices.world.years.index(year)
        seen = prices.electricity(year)
        contract = seen.large_user_contract_cny_per_kwh
        losses = contract * t.loss_share / (1.0 - t.loss_share)
        fees = (t.large_grid_fee[at] + t.funds) / level
        assert seen.large_user_adders_cny_per_kwh == pytest.approx(losses + fees)
        fees = (t.small_grid_fee[at] + t.funds) / level
        assert seen.small_business_flat_cny_per_kwh == pytest.approx(contract + losses + fees)


def test_rooftop_power_at_the_benchmark_is_paid_in_money_of_the_day():
    prices = Prices(tiny_world())
    assert (prices.tariffs.feed_in_contract_share[:6] == 1.0).all()
    first, later = (prices.electricity(year).feed_in_cny_per_kwh for year in (2020, 2025))
    assert first == pytest.approx(prices.tariffs.feed_in_benchmark)
    assert later == pytest.approx(first / 1.033)


def test_signals_cannot_be_written_to(electricity):
    with pytest.raises(ValueError, match="read-only"):
        electricity.small_business_cny_per_kwh[0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        electricity.period_sets[0, 0, 0] = 1


def test_dearer_coal_is_dearer_for_everyone():
    world = tiny_world("luliang")
    prices = Prices(world)
    cheap, dear = prices.fuel(2020), prices.fuel(2022)  # 425 and 922 CNY/t in the storyline
    assert dear.raw_coal_industry_cny_per_t / cheap.raw_coal_industry_cny_per_t == pytest.approx(922 / 425)
    assert (dear.raw_coal_household_cny_per_t > cheap.raw_coal_household_cny_per_t).all()
    assert (cheap.clean_coal_household_cny_per_t > cheap.raw_coal_household_cny_per_t).all()


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.id)
def test_levers_rewrite_the_rule_and_leave_the_rest(lever, electricity):
    field = {
        "tou_peak_valley_ratio": "peak_valley_ratio",
        "tou_period_set": "period_set",
        "demand_response_payment": "demand_response_cny_per_kwh",
    }[lever.id]
    signals = _Signals(electricity)
    changed = lever.apply(signals, 2.0, {})
    assert getattr(changed.electricity, field) == 2.0
    assert getattr(electricity, field) != 2.0
    assert changed.electricity.wholesale_cny_per_kwh is electricity.wholesale_cny_per_kwh


def paying_for_coal_capacity(prices, year, value):
    """Return the signals of a year in which coal units are paid ``value`` CNY/kW for standing ready."""
    lever = next(lever for lever in COAL_LEVERS if lever.id == "coal_capacity_payment")
    return lever.apply(_Signals(prices.electricity(year), SupplySignals.quiet(1)), value, None)


def test_industry_and_commerce_pay_for_the_coal_and_stores_that_stand_ready_for_the_province(prices):
    none, whole = (paying_for_coal_capacity(prices, 2026, value) for value in (0.0, 330.0))
    charge = (whole.electricity.large_user_cny_per_kwh - none.electricity.large_user_cny_per_kwh).mean()
    flat = whole.electricity.small_business_flat_cny_per_kwh - none.electricity.small_business_flat_cny_per_kwh
    assert charge == pytest.approx(flat) and charge > 0.0
    told = prices.world.context
    demand, sent = told("grid.demand_shanxi", "TWh", 2026), told("grid.export_shanxi", "TWh", 2026)
    coal, stores = (
        0.5 * sum(told(f"grid.{kind}_shanxi", "GW", y) for y in (2025, 2026)) for kind in ("coal", "storage")
    )
    gw = coal + stores * whole.electricity.store_counts_share
    collected_cny = charge * prices.tariffs.capacity_users_share * demand * 1e9
    paid_cny = (whole.supply.coal_capacity_cny_per_kw - none.supply.coal_capacity_cny_per_kw) * gw * 1e6
    assert collected_cny == pytest.approx(paid_cny * demand / (demand + sent))


def test_stores_are_paid_as_coal_by_their_hours_over_those_of_the_peak(prices):
    p = prices.world.region.parameters
    for year in (2026, 2030):
        paying, hours = paying_for_coal_capacity(prices, year, 165.0).supply, p.value("power.battery.hours", "h", year)
        share = hours / p.value("power.store.peak_hours", "h")
        assert 0.0 < share < 1.0
        assert paying.store_capacity_cny_per_kw == pytest.approx(share * paying.coal_capacity_cny_per_kw)
    assert paying_for_coal_capacity(prices, 2025, 100.0).supply.store_capacity_cny_per_kw == 0.0  # no such rule yet
    assert prices.tariffs.store_counts.max() <= 1.0


def test_homes_and_farms_bear_no_payment_for_coal_capacity(prices):
    none, whole = (paying_for_coal_capacity(prices, 2026, value).electricity for value in (0.0, 330.0))
    assert (whole.residential_tier_cny_per_kwh == none.residential_tier_cny_per_kwh).all()
    assert whole.farm_cny_per_kwh == none.farm_cny_per_kwh


@pytest.mark.parametrize(("year", "value"), [(2020, 0.0), (2023, 0.0), (2024, 100.0), (2025, 100.0)])
def test_what_law_paid_until_2025_is_in_the_charge_already(prices, year, value):
    paying = paying_for_coal_capacity(prices, year, value).electricity
    assert paying.large_user_adders_cny_per_kwh == pytest.approx(prices.electricity(year).large_user_adders_cny_per_kwh)


def test_the_step_of_2026_costs_users_about_a_fen(prices):
    law = paying_for_coal_capacity(prices, 2026, 165.0).electricity
    more = law.large_user_adders_cny_per_kwh - prices.electricity(2026).large_user_adders_cny_per_kwh
    assert 0.008 < more < 0.018


def test_users_bear_the_capacity_price_of_the_pumped_plant_as_far_as_it_serves(prices):
    lever = next(lever for lever in SUPPLY_LEVERS if lever.id == "pumped_storage")
    plain = prices.electricity(2030)
    half, whole = (
        lever.apply(_Signals(plain), value, None).electricity.large_user_adders_cny_per_kwh
        - plain.large_user_adders_cny_per_kwh
        for value in (0.5, 1.0)
    )
    assert whole == pytest.approx(2.0 * half)
    users_kwh = 1e9 * prices.world.context("grid.demand_shanxi", "TWh", 2030) * prices.tariffs.capacity_users_share
    assert whole * users_kwh == pytest.approx(prices.tariffs.pumped_ready_cny)
