"""Ovens, kilns and refineries that few still need: who earns less than they cost standing closes in the end."""

import numpy as np
import pytest

from abm.industry.idle import STANDING
from abm.region import load_region
from agents.firm.idle import given_up, leaving_share, line_share, loses_money
from agents.firm.words import CEMENT, COKE, OTHER, PRODUCTS
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry


class TestRules:
    def test_a_plant_loses_money_below_the_use_that_carries_what_it_costs_standing(self):
        """100 CNY standing; a tonne earns 180 and, at four fifths of use, 125 of it: even at 100 / 305 = 0.328."""
        use, one = np.array([0.32, 0.33, 0.0]), np.ones(3)
        assert loses_money(use, 180.0 * one, 100.0 * one, 0.8 * one).tolist() == [True, False, True]

    def test_what_is_borne_only_here_brings_the_loss_earlier(self):
        use, one = np.full(2, 0.4), np.ones(2)
        assert loses_money(use, np.array([180.0, 80.0]), 100.0 * one, 0.8 * one).tolist() == [False, True]

    def test_a_single_owner_gives_up_at_his_own_time_and_many_one_after_the_other(self):
        """Four years on the mean, from two to six: a median owner after more than four, a half of many by then."""
        years, patience = np.arange(1.0, 8.0), np.full(7, 4.0)
        single = given_up(years, patience, np.full(7, 0.5), np.zeros(7, dtype=bool), 0.5)
        assert single.tolist() == [0, 0, 0, 0, 1, 1, 1]
        many = given_up(years, patience, np.full(7, 0.5), np.ones(7, dtype=bool), 0.5)
        assert many == pytest.approx([0.0, 0.0, 0.25, 0.5, 0.75, 1.0, 1.0])

    def test_shares_of_what_stood_take_out_shares_of_what_stands(self):
        """A quarter of what stood each year: a quarter, a third, a half, all of what stands."""
        before, gone = np.array([0.0, 0.25, 0.5, 0.75, 1.0]), np.array([0.25, 0.5, 0.75, 1.0, 1.0])
        assert leaving_share(before, gone) == pytest.approx([0.25, 1 / 3, 0.5, 1.0, 0.0])

    def test_one_of_several_lines_is_its_part_of_the_works(self):
        """3.4 Mt of kilns of 2 are two lines, 0.9 Mt one; a plant without a usual line goes as a whole."""
        assert line_share(np.array([3.4, 0.9, 5.0]), np.array([2.0, 2.0, 0.0])).tolist() == [0.5, 1.0, 1.0]


def run(demand_share, until=2036, product=CEMENT):
    """Firms of Lüliang of whose product so much is asked from 2025 on as in 2020; their industry and yearly sums.

    All years are mean ones: a tonne leaves what it does in a mean year.
    """
    industry = new_industry(firm_world(load_region("luliang"), until=until))
    first, sums = industry.perceive(2020).demand_t, []
    for year in range(2020, until + 1):
        signals = firm_signals(industry, year)
        asked = signals.industry.demand_t.copy()
        asked[product] = first[product] * (demand_share if year >= 2025 else 1.0)
        FirmYear(industry, firm_signals(industry, year, demand_t=asked, beyond_mean_cny_per_t=np.zeros(len(asked))))
        b = industry.book
        rows = (b.product == product) & b.is_open(year)
        sums.append((b.capacity_t[rows].sum(), b.output_t[rows].sum()))
    return industry, np.array(sums)


@pytest.fixture(scope="module")
def lean():
    return run(0.3)


class TestOverTheYears:
    def test_kilns_leave_after_some_years_and_not_all(self, lean):
        _, sums = lean
        capacity = sums[:, 0]
        assert capacity[5] == pytest.approx(capacity[4])  # 2025: nobody gives up in the first lean year
        assert 0.2 * capacity[4] < capacity[-1] < 0.8 * capacity[4]

    def test_what_is_asked_is_still_made_by_those_that_stay(self, lean):
        _, sums = lean
        assert sums[-1, 1] == pytest.approx(sums[6, 1], rel=0.05)
        assert sums[-1, 1] / sums[-1, 0] > 1.2 * sums[6, 1] / sums[6, 0]

    def test_works_of_two_lines_give_up_one_and_look_again(self):
        """The largest works runs too empty for years: it halves, the count begins anew, it goes on with one line."""
        industry, _ = run(1.0, until=2024)
        idle, b = industry.idle, industry.book
        works = int(np.argmax(np.where((b.product == CEMENT) & b.is_named, b.capacity_t, 0.0)))
        before, years = float(b.capacity_t[works]), 0
        while b.capacity_t[works] == before:
            b.output_t[works] = 0.2 * before
            idle.decide(np.zeros(len(b)), b.is_open(2025), is_history=False)
            years += 1
        assert 4 < years <= 16
        assert b.capacity_t[works] == pytest.approx(0.5 * before) and not b.is_closed[works]
        assert idle.lean_years[works] == 0.0 and idle.left_t[works] == pytest.approx(0.5 * before)
        while not b.is_closed[works]:
            b.output_t[works] = 0.2 * b.capacity_t[works]
            idle.decide(np.zeros(len(b)), b.is_open(2025), is_history=False)

    def test_an_approved_base_that_nobody_asks_any_more_closes(self):
        industry = new_industry(firm_world(until=2030))
        entry, b = industry.entry, industry.book
        for year in range(2020, 2031):
            FirmYear(industry, firm_signals(industry, year))
        base = int(entry.rows[entry.is_base][0])
        b.capacity_t[base], b.start_year[base] = 1e5, 2026
        for _ in range(16):
            b.output_t[base] = 0.0
            industry.idle.decide(np.zeros(len(b)), b.is_open(2030), is_history=False)
        assert b.is_closed[base]

    @pytest.mark.parametrize("product", STANDING)
    def test_no_works_would_save_by_standing_idle_in_a_year_that_leaves_the_mean_one_nothing(self, product):
        """Why output does not follow the margin: what is paid anyway outweighs what the worst works lacks."""
        industry = new_industry(firm_world(load_region("luliang"), until=2021))
        for year in (2020, 2021):
            FirmYear(industry, firm_signals(industry, year))
        b, idle, number = industry.book, industry.idle, PRODUCTS.index(product)
        rows = (b.product == number) & (b.capacity_t > 0.0)
        assert idle.usual_use is not None
        paid_anyway = idle.standing_cny_per_t[rows] / idle.usual_use[number]
        worst = b.margin_cny_per_t[rows] - industry.economics.margin[number]
        assert (worst + paid_anyway > 0.0).all()

    def test_where_works_run_as_usual_hardly_anybody_leaves(self):
        """Two in a hundred: small kilns that are dearest and earn least run too little in any year."""
        _, sums = run(1.0, until=2032)
        assert sums[-1, 0] > 0.97 * sums[0, 0]

    def test_other_rows_are_not_watched_and_a_better_year_ends_the_count(self, lean):
        industry, _ = lean
        idle, b = industry.idle, industry.book
        assert not idle.lean_years[~np.isin(b.product, [PRODUCTS.index(name) for name in STANDING])].any()
        assert not idle.lean_years[b.product == OTHER].any()
        b.output_t[:] = b.capacity_t
        idle.decide(np.zeros(len(b)), b.is_open(2036), is_history=False)
        assert not idle.lean_years.any() and not idle.left_t.any()

    def test_in_the_past_lists_say_what_stands(self):
        industry = new_industry(firm_world(until=2024))
        b = industry.book
        FirmYear(industry, firm_signals(industry, 2020))
        for year in range(2021, 2025):
            b.output_t[b.product == COKE] = 1.0
            industry.idle.decide(np.zeros(len(b)), b.is_open(year), is_history=True)
        assert not industry.idle.left_t.any() and not b.is_closed[b.product == COKE].any()


def test_a_plant_that_has_left_renews_no_equipment_and_asks_for_no_grant():
    """Small ovens of Lüliang leave between 2021 and 2024 under a least height, and ran in the year before."""
    industry, left = new_industry(firm_world(load_region("luliang"), until=2024)), 0
    for year in range(2020, 2025):
        ran = industry.book.output_t > 0.0
        FirmYear(industry, firm_signals(industry, year, least_oven_height_m=5.5))
        gone = ran & ~industry.book.is_open(year)
        left += gone.sum()
        assert not industry.equipment.capital_cny[gone].any() and not industry.equipment.grant_cny[gone].any()
    assert left > 0
