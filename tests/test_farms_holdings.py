"""Smallholders leave as rural homes do; others work their land, and a county's farmland stays."""

import numpy as np
import pytest

from abm import simulate
from abm.farming import Farming
from agents.farm import BURN
from agents.farm.leaving import leaving_time
from tests.farm_world import FarmRun, farm_world

HALF = 0.5


def _land(farming: Farming) -> np.ndarray:
    farms = farming.farms
    mu = farms.weight * farms.alive * farms.area_mu
    return np.bincount(farms.county, mu, farming.world.region.n_counties)


def _living(farming: Farming, chosen: np.ndarray) -> float:
    farms = farming.farms
    return float((farms.weight * farms.alive)[chosen].sum())


@pytest.fixture
def run() -> FarmRun:
    return FarmRun(farm_world(until=2030))


def test_families_that_work_elsewhere_leave_sooner():
    # -ln(1 - 0.5) = 0.693; half of the work elsewhere: 1 + 4 x 0.5 = 3 times as soon
    luck = np.full(3, 0.5)
    assert leaving_time(np.array([0.0, 0.5, 1.0]), luck, 4.0) == pytest.approx([0.6931, 0.2310, 0.1386], abs=1e-4)


def test_smallholders_follow_rural_homes_and_farmland_stays(run):
    farming, n = run.farming, run.world.region.n_counties
    small = ~farming.farms.is_large
    land, count, large = _land(farming), _living(farming, small), _living(farming, ~small)
    for homes in (0.9, HALF, 0.3):
        farming.settle(np.full(n, homes))
        assert _living(farming, small) == pytest.approx(homes * count, rel=0.002)
        assert _living(farming, ~small) == large
        assert _land(farming) == pytest.approx(land, rel=1e-6)
        assert farming.holdings.mu.sum(axis=1) == pytest.approx(land, rel=1e-12)


def test_straw_stays_too_and_is_counted_by_who_works_the_land(run):
    farming, n = run.farming, run.world.region.n_counties
    before = farming.straw.offered_t(0).sum(axis=0)
    per_farm = farming.straw.straw_per_farm_t
    farming.settle(np.full(n, HALF))
    assert farming.straw.offered_t(0).sum(axis=0) == pytest.approx(before, rel=1e-6)
    assert (farming.straw.straw_per_farm_t > 1.5 * per_farm).all()


def test_a_share_of_the_land_passed_on_goes_to_large_farms(run):
    farming, n = run.farming, run.world.region.n_counties
    first = farming.holdings.mu
    farming.settle(np.full(n, HALF))
    gone = farming.holdings.passed_mu
    assert (farming.holdings.mu - first)[:, 1] == pytest.approx(0.4 * gone)
    assert farming.organic._large_mu == pytest.approx(farming.holdings.mu[:, 1])
    more = 0.4 * gone / first.sum(axis=1)
    assert farming.practice.large_share == pytest.approx(0.25 + more)


def test_land_once_passed_on_is_not_taken_back(run):
    farming, n = run.farming, run.world.region.n_counties
    farming.settle(np.full(n, HALF))
    area = farming.farms.area_mu
    farming.settle(np.full(n, 0.8))
    assert farming.farms.area_mu is area


def test_someone_is_left_even_if_everybody_goes(run):
    farming, n = run.farming, run.world.region.n_counties
    land = _land(farming)
    farming.settle(np.zeros(n))
    assert farming.farms.alive.sum() == (farming.holdings.groups.count > 0).reshape(n, 2)[:, 0].sum() + (
        farming.farms.is_large.sum()
    )
    assert _land(farming) == pytest.approx(land, rel=1e-6)
    run.until(2022)
    assert np.isfinite(run.shares).all()


def test_those_who_stay_work_less_elsewhere(run):
    farming, n = run.farming, run.world.region.n_counties
    small = ~farming.farms.is_large
    before = farming.farms.off_farm_labour[small].mean()
    farming.settle(np.full(n, HALF))
    assert farming.farms.off_farm_labour[small & farming.farms.alive].mean() < before - 0.03


def test_larger_farms_leave_less_straw_to_fire():
    worlds = FarmRun(farm_world(until=2045)), FarmRun(farm_world(until=2045))
    worlds[1].farming.settle(np.full(worlds[1].world.region.n_counties, 0.4))
    small, grown = (one.until(2045).shares[-1] for one in worlds)
    assert grown[BURN] < small[BURN] - 0.005


def test_a_run_says_how_many_are_left():
    run = simulate("current", "tiny", until=2035, scale=1.0)
    farms, passed = run.series("Farms|Smallholders"), run.series("Farms|Land Passed On")
    assert farms.is_monotonic_decreasing and passed.is_monotonic_increasing
    assert passed[2020] == 0.0 < passed[2035]
    large = run.series("Share|Land of Large Farms")
    assert large[2020] < large[2035] < 1.0
