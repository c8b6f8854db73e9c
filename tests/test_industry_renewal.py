"""Core plant: what leaves, what is built anew against it, and caps."""

import numpy as np
import pytest

from agents.firm.renewal import (
    earned_to_rebuild,
    expected_use,
    leaving_t,
    rebuilt_at_least,
    renewed_share,
    within_cap,
)
from agents.firm.words import ALUMINA, COKE, STEEL
from agents.signals import change
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry


def run(until=2035, **rules):
    """Firms of the tiny region up to a year under some rules on materials."""
    industry = new_industry(firm_world(until=until))
    for year in range(2020, until + 1):
        FirmYear(industry, change(firm_signals(industry, year), "materials", **rules))
    return industry


class TestRules:
    def test_no_more_leaves_than_stands(self):
        assert leaving_t(np.array([100.0, 100.0]), np.array([80.0, 5.0]), np.full(2, 0.1)).tolist() == [10.0, 5.0]

    def test_owners_expect_demand_to_go_on_as_it_has_gone(self):
        """100 t wanted, falling 10 % a year for two years: 81 of 90."""
        use = expected_use(np.array([100.0]), np.array([90.0]), np.array([-0.1]), 2.0)
        assert use == pytest.approx([0.9])
        assert expected_use(np.array([100.0]), np.array([50.0]), np.zeros(1), 2.0) == pytest.approx([1.0])

    def test_half_build_anew_where_the_payback_is_what_they_accept(self):
        args = np.full(2, 8.0), np.full(2, 800.0), np.full(2, 100.0), 3.0
        assert renewed_share(*args, np.array([True, False])) == pytest.approx([0.5, 0.0])

    def test_what_owners_must_earn_to_rebuild_is_what_they_rebuild_for(self):
        """Demand falls by 2 % a year and 5 % wear out: three fifths must be rebuilt; none where it falls by 5."""
        needed = rebuilt_at_least(np.array([0.02, 0.05, 0.08]), np.full(3, 0.05))
        assert needed == pytest.approx([0.6, 0.0, 0.0])
        earned = earned_to_rebuild(needed, 8.0, np.full(3, 800.0), 3.0)
        assert earned[0] == pytest.approx(100.0 * 1.5 ** (1 / 3)) and not earned[1:].any()
        assert renewed_share(np.full(3, 8.0), np.full(3, 800.0), earned, 3.0, np.ones(3, dtype=bool)) == pytest.approx(
            needed
        )

    def test_what_stands_above_a_cap_leaves_worst_first_and_not_all_at_once(self):
        capacity, use = np.array([40.0, 30.0, 30.0]), np.array([1.0, 3.0, 2.0])
        assert within_cap(capacity, use, 80.0, 0.5) == pytest.approx([40.0, 10.0, 30.0])
        assert within_cap(capacity, use, 0.0, 0.1) == pytest.approx([40.0, 20.0, 30.0])
        assert within_cap(capacity, use, np.inf, 0.1) == pytest.approx(capacity)


class TestOverTheYears:
    def test_new_capacity_is_what_left_over_the_ratio_times_what_owners_want(self):
        industry = run(2028, steel_replacement_ratio=2.0)
        renewal = industry.renewal
        steel = industry.book.product == STEEL
        left, new = renewal.left_t[steel].sum(), renewal.new_t[steel].sum()
        assert left > 0
        assert 0 < new <= left / 2.0

    def test_of_works_that_have_closed_nothing_more_leaves(self):
        industry = run(2027)
        renewal, book = industry.renewal, industry.book
        old = np.flatnonzero(renewal.is_old & (book.product == STEEL))
        book.is_closed[old] = True
        renewal.decide(firm_signals(industry, 2027), is_decided=True)
        assert not renewal.left_t[old].any() and not renewal.new_t.any()

    def test_a_higher_ratio_leaves_less_capacity_and_never_more_than_stood(self):
        capacity = [
            run(2035, steel_replacement_ratio=ratio, coke_replacement_ratio=ratio).yard.by_product(
                run(2035, steel_replacement_ratio=ratio, coke_replacement_ratio=ratio).book.capacity_t
            )
            for ratio in (1.0, 2.0)
        ]
        for product in (STEEL, COKE):
            assert capacity[1][product] < capacity[0][product]
        first = new_industry().yard.by_product(new_industry().book.capacity_t)
        assert (capacity[0][[STEEL, COKE]] <= first[[STEEL, COKE]] * (1 + 1e-9)).all()

    def test_what_is_paid_for_new_plant_is_its_capital(self):
        industry = run(2029)
        renewal = industry.renewal
        assert renewal.capital_cny == pytest.approx(renewal.new_t * renewal.numbers.capital[industry.book.product])

    def test_alumina_keeps_to_its_cap(self):
        """Six in a hundred leave a year, and the announced refinery is never cut: it takes the old one until 2037."""
        industry = run(2038, alumina_cap_share=0.7)
        made = industry.book.capacity_t[industry.book.product == ALUMINA].sum()
        assert made <= 0.7 * industry.renewal.first_alumina_t * (1 + 1e-9)

    def test_ovens_below_a_new_height_are_rebuilt_taller_with_dry_quenching(self):
        industry = new_industry(firm_world(until=2032))
        for year in range(2020, 2033):
            height = 6.3 if year >= 2027 else 4.5
            FirmYear(industry, firm_signals(industry, year, least_oven_height_m=height))
        book = industry.book
        stands = (book.product == COKE) & (book.capacity_t > 0) & book.is_open(2032) & industry.renewal.is_old
        assert (book.oven_height_m[stands] == industry.renewal.numbers.new_oven_m).all()

    def test_a_low_oven_goes_in_thirds_over_the_three_years_of_a_rule(self):
        industry = new_industry(firm_world(until=2032))
        renewal = industry.renewal
        low = renewal.is_old_oven & (industry.book.oven_height_m < 6.3)
        rules = [firm_signals(industry, year, least_oven_height_m=6.3) for year in range(2020, 2024)]
        *due, after = [renewal._due_share(rule)[low] for rule in rules]
        assert low.any() and np.array(due) == pytest.approx(1.0 / 3.0)
        assert (after < 1.0 / 3.0).all()

    def test_what_a_tonne_of_new_plant_costs_only_here_keeps_owners_from_rebuilding(self):
        """What is left of margin and gain decides, as with the admission of new plant; nobody rebuilds at a loss."""
        built = []
        for added in (0.0, 150.0, 5000.0):
            industry = run(2028)
            renewal, signals = industry.renewal, firm_signals(industry, 2028)
            renewal.added_cny_per_t = np.full(len(industry.book), added)
            renewal.decide(signals, is_decided=True)
            built.append(float(renewal.new_t.sum()))
        assert built[0] > built[1] > built[2] == 0.0

    def test_surcharges_that_end_with_the_old_plant_do_not(self):
        """A works pays 0.1 CNY/kWh more for its poor class: new plant at the benchmark would not."""
        industry = run(2027)
        signals = firm_signals(industry, 2027)
        charged = signals.industry.differential_cny_per_kwh + 0.1
        FirmYear(industry, change(signals, "industry", differential_cny_per_kwh=charged))
        decisions, open_now = industry.decisions, industry.book.is_open(2027)
        paid = industry.book.surcharge_cny_per_kwh * industry.book.kwh_per_t_now()
        rest = decisions.added_cny_per_t - decisions.added_to_new_cny_per_t
        assert (paid[open_now] > 0.0).all()
        assert (rest >= paid - 1e-9)[open_now].all()

    def test_new_plant_spares_the_allowances_of_what_old_plant_emits_above_the_benchmark(self):
        industry = run(2027)
        b, carbon = industry.book, industry.carbon
        price = np.full(len(industry.economics.cost), 100.0)
        signals = change(firm_signals(industry, 2027), "industry", carbon_cny_per_t=price)
        spared = carbon.spared_by_new_cny_per_t(signals)
        best = signals.industry.benchmark_per_t[b.product]
        assert (spared[b.specific_use <= best] == 0.0).all()
        above = (b.specific_use > best) & (carbon.energy_t_per_t[b.product] > 0.0)
        assert above.any() and (spared[above] > 0.0).all()

    def test_a_works_at_the_benchmark_stays_exactly_there_as_it_is_renewed(self):
        """The share of capacity at the benchmark is asked with ``<=``: a rounding of 1e-14 took works from it."""
        renewal = run(2026).renewal
        book = renewal.book
        book.specific_use[:] = renewal.benchmark[book.product]
        for year in range(2027, 2045):
            renewal._commit(book.capacity_t * 0.07, book.capacity_t * 0.0531, year)
        assert (book.specific_use == renewal.benchmark[book.product]).all()

    def test_a_works_above_the_benchmark_nears_it_by_the_part_that_is_new(self):
        renewal = run(2026).renewal
        book = renewal.book
        above = 1.2 * renewal.benchmark[book.product]
        book.specific_use[:] = above
        renewal._commit(book.capacity_t * 0.25, book.capacity_t * 0.25, 2027)
        renewed = book.capacity_t > 0
        assert book.specific_use[renewed] == pytest.approx((1.2 - 0.25 * 0.2) / 1.2 * above[renewed])
