"""The hourly price of the province against the exchange's, 2022 to 2024: what the fitted bids reproduce."""

import numpy as np
import pytest

from abm.power.calibrate import Hindcast, with_bids
from abm.power.days import whole_year
from abm.region import load_region


@pytest.fixture(scope="module")
def hindcast():
    return Hindcast(load_region("luliang"))


@pytest.fixture(scope="module")
def whole():
    region = load_region("luliang")
    return Hindcast(region, whole_year(region))


def test_evidence_has_the_published_means(hindcast):
    means = [case.evidence.mean() for case in hindcast.cases]
    assert [case.year for case in hindcast.cases] == [2022, 2023, 2024]
    assert means == pytest.approx([445.1, 347.2, 313.7], abs=0.1)
    assert hindcast.cases[0].months == tuple(range(4, 13))  # the record starts in April 2022


def test_yearly_means_are_reproduced_on_the_days_of_a_run(hindcast):
    for row in hindcast.table():
        assert row["model"] == pytest.approx(row["evidence"], rel=0.07), row["year"]


def test_the_whole_year_comes_nearer_and_loses_as_much_wind_and_sun_as_the_grid_did(whole):
    for row in whole.table():
        assert row["model"] == pytest.approx(row["evidence"], rel=0.04), row["year"]
        assert row["hourly_error"] < 46.0
        assert row["correlation"] > 0.85
    seen, made = whole.curtailed(whole.curtailed_cases[0])
    assert made == pytest.approx(seen, abs=0.005)


def test_the_shape_of_the_day_is_reproduced(hindcast):
    # days stand for whole years; of 2022 only nine months have evidence
    for row, off in zip(hindcast.table(), (0.2, 0.15, 0.15), strict=True):
        assert row["correlation"] > 0.8
        assert row["noon_model"] < 0.8 * row["evening_model"]
        assert row["noon_model"] == pytest.approx(row["noon_evidence"], rel=off)
        assert row["evening_model"] == pytest.approx(row["evening_evidence"], rel=off)


def test_the_whole_year_has_the_shape_of_the_day_in_each_year(whole):
    for row in whole.table():
        assert row["noon_model"] == pytest.approx(row["noon_evidence"], rel=0.15)
        assert row["evening_model"] == pytest.approx(row["evening_evidence"], rel=0.1)


def test_bids_follow_the_spot_price_of_coal_no_more_than_fully(hindcast):
    # what is bought on contract, whose price hardly moves, can only dampen them
    assert 0.5 < hindcast.numbers.price_elasticity < 1.05


def test_noon_falls_from_year_to_year_as_sun_is_built(hindcast):
    ratio = [row["noon_model"] / row["model"] for row in hindcast.table()]
    assert ratio[0] > ratio[1] > ratio[2]


def test_other_bids_fit_worse(hindcast):
    numbers = hindcast.numbers
    gaps = np.log(np.diff(np.concatenate([[0.0], numbers.step_factor])))
    here = np.concatenate([gaps, [np.log(numbers.start_factor), numbers.price_elasticity]])
    assert with_bids(numbers, here).step_factor == pytest.approx(numbers.step_factor)
    best = hindcast.error(numbers)
    moves = np.eye(len(here))
    for change in (-0.2, 0.2):
        for move in (moves[0], moves[-1]):  # the cheapest step, the elasticity
            assert hindcast.error(with_bids(numbers, here + change * move)) > best
