"""Goods on rail: what terminals take from the road, its way there, and what locomotives use."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm import load_region, simulate
from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.industry.freight import Terminals

REGION = load_region("tiny")


def test_what_leaves_the_road_goes_on_rail_and_first_to_the_terminal():
    terminals, flows = Terminals(SimpleNamespace(region=REGION)), Flows(2)
    flows.road_freight_t = {"coal": np.array([100.0, 50.0]), "steel": np.array([20.0, 0.0])}
    flows.rail_freight_t = {"coal": np.array([40.0, 0.0]), "steel": np.zeros(2)}
    before = 210.0
    terminals.share = np.array([1.0, 0.5])
    terminals.move(flows)
    road, rail = (sum(t.values()).sum() for t in (flows.road_freight_t, flows.rail_freight_t))
    assert road + rail == pytest.approx(before)
    assert rail - 40.0 == pytest.approx(terminals.moved * (120.0 + 25.0))
    assert flows.inner_freight_t["to terminals"].sum() == pytest.approx(rail - 40.0)


def test_a_grant_builds_terminals_and_the_city_pays_its_part():
    plain, granted = Terminals(SimpleNamespace(region=REGION)), Terminals(SimpleNamespace(region=REGION))
    for terminals, grant in ((plain, 0.0), (granted, 0.8)):
        ledger = Ledger(2)
        terminals.decide(np.full(2, grant), np.array([1000.0, 500.0]), ledger)
        paid = {item: cny.sum() for item, _, _, cny in ledger.payments}
        assert paid["terminal grant"] == pytest.approx(grant * paid["road-rail terminals"])
    assert granted.share.min() > 5 * plain.share.max()


def test_combined_transport_takes_long_hauls_off_the_road_and_needs_power():
    low, high = (
        simulate(
            "current",
            "luliang",
            scale=0.004,
            seed=1,
            until=2035,
            settings=[("combined_transport_support", None, value)],
        )
        for value in (0.0, 0.8)
    )

    def change_of(name):
        return high.series(name).loc[2035] - low.series(name).loc[2035]

    assert change_of("Freight|Combined Transport") > 0.0
    assert change_of("Freight|Truck km") < 0.0
    assert change_of("Freight|Rail Energy") > 0.0
    assert low.series("Freight|Rail Energy").loc[2020] > 0.0
