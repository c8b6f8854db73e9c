"""The purse that can run out: running support first, then as many conversions as are left."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm.homes.purse import affordable_share
from agents.household.heaters import HEAT_PUMP_AIR, N_HEATERS
from tests.home_world import home_world, homes_of, live, recorded, signals_of, supported

NUMBERS = SimpleNamespace(purse_cny=100.0, city_share=0.5)


def share(subsidy, running=0.0, programme=0.2, coal=10_000.0, homes=50_000.0):
    price = np.full(N_HEATERS, 8000.0)
    purchase = np.zeros((1, N_HEATERS))
    purchase[0, HEAT_PUMP_AIR] = subsidy
    heating = SimpleNamespace(
        price_cny=price,
        purchase_subsidy_cny=purchase,
        purchase_subsidy_ceiling_share=0.85,
        programme_share=np.array([programme]),
    )
    return float(affordable_share(heating, np.array([coal]), np.array([homes]), np.array([running]), NUMBERS)[0])


def test_the_programme_goes_as_planned_while_the_purse_holds():
    # 0.2 x 10,000 homes x 4,000 x 0.5 = 4 million, of 100 x 50,000 = 5 million
    assert share(4000.0) == pytest.approx(0.2)


def test_beyond_the_purse_fewer_are_reached():
    # 0.2 x 10,000 x 6,000 x 0.5 = 6 million: 5 / 6 of the programme
    assert share(6000.0) == pytest.approx(0.2 * 5 / 6)


def test_running_support_is_paid_first():
    # 5 million less 0.5 x 6 million leaves 2 of the 4 million wanted
    assert share(4000.0, running=6e6) == pytest.approx(0.1)
    assert share(4000.0, running=2e7) == 0.0


def test_a_programme_without_subsidy_costs_the_purse_nothing():
    assert share(0.0, running=2e7) == pytest.approx(0.2)


def test_with_an_empty_purse_a_richer_subsidy_reaches_fewer_homes():
    def reached(purchase):
        homes = homes_of(home_world(1500), purse_cny=150.0)
        live(homes, supported(signals_of(homes, 2021), programme=1.0, purchase=purchase))
        told = recorded(homes, 2021).value("Budget|Heating Programme Paid", 2021)
        assert told == pytest.approx(homes.programme_share.mean(), abs=0.1) and told < 1.0  # of all homes
        return homes.programme_share.mean()

    assert reached(3000.0) > reached(6500.0) > 0


def test_nearly_all_poor_homes_stay_below_their_heaviest_share():
    from abm.homes.report import _nearly_all

    income = np.full(100, 1e4)
    bill = np.arange(100.0) * 20.0  # 0 to 19.8 % of income
    poor = np.arange(50)  # of these 95 % pay at most 46 x 20 / 1e4 = 9.2 to 9.4 %
    homes = SimpleNamespace(now=SimpleNamespace(scene=SimpleNamespace(lived_in=np.full(100, 2.0), income_cny=income)))
    assert _nearly_all(homes, 2.0 * bill, poor) == pytest.approx(0.095, abs=0.002)
    assert _nearly_all(homes, 2.0 * bill, poor) < _nearly_all(homes, 2.0 * bill, np.arange(100))
