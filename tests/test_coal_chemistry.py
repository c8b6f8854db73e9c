"""Outdated coal-chemical lines: named by a line of energy use, mended or gone within three years, or handed in."""

from dataclasses import fields

import numpy as np
import pytest

from abm.region import load_region
from agents.firm.book import NEVER
from agents.firm.phase_out import BATCHES, Choice, Lines, stay_share
from agents.firm.words import CHEMICALS
from policies.levers.coal_chemistry import LEVERS
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry

UNTIL = 2027


def chemical_works(use, year_of_line=2021, line=1.0, pay=0.0, mendable=None, until=UNTIL):
    """Run the tiny region's firms with works of a mean ``use``; return the industry and what each year did."""
    industry = new_industry(firm_world(until=until))
    out, book = industry.phase_out, industry.book
    book.specific_use[out.rows] = use
    industry.entry.may_grow[:] = 0.0  # so that what leaves shows
    if mendable is not None:
        out.mendable = mendable
    years = {}
    for year in range(2020, until + 1):
        rule = line if year >= year_of_line else np.inf
        exit_pay = np.full(industry.yard.n_counties, pay)
        signals = firm_signals(industry, year, most_chemical_use=rule, chemical_exit_cny_per_t=exit_pay)
        run = FirmYear(industry, signals)
        years[year] = {
            "capacity_t": book.capacity_t.copy(),
            "outdated_t": out.outdated_t().sum(),
            "left_t": out.left_t.copy(),
            "works_cny": out.capital_cny.sum(),
            "run": run,
            "output_t": book.output_t.copy(),
        }
    return industry, years


def paid(run, item):
    return sum(float(cny.sum()) for name, _, _, cny in run.ledger.payments if name == item)


class TestLines:
    def test_lines_lie_evenly_around_the_mean(self):
        """Mean 100, spread 0.1: lines from 90 to 110; a quarter lies above 105, and their mean at 107.5."""
        lines = Lines(np.array([100.0, 80.0, 130.0]), 0.1)
        assert lines.share_above(105.0) == pytest.approx([0.25, 0.0, 1.0])
        assert lines.excess_above(105.0) == pytest.approx([2.5, 0.0, 25.0])

    def test_a_quarter_of_the_citys_capacity_stands_above_the_base_level_as_in_the_nation(self):
        industry = new_industry(firm_world(load_region("luliang"), until=2021))
        rows = industry.phase_out.rows
        capacity = industry.book.capacity_t[rows].sum()
        assert 0.15 < industry.phase_out.outdated_t().sum() / capacity < 0.35

    def test_who_is_paid_more_for_leaving_stays_less_and_a_better_line_stays_more(self):
        def stays(pay, earned):
            one = np.ones(1)
            return float(stay_share(Choice(100.0 * one, pay * one, earned * one, 10.0 * one), 3.0)[0])

        assert stays(0.0, 100.0) > 0.99
        assert stays(900.0, 100.0) == pytest.approx(0.5)  # 1000 CNY over 100 a year: the hurdle of ten years
        assert stays(900.0, 100.0) < stays(900.0, 150.0)


class TestRule:
    def test_nothing_happens_in_the_year_of_the_line_and_all_is_dealt_with_three_years_later(self):
        industry, years = chemical_works(100.0)
        rows = industry.phase_out.rows
        named = years[2020]["outdated_t"]
        assert named > 0 and years[2021]["outdated_t"] == pytest.approx(named)
        left = [years[year]["left_t"].sum() for year in range(2021, UNTIL + 1)]
        assert left[0] == 0.0 and all(t > 0 for t in left[1 : 1 + BATCHES]) and not any(left[1 + BATCHES :])
        assert years[2021 + BATCHES]["outdated_t"] == pytest.approx(0.0, abs=1e-6)
        assert years[2022]["outdated_t"] == pytest.approx(named * 2 / 3, rel=0.05)
        lost = years[2020]["capacity_t"][rows].sum() - years[2024]["capacity_t"][rows].sum()
        assert lost == pytest.approx(sum(left), rel=1e-6)

    def test_what_can_be_mended_is_mended_and_paid_for_and_what_cannot_leaves(self):
        mended, gone = (chemical_works(100.0, mendable=share) for share in (1.0, 0.0))
        named = mended[1][2020]["outdated_t"]
        left = [sum(years[y]["left_t"].sum() for y in years) for _, years in (mended, gone)]
        assert left[0] < 0.05 * named and left[1] == pytest.approx(named, rel=1e-6)
        assert mended[1][2022]["works_cny"] > 0 and gone[1][2022]["works_cny"] == 0
        for industry, _ in (mended, gone):
            assert (industry.book.specific_use[industry.phase_out.rows] < 100.0).all()

    def test_purging_the_worst_lines_leaves_the_mean_of_the_others(self):
        """Lines from 90 to 110, half of them above 100: without those the rest has a mean of 95."""
        industry, _ = chemical_works(100.0, mendable=0.0, until=2024)
        assert industry.book.specific_use[industry.phase_out.rows] == pytest.approx(95.0, rel=1e-6)

    def test_a_line_above_all_plants_is_no_line(self):
        _, plain = chemical_works(100.0, line=np.inf, until=2024)
        _, loose = chemical_works(100.0, line=1.5, until=2024)
        for year in plain:
            assert np.array_equal(plain[year]["output_t"], loose[year]["output_t"])
            assert np.array_equal(plain[year]["capacity_t"], loose[year]["capacity_t"])

    def test_a_tighter_line_leaves_less_capacity(self):
        last = [chemical_works(100.0, line=line)[1][2025]["capacity_t"].sum() for line in (1.5, 1.05, 1.0, 0.9)]
        assert last == sorted(last, reverse=True) and len(set(last)) == len(last)

    def test_a_second_line_looks_at_the_works_anew(self):
        industry = new_industry(firm_world(until=2032))
        industry.book.specific_use[industry.phase_out.rows] = 100.0
        left = {}
        for year in range(2020, 2033):
            line = 0.93 if year >= 2027 else 1.0
            FirmYear(industry, firm_signals(industry, year, most_chemical_use=line))
            left[year] = industry.phase_out.left_t.sum()
        assert all(left[year] > 0 for year in (2021, 2022, 2023, 2028, 2029, 2030))
        assert not any(left[year] for year in (2020, 2024, 2025, 2026, 2027, 2031, 2032))

    def test_bases_that_are_approved_are_not_touched(self):
        industry, _ = chemical_works(100.0)
        book = industry.book
        assert not set(industry.phase_out.rows) & set(np.flatnonzero(book.start_year == NEVER))

    def test_what_plants_no_longer_make_for_lack_of_capacity_is_made_outside(self):
        industry, years = chemical_works(115.0, mendable=0.0, until=2025)  # nearly all lies above the base level
        _, plain = chemical_works(115.0, line=np.inf, until=2025)
        chemicals = industry.book.product == CHEMICALS
        made, usual = (one[2025]["output_t"][chemicals].sum() for one in (years, plain))
        assert made < 0.6 * usual and made == pytest.approx(years[2025]["capacity_t"][industry.phase_out.rows].sum())
        short = industry.year.kept_t[CHEMICALS] - industry.year.made_t[CHEMICALS]
        assert made + short == pytest.approx(usual, rel=0.02)


class TestCompensation:
    def test_what_leaves_is_paid_for_once_by_the_city(self):
        _, years = chemical_works(100.0, pay=500.0)
        assert sum(years[y]["left_t"].sum() for y in years) > 0
        for year in years.values():
            assert paid(year["run"], "exit compensation") == pytest.approx(500.0 * year["left_t"].sum())

    def test_without_a_line_owners_hand_in_outdated_lines_when_it_pays_and_no_more_than_there_are(self):
        left = []
        for pay in (0.0, 500.0, 1000.0, 2000.0, 1e6):
            _, years = chemical_works(100.0, line=np.inf, pay=pay)
            left.append(sum(years[y]["left_t"].sum() for y in years))
        assert left[0] == 0.0 and left == sorted(left) and left[1] < left[3]
        _, plain = chemical_works(100.0, line=np.inf)
        assert left[-1] <= plain[2020]["outdated_t"] * (1 + 1e-9)

    def test_pay_for_leaving_makes_fewer_mend(self):
        works = [sum(y["works_cny"] for y in chemical_works(100.0, pay=pay)[1].values()) for pay in (0.0, 2000.0)]
        assert works[1] < works[0]


OWN = {
    "coal_chemical_use_line": {"most_chemical_use"},
    "coal_chemical_exit_compensation": {"chemical_exit_cny_per_t"},
}


def test_the_levers_change_their_own_fields_and_no_others():
    signals = firm_signals(new_industry(), 2025)
    for lever in LEVERS:
        after = lever.apply(signals, lever.high, {"": np.ones(2), "subsidy": np.full(2, 0.8)})
        one, other = signals.industry, after.industry
        moved = {f.name for f in fields(one) if not np.array_equal(getattr(one, f.name), getattr(other, f.name))}
        assert moved == OWN[lever.id]
