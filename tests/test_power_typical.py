"""The days that stand for the year: chosen by what the grid does on them, and as good as the year itself."""

import numpy as np
import pytest

from abm.power.calibrate import province
from abm.power.days import DAYS_FILE, choose_days, heating_season, highest_day, totals, whole_year
from abm.power.dispatch import dispatch
from abm.power.nearest import choose, near_optima, weights_of
from abm.power.numbers import PowerNumbers
from abm.power.profile import read_profile
from abm.power.solver import DaySolver
from abm.power.typical import NUMBERS, _curtailed, _shares
from abm.region import load_region

PART = 4  # of the hours whose mean price is compared


@pytest.fixture(scope="module")
def luliang():
    return load_region("luliang")


def yearly(region, days, year):
    """Share curtailed, and mean price by four hours, of the province in a year."""
    years = tuple(range(region.first_year, region.horizon + 1))
    storyline = next(iter(region.storylines.values()))
    inputs = province(PowerNumbers.of(region, years), storyline, days, year, years.index(year))
    done = dispatch(inputs, DaySolver(), days, year)
    lost = days.weight @ done.rest_curtailed_gw.sum(axis=1)
    price = (days.weight @ done.price_cny_per_kwh / days.weight.sum()).reshape(-1, PART).mean(axis=1)
    return lost / (days.weight @ (inputs.rest.wind_gw + inputs.rest.pv_gw).sum(axis=1)), price


def test_two_days_that_hold_the_year_are_found_with_their_weights():
    # The year is 7 days like the second and 5 like the fourth; any other pair misses it.
    features = np.array([[1.0, 0.0, 2.0, 3.0, 1.0], [0.0, 2.0, 2.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0, 1.0]])
    wanted = features @ np.array([0.0, 7.0, 0.0, 5.0, 0.0])
    chosen = choose(features, wanted, np.array([0, 2]), np.array([], dtype=int))
    assert chosen.tolist() == [1, 3]
    weight, error = weights_of(features[:, chosen], wanted)
    assert weight == pytest.approx([7.0, 5.0]) and error == pytest.approx(0.0, abs=1e-12)


def test_a_year_without_stores_or_weather_gives_days_no_share_in_them():
    assert _shares(np.zeros(3)).tolist() == [0.0, 0.0, 0.0]
    assert _shares(np.array([1.0, 0.0, 3.0])).tolist() == [0.25, 0.0, 0.75]
    assert _curtailed(np.zeros((3, 24)), np.zeros((3, 24))).tolist() == [0.0, 0.0, 0.0]


def test_what_is_kept_stays_and_no_day_stands_for_less_than_itself():
    rng = np.random.default_rng(5)
    features = rng.random((12, 40))
    chosen, weight, error = near_optima(features, features.sum(axis=1), 6, np.array([3, 17]))[0]
    assert {3, 17} <= set(chosen.tolist()) and len(set(chosen.tolist())) == 6
    assert weight.min() >= 1.0
    again = near_optima(features, features.sum(axis=1), 6, np.array([3, 17]))[0]
    assert again[0].tolist() == chosen.tolist() and again[2] == error


def test_the_search_does_not_end_above_where_it_began():
    rng = np.random.default_rng(6)
    features, none = rng.random((10, 30)), np.array([], dtype=int)
    wanted = features.sum(axis=1)
    for start in (np.arange(5), np.arange(20, 25)):
        chosen = choose(features, wanted, start, none)
        assert weights_of(features[:, chosen], wanted)[1] <= weights_of(features[:, start], wanted)[1]


def test_the_shipped_choice_has_all_its_numbers_of_days(luliang):
    listed = {int(row["n_days"]) for row in luliang.table(DAYS_FILE)}
    assert listed == set(NUMBERS)
    for n_days in NUMBERS:
        assert choose_days(luliang.with_values({"power.n_days": float(n_days)})).n_days == n_days


def test_all_days_are_the_year_itself(luliang):
    days = choose_days(luliang.with_values({"power.n_days": 365.0}))
    assert (days.weight == 1.0).all() and (days.date == np.arange(365)).all()


@pytest.mark.parametrize("year", [2024, 2030, 2035])
@pytest.mark.parametrize(("n_days", "lost_off", "mean_off", "hours_off"), [(10, 0.1, 0.05, 0.15), (6, 0.2, 0.08, 0.3)])
def test_the_days_do_what_the_whole_year_does(luliang, year, n_days, lost_off, mean_off, hours_off):
    few = choose_days(luliang.with_values({"power.n_days": float(n_days)}))
    whole_lost, whole_price = yearly(luliang, whole_year(luliang), year)
    lost, price = yearly(luliang, few, year)
    assert lost == pytest.approx(whole_lost, rel=lost_off)
    assert price.mean() == pytest.approx(whole_price.mean(), rel=mean_off)
    assert price == pytest.approx(whole_price, rel=hours_off)


def test_weights_are_chosen_with_the_years_totals_and_hardly_moved_to_them(luliang):
    # As long as they were moved afterwards, eight days chosen for the right curtailment had 28 % too much.
    profile = read_profile(luliang)
    every = totals(profile, heating_season(luliang)[profile.date])
    for n_days in NUMBERS:
        rows = [row for row in luliang.table(DAYS_FILE) if int(row["n_days"]) == n_days]
        listed = np.array([float(row["weight"]) for row in rows])
        dates = np.array([int(row["date"]) for row in rows])
        assert every[:, dates] @ listed == pytest.approx(every.sum(axis=1), rel=0.02 if n_days > 5 else 0.1)
        if n_days > 7:  # more weights than totals
            days = choose_days(luliang.with_values({"power.n_days": float(n_days)}))
            assert np.abs(days.weight - listed).max() < 10.0  # of days


def test_the_day_of_the_highest_net_load_is_always_there(luliang):
    (highest,) = highest_day(luliang, read_profile(luliang))
    for n_days in NUMBERS:
        assert highest in choose_days(luliang.with_values({"power.n_days": float(n_days)})).date


def test_medoids_hide_surplus():
    region = load_region("luliang")
    region._tables[DAYS_FILE] = []  # a region without a choice
    medoids = choose_days(region)
    for year in (2024, 2030):
        whole_lost, whole_price = yearly(region, whole_year(region), year)
        lost, price = yearly(region, medoids, year)
        assert lost < 0.7 * whole_lost
        assert price[-2:].mean() < 0.9 * whole_price[-2:].mean()  # the evening
