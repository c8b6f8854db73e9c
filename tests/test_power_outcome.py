"""Few days are told apart by what a run makes of them, said from what it did on all."""

import numpy as np
import pytest

from abm.power.nearest import near_optima
from abm.power.outcome import Outcome, Search

N_DAYS, N_YEARS = 40, 3


def outcome(rng):
    """Some years in which wind and sun are lost on some days."""
    made = 1.0 + rng.random((N_YEARS, N_DAYS))
    return Outcome(
        unit_co2_mt=rng.random((N_YEARS, N_DAYS)),
        price=0.2 + rng.random((N_YEARS, N_DAYS)),
        lost_gwh=made * np.maximum(rng.random((N_YEARS, N_DAYS)) - 0.7, 0.0),
        made_gwh=made,
        co2_mt=np.full(N_YEARS, 60.0),
    )


@pytest.fixture(scope="module")
def search():
    rng = np.random.default_rng(3)
    totals = np.vstack([np.ones(N_DAYS), 1.0 + rng.random((2, N_DAYS))])
    return Search(rng.random((12, N_DAYS)), totals, outcome(rng), outcome(rng))


def test_all_days_miss_nothing(search):
    every, ones = np.arange(N_DAYS), np.ones(N_DAYS)
    assert search.plan.off(every, ones) == pytest.approx(np.zeros((3, N_YEARS)), abs=1e-12)
    assert search.miss(every, ones * 365.0 / N_DAYS) == pytest.approx(0.0, abs=1e-12)


def test_weights_are_those_of_a_run_which_give_the_years_totals(search):
    rows = np.array([2, 9, 17, 30])
    weight = search.weights(np.ones(4), rows)
    assert search.totals[:, rows] @ weight == pytest.approx(search.totals.sum(axis=1) * 365.0 / N_DAYS)


def test_the_second_stage_keeps_what_is_kept_and_never_misses_more_than_the_nearest(search):
    kept = np.array([7])
    near = near_optima(search.features, search.features.sum(axis=1), 4, kept)
    rows, weight, error = search.best(near, kept)
    assert 7 in rows and len(set(rows.tolist())) == 4
    assert search.miss(rows, weight) <= min(search.miss(*one[:2]) for one in near[:5]) + 1e-12
    assert near[0][2] <= error <= 1.5**2 * near[0][2]
    again = search.best(near, kept)
    assert again[0].tolist() == rows.tolist()
