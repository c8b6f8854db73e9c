"""What is built up comes later where counties deliver less; it does not stop short."""

import numpy as np
import pytest

from abm.policy import Policy
from agents.signals import WasteSignals
from policies.registry import all_levers

YEARS = (2026, 2027, 2028, 2029)
PACE = np.array([1.0, 0.5])


class Bare:
    """Signals with the theme of waste alone."""

    def __init__(self):
        self.waste = WasteSignals.quiet(2)

    def changed(self, **themes):
        found = Bare()
        found.__dict__ |= themes
        return found


def served(path):
    """Return (years, counties) what a path of separate collection comes to."""
    policy = Policy(YEARS, {"waste_collection_service": np.array(path)})
    delivery = {"construction": PACE, "": np.ones(2)}
    return np.array([policy.rewrite(Bare(), policy.values(year), delivery).waste.served_share for year in YEARS])


def test_a_county_that_builds_half_of_the_gap_a_year_lags_and_arrives():
    found = served([0.8, 0.8, 0.8, 0.8])
    assert found[:, 0] == pytest.approx([0.8] * 4)
    assert found[:, 1] == pytest.approx([0.4, 0.6, 0.7, 0.75])  # half of 0.8, then half of what is left


def test_what_is_given_up_is_gone_at_once_and_nothing_at_zero():
    assert served([0.8, 0.8, 0.2, 0.0])[:, 1] == pytest.approx([0.4, 0.6, 0.2, 0.0])


def test_only_stocks_of_building_programmes_are_built_up():
    built = [lever for lever in all_levers().values() if lever.is_built]
    assert built
    assert all(lever.channel == "construction" and not lever.unit.endswith("/yr") for lever in built)


def test_other_paths_go_on_from_what_stands():
    delivery = {"construction": PACE, "": np.ones(2)}
    first = Policy(YEARS, {"waste_collection_service": np.full(4, 0.8)})
    first.rewrite(Bare(), first.values(2026), delivery)
    other = first.turned({"waste_collection_service": np.full(4, 0.6)})
    assert other.rewrite(Bare(), other.values(2027), delivery).waste.served_share == pytest.approx([0.6, 0.5])
    assert first.rewrite(Bare(), first.values(2027), delivery).waste.served_share == pytest.approx([0.8, 0.6])
