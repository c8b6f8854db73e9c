"""New plants: who may build, to which use, and what a plant that has closed still counts for."""

import numpy as np
import pytest

from abm.region import load_region
from agents.firm.words import ALUMINIUM, CHEMICALS
from agents.signals import change
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry


def grown(until=2033, limit_kwh_per_t=None, **rules):
    """Firms of Lüliang without admission, and with other rules at wish; a limit for aluminium is in force from 2030."""
    industry = new_industry(firm_world(load_region("luliang"), until=until))
    rules = {"admission_strictness": 0.0} | rules
    for year in range(2020, until + 1):
        signals = change(firm_signals(industry, year), "investment", **rules)
        if limit_kwh_per_t:
            limit = signals.industry.limit_per_t.copy()
            limit[ALUMINIUM] = np.minimum(limit[ALUMINIUM], limit_kwh_per_t)
            theme = "industry" if year >= 2030 else "investment"
            name = "limit_per_t" if year >= 2030 else "coming_limit_per_t"
            signals = change(signals, theme, **{name: limit}) if year >= 2027 else signals
        FirmYear(industry, signals)
    return industry


@pytest.fixture(scope="module")
def tightened():
    return grown(limit_kwh_per_t=13000.0)


def smelter(industry):
    return int(np.flatnonzero(industry.entry.product == ALUMINIUM)[0])


def test_nobody_builds_anew_above_the_limit_that_is_announced(tightened):
    """A smelter without admission came at 13,350 kWh/t, was priced out by the limit of 13,000 and was built on."""
    row = tightened.entry.rows[smelter(tightened)]
    assert tightened.entry.in_service[smelter(tightened)] > 0.3
    assert tightened.book.specific_use[row] <= 13000.0
    assert not tightened.book.is_closed[row]


def test_without_admission_a_new_plant_is_like_those_that_stand_where_the_limit_lets_it():
    free, strict = grown(2030), grown(2030, admission_strictness=1.0)
    used = [industry.book.specific_use[industry.entry.rows[smelter(industry)]] for industry in (free, strict)]
    benchmark = firm_signals(strict, 2030).industry.benchmark_per_t[ALUMINIUM]
    assert used[1] == pytest.approx(benchmark) and used[0] > used[1]


def test_a_plant_that_has_closed_wins_no_trade_and_is_not_built_on(tightened):
    entry, at = tightened.entry, smelter(tightened)
    won, capacity, served = entry.won_t()[ALUMINIUM], entry.capacity_t().sum(), entry.in_service[at]
    assert won > 0.0
    tightened.book.is_closed[entry.rows[at]] = True
    entry.in_build.waiting[1:, at] = 0.2
    entry.decide(change(firm_signals(tightened, 2033), "investment", admission_strictness=0.0))
    assert entry.won_t()[ALUMINIUM] == 0.0
    assert entry.capacity_t().sum() == pytest.approx(capacity - served * entry.full_t[at])
    assert entry.in_service[at] == served and entry.spent_cny[at] == 0.0


@pytest.fixture
def base(tightened):
    """A coal-chemistry base of which a fifth stands, and the year's signals with all of it approved."""
    entry, at = tightened.entry, int(np.flatnonzero(tightened.entry.is_base)[0])
    entry.in_service[at], entry.in_build.waiting[:, at] = 0.2, 0.0
    tightened.book.capacity_t[entry.rows[at]] = 0.2 * entry.full_t[at]
    rules = {"coal_chemistry_approved_t": 2e6, "admission_strictness": 1.0}
    return at, change(firm_signals(tightened, 2033), "investment", **rules)


def test_a_plant_that_stands_idle_is_not_built_on_and_keeps_no_customers(tightened, base):
    """A coal-chemistry base that carbon had made too dear was built on for decades; others sold what it had won."""
    entry, (at, signals) = tightened.entry, base
    found = []
    for use in (0.8, 0.01):
        entry.in_build.waiting[:, at] = 0.0
        tightened.book.output_t[entry.rows[at]] = use * 0.2 * entry.full_t[at]
        entry.decide(signals)
        found.append((entry.won_t()[CHEMICALS] / (0.2 * entry.full_t[at]), entry.spent_cny[at]))
    (busy, begun), (idle, begun_idle) = found
    assert busy == pytest.approx(0.8) and idle == pytest.approx(0.01)
    assert begun > 0.0 and begun_idle < 0.01 * begun


def test_outside_releases_less_by_the_trade_that_is_won_whoever_in_the_city_makes_it(tightened, base):
    """Leakage had the output of new plants: what they brought and others of the city made spared nothing outside."""
    entry, (at, signals) = tightened.entry, base
    outside = tightened.economics.outside_co2
    tightened.book.output_t[entry.rows[at]] = 0.1 * entry.full_t[at]
    entry.decide(signals)
    tightened.book.output_t[entry.rows[at]] = 0.0
    assert entry.displaced_t(outside).sum() == pytest.approx(float(entry.won_t() @ outside))
    assert entry.won_t()[CHEMICALS] == pytest.approx(0.1 * entry.full_t[at])
