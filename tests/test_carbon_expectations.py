"""What owners expect of the carbon price while a project has to pay: today's, and as much again as it has risen."""

import numpy as np
import pytest

from abm.power.capture import UnitCapture
from abm.region import load_region
from agents.firm.carbon import over_todays, seen_rises
from agents.firm.words import PROJECTS, STEEL
from agents.signals import change
from tests.industry_world import firm_signals, firm_world, new_industry

CAPTURE, STEAM = PROJECTS.index("capture"), PROJECTS.index("cleaner_steam")


class TestRule:
    def test_the_first_price_is_no_rise_and_later_ones_are_remembered(self):
        """Half of the last year: 50 from nothing is no rise, 60 a half of 10, 80 a half of 20 and of the 5 before."""
        assert seen_rises(np.array([0.0, 50.0, 60.0, 80.0]), 0.5) == pytest.approx([0.0, 0.0, 5.0, 12.5])

    def test_what_comes_later_is_not_known(self):
        price = np.array([0.0, 50.0, 60.0, 80.0, 500.0])
        assert seen_rises(price, 0.3)[:4] == pytest.approx(seen_rises(price[:4], 0.3))

    def test_a_tenth_a_year_for_five_years_is_half_as_much_again_for_who_counts_on_all_of_it(self):
        assert over_todays(0.1, np.array([0.0, 1.0, 2.0]), 5.0) == pytest.approx([1.0, 1.5, 2.0])
        assert over_todays(-0.5, 1.0, 5.0) == 0.0


class TestFirms:
    @pytest.fixture
    def industry(self):
        return new_industry(firm_world(until=2045))

    def expected(self, industry, rise, year=2040):
        book = industry.carbon
        book.rise_cny_per_t = np.full(len(book.rise_cny_per_t), rise)
        signals = firm_signals(industry, year)
        return book.expected_cny_per_t(signals, industry.investment.years_ahead(signals)), book.felt_cny_per_t(signals)

    def test_a_price_that_stands_still_is_expected_to_and_gives_what_firms_feel_today(self, industry):
        ahead, now = self.expected(industry, 0.0)
        same = ~industry.investment.kinds.is_route  # the others: test_steel_allowances.py
        assert np.array_equal(ahead[:, same], np.repeat(now[:, None], same.sum(), axis=1))
        industry.carbon.by_process = 0.0  # one benchmark whatever the process: then of every project
        ahead, now = self.expected(industry, 0.0)
        assert np.array_equal(ahead, np.repeat(now[:, None], len(PROJECTS), axis=1))

    def test_a_rise_counts_the_more_the_longer_the_works_take_and_owners_differ(self, industry):
        ahead, now = self.expected(industry, 10.0)
        steel = industry.book.product == STEEL
        assert now[steel].min() > 0 and (ahead[steel][:, ~industry.investment.kinds.is_route] >= now[steel, None]).all()
        more = ahead / np.where(now > 0, now, 1.0)[:, None] - 1.0
        some = (now > 0) & (industry.book.luck > 0.1)
        assert (more[some, CAPTURE] > more[some, STEAM]).all()
        assert np.unique(np.round(more[some, CAPTURE], 6)).size > 1

    def test_a_price_that_rises_brings_capture_earlier_and_burdens_nobody_more_today(self):
        done = {}
        for rise in (0.0, 30.0):
            industry = new_industry(firm_world(until=2045))
            industry.carbon.rise_cny_per_t[:] = rise
            industry.book.output_t[:] = industry.book.capacity_t
            signals = firm_signals(industry, 2044)
            signals = change(signals, "investment", capture_support_cny_per_t=250.0)
            looks = industry.book.is_open(2044)
            ahead = industry.carbon.expected_cny_per_t(signals, industry.investment.years_ahead(signals))
            industry.investment.done[:, CAPTURE] = 0.01 * industry.investment.fits[:, CAPTURE]
            industry.investment.decide(signals, ahead, looks, np.zeros(len(industry.book)))
            begun = industry.investment.in_build.total[:, CAPTURE].sum()
            done[rise] = begun, industry.investment.burden_cny_per_t.copy()
        assert done[30.0][0] > done[0.0][0]
        assert done[30.0][1] == pytest.approx(done[0.0][1])


class TestUnits:
    def test_owners_of_units_go_on_with_what_they_have_seen_over_the_works_and_half_of_the_payback(self):
        capture = UnitCapture(load_region("tiny").parameters, 1)
        flat, rising = np.full(30, 200.0), np.linspace(55.0, 200.0, 30)
        assert capture.expected_cny_per_t(flat) == pytest.approx(200.0)
        n = capture.numbers
        years, step = n.build_years + 0.5 * n.hurdle_years, 145.0 / 29.0
        counted = n.carbon_rise_counted * years * step  # a steady rise has been seen in full after thirty years
        assert capture.expected_cny_per_t(rising) == pytest.approx(200.0 + counted, rel=1e-3)
