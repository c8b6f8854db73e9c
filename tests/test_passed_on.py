"""What coal costs more, coke costs more, and so steel: drivers that are sampled apart stay a world that can be."""

from dataclasses import replace

import numpy as np
import pytest

from abm.industry.earnings import Spreads
from abm.industry.passed_on import needs, passed_on
from abm.region import load_region
from agents.firm.words import ALUMINA, CEMENT, COKE, STEEL
from tests.industry_world import firm_world

LULIANG = load_region("luliang")
P = LULIANG.parameters
STEADY = LULIANG.storylines["steady"]
SHARE = P.value("industry.passed_on", "share")


def price(storyline, key, year=2040):
    return storyline.value(key, "CNY/t", year)


def spreads(storyline, year=2040):
    return Spreads(replace(firm_world(LULIANG, until=2060), storyline=storyline)).of(year)


def test_a_storyline_that_nobody_moved_is_returned_as_it_is():
    assert passed_on(STEADY, P) is STEADY
    fixed = STEADY.with_values({"price.coking_coal": 3000.0})  # what a user sets for all years is set
    assert passed_on(fixed, P) is fixed
    both = STEADY.with_values({"price.coke": 1500.0}).with_positions({"price.coking_coal": 1.0})
    assert price(passed_on(both, P), "price.coke", 2020) == price(passed_on(both, P), "price.coke", 2060) == 1500.0


def test_coke_costs_more_by_the_coals_in_it_and_steel_by_the_coke_in_it():
    """At its high end in 2040 coking coal costs 314 more: coke 1.106 times that, steel 0.445 times what coke does."""
    moved = passed_on(STEADY.with_positions({"price.coking_coal": 1.0}), P)
    coal, coke, steel = (price(moved, k) - price(STEADY, k) for k in ("price.coking_coal", "price.coke", "price.steel"))
    assert coal == pytest.approx(1514.11765 - 1200.0)
    assert coke == pytest.approx(SHARE * 1.475 * 0.75 * coal)
    assert steel == pytest.approx(SHARE * 0.445 * coke)
    assert price(moved, "price.alumina") == price(STEADY, "price.alumina")


@pytest.mark.parametrize("position", (-1.0, 1.0))
def test_where_inputs_are_dear_or_cheap_everywhere_a_tonne_leaves_the_same(position):
    """With all of it passed on; before, dear coal took 347 CNY from a tonne of coke for good."""
    all_of_it = P.with_values({"industry.passed_on": 1.0})
    drivers = dict.fromkeys(("price.coking_coal", "price.thermal_coal", "price.bauxite"), position)
    moved = STEADY.with_positions(drivers)
    products = [COKE, STEEL, CEMENT, ALUMINA]
    assert spreads(passed_on(moved, all_of_it))[products] == pytest.approx(spreads(STEADY)[products])
    assert (np.sign(spreads(STEADY) - spreads(moved))[[COKE, CEMENT, ALUMINA]] == position).all()


def test_needs_stand_before_the_products_that_they_go_into():
    seen = set()
    for product, inputs in needs(P).items():
        assert not set(inputs) & (set(needs(P)) - seen)
        seen.add(product)


def test_years_seen_move_with_the_rest():
    moved = passed_on(STEADY.with_positions({"price.coking_coal": -1.0}), P)
    assert price(moved, "price.coke", 2023) < price(STEADY, "price.coke", 2023)
