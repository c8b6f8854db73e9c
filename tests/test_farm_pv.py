"""PV on farm land: who leases, at what rent, and where the power and the money go."""

import numpy as np
import pytest

from abm import simulate
from agents.farm.sunland import LeaseBehaviour, asked_rent, leases

NUMBERS = LeaseBehaviour(500.0, 0.4, 0.5, 100.0, 10.0, 0.3, 0.2)


class TestLeases:
    def test_a_farm_asks_for_what_it_loses_and_for_its_trouble(self):
        # 500 x 0.4 = 200 lost, half of it for who works elsewhere; trouble 100 x (1 + 10 / area)
        asked = asked_rent(np.array([10.0, 1000.0, 1000.0]), np.array([0.0, 0.0, 1.0]), NUMBERS)
        assert asked == pytest.approx([400.0, 301.0, 201.0])

    def test_half_of_those_asked_sign_at_their_rent_and_nobody_for_nothing(self):
        luck = np.linspace(0.0, 1.0, 1000, endpoint=False)
        asked = np.full(1000, 300.0)
        assert leases(np.array(300.0), asked, luck, NUMBERS).mean() == pytest.approx(0.1)
        assert not leases(np.array(0.0), asked, luck, NUMBERS)[1:].any()
        signed = [leases(np.array(rent), asked, luck, NUMBERS).mean() for rent in (100.0, 300.0, 600.0, 2000.0)]
        assert signed == sorted(signed) and signed[-1] <= 0.2


@pytest.fixture(scope="module")
def runs():
    """The reference, all land open, and none."""
    words = {"region": "tiny", "scale": 1.0, "seed": 1, "until": 2034}
    opened = [simulate("current", settings=[("farm_pv_land", None, share)], **words) for share in (1.0, 0.0)]
    return simulate("current", **words), *opened


def test_open_land_brings_pv_to_farms_and_rent_to_farmers(runs):
    reference, opened, closed = runs
    for name in ("Capacity|Electricity|Solar|Farms", "Farms|Solar Rent"):
        at_end = [float(run.series(name).loc[2034]) for run in (closed, reference, opened)]
        assert at_end == sorted(at_end) and at_end[0] < at_end[2]


def test_what_stands_on_farms_is_part_of_all_pv_and_leases_last(runs):
    _, opened, _ = runs
    farms, solar = (opened.series(f"Capacity|Electricity|Solar{part}") for part in ("|Farms", ""))
    assert (farms <= solar + 1e-12).all()
    assert (farms.diff().dropna() >= -1e-12).all()
