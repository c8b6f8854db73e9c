"""Punitive, differential and tiered prices: thresholds, and what firms do at them."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from abm import simulate
from agents.firm.mend import JUST_BELOW, Plant, Technique, closes, mend
from agents.firm.surcharge import Standing, steps_above, surcharge
from agents.firm.words import ALLOWED, ALUMINIUM, CEMENT, ELIMINATED, PRODUCTS, RESTRICTED, STEEL
from tests.industry_world import FirmYear, firm_signals, new_industry, plain_rules


def standing(use, product=CEMENT, equipment=ALLOWED, found=True):
    use = np.atleast_1d(np.asarray(use, dtype=float))
    one = np.ones(len(use), dtype=int)
    return Standing(one * product, one * 0, one * equipment, use, np.full(len(use), found))


def plants(use, **changed):
    s = changed.pop("standing", None) or standing(use)
    one = np.ones(len(s.specific_use))
    values = {
        "output_t": one * 1000.0,
        "capacity_t": one * 1000.0,
        "kwh_per_t": one * 100.0,
        "margin_cny_per_t": one * 100.0,
        "hurdle_years": one * 3.0,
        "cash_years": one * 3.0,
        "carbon_cny_per_t": one * 0.0,
        "budget_per_t": s.specific_use,
        "quota_cny_per_unit": one * 0.0,
    }
    return Plant(s, **values | changed)


def technique(capital=4.0, energy=0.8, convexity=0.0):
    one = np.ones(len(PRODUCTS))
    return Technique(one * energy, one * 0.00266, one * capital, convexity)


def rates(restricted, eliminated):
    return np.tile([0.0, restricted, eliminated], (len(PRODUCTS), 1))


class TestRules:
    def test_a_class_of_equipment_pays_its_rate_whatever_it_uses(self):
        rules = plain_rules(differential_cny_per_kwh=rates(0.1, 0.3))
        for equipment, rate in ((ALLOWED, 0.0), (RESTRICTED, 0.1), (ELIMINATED, 0.3)):
            assert surcharge(standing([60, 90], equipment=equipment), rules).total == pytest.approx([rate, rate])

    def test_use_at_the_limit_is_free_above_it_pays_and_above_its_double_pays_the_higher_rate(self):
        rules = plain_rules(over_limit_cny_per_kwh=np.array([0.1]), far_over_limit_cny_per_kwh=0.3)
        paid = surcharge(standing([100.0, 100.1, 200.0, 200.1]), rules).punitive
        assert paid == pytest.approx([0.0, 0.1, 0.1, 0.3])

    def test_what_no_inspection_finds_is_not_charged(self):
        rules = plain_rules(over_limit_cny_per_kwh=np.array([0.1]))
        assert surcharge(standing(150, found=False), rules).total == pytest.approx([0.0])

    def test_the_smelters_rule_of_2023(self):
        """13,450 kWh/t is free; 13,451 is one started step of 20 kWh; 13,530 is 80 / 20 = 4 steps of 0.01 CNY."""
        step, threshold = np.full(4, 20.0), np.full(4, 13450.0)
        steps = steps_above(np.array([13450.0, 13451.0, 13530.0, 13531.0]), threshold, step)
        assert steps == pytest.approx([0, 1, 4, 5])

    def test_when_all_are_in_tier_one_nothing_happens(self):
        rules = plain_rules(tier_threshold_per_t=np.full(len(PRODUCTS), 100.0))
        steep = replace(rules, tier_cny_per_kwh=np.full(len(PRODUCTS), 1.0))
        looks = np.ones(3, dtype=bool)
        calm, steeper = (mend(plants([60, 80, 100]), technique(), r, looks) for r in (rules, steep))
        assert np.array_equal(calm.specific_use, steeper.specific_use)
        assert surcharge(standing([60, 80, 100]), steep).total == pytest.approx([0, 0, 0])


class TestMending:
    looks = np.ones(1, dtype=bool)

    def test_a_firm_just_above_the_limit_mends_to_just_below_it(self):
        """105 -> 99.5: 5.5 * 4 = 22 CNY/t of capital; saved 5.5 * 0.8 + 0.3 * 100 = 34.4 CNY/t: 0.64 years.

        Energy alone takes 4 / 0.8 = 5 years, more than its three: so it stops there, although the benchmark
        with the surcharge avoided would pay back in (55 * 4) / (55 * 0.8 + 30) = 2.97 years.
        """
        free = mend(plants([105]), technique(), plain_rules(), self.looks)
        assert not free.is_mended[0]
        charged = mend(plants([105]), technique(), plain_rules(over_limit_cny_per_kwh=np.array([0.3])), self.looks)
        assert charged.specific_use[0] == pytest.approx(100 * JUST_BELOW)
        assert charged.capital_cny[0] == pytest.approx((105 - 99.5) * 4.0 * 1000.0)

    def test_a_firm_far_above_the_limit_pays_because_mending_does_not_pay_back(self):
        """180 -> 99.5: 322 CNY/t for 80.5 * 0.8 + 30 = 94.4 CNY/t a year: 3.4 years, more than its three."""
        charged = mend(plants([180]), technique(), plain_rules(over_limit_cny_per_kwh=np.array([0.3])), self.looks)
        assert not charged.is_mended[0]

    def test_what_cash_cannot_carry_is_not_done(self):
        rules = plain_rules(over_limit_cny_per_kwh=np.array([0.3]))
        poor = plants([105], cash_years=np.array([0.1]))  # 0.1 * 100 CNY/t * 1000 t < 22,000 CNY
        assert not mend(poor, technique(), rules, self.looks).is_mended[0]

    def test_a_grant_makes_retrofits_pay_that_did_not(self):
        """Half the capital halves five years to 2.5, below the hurdle of three: the benchmark is worth most."""
        rules = plain_rules(grant_share=np.array([0.5]))
        assert mend(plants([80]), technique(), rules, self.looks).specific_use[0] == pytest.approx(50.0)

    def test_who_does_not_look_does_nothing(self):
        rules = plain_rules(over_limit_cny_per_kwh=np.array([0.3]))
        assert not mend(plants([105]), technique(), rules, ~self.looks).is_mended[0]

    def test_half_way_to_the_benchmark_is_not_gone_for_ever(self):
        """Half way costs 1.5 * 1.5 = 2.25 CNY a unit, the rest 3.75; 0.8 CNY in three years pays 2.4.

        The gap of 20 units to the benchmark of 50 halves six times to 0.31; the next half saves less than 0.5 %.
        """
        dear, use, steps = technique(capital=1.5, convexity=1.0), 70.0, 0
        while steps < 20 and (done := mend(plants([use]), dear, plain_rules(), self.looks)).is_mended[0]:
            use, steps = done.specific_use[0], steps + 1
        assert steps == 6
        assert use == pytest.approx(50.0 + 20.0 / 2**6)

    def test_nobody_mends_below_the_benchmark_or_upwards(self):
        rules = plain_rules(grant_share=np.array([0.9]))
        after = mend(plants([40, 50, 70]), technique(), rules, np.ones(3, dtype=bool)).specific_use
        assert after == pytest.approx([40, 50, 50])

    def test_the_higher_the_surcharge_the_more_mend(self):
        use = np.linspace(101, 300, 60)
        mended = [
            mend(
                plants(use),
                technique(),
                plain_rules(over_limit_cny_per_kwh=np.array([rate]), far_over_limit_cny_per_kwh=rate),
                np.ones(60, dtype=bool),
            ).is_mended.sum()
            for rate in (0.0, 0.1, 0.3, 0.6, 1.0)
        ]
        assert mended == sorted(mended) and mended[0] < mended[-1]

    def test_a_carbon_price_shortens_the_payback(self):
        dear = plants([80], carbon_cny_per_t=np.array([500.0]))  # 0.00266 * 500 = 1.33 CNY/kgce
        assert mend(dear, technique(), plain_rules(), self.looks).is_mended[0]

    def test_a_firm_beyond_its_energy_budget_mends_to_it_and_no_further(self):
        """80 -> 75: 5 * 4 = 20 CNY/t for 5 * (0.8 + 1.0) = 9 a year: 2.2 years; beyond it energy alone takes five."""
        kept = plants([80], budget_per_t=np.array([75.0]), quota_cny_per_unit=np.array([1.0]))
        assert mend(kept, technique(), plain_rules(), self.looks).specific_use[0] == pytest.approx(75.0)


class TestClosing:
    def test_a_firm_closes_when_the_surcharge_on_a_tonne_exceeds_what_the_tonne_earns(self):
        """Steel to be eliminated: 0.50 CNY/kWh * 480 kWh = 240 CNY/t against 200; coke: 0.3 * 45 = 13.5 against 150."""
        assert closes(np.array([240.0, 13.5]), np.array([200.0, 150.0])).tolist() == [True, False]

    def test_only_equipment_to_be_eliminated_reacts_strongly(self):
        """Doubling the national rates closes plants of the worst class only; the restricted class pays."""
        industry = new_industry()
        signals = firm_signals(industry, 2020)
        doubled = signals.industry.differential_cny_per_kwh * 2.0
        FirmYear(industry, firm_signals(industry, 2020, differential_cny_per_kwh=doubled))
        book = industry.book
        closed = [int(book.is_closed[book.equipment == kind].sum()) for kind in (ALLOWED, RESTRICTED, ELIMINATED)]
        assert closed[ALLOWED] == 0
        assert closed[ELIMINATED] > 0
        assert (book.is_priced_out == book.is_closed).all()
        paid = (book.surcharge_cny > 0) & (book.equipment == RESTRICTED)
        assert paid.any()

    def test_firms_of_poor_equipment_have_survived_the_national_rates(self):
        industry = new_industry()
        FirmYear(industry, firm_signals(industry, 2020))
        assert not industry.book.is_closed.any()

    def test_capacity_shrunk_by_surcharges_counts_nobody_who_leaves_for_another_reason(self):
        """Idle mines close too, a quarter of all value by 2050; no surcharge closed them."""
        run = simulate("current", region="luliang", scale=0.002, until=2045, settings={"differential_surcharge": 0.0})
        assert run.series("Mines|Count").loc[2045] < 0.9 * run.series("Mines|Count").loc[2027]
        assert run.series("Firms|Capacity Shrunk").loc[2027:].max() < 0.002


class TestMoney:
    def test_surcharges_go_to_city_and_upper_budgets_and_equal_what_firms_pay(self):
        industry = new_industry()
        n = industry.yard.n_counties
        year = FirmYear(
            industry,
            firm_signals(industry, 2020, over_limit_cny_per_kwh=np.full(n, 0.05), inspection=np.ones(n)),
        )
        paid = {item: cny.sum() for item, payer, _, cny in year.ledger.payments if payer == "firms"}
        surcharges = paid["differential and tiered surcharge"] + paid["punitive surcharge"]
        assert paid["punitive surcharge"] > 0
        assert industry.book.surcharge_cny.sum() == pytest.approx(surcharges, rel=1e-12)

    def test_a_grant_is_the_citys_share_of_the_capital(self):
        industry = new_industry()
        n = industry.yard.n_counties
        year = FirmYear(industry, firm_signals(industry, 2020, grant_share=np.full(n, 0.6)))
        paid: dict[str, float] = defaultdict(float)
        for item, _, _, cny in year.ledger.payments:
            paid[item] += cny.sum()
        mended = industry.year.mending.capital_cny.sum()
        assert 0 < mended < paid["retrofit"]  # which holds equipment and projects as well
        assert paid["renovation grant"] == pytest.approx(0.6 * mended)


def test_the_steps_of_smelters_tighten_as_dated():
    industry = new_industry()
    threshold = {year: industry.perceive(year).tier_threshold_per_t[ALUMINIUM] for year in (2022, 2023, 2024, 2025)}
    assert threshold == {2022: 13650, 2023: 13450, 2024: 13450, 2025: 13300}
    level = industry.world.region.parameters.value("tariff.price_level", "ratio", 2025)  # rates are in money of the day
    assert industry.perceive(2025).tier_cny_per_kwh[ALUMINIUM] * level == pytest.approx(0.01)
    assert industry.perceive(2025).differential_cny_per_kwh[STEEL] * level == pytest.approx([0.0, 0.10, 0.50])
