"""Hourly prices are those of the programme, not of the way in which the solver came to them."""

import numpy as np
import pytest

from abm.model import City
from abm.power import solver
from abm.power.programme import programme
from abm.power.solver import DaySolver
from abm.region import load_region
from abm.simulation import build_world, lever_paths

PRIMAL, DUAL_IN_TASKS = 4, 2


@pytest.fixture(scope="module")
def city():
    """Lüliang in 2023, warm from three years before."""
    region = load_region("luliang")
    city = City(build_world(region, until=2023, scale=0.005), lever_paths("plan", region, until=2023))
    for _ in city.world.years:
        city.step()
    return city


@pytest.mark.parametrize(("days_together", "strategy"), [(1, PRIMAL), (3, DUAL_IN_TASKS), (6, PRIMAL)])
def test_cold_by_another_simplex_and_in_other_groups_of_days_prices_are_the_same(
    city, monkeypatch, days_together, strategy
):
    problem, last, plain = programme(city.power.inputs), city.power.last, solver._new

    def other():
        highs = plain()
        highs.setOptionValue("simplex_strategy", strategy)
        return highs

    monkeypatch.setattr(solver, "_new", other)
    monkeypatch.setattr(solver, "DAYS_TOGETHER", days_together)
    _, duals, _ = DaySolver().solve(problem, 2023)
    for row, price in (("rest_balance", last.price_cny_per_kwh), ("balance", last.city_price_cny_per_kwh)):
        found = np.maximum(duals[:, problem.layout.rows[row]], 0.0) / 1000.0
        assert found == pytest.approx(price, abs=1e-6)
