"""Building time: what is decided works later, once, and nothing of it is lost on the way."""

import numpy as np
import pytest

from abm.flows import Flows
from abm.in_build import Built, InBuild, Ordered, arrivals
from abm.industry.business import NewBusinesses
from abm.power.city import capture_in_bids
from abm.region import load_region
from agents.firm.surcharge import Standing
from agents.firm.words import ALUMINIUM, OTHER, PRODUCTS, PROJECTS, STEEL
from agents.signals import change
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry, plain_rules

STEAM, MATERIAL = PROJECTS.index("cleaner_steam"), PROJECTS.index("coal_material")


class TestQueue:
    def test_decisions_fall_in_the_middle_of_their_year(self):
        """Half a year: all of it from the next year's start; one year: half of the next year; three: of the fourth."""
        by_kind = arrivals(np.array([0.5, 1.0, 1.5, 3.0])).T
        assert by_kind.tolist() == [[0, 1, 0, 0, 0], [0, 0.5, 0.5, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0.5, 0.5]]

    @pytest.mark.parametrize("build_years", [0.0, 0.3, 0.75, 2.0, 4.5])
    def test_what_is_begun_works_or_waits_and_takes_its_years_on_the_mean(self, build_years):
        queue, begun, works, years = InBuild((1,), build_years), np.array([2.0]), [], range(9)
        works.append(queue.begin(begun))
        for _ in years[1:]:
            works.append(queue.finish())
            assert np.sum(works) + queue.total.sum() == pytest.approx(2.0)
        assert queue.total.sum() == pytest.approx(0.0)
        # mid-year decisions and starts within the year (half of it): the mean wait is that of the works
        assert np.ravel(works) @ (np.array(years) + 0.5) / 2.0 == pytest.approx(0.5 + build_years, abs=0.5 + 1e-9)

    def test_each_kind_takes_its_own_time(self):
        queue = InBuild((3, 2), np.array([0.5, 1.5]))
        queue.begin(np.ones((3, 2)))
        assert queue.finish().tolist() == [[1.0, 0.0]] * 3
        assert queue.finish().tolist() == [[0.0, 1.0]] * 3

    def test_what_a_programme_orders_stands_later_and_what_it_drops_is_gone_at_once(self):
        """Two years: half of what is ordered stands in the second year after, the rest in the third, and no more."""
        ordered = Ordered(2, 2.0)
        assert ordered.follow(0.1, stands=True).tolist() == [0.1, 0.1]
        found = [ordered.follow(np.array([0.5, 0.1])) for _ in range(5)]
        assert np.array(found)[:, 0] == pytest.approx([0.1, 0.1, 0.3, 0.5, 0.5])
        assert np.array(found)[:, 1] == pytest.approx(0.1)
        assert ordered.follow(np.array([0.2, 0.0])).tolist() == [0.2, 0.0]

    def test_only_what_stands_above_all_before_is_new(self):
        built = Built()
        found = [built.add(np.array([stands])) for stands in (2.0, 2.5, 1.0, 2.4, 3.0)]
        assert np.ravel(found) == pytest.approx([0.0, 0.5, 0.0, 0.0, 0.5])

    def test_an_order_that_is_cut_back_is_not_finished(self):
        ordered = Ordered(1, 2.0)
        ordered.follow(0.8)
        assert ordered.in_build.total[0] == pytest.approx(0.8)
        found = [ordered.follow(0.2)[0] for _ in range(4)]
        assert max(found) == found[-1] == pytest.approx(0.2)

    def test_what_stands_when_a_run_begins_does_not_wait(self):
        queue = InBuild((2,), 2.0)
        assert queue.begin(np.array([1.0, 3.0]), stands=True).tolist() == [1.0, 3.0]
        assert not queue.total.any()


def ordered_from(first_year, kinds, until):
    """Run to ``until``; everyone is ordered to have ``kinds`` from a year on; return the industry and its years."""
    industry = new_industry(firm_world(until=until))
    order = np.zeros((len(PROJECTS), industry.yard.n_counties))
    order[kinds] = 1.0
    years = {}
    for year in range(2020, until + 1):
        signals = firm_signals(industry, year)
        if year >= first_year:
            signals = change(signals, "investment", project_order_share=order)
        before = industry.investment.done.copy()
        last = FirmYear(industry, signals)
        years[year] = industry.investment.done - before, industry.investment.in_build.total, last
    return industry, years


class TestProjects:
    def test_an_order_changes_nothing_in_its_own_year_but_what_is_paid(self):
        _, plain = ordered_from(2099, [STEAM], 2028)
        _, told = ordered_from(2026, [STEAM], 2028)
        rows = slice(None), STEAM
        assert (told[2026][1][rows] - plain[2026][1][rows]).max() > 0.2
        assert told[2026][0][rows] == pytest.approx(plain[2026][0][rows])
        burnt = [years[2026][2].ledger.burnt("chemicals").sum() for years in (plain, told)]
        assert burnt[0] == burnt[1]
        paid = [
            sum(float(cny.sum()) for item, _, _, cny in years[2026][2].ledger.payments if item == "retrofit")
            for years in (plain, told)
        ]
        assert paid[1] > paid[0]
        assert (told[2027][0][rows] - plain[2027][0][rows]).max() > 0.2

    def test_what_is_in_build_is_not_begun_again(self):
        industry, years = ordered_from(2022, [STEAM, MATERIAL], 2030)
        whole = industry.investment.done + industry.investment.in_build.total
        assert whole.max() <= 1.0 + 1e-9
        assert (years[2029][0] > -1e-12).any()

    def test_what_is_taken_in_the_first_year_stands_in_it(self):
        industry = new_industry()
        FirmYear(industry, firm_signals(industry, 2020))
        assert industry.investment.in_build.total.max() == 0.0
        assert industry.investment.mending.total.max() == 0.0

    def test_new_plant_ends_the_works_on_the_old(self):
        investment = new_industry().investment
        investment.in_build.begin(np.full(investment.done.shape, 0.4))
        part, gets = np.full(len(investment.book), 0.25), np.arange(len(investment.book)) < 2
        done = investment.done[:, STEAM].copy()
        investment.replace_plant(part, STEAM, gets)
        assert investment.in_build.total[:2, STEAM] == pytest.approx(0.3)
        assert investment.in_build.total[2:, STEAM] == pytest.approx(0.4)
        assert investment.done[:2, STEAM] == pytest.approx(0.75 * done[:2] + 0.25)


class TestRetrofits:
    def test_use_falls_when_the_retrofit_works_and_meets_its_limit(self):
        investment = new_industry().investment
        book, before = investment.book, investment.book.specific_use.copy()
        target = 0.9 * before
        investment.mend(2026, before - target)
        assert np.array_equal(book.specific_use, before)
        assert not book.is_mended.any()
        assert (investment.coming_use() <= target).all()
        investment.finish()
        assert (target < book.specific_use).all() and (book.specific_use < before).all()
        assert book.is_mended.all()
        investment.finish()
        assert (book.specific_use <= target).all()
        assert book.specific_use == pytest.approx(target)

    def test_a_surcharge_is_paid_until_the_retrofit_works_and_closes_nobody_who_has_begun_one(self):
        """Above the limit power costs twice what a tonne earns; retrofits are free, so everyone begins one."""
        industry = new_industry(firm_world(until=2027))
        for year in (2020, 2021):
            FirmYear(industry, firm_signals(industry, year))
        book = industry.book
        book.is_aware[:] = True
        book.last_year[:] = 9999
        other = book.product == OTHER
        plain = firm_signals(industry, 2022).industry
        ones = np.ones(industry.yard.n_counties)
        limit, benchmark = np.full_like(plain.limit_per_t, 1e9), plain.benchmark_per_t.copy()
        limit[OTHER] = 0.99 * book.specific_use[other].min()
        benchmark[OTHER] = 0.9 * limit[OTHER, 0]
        dear = 2.0 * float((book.margin_cny_per_t / book.kwh_per_t_now())[other].max())
        signals = firm_signals(
            industry,
            2022,
            limit_per_t=limit,
            benchmark_per_t=benchmark,
            over_limit_cny_per_kwh=dear * ones,
            inspection=ones,
            grant_share=ones,
        )
        industry.decide(signals)
        assert (book.surcharge_cny_per_kwh[other & (book.output_t > 0)] > 0.0).all()
        assert not book.is_closed[other].any()
        assert (industry.investment.coming_use()[other] <= limit[OTHER].max()).all()

    def test_a_retrofit_that_works_from_spring_on_ends_the_surcharge_then(self):
        """The year's mean stays above the limit; charged on it, steelworks paid all year for a quarter of one."""
        industry = new_industry()
        investment, book = industry.investment, industry.book
        row, before = 0, book.specific_use.copy()
        investment.mend(2026, 0.1 * before)
        n = industry.yard.n_counties
        limit = np.full((len(PRODUCTS), n), 1e9)
        limit[book.product[row], book.county[row]] = 0.92 * before[row]
        rules = plain_rules(n, limit_per_t=limit, over_limit_cny_per_kwh=np.ones(n))
        found = np.ones(len(book), dtype=bool)
        paid, above = [], []
        for _ in range(3):
            standing = Standing(book.product, book.county, book.equipment, investment.coming_use(), found)
            paid.append(industry.decisions.charged_in_year(standing, rules).punitive[row])
            above.append(bool(book.specific_use[row] > limit.min()))
            investment.finish()
        assert above == [True, True, False]
        assert paid == pytest.approx([1.0, 0.25, 0.0])


class TestNextThreshold:
    def test_it_is_published_a_year_ahead_unless_the_whole_scheme_changes(self):
        industry = new_industry(firm_world(load_region("luliang")))
        before, changing = industry.perceive(2025), industry.perceive(2021)
        assert before.coming_tier_threshold_per_t[STEEL] == industry.perceive(2026).tier_threshold_per_t[STEEL]
        assert before.coming_tier_threshold_per_t[STEEL] < before.tier_threshold_per_t[STEEL]
        assert changing.coming_tier_threshold_per_t[ALUMINIUM] == changing.tier_threshold_per_t[ALUMINIUM]

    def test_who_will_be_above_it_begins_a_retrofit_before_it_is_charged(self):
        """Next year's threshold lies at the benchmark: works begin, and nobody pays yet."""
        begun = {}
        for is_announced in (False, True):
            industry = new_industry(firm_world(until=2023))
            FirmYear(industry, firm_signals(industry, 2020))
            book = industry.book
            book.is_aware[:], book.cash_years[:], book.hurdle_years[:] = True, 1e3, 2.0
            products = np.ones(len(PRODUCTS))
            benchmark = industry.perceive(2022).benchmark_per_t
            signals = firm_signals(
                industry,
                2022,
                coming_tier_threshold_per_t=1.001 * benchmark if is_announced else products * 1e9,
                tier_threshold_per_t=products * 1e9,
                tier_step_per_t=products,
                tier_cny_per_kwh=products * 0.01,
            )
            industry.decide(signals)
            begun[is_announced] = industry.investment.mending.total
            steel = book.product == STEEL
            assert not book.surcharge_cny_per_kwh[steel].any()
        assert begun[True][steel].sum() > begun[False][steel].sum()


class TestPlantsInBuild:
    def test_what_is_begun_is_in_service_in_build_or_stranded(self):
        industry = new_industry(firm_world(until=2030))
        entry, rows = industry.entry, industry.entry.rows
        for year in range(2020, 2030):
            FirmYear(industry, firm_signals(industry, year))
        assert len(rows) > 1
        entry.in_build.waiting[-1] = 0.2
        entry.in_build.waiting[1] = 0.1
        begun = entry.in_service + entry.in_build.total + entry.stranded
        industry.book.is_closed[rows[0]] = True
        entry.decide(firm_signals(industry, 2030))
        new = np.zeros(len(rows))
        new[:] = entry.spent_cny / (entry.numbers.capital[entry.product] * entry.full_t)
        assert entry.in_service + entry.in_build.total + entry.stranded == pytest.approx(begun + new)
        assert entry.stranded[0] == pytest.approx(0.3)
        assert entry.stranded_cny[0] == pytest.approx(0.3 * entry.numbers.capital[entry.product[0]] * entry.full_t[0])
        assert not entry.stranded[1:].any()


class TestCaptureBids:
    least, usual = np.array([0.3]), np.array([0.75])

    def bids(self, share, cny=-20.0):
        online, step = capture_in_bids(np.array([cny]), np.array([share]), self.least, self.usual)
        return float(online[0]), float(step[0])

    def test_a_plant_that_is_full_at_least_output_pays_nothing_for_a_mwh_more(self):
        online, step = self.bids(0.05)
        assert step == 0.0
        assert online == pytest.approx(-20.0 * 24 * 0.75)

    def test_where_all_is_caught_each_mwh_carries_its_own(self):
        online, step = self.bids(1.0)
        assert step == pytest.approx(-20.0)
        assert online == pytest.approx(-20.0 * 24 * 0.3)

    @pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5, 0.9])
    def test_on_an_ordinary_day_the_parts_sum_to_the_mean(self, share):
        online, step = self.bids(share)
        assert online + 24 * step * (0.75 - 0.3) == pytest.approx(-20.0 * 24 * 0.75)


class TestEquipmentAndPipes:
    def test_what_goes_early_runs_until_its_successor_is_there(self):
        """A grant of 0.6 from 2022 on: half a year of works, so that the year of the order saves nothing more."""
        shares, spent = {}, {}
        for grant in (0.0, 0.6):
            industry = new_industry(firm_world(until=2024))
            industry.book.is_aware[:] = True
            for year in range(2020, 2025):
                signals = firm_signals(industry, year)
                if year >= 2022:
                    given = np.full(industry.yard.n_counties, grant)
                    signals = change(signals, "investment", equipment_grant_share=given)
                FirmYear(industry, signals)
                works = [queue.total.sum() for queue in industry.equipment.in_build]
                whole = [
                    stock.usual.sum(axis=1) + stock.efficient_share + queue.total
                    for stock, queue in zip(industry.equipment.stocks, industry.equipment.in_build, strict=True)
                ]
                assert np.array(whole) == pytest.approx(1.0)  # nothing is lost on the way
                shares[grant, year] = industry.equipment.share(), sum(works)
                spent[grant, year] = industry.equipment.capital_cny.sum()
        assert spent[0.6, 2022] > spent[0.0, 2022] and shares[0.6, 2022][1] > shares[0.0, 2022][1]
        first, second = (shares[0.6, year][0] - shares[0.0, year][0] for year in (2022, 2023))
        assert second > 2.0 * first > 0  # what is worn out is ordered in time, and is better at once

    def test_pipes_are_paid_for_when_begun_and_bring_heat_after_the_year(self):
        town, paid = {}, {}
        for grant in (0.0, 0.9):
            industry = new_industry(firm_world(until=2024))
            heat = industry.circular.heat
            for year in range(2020, 2025):
                signals = firm_signals(industry, year)
                if year == 2022:
                    signals = change(signals, "materials", heat_grant_share=np.full(industry.yard.n_counties, grant))
                FirmYear(industry, signals)
                town[grant, year], paid[grant, year] = heat.town.mean(), heat.capital_cny.sum()
        assert paid[0.9, 2022] > paid[0.0, 2022]
        assert town[0.9, 2022] == town[0.0, 2022]
        early, late = (town[0.9, year] - town[0.0, year] for year in (2023, 2024))
        assert 0 < early < late  # a quarter of next year, the whole of the year after


def test_new_businesses_add_what_they_do_not_take_from_others():
    world = firm_world()
    businesses, n = NewBusinesses(world), world.region.n_counties
    industry = new_industry(world)
    signals = change(firm_signals(industry, 2021), "investment", business_support_cny=np.full(n, 1e6))
    year = FirmYear(industry, signals)
    flows = Flows(n)
    businesses.act(signals, flows, year.ledger, year.loads)
    own = float(businesses.value_cny.sum())
    added = float(flows.entrants_value_cny.sum())
    assert own == pytest.approx(n * 1e6 * businesses.leverage)
    assert 0.25 * own <= added <= 0.75 * own  # between high and low displacement
