"""What the province has on the mean over a year: storylines tell the ends of years, the dispatch runs means."""

from dataclasses import replace

import numpy as np
import pytest

from abm.power.calibrate import province
from abm.power.days import choose_days
from abm.power.dispatch import read_dispatch
from abm.power.fleet import read_coal_units, read_renewables
from abm.power.numbers import CityShares, PowerNumbers
from abm.power.programme import programme
from abm.power.province import (
    below_last_resort,
    fleet_rates_gj_per_mwh,
    fuel_and_carbon_cny_per_mwh,
    last_resort_cny_per_mwh,
    rest_of_province,
    standing_gw,
)
from abm.power.solver import DaySolver
from abm.region import load_region
from agents.choice import annuity
from tests.power_cases import hourly, small_inputs

KINDS = ("wind", "pv", "coal", "storage")
YEARS = tuple(range(2020, 2061))


@pytest.fixture(scope="module")
def luliang():
    return load_region("luliang")


@pytest.fixture(scope="module")
def numbers(luliang):
    return PowerNumbers.of(luliang, YEARS)


def ends(storyline, kind, year):
    return [storyline.value(f"grid.{kind}_shanxi", "GW", y) for y in (year - 1, year)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_mean_over_a_year_lies_between_its_ends(luliang, numbers, kind):
    for storyline in luliang.storylines.values():
        for at, year in enumerate(YEARS):
            low, high = sorted(ends(storyline, kind, year))
            assert low <= standing_gw(numbers, storyline, kind, year, at) <= high


@pytest.mark.parametrize("kind", KINDS)
def test_in_years_to_come_it_is_the_mean_of_the_two_ends(luliang, numbers, kind):
    for storyline in luliang.storylines.values():
        for year in (2026, 2030, 2045, 2060):
            assert standing_gw(numbers, storyline, kind, year, YEARS.index(year)) == pytest.approx(
                np.mean(ends(storyline, kind, year))
            )


def test_what_comes_late_counts_less(luliang, numbers):
    steady = luliang.storylines["steady"]
    late, early = (
        replace(numbers, standing_share=numbers.standing_share | {"pv": np.full(len(YEARS), share)})
        for share in (0.0, 1.0)
    )
    at = YEARS.index(2023)
    assert [standing_gw(n, steady, "pv", 2023, at) for n in (late, early)] == pytest.approx(ends(steady, "pv", 2023))


def test_observed_years_have_what_output_over_hours_says(luliang, numbers):
    steady = luliang.storylines["steady"]
    assert standing_gw(numbers, steady, "wind", 2020, 0) == pytest.approx(14.0, abs=0.3)
    # the first half of 2023: 28.97 TWh in 1,232 h, 12.95 TWh in 715 h, 156.0 TWh in 2,204 h; the year had more
    for kind, first_half_gw in (("wind", 28.97 / 1.232), ("pv", 12.95 / 0.715), ("coal", 156.0 / 2.204)):
        mean = standing_gw(numbers, steady, kind, 2023, YEARS.index(2023))
        assert first_half_gw < mean < ends(steady, kind, 2023)[1]


def test_city_and_rest_are_the_province(luliang, numbers):
    steady, days = luliang.storylines["steady"], choose_days(luliang)
    for at, year in enumerate(YEARS[:6]):
        whole = province(numbers, steady, days, year, at).rest
        rest = rest_of_province(numbers, steady, days, year, at)
        share = numbers.city_share.wind, numbers.city_share.pv, numbers.city_share.coal
        for has, of_whole, city in zip(
            (rest.wind_gw, rest.pv_gw, rest.available_gw),
            (whole.wind_gw, whole.pv_gw, whole.available_gw),
            share,
            strict=True,
        ):
            assert has + city * of_whole == pytest.approx(of_whole)


def test_the_citys_shares_are_what_its_lists_have_of_the_provinces_mean(luliang, numbers):
    steady = luliang.storylines["steady"]
    wind = read_renewables(luliang, YEARS).wind_mw.sum(axis=1) / 1000.0
    units = read_coal_units(luliang)
    coal = [float(units.capacity_mw @ units.running_share(year, 60.0, 0.0)) / 1000.0 for year in YEARS]
    observed = range(YEARS.index(luliang.last_observed_year) + 1)
    for kind, has, share in (("wind", wind, numbers.city_share.wind), ("coal", coal, numbers.city_share.coal)):
        shares = [has[at] / standing_gw(numbers, steady, kind, YEARS[at], at) for at in observed]
        assert min(shares) < share < max(shares)
        assert share == pytest.approx(np.mean(shares), rel=0.04)


def test_other_power_is_what_the_first_half_of_2023_had(numbers):
    total, coal, wind, sun = 213.273, 156.003, 28.965, 12.951  # TWh in 181 days
    assert numbers.rest_other_gw == pytest.approx((total - coal - wind - sun) * 1000.0 / (181 * 24), rel=0.03)


@pytest.mark.parametrize("name", ["steady", "fast", "persist", "slump"])
def test_nobody_bids_above_what_the_last_resort_costs(luliang, numbers, name):
    days, storyline, highest = choose_days(luliang), luliang.storylines[name], {}
    for year in (2022, 2023, 2060):
        at = YEARS.index(year)
        bids = rest_of_province(numbers, storyline, days, year, at).step_bid_cny_per_mwh
        assert bids.max() < last_resort_cny_per_mwh(storyline, year)
        cost = fuel_and_carbon_cny_per_mwh(numbers, storyline, year, at, fleet_rates_gj_per_mwh(numbers, at))
        highest[year] = bids.max() / cost.mean()
    # what was fitted stands; where others come in for less, the dear steps bid just below them
    assert [highest[year] for year in (2022, 2023)] == pytest.approx([numbers.step_factor[-1]] * 2)
    assert highest[2060] < 0.9 * numbers.step_factor[-1]


@pytest.mark.parametrize("dear", [600.0, 5000.0])
def test_plants_run_before_the_last_resort_is_called(dear):
    inputs = small_inputs(load_gw=hourly(4.0), outside_cny_per_mwh=700.0)
    bids = below_last_resort(np.array([250.0, dear]), 700.0)
    rest = replace(inputs.rest, load_gw=hourly(13.0), step_bid_cny_per_mwh=bids)  # 17 GW where 14.6 can run
    inputs = replace(inputs, rest=rest)
    problem = programme(inputs)
    values, duals, _ = DaySolver().solve(problem, 2060)
    assert read_dispatch(inputs, problem, values, duals, 0.0).rest_coal_gw == pytest.approx(hourly(14.0))


def entrants_cost(luliang, name, year, hours, carbon_paid):
    """Return CNY/MWh that a gas turbine asks in full for ``hours`` a year: with steam or without, whichever is less."""
    storyline, gj_per_m3, t_per_gj = luliang.storylines[name], 0.0356, 0.0561
    gas = storyline.value("price.gas", "CNY/m3", year) + luliang.parameters.value(
        "fuel_price.gas_industry_add", "CNY/m3"
    )
    fuel = gas / gj_per_m3 + carbon_paid * t_per_gj * storyline.value("price.carbon", "CNY/t", year)
    yearly = float(annuity(0.065, 25.0)) + 0.03
    return min(rate * fuel + 1000.0 * capex * yearly / hours for rate, capex in ((6.3, 3000.0), (9.3, 2000.0)))


@pytest.mark.parametrize(
    ("name", "year", "hours"),
    [
        ("steady", 2047, 800.0), ("steady", 2050, 1490.0), ("steady", 2060, 2910.0),
        ("fast", 2038, 770.0), ("fast", 2042, 800.0), ("fast", 2046, 1520.0), ("fast", 2050, 2810.0),
        ("fast", 2060, 2845.0), ("persist", 2044, 800.0), ("persist", 2048, 800.0),
        ("persist", 2050, 1460.0), ("slump", 2050, 770.0), ("slump", 2054, 830.0), ("slump", 2060, 1550.0),
    ],
)  # fmt: skip
def test_the_last_resort_asks_what_an_entrant_would_for_the_hours_in_which_it_is_called(luliang, name, year, hours):
    asked = last_resort_cny_per_mwh(luliang.storylines[name], year)
    cheap, dear = (entrants_cost(luliang, name, year, hours, paid) for paid in (0.0, 1.0))
    assert cheap < asked < dear


def test_coal_that_is_available_carries_the_tightest_day_until_the_2040s_and_no_longer(luliang, numbers):
    days, storyline = choose_days(luliang), luliang.storylines["steady"]
    whole = replace(numbers, city_share=CityShares.none(len(YEARS)))

    def reserve(year):
        rest = rest_of_province(whole, storyline, days, year, YEARS.index(year))
        needed = (rest.load_gw - rest.wind_gw - rest.pv_gw).mean(axis=1)
        return float((1.0 - needed / rest.available_gw.sum(axis=0)).min())

    assert reserve(2030) > 0.15 > reserve(2043) > 0.0 > reserve(2050)  # stores move power within a day, not days
