"""Coal units in the carbon market, and the power that others make for units that rules moved."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm import simulate
from abm.power.carbon import short_t


def booking(captured_t=0.0, heat_gj=0.0):
    """One class in one county: 100 GWh sent out with 1,000,000 GJ of coal."""
    return SimpleNamespace(
        fuel_gj=np.array([[1e6]]),
        coal_gwh=np.array([[100.0]]),
        captured_t=np.array([captured_t]),
        chp_heat_gj=np.array([heat_gj]),
    )


class TestAllowances:
    def test_what_is_released_above_the_benchmark_must_be_bought(self):
        # 1e6 GJ x 0.09 = 90,000 t; free: 100,000 MWh x 0.8 = 80,000 t
        assert short_t(booking(), 0.09, 0.8, 0.11) == pytest.approx([10_000.0])

    def test_heat_has_allowances_of_its_own_and_caught_co2_needs_none(self):
        assert short_t(booking(heat_gj=50_000.0), 0.09, 0.8, 0.11) == pytest.approx([4_500.0])
        assert short_t(booking(captured_t=30_000.0), 0.09, 0.8, 0.11) == pytest.approx([-20_000.0])


@pytest.fixture(scope="module")
def runs():
    """The reference, and one in which every permitted unit may come on line; Lüliang, where there are some."""
    words = {"region": "luliang", "scale": 0.002, "seed": 1, "until": 2030}
    more = [("coal_unit_commissioning", None, 1.0)]
    return simulate("current", **words), simulate("current", settings=more, **words)


@pytest.mark.slow
class TestMovedUnits:
    def test_without_a_rule_nothing_is_moved(self, runs):
        assert (runs[0].series("Leakage|Power CO2") == 0.0).all()

    def test_units_approved_here_take_from_others_what_the_dispatch_says(self, runs):
        said = float(runs[1].series("Leakage|Power CO2").loc[2030])
        seen = float((runs[1].series("Power|Redispatch CO2") - runs[0].series("Power|Redispatch CO2")).loc[2030])
        assert said < 0
        assert said == pytest.approx(seen, rel=0.25)

    def test_allowances_are_paid_for_at_the_years_price(self, runs):
        cost = runs[1].series("Power|ETS Cost")
        assert cost.abs().max() > 0
        assert np.isfinite(cost).all()
