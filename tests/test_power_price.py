"""The hourly price of the province against the exchange's, 2022 to 2024: what the fitted bids reproduce."""

import numpy as np
import pytest

from abm.power.calibrate import Hindcast, with_bids
from abm.region import load_region


@pytest.fixture(scope="module")
def hindcast():
    return Hindcast(load_region("luliang"))


def test_evidence_has_the_published_means(hindcast):
    means = [case.evidence.mean() for case in hindcast.cases]
    assert [case.year for case in hindcast.cases] == [2022, 2023, 2024]
    assert means == pytest.approx([445.1, 347.2, 313.7], abs=0.1)
    assert hindcast.cases[0].months == tuple(range(4, 13))  # the record starts in April 2022


def test_yearly_means_are_reproduced(hindcast):
    for row in hindcast.table():
        assert row["model"] == pytest.approx(row["evidence"], rel=0.03), row["year"]


def test_the_shape_of_the_day_is_reproduced(hindcast):
    for row in hindcast.table():
        assert row["correlation"] > 0.8
        assert row["noon_model"] < 0.8 * row["evening_model"]
        assert row["noon_model"] == pytest.approx(row["noon_evidence"], rel=0.15)
        assert row["evening_model"] == pytest.approx(row["evening_evidence"], rel=0.12)


def test_noon_falls_from_year_to_year_as_sun_is_built(hindcast):
    ratio = [row["noon_model"] / row["model"] for row in hindcast.table()]
    assert ratio[0] > ratio[1] > ratio[2]


def test_other_bids_fit_worse(hindcast):
    numbers = hindcast.numbers
    gaps = np.log(np.diff(np.concatenate([[0.0], numbers.step_factor])))
    here = np.concatenate([gaps, [np.log(numbers.start_factor), numbers.price_elasticity]])
    assert with_bids(numbers, here).step_factor == pytest.approx(numbers.step_factor)
    best = hindcast.error(numbers)
    for change in (-0.2, 0.2):
        assert hindcast.error(with_bids(numbers, here + np.array([change, 0, 0, 0, 0, 0, 0, 0]))) > best
        assert hindcast.error(with_bids(numbers, here + np.array([0, 0, 0, 0, 0, 0, 0, change]))) > best
