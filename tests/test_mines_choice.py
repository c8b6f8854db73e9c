"""Mines: who grows, joins, opens or closes."""

from dataclasses import replace

import numpy as np
import pytest

from abm.industry.build import build_book
from abm.industry.mines import Mines
from abm.region import load_region
from agents.firm.book import NEVER
from agents.firm.mine import can_grow, goes_on, growth_payback, partners, use_at_cost, within_quota
from agents.firm.words import PRODUCTS, RAW_COAL
from agents.signals import SupplySignals
from tests.industry_world import firm_signals, firm_world, new_industry

LOW, OUTBURST = 0, 2


class TestRules:
    def test_growing_needs_coal_and_a_mine_without_outbursts(self):
        capacity, to = np.array([0.6, 0.6, 0.6]), np.array([1.2, 1.2, 1.2])
        reserve, rating = np.array([30.0, 12.0, 30.0]), np.array([LOW, LOW, OUTBURST])
        assert can_grow(capacity, reserve, rating, to, 15.0).tolist() == [True, False, False]

    def test_payback_of_added_capacity_by_hand(self):
        # 0.5 Mt at 700 CNY/t, a fifth from the budget: 280 million; 0.5 Mt x 0.9 x 200 = 90 million a year
        years = growth_payback(np.array([5e5]), np.array([200.0]), np.array([0.9]), np.array([700.0]), np.array([0.2]))
        assert years == pytest.approx([280.0 / 90.0])

    def test_the_largest_neighbour_of_the_same_owner_takes_over(self):
        leaves = np.array([True, False, False, False, True])
        found = partners(
            leaves, ~leaves, np.array([0, 0, 0, 1, 2]), np.array([2, 1, 2, 2, 2]), np.array([0.3, 9.0, 1.2, 9.0, 0.3])
        )
        assert found.tolist() == [2, -1, -1, -1, -1]

    def test_a_quota_goes_to_the_quickest_payback(self):
        wants = np.array([True, True, False, True])
        chosen = within_quota(np.array([5.0, 2.0, 1.0, 3.0]), wants, np.array([1.0, 1.0, 1.0, 1.0]), 2.0)
        assert chosen.tolist() == [False, True, False, True]

    def test_what_is_left_to_build_has_to_pay_back_and_what_is_spent_is_gone(self):
        """1 Mt at 1,000 CNY/t earns 100 million a year: the whole takes ten years, the last third 3.3."""
        left, one = np.array([1.0, 1.0 / 3.0]), np.ones(2)
        assert goes_on(left, 1e6 * one, 1e8 * one, 1000.0, 6.6 * one).tolist() == [False, True]
        assert goes_on(left, 1e6 * one, 0.0 * one, 1000.0, 6.6 * one).tolist() == [False, False]


@pytest.fixture
def luliang():
    region = load_region("luliang")
    book = build_book(region)
    return region, book, Mines(book, region)


def decide(mines, region, year, use=0.8, price=None, growth=0.0, **rules):
    """One year of the mines at a level of use, and at a price of coal if one is given."""
    book = mines.book
    is_open = book.is_open(year)[mines.rows]
    book.output_t[mines.rows] = use * book.capacity_t[mines.rows] * is_open
    industry = new_industry(firm_world(region, until=2032))
    signals = firm_signals(industry, year)
    if price is not None:
        prices = np.where(np.arange(len(PRODUCTS)) == RAW_COAL, price, signals.industry.price_cny_per_t)
        signals = replace(signals, industry=replace(signals.industry, price_cny_per_t=prices))
    signals = replace(signals, supply=replace(SupplySignals.quiet(region.n_counties), **rules))
    mines.decide(signals, is_history=False, growth=growth)


class TestYears:
    def test_history_changes_nothing_but_the_coal_left(self, luliang):
        region, book, mines = luliang
        before, reserve = book.capacity_t.copy(), mines.reserve_t.copy()
        book.output_t[mines.rows] = 1e6
        industry = new_industry(firm_world(region))
        mines.decide(firm_signals(industry, 2021), is_history=True)
        assert (book.capacity_t == before).all()
        assert mines.reserve_t == pytest.approx(reserve - 1e6)

    def test_below_the_least_size_mines_grow_join_or_close_within_three_years(self, luliang):
        region, book, mines = luliang
        for year in range(2026, 2030):
            decide(mines, region, year, least_mine_t=1.2e6)
        is_open = book.is_open(2029)[mines.rows]
        started = is_open & (book.start_year[mines.rows] <= 2026)
        assert (book.capacity_t[mines.rows] + mines.in_build.total)[started].min() >= 1.2e6
        assert started.sum() < 92  # some left
        for year in (2030, 2031):
            decide(mines, region, year, least_mine_t=1.2e6)
        still = started & book.is_open(2031)[mines.rows]
        assert book.capacity_t[mines.rows][still].min() >= 1.2e6  # two years of works later

    def test_a_mine_made_larger_is_paid_for_when_decided_and_digs_more_two_years_later(self, luliang):
        region, book, mines = luliang
        before = book.capacity_t[mines.rows].copy()
        decide(mines, region, 2026, use=1.0, mine_approval_share=0.05)
        begun, spent = mines.in_build.total, mines.year.upgrade_cny.sum()
        assert begun.sum() > 0 and spent == pytest.approx(mines.numbers.upgrade_cny_per_t * begun.sum())
        assert (book.capacity_t[mines.rows] == before).all()
        closes = int(np.flatnonzero(begun)[0])
        book.is_closed[mines.rows[closes]] = True  # its works stop
        decide(mines, region, 2027, use=0.8)
        assert (book.capacity_t[mines.rows] == before).all() and mines.year.upgrade_cny.sum() == 0
        decide(mines, region, 2028, use=0.8)
        begun[closes] = 0.0
        assert book.capacity_t[mines.rows] - before == pytest.approx(begun)
        assert mines.year.added_t == pytest.approx(begun)

    def test_a_mine_that_joins_leaves_four_fifths_of_its_capacity_to_its_neighbour(self, luliang):
        region, book, mines = luliang
        mines.reserve_t[book.capacity_t[mines.rows] < 1.2e6] = 1.0  # too little coal to grow
        book.start_year[mines.rows[book.start_year[mines.rows] > 2026]] = NEVER
        before = (book.capacity_t * book.is_open(2026))[mines.rows]
        small_rows = (before > 0) & (before < 1.2e6)
        for year in range(2026, 2029):
            decide(mines, region, year, use=1e-9, least_mine_t=1.2e6)
        after = (book.capacity_t * book.is_open(2026))[mines.rows] + mines.in_build.total
        county = book.county[mines.rows]
        largest = np.array([before[county == c].max(initial=0.0) for c in range(region.n_counties)])
        alone = small_rows & (largest[county] < 1.2e6)
        lost = 0.2 * before[small_rows & ~alone].sum() + before[alone].sum()
        assert before.sum() - after.sum() == pytest.approx(lost)

    def test_what_a_mine_takes_over_digs_after_two_years_of_works(self, luliang):
        """It dug in the year of the merger, and nobody paid for the works."""
        region, book, mines = luliang
        mines.reserve_t[book.capacity_t[mines.rows] < 1.2e6] = 1.0
        mines.years_to_leave[:] = 0
        before = book.capacity_t[mines.rows].copy()
        decide(mines, region, 2026, use=1e-9, least_mine_t=1.2e6)
        takes = mines.in_build.total > 0
        assert mines.year.joined.any() and takes.any()
        assert mines.in_build.total.sum() == pytest.approx(0.8 * before[mines.year.joined].sum())
        taken_t = mines.in_build.total.sum()
        assert mines.year.capital_cny.sum() == pytest.approx(mines.numbers.upgrade_cny_per_t * taken_t)
        assert (book.capacity_t[mines.rows] == before).all()
        decide(mines, region, 2027, use=1e-9)
        assert (book.capacity_t[mines.rows] == before).all()
        decide(mines, region, 2028, use=1e-9)
        assert (book.capacity_t[mines.rows] > before)[takes].all()

    def test_approved_capacity_opens_waiting_mines_and_lets_full_ones_grow(self, luliang):
        region, book, mines = luliang
        waits = (book.start_year[mines.rows] == NEVER).sum()
        for year in range(2026, 2031):
            decide(mines, region, year, use=1.0, mine_approval_share=0.05)
        assert (book.start_year[mines.rows] == NEVER).sum() < waits
        assert mines.year.added_t.sum() > 0 or mines.quota_t < 0.3 * 171e6
        grown = book.capacity_t[mines.rows] / mines.laid_out_t
        assert grown.max() <= mines.numbers.most_growth + 1e-9

    def test_a_mine_without_coal_closes(self, luliang):
        region, book, mines = luliang
        mine = int(np.flatnonzero(book.is_open(2026)[mines.rows])[0])
        mines.reserve_t[mine] = 1.0
        decide(mines, region, 2026)
        assert book.is_closed[mines.rows[mine]] and not book.is_priced_out[mines.rows[mine]]
        assert mines.year.left[mine]

    def test_mines_that_earn_less_than_they_cost_standing_close_sooner_where_owners_are_private(self, luliang):
        """At a fifth of use no mine earns 132 CNY/t of standing cost: private owners bear that two to six years."""
        region, book, mines = luliang
        decide(mines, region, 2024)
        started, owner = book.is_open(2024)[mines.rows], book.owner[mines.rows]
        for year in range(2025, 2027):
            decide(mines, region, year, use=0.2)
        assert book.is_open(2026)[mines.rows][started].all()
        for year in range(2027, 2032):
            decide(mines, region, year, use=0.2)
        is_open = book.is_open(2031)[mines.rows]
        assert not is_open[started & (owner == 2)].any()
        assert 0 < is_open[started & (owner == 1)].sum() < (started & (owner == 1)).sum()

    def test_half_used_mines_earn_what_they_cost_standing_and_stay_unless_coal_gets_cheap(self):
        """At half of use a tonne of 211 CNY carries them, one of 50 does not; a better year ends the count."""
        left = {}
        for price in (480.0, 320.0):
            region = load_region("luliang")
            mines = Mines(build_book(region), region)
            decide(mines, region, 2024, price=420.0)  # the first price: the margin is 150 there
            started = mines.book.is_open(2024)[mines.rows]
            for year in range(2025, 2032):
                decide(mines, region, year, use=0.5, price=price)
            left[price] = int((started & mines.book.is_closed[mines.rows]).sum())
            decide(mines, region, 2032, use=0.95, price=480.0)
            assert not mines.lean_years[started].any()
        assert left[480.0] == 0 < left[320.0]

    def test_mines_in_build_are_paid_for_as_they_are_built_and_wait_while_the_rest_does_not_pay(self):
        """A third of 1,000 CNY/t a year before they dig; where nothing is earned all of them wait, and cost nothing."""
        for price, waits in ((480.0, False), (250.0, True)):
            region = load_region("luliang")
            mines = Mines(build_book(region), region)
            book, rows = mines.book, mines.rows
            decide(mines, region, 2024, price=420.0)
            start = book.start_year[rows].copy()
            building = (start > 2026) & (start <= 2029)
            assert building.any()
            decide(mines, region, 2026, price=price)
            later = book.start_year[rows] - start
            assert (later[start > 2026][start[start > 2026] < NEVER] > 0).all() == waits
            spent = mines.numbers.new_cny_per_t * book.capacity_t[rows[building & (later == 0)]].sum() / 3.0
            assert mines.year.capital_cny.sum() == pytest.approx(spent)
            assert (spent == 0.0) == waits

    def test_fewer_mines_are_opened_where_demand_has_been_falling(self):
        opened = []
        for growth in (0.0, -0.25):
            region = load_region("luliang")
            mines = Mines(build_book(region), region)
            waited = mines.book.start_year[mines.rows] == NEVER
            decide(mines, region, 2026, growth=growth, mine_approval_share=0.1)
            opened.append(int((mines.book.start_year[mines.rows][waited] < NEVER).sum()))
        assert opened[0] > opened[1]

    @pytest.mark.parametrize("grant", [0.0, 0.6])
    def test_support_of_larger_mines_pays_nothing_for_new_ones_and_opens_none(self, grant):
        """The awards are for enlarging and automating mines; a mine to be opened weighs the whole of its capital."""
        region = load_region("luliang")
        book = build_book(region)
        mines = Mines(book, region)
        waited, grants = book.start_year[mines.rows] == NEVER, np.full(region.n_counties, grant)
        book.start_year[mines.rows[~waited & (book.start_year[mines.rows] > 2026)]] = 2026  # none in build by the lists
        decide(mines, region, 2026, use=0.8, mine_approval_share=0.1, mine_upgrade_grant_share=grants)
        opened = waited & (book.start_year[mines.rows] != NEVER)
        assert mines.year.capital_cny[opened].sum() > 0
        assert mines.year.upgrade_cny[opened].sum() == 0
        assert sorted(np.flatnonzero(opened)) == sorted(np.flatnonzero(mines.year.capital_cny > mines.year.upgrade_cny))

    def test_nobody_opens_a_mine_where_those_of_like_cost_stand_idle(self, luliang):
        region, book, mines = luliang
        waited = book.start_year[mines.rows] == NEVER
        decide(mines, region, 2026, use=0.15, mine_approval_share=0.1)
        assert waited.any() and (book.start_year[mines.rows][waited] == NEVER).all()


def test_owners_expect_what_they_build_to_run_as_mines_of_like_cost_do():
    """Mines of 100, 200 and 300 CNY run at 0.9, 0.5 and 0.1; of 250 between the dearer two, of 400 as the last."""
    of_cost, capacity = np.array([300.0, 100.0, 200.0]), np.array([1.0, 2.0, 4.0])
    use = use_at_cost(np.array([50.0, 250.0, 400.0]), of_cost, np.array([0.1, 1.8, 2.0]), capacity)
    assert use == pytest.approx([0.9, 0.3, 0.1])
    assert use_at_cost(np.array([50.0]), np.zeros(0), np.zeros(0), np.zeros(0)) == pytest.approx([0.0])
