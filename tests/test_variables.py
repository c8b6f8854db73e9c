"""The list of variables against what runs report."""

import pytest

from abm import simulate
from abm.variables import all_variables

UNTIL = 2032


@pytest.fixture(scope="module")
def run():
    return simulate("plan", "luliang", scale=0.004, seed=1, until=UNTIL)


def test_a_run_of_the_city_reports_every_listed_variable(run):
    assert set(all_variables()) == set(run.record.written)


def test_power_of_mine_gas_stands_apart_from_that_of_process_gas(run):
    made, room = (
        run.record.years_of([f"{what}|Electricity|{kind}" for kind in ("Gas", "Process Gas")])[:, :, -1]
        for what in ("Secondary Energy", "Capacity")
    )
    assert (made > 0.0).all() and (room > 0.0).all()
    listed_gw = 0.070  # engines on mine gas that the lists name, not all known to be built
    assert 0.5 * listed_gw < room[0, 0] < 2.0 * listed_gw < room[0, 1]


def test_the_kinds_of_power_add_up_to_what_is_made(run):
    kinds = [name for name in all_variables() if name.startswith("Secondary Energy|Electricity|")]
    parts = sum(run.series(name) for name in kinds)
    assert parts.to_numpy() == pytest.approx(run.series("Secondary Energy|Electricity").to_numpy())
