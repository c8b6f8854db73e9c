"""Allowances of steel go by process: who makes no iron any more is allowed none, and earns little by the change."""

from dataclasses import replace

import numpy as np
import pytest

from agents.firm.carbon import market_share_of_route
from agents.firm.words import CEMENT, PROJECTS, STEEL
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry

ARC, CAPTURE = PROJECTS.index("arc_furnace"), PROJECTS.index("capture")
YEAR = 2045


def test_what_a_process_was_allowed_leaves_with_it():
    """Allowed nine tenths: a tonne no longer emitted is worth a tenth of the price, and all under one benchmark."""
    assert market_share_of_route(1.0, 0.9) == pytest.approx(0.1)
    assert market_share_of_route(0.0, 0.9) == 1.0
    assert market_share_of_route(0.5, 0.9) == pytest.approx(0.55)


@pytest.fixture
def industry():
    """Firms of the tiny region as they stand in 2022, who look at the carbon price of 2045."""
    industry = new_industry(firm_world(until=YEAR))
    for year in (2020, 2021, 2022):
        FirmYear(industry, firm_signals(industry, year))
    industry.carbon.rise_cny_per_t[:] = 0.0
    industry.carbon.iron_ratio = industry.carbon.first_iron_ratio
    return industry


def allowances(industry, arc_share):
    steel = industry.book.product == STEEL
    industry.investment.done[steel, ARC] = arc_share
    signals = firm_signals(industry, YEAR)
    return industry.carbon.price(signals, industry.book.kwh_per_t).allowances[steel]


@pytest.mark.parametrize("by_process", [0.0, 1.0])
def test_owners_count_on_what_an_arc_furnace_will_earn_of_allowances(industry, by_process):
    industry.carbon.by_process = by_process
    earned = allowances(industry, 0.0) - allowances(industry, 1.0)
    signals, steel = firm_signals(industry, YEAR), industry.book.product == STEEL
    counted = industry.carbon.expected_cny_per_t(signals, industry.investment.years_ahead(signals))
    avoided = industry.investment.co2_avoided[STEEL, ARC]
    assert avoided > 1.0 and counted[steel, CAPTURE].min() > 0.0
    assert earned == pytest.approx(counted[steel, ARC] * avoided)
    whole = counted[steel, CAPTURE] * avoided
    index = industry.carbon.benchmark_index[YEAR - 2020]
    assert earned == pytest.approx(whole * (1.0 - index) if by_process else whole)


def test_scrap_in_the_place_of_iron_brings_no_allowances_for_iron(industry):
    """A fifth less hot metal: a fifth less is allowed for steel, all else alike for cement; none of it for an arc."""
    carbon, book = industry.carbon, industry.book
    before = carbon.benchmark_t_per_t(YEAR)
    carbon.iron_ratio = 0.8 * carbon.first_iron_ratio
    after = carbon.benchmark_t_per_t(YEAR)
    assert after[book.product == STEEL] == pytest.approx(0.8 * before[book.product == STEEL])
    assert np.array_equal(after[book.product == CEMENT], before[book.product == CEMENT])
    industry.investment.done[book.product == STEEL, ARC] = 1.0
    arc = carbon.benchmark_t_per_t(YEAR)
    carbon.iron_ratio = carbon.first_iron_ratio
    assert np.array_equal(arc, carbon.benchmark_t_per_t(YEAR))


def test_cement_with_less_clinker_is_allowed_less(industry):
    """Allowances are for clinker: a tenth more slag in cement emits a tenth less and is allowed a tenth less."""
    carbon, book = industry.carbon, industry.book
    assert 0.5 < carbon.clinker_share < 0.9
    cement, before = book.product == CEMENT, carbon.benchmark_t_per_t(YEAR)
    carbon.clinker_share *= 0.9
    after = carbon.benchmark_t_per_t(YEAR)
    assert after[cement] == pytest.approx(0.9 * before[cement])
    assert np.array_equal(after[~cement], before[~cement])


def test_support_of_scrap_is_for_converters_too(industry):
    """All scrap comes from afar: of 100 CNY less a tonne an arc gains what it melts beyond converters."""
    steel, extra = industry.steelmaking, industry.investment.extra_cny_per_t
    n = steel.numbers

    def earned(cny):
        signals = firm_signals(industry, 2023)
        rules = signals.materials.changed(scrap_support_cny_per_t=np.full(industry.yard.n_counties, cny))
        steel.price(replace(signals, materials=rules), 15.0, 0.0)
        charged = n.charge - steel.iron_ratio * (n.charge - n.first)
        return float(extra[STEEL, ARC]), charged

    steel.numbers = n = replace(n, spread=1e12, kept_spread=1e12, worn_t_per_head=1e-9 * n.worn_t_per_head)
    (before, charged), (after, still) = earned(0.0), earned(100.0)
    assert still == pytest.approx(charged)
    assert after - before == pytest.approx(100.0 * (n.arc_charge - charged))
