"""Growth of full works: as far as their market lacks capacity, paid when decided, there when the works are done.

Cheap works that were full grew by a twentieth a year, unpaid and at once, while a third of their market stood idle.
"""

import numpy as np
import pytest

from abm.industry.growth import MayGrow
from agents.firm.expand import paying_share
from agents.firm.words import ALUMINA, OTHER
from tests.industry_world import firm_signals, new_industry


@pytest.fixture
def full():
    """Works that run full and earn so much that growth pays back at once."""
    industry = new_industry()
    book = industry.book
    book.output_t[:] = 0.95 * book.capacity_t
    book.lately_cny_per_t[:] = 1e9
    return industry


def decide(industry, expected_share, caps=None, added=0.0):
    book, growth = industry.book, industry.growth
    running = book.start_year < 9999
    capacity = np.where(running, book.capacity_t, 0.0)
    expected = expected_share * industry.yard.by_product(capacity)
    may_grow = MayGrow(np.isin(book.product, (ALUMINA, OTHER)).astype(float), running, caps or {})
    growth.decide(expected, may_grow, np.full(len(book), added))


def test_it_is_paid_when_decided_and_there_when_the_works_are_done(full):
    book, growth, before = full.book, full.growth, full.book.capacity_t.copy()
    other = (book.product == OTHER) & (before > 0)
    decide(full, 0.99)
    assert (book.capacity_t == before).all()
    assert growth.capital_cny[other] == pytest.approx(0.05 * before[other] * 25000.0)
    growth.finish()
    assert (book.capacity_t == before).all()
    growth.finish()
    assert book.capacity_t[other] == pytest.approx(1.05 * before[other])


def test_none_is_added_where_the_market_needs_no_more(full):
    decide(full, 0.8)
    assert not full.growth.in_build.total.any()
    decide(full, 0.86)
    total = full.yard.by_product(full.growth.in_build.total)[OTHER]
    stands = full.yard.by_product(np.where(full.book.start_year < 9999, full.book.capacity_t, 0.0))[OTHER]
    assert total == pytest.approx((0.86 / 0.85 - 1.0) * stands)
    decide(full, 0.86)  # what is in build counts as had
    assert full.yard.by_product(full.growth.in_build.total)[OTHER] == pytest.approx(total)


def test_refineries_stay_below_their_cap_and_works_on_closed_plants_stop(full):
    made = full.yard.by_product(np.where(full.book.start_year < 9999, full.book.capacity_t, 0.0))[ALUMINA]
    decide(full, 0.99, {ALUMINA: 1.01 * made})
    assert full.yard.by_product(full.growth.in_build.total)[ALUMINA] == pytest.approx(0.01 * made)
    full.book.is_closed[full.book.product == ALUMINA] = True
    full.growth.finish()
    assert full.yard.by_product(full.growth.in_build.total)[ALUMINA] == 0.0


def test_before_the_first_decision_year_lists_say_what_refineries_stand():
    industry = new_industry()
    assert industry.renewal.alumina_cap_t(1.1) == 0.0
    industry.renewal.decide(firm_signals(industry, 2027), is_decided=True)
    assert industry.renewal.alumina_cap_t(1.1) == pytest.approx(1.1 * industry.renewal.first_alumina_t)


def test_growth_takes_the_share_of_lines_that_pays_back_within_the_owners_own_hurdle():
    """2,500 CNY at 250 a year take ten years: half of them at a hurdle of ten, none where a tonne leaves nothing."""
    share = paying_share(
        np.full(4, 2500.0), np.array([250.0, 250.0, 0.0, -5.0]), np.array([10.0, 5.0, 10.0, 10.0]), 3.0
    )
    assert share == pytest.approx([0.5, 1.0 / 9.0, 0.0, 0.0])
    assert paying_share(np.zeros(1), np.ones(1), np.ones(1), 3.0) == pytest.approx([1.0])  # fields pay for wells


def test_what_a_tonne_costs_only_here_slows_growth_and_ends_it_where_nothing_is_left(full):
    book, growth = full.book, full.growth
    other = (book.product == OTHER) & (book.capacity_t > 0) & (book.start_year < 9999)
    book.lately_cny_per_t[:] = growth.capital_cny_per_t / growth.hurdle_years / growth.full_share
    begun = []
    for added in (0.0, 0.5 * float(book.lately_cny_per_t[other].min()), 1e9):
        growth.in_build.waiting[:] = 0.0
        decide(full, 0.99, added=added)
        begun.append(growth.in_build.total[other] / book.capacity_t[other])
    assert begun[0] == pytest.approx(0.025)  # half of a twentieth: the payback is the hurdle
    assert (begun[1] < begun[0]).all() and not begun[2].any()


def test_refineries_wait_in_lean_years(full):
    """A tonne of alumina has left nothing lately: nobody adds lines, though a mean year would pay for them."""
    rows = (full.book.product == ALUMINA) & (full.book.start_year < 9999)
    full.book.lately_cny_per_t[rows] = -10.0
    decide(full, 0.99)
    assert not full.growth.in_build.total[rows].any()
