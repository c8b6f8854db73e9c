"""What becomes of coke-oven gas moves the value added of coking, at the first year's prices."""

from dataclasses import replace

import numpy as np
import pytest

from abm.flows import Flows
from abm.industry.oven_gas import LNG, METHANOL, POWER
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry


@pytest.fixture
def industry():
    industry = new_industry(firm_world(until=2022))
    FirmYear(industry, firm_signals(industry, 2020))
    return industry


def told(industry, uses_gj, coke_share=1.0, hydrogen_t=None):
    """CNY that is added to coking for a split of gas by hand."""
    c, flows = industry.cokeries, Flows(industry.yard.n_counties)
    kept = c.split, c.made_t
    c.split, c.made_t = replace(c.split, uses_gj=uses_gj), c.made_t if hydrogen_t is None else hydrogen_t
    industry.gas_value.add(coke_share * industry.book.output_t[c.rows], flows)
    c.split, c.made_t = kept
    return flows.value_added_cny["coking"]


def moved(industry, to, gj=1000.0):
    uses = industry.cokeries.split.uses_gj.copy()
    plant = int(np.argmax(uses[:, POWER]))
    uses[plant, POWER] -= gj
    uses[plant, to] += gj
    return uses


def test_the_first_year_adds_nothing_in_any_county():
    industry = new_industry(firm_world(until=2022))
    year = FirmYear(industry, firm_signals(industry, 2020))
    plain = industry.yard.table(industry.book.output_t) * industry.economics.value_added[:, None]
    assert year.flows.value_added_cny["coking"] == pytest.approx(plain[1])


@pytest.mark.parametrize("to", [METHANOL, LNG])
def test_gas_that_goes_from_power_to_a_better_use_adds_the_difference_of_their_values(industry, to):
    value = np.maximum(industry.cokeries.value, 0.0)
    added = told(industry, moved(industry, to)).sum()
    assert added == pytest.approx(1000.0 * (value[to] - value[POWER]))
    assert added > 0.0


def test_prices_of_later_years_move_nothing(industry):
    industry.cokeries.value = 10.0 * industry.cokeries.value
    assert told(industry, industry.cokeries.split.uses_gj) == pytest.approx(0.0, abs=1e-3)


def test_less_coke_with_less_gas_takes_no_more_than_its_tonnes(industry):
    half = 0.5 * industry.cokeries.split.uses_gj
    assert told(industry, half, coke_share=0.5, hydrogen_t=0.5 * industry.cokeries.made_t) == pytest.approx(0, abs=1e-3)


def test_a_kilogram_of_hydrogen_adds_its_price_at_the_gate_less_cleaning(industry):
    c, n = industry.cokeries, industry.cokeries.numbers.hydrogen
    more = c.made_t.copy()
    more[0] += 1.0
    added = told(industry, c.split.uses_gj, hydrogen_t=more).sum()
    assert added == pytest.approx(1000.0 * (n.gate_price - n.purification - c.power_cny_per_kg))
