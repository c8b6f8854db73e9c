"""Coal mines: what the lists say of them, and their methane."""

from dataclasses import replace

import numpy as np
import pytest

from abm.industry.build import build_book
from abm.industry.goaf_gas import GoafNumbers
from abm.industry.methane import Methane, MethaneNumbers, drained_share, scaled_content
from abm.region import load_region
from agents.firm.methane import used_share
from agents.firm.words import RATINGS, RAW_COAL
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry


@pytest.fixture(scope="module")
def city():
    region = load_region("luliang")
    return region, build_book(region), MethaneNumbers.of(region.parameters, region.first_year)


def mines(book, year):
    return (book.product == RAW_COAL) & book.is_open(year)


class TestLists:
    def test_ninety_one_of_one_hundred_and_thirteen_mines_work(self, city):
        region, book, _ = city
        assert len(region.table("facilities/coal_mines.csv")) == 113
        assert (book.product == RAW_COAL).sum() == 113
        assert mines(book, 2020).sum() == 91
        assert book.capacity_t[mines(book, 2020)].sum() == pytest.approx(171.55e6)

    def test_mines_in_build_start_over_three_years_and_others_wait_for_a_decision(self, city):
        _, book, _ = city
        counts = [int(mines(book, year).sum()) for year in (2024, 2026, 2027, 2028, 2029, 2060)]
        assert counts == sorted(counts)
        assert counts[-1] - counts[0] == 11  # ten in build and one on trial; permitted, announced, mothballed stay out

    def test_every_mine_lies_in_the_county_of_its_registered_address(self, city):
        region, _, _ = city
        for row in region.table("facilities/coal_mines.csv"):
            name = region.counties[region.county_index[row["county"]]].name_zh
            assert name in row["location_zh"] or row["note"] or name[:-1] in row["location_zh"], row["id"]

    def test_large_mines_cost_less(self, city):
        _, book, _ = city
        rows = mines(book, 2020)
        big, small = (
            book.cost_cny_per_t[rows & part].mean() for part in (book.capacity_t > 4e6, book.capacity_t < 1e6)
        )
        assert big < small


class TestMethane:
    def test_at_full_capacity_what_reaches_the_air_is_the_trackers_total_over_the_satellite_ratio(self, city):
        """1.7056 Mt / 2.07 = 0.824 Mt a year."""
        _, book, n = city
        rows = np.flatnonzero(mines(book, 2020))
        kg = scaled_content(book, rows, n)
        used = drained_share(book, rows, n) * n.used
        released = (book.capacity_t[rows] * kg / 1000.0 * (1.0 - used)).sum()
        assert released == pytest.approx(1.7056e6 / 2.07, rel=1e-9)

    def test_gassy_mines_give_off_more_and_low_gas_mines_keep_to_their_legal_rating(self, city):
        _, book, n = city
        rows = np.flatnonzero(mines(book, 2020))
        m3 = scaled_content(book, rows, n) / n.kg_per_m3
        means = [m3[book.rating[rows] == i].mean() for i in range(len(RATINGS))]
        assert means == sorted(means)
        assert means[0] <= 10.0  # low gas: at most 10 m3/t

    def test_the_tracker_unscaled_is_the_upper_case(self, city):
        _, book, n = city
        rows = np.flatnonzero(mines(book, 2020))
        upper = scaled_content(book, rows, replace(n, divisor=1.0)).sum()
        assert upper == pytest.approx(2.07 * scaled_content(book, rows, n).sum())

    def test_drained_gas_is_used_or_released_never_both(self, city):
        region, book, n = city
        book.output_t[:] = book.capacity_t
        methane = Methane(book, n, GoafNumbers.of(region.parameters), region.n_counties, 2.0)
        year = methane.year(book, book.is_open(2020), np.full(region.n_counties, 2.0))
        assert year.released_t == pytest.approx(year.made_t - year.used_t + year.closed_t)
        assert (year.used_t <= year.drained_t).all() and (year.drained_t <= year.made_t).all()
        assert year.used_t.sum() / year.drained_t.sum() == pytest.approx(n.used)
        assert year.used_gj.sum() == pytest.approx(year.used_t.sum() * 1000 / n.kg_per_m3 * n.gj_per_m3)

    def test_use_rises_with_income_and_stays_below_all_of_it(self):
        income = np.array([0.0, 1.0, 2.0, 4.0, 50.0])
        share = used_share(np.full(5, 0.444), income, 2.0, 1.5)
        assert (np.diff(share) > 0).all()
        assert share[2] == pytest.approx(0.444)
        assert share[-1] <= 1.0

    def test_a_mine_that_closes_goes_on_giving_off_less_each_year(self, city):
        region, book, n = city
        book.output_t[:] = book.capacity_t
        methane = Methane(book, n, GoafNumbers.of(region.parameters), region.n_counties, 2.0)
        income = np.full(region.n_counties, 2.0)
        is_open = book.is_open(2020)
        first = methane.year(book, is_open, income).closed_t.sum()
        shut = is_open.copy()
        shut[np.flatnonzero(is_open)[:10]] = False
        second = methane.year(book, shut, income).closed_t.sum()
        third = methane.year(book, shut, income).closed_t.sum()
        assert second > first * (1 - n.closed_decay)
        assert third == pytest.approx(second * (1 - n.closed_decay))


def test_raw_coal_follows_what_was_observed_and_keeps_the_difference():
    world = firm_world(load_region("luliang"), until=2022)
    industry = new_industry(world)
    for year in (2020, 2021, 2022):
        FirmYear(industry, firm_signals(industry, year))
        made = industry.yard.output_t(RAW_COAL).sum()
        seen = world.region.observed("production.raw_coal").get(year)
        if seen:
            assert made == pytest.approx(seen * 1e6, rel=1e-3)
            driver = industry.perception.demand_t[industry.perception.row[year]][RAW_COAL]
            assert industry.history.residual_t("raw_coal", driver, year) == pytest.approx(driver - seen * 1e6)


def test_the_free_history_follows_the_driver_instead():
    free = new_industry(firm_world(load_region("luliang"), until=2022, history="free"))
    assert free.perceive(2022).demand_t[RAW_COAL] == free.perception.demand_t[2][RAW_COAL]
