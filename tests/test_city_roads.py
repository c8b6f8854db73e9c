"""Main roads: what a year builds is a share of the first year's network, and traffic follows their length."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm import load_region
from abm.accounts.ledger import Ledger
from abm.travel.form import Form


def built(years, share=0.06):
    """Return the form after some years of building, and what each year's roads cost."""
    form, cost = Form(load_region("luliang")), []
    each = np.full(13, share)
    none = 0.0 * each
    rules = SimpleNamespace(
        new_road_share=each, compactness_share=none, bus_priority_share=none, slow_travel_share=none + 0.4
    )
    for _ in range(years):
        ledger = Ledger(13)
        form.build(rules, 1e5 * np.ones(13), ledger)
        cost.append(sum(float(cny.sum()) for item, *_, cny in ledger.payments if item == "main roads"))
    return form, cost


def test_a_programme_builds_the_same_kilometres_every_year():
    form, cost = built(30)
    assert form.length_factor() == pytest.approx(1.0 + 30 * 0.06)  # growth on growth would make it 5.7
    n = form.numbers
    # 6 % of some 2,100 km at 90 million CNY
    assert cost[0] == pytest.approx(0.06 * n.network_km.sum() * n.road_cny_per_km)
    assert cost[-1] == pytest.approx(cost[0])


def test_paths_cost_by_the_townspeople_whom_they_reach():
    form, paid = Form(load_region("luliang")), Ledger(13)
    none = np.zeros(13)
    rules = SimpleNamespace(
        new_road_share=none, compactness_share=none, bus_priority_share=none, slow_travel_share=none + 0.4
    )
    form.build(rules, 1e5 * np.ones(13), paid)
    (payer, cny), *more = [(p, c) for item, p, _, c in paid.payments if item == "paths for walking and cycling"]
    assert payer == "city_budget" and not more
    assert cny == pytest.approx(0.4 * 1e5 * form.numbers.slow_cny_per_person)


def test_the_plan_s_share_is_about_forty_kilometres_a_year():
    assert built(1, 0.02)[0].numbers.network_km.sum() * 0.02 == pytest.approx(40.0, rel=0.1)


def test_through_traffic_follows_length_by_its_elasticity():
    form, _ = built(10)
    assert form.through_factor() == pytest.approx(1.6**form.numbers.induced)
