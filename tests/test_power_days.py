"""Representative days: real ones, with the right yearly totals, always the same."""

import numpy as np
import pytest

from abm.power.days import DAY_NUMBERS, DAYS_FILE, choose_days, k_medoids, match_totals
from abm.power.profile import fill_cop, fill_temperature, raise_wind, read_profile
from abm.region import load_region


@pytest.fixture(scope="module")
def luliang():
    return load_region("luliang")


@pytest.fixture(scope="module")
def days(luliang):
    return choose_days(luliang)


@pytest.mark.parametrize("name", ["luliang", "tiny"])
def test_weights_are_the_days_of_a_year(name):
    chosen = choose_days(load_region(name))
    assert chosen.weight.sum() == pytest.approx(365.0)
    assert (chosen.weight > 0).all()
    assert not chosen.load_shape.flags.writeable


def test_each_day_is_a_real_one(luliang, days):
    profile = read_profile(luliang)
    rows = [int(np.flatnonzero(profile.date == date)[0]) for date in days.date]
    assert days.load_shape == pytest.approx(profile.load[rows])
    assert days.wind == pytest.approx(profile.wind[rows])


def test_yearly_totals_come_out_right(luliang, days):
    profile = read_profile(luliang)
    for chosen, whole in ((days.load_shape, profile.load), (days.pv, profile.pv), (days.wind, profile.wind)):
        assert days.yearly(chosen) == pytest.approx(whole.sum(), rel=1e-6)
    assert days.weight @ days.heating == pytest.approx(151.0)  # 1 November to 31 March: 30 + 31 + 31 + 28 + 31


def net_load(days_or_profile, load):
    return load - 1.3 * days_or_profile.pv - 0.7 * days_or_profile.wind


def test_the_day_of_the_highest_net_load_is_kept(luliang, days):
    profile = read_profile(luliang)
    assert net_load(days, days.load_shape).max() == pytest.approx(net_load(profile, profile.load).max())


def test_medoids_keep_both_extreme_days():
    # Among chosen days the lowest need not be: what it is made of, surplus, is in the sums that the choice weighs.
    region = load_region("luliang")
    region._tables[DAYS_FILE] = []  # a region without a choice
    medoids, profile = choose_days(region), read_profile(region)
    chosen, net = net_load(medoids, medoids.load_shape), net_load(profile, profile.load)
    assert chosen.max() == pytest.approx(net.max())
    assert chosen.min() == pytest.approx(net.min())


def test_means_of_days_would_hide_the_peak(luliang, days):
    profile = read_profile(luliang)
    mean_day = (profile.load - 0.7 * profile.wind).mean(axis=0)
    assert (days.load_shape - 0.7 * days.wind).max() > 1.2 * mean_day.max()


def test_the_choice_is_always_the_same(luliang, days):
    again = choose_days(luliang)
    assert (again.date == days.date).all() and (again.weight == days.weight).all()


def test_medoids_of_two_clear_clusters_are_their_middles():
    points = np.array([[0.0], [1.0], [2.0], [10.0], [11.0], [12.0]])
    medoid, member = k_medoids(points, 2)
    assert sorted(medoid) == [1, 4]
    assert member[0] == member[2] != member[3]


def test_weights_move_as_little_as_possible():
    # Two days of 5 each, outputs 1 and 3; 10 days and 24 units wanted: 10 - x days at 1 and x at 3, 10 + 2 x = 24.
    found = match_totals(np.array([5.0, 5.0]), np.array([[1.0, 1.0], [1.0, 3.0]]), np.array([10.0, 24.0]))
    assert found == pytest.approx([3.0, 7.0])


def test_a_weight_never_falls_below_a_quarter():
    found = match_totals(np.array([5.0, 5.0]), np.array([[1.0, 1.0], [1.0, 3.0]]), np.array([10.0, 30.0]))
    assert found.min() >= 1.0 and found.sum() == pytest.approx(10.0)


def test_wind_keeps_its_ranks_and_gets_the_reported_hours():
    raw = np.random.default_rng(1).random((365, 24)) ** 4
    raised = raise_wind(raw, 2190.0, 0.8)
    assert raised.mean() == pytest.approx(0.25)  # 2190 / 8760
    assert raised.max() == pytest.approx(0.8, rel=0.02)
    assert (np.argsort(raised.ravel(), kind="stable") == np.argsort(raw.ravel(), kind="stable")).all()


def test_known_hours_of_temperature_and_cop_stay():
    date = np.arange(365)
    known = np.full((365, 24), np.nan)
    winter = (date < 105) | (date >= 273)
    known[winter] = 5.0 + np.arange(24) / 10
    filled = fill_temperature(date, known, 23.0, 10.0)
    assert filled[winter] == pytest.approx(known[winter])
    assert not np.isnan(filled).any()
    assert filled[189].mean() == pytest.approx(23.0, abs=0.5)  # mid-July
    cop = np.where(winter[:, None], 2.0 + 0.05 * known, np.nan)
    assert fill_cop(cop, filled)[winter] == pytest.approx(cop[winter])
    assert np.nanmax(fill_cop(cop, filled)) == pytest.approx(np.nanmax(cop))


def test_the_days_depend_on_the_numbers_that_they_are_kept_by():
    place = load_region("tiny")
    choose_days(place)
    assert {key for key in place.parameters.used if not key.startswith(DAY_NUMBERS)} == set()
